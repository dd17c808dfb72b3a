"""Which pictures and texts stand together in a training step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Links:
    """Which texts (by number) belong to which pictures, with how likely each is drawn.

    ``groups`` tells each picture's kind: telling a photograph from an engraving teaches
    nothing about what they show.
    """

    texts: Sequence[Rows]
    weights: Sequence[NDArray[np.float64]]
    groups: NDArray[np.int64]

    def draw(self, picture: int, chance: np.random.Generator) -> int:
        """One of the picture's texts."""
        return int(chance.choice(self.texts[picture], p=self.weights[picture]))


def batches(
    links: Links, pictures: Rows, size: int, chance: np.random.Generator, mixed: bool
) -> Iterator[tuple[Rows, Rows]]:
    """One epoch: (pictures, one text of each) in random order, of one kind unless ``mixed``.

    Batches are of about equal size, so that none is too small to hold rivals.
    """
    groups = np.zeros_like(links.groups) if mixed else links.groups
    found: list[Rows] = []
    for group in np.unique(groups[pictures]):
        rows = chance.permutation(pictures[groups[pictures] == group])
        found.extend(np.array_split(rows, max(1, round(len(rows) / size))))
    for number in chance.permutation(len(found)):
        rows = found[number]
        yield rows, np.array([links.draw(row, chance) for row in rows])


def shared_texts(links: Links, pictures: Rows, texts: Rows) -> NDArray[np.bool_]:
    """Where a text (column) belongs to a picture (row): (pictures, texts)."""
    return np.stack([np.isin(texts, links.texts[picture]) for picture in pictures])
