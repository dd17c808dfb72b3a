"""What is trained and by which loss: CE-CLIP, or CLIP alone for the baselines.

Both learners give the mean loss of a batch when called, let gradients reach what a stage
trains by ``begin``, and by ``values`` say how well pictures fit pools of poems.
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ekphrasis_app.models.ce_clip.clip import Clip, Side
from ekphrasis_app.models.ce_clip.cross_encoder import CrossEncoder
from ekphrasis_app.training.ce_clip.recipe import Loss, Stage
from ekphrasis_app.training.ce_clip.samples import Batch


def frozen_but(network: nn.Module, trained: Iterator[nn.Parameter]) -> None:
    """Let gradients reach ``trained`` only."""
    network.requires_grad_(False)
    for parameter in trained:
        parameter.requires_grad_(True)


class ClipLearner(nn.Module):
    """CLIP with its own symmetric contrastive loss over the batch (Radford et al. 2021)."""

    def __init__(self, clip: Clip) -> None:
        super().__init__()
        self.clip = clip

    def begin(self, stage: Stage) -> None:
        """A stage of CLIP trains all of it, the learned scale included."""
        frozen_but(self, self.clip.parameters())

    def forward(self, batch: Batch) -> Tensor:
        pictures, poems = self.clip.pictures(batch.pixels), self.clip.poems(batch.own)
        # CLIP's own bound, without which training can become unstable.
        scale = self.clip.scale.clamp(max=100.0)
        logits = (scale * pictures.vectors @ poems.vectors.T).float()
        own = torch.eye(len(logits), dtype=torch.bool, device=logits.device)
        logits = logits.masked_fill(batch.clash & ~own, -torch.inf)
        target = torch.arange(len(logits), device=logits.device)
        return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2

    def values(self, pictures: Side, poems: Side) -> Tensor:
        """The cosine of each picture with each poem of its pool (m, pool).

        ``poems`` holds the pools one after the other (m * pool).
        """
        pools = poems.vectors.view(len(pictures.vectors), -1, poems.vectors.shape[-1])
        return torch.einsum("md,mpd->mp", pictures.vectors, pools)


class CeClipLearner(nn.Module):
    """CE-CLIP with the ranking loss, or binary cross-entropy where the network has a head."""

    def __init__(self, clip: Clip, cross: CrossEncoder, loss: Loss) -> None:
        super().__init__()
        self.clip = clip
        self.cross = cross
        self._loss = loss
        self._clip_learns = False

    def begin(self, stage: Stage) -> None:
        """CLIP's scale is of no use to this loss and stays as it is."""
        trained = [*self.cross.parameters()] if "cross-encoder" in stage.trains else []
        self._clip_learns = "clip" in stage.trains
        if self._clip_learns:
            trained += [
                p for name, p in self.clip.named_parameters() if "logit_scale" not in name
            ]
        frozen_but(self, iter(trained))

    def forward(self, batch: Batch) -> Tensor:
        pictures, own, others = self._encoded(batch)
        if self.cross.head is not None:
            return self._binary(pictures, own, others)
        return self._ranking(pictures, own, others, batch.clash)

    def values(self, pictures: Side, poems: Side) -> Tensor:
        """The cross-encoder's value of each picture with each poem of its pool (m, pool)."""
        size = len(poems.vectors) // len(pictures.vectors)
        rows = torch.arange(len(pictures.vectors), device=poems.vectors.device)
        pairs = torch.arange(len(poems.vectors), device=poems.vectors.device)
        return self._pairs(pictures, rows.repeat_interleave(size), poems, pairs).view(-1, size)

    def _encoded(self, batch: Batch) -> tuple[Side, Side, Side]:
        """Pictures (m), own poems (m) and others (m * k), with gradients if CLIP learns."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and self._clip_learns):
            pictures = self.clip.pictures(batch.pixels)
            count = len(batch.own)
            poems = self.clip.poems(torch.cat([batch.own, batch.others.flatten(0, 1)]))
        own = Side(*(part[:count] for part in poems))
        return pictures, own, Side(*(part[count:] for part in poems))

    def _pairs(self, pictures: Side, rows: Tensor, poems: Side, columns: Tensor) -> Tensor:
        """The cross-encoder's values for pictures ``rows`` with poems ``columns``."""
        if self.cross.takes_vectors:
            mask = torch.ones(len(columns), 1, dtype=torch.bool, device=columns.device)
            seen, read = pictures.vectors[rows, None], poems.vectors[columns, None]
            return torch.as_tensor(self.cross(seen, read, mask))
        seen, read = pictures.tokens[rows], poems.tokens[columns]
        return torch.as_tensor(self.cross(seen, read, poems.mask[columns]))

    def _drawn(self, pictures: Side, others: Side) -> Tensor:
        """The values of each picture with the poems drawn for it (m, k)."""
        return self.values(pictures, others) if len(others.vectors) else pictures.vectors[:, :0]

    def _ranking(self, pictures: Side, own: Side, others: Side, clash: Tensor) -> Tensor:
        """Each picture's own poem against the drawn ones and, if wished, the batch's own.

        Every candidate is scored by a pass of its own, as it is when poems are ranked.
        """
        count = len(clash)
        rows = torch.arange(count, device=clash.device)
        if self._loss.in_batch:
            values = self._pairs(
                pictures, rows.repeat_interleave(count), own, rows.repeat(count)
            ).view(count, count)
            same = torch.eye(count, dtype=torch.bool, device=clash.device)
            values = values.masked_fill(clash & ~same, -torch.inf)
            target = rows
        else:
            values = self._pairs(pictures, rows, own, rows).view(count, 1)
            target = torch.zeros_like(rows)
        values = torch.cat([values, self._drawn(pictures, others)], dim=1)
        return F.cross_entropy(self._loss.scale * values, target)

    def _binary(self, pictures: Side, own: Side, others: Side) -> Tensor:
        """Label 1 for the pair, 0 for each drawn poem."""
        rows = torch.arange(len(own.vectors), device=own.vectors.device)
        fitting = self._pairs(pictures, rows, own, rows)
        values = torch.cat([fitting, self._drawn(pictures, others).flatten()])
        labels = torch.zeros_like(values)
        labels[: len(fitting)] = 1.0
        return F.binary_cross_entropy_with_logits(values, labels)
