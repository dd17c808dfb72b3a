"""Files written and folders put in place, and the hash that a file is known by."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.wording import reason


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Put into words why nothing can be written to ``folder``; raises ``BundleProblem``."""
    try:
        yield
    except (OSError, SafetensorError) as error:
        raise BundleProblem(
            "The files could not be written to {folder}: {why}.",
            "Make room there or allow writing, then try again.",
            folder=folder,
            why=reason(error) if isinstance(error, OSError) else error,
        ) from error


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A hidden folder beside ``folder`` to make it in; what is left of it goes at the end.

    Each has its own: who was given up may still be at work when the next one begins.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


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
