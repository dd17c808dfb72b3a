"""Made-up poems and encodings for the tests of the library."""

import numpy as np

from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.making import Provenance, poem_from
from ekphrasis_app.ports import Encoding

NOBODY = Provenance("Nobody Inparticular", "made up for a test", "no rights reserved")


def poem(number: int = 1, author: str = NOBODY.author) -> Poem:
    text = f"A lamp is lit in window {number}\n    and put out again\n\nNo one saw who did it"
    return poem_from(
        text, f"Window {number}", Provenance(author, NOBODY.source, NOBODY.licence)
    )


def poems(count: int) -> list[Poem]:
    return [poem(number) for number in range(count)]


def encoding(number: int) -> Encoding:
    return Encoding(np.array([number, 1, 0.5], np.float32), np.full((2, 4), number, np.float32))


class CountingEncoder:
    """Encodes a poem as the numbers of its letters and lines, and counts its work."""

    fingerprint = "counting-1"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, poems, cancel):
        for one in poems:
            cancel.check()
            self.encoded.append(one.id)
            yield Encoding(
                np.array([len(one.text), len(one.lines)], np.float32),
                np.array([[len(line)] for line in one.lines], np.float32),
            )
