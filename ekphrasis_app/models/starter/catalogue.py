"""What is said of known poems: pictures that they would go with, and their subjects.

Verse seldom says what could be seen. A catalogue does, for the poems that it knows; each is
known by its letters alone, so that layout, punctuation and the title do not matter.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

_LETTERS = re.compile(r"[^\W\d_]")


class Catalogue:
    """A line a poem: its key, and the texts that say what it is about, all parted by "|"."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        parted = (line.split("|") for line in lines)
        self._said = {key: tuple(said) for key, *said in parted}

    def said_of(self, text: str) -> Sequence[str]:
        """The texts said of a poem, given by its own text; none of one that is not known."""
        return self._said.get(key_of(text), ())

    def __len__(self) -> int:
        return len(self._said)


def key_of(text: str) -> str:
    """Sixteen hexadecimal digits of SHA-256 over a poem's letters, without capitals."""
    letters = "".join(_LETTERS.findall(text.casefold()))
    return hashlib.sha256(letters.encode()).hexdigest()[:16]
