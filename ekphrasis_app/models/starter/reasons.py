"""Why a poem was chosen: words that the picture suggests and the poem says, and its lines."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.match import Reasons
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.ports import Encoding

MOST_WORDS = 4
MOST_LINES = 3
ENDINGS = re.compile(r"(?<=\w\w\w)(?:es|s|ed|ing|'s)$")
"""Taken off before words are compared; crude, and the same on both sides."""


class Reasoner:
    """Tells only what was measured: no word that a poem does not hold, no line but its own.

    ``words[i]`` is suggested by a picture whose vector v has ``tags.weight[i] · v +
    tags.bias[i] > 0``; training sets the bias so that most such words are right.
    """

    def __init__(self, tensors: Mapping[str, NDArray[Any]], words: Sequence[str]) -> None:
        self._weight = tensors["tags.weight"].astype(np.float32)
        self._bias = tensors["tags.bias"].astype(np.float32)
        self._words = words

    def suggested(self, picture: Encoding) -> list[str]:
        """The words that the picture suggests, surest first."""
        scores = self._weight @ picture.vector[:-1] + self._bias
        return [self._words[i] for i in np.argsort(-scores) if scores[i] > 0]

    def __call__(self, picture: Encoding, poem: Poem, encoding: Encoding) -> Reasons:
        """The reasons for ``poem``, whose lines are ``encoding.tokens``."""
        said = {stem(word): word for word in reversed(re.findall(r"[\w']+", poem.text.lower()))}
        shared = [said[stem(word)] for word in self.suggested(picture) if stem(word) in said]
        closeness = encoding.tokens @ picture.vector[: encoding.tokens.shape[1]]
        lines = [int(i) for i in np.argsort(-closeness) if i < len(poem.lines)]
        return Reasons(tuple(shared[:MOST_WORDS]), tuple(lines[:MOST_LINES]))


def stem(word: str) -> str:
    """A word without its most common endings."""
    return ENDINGS.sub("", word)
