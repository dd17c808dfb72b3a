"""From a trained model to what a bundle holds: folded weights, hubs, tags, thresholds."""

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ekphrasis_app.ports import Array
from ekphrasis_app.training.starter import tags
from ekphrasis_app.training.starter.corpus import Corpus, TextSpace
from ekphrasis_app.training.starter.features import PictureFeatures
from ekphrasis_app.training.starter.networks import Starter
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.whitening import Affine

ENCODED = 128
GOOD, STRONG = 30, 70
"""Percentiles of the best match's score, over validation pictures, where the words change."""
LOOKED_AT = ("painting", "photo")
"""Kinds of pictures that people ask about, which hubs are measured with."""


def finish(
    model: Starter,
    pairs: Corpus,
    space: TextSpace,
    recipe: Recipe,
    seen: PictureFeatures,
    texts: Tensor,
) -> tuple[dict[str, Array], list[str], dict[str, float]]:
    """The tensors of the bundle, its tag words, and its settings."""
    found = pictures(model, seen)
    chance = np.random.default_rng(recipe.seed)
    asked = np.array([pair.kind in LOOKED_AT for pair in pairs.pairs])
    known = pairs.train[asked[pairs.train]]
    bank = found[chance.choice(known, min(recipe.hub_bank, len(known)), replace=False)]
    said = [set().union(*map(tags.words_of, pair.texts)) for pair in pairs.pairs]
    checked = pairs.val[asked[pairs.val]]
    suggested = tags.learn(
        found[known], [said[i] for i in known], found[checked], [said[i] for i in checked]
    )
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
    best = corrected(found[checked], poems, bank, recipe).max(axis=1)
    good, strong = np.percentile(best, [GOOD, STRONG])
    return tensors, suggested.words, {"good": float(good), "strong": float(strong)}


def pictures(model: Starter, seen: PictureFeatures) -> Array:
    """Vectors (n, d) of all pictures, each seen as it is and mirrored."""
    model.eval()
    found = []
    with torch.inference_mode():
        for start in range(0, len(seen.maps), ENCODED):
            maps = torch.from_numpy(seen.maps[start : start + ENCODED]).float()
            both = [model.head(model.features(view)) for view in (maps, maps.flip(3))]
            found.append(torch.nn.functional.normalize(both[0] + both[1]).numpy())
    return np.concatenate(found)


def corrected(found: Array, poems: Array, bank: Array, recipe: Recipe) -> Array:
    """Scores (pictures, poems) less what hubs lose, as the bundle's encoders give them."""
    near = np.sort(poems @ bank.T, axis=1)[:, -recipe.hub_count :].mean(axis=1)
    return np.asarray(found @ poems.T - recipe.hub_share * near)


def folded(model: Starter, space: TextSpace) -> dict[str, Array]:
    """The model's weights by the bundle's names, each whitening folded into what follows it."""
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    fixed = Affine(state["matrix"].astype(np.float64), state["shift"].astype(np.float64))
    tensors = {name: value.detach().numpy() for name, value in model.tail.tensors()}
    for layer in ("direct", "hidden"):
        weight, bias = fixed.then(*_layer(state, f"head.{layer}"))
        tensors |= {f"picture.{layer}.weight": weight, f"picture.{layer}.bias": bias}
    tensors["picture.out.weight"] = state["head.out.weight"]
    linear = _layer(state, "poem.linear")
    for name, whitened in (("verse", space.verse), ("line", space.line)):
        tensors["poem.weight"], tensors[f"poem.{name}.bias"] = whitened.then(*linear)
    return tensors


def _layer(
    state: Mapping[str, NDArray[np.float32]], name: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    weight, bias = state[f"{name}.weight"], state[f"{name}.bias"]
    return weight.astype(np.float64), bias.astype(np.float64)
