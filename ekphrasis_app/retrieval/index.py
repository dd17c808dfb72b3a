"""Exact search: every vector is compared. Enough for the largest library we measured."""

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.ports import Array


class ExactIndex:
    """The rows of a matrix (n, d), ranked by inner product; equal ones in row order."""

    def __init__(self, vectors: Array) -> None:
        if vectors.ndim != 2:
            raise ValueError("an index is made of a matrix, one row for each vector")
        self._vectors = np.ascontiguousarray(vectors, np.float32)

    def __len__(self) -> int:
        return len(self._vectors)

    def search(
        self, vector: Array, top: int, keep: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """The best ``top`` rows with their inner products, best first.

        ``vector`` is (d,); rows where ``keep`` (n,) is False are left out, so that fewer
        than ``top`` may come back.
        """
        rows = np.arange(len(self)) if keep is None else np.flatnonzero(keep)
        top = min(top, len(rows))
        if top < 1:
            return []
        scores = (self._vectors @ np.asarray(vector, np.float32))[rows]
        worst = np.partition(scores, len(rows) - top)[len(rows) - top]
        near = np.flatnonzero(scores >= worst)
        best = near[np.argsort(-scores[near], kind="stable")][:top]
        return [(int(rows[place]), float(scores[place])) for place in best]
