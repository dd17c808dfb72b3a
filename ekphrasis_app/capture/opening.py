"""Opening what a person points at, without waiting for what is not a file."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ekphrasis_app.capture.problems import Trouble
from ekphrasis_app.domain.errors import PictureProblem
from ekphrasis_app.wording import reason

# O_NONBLOCK: opening a named pipe would otherwise wait for somebody to write to it.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def open_ordinary(path: Path, name: str) -> Iterator[tuple[BinaryIO, int]]:
    """The open file at ``path`` and its size in bytes; ``name`` is for the sentences.

    Raise ``PictureProblem`` where it is missing, forbidden, a folder or a device.
    """
    with os.fdopen(_descriptor(path, name), "rb") as file:
        yield file, os.fstat(file.fileno()).st_size


def _descriptor(path: Path, name: str) -> int:
    """What was opened is looked at, not what lay there before: it may have changed."""
    try:
        descriptor = os.open(path, FLAGS)
    except (OSError, ValueError) as error:
        raise _why(error, path, name) from error
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    raise (Trouble.FOLDER if stat.S_ISDIR(mode) else Trouble.DEVICE).about(name)


def _why(error: OSError | ValueError, path: Path, name: str) -> PictureProblem:
    if isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
        return Trouble.MISSING.about(name)
    if isinstance(error, PermissionError):  # which is what Windows says of a folder
        return (Trouble.FOLDER if path.is_dir() else Trouble.FORBIDDEN).about(name)
    return Trouble.UNREADABLE.about(name, why=reason(error))
