"""A whole training run: data, networks, loop, and the bundle that comes out of it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem, InputProblem
from ekphrasis_app.models.bundles import Shelf
from ekphrasis_app.models.ce_clip import tensors
from ekphrasis_app.models.ce_clip.cross_encoder import CrossEncoder
from ekphrasis_app.models.ce_clip.opening import Networks
from ekphrasis_app.models.manifest import read_manifest
from ekphrasis_app.models.offers import fetch as fetch_offer
from ekphrasis_app.models.offers import read_offers
from ekphrasis_app.ports import Progress
from ekphrasis_app.training.ce_clip import multim
from ekphrasis_app.training.ce_clip.finishing import finished
from ekphrasis_app.training.ce_clip.learners import CeClipLearner, ClipLearner
from ekphrasis_app.training.ce_clip.loop import Loop, accelerator_for
from ekphrasis_app.training.ce_clip.pictures import Fetched, ReadPicture
from ekphrasis_app.training.ce_clip.recipe import Recipe
from ekphrasis_app.training.ce_clip.samples import Samples
from ekphrasis_app.training.pairs import Pair, read_pairs

RECIPE_FILE = "recipe.json"


@dataclass(frozen=True)
class Places:
    """Where things lie: the pairs (or MultiM-Poem's file), what comes ``out``, the bundles,
    and, if not among what set-up fetched, the folder of MPNet's ``model.safetensors``.
    """

    data: Path
    out: Path
    shelf: Shelf
    mpnet: Path | None = None


def train(
    recipe: Recipe,
    places: Places,
    read: ReadPicture,
    progress: Progress,
    cancel: CancelToken,
    cpu: bool = False,
) -> Path:
    """Train by ``recipe`` and return the folder of the bundle, in ``places.out``.

    A run that was broken off goes on where it was. Raises ``Problem``, ``Cancelled``.
    """
    accelerator = accelerator_for(recipe.steps.precision, cpu)
    networks = _base(recipe, places)
    learner = _learner(recipe, places, networks)
    with accelerator.main_process_first():
        _same_run(recipe, places.out)
        _data(recipe, places, read, progress, cancel)
    words, size = networks.words(), networks.clip_config.picture_size

    def samples(split: str) -> Samples:
        pairs = read_pairs(places.data, split, recipe.data.kind)
        return Samples(places.data, _with_pictures(pairs, places.data), words, size, read)

    Loop(
        recipe, learner, samples("train"), samples("val"), places.out, accelerator, cancel
    ).run()
    if accelerator.is_main_process:
        finished(recipe, places.data, places.out, networks, learner, read, progress, cancel)
    accelerator.wait_for_everyone()
    return places.out / recipe.name


def fetch(
    recipe: Recipe,
    data: Path,
    shelf: Shelf,
    read: ReadPicture,
    progress: Progress,
    cancel: CancelToken,
) -> Fetched:
    """Fetch the data set's pictures and the recipe's MPNet, as far as they are missing.

    Raises ``DownloadProblem``, ``InputProblem`` and ``Cancelled``.
    """
    if not recipe.data.multim:
        raise InputProblem("The recipe {name} has nothing to fetch.", name=recipe.name)
    found = multim.prepare(data, recipe.data, recipe.seed, read, progress, cancel)
    _fetch_mpnet(recipe, shelf, progress, cancel)
    return found


def _fetch_mpnet(recipe: Recipe, shelf: Shelf, progress: Progress, cancel: CancelToken) -> None:
    if recipe.model != "ce-clip" or any(file.is_file() for file in _mpnet_files(recipe, shelf)):
        return
    offer = read_offers(shelf.offers).networks.get(recipe.mpnet)
    if offer:
        fetch_offer(offer, shelf.kept / recipe.mpnet, "", progress, cancel)


def _mpnet_files(recipe: Recipe, shelf: Shelf) -> list[Path]:
    """Where the recipe's MPNet may be: fetched by set-up, or for training."""
    homes = (shelf.fetched, shelf.kept)
    return [home / recipe.mpnet / "model.safetensors" for home in homes]


def _data(
    recipe: Recipe, places: Places, read: ReadPicture, progress: Progress, cancel: CancelToken
) -> None:
    # Pairs that are there stay as they are: a run must not see others when it goes on.
    if recipe.data.multim and not (places.data / "splits.json").is_file():
        multim.prepare(places.data, recipe.data, recipe.seed, read, progress, cancel)


def _with_pictures(pairs: list[Pair], folder: Path) -> list[Pair]:
    found = [pair for pair in pairs if (folder / pair.image).is_file()]
    if not found:
        raise InputProblem("None of the pictures is in {folder}.", folder=folder)
    return found


def _same_run(recipe: Recipe, out: Path) -> None:
    """Refuse to go on with a run that another recipe began."""
    out.mkdir(parents=True, exist_ok=True)
    file, text = out / RECIPE_FILE, json.dumps(asdict(recipe), indent=1)
    if file.exists() and file.read_text(encoding="utf-8") != text:
        raise InputProblem(
            "{folder} holds a run of another recipe.", "Choose another folder.", folder=out
        )
    file.write_text(text, encoding="utf-8")


def _base(recipe: Recipe, places: Places) -> Networks:
    manifest = read_manifest(places.shelf.folder(recipe.base), places.shelf.fetched)
    if manifest.kind not in ("clip", "ce-clip"):
        raise BundleProblem("{name} is not a bundle of CLIP.", name=recipe.base)
    return Networks(manifest)


def _learner(recipe: Recipe, places: Places, networks: Networks) -> ClipLearner | CeClipLearner:
    clip = networks.clip()
    if recipe.model == "clip":
        return ClipLearner(clip)
    torch.manual_seed(recipe.seed)
    cross = CrossEncoder(recipe.cross_encoder, networks.clip_config.shared)
    whole = load_file(_mpnet_file(recipe, places))
    tensors.load(cross.mpnet, tensors.mpnet_tensors(whole, recipe.cross_encoder.layers))
    return CeClipLearner(clip, cross, recipe.loss)


def _mpnet_file(recipe: Recipe, places: Places) -> Path:
    files = _mpnet_files(recipe, places.shelf)
    if places.mpnet:
        files = [places.mpnet / "model.safetensors"]
    for file in files:
        if file.is_file():
            return file
    raise InputProblem(
        "There are no weights of MPNet in {folder}.",
        "Put its model.safetensors there, or fetch it with --fetch-only.",
        folder=files[0].parent,
    )
