"""What the audio thread does: tracks into blocks. No device, no locks, no callbacks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]

FADE = 110
"""Samples of a fade: 5 ms at 22 050 Hz is too short to hear and long enough not to click."""

FULL_SCALE = 32768.0


@dataclass(eq=False, slots=True)
class Track:
    """Samples on their way to the device, at full scale 1.0; ``at`` is the mixer's alone."""

    samples: Block
    volume: float = 1.0
    at: int = 0
    faded_in: bool = False

    @property
    def over(self) -> bool:
        return self.at >= len(self.samples)

    def mix_into(self, block: Block) -> None:
        """Add the next ``len(block)`` samples, the very first of them faded in."""
        piece = self.samples[self.at : self.at + len(block)] * self.volume
        if not self.faded_in:
            ramp = min(FADE, len(piece))
            piece[:ramp] *= np.linspace(0, 1, ramp, dtype=np.float32)
            self.faded_in = True
        block[: len(piece)] += piece
        self.at += len(piece)

    def fade_out_into(self, block: Block) -> None:
        """Add one short fade to silence: the track was taken away in mid-sound."""
        piece = self.samples[self.at : self.at + min(FADE, len(block))] * self.volume
        block[: len(piece)] += piece * np.linspace(1, 0, len(piece), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Playing:
    """All that sounds at one moment; replaced whole, so that no lock is needed."""

    voice: Track | None = None
    cues: tuple[Track, ...] = ()


class Mixer:
    """Fills the device's blocks from ``playing``, which other threads replace whole."""

    def __init__(self) -> None:
        self.playing = Playing()
        self._before: Track | None = None

    def fill(self, block: Block) -> Track | None:
        """Write the next block; tells which voice track is in it."""
        playing = self.playing
        block[:] = 0
        if self._before is not playing.voice and self._before is not None:
            self._before.fade_out_into(block)
        self._before = playing.voice
        for track in (playing.voice, *playing.cues):
            if track is not None and not track.over:
                track.mix_into(block)
        np.clip(block, -1, 1, out=block)
        return playing.voice


def as_block(samples: NDArray[np.int16], rate: int, device_rate: int) -> Block:
    """16-bit samples as the device wants them; another rate is met by interpolation."""
    block: Block = samples.astype(np.float32) / np.float32(FULL_SCALE)
    if rate == device_rate or not len(block):
        return block
    times = np.arange(0, len(block), rate / device_rate)
    return np.asarray(np.interp(times, np.arange(len(block)), block), dtype=np.float32)
