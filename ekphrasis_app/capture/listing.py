"""The pictures in a folder, told by the names of the files."""

from pathlib import Path

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.wording import reason

SUFFIXES = frozenset(
    (
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".webp",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".avif",
    )
)
"""What is listed; any other file can be opened by its path."""


def pictures_and_folders(folder: Path) -> tuple[list[Path], list[Path]]:
    """The pictures and the folders in ``folder``, each by name; hidden ones left out.

    Raises ``InputProblem`` where the folder cannot be read.
    """
    files, folders = files_and_folders(folder)
    return [file for file in files if file.suffix.lower() in SUFFIXES], folders


def files_and_folders(folder: Path) -> tuple[list[Path], list[Path]]:
    """The same with all files."""
    try:
        found = [path for path in folder.iterdir() if not path.name.startswith(".")]
        # A set, since thousands may lie there.
        folders = {path for path in found if path.is_dir()}
    except OSError as error:
        raise InputProblem(
            "The folder {name} cannot be read: {why}.",
            "Choose another one.",
            name=folder.name or str(folder),
            why=reason(error),
        ) from error
    files = [path for path in found if path not in folders]
    by_name = lambda path: path.name.casefold()  # noqa: E731
    return sorted(files, key=by_name), sorted(folders, key=by_name)
