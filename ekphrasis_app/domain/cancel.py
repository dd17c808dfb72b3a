"""Giving up long work politely."""

import threading

from ekphrasis_app.domain.errors import Cancelled


class CancelToken:
    """Shared by the one who may give up and the one who works; safe across threads."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the worker to stop at its next check."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raise ``Cancelled`` if somebody asked for it; called between steps of work."""
        if self._event.is_set():
            raise Cancelled
