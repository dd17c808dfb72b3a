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
from ekphrasis_app.training.starter.tuning import Lessons, Read, Student, Tuning, tune
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
    """The tensors of the blocks: the mean of what each of ``recipe.blocks`` makes of them.

    Such a mean sees about as well as all of these networks together (Wortsman et al.,
    "Model soups", 2022), since they begin as the same one. ``texts`` (m, d) are the places of
    all texts; checkpoints go to ``out``, and a run that was broken off goes on from there.
    Raises ``PictureProblem``, ``Cancelled``.
    """
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

    def told(step: int, steps: int, loss: float) -> None:
        say(f"Step {step} of {steps}: loss {loss:.3f}.")

    found = []
    for number, tuning in enumerate(recipe.blocks, 1):
        say(f"Training the picture network: {number} of {len(recipe.blocks)}.")
        network = Network(untouched.tensors, tuning.first, matrix, shift, tuning.dropped)
        state = out / f"blocks-{_mark(recipe, tuning)}.safetensors"
        tune(Student(network, start.clone()), tuning, lessons, state, told, cancel)
        found.append({name: value.detach().numpy() for name, value in network.trained()})
    return {name: np.mean([one[name] for one in found], axis=0) for name in found[0]}


def _mark(recipe: Recipe, tuning: Tuning) -> str:
    """Another recipe, or other descriptions, must not go on from what this one left."""
    what = replace(
        recipe,
        name="",
        seed=0,
        heads=0,
        said=0.0,
        said_parts=(),
        blocks=(tuning,),
        words=None,
        cross=None,
    )
    digest = hashlib.sha256(repr(what).encode())
    if recipe.described:
        digest.update(FILE.read_bytes())
    return digest.hexdigest()[:16]
