"""Pictures as they look to heads that never saw them, for the cross-encoder to learn from.

A cross-encoder must not learn from pictures that the encoders know: those find their own
text by heart, and nothing is left to correct. So two heads are trained, each on one half of
the pictures, and each picture is seen through the head of the other half.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ekphrasis_app.models.starter.reading import LAYERS, Tensors
from ekphrasis_app.ports import Array
from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.starter.batches import Rows
from ekphrasis_app.training.starter.cross import Sides, train
from ekphrasis_app.training.starter.crossing import Cross
from ekphrasis_app.training.starter.features import Halves
from ekphrasis_app.training.starter.finishing import some_of_each_kind
from ekphrasis_app.training.starter.networks import PictureHead, roots
from ekphrasis_app.training.starter.stages import Stages
from ekphrasis_app.training.starter.whitening import Affine

ENCODED = 1024
"""Pictures that go through a head at once, and texts that are compared at once."""


def cross_encoder(
    stages: Stages,
    vectors: Array,
    lines: Mapping[str, Array],
    parts: Tensor,
    language: Tensors,
) -> dict[str, Array]:
    """The tensors of a cross-encoder, by the bundle's names.

    ``vectors`` (m, 768) are MPNet's of all texts, ``lines`` the places of each verse's lines,
    ``parts`` (n, q, f) whitened features of parts of pictures.
    """
    recipe, pairs = stages.recipe, stages.pairs
    assert recipe.cross is not None
    chance = np.random.default_rng(recipe.seed)
    halves = halved(pairs.pairs, chance)
    whole = stages.seen[:, None]
    seen = through(stages.of_halves(halves), halves, torch.cat([whole, parts], dim=1))
    bank = some_of_each_kind(pairs, recipe.hub_bank, chance)
    near = hubs(seen[:, 0], halves, stages.texts, bank, recipe.hub_count)
    links = pairs.links(recipe.texts, recipe.head.captions)
    verse = {n: lines[text] for n, text in enumerate(pairs.texts) if text in lines}
    lost = recipe.hub_share * near
    sides = Sides(seen, halves, stages.texts, verse, lost, links, pairs.kinds)
    known = pairs.train_texts(recipe.head.captions)
    torch.manual_seed(recipe.seed)
    states = torch.from_numpy(vectors[known])
    network = Cross(language, LAYERS - 1, stages.texts[known], states, recipe.cross.hidden)
    stages.say(f"Training the cross-encoder: {recipe.cross.epochs} epochs.")
    state = stages.out / f"cross-{recipe.seed}.safetensors"
    train(network, recipe.cross, sides, pairs.train, recipe.seed, state, stages.told)
    return {name: value.numpy() for name, value in network.tensors().items()}


def halved(pairs: Sequence[Pair], chance: np.random.Generator) -> Rows:
    """0 or 1 for each pair; a book stands on one side."""
    names = [pair.book or pair.image for pair in pairs]
    side = {name: int(chance.integers(2)) for name in dict.fromkeys(names)}
    return np.array([side[name] for name in names])


def whitened_parts(white: Affine, parts: Sequence[Halves], network: Tensors) -> Tensor:
    """Whitened features (n, q, f) of each network's means (n, q, 1280) over parts."""
    classes = [torch.from_numpy(network[f"_fc.{name}"]) for name in ("weight", "bias")]
    count, each, _ = parts[0].shape
    found = torch.empty(count, each, white.matrix.shape[1])
    for start in range(0, count, ENCODED):
        means = [
            torch.from_numpy(np.asarray(one[start : start + ENCODED], np.float32))
            for one in parts
        ]
        blocks = [roots(mean, F.linear(mean, *classes)) for mean in means]
        features = torch.cat(blocks, dim=-1).numpy()
        found[start : start + ENCODED] = torch.from_numpy(white(features))
    return found


def through(heads: Sequence[PictureHead], halves: Rows, features: Tensor) -> Tensor:
    """Places (n, p, d) of features (n, p, f), each by the head that did not see its half."""
    places = torch.empty(*features.shape[:2], heads[0].direct.out_features)
    for half, head in enumerate(heads):
        rows = np.flatnonzero(halves == half)
        with torch.inference_mode():
            for part in np.array_split(rows, -(-len(rows) // ENCODED)):
                places[part] = F.normalize(head(features[part]), dim=-1)
    return places


def hubs(places: Tensor, halves: Rows, texts: Tensor, bank: Rows, count: int) -> Tensor:
    """For each half, the mean of each text's ``count`` best products with a bank, (2, m).

    ``places`` (n, d) are those of pictures; a half has the pictures of the bank that are its.
    """
    found = []
    for half in np.unique(halves):
        near = places[bank[halves[bank] == half]].T
        most = min(count, near.shape[1])
        best = [
            (part @ near).topk(most).values.mean(dim=1) for part in torch.split(texts, ENCODED)
        ]
        found.append(torch.cat(best))
    return torch.stack(found)
