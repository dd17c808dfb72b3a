"""What goes where: results to standard output, everything else to standard error."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, TextIO

SOONEST, LATEST = 5.0, 30.0
"""Seconds between two lines of progress: at first often, then ever less of a chatter."""


class Output:
    """The terminal, as commands see it; in JSON only the document is a result."""

    def __init__(
        self, result: TextIO, notes: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._result = result
        self._notes = notes
        self._clock = clock

    def line(self, text: str = "") -> None:
        """A line of the result, for reading."""
        print(text, file=self._result)

    def document(self, content: Mapping[str, Any]) -> None:
        """The result, for programs: one JSON document in UTF-8."""
        print(json.dumps(content, ensure_ascii=False, indent=2), file=self._result)

    def note(self, sentence: str) -> None:
        """Something about the work, beside the result."""
        print(sentence, file=self._notes, flush=True)

    def flush(self) -> None:
        """Hand the result over now; raises ``BrokenPipeError`` where nobody reads it."""
        self._result.flush()

    def progress(self, what: str) -> Callable[[int, int], None]:
        """A ``Progress`` that notes "``what``: 3 of 9." now and then, as long work goes on."""
        began = last = self._clock()

        def tell(done: int, total: int) -> None:
            nonlocal last
            now = self._clock()
            if now - last >= min(max(SOONEST, (last - began) / 4), LATEST):
                last = now
                self.note(f"{what}: {done} of {total}.")

        return tell


def terminal() -> Output:
    """The real one. Results are UTF-8 whatever the terminal's settings, as JSON asks for."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    return Output(sys.stdout, sys.stderr)
