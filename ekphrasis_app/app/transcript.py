"""A record of what is said, for tests and for finding out what somebody has heard."""

import json
import os
import threading
import time
from pathlib import Path

from ekphrasis_app.ports import Done, Manner, Marked, Outcome, SpeechEngine, Utterance
from ekphrasis_app.speech.stand_in import StandIn

VARIABLE = "EKPHRASIS_TRANSCRIPT"
"""The environment variable that names the file; nothing is recorded without it."""


class Recorded(StandIn):
    """A speech engine that also writes down each text, and how its utterance ended.

    The file has one JSON object a line: ``at`` in seconds of the system's monotonic
    clock, and ``said`` or, for the end of a text, ``ended`` with its ``outcome``.
    """

    def __init__(self, engine: SpeechEngine, path: Path) -> None:
        self._engine = engine
        self._path = path
        self._lock = threading.Lock()

    def speak(self, text: str, manner: Manner, marked: Marked, done: Done) -> Utterance:
        self._write({"said": text})

        def over(outcome: Outcome) -> None:
            self._write({"ended": text, "outcome": outcome.value})
            done(outcome)

        return self._engine.speak(text, manner, marked, over)

    def close(self) -> None:
        self._engine.close()

    def _write(self, event: dict[str, str]) -> None:
        line = json.dumps({"at": time.monotonic(), **event}, ensure_ascii=False)
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def recorded(engine: SpeechEngine) -> SpeechEngine:
    """The engine, recorded if the environment asks for it."""
    path = os.environ.get(VARIABLE)
    return Recorded(engine, Path(path)) if path else engine
