"""From a trained model to what a bundle holds: folded weights, hubs, tags, thresholds."""

import numpy as np
import torch
from torch import Tensor

from ekphrasis_app.ports import Array
from ekphrasis_app.training.starter import tags
from ekphrasis_app.training.starter.batches import Rows
from ekphrasis_app.training.starter.corpus import Corpus, TextSpace
from ekphrasis_app.training.starter.features import PictureFeatures
from ekphrasis_app.training.starter.networks import Starter
from ekphrasis_app.training.starter.recipe import Recipe

ENCODED = 128
"""Pictures encoded at once."""
TAUGHT = 6000
"""Pictures that the tags are learned from."""
GOOD, STRONG = 99.0, 99.9
"""Percentiles, among scores of validation pictures with all poems, where the words change.

A good match is one that a blind draw gives once in a hundred times, a strong one once in a
thousand: that means the same for a small library as for a large one.
"""
LOOKED_AT = ("painting", "photo")
"""Kinds of pictures that have tags, and that people ask about."""


def finish(
    model: Starter,
    pairs: Corpus,
    space: TextSpace,
    recipe: Recipe,
    seen: PictureFeatures,
    texts: Tensor,
) -> tuple[dict[str, Array], list[str], dict[str, float]]:
    """The tensors of the bundle, its tag words, and its settings."""
    chance = np.random.default_rng(recipe.seed)
    asked = np.array([pair.kind in LOOKED_AT for pair in pairs.pairs])
    known, checked = (rows[asked[rows]] for rows in (pairs.train, pairs.val))
    known = chance.choice(known, min(TAUGHT, len(known)), replace=False)
    bank = pictures(model, seen, _some_of_each_kind(pairs, recipe.hub_bank, chance))
    found, checks = pictures(model, seen, known), pictures(model, seen, checked)
    said = [set().union(*map(tags.words_of, pair.texts)) for pair in pairs.pairs]
    suggested = tags.learn(found, [said[i] for i in known], checks, [said[i] for i in checked])
    tensors = {
        **folded(model, space),
        "hub.bank": bank,
        "hub.share": np.array([recipe.hub_share], np.float32),
        "hub.count": np.array([recipe.hub_count], np.float32),
        "tags.weight": suggested.weight,
        "tags.bias": suggested.bias,
    }
    with torch.inference_mode():
        poems = model.poem(texts[torch.from_numpy(pairs.verse)]).numpy()
    good, strong = np.percentile(corrected(checks, poems, bank, recipe), [GOOD, STRONG])
    return tensors, suggested.words, {"good": float(good), "strong": float(strong)}


def _some_of_each_kind(pairs: Corpus, count: int, chance: np.random.Generator) -> Rows:
    """The numbers of about ``count`` training pictures, as many of one kind as of another."""
    kinds = pairs.kinds[pairs.train]
    each = [pairs.train[kinds == kind] for kind in np.unique(kinds)]
    share = count // len(each)
    drawn = [chance.choice(rows, min(share, len(rows)), replace=False) for rows in each]
    return np.concatenate(drawn)


def pictures(model: Starter, seen: PictureFeatures, rows: Rows) -> Array:
    """Vectors (n, d) of pictures by their numbers."""
    model.eval()
    found = []
    with torch.inference_mode():
        for part in np.array_split(rows, -(-len(rows) // ENCODED)):
            maps = torch.from_numpy(seen.maps[part]).float()
            found.append(model.head(model.features(maps)).numpy())
    return np.concatenate(found)


def corrected(found: Array, poems: Array, bank: Array, recipe: Recipe) -> Array:
    """Scores (pictures, poems) less what hubs lose, as the bundle's encoders give them."""
    near = np.sort(poems @ bank.T, axis=1)[:, -recipe.hub_count :].mean(axis=1)
    return np.asarray(found @ poems.T - recipe.hub_share * near)


def folded(model: Starter, space: TextSpace) -> dict[str, Array]:
    """The model's weights by the bundle's names; the whitening of texts is folded in."""
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    tensors = {name: value.detach().numpy() for name, value in model.tail.tensors()}
    tensors |= {"picture.white.weight": state["matrix"].T, "picture.white.bias": state["shift"]}
    for name in ("direct.weight", "direct.bias", "hidden.weight", "hidden.bias", "out.weight"):
        tensors[f"picture.{name}"] = state[f"head.{name}"]
    weight = state["poem.linear.weight"].astype(np.float64)
    bias = state["poem.linear.bias"].astype(np.float64)
    for name, whitened in (("verse", space.verse), ("line", space.line)):
        tensors["poem.weight"], tensors[f"poem.{name}.bias"] = whitened.then(weight, bias)
    return tensors
