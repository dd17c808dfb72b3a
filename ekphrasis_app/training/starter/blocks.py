"""EfficientNet-Lite2 in torch, its later blocks to be trained; names are the bundle's."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from ekphrasis_app.models import efficientnet
from ekphrasis_app.training.starter.networks import roots

Tensors = Mapping[str, NDArray[Any]]


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
        """(n, in, side, side) to (n, out, ⌈side / stride⌉, …)."""
        side, kernel = x.shape[-1], self.weight.shape[-1]
        padding = max((-(-side // self.stride) - 1) * self.stride + kernel - side, 0)
        around = (padding // 2, padding - padding // 2) * 2
        groups = self.weight.shape[0] if self.weight.shape[1] == 1 else 1
        if self.stride == 1:
            return F.conv2d(x, self.weight, self.bias, padding=padding // 2, groups=groups)
        return F.conv2d(F.pad(x, around), self.weight, self.bias, self.stride, groups=groups)


class Block(nn.Module):
    """One inverted bottleneck; where it adds to its input, that is left out of a ``dropped``
    share of pictures in training.

    Stochastic depth: Huang et al., "Deep Networks with Stochastic Depth", 2016.
    """

    def __init__(self, tensors: Tensors, number: int, dropped: float = 0.0) -> None:
        super().__init__()
        self.dropped = dropped
        name = f"_blocks.{number}."
        stride = 2 if number in efficientnet.HALVING else 1
        wide = f"{name}_expand_conv.weight" in tensors
        self.expand = (
            Convolution(tensors, f"{name}_expand_conv", f"{name}_bn0") if wide else None
        )
        self.depthwise = Convolution(tensors, f"{name}_depthwise_conv", f"{name}_bn1", stride)
        self.project = Convolution(tensors, f"{name}_project_conv", f"{name}_bn2")
        first = self.expand.weight.shape[1] if self.expand else len(self.depthwise.bias)
        self.residual = stride == 1 and first == len(self.project.bias)

    def forward(self, x: Tensor) -> Tensor:
        wide = F.relu6(self.expand(x)) if self.expand else x
        inner: Tensor = self.project(F.relu6(self.depthwise(wide)))
        if not self.residual:
            return inner
        if self.training and self.dropped:
            # Those that stay count for those that do not, so that the mean is kept.
            stays = torch.rand(len(x), 1, 1, 1) >= self.dropped
            inner = inner * stays / (1 - self.dropped)
        return inner + x


class Network(nn.Module):
    """Images (n, 3, side, side) to whitened features (n, f) of unit length.

    The stem and the blocks before ``first`` are not trained. ``matrix`` (2280, f) and
    ``shift`` (f,) whiten the roots of the pooled features beside the class scores. A block
    that can be left out is so the more often the later it is; the last one would be
    ``dropped`` often.
    """

    def __init__(
        self,
        tensors: Tensors,
        first: int,
        matrix: Tensor,
        shift: Tensor,
        dropped: float = 0.0,
    ) -> None:
        super().__init__()
        self.first = first
        self.stem = Convolution(tensors, "_conv_stem", "_bn0", stride=2)
        final = efficientnet.BLOCKS - 1
        chances = [dropped * n / final if n >= first else 0.0 for n in range(final + 1)]
        blocks = [Block(tensors, number, chance) for number, chance in enumerate(chances)]
        self.blocks = nn.ModuleList(blocks)
        self.last = Convolution(tensors, "_conv_head", "_bn1")
        for module in (self.stem, *blocks[:first]):
            module.requires_grad_(False)
        self._classes = torch.tensor(tensors["_fc.weight"]), torch.tensor(tensors["_fc.bias"])
        self._white = matrix, shift

    def forward(self, images: Tensor) -> Tensor:
        with torch.no_grad():
            x = F.relu6(self.stem(images.contiguous(memory_format=torch.channels_last)))
            for block in self.blocks[: self.first]:
                x = block(x)
        for block in self.blocks[self.first :]:
            x = block(x)
        mean = F.relu6(self.last(x)).mean((2, 3))
        matrix, shift = self._white
        features = roots(mean, F.linear(mean, *self._classes)) @ matrix + shift
        return F.normalize(features)

    def trained(self) -> Iterator[tuple[str, Tensor]]:
        """What training changes, by the names of the original weights."""
        for part in (*self.blocks[self.first :], self.last):
            for module in part.modules():
                if isinstance(module, Convolution):
                    yield f"{module.name}.weight", module.weight
                    yield f"{module.name}.bias", module.bias
