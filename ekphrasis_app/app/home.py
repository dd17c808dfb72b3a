"""The person's own library, which begins as a copy of the starter library."""

import os
import shutil
from pathlib import Path

from ekphrasis_app.app import folders
from ekphrasis_app.app.finder import Finder
from ekphrasis_app.domain.errors import LibraryProblem
from ekphrasis_app.library.store import Library
from ekphrasis_app.settings import Settings
from ekphrasis_app.wording import reason


def open_library() -> Library:
    """The person's library, made at the first start; raises ``LibraryProblem``.

    There is none before set-up has prepared the starter library: an empty one would stand
    in the way of the copy for ever.
    """
    path = folders.library_path()
    starter = folders.starter_library()
    if not path.exists():
        if not starter.exists():
            raise LibraryProblem(
                "The poems have not been prepared yet.", "Run: ./ekphrasis setup"
            )
        _copy_whole(starter, path)
    return Library.open(path)


def open_finder(library: Library, settings: Settings, bundle: str = "") -> Finder:
    """A finder for ``bundle``, or for the one that the settings name at the time."""

    def folder() -> Path:
        return folders.bundle_folder(bundle or settings.text("bundle"))

    return Finder(library, folder, folders.fetched_weights())


def _copy_whole(source: Path, target: Path) -> None:
    """Copy so that ``target`` is there whole or not at all."""
    new = target.with_name(target.name + ".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as old_file, new.open("wb") as new_file:
            shutil.copyfileobj(old_file, new_file)
            new_file.flush()
            os.fsync(new_file.fileno())
        new.replace(target)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise LibraryProblem(
            "The library could not be copied to {folder}: {why}.",
            "Make room there or allow writing, then start again.",
            folder=target.parent,
            why=reason(error),
        ) from error
