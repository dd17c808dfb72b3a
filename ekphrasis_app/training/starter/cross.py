"""Trains the cross-encoder, on lists as re-ranking meets them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ekphrasis_app.models.starter.pair_scorer import nearest
from ekphrasis_app.ports import Array
from ekphrasis_app.training.starter.alignment import CLASHING, Told, share
from ekphrasis_app.training.starter.batches import Links, Rows, shared_texts
from ekphrasis_app.training.starter.checkpoint import restore, save
from ekphrasis_app.training.starter.crossing import Cross, Pairs, beside

QUICKER = 10
"""How much faster than the layer what is new around it learns."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """How a cross-encoder is trained.

    A list is a picture's own text and ``rivals`` of the ``best`` among ``pool`` texts of its
    kind; a picture whose own text is not among the best of them teaches nothing. ``hidden``
    is the width of the network after the layer, ``rerank`` what the bundle will say.
    """

    epochs: int
    batch: int
    pool: int
    best: int
    rivals: int
    rate: float
    decay: float
    hidden: int
    rerank: int


@dataclass(frozen=True)
class Sides:
    """Pictures as they are seen by heads that never saw them, and texts.

    ``seen`` (n, p, d) are the pictures' tokens, the whole first; ``halves`` (n,) tells which
    head it was. ``texts`` (m, d) are places of texts, ``lines`` those of the lines of verse
    by its number; ``hubs`` (2, m) is what texts lose for being near to everything, by half.
    """

    seen: Tensor
    halves: Rows
    texts: Tensor
    lines: dict[int, Array]
    hubs: Tensor
    links: Links
    kinds: Rows

    def near(self, rows: Rows, texts: Rows) -> Tensor:
        """What the encoders say of pictures and texts, (n, m)."""
        products = self.seen[rows, 0] @ self.texts[texts].T
        return products - self.hubs[self.halves[rows]][:, texts]

    def read(self, text: int, row: int) -> Tensor:
        """The lines of a text, as a picture meets them."""
        whole = self.texts[text : text + 1].numpy()
        return torch.from_numpy(nearest(self.lines.get(text, whole), self.seen[row, 0].numpy()))


class Lists(NamedTuple):
    """Pictures (n,) with texts (n, 1 + rivals), their own first, and what ``near`` is."""

    rows: Rows
    texts: Rows
    near: Tensor

    def pairs(self, sides: Sides) -> Pairs:
        """All pictures beside each of their texts."""
        rows = np.repeat(self.rows, self.texts.shape[1])
        texts = self.texts.ravel()
        read = [sides.read(int(text), int(row)) for text, row in zip(texts, rows, strict=True)]
        return beside(self.near.flatten(), sides.seen[rows], read)


def draw(
    sides: Sides, rows: Rows, known: Rows, how: Crossing, chance: np.random.Generator
) -> Lists:
    """Lists for those of the pictures whose own text is among the best of a pool."""
    own = np.array([sides.links.draw(row, chance) for row in rows])
    pool = chance.choice(known, min(how.pool, len(known)), replace=False)
    near = sides.near(rows, pool)
    near[torch.from_numpy(shared_texts(sides.links, rows, pool))] = CLASHING
    first = sides.near(rows, own).diagonal()
    best = near.topk(min(how.best, len(pool)), dim=1)
    kept = torch.nonzero(first > best.values[:, -1])[:, 0].numpy()
    order = chance.permuted(np.tile(np.arange(best.indices.shape[1]), (len(kept), 1)), axis=1)
    chosen = kept[:, None], order[:, : how.rivals]
    texts = np.concatenate([own[kept, None], pool[best.indices.numpy()[chosen]]], axis=1)
    values = torch.cat([first[kept, None], best.values[chosen]], dim=1)
    return Lists(rows[kept], texts, values)


def lists(
    sides: Sides, pictures: Rows, how: Crossing, chance: np.random.Generator
) -> Iterator[Lists]:
    """One epoch in random order, each batch of one kind of pictures."""
    found: list[tuple[Rows, Rows]] = []
    for kind in np.unique(sides.kinds[pictures]):
        rows = chance.permutation(pictures[sides.kinds[pictures] == kind])
        known = np.unique(np.concatenate([sides.links.texts[row] for row in rows]))
        parts = np.array_split(rows, max(1, round(len(rows) / how.batch)))
        found += [(part, known) for part in parts]
    for number in chance.permutation(len(found)):
        rows, known = found[number]
        drawn = draw(sides, rows, known, how, chance)
        if len(drawn.rows):
            yield drawn


def train(
    network: Cross,
    how: Crossing,
    sides: Sides,
    pictures: Rows,
    seed: int,
    checkpoint: Path,
    told: Told,
) -> None:
    """Train ``network`` in place; goes on from ``checkpoint`` where an epoch was finished."""
    layer = list(network.layer.parameters())
    rest = [p for name, p in network.named_parameters() if not name.startswith("layer.")]
    optimiser = torch.optim.AdamW(
        [{"params": layer, "times": 1}, {"params": rest, "times": QUICKER}],
        weight_decay=how.decay,
    )
    begun = restore(checkpoint, network, optimiser)
    for epoch in range(begun, how.epochs):
        chance = np.random.default_rng((seed, epoch))
        torch.manual_seed(1000 * seed + epoch)
        network.train()
        losses = []
        steps = len(pictures) / how.batch
        for step, drawn in enumerate(lists(sides, pictures, how, chance)):
            done = min(1.0, (epoch + step / steps) / how.epochs)
            for group in optimiser.param_groups:
                group["lr"] = how.rate * group["times"] * share(done)
            scores = network(drawn.pairs(sides)).view(drawn.near.shape)
            loss = F.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long))
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            losses.append(loss.item())
        save(checkpoint, network, optimiser, epoch + 1)
        told(epoch + 1, float(np.mean(losses)))
    network.eval()
