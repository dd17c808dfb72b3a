"""Poems as a sound file to take along."""

import os
import wave
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.domain.place import START
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Extent, Role
from ekphrasis_app.ports import Manner, Progress, Synthesiser
from ekphrasis_app.speech import script
from ekphrasis_app.speech.script import Passage
from ekphrasis_app.speech.sound import resampled, trimmed
from ekphrasis_app.wording import reason

RATE = 22050

BETWEEN_POEMS = 1.5
"""Seconds of silence between two poems."""


def write_wav(
    path: Path,
    poems: Sequence[Poem],
    synthesiser: Synthesiser,
    manner: Callable[[Role, str], Manner],
    about: Callable[[Poem], str],
    progress: Progress,
    cancel: CancelToken,
    language: str = "en",
) -> None:
    """Write ``poems`` with their titles, as they would be read, into the WAV file ``path``.

    ``path`` appears, or is replaced, only when all is written. ``progress`` counts the
    passages. Raises ``SpeechProblem`` where it cannot be spoken or written, ``Cancelled``
    when given up.
    """
    reading = [_reading(poem, about(poem), language) for poem in poems]
    total, done = sum(map(len, reading)), 0
    try:
        with _replacing(path) as file:
            for passages in reading:
                for passage in passages:
                    cancel.check()
                    file.writeframes(_said(passage, synthesiser, manner, cancel).tobytes())
                    done += 1
                    progress(done, total)
                file.writeframes(_silence(BETWEEN_POEMS).tobytes())
    except OSError as error:
        raise SpeechProblem(
            "The sound file {path} could not be written: {why}.",
            "Choose another place for it.",
            path=path,
            why=reason(error),
        ) from error


def _reading(poem: Poem, about: str, language: str) -> list[Passage]:
    title = script.heading(poem, about, language)
    return [*title, *script.lines(poem, START, Extent.POEM)]


def _said(
    passage: Passage,
    synthesiser: Synthesiser,
    manner: Callable[[Role, str], Manner],
    cancel: CancelToken,
) -> NDArray[np.int16]:
    """The passage and the pause after it as samples at ``RATE``."""
    how = manner(passage.role, passage.language)
    silence = _silence(passage.pause / how.rate)
    if not passage.spoken.text:
        return silence
    made = synthesiser.synthesise(passage.spoken.text, how, cancel)
    sound = resampled(trimmed(made), RATE).samples
    loud = np.clip(sound * how.volume, -32768, 32767).astype("<i2")
    return np.concatenate((loud, silence))


def _silence(seconds: float) -> NDArray[np.int16]:
    return np.zeros(round(seconds * RATE), "<i2")


@contextmanager
def _replacing(path: Path) -> Iterator[wave.Wave_write]:
    """A WAV file beside ``path`` that takes its place at the end, or goes away."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as raw:
            with wave.open(raw, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(RATE)
                yield file
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
