"""Which pictures and texts stand together in a training step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Links:
    """Which texts (by number) belong to which pictures, with how likely each is drawn."""

    texts: Sequence[Rows]
    weights: Sequence[NDArray[np.float64]]

    def draw(self, picture: int, chance: np.random.Generator) -> int:
        """One of the picture's texts."""
        return int(chance.choice(self.texts[picture], p=self.weights[picture]))

    def some(self, picture: int, count: int, chance: np.random.Generator) -> Rows:
        """Several of the picture's texts, or all where it has no more; weights are above 0."""
        own = self.texts[picture]
        if len(own) <= count:
            return own
        return chance.choice(own, count, replace=False, p=self.weights[picture])


@dataclass(frozen=True, slots=True)
class Linked:
    """One row for each picture and text that belong together, with how much it counts."""

    pictures: Rows
    texts: Rows
    weights: NDArray[np.float32]


def batches(
    links: Links, pictures: Rows, size: int, chance: np.random.Generator
) -> Iterator[tuple[Rows, Rows]]:
    """One epoch: (pictures, one text of each) in random order, in batches of equal size.

    Equal to one, so that none is too small to hold rivals.
    """
    mixed = chance.permutation(pictures)
    for rows in np.array_split(mixed, max(1, round(len(mixed) / size))):
        yield rows, np.array([links.draw(row, chance) for row in rows])


def shared_texts(links: Links, pictures: Rows, texts: Rows) -> NDArray[np.bool_]:
    """Where a text (column) belongs to a picture (row): (pictures, texts)."""
    return np.stack([np.isin(texts, links.texts[picture]) for picture in pictures])
