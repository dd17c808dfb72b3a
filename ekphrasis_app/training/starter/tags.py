"""Words that a picture suggests: which ones can be told, and from when on."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.ports import Array
from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.starter.whitening import ridge

LEAST = 40
"""Pictures that must have a word for it to be learned."""
RIGHT = 0.6
"""Share of validation pictures above a word's threshold that must really have it."""
SHOWN = 5
"""Validation pictures that must be above the threshold for that share to mean anything."""
MADE = "template"
STOP = frozenset(
    """a an and are as at be by for from his her he him in into is it its of on or out over she
    some that the their them there they this to two three up with while one who which has have
    having was were through near around other another between front top down off being behind
    next like under against along each both something someone very several baroque rococo
    impressionism painting portrait landscape genre style cityscape title picture view study
    part les van von saint keywords look looks looking but still does doing many other only
    just not all more what where when how scene print art wearing posing poses pose standing
    little""".split()  # noqa: SIM905
)


class Tags(NamedTuple):
    """A word is suggested where ``weight @ vector + bias`` is above 0."""

    words: list[str]
    weight: Array
    bias: Array


def words_of(pair: Pair) -> set[str]:
    """The words of a picture's texts that could be a tag.

    Sentences made from a template name style and painter, which no poem speaks of.
    """
    told = zip(pair.texts, pair.text_kinds, strict=True)
    told_words = (re.findall(r"[a-z]{3,}", text.lower()) for text, kind in told if kind != MADE)
    return set(chain.from_iterable(told_words)) - STOP


def learn(
    train: Array, said: Sequence[set[str]], check: Array, checked: Sequence[set[str]]
) -> Tags:
    """Tags from picture vectors (n, d) and the words said of each, thresholds from others."""
    counts = Counter(word for words in said for word in words)
    words = sorted(word for word, count in counts.items() if count >= LEAST)
    weight = ridge(_with_one(train), _matrix(said, words), 0.1).T
    scores = _with_one(check) @ weight.T
    truth = _matrix(checked, words) > 0
    thresholds = np.array([threshold(s, t) for s, t in zip(scores.T, truth.T, strict=True)])
    kept = np.isfinite(thresholds)
    return Tags(
        [word for word, keep in zip(words, kept, strict=True) if keep],
        weight[kept, :-1],
        (weight[kept, -1] - thresholds[kept]).astype(np.float32),
    )


def threshold(scores: Array, truth: NDArray[np.bool_]) -> float:
    """The least score above which RIGHT of at least SHOWN pictures have the word, or inf."""
    order = np.argsort(-scores)
    precision = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision[SHOWN - 1 :] >= RIGHT)
    return float(scores[order[good[-1] + SHOWN - 1]]) - 1e-6 if len(good) else np.inf


def _matrix(said: Sequence[set[str]], words: Sequence[str]) -> Array:
    column = {word: number for number, word in enumerate(words)}
    found = np.zeros((len(said), len(words)), np.float32)
    for row, own in enumerate(said):
        found[row, [column[word] for word in own if word in column]] = 1
    return found


def _with_one(vectors: Array) -> Array:
    return np.concatenate([vectors, np.ones((len(vectors), 1), np.float32)], axis=1)
