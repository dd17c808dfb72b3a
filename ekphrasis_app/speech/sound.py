"""What is done to speech as samples, whoever made it."""

import numpy as np

from ekphrasis_app.ports import Sound

QUIET = 64
"""Samples softer than this (54 dB below the loudest) at either end are silence."""


def trimmed(sound: Sound) -> Sound:
    """Without the silence at both ends: the pauses of verse are made elsewhere."""
    loud = np.flatnonzero(np.abs(sound.samples.astype(np.int32)) > QUIET)
    if not len(loud):
        return Sound(sound.samples[:0], sound.rate)
    first, last = int(loud[0]), int(loud[-1]) + 1
    words = tuple(
        mark._replace(seconds=max(0.0, mark.seconds - first / sound.rate))
        for mark in sound.words
    )
    return Sound(sound.samples[first:last], sound.rate, words)


def resampled(sound: Sound, rate: int) -> Sound:
    """At ``rate`` samples a second, by interpolation: enough for speech."""
    if sound.rate == rate or not len(sound.samples):
        return sound
    times = np.arange(0, len(sound.samples), sound.rate / rate)
    samples = np.interp(times, np.arange(len(sound.samples)), sound.samples)
    return Sound(samples.astype(np.int16), rate, sound.words)
