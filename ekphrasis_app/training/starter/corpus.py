"""The pairs as training sees them: numbered texts, who owns which, and whitened vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.ports import Array
from ekphrasis_app.training.pairs import KINDS, Pair
from ekphrasis_app.training.starter.batches import Links, Rows
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.whitening import Affine, whitening

CAPTION = "human caption"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Pictures and texts by number; ``train`` and ``val`` hold pictures."""

    pairs: Sequence[Pair]
    texts: Sequence[str]
    links: Links
    train: Rows
    val: Rows

    @property
    def verse(self) -> NDArray[np.bool_]:
        """Which texts have more than one line."""
        return np.array([len(text.splitlines()) > 1 for text in self.texts])

    @property
    def train_texts(self) -> Rows:
        """The numbers of the texts of training pictures."""
        return np.unique(np.concatenate([self.links.texts[picture] for picture in self.train]))


def corpus(train: Sequence[Pair], val: Sequence[Pair], recipe: Recipe) -> Corpus:
    """Number the pictures and texts of both splits."""
    pairs = [*train, *val]
    chosen = [_chosen(pair, recipe) for pair in pairs]
    texts = list(dict.fromkeys(text for own in chosen for text, _ in own))
    number = {text: i for i, text in enumerate(texts)}
    links = Links(
        [np.array([number[text] for text, _ in own]) for own in chosen],
        [_shares([recipe.texts.get(kind, 1.0) for _, kind in own]) for own in chosen],
        np.array([KINDS.index(pair.kind) if pair.kind in KINDS else -1 for pair in pairs]),
    )
    split = np.arange(len(pairs))
    return Corpus(pairs, texts, links, split[: len(train)], split[len(train) :])


def _chosen(pair: Pair, recipe: Recipe) -> list[tuple[str, str]]:
    """The pair's texts with their kinds; of many human captions only the first."""
    found: list[tuple[str, str]] = []
    captions = 0
    for text, kind in zip(pair.texts, pair.text_kinds, strict=True):
        captions += kind == CAPTION
        if kind != CAPTION or captions <= recipe.captions:
            found.append((text, kind))
    return found


def _shares(weights: list[float]) -> NDArray[np.float64]:
    return np.array(weights) / sum(weights)


@dataclass(frozen=True, slots=True)
class TextSpace:
    """MPNet's vectors, whitened; verse and single lines are each centred by their own mean."""

    verse: Affine
    line: Affine

    def __call__(self, vectors: Array, verse: NDArray[np.bool_]) -> Array:
        """Whitened vectors (n, 768)."""
        return np.where(verse[:, None], self.verse(vectors), self.line(vectors))


def text_space(vectors: Array, verse: NDArray[np.bool_], power: float) -> TextSpace:
    """Fitted to vectors (n, 768) of training texts."""
    means = [vectors[verse == which].mean(axis=0, dtype=np.float64) for which in (True, False)]
    centred = vectors - np.where(verse[:, None], *means).astype(np.float32)
    whole = whitening(centred, power, vectors.shape[1])
    matrix, shift = whole
    return TextSpace(*(Affine(matrix, shift - mean @ matrix) for mean in means))
