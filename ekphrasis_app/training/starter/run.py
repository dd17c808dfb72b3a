"""A whole training run of the starter: features, two stages, and the bundle they make."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.models.starter.reading import Language, Reader
from ekphrasis_app.ports import Progress
from ekphrasis_app.training.pairs import read_pairs
from ekphrasis_app.training.starter.alignment import Source, Stage, Told
from ekphrasis_app.training.starter.alignment import train as align
from ekphrasis_app.training.starter.batches import Rows
from ekphrasis_app.training.starter.corpus import Corpus, corpus, text_space
from ekphrasis_app.training.starter.features import (
    Halves,
    PictureFeatures,
    picture_features,
    text_vectors,
)
from ekphrasis_app.training.starter.finishing import finish
from ekphrasis_app.training.starter.networks import (
    PictureHead,
    PoemMap,
    Starter,
    Tensors,
    roots,
)
from ekphrasis_app.training.starter.recipe import Recipe
from ekphrasis_app.training.starter.whitening import standardised
from ekphrasis_app.training.starter.writing import part, write_bundle

Say = Callable[[str], None]


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
    pairs = corpus(read_pairs(folder, "train"), read_pairs(folder, "val"), recipe)
    network = part(fetched, "network").tensors()
    say("Looking at the pictures.")
    files = [folder / pair.image for pair in pairs.pairs]
    seen = picture_features(out / "cache", files, read, network, progress, cancel)
    say("Reading the texts.")
    reader = Reader(lambda: _language(fetched))
    vectors = text_vectors(out / "cache", pairs.texts, reader, progress, cancel)
    space = text_space(
        vectors[pairs.train_texts], pairs.verse[pairs.train_texts], recipe.whitening
    )
    texts = torch.from_numpy(space(vectors, pairs.verse))
    model = aligned(recipe, pairs, seen, network, texts, out, say)
    tensors, words, settings = finish(model, pairs, space, recipe, seen, texts)
    write_bundle(out / "bundle", fetched, recipe.version, tensors, words, settings)
    return out / "bundle"


def aligned(
    recipe: Recipe,
    pairs: Corpus,
    seen: PictureFeatures,
    network: Tensors,
    texts: Tensor,
    out: Path,
    say: Say,
) -> Starter:
    """The model after both stages."""
    torch.manual_seed(recipe.seed)
    frozen = roots(torch.from_numpy(seen.mean).float(), torch.from_numpy(seen.logits).float())
    blocks = np.split(frozen[pairs.train].numpy(), [seen.mean.shape[1]], axis=1)
    kept = recipe.width * 3 // 2
    model = Starter(
        network,
        standardised(blocks, recipe.whitening, kept),
        PictureHead(kept, recipe.width, recipe.hidden, recipe.dropout),
        PoemMap(recipe.width, texts[pairs.train_texts]),
    )
    # In memory, since rows are drawn at random and the file would be read over and over.
    maps = np.array(seen.maps)
    stages: list[tuple[str, Stage, Source]] = [
        ("head", recipe.head, lambda rows: model.whitened(frozen[rows])),
        ("all", recipe.all, lambda rows: model.features(_some(maps, rows))),
    ]
    for name, stage, source in stages:
        say(f"Training, stage {name}: {stage.epochs} epochs.")
        seed, state = recipe.seed, out / f"{name}.safetensors"
        align(model, stage, source, texts, pairs.links, pairs.train, seed, state, _telling(say))
    return model


def _telling(say: Say) -> Told:
    return lambda epoch, loss: say(f"Epoch {epoch}: loss {loss:.3f}.")


def _some(maps: Halves, rows: Rows) -> Tensor:
    """Maps of pictures, half of them mirrored."""
    found = torch.from_numpy(maps[rows]).float()
    mirrored = torch.rand(len(found)) < 0.5
    found[mirrored] = found[mirrored].flip(3)
    return found.contiguous(memory_format=torch.channels_last)


def _language(fetched: Path) -> Language:
    return Language.of(part(fetched, "mpnet").tensors(), part(fetched, "tokenizer").bytes())
