"""The cross-encoder in torch; the names and shapes are those of the bundle."""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ekphrasis_app.models.mpnet import HEADS, MASKED
from ekphrasis_app.models.starter.pair_scorer import LINE, PICTURE
from ekphrasis_app.models.starter.reading import Tensors

START = 20.0
"""What scores of the encoders are multiplied by before anything is learned."""


class Pairs(NamedTuple):
    """Pictures with texts: ``near`` (n,) are the scores of the encoders.

    ``tokens`` (n, t, d) are the picture's, then the text's; ``kinds`` (n, t) tells which,
    ``there`` (n, t) which of them are more than padding.
    """

    near: Tensor
    tokens: Tensor
    kinds: Tensor
    there: Tensor


class Cross(nn.Module):
    """MPNet's last layer over picture and text; what it says is added to the score.

    It begins by adding nothing: the last linear map is zero.
    """

    def __init__(
        self, language: Tensors, layer: int, places: Tensor, states: Tensor, hidden: int
    ) -> None:
        """``places`` (m, d) of texts become their ``states`` (m, w) in MPNet, as begun with.

        ``layer`` is the number of the layer, of ``language``, that is gone on from.
        """
        from transformers import MPNetConfig
        from transformers.models.mpnet.modeling_mpnet import MPNetLayer

        super().__init__()
        width = states.shape[1]
        self.enter = nn.Linear(places.shape[1], width)
        centre = places.mean(0)
        fitted = torch.linalg.lstsq(places - centre, states - states.mean(0)).solution
        self.enter.weight.data.copy_(fitted.T)
        self.enter.bias.data.copy_(states.mean(0) - centre @ fitted)
        self.kind = nn.Parameter(torch.zeros(2, width))
        self.norm = nn.LayerNorm(width)
        _copy(self.norm, language, f"encoder.layer.{layer - 1}.output.LayerNorm.")
        inner = len(language[f"encoder.layer.{layer}.intermediate.dense.bias"])
        shape = MPNetConfig(
            hidden_size=width,
            num_attention_heads=HEADS,
            intermediate_size=inner,
            layer_norm_eps=1e-5,
        )
        self.layer = MPNetLayer(shape)
        _copy(self.layer, language, f"encoder.layer.{layer}.")
        self.hidden = nn.Linear(width, hidden)
        # Without a bias, since what is added to all scores of a list cannot be learned.
        self.out = nn.Linear(hidden, 1, bias=False)
        nn.init.zeros_(self.out.weight)
        self.scale = nn.Parameter(torch.tensor(START))

    def forward(self, pairs: Pairs) -> Tensor:
        """Scores (n,) that a sigmoid would bring to 0..1."""
        there = pairs.there.float()
        kinds = F.one_hot(pairs.kinds, 2).float() @ self.kind
        x = self.norm(self.enter(pairs.tokens) + kinds)
        mask = MASKED * (1 - there)[:, None, None, :]
        (x,) = self.layer(x, attention_mask=mask)
        mean = (x * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        gain: Tensor = self.out(F.gelu(self.hidden(mean)))
        return self.scale * pairs.near + gain[:, 0]

    def tensors(self) -> dict[str, Tensor]:
        """The weights by the names of the bundle."""
        renamed = {"norm.": "embeddings.LayerNorm.", "layer.": "encoder.layer.0."}
        state = self.state_dict()
        for old, new in renamed.items():
            state = {
                new + name.removeprefix(old) if name.startswith(old) else name: value
                for name, value in state.items()
            }
        return state


def beside(near: Tensor, pictures: Tensor, texts: list[Tensor]) -> Pairs:
    """Pictures (n, p, d) beside a text each, whose lines are (l, d), padded to the longest."""
    count, parts, width = pictures.shape
    lengths = torch.tensor([parts + len(lines) for lines in texts])
    tokens = torch.zeros(count, int(lengths.max()), width)
    tokens[:, :parts] = pictures
    for row, lines in enumerate(texts):
        tokens[row, parts : parts + len(lines)] = lines
    place = torch.arange(tokens.shape[1])
    kinds = torch.where(place < parts, PICTURE, LINE).expand(count, -1)
    return Pairs(near, tokens, kinds, place < lengths[:, None])


def _copy(module: nn.Module, language: Tensors, prefix: str) -> None:
    """Fill ``module`` with what ``language`` holds under ``prefix``."""
    kept = {n.removeprefix(prefix): t for n, t in language.items() if n.startswith(prefix)}
    module.load_state_dict(
        {name: torch.tensor(np.asarray(value, np.float32)) for name, value in kept.items()}
    )
