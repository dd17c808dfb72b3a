"""A main thread without a window: the command line's, and that of most tests."""

import heapq
import queue
import time
from collections.abc import Callable
from itertools import count

FOREVER = 3600.0
"""Seconds that nothing waits longer than without looking again."""


class PlainLoop:
    """Runs what is posted, in order, on the thread that calls ``run_until``."""

    def __init__(self) -> None:
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._timed: list[tuple[float, int, Callable[[], None]]] = []
        self._number = count()
        self._taken_back: set[int] = set()

    def post(self, call: Callable[[], None]) -> None:
        """Run ``call`` on the loop's thread; from any thread."""
        self._posted.put(call)

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Run ``call`` after ``seconds``; call the result to take it back."""
        number = next(self._number)
        due = time.monotonic() + seconds
        self.post(lambda: heapq.heappush(self._timed, (due, number, call)))
        return lambda: self._taken_back.add(number)

    def run_until(self, over: Callable[[], bool], seconds: float = FOREVER) -> bool:
        """Run until ``over()`` or the time is up; True if it is over."""
        end = time.monotonic() + seconds
        while not over():
            if (now := time.monotonic()) >= end:
                return False
            self._run_due(now)
            next_due = self._timed[0][0] if self._timed else end
            try:
                call = self._posted.get(timeout=max(0.0, min(next_due, end) - now))
            except queue.Empty:
                continue
            call()
        return True

    def _run_due(self, now: float) -> None:
        while self._timed and self._timed[0][0] <= now:
            _, number, call = heapq.heappop(self._timed)
            if number in self._taken_back:
                self._taken_back.remove(number)
            else:
                call()
