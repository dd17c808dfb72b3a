"""The picture head in torch; the names and shapes are those of the bundle."""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ekphrasis_app.models.starter.picture import ROOT


class PictureHead(nn.Module):
    """Features (n, f) to the shared space (n, d): a linear map, and a network beside it."""

    def __init__(self, features: int, width: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.direct = nn.Linear(features, width)
        self.hidden = nn.Linear(features, hidden)
        self.out = nn.Linear(hidden, width, bias=False)
        self.dropout = nn.Dropout(dropout)
        self.lesser = nn.Dropout(dropout / 2)
        self.temperature = nn.Parameter(torch.tensor(np.log(20.0), dtype=torch.float32))
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor) -> Tensor:
        added = self.out(self.dropout(F.gelu(self.hidden(self.dropout(x)))))
        placed: Tensor = self.direct(self.lesser(x)) + added
        return placed


def linear(weight: Tensor) -> PictureHead:
    """A head that is the map ``weight`` (f, d): the network beside it adds nothing."""
    features, width = weight.shape
    head = PictureHead(features, width, hidden=1, dropout=0.0)
    head.direct.weight.data.copy_(weight.T)
    for rest in (head.direct.bias, head.hidden.weight, head.hidden.bias):
        nn.init.zeros_(rest)
    return head


def merged(heads: Sequence[PictureHead], shares: Sequence[float], seen: Tensor) -> PictureHead:
    """One head that gives the sum of what ``heads`` give, each by its share.

    Before that, all are brought to the mean length that the first has on the features
    ``seen`` (n, f): numbers much smaller than trained ones would suffer in half precision.
    """
    with torch.inference_mode():
        lengths = [head.eval()(seen).norm(dim=1).mean().item() for head in heads]
    scales = [share * lengths[0] / one for share, one in zip(shares, lengths, strict=True)]
    scaled = list(zip(heads, scales, strict=True))
    first = heads[0].direct.weight
    hidden = sum(head.hidden.out_features for head in heads)
    joined = PictureHead(first.shape[1], first.shape[0], hidden, dropout=0.0)
    joined.load_state_dict(
        {
            "direct.weight": sum(head.direct.weight * scale for head, scale in scaled),
            "direct.bias": sum(head.direct.bias * scale for head, scale in scaled),
            "hidden.weight": torch.cat([head.hidden.weight for head in heads]),
            "hidden.bias": torch.cat([head.hidden.bias for head in heads]),
            "out.weight": torch.cat([head.out.weight * scale for head, scale in scaled], 1),
            "temperature": heads[0].temperature,
        }
    )
    return joined.eval()


def roots(mean: Tensor, logits: Tensor) -> Tensor:
    """Features (…, 2280): roots of the pooled ones beside the class scores."""
    return torch.cat([(mean + ROOT).sqrt(), logits], -1)
