"""The starter's picture encoder: EfficientNet-Lite2 and a small head, one ONNX graph.

Where training went on from some block, the network is there twice from that block on: as it
was fetched, and as it was tuned. What both make of the picture goes to the head.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.models import efficientnet
from ekphrasis_app.models.graph import Graph, Session
from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Encoding

Tensors = Mapping[str, NDArray[Any]]
TUNED = "tuned."
"""Stands before the names of blocks that training changed."""
ROOT = 1e-3
"""Added to pooled features before their root is taken; its slope has no end at 0."""


class PictureEncoder:
    """A picture in, a vector in the space of the poems out; see ``head`` for what is in it."""

    def __init__(self, tensors: Tensors, fingerprint: str) -> None:
        self._tensors = tensors
        self._fingerprint = fingerprint

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @cached_property
    def _session(self) -> Session:
        graph = Graph()
        images = graph.input("images", ["n", 3, efficientnet.SIDE, efficientnet.SIDE])
        maps = seen(graph, self._tensors, images)

        def placed(means: Sequence[str]) -> str:
            looks = [(m, efficientnet.logits(graph, self._tensors, m)) for m in means]
            return head(graph, self._tensors, looks)

        vector = placed([efficientnet.pooled(graph, spatial) for spatial in maps])
        parts = placed([efficientnet.quarters(graph, spatial) for spatial in maps])
        return graph.session({"vector": vector, "parts": parts})

    def encode(self, picture: Picture) -> Encoding:
        """``vector`` (d + 1,): unit length, and a 1 that meets what poems append.

        ``tokens`` (5, d) are the places of the whole and of its quarters.
        """
        views = efficientnet.normalised(views_of(picture))
        vectors, parts = self._session.run(["vector", "parts"], {"images": views})
        vector = unit(vectors.mean(axis=0))
        tokens = np.concatenate([vector[None], parts[: efficientnet.QUARTERS]])
        return Encoding(np.append(vector, np.float32(1)), tokens)


def views_of(picture: Picture) -> NDArray[np.uint8]:
    """The picture squeezed to a square, and its mirror image: (2, SIDE, SIDE, 3)."""
    pixels = squeezed(picture)
    return np.stack([pixels, pixels[:, ::-1]])


def squeezed(picture: Picture) -> NDArray[np.uint8]:
    """The picture squeezed to a square, (SIDE, SIDE, 3)."""
    size = (picture.width, picture.height)
    image = Image.frombuffer("RGB", size, picture.pixels)
    square = (efficientnet.SIDE, efficientnet.SIDE)
    # A huge picture is first reduced by whole factors, which is fast and keeps small things.
    return np.asarray(image.resize(square, Image.Resampling.BICUBIC, reducing_gap=3.0))


def seen(graph: Graph, tensors: Tensors, images: str) -> list[str]:
    """The spatial map of the fetched network, and of the tuned one where there is one.

    They share the blocks before the first that was tuned.
    """
    tuned = {n.removeprefix(TUNED): t for n, t in tensors.items() if n.startswith(TUNED)}
    if not tuned:
        return [efficientnet.features(graph, tensors, images)]
    numbers = (int(name.split(".")[1]) for name in tuned if name.startswith("_blocks."))
    first = min(numbers, default=efficientnet.BLOCKS)
    x, side = efficientnet.trunk(graph, tensors, images, first)
    return [
        efficientnet.finished(graph, network, x, side, first)
        for network in (tensors, {**tensors, **tuned})
    ]


def head(graph: Graph, tensors: Tensors, looks: Sequence[tuple[str, str]]) -> str:
    """From each network's mean features and class scores to a unit vector (n, d).

    Roots of the features beside the class scores are whitened; a linear map of that, and
    what a small network adds to it, is the place in the shared space.
    """
    blocks = []
    for mean, classes in looks:
        blocks += [graph.add("Sqrt", graph.add("Add", mean, graph.constant(ROOT))), classes]
    features = graph.add("Concat", *blocks, axis=1)

    def layer(x: str, name: str) -> str:
        weight, bias = tensors[f"picture.{name}.weight"], tensors[f"picture.{name}.bias"]
        return graph.linear(x, weight, bias)

    white = layer(features, "white")
    hidden = graph.gelu(layer(white, "hidden"))
    added = graph.add("MatMul", hidden, graph.constant(tensors["picture.out.weight"].T))
    placed = graph.add("Add", layer(white, "direct"), added)
    return graph.add("LpNormalization", placed, axis=1, p=2)
