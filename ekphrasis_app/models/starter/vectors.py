"""Small sums that both halves of the starter share."""

import numpy as np

from ekphrasis_app.ports import Array


def unit(vectors: Array) -> Array:
    """Vectors (…, d) at length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
