"""What the person reads or hears while the set-up works: whole lines, few of them.

A line is written when a step begins and at each tenth of a long one. Nothing is ever
overwritten or animated, since a screen reader would read every frame of it.
Everything goes to standard error: standard output belongs to the command that follows.
"""

import sys
import time
from collections.abc import Callable
from typing import TextIO

_STEP_PERCENT = 10
_QUIET_SECONDS = 5.0  # sooner than this, another percentage tells nobody anything
_MEGABYTE = 1_000_000


def megabytes(size: int) -> str:
    """A size as people say it, in decimal megabytes or gigabytes."""
    if size >= 1000 * _MEGABYTE:
        return f"{size / (1000 * _MEGABYTE):.1f} GB"
    return f"{max(1, round(size / _MEGABYTE))} MB"


class Progress:
    """Writes the lines. ``clock`` returns seconds."""

    def __init__(
        self, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._out = out
        self._clock = clock

    def say(self, line: str) -> None:
        print(line, file=self._out or sys.stderr, flush=True)

    def percent(self, what: str) -> Callable[[int, int], None]:
        """A function to call with (done, whole); it says now and then how far ``what`` is."""
        last_step, last_time = 0, self._clock()

        def report(done: int, whole: int) -> None:
            nonlocal last_step, last_time
            step = 100 * done // whole // _STEP_PERCENT if whole > 0 else 0
            if step <= last_step or self._clock() - last_time < _QUIET_SECONDS:
                return
            last_step, last_time = step, self._clock()
            self.say(f"{what}: {step * _STEP_PERCENT} percent.")

        return report
