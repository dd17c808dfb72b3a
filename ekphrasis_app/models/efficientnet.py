"""EfficientNet-Lite2 as an ONNX graph (Tan & Le 2019; the Lite family of 2020).

Tensor names are those of the public PyTorch weights. The Lite family has ReLU6 where its
siblings have Swish, and no squeeze-and-excitation.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.models.graph import Graph

Tensors = Mapping[str, NDArray[Any]]
SIDE = 260
"""Height and width of the input in pixels."""
BLOCKS = 21
HALVING = frozenset({1, 4, 7, 15})
"""Blocks that halve the height and width."""
EPSILON = 1e-3
QUARTERS = 4
"""Parts of a picture, upper left to lower right; their windows overlap."""


def normalised(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Pixels (n, side, side, 3) as the network wants them: (n, 3, side, side), -1 to 1."""
    return ((pixels.astype(np.float32) - 127.0) / 128.0).transpose(0, 3, 1, 2)


def features(graph: Graph, tensors: Tensors, images: str) -> str:
    """The spatial map (n, 1280, 9, 9) of normalised images (n, 3, SIDE, SIDE)."""
    x, side = trunk(graph, tensors, images, BLOCKS)
    return finished(graph, tensors, x, side, BLOCKS)


def trunk(graph: Graph, tensors: Tensors, images: str, blocks: int) -> tuple[str, int]:
    """What the first ``blocks`` blocks make of normalised images, and the side of that map."""
    x, side = _convolution(graph, tensors, images, "_conv_stem", "_bn0", SIDE, stride=2)
    x = _relu6(graph, x)
    for number in range(blocks):
        x, side = _block(graph, tensors, x, number, side)
    return x, side


def finished(graph: Graph, tensors: Tensors, x: str, side: int, blocks: int) -> str:
    """The spatial map (n, 1280, 9, 9) of what ``trunk`` made with so many blocks."""
    for number in range(blocks, BLOCKS):
        x, side = _block(graph, tensors, x, number, side)
    x, _ = _convolution(graph, tensors, x, "_conv_head", "_bn1", side)
    return _relu6(graph, x)


def pooled(graph: Graph, spatial: str) -> str:
    """The mean over the map, (n, 1280)."""
    axes = graph.constant(np.array([2, 3]))
    return graph.add("ReduceMean", spatial, axes, keepdims=0)


def quarters(graph: Graph, spatial: str) -> str:
    """The means over four windows of two thirds of the side, (n * QUARTERS, 1280)."""
    means = graph.add("AveragePool", spatial, kernel_shape=[6, 6], strides=[3, 3])
    last = graph.add("Transpose", means, perm=[0, 2, 3, 1])
    return graph.add("Reshape", last, graph.constant(np.array([-1, 1280])))


def logits(graph: Graph, tensors: Tensors, mean: str) -> str:
    """Scores (n, 1000) of the ImageNet classes."""
    return graph.linear(mean, tensors["_fc.weight"], tensors["_fc.bias"])


def _block(graph: Graph, tensors: Tensors, x: str, number: int, side: int) -> tuple[str, int]:
    """One inverted bottleneck; returns the node and the side of its map."""
    name = f"_blocks.{number}."
    inner = x
    if f"{name}_expand_conv.weight" in tensors:
        inner, _ = _convolution(graph, tensors, x, f"{name}_expand_conv", f"{name}_bn0", side)
        inner = _relu6(graph, inner)
    stride = 2 if number in HALVING else 1
    inner, side = _convolution(
        graph, tensors, inner, f"{name}_depthwise_conv", f"{name}_bn1", side, stride
    )
    inner = _relu6(graph, inner)
    inner, _ = _convolution(graph, tensors, inner, f"{name}_project_conv", f"{name}_bn2", side)
    first = tensors.get(f"{name}_expand_conv.weight", tensors[f"{name}_depthwise_conv.weight"])
    last = tensors[f"{name}_project_conv.weight"]
    same = stride == 1 and first.shape[1] == last.shape[0]
    return (graph.add("Add", inner, x) if same else inner), side


def _convolution(
    graph: Graph, tensors: Tensors, x: str, conv: str, norm: str, side: int, stride: int = 1
) -> tuple[str, int]:
    """A convolution with its batch normalisation folded in, padded as TensorFlow pads."""
    weight, bias = folded(tensors, conv, norm)
    kernel, after = weight.shape[2], -(-side // stride)
    padding = max((after - 1) * stride + kernel - side, 0)
    before = padding // 2
    depthwise = weight.shape[1] == 1
    node = graph.add(
        "Conv",
        x,
        graph.constant(weight),
        graph.constant(bias),
        strides=[stride, stride],
        pads=[before, before, padding - before, padding - before],
        group=weight.shape[0] if depthwise else 1,
    )
    return node, after


def folded(tensors: Tensors, conv: str, norm: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Weight and bias of a convolution with the batch normalisation after it.

    Weights that our training changed are kept folded already: then ``conv`` has a bias.
    """
    if f"{conv}.bias" in tensors:
        return tensors[f"{conv}.weight"], tensors[f"{conv}.bias"]
    variance = tensors[f"{norm}.running_var"].astype(np.float64)
    scale = tensors[f"{norm}.weight"] / np.sqrt(variance + EPSILON)
    weight = tensors[f"{conv}.weight"] * scale[:, None, None, None]
    return weight, tensors[f"{norm}.bias"] - tensors[f"{norm}.running_mean"] * scale


def _relu6(graph: Graph, x: str) -> str:
    return graph.add("Clip", x, graph.constant(0.0), graph.constant(6.0))
