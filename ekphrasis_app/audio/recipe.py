"""Renders the recipe of the cues into samples: notes, each with pitch, shape and colour.

``python -m ekphrasis_app.audio.recipe FOLDER`` writes the WAV files beside the recipe.
"""

import sys
import tomllib
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cue import Cue

RATE = 22050

LOUDEST = 0.25
"""Peak of the loudest cue at full volume, of full scale: well below a voice."""

ATTACK = 0.004
"""Seconds in which a note comes up; at once would be a click."""

Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a cue, as the recipe writes it."""

    at: float
    seconds: float
    hz: tuple[float, float]
    loud: float
    colour: str


def file_of(folder: Path, cue: Cue) -> Path:
    """The sound file of ``cue``."""
    return folder / f"{cue.name.lower()}.wav"


def read(folder: Path) -> dict[Cue, list[Note]]:
    """The notes of every cue, from ``recipe.toml`` in ``folder``."""
    recipe = tomllib.loads((folder / "recipe.toml").read_text(encoding="utf-8"))
    return {cue: [Note(**note) for note in recipe[cue.name.lower()]["notes"]] for cue in Cue}


def rendered(notes: list[Note]) -> NDArray[np.int16]:
    """The notes as 16-bit samples at ``RATE``."""
    length = max(round((note.at + note.seconds) * RATE) for note in notes)
    mix = np.zeros(length)
    for note in notes:
        sound = _note(note)
        at = round(note.at * RATE)
        mix[at : at + len(sound)] += sound[: length - at]
    return np.round(np.clip(mix, -1, 1) * LOUDEST * 32767).astype(np.int16)


def _note(note: Note) -> Samples:
    time = np.arange(round(note.seconds * RATE)) / RATE
    pitch = np.linspace(*note.hz, len(time))
    turns = 2 * np.pi * np.cumsum(pitch) / RATE
    rise = np.clip(time / ATTACK, 0, 1)
    fall = np.cos(np.pi / 2 * time / note.seconds) ** 2
    sound: Samples = note.loud * rise * fall * _COLOURS[note.colour](turns)
    return sound


def _pure(turns: Samples) -> Samples:
    return np.sin(turns)


def _reed(turns: Samples) -> Samples:
    """Odd overtones, as of a clarinet; at full loudness it just fills the scale."""
    return (np.sin(turns) + np.sin(3 * turns) / 2 + np.sin(5 * turns) / 3) / 1.4


def _breath(turns: Samples) -> Samples:
    """Noise around the pitch: the same each time, so that the file can be checked."""
    noise = np.random.default_rng(1).uniform(-1, 1, len(turns))
    return noise * np.sin(turns)


_COLOURS: dict[str, Callable[[Samples], Samples]] = {
    "pure": _pure,
    "reed": _reed,
    "breath": _breath,
}


def write(folder: Path) -> None:
    """Render every cue of the recipe in ``folder`` into a WAV file beside it."""
    for cue, notes in read(folder).items():
        with wave.open(str(file_of(folder, cue)), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(rendered(notes).tobytes())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
