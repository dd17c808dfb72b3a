"""The starter's cross-encoder: a layer of MPNet reads a picture and a poem side by side.

A picture is the places of the whole and of its quarters, a poem those of its lines, all in
the space that the encoders share. What the layer makes of them is added to their score.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.models import mpnet
from ekphrasis_app.models.graph import Graph, Session
from ekphrasis_app.ports import Array, Encoding

Tensors = Mapping[str, NDArray[Any]]
LINES = 12
"""Most lines of a poem that are read: those nearest to the picture."""
BATCH = 10
"""Pairs in one pass of the network."""
PICTURE, LINE = 0, 1
"""Rows of ``kind``, what is added to a token for being of a picture or of a poem."""


class CrossEncoder:
    """Scores pictures with poems in pairs; see the module for what it reads."""

    def __init__(self, tensors: Tensors) -> None:
        self._tensors = {name: np.asarray(t, np.float32) for name, t in tensors.items()}

    @cached_property
    def _session(self) -> Session:
        graph = Graph()
        hidden = mpnet.encoder(graph, self._tensors, 1, self._tensors["kind"].shape[1])
        mean = graph.add("MatMul", graph.input("share", ["n", 1, "t"]), hidden)
        weight, bias = self._tensors["hidden.weight"], self._tensors["hidden.bias"]
        inner = graph.gelu(graph.linear(mean, weight, bias))
        out = graph.constant(self._tensors["out.weight"].T)
        return graph.session({"gain": graph.add("MatMul", inner, out)})

    def score(
        self, picture: Encoding, poems: Sequence[Encoding], cancel: CancelToken
    ) -> list[float]:
        """One score in 0..1 for each poem. Raises ``Cancelled`` between batches."""
        return [score for batch in self._scored(picture, poems, cancel) for score in batch]

    def _scored(
        self, picture: Encoding, poems: Sequence[Encoding], cancel: CancelToken
    ) -> Iterator[list[float]]:
        scale = self._tensors["scale"].item()
        for start in range(0, len(poems), BATCH):
            cancel.check()
            batch = poems[start : start + BATCH]
            near = np.array([picture.vector @ poem.vector for poem in batch])
            yield list(
                map(float, 1 / (1 + np.exp(-scale * near - self._gains(picture, batch))))
            )

    def _gains(self, picture: Encoding, poems: Sequence[Encoding]) -> Array:
        """What the layer adds to the scores of ``poems``, (n,)."""
        seen = picture.tokens
        read = [nearest(poem.tokens, seen[0]) for poem in poems]
        counts = np.array([len(seen) + len(lines) for lines in read])
        there = np.arange(counts.max()) < counts[:, None]
        tokens = np.zeros((*there.shape, seen.shape[1]), np.float32)
        kinds = np.full(there.shape, LINE)
        kinds[:, : len(seen)] = PICTURE
        for row, lines in enumerate(read):
            tokens[row, : counts[row]] = np.concatenate([seen, lines])
        weight, bias = self._tensors["enter.weight"], self._tensors["enter.bias"]
        entered = tokens @ weight.T + bias + self._tensors["kind"][kinds]
        share = (there / counts[:, None]).astype(np.float32)[:, None]
        feed = mpnet.unordered(entered, there) | {"share": share}
        (gain,) = self._session.run(["gain"], feed)
        return gain[:, 0, 0]


def nearest(lines: Array, place: Array) -> Array:
    """At most LINES of the lines (n, d): those nearest to a picture's place, in their order."""
    if len(lines) <= LINES:
        return lines
    return lines[np.sort(np.argsort(-(lines @ place))[:LINES])]
