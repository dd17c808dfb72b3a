"""The stages of a starter's training, one after the other; each can be gone on with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ekphrasis_app.training.starter.alignment import train
from ekphrasis_app.training.starter.batches import Rows
from ekphrasis_app.training.starter.corpus import Corpus
from ekphrasis_app.training.starter.networks import PictureHead, linear, merged
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.whitening import ridge

Say = Callable[[str], None]
HALVES = (0, 1)
APART = 100
"""Between the seeds of two runs there is room for the seeds of a run's heads."""


@dataclass(frozen=True)
class Stages:
    """What all stages need.

    ``seen`` (n, f) are features of pictures, ``texts`` (m, d) places of texts, of unit
    length; ``out`` takes the checkpoints.
    """

    recipe: Recipe
    pairs: Corpus
    seen: Tensor
    texts: Tensor
    out: Path
    say: Say

    def head(self) -> PictureHead:
        """The picture head after the last stage: the trained ones and the ridge, in one."""
        recipe = self.recipe
        heads = [self._numbered(number) for number in range(recipe.heads)]
        shares = [(1 - recipe.ridge) / max(1, recipe.heads)] * recipe.heads
        if recipe.ridge:
            heads.append(self._ridge())
            shares.append(recipe.ridge)
        return merged(heads, shares, self.seen[self.pairs.train])

    def of_halves(self, halves: Rows) -> list[PictureHead]:
        """Two heads; the first was trained on the second half of the pictures alone."""
        train, seed = self.pairs.train, APART * (self.recipe.seed + 1) - len(HALVES)
        found = []
        for half in HALVES:
            self.say(f"Training the head that does not see half {half + 1}.")
            found.append(self._trained(seed + half, train[halves[train] != half]))
        return found

    def _numbered(self, number: int) -> PictureHead:
        recipe = self.recipe
        self.say(f"Training head {number + 1} of {recipe.heads}: {recipe.head.epochs} epochs.")
        return self._trained(APART * recipe.seed + number, self.pairs.train)

    def _trained(self, seed: int, pictures: Rows) -> PictureHead:
        recipe = self.recipe
        torch.manual_seed(seed)
        width = self.texts.shape[1]
        head = PictureHead(recipe.kept, width, recipe.hidden, recipe.dropout)
        links = self.pairs.links(recipe.texts, recipe.head.captions)
        # Another recipe or seed must not go on from what this one left.
        name = f"{recipe.name}-{recipe.version}-head-{seed}.safetensors"
        state = self.out / name
        train(head, recipe.head, self.seen, self.texts, links, pictures, seed, state, self.told)
        return head

    def told(self, epoch: int, loss: float) -> None:
        """Say how an epoch went."""
        self.say(f"Epoch {epoch}: loss {loss:.3f}.")

    def _ridge(self) -> PictureHead:
        """Each picture to each of its texts, in closed form."""
        self.say("Fitting the ridge.")
        linked = self.pairs.linked(self.recipe.head.captions, self.recipe.others)
        x, y = self.seen[linked.pictures].numpy(), self.texts[linked.texts].numpy()
        found = ridge(x, y, self.recipe.strength, linked.weights)
        return linear(torch.from_numpy(found))
