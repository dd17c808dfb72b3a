"""CLIP's two encoders with their token sequences, on transformers' network.

open_clip's own classes come with torchvision, whose wheels fit one build of torch each;
transformers' network computes the same, which ``tests/unit/models/ce_clip`` proves, and
is there already for MPNet.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import CLIPConfig as TransformersConfig
from transformers import CLIPModel

from ekphrasis_app.models.ce_clip.config import ClipConfig


class Side(NamedTuple):
    """What one encoder gives for b pictures or poems, in the shared space of width d.

    ``vectors`` (b, d) have length 1; ``tokens`` (b, n, d); ``mask`` (b, n) is true where a
    token is part of the picture or poem, false in the padding.
    """

    vectors: Tensor
    tokens: Tensor
    mask: Tensor


def transformers_config(config: ClipConfig) -> TransformersConfig:
    """The same shape in transformers' words."""
    return TransformersConfig(
        projection_dim=config.shared,
        vision_config={
            "image_size": config.picture_size,
            "patch_size": config.patch,
            "hidden_size": config.picture_width,
            "intermediate_size": 4 * config.picture_width,
            "num_hidden_layers": config.picture_layers,
            "num_attention_heads": config.picture_heads,
            "hidden_act": config.activation,
        },
        text_config={
            "vocab_size": config.vocabulary,
            "max_position_embeddings": config.context,
            "hidden_size": config.poem_width,
            "intermediate_size": 4 * config.poem_width,
            "num_hidden_layers": config.poem_layers,
            "num_attention_heads": config.poem_heads,
            "hidden_act": config.activation,
            "bos_token_id": config.vocabulary - 2,
            "eos_token_id": config.vocabulary - 1,
        },
    )


class Clip(nn.Module):
    """The bi-encoder: pictures and poems into one space."""

    def __init__(self, config: ClipConfig) -> None:
        super().__init__()
        self.config = config
        self.network = CLIPModel(transformers_config(config))

    @property
    def scale(self) -> Tensor:
        """The learned factor on cosines that CLIP's own contrastive loss uses."""
        return torch.as_tensor(self.network.logit_scale.exp())

    def pictures(self, pixels: Tensor) -> Side:
        """Pixels (b, 3, size, size) to the class token and the patches, projected."""
        vision = self.network.vision_model
        states = vision(pixel_values=pixels).last_hidden_state
        tokens = self.network.visual_projection(vision.post_layernorm(states))
        vectors = nn.functional.normalize(tokens[:, 0], dim=-1)
        return Side(vectors, tokens, torch.ones_like(tokens[..., 0], dtype=torch.bool))

    def poems(self, ids: Tensor) -> Side:
        """Token ids (b, context) to a token for each, projected; the vector is the end's."""
        states = self.network.text_model(input_ids=ids).last_hidden_state
        tokens = self.network.text_projection(states)
        ends = (ids == self.config.vocabulary - 1).int().argmax(dim=1)
        mask = torch.arange(ids.shape[1], device=ids.device) <= ends[:, None]
        vectors = tokens[torch.arange(len(ids), device=ids.device), ends]
        return Side(nn.functional.normalize(vectors, dim=-1), tokens, mask)
