"""The pairs as training sees them: numbered texts, who owns which, and whitened vectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array
from ekphrasis_app.training.pairs import KINDS, Pair
from ekphrasis_app.training.starter.batches import Linked, Links, Rows
from ekphrasis_app.training.starter.whitening import Affine, ridge, whitening

CAPTION = "human caption"
POEM = "poem-pair"
"""The kind of pictures that belong to a poem."""
VERSES = "poem"
"""The kind of text that such a poem is."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Pictures and texts by number; ``train`` and ``val`` hold pictures."""

    pairs: Sequence[Pair]
    texts: Sequence[str]
    train: Rows
    val: Rows

    @property
    def verse(self) -> NDArray[np.bool_]:
        """Which texts have more than one line."""
        return np.array([len(text.splitlines()) > 1 for text in self.texts])

    @property
    def kinds(self) -> Rows:
        """The number of each picture's kind."""
        return np.array([KINDS.index(p.kind) if p.kind in KINDS else -1 for p in self.pairs])

    def train_texts(self, captions: int) -> Rows:
        """The numbers of the texts of training pictures, as ``links`` chooses them."""
        own = self.links({}, captions).texts
        return np.unique(np.concatenate([own[picture] for picture in self.train]))

    def links(self, weights: Mapping[str, float], captions: int) -> Links:
        """Which texts belong to which pictures, of human captions only the first few."""
        number = {text: i for i, text in enumerate(self.texts)}
        chosen = [_chosen(pair, captions) for pair in self.pairs]
        return Links(
            [np.array([number[text] for text, _ in own]) for own in chosen],
            [_shares([weights.get(kind, 1.0) for _, kind in own]) for own in chosen],
        )

    def told(self, what: Sequence[str]) -> tuple[Rows, Rows]:
        """Poems of training pictures, beside each text of a kind in ``what``: two (n,)."""
        number = {text: i for i, text in enumerate(self.texts)}
        found = [
            (number[poem], number[said])
            for pair in (self.pairs[row] for row in self.train)
            for poem, kind in zip(pair.texts, pair.text_kinds, strict=True)
            for said, other in zip(pair.texts, pair.text_kinds, strict=True)
            if kind == VERSES and other in what
        ]
        poems, said = np.array(found, np.int64).reshape(-1, 2).T
        return poems, said

    def linked(self, captions: int, others: float) -> Linked:
        """Training pictures with each of their texts, as ``links`` chooses them.

        Where the picture belongs to a poem they count 1, elsewhere ``others``.
        """
        links = self.links({}, captions)
        texts = [links.texts[picture] for picture in self.train]
        counts = [1.0 if self.pairs[picture].kind == POEM else others for picture in self.train]
        each = [len(own) for own in texts]
        return Linked(
            np.repeat(self.train, each),
            np.concatenate(texts),
            np.repeat(np.array(counts, np.float32), each),
        )


def corpus(train: Sequence[Pair], val: Sequence[Pair]) -> Corpus:
    """Number the pictures and texts of both splits."""
    pairs = [*train, *val]
    texts = list(dict.fromkeys(text for pair in pairs for text in pair.texts))
    split = np.arange(len(pairs))
    return Corpus(pairs, texts, split[: len(train)], split[len(train) :])


def _chosen(pair: Pair, most: int) -> list[tuple[str, str]]:
    """The pair's texts with their kinds, the first ``most`` of its human captions only."""
    found: list[tuple[str, str]] = []
    captions = 0
    for text, kind in zip(pair.texts, pair.text_kinds, strict=True):
        captions += kind == CAPTION
        if kind != CAPTION or captions <= most:
            found.append((text, kind))
    return found


def _shares(weights: list[float]) -> NDArray[np.float64]:
    return np.array(weights) / sum(weights)


@dataclass(frozen=True, slots=True)
class TextSpace:
    """MPNet's vectors in the shared space: whitened, and brought to unit length.

    Verse and single lines have a map each: centred by their own mean, and verse perhaps moved.
    """

    verse: Affine
    line: Affine

    def __call__(self, vectors: Array, verse: NDArray[np.bool_]) -> Array:
        """Places (n, d) of vectors (n, 768)."""
        return unit(np.where(verse[:, None], self.verse(vectors), self.line(vectors)))

    def of_lines(self, vectors: Array) -> Array:
        """Places (n, d) of vectors (n, 768) of single lines."""
        return unit(self.line(vectors))


@dataclass(frozen=True, slots=True)
class Leaning:
    """Moves poems towards what is said of their pictures, ``far`` as long as their own place.

    Poems and descriptions speak differently of the same; a ridge from one to the other,
    held back by ``strength``, knows how.
    """

    far: float
    strength: float

    def __call__(self, space: TextSpace, places: Array, poems: Rows, said: Rows) -> TextSpace:
        """``space`` with its verse moved; ``poems`` and ``said`` (n,) number rows of ``places``
        (m, d) that belong together. Where nothing is said of any, verse stays where it is.
        """
        if not len(poems):
            return space
        found = ridge(places[poems], places[said], self.strength)
        length = np.linalg.norm(places[poems] @ found, axis=1).mean()
        moved = np.eye(len(found)) + self.far / length * found
        matrix, shift = space.verse
        return TextSpace(Affine(matrix @ moved, shift @ moved), space.line)


def text_space(vectors: Array, verse: NDArray[np.bool_], power: float, width: int) -> TextSpace:
    """Fitted to vectors (n, 768) of training texts; keeps their ``width`` main directions."""
    means = [_mean(vectors, verse == which) for which in (True, False)]
    centred = vectors - np.where(verse[:, None], *means).astype(np.float32)
    matrix, shift = whitening(centred, power, width)
    return TextSpace(*(Affine(matrix, shift - mean @ matrix) for mean in means))


def _mean(vectors: Array, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The mean (768,) of the chosen vectors, or of all where none is chosen."""
    return np.asarray(vectors[chosen if chosen.any() else ...].mean(axis=0, dtype=np.float64))
