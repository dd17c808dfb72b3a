"""A whole training run of the starter: features, the stages, and the bundle they make."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.models.starter.picture import TUNED
from ekphrasis_app.models.starter.reading import Language, Reader, Tensors
from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array, Progress
from ekphrasis_app.training.pairs import read_pairs
from ekphrasis_app.training.starter.corpus import Corpus, corpus, text_space
from ekphrasis_app.training.starter.descriptions import (
    SEEN,
    SUBJECTS,
    described,
    read_catalogue,
    read_descriptions,
)
from ekphrasis_app.training.starter.features import (
    Halves,
    line_vectors,
    picture_features,
    text_vectors,
)
from ekphrasis_app.training.starter.finishing import Trained, finish
from ekphrasis_app.training.starter.halves import cross_encoder, whitened_parts
from ekphrasis_app.training.starter.networks import roots
from ekphrasis_app.training.starter.picture_network import Untouched, tuned
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
    pairs = _corpus(recipe, folder)
    say("Reading the texts.")
    language = _language(fetched)
    reading = _Texts(out / "cache", Reader(lambda: language), progress, cancel)
    vectors = reading.vectors(pairs.texts)
    known = pairs.train_texts(FITTED)
    space = text_space(vectors[known], pairs.verse[known], recipe.even_texts, recipe.width)
    texts = space(vectors, pairs.verse)
    if recipe.leaning:
        space = recipe.leaning(space, texts, *pairs.told((SEEN, SUBJECTS)))
        texts = space(vectors, pairs.verse)
    looking = _Pictures([folder / pair.image for pair in pairs.pairs], read, progress, cancel)
    looks = _looks(recipe, pairs, looking, texts, fetched, out, say)
    vocabulary = None
    if recipe.words:
        say("Learning which words pictures suggest.")
        lessons = _lessons(recipe, pairs, looks.seen)
        vocabulary = learn(lessons, recipe.words, language.words(), reading.vectors)
        texts = vocabulary.beside(texts, pairs.texts, pairs.verse)
    stages = Stages(recipe, pairs, looks.seen, torch.from_numpy(texts), out, say)
    trained = Trained(looks.white, stages.head(), space, looks.seen, texts, vocabulary)
    said = _said(reading, trained, recipe.said_parts) if recipe.said else None
    tensors, tags, settings = finish(trained, pairs, recipe, said)
    cross = None
    if recipe.cross:
        lines = reading.lines(trained, pairs)
        cross = cross_encoder(stages, vectors, lines, looks.parts(), language.tensors)
        settings |= {"rerank": recipe.cross.rerank}
    told = {"tags": tags} | ({"words": vocabulary.words} if vocabulary else {})
    if recipe.said:
        told["poems"] = read_catalogue()
        tensors["poem.said.share"] = np.array([recipe.said], np.float32)
        tensors["poem.said.parts"] = np.array(recipe.said_parts, np.float32)
    bundle = out / f"{recipe.name}-{recipe.seed}"
    made = Made({**tensors, **looks.tensors()}, told, cross)
    write_bundle(bundle, fetched, recipe.name, recipe.version, made, settings)
    return bundle


def _corpus(recipe: Recipe, folder: Path) -> Corpus:
    """The pairs of training and validation, the former with descriptions where wanted."""
    train = read_pairs(folder, "train")
    if recipe.described:
        train = described(train, read_descriptions())
    return corpus(train, read_pairs(folder, "val"))


def _said(reading: "_Texts", trained: Trained, parts: Sequence[float]) -> Array:
    """Where what the catalogue says of each of its poems stands, (n, d)."""
    said = [line.split("|")[1:] for line in read_catalogue()]
    texts = [text for told in said for text in told]
    verse = np.zeros(len(texts), np.bool_)
    places = trained.space(reading.vectors(texts), verse)
    if trained.vocabulary:
        places = trained.vocabulary.beside(places, texts, verse)
    each = places.reshape(len(said), len(parts), places.shape[1])
    return unit(np.average(each, axis=1, weights=parts))


def _lessons(recipe: Recipe, pairs: Corpus, seen: Tensor) -> Taught:
    linked = pairs.linked(recipe.head.captions, recipe.others)
    return Taught(pairs, seen.numpy(), linked, recipe.strength)


@dataclass(frozen=True, slots=True)
class _Pictures:
    """The pictures of all pairs."""

    files: Sequence[Path]
    read: Callable[[Path], Picture]
    progress: Progress
    cancel: CancelToken

    def picture(self, row: int) -> Picture:
        """One of them, by its number."""
        return self.read(self.files[row])

    def features(
        self, kept: Path, network: Mapping[str, Array], names: Sequence[str]
    ) -> dict[str, Halves]:
        """What ``network`` makes of them, kept in a folder."""
        return picture_features(
            kept, self.files, self.read, network, names, self.progress, self.cancel
        )


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


@dataclass(frozen=True)
class _Looks:
    """What is made of all pictures by the fetched ``network``, and by the tuned one if any.

    ``found`` are the features by name of each, ``seen`` (n, f) all of them as ``white``
    whitened them; ``blocks`` are the tensors that training changed.
    """

    network: Tensors
    blocks: Mapping[str, Array]
    found: Sequence[Mapping[str, Halves]]
    white: Affine
    seen: Tensor

    def parts(self) -> Tensor:
        """Whitened features (n, q, f) of the pictures' quarters."""
        quarters = [one["quarters"] for one in self.found]
        return whitened_parts(self.white, quarters, self.network)

    def tensors(self) -> dict[str, Array]:
        """The changed tensors by the names of the bundle."""
        return {TUNED + name: tensor for name, tensor in self.blocks.items()}


