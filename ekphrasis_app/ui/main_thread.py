"""The thread of the window, for all who work on others."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot


class QtMainThread(QObject):
    """Runs calls in Qt's event loop, in the order in which they were posted."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._closed = False
        # Queued also from the main thread itself, so that a call never runs inside another.
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Run ``call`` in the event loop soon; from any thread."""
        with self._lock:
            if not self._closed:
                self._posted.emit(call)

    def close(self) -> None:
        """Drop what is posted from now on.

        A thread that is still at work when the program ends would otherwise reach into
        what Qt is taking down, which ends in a segmentation fault.
        """
        with self._lock:
            self._closed = True

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Run ``call`` after ``seconds``; the result takes it back. From any thread."""
        waiting = {call}

        def fire() -> None:
            for wanted in list(waiting):
                wanted()

        self.post(lambda: QTimer.singleShot(int(1000 * seconds), self, fire))
        return waiting.clear

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()
