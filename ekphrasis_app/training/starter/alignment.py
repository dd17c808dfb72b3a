"""Trains a picture head: pictures towards their own texts, away from those of others."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ekphrasis_app.training.starter.batches import Links, Rows, batches, shared_texts
from ekphrasis_app.training.starter.checkpoint import restore, save
from ekphrasis_app.training.starter.networks import PictureHead

Told = Callable[[int, float], None]
"""Called after each epoch with its number, from 1, and its mean loss."""
CLASHING = -1e4


@dataclass(frozen=True, slots=True)
class Stage:
    """How a head is trained: how long, and how big the steps are.

    ``rivals`` more texts, drawn from all, stand beside those of the batch. ``captions`` is
    how many human captions of a picture are used.
    """

    epochs: int
    batch: int
    rivals: int
    rate: float
    captions: int
    decay: float


def train(
    head: PictureHead,
    stage: Stage,
    seen: Tensor,
    texts: Tensor,
    links: Links,
    pictures: Rows,
    seed: int,
    checkpoint: Path,
    told: Told,
) -> None:
    """Train ``head`` in place; goes on from ``checkpoint`` where an epoch was finished.

    ``seen`` (n, f) are features of all pictures, ``texts`` (m, d) the places of all texts,
    of unit length; ``pictures`` are the numbers of those to train with. Each epoch draws
    from a seed of its own, so going on gives what an unbroken run gives.
    """
    optimiser = torch.optim.AdamW(
        [{"params": list(head.parameters()), "lr": stage.rate, "weight_decay": stage.decay}]
    )
    begun = restore(checkpoint, head, optimiser)
    known = np.unique(np.concatenate([links.texts[picture] for picture in pictures]))
    for epoch in range(begun, stage.epochs):
        chance = np.random.default_rng((seed, epoch))
        torch.manual_seed(1000 * seed + epoch)
        head.train()
        drawn = list(batches(links, pictures, stage.batch, chance))
        losses = []
        for step, (rows, own) in enumerate(drawn):
            rate = stage.rate * share((epoch + step / len(drawn)) / stage.epochs)
            optimiser.param_groups[0]["lr"] = rate
            others = np.concatenate([own, chance.choice(known, stage.rivals)])
            clashes = shared_texts(links, rows, others)
            clashes[np.arange(len(rows)), np.arange(len(rows))] = False
            found = F.normalize(head(seen[rows]))
            scale = head.temperature.exp()
            loss = contrast(found, texts[others], scale, torch.from_numpy(clashes))
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            losses.append(loss.item())
        save(checkpoint, head, optimiser, epoch + 1)
        told(epoch + 1, float(np.mean(losses)))
    head.eval()


def contrast(pictures: Tensor, texts: Tensor, scale: Tensor, clashes: Tensor) -> Tensor:
    """InfoNCE both ways: text i belongs to picture i, further texts to none of them.

    ``clashes`` (pictures, texts) marks other texts that belong to a picture all the same.
    """
    scores = (pictures @ texts.T * scale.clamp(max=100)).masked_fill(clashes, CLASHING)
    count = len(pictures)
    own = torch.arange(count)
    return (F.cross_entropy(scores, own) + F.cross_entropy(scores[:, :count].T, own)) / 2


def share(done: float, warm: float = 0.1) -> float:
    """Of the rate, after a share of the steps: up in a line, then down along a cosine."""
    if done < warm:
        return (done + 1e-3) / warm
    return float(0.5 + 0.5 * np.cos(np.pi * (done - warm) / (1 - warm)))
