"""A text as a bag of words, placed where training found pictures that go with such words.

MPNet's mean over a long poem blurs the few things that it names; a bag of words keeps them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array

WORD = re.compile(r"[a-z]+")


class Bag:
    """Places texts by the words of a vocabulary that they hold.

    A text is the roots of its words' counts times ``words.weight``'s columns (b, w), where
    rarer words are longer; verse and single lines are each centred by their own mean.
    """

    def __init__(self, tensors: Mapping[str, NDArray[Any]], vocabulary: Sequence[str]) -> None:
        names = ("words.rarity", "words.weight", "words.verse.bias", "words.line.bias")
        self._rarity, weight, self._verse, self._line = (
            np.asarray(tensors[name], np.float32) for name in names
        )
        self._rows = np.ascontiguousarray(weight.T)
        self._share = tensors["words.share"].astype(np.float32).item()
        self._number = {word: number for number, word in enumerate(vocabulary)}

    def beside(self, places: Array, texts: Sequence[str], verse: bool) -> Array:
        """Places (n, d) of texts with those of their bags beside them: (n, d + b), unit length.

        A text without a word of the vocabulary stays where it is.
        """
        bags = np.stack([self._place(text, verse) for text in texts])
        return unit(np.concatenate([places, self._share * bags], axis=1))

    def _place(self, text: str, verse: bool) -> Array:
        numbers, values = weighted(text, self._number, self._rarity)
        if not len(numbers):
            return np.zeros(self._rows.shape[1], np.float32)
        bias = self._verse if verse else self._line
        return unit(values @ self._rows[numbers] + bias)


def weighted(
    text: str, number: Mapping[str, int], rarity: Array
) -> tuple[NDArray[np.int64], Array]:
    """The numbers of the words that a text holds, and their weights, together of length 1.

    Roots of counts times rarity: TF-IDF (Spärck Jones 1972) that a refrain does not rule.
    """
    counts = Counter(number[word] for word in WORD.findall(text.lower()) if word in number)
    numbers = np.fromiter(counts, np.int64, len(counts))
    values = np.sqrt(np.fromiter(counts.values(), np.float32, len(counts))) * rarity[numbers]
    return numbers, unit(values)
