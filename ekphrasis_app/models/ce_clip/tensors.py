"""CLIP's tensors by the names of transformers, whatever names they come under."""

from collections.abc import Mapping

import torch
from torch import Tensor

from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.models.ce_clip.config import ClipConfig

Tensors = dict[str, Tensor]

HEAD_WIDTH = 64
"""Every published ViT-B and text transformer of CLIP has heads this wide."""

# OpenAI's and open_clip's name -> transformers' name; blocks are in BLOCK.
WHOLE = {
    "logit_scale": "logit_scale",
    "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
    "positional_embedding": "text_model.embeddings.position_embedding.weight",
    "ln_final.weight": "text_model.final_layer_norm.weight",
    "ln_final.bias": "text_model.final_layer_norm.bias",
    "visual.class_embedding": "vision_model.embeddings.class_embedding",
    "visual.positional_embedding": "vision_model.embeddings.position_embedding.weight",
    "visual.conv1.weight": "vision_model.embeddings.patch_embedding.weight",
    "visual.ln_pre.weight": "vision_model.pre_layrnorm.weight",
    "visual.ln_pre.bias": "vision_model.pre_layrnorm.bias",
    "visual.ln_post.weight": "vision_model.post_layernorm.weight",
    "visual.ln_post.bias": "vision_model.post_layernorm.bias",
}
TURNED = {
    "text_projection": "text_projection.weight",
    "visual.proj": "visual_projection.weight",
}
BLOCK = {
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
    "attn.out_proj": "self_attn.out_proj",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
}
BLOCKS = {
    "transformer.resblocks.": "text_model",
    "visual.transformer.resblocks.": "vision_model",
}
KNOWN_BY = "vision_model.embeddings.patch_embedding.weight"


def by_transformers_names(tensors: Mapping[str, Tensor]) -> Tensors:
    """The same tensors under transformers' names; ``BundleProblem`` if they are not CLIP's."""
    if "visual.conv1.weight" in tensors:
        renamed: Tensors = {}
        for name, tensor in tensors.items():
            renamed |= _renamed(name, tensor)
    else:
        kept = ("text_model.", "vision_model.", "text_proj", "visual_proj", "logit_scale")
        renamed = {
            name: tensor
            for name, tensor in tensors.items()
            if name.startswith(kept) and not name.endswith("position_ids")
        }
    if KNOWN_BY not in renamed:
        raise BundleProblem(
            "These are not the weights of a CLIP model.",
            "Give the weights of OpenAI's or LAION's ViT-B/32.",
        )
    # Copies: the three parts of a joint tensor share its memory, which no file can.
    whole = torch.contiguous_format
    return {name: tensor.clone(memory_format=whole) for name, tensor in renamed.items()}


def _renamed(name: str, tensor: Tensor) -> Tensors:
    """One tensor of open_clip's layout; the joint query, key and value become three."""
    if name in WHOLE:
        return {WHOLE[name]: tensor}
    if name in TURNED:
        return {TURNED[name]: tensor.T}
    for prefix, model in BLOCKS.items():
        if name.startswith(prefix):
            number, rest = name.removeprefix(prefix).split(".", 1)
            return _block(f"{model}.encoder.layers.{number}", rest, tensor)
    # Facts such as input_resolution, and the causal mask: the configuration knows them.
    return {}


def _block(layer: str, rest: str, tensor: Tensor) -> Tensors:
    part, kind = rest.rsplit(".", 1)
    if kind.startswith("in_proj_"):
        ending = kind.removeprefix("in_proj_")
        parts = zip("qkv", tensor.chunk(3), strict=True)
        return {f"{layer}.self_attn.{one}_proj.{ending}": chunk for one, chunk in parts}
    return {f"{layer}.{BLOCK[part]}.{kind}": tensor} if part in BLOCK else {}


def config_of(tensors: Mapping[str, Tensor], activation: str) -> ClipConfig:
    """The shape that tensors under transformers' names have."""
    patches = tensors[KNOWN_BY]
    cells = len(tensors["vision_model.embeddings.position_embedding.weight"]) - 1
    vocabulary, poem_width = tensors["text_model.embeddings.token_embedding.weight"].shape
    return ClipConfig(
        picture_size=round(cells**0.5) * patches.shape[-1],
        patch=patches.shape[-1],
        picture_width=patches.shape[0],
        picture_layers=_layers(tensors, "vision_model"),
        picture_heads=max(1, patches.shape[0] // HEAD_WIDTH),
        vocabulary=vocabulary,
        context=len(tensors["text_model.embeddings.position_embedding.weight"]),
        poem_width=poem_width,
        poem_layers=_layers(tensors, "text_model"),
        poem_heads=max(1, poem_width // HEAD_WIDTH),
        shared=len(tensors["text_projection.weight"]),
        activation=activation,
    )


def _layers(tensors: Mapping[str, Tensor], model: str) -> int:
    return sum(
        name.startswith(f"{model}.encoder.layers.") and name.endswith("layer_norm1.weight")
        for name in tensors
    )


def mpnet_tensors(tensors: Mapping[str, Tensor], layers: int) -> Tensors:
    """What the cross-encoder takes from a whole MPNet: no words but its three marks, no pooler.

    Raises ``BundleProblem`` if they are not MPNet's, or of fewer layers.
    """
    bare = {name.removeprefix("mpnet."): tensor for name, tensor in tensors.items()}
    words = "embeddings.word_embeddings.weight"
    if words not in bare or f"encoder.layer.{layers - 1}.output.dense.weight" not in bare:
        raise BundleProblem(
            "These are not the weights of an MPNet with {layers} layers.", layers=layers
        )
    kept = {
        name: tensor
        for name, tensor in bare.items()
        if name.startswith(("embeddings.", "encoder.")) and not name.endswith("position_ids")
    }
    for name in list(kept):
        if name.startswith("encoder.layer.") and int(name.split(".")[2]) >= layers:
            del kept[name]
    return kept | {words: bare[words][:3].clone()}


def load(network: torch.nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """Put ``tensors`` into ``network``; ``BundleProblem`` unless every one fits its place."""
    try:
        network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()})
    except RuntimeError as error:
        raise BundleProblem("The model's weights do not have the shapes it says.") from error
