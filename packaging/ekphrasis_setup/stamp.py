"""Stamps: how a set-up that has nothing to do finds that out in a few milliseconds.

A stamp lies in the virtual environment. Its first line is the project folder, in case the
folder was moved or copied; the rest is a checksum list, so that ``./ekphrasis`` can check it
with ``sha256sum`` before any Python has started.
"""

from collections.abc import Iterable
from pathlib import Path

from .checked import sha256
from .project import Project


class Stamp:
    """Says that a step named ``name`` was done while ``files`` were as they are."""

    def __init__(self, project: Project, name: str, files: Iterable[Path]) -> None:
        self._path = project.venv / f"ready-{name}"
        self._root = project.root
        self._files = tuple(files)

    def is_fresh(self) -> bool:
        """Whether the step was done and nothing that it depends on has changed."""
        return self._path.is_file() and self._path.read_text(encoding="utf-8") == self._text()

    def write(self) -> None:
        """Say that the step is done."""
        self._path.write_text(self._text(), encoding="utf-8")

    def _text(self) -> str:
        listed = [f"# {self._root}\n"]
        for file in self._files:
            if file.is_file():
                listed.append(f"{sha256(file)}  {file.relative_to(self._root).as_posix()}\n")
        return "".join(listed)
