"""Affine maps that even out features before they are compared, and the ridge built on them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.ports import Array

FLOOR = 0.02
"""Added to every variance, as a share of the mean one: small directions are mostly noise."""


class Affine(NamedTuple):
    """``x @ matrix + shift``."""

    matrix: NDArray[np.float64]
    shift: NDArray[np.float64]

    def __call__(self, x: Array) -> Array:
        return np.asarray(x @ self.matrix + self.shift, dtype=np.float32)

    def then(
        self, weight: NDArray[np.float64], bias: NDArray[np.float64]
    ) -> tuple[Array, Array]:
        """The weight (out, in) and bias of this map with a linear layer after it."""
        folded = weight @ self.matrix.T
        return folded.astype(np.float32), (weight @ self.shift + bias).astype(np.float32)


def whitening(x: Array, power: float, width: int) -> Affine:
    """Centre ``x`` (n, f) and keep its ``width`` main directions, variances raised to -power.

    ``power`` 1 is full whitening, 0 none. The result has unit mean variance.
    """
    mean = x.mean(axis=0, dtype=np.float64)
    values, vectors = np.linalg.eigh(np.cov(x.T, dtype=np.float64))
    order = np.argsort(-values)[:width]
    spread = np.maximum(values[order], 0)
    scaled = spread + FLOOR * spread.mean()
    matrix = vectors[:, order] * scaled ** (-power / 2)
    matrix /= np.sqrt((scaled**-power * spread).mean())
    return Affine(matrix, -mean @ matrix)


def standardised(blocks: list[Array], power: float, width: int) -> Affine:
    """Whitening of several blocks of features side by side, each first given equal weight."""
    scale = np.concatenate(
        [
            1 / (block.std(axis=0, dtype=np.float64) + 1e-6) / np.sqrt(block.shape[1])
            for block in blocks
        ]
    )
    inner = whitening(np.concatenate(blocks, axis=1) * scale, power, width)
    return Affine(scale[:, None] * inner.matrix, inner.shift)


def ridge(x: Array, y: Array, strength: float, weights: Array | float = 1.0) -> Array:
    """The matrix (f, d) with the least ``w |x @ m - y|² + strength · trace/f · |m|²``.

    ``weights`` w tells how much each row of ``x`` (n, f) and ``y`` (n, d) counts.
    """
    weighted = x * np.reshape(weights, (-1, 1))
    found = solved(gram(x, weights), weighted.T.astype(np.float64) @ y, strength)
    return np.asarray(found, dtype=np.float32)


def gram(x: Array, weights: Array | float = 1.0) -> NDArray[np.float64]:
    """The weighted products of the columns of ``x`` (n, f) with each other, (f, f)."""
    return np.asarray((x * np.reshape(weights, (-1, 1))).T.astype(np.float64) @ x)


def solved(
    gram: NDArray[np.float64], cross: NDArray[np.float64], strength: float
) -> NDArray[np.float64]:
    """The ridge's matrix (f, d) from its sums: ``gram`` (f, f), ``cross`` (f, d)."""
    held = gram + strength * np.trace(gram) / len(gram) * np.eye(len(gram))
    return np.asarray(np.linalg.solve(held, cross))
