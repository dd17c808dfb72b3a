"""pyttsx3 in a process of its own: one text in, samples out.

Of its own, because pyttsx3 and our own espeak voice would fight over one library, and
because what hangs there can be ended. Its own playback is not used: it can neither stop
nor say when it ends. What it writes to a file is read back and checked, for now and then
the file is late or not complete.
"""

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from ekphrasis_app.speech.engines.soundfiles import read_sound

FILE_PATIENCE = 2.0
"""Seconds that a sound file may be late; one in two hundred was."""

SETTING_PATIENCE = 0.3
"""Seconds that a property may take to hold."""


class Order(NamedTuple):
    """A text to synthesise; ``voice`` may be empty for the default one."""

    number: int
    text: str
    voice: str
    words_a_minute: int


class Answer(NamedTuple):
    """Samples as bytes of 16-bit integers, or why there are none."""

    number: int
    rate: int
    data: bytes
    problem: str = ""


class VoiceRow(NamedTuple):
    """A voice as the platform names it."""

    id: str
    name: str
    language: str


def serve(connection: Connection) -> None:
    """Send the voices once, then an ``Answer`` for each ``Order`` until there are no more."""
    with _quiet():
        try:
            engine = _engine()
            connection.send(_voices(engine))
        except (ImportError, RuntimeError, OSError, KeyError) as error:
            connection.send(str(error) or type(error).__name__)
            return
        with tempfile.TemporaryDirectory(prefix="ekphrasis-voice-") as folder:
            while True:
                try:
                    order = connection.recv()
                except (EOFError, OSError):
                    return
                connection.send(_answer(engine, order, Path(folder)))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """pyttsx3 prints what it does; nobody asked."""
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        yield


def _engine() -> Any:  # noqa: ANN401 - pyttsx3 has no types
    import pyttsx3

    return pyttsx3.init()


def _voices(engine: Any) -> list[VoiceRow]:  # noqa: ANN401
    rows = []
    for voice in engine.getProperty("voices"):
        language = voice.languages[0] if voice.languages else "en"
        if isinstance(language, bytes):
            language = language.decode("ascii", "ignore").lstrip("\x05")
        rows.append(VoiceRow(voice.id, voice.name, str(language).replace("_", "-")))
    return rows


def _answer(engine: Any, order: Order, folder: Path) -> Answer:  # noqa: ANN401
    suffix = ".aiff" if sys.platform == "darwin" else ".wav"
    handle, name = tempfile.mkstemp(suffix, dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        _set(engine, "voice", order.voice)
        _set(engine, "rate", order.words_a_minute)
        engine.save_to_file(order.text, name)
        engine.runAndWait()
        return _read(path, order.number)
    except (RuntimeError, ValueError, OSError, KeyError) as error:
        return Answer(order.number, 0, b"", str(error) or type(error).__name__)
    finally:
        path.unlink(missing_ok=True)


def _set(engine: Any, name: str, value: str | int) -> None:  # noqa: ANN401
    """Set a property until it holds: what comes too soon after a text is sometimes lost."""
    end = time.monotonic() + SETTING_PATIENCE
    while engine.getProperty(name) != value and time.monotonic() < end:
        engine.setProperty(name, value)
        time.sleep(0.001)


def _read(path: Path, number: int) -> Answer:
    """The sound in ``path`` as soon as it is whole."""
    end = time.monotonic() + FILE_PATIENCE
    while True:
        try:
            sound = read_sound(path)
        except (OSError, EOFError, ValueError):
            if time.monotonic() > end:
                return Answer(number, 0, b"", "no complete sound file was made")
            time.sleep(0.01)
        else:
            return Answer(number, sound.rate, sound.samples.tobytes())