def _digest(tensors: Mapping[str, Array]) -> str:
    """Features of one tuned network must not be taken for those of another."""
    every = b"".join(tensors[name].tobytes() for name in sorted(tensors))
    return hashlib.sha256(every).hexdigest()[:16]


def _looks(
    recipe: Recipe,
    pairs: Corpus,
    looking: _Pictures,
    texts: Array,
    fetched: Path,
    out: Path,
    say: Say,
) -> _Looks:
    """The pictures through the fetched network, and through one that is tuned to ``texts``."""
    network = part(fetched, "network").tensors()
    names = ["mean", "logits", *(["quarters"] if recipe.cross else [])]
    say("Looking at the pictures.")
    found = [looking.features(out / "cache", network, names)]
    white, seen = _whitened(found, pairs, recipe)
    if not recipe.blocks:
        return _Looks(network, {}, found, white, seen)
    untouched = Untouched(network, white, seen)
    blocks = tuned(recipe, pairs, looking.picture, texts, untouched, out, say, looking.cancel)
    say("Looking at the pictures once more.")
    kept = out / f"tuned-{_digest(blocks)}"
    found.append(looking.features(kept, {**network, **blocks}, names))
    return _Looks(network, blocks, found, *_whitened(found, pairs, recipe))


def _whitened(
    found: Sequence[Mapping[str, Halves]], pairs: Corpus, recipe: Recipe
) -> tuple[Affine, Tensor]:
    """The whitening of features, fitted to training pictures, and all features whitened."""
    blocks = []
    for one in found:
        mean, logits = (
            torch.from_numpy(np.asarray(one[name], np.float32)) for name in ("mean", "logits")
        )
        both = roots(mean, logits).numpy()
        blocks += np.split(both, [mean.shape[1]], axis=1)
    taught = [block[pairs.train] for block in blocks]
    white = standardised(taught, recipe.even_pictures, recipe.kept)
    return white, torch.from_numpy(white(np.concatenate(blocks, axis=1)))


def _language(fetched: Path) -> Language:
    return Language.of(part(fetched, "mpnet").tensors(), part(fetched, "tokenizer").bytes())
