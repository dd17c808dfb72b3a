"""Makes a bundle of what was trained, and lets the validation split decide its settings."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.models.bundle import open_bundle
from ekphrasis_app.models.ce_clip.config import CrossConfig
from ekphrasis_app.models.ce_clip.opening import Networks, read_tensors
from ekphrasis_app.models.ce_clip.saving import Contents, save_bundle
from ekphrasis_app.models.ce_clip.tensors import Tensors
from ekphrasis_app.ports import Progress
from ekphrasis_app.training import metrics
from ekphrasis_app.training.ce_clip.learners import CeClipLearner, ClipLearner
from ekphrasis_app.training.ce_clip.pictures import ReadPicture
from ekphrasis_app.training.ce_clip.recipe import Recipe
from ekphrasis_app.training.pairs import read_pairs
from ekphrasis_app.training.scoring import encoded, own_scores, reranked

STRONG, GOOD = 50, 25
"""Percentiles of the true pairs' scores on the validation split: half of the true pairs
are called strong matches, another quarter good ones."""


def finished(
    recipe: Recipe,
    data: Path,
    out: Path,
    networks: Networks,
    learner: ClipLearner | CeClipLearner,
    read: ReadPicture,
    progress: Progress,
    cancel: CancelToken,
) -> None:
    """Write the bundle to ``out / recipe.name``.

    Re-ranking is on only if it finds more of the validation pictures' own poems first
    than the bi-encoder does, and the words for a match's strength follow from the scores
    of the true pairs there.
    """
    contents = _contents(recipe, networks, learner)
    folder = out / recipe.name
    save_bundle(contents, folder)
    bundle = open_bundle(folder, networks.manifest.folder)
    pairs = read_pairs(data, "val", recipe.data.kind)
    found = encoded(bundle, data, pairs, read, progress, cancel)
    alone = metrics.summary(found.alone().ranks()).r1
    told = f"R@1 on the {len(pairs)} validation pictures: {alone:.1f} % by the encoders alone"
    settings: dict[str, str | int | float] = {}
    if bundle.pair_scorer and recipe.rerank:
        again = metrics.summary(reranked(found, recipe.rerank, progress, cancel).ranks()).r1
        settings["rerank"] = recipe.rerank if again > alone else 0
        told += f", {again:.1f} % with the best {recipe.rerank} re-ranked"
        told += "." if again > alone else ". Re-ranking is therefore off."
        found = replace(found, bundle=replace(bundle, rerank=int(settings["rerank"])))
    scores = own_scores(found)
    settings["good"] = round(float(np.percentile(scores, GOOD)), 4)
    settings["strong"] = round(float(np.percentile(scores, STRONG)), 4)
    card = f"{contents.card}\n{told}\n"
    save_bundle(replace(contents, settings=settings, card=card), folder)


def _contents(
    recipe: Recipe, networks: Networks, learner: ClipLearner | CeClipLearner
) -> Contents:
    trained = {part for stage in recipe.stages for part in stage.trains}
    manifest = networks.manifest
    # An untouched CLIP keeps its very bytes, and the library its encodings.
    clip: Tensors = (
        _on_cpu(learner.clip.network.state_dict())
        if "clip" in trained
        else read_tensors(manifest.part("clip"))
    )
    cross = learner.cross if isinstance(learner, CeClipLearner) else None
    return Contents(
        name=recipe.name,
        version="1",
        clip=clip,
        clip_config=networks.clip_config,
        tokenizer=manifest.part("tokenizer").bytes().decode("utf-8"),
        card=_card(recipe, manifest.name, manifest.fingerprint),
        cross=_on_cpu(cross.state_dict()) if cross else None,
        cross_config=cross.config if cross else CrossConfig(),
    )


def _on_cpu(state: Tensors) -> Tensors:
    return {name: tensor.detach().cpu().contiguous() for name, tensor in state.items()}


def _card(recipe: Recipe, base: str, fingerprint: str) -> str:
    stages = "; ".join(
        f"{stage.name}: at most {stage.epochs} epochs of {' and '.join(stage.trains)}"
        for stage in recipe.stages
    )
    source = recipe.data.multim or "a folder of pairs"
    return (
        f"# {recipe.name}\n\nTrained from {base} (fingerprint {fingerprint}) on {source}, "
        f"seed {recipe.seed}.\n\n- stages: {stages}\n"
        f"- AdamW, learning rate {recipe.steps.learning_rate}, batch {recipe.steps.batch}\n"
        f"- all numbers: recipe.json beside the bundle\n"
    )
