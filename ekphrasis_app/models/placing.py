"""Folders put in place all at once, and the hash that a file is known by."""

import hashlib
import shutil
import tempfile
from pathlib import Path


def put_in_place(made: Path, folder: Path) -> None:
    """Rename ``made`` to ``folder``; an older one is removed only once it stands."""
    if not folder.exists():
        made.replace(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.replace(old / folder.name)
    made.replace(folder)
    shutil.rmtree(old)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
