"""The one door for background work.

A job's result or its error comes back once, on the main thread. Within a lane the
newest request wins: starting a job gives up the one before it, of which nothing more is
heard. A job that the person gives up answers with ``Cancelled``.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from ekphrasis_app.ports import MainThread, Progress

T = TypeVar("T")
Work = Callable[[CancelToken, Progress], T]

POLITE = 10
"""How much later than the voice and the window work gets its turn, in steps of niceness."""

_log = logging.getLogger(__name__)


def _ignore(done: int, total: int) -> None:
    """Progress that nobody asked for."""


def _make_way() -> None:
    """Let voice and window go first, before this thread and those that it starts.

    Only Linux gives each thread a niceness of its own.
    """
    if sys.platform == "linux":
        me = threading.get_native_id()
        now = os.getpriority(os.PRIO_PROCESS, me)
        os.setpriority(os.PRIO_PROCESS, me, max(now, POLITE))


class Jobs:
    """Starts work on threads of its own and brings the answers home."""

    def __init__(self, main: MainThread) -> None:
        self._main = main
        self._running: dict[str, tuple[CancelToken, threading.Thread]] = {}

    def run(
        self,
        lane: str,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progress: Progress = _ignore,
        polite: bool = True,
    ) -> CancelToken:
        """Start ``work(cancel, progress)``; call from the main thread.

        Exactly one of ``done`` and ``failed`` is called there, unless a newer job of the
        lane takes over first. ``progress`` is called there, too. ``polite`` work, and all
        threads that it starts, let the voice and the window go first.
        """
        self.cancel(lane, superseded=True)
        cancel = CancelToken()

        def home(call: Callable[[], None]) -> None:
            self._main.post(lambda: call() if self._is_newest(lane, cancel) else None)

        def answer(result: T) -> None:
            # Given up between its end and its coming home: the person was promised.
            if cancel.cancelled:
                failed(Cancelled())
            else:
                done(result)

        def body() -> None:
            if polite:
                _make_way()
            try:
                result = work(cancel, lambda d, n: home(lambda: progress(d, n)))
            except Exception as error:  # noqa: BLE001  the seam: every error goes home
                lost = error
                home(lambda: self._end(lane, lambda: failed(lost)))
            else:
                home(lambda: self._end(lane, lambda: answer(result)))

        thread = threading.Thread(target=body, name=f"job {lane}", daemon=True)
        self._running[lane] = (cancel, thread)
        thread.start()
        return cancel

    def busy(self, lane: str) -> bool:
        """Whether the lane has a job whose answer is still to come."""
        return lane in self._running

    def cancel(self, lane: str, superseded: bool = False) -> bool:
        """Ask the lane's job to give up; True if there was one."""
        if lane not in self._running:
            return False
        self._running[lane][0].cancel()
        if superseded:
            del self._running[lane]
        return True

    def close(self, seconds: float = 2.0) -> None:
        """Give everything up and wait a moment for the threads to end."""
        threads = [thread for _, thread in self._running.values()]
        for lane in list(self._running):
            self.cancel(lane, superseded=True)
        for thread in threads:
            thread.join(seconds)
            if thread.is_alive():
                _log.info("%s did not end in time", thread.name)

    def _is_newest(self, lane: str, cancel: CancelToken) -> bool:
        return lane in self._running and self._running[lane][0] is cancel

    def _end(self, lane: str, answer: Callable[[], None]) -> None:
        del self._running[lane]
        answer()
