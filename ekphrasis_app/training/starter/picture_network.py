"""From pairs to a picture network that was tuned to them, by the names of the bundle."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array
from ekphrasis_app.training.starter.blocks import Network, Tensors
from ekphrasis_app.training.starter.corpus import Corpus
from ekphrasis_app.training.starter.descriptions import FILE
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.stages import Say
from ekphrasis_app.training.starter.tuning import Lessons, Read, Student, tune
from ekphrasis_app.training.starter.whitening import Affine, ridge

DRAWABLE = ("painting", "photo")
KEPT = (*DRAWABLE, "clipart")
"""Kinds that the untouched network sees well enough to be held to."""
STRENGTH = 1.0
"""What holds the map back that training begins with."""


@dataclass(frozen=True)
class Untouched:
    """The fetched network, the whitening of its features, and those (n, f) of all pictures."""

    tensors: Tensors
    white: Affine
    seen: Tensor


def tuned(
    recipe: Recipe,
    pairs: Corpus,
    read: Read,
    texts: Array,
    untouched: Untouched,
    out: Path,
    say: Say,
    cancel: CancelToken,
) -> dict[str, Array]:
    """The tensors of the blocks that ``recipe.blocks`` trains.

    ``texts`` (m, d) are the places of all texts; checkpoints go to ``out``, and a run that
    was broken off goes on from there. Raises ``PictureProblem``, ``Cancelled``.
    """
    assert recipe.blocks is not None
    links = pairs.links(recipe.texts, recipe.head.captions)
    seen = unit(untouched.seen.numpy())
    kinds = np.array([pair.kind for pair in pairs.pairs])
    lessons = Lessons(
        read,
        links,
        pairs.train,
        torch.from_numpy(texts),
        torch.from_numpy(seen),
        np.isin(kinds, DRAWABLE),
        np.isin(kinds, KEPT),
    )
    said = unit(np.stack([texts[links.texts[row]].mean(axis=0) for row in pairs.train]))
    start = torch.from_numpy(ridge(seen[pairs.train], said, STRENGTH))
    matrix, shift = (torch.tensor(part, dtype=torch.float32) for part in untouched.white)
    blocks = recipe.blocks
    network = Network(untouched.tensors, blocks.first, matrix, shift, blocks.dropped)

    def told(step: int, steps: int, loss: float) -> None:
        say(f"Step {step} of {steps}: loss {loss:.3f}.")

    state = out / f"blocks-{_mark(recipe)}.safetensors"
    tune(Student(network, start), blocks, lessons, state, told, cancel)
    return {name: value.detach().numpy() for name, value in network.trained()}


def _mark(recipe: Recipe) -> str:
    """Another recipe, or other descriptions, must not go on from what this one left."""
    what = replace(recipe, name="", seed=0, heads=0, said=0.0, words=None, cross=None)
    digest = hashlib.sha256(repr(what).encode())
    if recipe.described:
        digest.update(FILE.read_bytes())
    return digest.hexdigest()[:16]
