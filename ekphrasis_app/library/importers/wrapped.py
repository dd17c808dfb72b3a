"""Puts verse lines together that a narrow page or screen has broken in two."""

import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

NARROWEST = 45
"""Letters: no page is so narrow that a shorter line had to be broken before its next word."""

ENOUGH_TO_LEARN = 20
"""So many lines have to be broken before the text's own habit is taken for a rule."""

_SMALL_LETTERS = tuple(string.ascii_lowercase + "àâäçèéêëîïôöùûüß")

_HALF_A_WORD = re.compile(r"[a-z]-$")

Continues = Callable[[str, str, str], bool]
"""Given how a line begins, its last part so far, and the next: does that go on with it?"""


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip())


def rejoined(
    lines: Iterable[str], continues: Continues, whole_words: frozenset[str] = frozenset()
) -> list[str]:
    """The lines, each with those that continue it; blank lines continue nothing.

    A hyphen at the break stays unless the word is one of ``whole_words``.
    """
    joined: list[str] = []
    before = ""
    for line in lines:
        if before.strip() and line.strip() and continues(joined[-1], before, line):
            joined[-1] = _together(joined[-1].rstrip(), line.strip(), whole_words)
        else:
            joined.append(line)
        before = line
    return joined


def wrapped_in(lines: Sequence[str]) -> Continues:
    """How a text marks what continues a line, learnt from the text itself.

    What is indented and begins with a small letter does, below a line that is not short:
    some poets write no capitals. What begins with a capital does
    where the text has many such lines, it is indented as they are, and its first word had
    no room above.
    """
    steps, widths = list[int](), list[int]()
    for before, line in pairwise(lines):
        if before.strip() and line.strip() and _goes_on(before, before, line):
            steps.append(indent_of(line) - indent_of(before))
            widths.append(_width_with_next_word(before, line))
    if len(steps) < ENOUGH_TO_LEARN:
        return _goes_on
    step = Counter(steps).most_common(1)[0][0]
    width = sorted(widths)[len(widths) // 20]

    def continues(start: str, before: str, line: str) -> bool:
        fits = indent_of(line) - indent_of(start) == step
        return _goes_on(start, before, line) or (
            fits and _width_with_next_word(before, line) >= width
        )

    return continues


def _goes_on(start: str, before: str, line: str) -> bool:
    indented = indent_of(line) > indent_of(start)
    small = line.lstrip(" (").startswith(_SMALL_LETTERS)
    return indented and small and _width_with_next_word(before, line) >= NARROWEST


def _width_with_next_word(before: str, line: str) -> int:
    return len(before.rstrip()) + 1 + len(line.split()[0])


def _together(line: str, rest: str, whole_words: frozenset[str]) -> str:
    if not _HALF_A_WORD.search(line):
        return f"{line} {rest}"
    word = (line.split()[-1][:-1] + rest.split()[0]).strip(",.;:?!'\"")
    return (line[:-1] if word in whole_words else line) + rest
