"""The sheet to grade, as a folder: what to read, where to write, and the key apart."""

from collections.abc import Sequence
from pathlib import Path

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.models.placing import making, put_in_place
from ekphrasis_app.training.judging import grades
from ekphrasis_app.training.judging.key import FILE, Entry, Key, Shown
from ekphrasis_app.wording import reason

SHEET = "sheet.md"


def refuse_taken(folder: Path) -> None:
    """Raise ``InputProblem`` where a sheet would go over something, perhaps over grades."""
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise unwritable("sheet", folder, error) from error
    if taken:
        raise InputProblem(
            "There is something in {folder} already.", "Choose another folder.", folder=folder
        )


def write_sheet(key: Key, thumbnails: Sequence[bytes], folder: Path) -> None:
    """Make the folder, whole or not at all. Raises ``InputProblem``."""
    refuse_taken(folder)
    try:
        with making(folder) as made:
            _write(key, thumbnails, made)
            made.chmod(0o755)
            put_in_place(made, folder)
    except OSError as error:
        raise unwritable("sheet", folder, error) from error


def unwritable(what: str, folder: Path, error: OSError) -> InputProblem:
    """The sentence about a sheet or report that the system would not take."""
    return InputProblem(
        "The {what} could not be written to {folder}: {why}.",
        "Make room there or allow writing, then try again.",
        what=what,
        folder=folder,
        why=reason(error),
    )


def _write(key: Key, thumbnails: Sequence[bytes], folder: Path) -> None:
    for shown, thumbnail in zip(key.pictures, thumbnails, strict=True):
        path = folder / shown.thumbnail
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(thumbnail)
    (folder / SHEET).write_text(sheet_markdown(key), encoding="utf-8")
    (folder / grades.FILE).write_text(grades.blank(key), encoding="utf-8")
    (folder / FILE).write_text(key.as_json(), encoding="utf-8")


def sheet_markdown(key: Key) -> str:
    """Every picture with its poems; nothing tells which of them were found."""
    scale = "\n".join(f"- {grade}: {words}" for grade, words in enumerate(grades.WORDS))
    head = (
        "# Which poems fit?\n\n"
        f"Write a grade for each poem into {grades.FILE}, without opening {FILE}:\n\n{scale}\n"
    )
    return "\n".join([head, *(_picture(n, one) for n, one in enumerate(key.pictures, 1))])


def _picture(number: int, shown: Shown) -> str:
    head = f"## Picture {number}: {shown.name}\n\n![{shown.name}]({shown.thumbnail})\n"
    return "\n".join([head, *(_poem(n, poem) for n, poem in enumerate(shown.poems, 1))])


def _poem(number: int, poem: Entry) -> str:
    lines = list(poem.lines)
    if poem.more:
        lines += ["", f"(and {poem.more} more)"]
    # Indented by four: as it is, with its line breaks and whatever signs it has.
    verse = "".join(f"    {line}".rstrip() + "\n" for line in lines)
    return f"### Poem {number}: {poem.name}\n\n{verse}"
