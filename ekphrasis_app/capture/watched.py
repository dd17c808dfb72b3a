"""Reading untrusted bytes without being held up by them."""

import io
import time
from collections.abc import Callable
from typing import BinaryIO

from ekphrasis_app.domain.cancel import CancelToken


class TooSlow(Exception):
    """The bytes ask for more work than a picture is worth."""


class WatchedReader(io.RawIOBase):
    """A file that stops being readable when it is given up or its time is over.

    Pillow's decoders come back for more bytes again and again, at the latest after each
    part of the file; watching the reads bounds loops that a hostile file makes long.
    It has no ``fileno``, so that no decoder reads past it.
    """

    def __init__(
        self,
        file: BinaryIO,
        cancel: CancelToken,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = file
        self._cancel = cancel
        self._clock = clock
        self._end = clock() + seconds

    def read(self, size: int | None = -1) -> bytes:
        """Raise ``Cancelled`` when given up and ``TooSlow`` when the time is over."""
        self._cancel.check()
        if self._clock() > self._end:
            raise TooSlow
        return self._file.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True
