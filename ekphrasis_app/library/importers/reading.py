"""Reads text files of people, whatever their encoding, and says what is wrong with others."""

from pathlib import Path

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.wording import reason

LARGEST = 64 * 1024 * 1024
"""Bytes; the complete works of anybody are smaller."""


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, or else in Windows' Western encoding, with plain line ends.

    Raises ``InputProblem`` where it cannot be read, is too large or is not text.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputProblem(
                "The file {name} is too large to be poems.",
                "Choose a text file.",
                name=path.name,
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputProblem(
            "The file {path} cannot be read: {why}.",
            "Check its name and place.",
            path=path,
            why=reason(error),
        ) from error
    if b"\0" in data:
        raise InputProblem(
            "The file {name} is not a text.", "Choose a text file.", name=path.name
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
