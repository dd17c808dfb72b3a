"""What is trained of the starter, in torch; the names and shapes are those of the bundle."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from ekphrasis_app.models import efficientnet
from ekphrasis_app.models.starter.picture import ROOT
from ekphrasis_app.training.starter.whitening import Affine

Tensors = Mapping[str, NDArray[Any]]
CUT = 18
"""The first block that is trained; what comes before is computed once and kept."""


class Convolution(nn.Module):
    """A convolution with its batch normalisation folded in, padded as TensorFlow pads."""

    def __init__(self, tensors: Tensors, conv: str, norm: str, stride: int = 1) -> None:
        super().__init__()
        weight, bias = efficientnet.folded(tensors, conv, norm)
        self.name, self.stride = conv, stride
        kept = torch.tensor(np.asarray(weight, np.float32))
        self.weight = nn.Parameter(kept.contiguous(memory_format=torch.channels_last))
        self.bias = nn.Parameter(torch.tensor(np.asarray(bias, np.float32)))

    def forward(self, x: Tensor) -> Tensor:
        """(n, in, side, side) to (n, out, side / stride, …)."""
        side, kernel = x.shape[-1], self.weight.shape[-1]
        padding = max((-(-side // self.stride) - 1) * self.stride + kernel - side, 0)
        around = (padding // 2, padding - padding // 2) * 2
        groups = self.weight.shape[0] if self.weight.shape[1] == 1 else 1
        return F.conv2d(F.pad(x, around), self.weight, self.bias, self.stride, groups=groups)


class Block(nn.Module):
    """One inverted bottleneck; sometimes skipped in training, as its authors trained it."""

    def __init__(self, tensors: Tensors, number: int, skipped: float) -> None:
        super().__init__()
        name = f"_blocks.{number}."
        stride = 2 if number in efficientnet.HALVING else 1
        self.expand = Convolution(tensors, f"{name}_expand_conv", f"{name}_bn0")
        self.depthwise = Convolution(tensors, f"{name}_depthwise_conv", f"{name}_bn1", stride)
        self.project = Convolution(tensors, f"{name}_project_conv", f"{name}_bn2")
        self.residual = stride == 1 and self.expand.weight.shape[1] == len(self.project.bias)
        self.skipped = skipped

    def forward(self, x: Tensor) -> Tensor:
        inner: Tensor = F.relu6(self.depthwise(F.relu6(self.expand(x))))
        inner = self.project(inner)
        if not self.residual:
            return inner
        if self.training and self.skipped:
            kept = torch.rand(len(x), 1, 1, 1) >= self.skipped
            inner = inner * kept / (1 - self.skipped)
        return inner + x


class Tail(nn.Module):
    """EfficientNet-Lite2 from block CUT on: (n, 208, 9, 9) to (n, 1280, 9, 9)."""

    def __init__(self, tensors: Tensors, skipped: float = 0.1) -> None:
        super().__init__()
        numbers = range(CUT, efficientnet.BLOCKS)
        self.blocks = nn.Sequential(*(Block(tensors, number, skipped) for number in numbers))
        self.last = Convolution(tensors, "_conv_head", "_bn1")

    def forward(self, x: Tensor) -> Tensor:
        return F.relu6(self.last(self.blocks(x)))

    def tensors(self) -> Iterator[tuple[str, Tensor]]:
        """What the bundle keeps of it, by the names of the original weights."""
        for module in self.modules():
            if isinstance(module, Convolution):
                yield f"{module.name}.weight", module.weight
                yield f"{module.name}.bias", module.bias


class PictureHead(nn.Module):
    """Features (n, f) to the shared space (n, d): a linear map, and a network beside it."""

    def __init__(self, features: int, width: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.direct = nn.Linear(features, width)
        self.hidden = nn.Linear(features, hidden)
        self.out = nn.Linear(hidden, width, bias=False)
        self.dropout = nn.Dropout(dropout)
        self.lesser = nn.Dropout(dropout / 2)
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor) -> Tensor:
        added = self.out(self.dropout(F.gelu(self.hidden(self.dropout(x)))))
        return F.normalize(self.direct(self.lesser(x)) + added)


def merged(heads: Sequence[PictureHead]) -> PictureHead:
    """One head that gives the direction of the mean of what ``heads`` give before scaling."""
    first = heads[0]
    width, features = first.direct.weight.shape
    hidden = sum(head.hidden.out_features for head in heads)
    joined = PictureHead(features, width, hidden, first.dropout.p)
    joined.load_state_dict(
        {
            "direct.weight": torch.stack([head.direct.weight for head in heads]).mean(0),
            "direct.bias": torch.stack([head.direct.bias for head in heads]).mean(0),
            "hidden.weight": torch.cat([head.hidden.weight for head in heads]),
            "hidden.bias": torch.cat([head.hidden.bias for head in heads]),
            "out.weight": torch.cat([head.out.weight for head in heads], 1) / len(heads),
        }
    )
    return joined


class PoemMap(nn.Module):
    """From whitened MPNet vectors (n, 768) to the shared space (n, d)."""

    def __init__(self, width: int, start: Tensor) -> None:
        """Begins with the ``width`` main directions of ``start`` (n, 768)."""
        super().__init__()
        self.linear = nn.Linear(start.shape[1], width)
        directions = torch.linalg.eigh(start.T @ start).eigenvectors.flip(1)[:, :width]
        self.linear.weight.data.copy_(directions.T)
        nn.init.zeros_(self.linear.bias)

    def forward(self, x: Tensor) -> Tensor:
        return F.normalize(self.linear(x))


class Starter(nn.Module):
    """All that is trained, with the fixed whitening of the picture's features between."""

    def __init__(
        self, network: Tensors, whitening: Affine, head: PictureHead, poem: PoemMap
    ) -> None:
        super().__init__()
        self.tail, self.head, self.poem = Tail(network), head, poem
        self.temperature = nn.Parameter(torch.tensor(np.log(20.0), dtype=torch.float32))
        self.classes: Tensor
        self.class_bias: Tensor
        self.matrix: Tensor
        self.shift: Tensor
        self.register_buffer("classes", torch.tensor(network["_fc.weight"]))
        self.register_buffer("class_bias", torch.tensor(network["_fc.bias"]))
        self.register_buffer("matrix", torch.tensor(whitening.matrix, dtype=torch.float32))
        self.register_buffer("shift", torch.tensor(whitening.shift, dtype=torch.float32))

    def features(self, maps: Tensor) -> Tensor:
        """Whitened features of what the frozen part made, (n, 208, 9, 9).

        In training half of the pictures are looked at through a window of at least six
        ninths in height and width: a crop that costs nothing.
        """
        spatial = self.tail(maps)
        mean = _through_windows(spatial) if self.training else spatial.mean((2, 3))
        return self.whitened(roots(mean, F.linear(mean, self.classes, self.class_bias)))

    def whitened(self, features: Tensor) -> Tensor:
        """Features (n, 2280) as the head takes them."""
        return features @ self.matrix + self.shift


def roots(mean: Tensor, logits: Tensor) -> Tensor:
    """Features (n, 2280): roots of the pooled ones beside the class scores."""
    return torch.cat([(mean + ROOT).sqrt(), logits], 1)


def _through_windows(spatial: Tensor) -> Tensor:
    """The mean (n, c) of each map (n, c, side, side) over a window of its own."""
    count, _, side, _ = spatial.shape
    place = torch.arange(side)

    def spans() -> Tensor:
        length = torch.randint(2 * side // 3, side + 1, (count, 1))
        length[torch.rand(count) < 0.5] = side
        start = (torch.rand(count, 1) * (side - length + 1)).long()
        return ((place >= start) & (place < start + length)).float()

    weights = spans()[:, :, None] * spans()[:, None, :]
    weights = weights / weights.sum((1, 2), keepdim=True)
    return torch.einsum("nchw,nhw->nc", spatial, weights)
