"""Makes a bundle of kind ``clip`` from published weights and CLIP's vocabulary."""

import json
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem, InputProblem
from ekphrasis_app.models.ce_clip.archive import read_state_dict, read_torchscript
from ekphrasis_app.models.ce_clip.finding import ACTIVATIONS, is_torchscript
from ekphrasis_app.models.ce_clip.saving import Contents, save_bundle
from ekphrasis_app.models.ce_clip.tensors import Tensors, by_transformers_names, config_of
from ekphrasis_app.models.ce_clip.words import read_merges, tokenizer_of
from ekphrasis_app.models.placing import sha256_of


@dataclass(frozen=True, slots=True)
class Origin:
    """Where weights come from: whose they are (a key of ACTIVATIONS), licence and address."""

    source: str
    licence: str = "as its publisher states"
    address: str = "imported from a file"


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a ``.safetensors``, or of a PyTorch file read without running it.

    Raises ``BundleProblem`` for every other file.
    """
    if path.suffix == ".safetensors":
        try:
            return dict(load_file(path))
        except (SafetensorError, OSError) as error:
            raise BundleProblem("The file {name} cannot be read.", name=path.name) from error
    return read_torchscript(path) if is_torchscript(path) else read_state_dict(path)


def make_clip_bundle(
    weights: Path,
    vocabulary: Path,
    origin: Origin,
    name: str,
    folder: Path,
    cancel: CancelToken,
) -> None:
    """Convert published ``weights`` and write the bundle ``name`` to ``folder``."""
    if origin.source not in ACTIVATIONS:
        raise InputProblem(
            "It is not clear whose weights {file} holds.",
            "Say openai or laion.",
            file=weights.name,
        )
    cancel.check()
    clip = by_transformers_names(read_weights(weights))
    cancel.check()
    config = config_of(clip, ACTIVATIONS[origin.source])
    merges = read_merges(vocabulary)[: config.vocabulary - 514]
    tokenizer = tokenizer_of(merges)
    if tokenizer.get_vocab_size() != config.vocabulary:
        raise BundleProblem(
            "The vocabulary {name} does not belong to these weights.", name=vocabulary.name
        )
    contents = Contents(
        name=name,
        version=origin.source,
        clip=clip,
        clip_config=config,
        tokenizer=json.dumps(json.loads(tokenizer.to_str())),
        card=_card(name, weights, clip, origin),
    )
    save_bundle(contents, folder, cancel)


def _card(name: str, weights: Path, clip: Tensors, origin: Origin) -> str:
    count = sum(tensor.numel() for tensor in clip.values())
    return (
        f"# {name}\n\nCLIP (Radford et al. 2021), zero-shot: pictures and poems are ranked by "
        "the cosine of their embeddings.\nIt was not trained on poems, and its match scores "
        "are not calibrated: every match is called good.\n\n"
        f"- weights: {origin.source}, {count:,} numbers\n"
        f"- from: {origin.address}\n"
        f"- file: {weights.name}, SHA-256 {sha256_of(weights)}\n"
        f"- licence: {origin.licence}\n"
    )
