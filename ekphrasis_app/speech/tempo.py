"""Faster than an engine can speak: sound compressed in time at the same pitch.

Waveform similarity overlap-add: short overlapping windows are taken at larger steps than
they are laid down, each moved a little so that it fits what is already there.
Verhelst and Roelands, "An overlap-add technique based on waveform similarity (WSOLA)",
ICASSP 1993.
"""

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.ports import Sound

WINDOW = 0.024
"""Seconds of a window: two or three periods of a low voice."""

SEARCH = 0.006
"""Seconds that a window may move to fit; just over half a period of a low voice."""

Samples = NDArray[np.float32]


def faster(sound: Sound, factor: float) -> Sound:
    """``sound`` said ``factor`` times as fast (1 or more), its words with it."""
    if factor <= 1.0 or not len(sound.samples):
        return sound
    samples = _compressed(sound.samples.astype(np.float32), sound.rate, factor)
    words = tuple(mark._replace(seconds=mark.seconds / factor) for mark in sound.words)
    return Sound(np.clip(samples, -32768, 32767).astype(np.int16), sound.rate, words)


def _compressed(samples: Samples, rate: int, factor: float) -> Samples:
    half = round(WINDOW * rate / 2)
    search = round(SEARCH * rate)
    shape = np.hanning(2 * half + 1)[:-1].astype(np.float32)
    length = int(len(samples) / factor)
    padded = np.pad(samples, (search, 2 * half + 2 * search))
    result = np.zeros(length + 2 * half, np.float32)
    result[:half] = padded[search : search + half] * (1 - shape[:half])
    follow = padded[search : search + half]
    for at in range(0, length, half):
        start = int(at * factor)
        region = padded[start : start + half + 2 * search]
        best = start + int(np.argmax(np.correlate(region, follow, "valid")))
        window = padded[best : best + 2 * half]
        result[at : at + 2 * half] += (window * shape)[: len(result) - at]
        follow = padded[best + half : best + 2 * half]
    return result[:length]
