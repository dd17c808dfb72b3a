"""Bundles whose pictures and texts are numbers: picture 7 belongs to "poem 7"."""

from collections.abc import Callable

import numpy as np

from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.ports import Encoding

SIZE = 30
NONE = np.zeros((0, 1), np.float32)


def read(path):
    """The picture called by a number."""
    return Picture(b"\0\0\0", 1, 1, Origin.FILE, path.name)


class Pictures:
    """Sees picture i as the direction i."""

    fingerprint = "f"

    def encode(self, picture):
        return Encoding(np.eye(SIZE, dtype=np.float32)[int(picture.name)], NONE)


class Texts:
    """Reads "text i" as the direction i, and what it misreads as the opposite."""

    fingerprint = "f"

    def __init__(self, misread: Callable[[str, int], bool]):
        self.misread = misread

    def encode(self, poems, cancel):
        for poem in poems:
            cancel.check()
            word, number = poem.text.split()
            direction = np.eye(SIZE, dtype=np.float32)[int(number)]
            vector = -direction if self.misread(word, int(number)) else direction
            yield Encoding(vector, np.full((1, 1), int(number), np.float32))


class KnowsBetter:
    """Gives the picture's own text 1 and every other 0; keeps how many it was asked for."""

    def __init__(self):
        self.asked = []

    def score(self, picture, poems, cancel):
        self.asked.append(len(poems))
        return [float(poem.tokens[0, 0] == picture.vector.argmax()) for poem in poems]


def bundle(wrong=0, scorer=None, rerank=0, name="fake", misread=None):
    """A bundle that misreads the first ``wrong`` numbers, or what ``misread`` says."""
    texts = Texts(misread or (lambda word, number: number < wrong))
    return Bundle(name, "1", "f", Pictures(), texts, scorer, rerank)
