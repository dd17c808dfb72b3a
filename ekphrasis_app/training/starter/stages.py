"""The stages of a starter's training, one after the other; each can be gone on with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ekphrasis_app.training.starter.alignment import Source, Stage, train
from ekphrasis_app.training.starter.batches import Rows
from ekphrasis_app.training.starter.corpus import Corpus
from ekphrasis_app.training.starter.features import Halves, PictureFeatures
from ekphrasis_app.training.starter.networks import (
    PictureHead,
    PoemMap,
    Starter,
    Tensors,
    merged,
    roots,
)
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.whitening import standardised

Say = Callable[[str], None]
ENCODED = 128
"""Pictures that go through the last blocks at once where nothing is trained."""


@dataclass(frozen=True)
class Stages:
    """What all stages need: ``texts`` (m, 768) are whitened, ``out`` takes the checkpoints."""

    recipe: Recipe
    pairs: Corpus
    seen: PictureFeatures
    texts: Tensor
    out: Path
    say: Say

    def model(self, network: Tensors) -> Starter:
        """The model after the last stage, from the untouched ``network``."""
        recipe, seen = self.recipe, self.seen
        torch.manual_seed(recipe.seed)
        frozen = roots(
            torch.from_numpy(seen.mean).float(), torch.from_numpy(seen.logits).float()
        )
        blocks = np.split(frozen[self.pairs.train].numpy(), [seen.mean.shape[1]], axis=1)
        known = self.texts[self.pairs.train_texts(recipe.head.captions)]
        fixed = standardised(blocks, recipe.whitening, recipe.width * 3 // 2)
        model = Starter(network, fixed, self._head(), PoemMap(recipe.width, known))
        self._run(model, "head", recipe.head, lambda rows: model.whitened(frozen[rows]))
        # In memory, since rows are drawn at random and the file would be read over and over.
        maps = np.array(seen.maps)
        self._run(model, "all", recipe.all, lambda rows: model.features(_some(maps, rows)))
        self._more_heads(model, maps)
        return model

    def _more_heads(self, model: Starter, maps: Halves) -> None:
        """Further heads from other seeds on what the tail now makes; all become one."""
        heads = [model.head]
        tuned = _features(model, maps) if self.recipe.heads else torch.empty(0)
        for number in range(1, self.recipe.heads + 1):
            torch.manual_seed(self.recipe.seed + number)
            model.head = self._head()
            name = f"more-{number}"
            self._run(model, name, self.recipe.more, lambda rows: tuned[rows], number)
            heads.append(model.head)
        model.head = merged(heads)

    def _head(self) -> PictureHead:
        recipe = self.recipe
        kept = recipe.width * 3 // 2
        return PictureHead(kept, recipe.width, recipe.hidden, recipe.dropout)

    def _run(
        self, model: Starter, name: str, stage: Stage, source: Source, further: int = 0
    ) -> None:
        self.say(f"Training, stage {name}: {stage.epochs} epochs.")
        links = self.pairs.links(self.recipe.texts, stage.captions)
        seed, state = self.recipe.seed + further, self.out / f"{name}.safetensors"

        def told(epoch: int, loss: float) -> None:
            self.say(f"Epoch {epoch}: loss {loss:.3f}.")

        train(model, stage, source, self.texts, links, self.pairs.train, seed, state, told)


def _some(maps: Halves, rows: Rows) -> Tensor:
    """Maps of pictures, half of them mirrored."""
    found = torch.from_numpy(maps[rows]).float()
    mirrored = torch.rand(len(found)) < 0.5
    found[mirrored] = found[mirrored].flip(3)
    return found.contiguous(memory_format=torch.channels_last)


def _features(model: Starter, maps: Halves) -> Tensor:
    """Whitened features of all pictures, as they are."""
    model.eval()
    with torch.inference_mode():
        parts = [
            model.features(torch.from_numpy(maps[start : start + ENCODED]).float())
            for start in range(0, len(maps), ENCODED)
        ]
    return torch.cat(parts).clone()
