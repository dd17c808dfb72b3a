"""From a trained model to what a bundle holds: folded weights, hubs, tags, thresholds."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array
from ekphrasis_app.training.starter import tags
from ekphrasis_app.training.starter.batches import Rows
from ekphrasis_app.training.starter.corpus import Corpus, TextSpace
from ekphrasis_app.training.starter.networks import PictureHead
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.vocabulary import Vocabulary
from ekphrasis_app.training.starter.whitening import Affine

TAUGHT = 6000
"""Pictures that the tags are learned from."""
GOOD, STRONG = 99.0, 99.9
"""Percentiles, among scores of validation pictures with all poems, where the words change.

A good match is one that a blind draw gives once in a hundred times, a strong one once in a
thousand: that means the same for a small library as for a large one.
"""
LOOKED_AT = ("painting", "photo")
"""Kinds of pictures that have tags, and that people ask about."""


@dataclass(frozen=True)
class Trained:
    """What training gave: ``white`` and ``head`` for pictures, ``space`` for texts.

    ``seen`` (n, f) are all pictures' whitened features, ``texts`` (m, d) all texts' places,
    with their bags of words where there is a ``vocabulary``.
    """

    white: Affine
    head: PictureHead
    space: TextSpace
    seen: Tensor
    texts: Array
    vocabulary: Vocabulary | None = None

    def pictures(self, rows: Rows) -> Array:
        """Places (n, d) of pictures by their numbers, of unit length."""
        with torch.inference_mode():
            return unit(self.head(self.seen[rows]).numpy())


def finish(
    trained: Trained, pairs: Corpus, recipe: Recipe, told: Array | None = None
) -> tuple[dict[str, Array], list[str], dict[str, float]]:
    """The tensors of the bundle, its tag words, and its settings.

    ``told`` (n, d) is where what a catalogue says of each of its poems stands, if there is one.
    """
    chance = np.random.default_rng(recipe.seed)
    asked = np.array([pair.kind in LOOKED_AT for pair in pairs.pairs])
    known, checked = (rows[asked[rows]] for rows in (pairs.train, pairs.val))
    known = chance.choice(known, min(TAUGHT, len(known)), replace=False)
    bank = trained.pictures(some_of_each_kind(pairs, recipe.hub_bank, chance))
    found, checks = trained.pictures(known), trained.pictures(checked)
    said = [tags.words_of(pair) for pair in pairs.pairs]
    suggested = tags.learn(found, [said[i] for i in known], checks, [said[i] for i in checked])
    tensors = {
        **folded(trained),
        "hub.bank": bank,
        "hub.share": np.array([recipe.hub_share], np.float32),
        "hub.count": np.array([recipe.hub_count], np.float32),
        "tags.weight": suggested.weight,
        "tags.bias": suggested.bias,
    }
    poems = trained.texts[pairs.verse]
    if told is not None:
        poems = as_described(poems, told, recipe.said, chance)
    scores = corrected(checks, poems, bank, recipe)
    good, strong = np.percentile(scores, [GOOD, STRONG])
    return tensors, suggested.words, {"good": float(good), "strong": float(strong)}


def as_described(verse: Array, said: Array, share: float, chance: np.random.Generator) -> Array:
    """Places (n, d) of described poems, about as a library has them: for the thresholds.

    A catalogue knows its poems by a hash alone, so what is ``said`` of each (n, d) is put
    beside a verse drawn blindly from ``verse`` (m, d).
    """
    drawn = chance.choice(len(verse), len(said))
    return unit(verse[drawn] + share * said)


def some_of_each_kind(pairs: Corpus, count: int, chance: np.random.Generator) -> Rows:
    """The numbers of about ``count`` training pictures, as many of one kind as of another."""
    kinds = np.array([pairs.pairs[row].kind for row in pairs.train])
    each = [pairs.train[kinds == kind] for kind in np.unique(kinds)]
    share = count // len(each)
    drawn = [chance.choice(rows, min(share, len(rows)), replace=False) for rows in each]
    return np.concatenate(drawn)


def corrected(found: Array, poems: Array, bank: Array, recipe: Recipe) -> Array:
    """Scores (pictures, poems) less what hubs lose, as the bundle's encoders give them."""
    near = np.sort(poems @ bank.T, axis=1)[:, -recipe.hub_count :].mean(axis=1)
    return np.asarray(found @ poems.T - recipe.hub_share * near)


def folded(trained: Trained) -> dict[str, Array]:
    """The weights by the bundle's names."""
    weight, bias = trained.white.matrix.T, trained.white.shift
    tensors = {"picture.white.weight": weight, "picture.white.bias": bias}
    state = {name: value.detach().numpy() for name, value in trained.head.state_dict().items()}
    for name in ("direct.weight", "direct.bias", "hidden.weight", "hidden.bias", "out.weight"):
        tensors[f"picture.{name}"] = state[name]
    verse, line = trained.space.verse, trained.space.line
    tensors["poem.weight"] = line.matrix.T
    tensors["poem.line.bias"], tensors["poem.verse.bias"] = line.shift, verse.shift
    if verse.matrix is not line.matrix:
        tensors["poem.verse.weight"] = verse.matrix.T
    words = trained.vocabulary.tensors if trained.vocabulary else {}
    return {name: np.asarray(value, np.float32) for name, value in tensors.items()} | {**words}
