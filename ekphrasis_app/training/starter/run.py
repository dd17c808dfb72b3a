"""A whole training run of the starter: features, the stages, and the bundle they make."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.models.starter.reading import Language, Reader
from ekphrasis_app.ports import Array, Progress
from ekphrasis_app.training.pairs import read_pairs
from ekphrasis_app.training.starter.corpus import Corpus, corpus, text_space
from ekphrasis_app.training.starter.features import (
    Halves,
    line_vectors,
    picture_features,
    text_vectors,
)
from ekphrasis_app.training.starter.finishing import Trained, finish
from ekphrasis_app.training.starter.halves import cross_encoder, whitened_parts
from ekphrasis_app.training.starter.networks import roots
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.stages import Say, Stages
from ekphrasis_app.training.starter.vocabulary import Taught, learn
from ekphrasis_app.training.starter.whitening import Affine, standardised
from ekphrasis_app.training.starter.writing import Made, part, write_bundle

FITTED = 2
"""Human captions a photograph that the whitening of texts is fitted to: with all of them it
would be one of captions, and the most telling directions of verse would be lost."""


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
    names = ["mean", "logits", *(["quarters"] if recipe.cross else [])]
    found = picture_features(out / "cache", files, read, network, names, progress, cancel)
    white, seen = _whitened(found, pairs, recipe)
    say("Reading the texts.")
    language = _language(fetched)
    reading = _Texts(out / "cache", Reader(lambda: language), progress, cancel)
    vectors = reading.vectors(pairs.texts)
    known = pairs.train_texts(FITTED)
    space = text_space(vectors[known], pairs.verse[known], recipe.even_texts, recipe.width)
    texts = space(vectors, pairs.verse)
    vocabulary = None
    if recipe.words:
        say("Learning which words pictures suggest.")
        linked = pairs.linked(recipe.head.captions, recipe.others)
        taught = Taught(pairs, seen.numpy(), linked, recipe.strength)
        vocabulary = learn(taught, recipe.words, language.words(), reading.vectors)
        texts = vocabulary.beside(texts, pairs.texts, pairs.verse)
    stages = Stages(recipe, pairs, seen, torch.from_numpy(texts), out, say)
    trained = Trained(white, stages.head(), space, seen, texts, vocabulary)
    tensors, tags, settings = finish(trained, pairs, recipe)
    cross = None
    if recipe.cross:
        lines = reading.lines(trained, pairs)
        parts = whitened_parts(trained, found["quarters"], network)
        cross = cross_encoder(stages, vectors, lines, parts, language.tensors)
        settings |= {"rerank": recipe.cross.rerank}
    words = {"tags": tags} | ({"words": vocabulary.words} if vocabulary else {})
    bundle = out / f"{recipe.name}-{recipe.seed}"
    made = Made(tensors, words, cross)
    write_bundle(bundle, fetched, recipe.name, recipe.version, made, settings)
    return bundle


@dataclass(frozen=True, slots=True)
class _Texts:
    """Reads texts with MPNet, and keeps what it read in a folder."""

    cache: Path
    reader: Reader
    progress: Progress
    cancel: CancelToken

    def vectors(self, texts: Sequence[str]) -> Array:
        """MPNet's vectors (n, 768) of texts or words."""
        return text_vectors(self.cache, texts, self.reader, self.progress, self.cancel)

    def lines(self, trained: Trained, pairs: Corpus) -> dict[str, Array]:
        """The places (l, d) of the lines of each verse."""
        told = [text for text in pairs.texts if len(text.splitlines()) > 1]
        states = line_vectors(self.cache, told, self.reader, self.progress, self.cancel)
        found = dict(zip(told, map(trained.space.of_lines, states), strict=True))
        if not trained.vocabulary:
            return found
        single = np.zeros(max(map(len, found.values()), default=0), np.bool_)
        return {
            text: trained.vocabulary.beside(own, text.splitlines(), single[: len(own)])
            for text, own in found.items()
        }


def _whitened(
    found: Mapping[str, Halves], pairs: Corpus, recipe: Recipe
) -> tuple[Affine, Tensor]:
    """The whitening of features, fitted to training pictures, and all features whitened."""
    mean, logits = (
        torch.from_numpy(np.asarray(found[name], np.float32)) for name in ("mean", "logits")
    )
    both = roots(mean, logits).numpy()
    blocks = np.split(both[pairs.train], [mean.shape[1]], axis=1)
    white = standardised(blocks, recipe.even_pictures, recipe.kept)
    return white, torch.from_numpy(white(both))


def _language(fetched: Path) -> Language:
    return Language.of(part(fetched, "mpnet").tensors(), part(fetched, "tokenizer").bytes())
