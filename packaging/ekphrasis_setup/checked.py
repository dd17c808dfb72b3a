"""Whether a file is the one that the manifest pins."""

import hashlib
from pathlib import Path

from .manifest import PinnedFile


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_pinned(path: Path, pinned: PinnedFile) -> bool:
    """Whether ``path`` is there and has the pinned size and SHA-256."""
    return has_size(path, pinned) and sha256(path) == pinned.sha256


def has_size(path: Path, pinned: PinnedFile) -> bool:
    """Whether ``path`` is a file of the pinned size: quick, for what was checked before."""
    return path.is_file() and path.stat().st_size == pinned.size
