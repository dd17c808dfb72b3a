"""Puts verse lines together that a narrow page or screen has broken in two."""

import re
from collections.abc import Callable, Iterable

_HALF_A_WORD = re.compile(r"[a-z]-$")


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip())


def rejoined(
    lines: Iterable[str],
    continues: Callable[[str, str], bool],
    whole_words: frozenset[str] = frozenset(),
) -> list[str]:
    """The lines, each with those that continue it; blank lines continue nothing.

    ``continues(line, next_line)`` is asked about lines as they were. A hyphen at the break
    stays unless the word is one of ``whole_words``.
    """
    joined: list[str] = []
    before = ""
    for line in lines:
        if before.strip() and line.strip() and continues(before, line):
            joined[-1] = _together(joined[-1].rstrip(), line.strip(), whole_words)
        else:
            joined.append(line)
        before = line
    return joined


def _together(line: str, rest: str, whole_words: frozenset[str]) -> str:
    if not _HALF_A_WORD.search(line):
        return f"{line} {rest}"
    word = (line.split()[-1][:-1] + rest.split()[0]).strip(",.;:?!'\"")
    return (line[:-1] if word in whole_words else line) + rest
