"""The stages of a starter's training, one after the other; each can be gone on with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ekphrasis_app.training.starter.alignment import train
from ekphrasis_app.training.starter.corpus import Corpus
from ekphrasis_app.training.starter.networks import PictureHead, linear, merged
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.whitening import ridge

Say = Callable[[str], None]
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
        heads = [self._trained(number) for number in range(recipe.heads)]
        shares = [(1 - recipe.ridge) / max(1, recipe.heads)] * recipe.heads
        if recipe.ridge:
            heads.append(self._ridge())
            shares.append(recipe.ridge)
        return merged(heads, shares, self.seen[self.pairs.train])

    def _trained(self, number: int) -> PictureHead:
        recipe = self.recipe
        seed = APART * recipe.seed + number
        torch.manual_seed(seed)
        head = PictureHead(recipe.kept, recipe.width, recipe.hidden, recipe.dropout)
        self.say(f"Training head {number + 1} of {recipe.heads}: {recipe.head.epochs} epochs.")
        links = self.pairs.links(recipe.texts, recipe.head.captions)
        # The seed is in the name: another one must not go on from what this one left.
        state = self.out / f"head-{seed}.safetensors"

        def told(epoch: int, loss: float) -> None:
            self.say(f"Epoch {epoch}: loss {loss:.3f}.")

        train(
            head,
            recipe.head,
            self.seen,
            self.texts,
            links,
            self.pairs.train,
            seed,
            state,
            told,
        )
        return head

    def _ridge(self) -> PictureHead:
        """Each picture to each of its texts, in closed form."""
        self.say("Fitting the ridge.")
        texts = self.pairs.links({}, self.recipe.head.captions).texts
        own = np.concatenate([texts[picture] for picture in self.pairs.train])
        pictures = np.repeat(self.pairs.train, [len(texts[p]) for p in self.pairs.train])
        found = ridge(
            self.seen[pictures].numpy(), self.texts[own].numpy(), self.recipe.strength
        )
        return linear(torch.from_numpy(found))
