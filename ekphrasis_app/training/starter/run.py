"""A whole training run of the starter: features, the stages, and the bundle they make."""

from collections.abc import Callable
from pathlib import Path

import torch

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.models.starter.reading import Language, Reader
from ekphrasis_app.ports import Progress
from ekphrasis_app.training.pairs import read_pairs
from ekphrasis_app.training.starter.corpus import corpus, text_space
from ekphrasis_app.training.starter.features import picture_features, text_vectors
from ekphrasis_app.training.starter.finishing import finish
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.stages import Say, Stages
from ekphrasis_app.training.starter.writing import part, write_bundle


def train(
    recipe: Recipe,
    folder: Path,
    fetched: Path,
    out: Path,
    read: Callable[[Path], Picture],
    progress: Progress,
    say: Say,
    cancel: CancelToken,
) -> Path:
    """Train by ``recipe`` on the pairs in ``folder``; the folder of the bundle, in ``out``.

    A run that was broken off goes on where it was. Raises ``Problem``, ``Cancelled``.
    """
    pairs = corpus(read_pairs(folder, "train"), read_pairs(folder, "val"))
    network = part(fetched, "network").tensors()
    say("Looking at the pictures.")
    files = [folder / pair.image for pair in pairs.pairs]
    seen = picture_features(out / "cache", files, read, network, progress, cancel)
    say("Reading the texts.")
    reader = Reader(lambda: _language(fetched))
    vectors = text_vectors(out / "cache", pairs.texts, reader, progress, cancel)
    known = pairs.train_texts(recipe.head.captions)
    space = text_space(vectors[known], pairs.verse[known], recipe.whitening)
    texts = torch.from_numpy(space(vectors, pairs.verse))
    model = Stages(recipe, pairs, seen, texts, out, say).model(network)
    tensors, words, settings = finish(model, pairs, space, recipe, seen, texts)
    write_bundle(out / "bundle", fetched, recipe.version, tensors, words, settings)
    return out / "bundle"


def _language(fetched: Path) -> Language:
    return Language.of(part(fetched, "mpnet").tensors(), part(fetched, "tokenizer").bytes())
