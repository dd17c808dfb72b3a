"""Pictures with their poems for training: what stands in which step, the same every time.

Nothing here keeps a random state: the order of an epoch, the negatives and what dropout
draws follow from the seed, the stage, the epoch and the step alone. That is what makes a
run that was killed go on exactly as if it had not been.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ekphrasis_app.models.ce_clip.pixels import middle, normalised
from ekphrasis_app.models.ce_clip.words import Words
from ekphrasis_app.training.ce_clip.pictures import ReadPicture
from ekphrasis_app.training.pairs import Pair

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Batch:
    """m pictures with their poems, and k other poems for each.

    ``pixels`` (m, 3, size, size); ``own`` (m, context) and ``others`` (m, k, context) are
    token ids; ``clash`` (m, m) is true where the poem of a column is as good as the row's
    own (the same poem), the row's own included.
    """

    pixels: Tensor
    own: Tensor
    others: Tensor
    clash: Tensor

    def to(self, device: torch.device) -> "Batch":
        tensors = (self.pixels, self.own, self.others, self.clash)
        return Batch(*(tensor.to(device) for tensor in tensors))


class Samples:
    """The pairs of one split; a picture with several texts is there once with each.

    Cut-out pictures are kept in memory once they were read, 150 kB each for ViT-B/32:
    there is nothing random about them, and every epoch needs them again.
    """

    def __init__(
        self, folder: Path, pairs: Sequence[Pair], words: Words, size: int, read: ReadPicture
    ) -> None:
        self._rows = [(folder / pair.image, text) for pair in pairs for text in pair.texts]
        # Poems by number: the same text is the same poem, whoever's picture it is with.
        texts = list(dict.fromkeys(text for _, text in self._rows))
        number = {text: place for place, text in enumerate(texts)}
        self.poem = np.array([number[text] for _, text in self._rows])
        self._ids = torch.from_numpy(words.ids(texts))
        self._size, self._read = size, read
        self._cut: dict[Path, NDArray[np.uint8]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def part(self, share: float, seed: int) -> Rows:
        """The places of a random ``share`` of the samples, in order."""
        chosen = np.random.default_rng([seed, 1]).permutation(len(self))
        return np.sort(chosen[: max(1, round(share * len(self)))])

    def pixels(self, rows: Rows) -> Tensor:
        """(m, 3, size, size)."""
        found = [normalised(self._middle(self._rows[row][0])) for row in rows]
        return torch.from_numpy(np.stack(found))

    def _middle(self, path: Path) -> NDArray[np.uint8]:
        if path not in self._cut:
            self._cut[path] = middle(self._read(path), self._size)
        return self._cut[path]

    def ids(self, poems: Rows) -> Tensor:
        """Token ids (…, context) of poems by number."""
        return self._ids[torch.from_numpy(poems)]

    def batch(self, rows: Rows, negatives: int, seed: Sequence[int]) -> Batch:
        """The batch of ``rows`` with random negatives that follow from ``seed``."""
        own = self.poem[rows]
        drawn = [
            self._others(poem, negatives, [*seed, int(row)])
            for poem, row in zip(own, rows, strict=True)
        ]
        others = np.array(drawn, dtype=np.int64).reshape(len(rows), -1)
        return Batch(
            self.pixels(rows),
            self.ids(own),
            self.ids(others),
            torch.from_numpy(own[:, None] == own[None, :]),
        )

    def _others(self, poem: int, count: int, seed: Sequence[int]) -> Rows:
        """``count`` different poems that are not ``poem``, or as many as there are."""
        total = len(self._ids) - 1
        drawn = np.random.default_rng(seed).choice(total, min(count, total), replace=False)
        return np.asarray(drawn + (drawn >= poem), dtype=np.int64)

    def pools(self, size: int, seed: int) -> Rows:
        """For each sample its own poem's number, first, and ``size - 1`` others (n, size)."""
        others = [
            self._others(poem, size - 1, [seed, 2, row]) for row, poem in enumerate(self.poem)
        ]
        return np.concatenate([self.poem[:, None], np.array(others, dtype=np.int64)], axis=1)


def epoch_order(rows: Rows, seed: Sequence[int]) -> Rows:
    """``rows`` in the order of one epoch."""
    return np.random.default_rng(seed).permutation(rows)
