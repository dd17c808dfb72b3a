"""Programs that print what they are told to: real processes in place of pip, apt-get, sudo."""

import shlex
from pathlib import Path


def make_program(path: Path, output: str = "", code: int = 0) -> Path:
    """A program at ``path`` that notes its words in ``path.asked``, prints and ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'#!/bin/sh\necho "$*" >> {shlex.quote(str(path))}.asked\n'
        f"cat <<'END_OF_OUTPUT'\n{output}\nEND_OF_OUTPUT\nexit {code}\n"
    )
    path.chmod(0o755)
    return path


def asked(path: Path) -> list[str]:
    """The words of each call of the program at ``path``, in order."""
    notes = path.with_name(path.name + ".asked")
    return notes.read_text().splitlines() if notes.exists() else []
