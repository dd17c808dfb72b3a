"""MPNet (Song et al. 2020) as an ONNX graph, fed with embeddings.

Tensor names are those of transformers' MPNetModel. The graph takes embeddings, not ids,
so that the same code serves the text encoder (word embeddings) and a cross-encoder (picture
and poem tokens); looking words up is a row of a matrix and needs no graph.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.models.graph import Graph

Tensors = Mapping[str, NDArray[Any]]
HEADS = 12
BUCKETS = 32
FARTHEST = 128
"""Distances from here on share the last bucket of the position bias."""
FIRST_POSITION = 2
"""Positions 0 and 1 belong to padding."""
MASKED = -1e4


def encoder(graph: Graph, tensors: Tensors, layers: int, width: int = 768) -> str:
    """The last hidden states (n, t, width) of a graph with three inputs.

    ``embeddings`` (n, t, width) are word or other embeddings, before positions are added;
    ``mask`` (n, 1, 1, t) is 0 for tokens and ``MASKED`` for padding; ``bias`` (1, HEADS, t, t)
    comes from ``position_bias``; ``positions`` (1, t, width) from ``positions``.
    """
    x = graph.input("embeddings", ["n", "t", width])
    x = graph.add("Add", x, graph.input("positions", [1, "t", width]))
    x = _normalised(graph, tensors, x, "embeddings.LayerNorm")
    mask = graph.input("mask", ["n", 1, 1, "t"])
    bias = graph.add("Add", mask, graph.input("bias", [1, HEADS, "t", "t"]))
    for number in range(layers):
        x = _layer(graph, tensors, x, bias, f"encoder.layer.{number}", width)
    return x


def inputs(tensors: Tensors, embeddings: NDArray[Any], mask: NDArray[Any]) -> dict[str, Any]:
    """What the graph is run on, of ``embeddings`` (n, t, w) and a 0/1 ``mask`` (n, t)."""
    length = embeddings.shape[1]
    places = tensors["embeddings.position_embeddings.weight"]
    return {
        "embeddings": embeddings.astype(np.float32),
        "positions": places[None, FIRST_POSITION : FIRST_POSITION + length].astype(np.float32),
        "mask": np.where(mask, 0, MASKED).astype(np.float32)[:, None, None, :],
        "bias": position_bias(tensors["encoder.relative_attention_bias.weight"], length),
    }


def unordered(embeddings: NDArray[Any], mask: NDArray[Any]) -> dict[str, Any]:
    """As ``inputs``, for tokens that stand in no order: all are in one and the same place."""
    _, length, width = embeddings.shape
    return {
        "embeddings": embeddings.astype(np.float32),
        "positions": np.zeros((1, length, width), np.float32),
        "mask": np.where(mask, 0, MASKED).astype(np.float32)[:, None, None, :],
        "bias": np.zeros((1, HEADS, length, length), np.float32),
    }


def position_bias(table: NDArray[Any], length: int) -> NDArray[np.float32]:
    """What each head adds to attention for the distance of two tokens: (1, HEADS, t, t)."""
    place = np.arange(length)
    buckets = bucket(place[None, :] - place[:, None])
    return np.ascontiguousarray(table[buckets].transpose(2, 0, 1)[None], dtype=np.float32)


def bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distances grouped as in T5: exact near by, logarithmic beyond, a half each way."""
    half = BUCKETS // 2
    near = half // 2
    far = np.abs(distance)
    scale = np.log(np.maximum(far, 1) / near) / np.log(FARTHEST / near)
    coarse = np.minimum(near + (scale * (half - near)).astype(np.int64), half - 1)
    return np.where(distance > 0, half, 0) + np.where(far < near, far, coarse)


def _layer(graph: Graph, tensors: Tensors, x: str, bias: str, name: str, width: int) -> str:
    """One transformer layer, normalised after each half as in BERT."""
    attention = _attention(graph, tensors, x, bias, f"{name}.attention.attn", width)
    x = graph.add("Add", x, attention)
    x = _normalised(graph, tensors, x, f"{name}.attention.LayerNorm")
    inner = graph.gelu(_linear(graph, tensors, x, f"{name}.intermediate.dense"))
    x = graph.add("Add", x, _linear(graph, tensors, inner, f"{name}.output.dense"))
    return _normalised(graph, tensors, x, f"{name}.output.LayerNorm")


def _attention(graph: Graph, tensors: Tensors, x: str, bias: str, name: str, width: int) -> str:
    """Attention of HEADS heads over the whole sequence."""
    split = graph.constant(np.array([0, 0, HEADS, width // HEADS]))

    def heads(part: str, order: list[int]) -> str:
        projected = _linear(graph, tensors, x, f"{name}.{part}")
        return graph.add("Transpose", graph.add("Reshape", projected, split), perm=order)

    query, value = heads("q", [0, 2, 1, 3]), heads("v", [0, 2, 1, 3])
    key = heads("k", [0, 2, 3, 1])
    scale = graph.constant(1 / np.sqrt(width / HEADS))
    scores = graph.add("Mul", graph.add("MatMul", query, key), scale)
    weights = graph.add("Softmax", graph.add("Add", scores, bias), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", weights, value), perm=[0, 2, 1, 3])
    joined = graph.add("Reshape", mixed, graph.constant(np.array([0, 0, width])))
    return _linear(graph, tensors, joined, f"{name}.o")


def _linear(graph: Graph, tensors: Tensors, x: str, name: str) -> str:
    return graph.linear(x, tensors[f"{name}.weight"], tensors[f"{name}.bias"])


def _normalised(graph: Graph, tensors: Tensors, x: str, name: str) -> str:
    return graph.layer_norm(x, tensors[f"{name}.weight"], tensors[f"{name}.bias"])
