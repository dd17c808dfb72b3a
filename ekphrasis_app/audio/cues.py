"""Cues: short sounds with a meaning, mixed in beside the voice."""

import wave
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from ekphrasis_app.audio.recipe import file_of
from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.ports import Sound, SoundOutput


class CuePlayer:
    """Plays the cues that lie in ``folder``; ``volume(cue)`` is asked each time, 0 is off."""

    def __init__(
        self, output: SoundOutput, folder: Path, volume: Callable[[Cue], float]
    ) -> None:
        self._output = output
        self._folder = folder
        self._volume = volume

    def play(self, cue: Cue) -> None:
        """Sound ``cue`` now; one whose file is missing or broken stays silent."""
        volume = self._volume(cue)
        if volume > 0 and (sound := sound_in(file_of(self._folder, cue))) is not None:
            self._output.cue(sound, volume)


@cache
def sound_in(path: Path) -> Sound | None:
    """The sound of a mono 16-bit WAV file; None where there is no such."""
    try:
        with wave.open(str(path)) as file:
            if file.getnchannels() != 1 or file.getsampwidth() != 2:
                return None
            data = file.readframes(file.getnframes())
            return Sound(np.frombuffer(data, "<i2"), file.getframerate())
    except (OSError, EOFError, wave.Error):
        return None
