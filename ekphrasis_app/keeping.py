"""Small files that a person would miss: written whole or not at all, never lost."""

import os
from pathlib import Path


def write_safely(path: Path, text: str) -> None:
    """Replace the file by ``text`` in one step that a power cut cannot halve.

    Raises ``OSError``; the file is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def set_aside(path: Path) -> Path | None:
    """Give an unusable file another name, which is returned; None where it has to stay."""
    number = 1
    while (aside := path.with_name(f"{path.name}.old-{number}")).exists():
        number += 1
    try:
        path.rename(aside)
    except OSError:
        return None
    return aside
