"""CE-CLIP's cross-encoder: MPNet over [CLS] picture [SEP] poem [PAD] [SEP].

The names follow Algorithm 1 of the paper; how its open points are read is said where it
is done.
"""

import torch
from torch import Tensor, nn
from transformers import MPNetConfig, MPNetModel

from ekphrasis_app.models.ce_clip.config import BINARY, VECTORS, CrossConfig

CLS, PAD, SEP = 0, 1, 2
"""MPNet's own ids: they are the first three rows of its word embeddings."""
PICTURE, POEM = 0, 1


def mpnet(config: CrossConfig) -> MPNetModel:
    """MPNet without words (only its three marks) and without the pooler that is not used."""
    shape = MPNetConfig(
        vocab_size=3,
        hidden_size=config.width,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        intermediate_size=config.feed_forward,
        max_position_embeddings=config.positions,
        hidden_dropout_prob=config.dropout,
        attention_probs_dropout_prob=config.dropout,
        layer_norm_eps=1e-5,  # as its published weights were trained, not transformers' default
    )
    return MPNetModel(shape, add_pooling_layer=False)


def mlp(entering: int, config: CrossConfig) -> nn.Sequential:
    """From an encoder's output to the cross-encoder's input, through the hidden width."""
    return nn.Sequential(
        nn.Linear(entering, config.hidden), nn.GELU(), nn.Linear(config.hidden, config.width)
    )


def mean_of(states: Tensor, mask: Tensor) -> Tensor:
    """The mean (b, d) of the states (b, n, d) where ``mask`` (b, n) is true, in float32."""
    weights = mask.unsqueeze(-1).float()
    return (states.float() * weights).sum(dim=1) / weights.sum(dim=1)


class CrossEncoder(nn.Module):
    """A value for each pair of a picture and a poem; more is a better fit.

    ``shared`` is the width of the tokens that come in.
    """

    def __init__(self, config: CrossConfig, shared: int) -> None:
        super().__init__()
        self.config = config
        self.picture_mlp = mlp(shared, config)
        self.poem_mlp = mlp(shared, config)
        self.mpnet = mpnet(config)
        # MPNet has no token types of its own. Zeros leave it as it was trained.
        self.types = nn.Embedding(2, config.width)
        nn.init.zeros_(self.types.weight)
        self.head = nn.Linear(config.width, 1) if config.objective == BINARY else None

    def attend(self, embeddings: Tensor, mask: Tensor) -> Tensor:
        """MPNet's last states (b, n, width) for embeddings in place of words."""
        return torch.as_tensor(
            self.mpnet(inputs_embeds=embeddings, attention_mask=mask.long()).last_hidden_state
        )

    def sequence(self, picture: Tensor, poem: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The embeddings (b, n, width) of the joint sequence, and which of them count (b, n).

        The poem always fills its whole context, padding included, as the paper has it: so
        the closing [SEP] stands at the same place whatever the length of the poem.
        """
        marks: Tensor = self.mpnet.embeddings.word_embeddings.weight
        types = self.types.weight
        batch = len(picture)

        def mark(row: int, kind: int) -> Tensor:
            return (marks[row] + types[kind]).expand(batch, 1, -1)

        poem = torch.where(mask.unsqueeze(-1), self.poem_mlp(poem), marks[PAD])
        parts = [
            mark(CLS, PICTURE),
            self.picture_mlp(picture) + types[PICTURE],
            mark(SEP, PICTURE),
            poem + types[POEM],
            mark(SEP, POEM),
        ]
        before = mask.new_ones(batch, picture.shape[1] + 2)
        return torch.cat(parts, dim=1), torch.cat([before, mask, mask.new_ones(batch, 1)], 1)

    def forward(self, picture: Tensor, poem: Tensor, mask: Tensor) -> Tensor:
        """The value (b,) of each pair: a cosine, or a logit where the objective is binary.

        ``picture`` (b, p, shared), ``poem`` (b, t, shared), ``mask`` (b, t) true where the
        poem has a token. The mean of the picture's part and that of the poem's part are
        pooled apart and compared by their cosine.
        """
        patches = picture.shape[1]
        states = self.attend(*self.sequence(picture, poem, mask))
        if self.head is not None:
            return torch.as_tensor(self.head(states[:, 0]).squeeze(-1).float())
        pooled_picture = states[:, 1 : 1 + patches].float().mean(dim=1)
        pooled_poem = mean_of(states[:, 2 + patches : -1], mask)
        return nn.functional.cosine_similarity(pooled_picture, pooled_poem, dim=-1)

    def score(self, values: Tensor) -> Tensor:
        """The values of ``forward`` as scores in 0..1."""
        return values.sigmoid() if self.head is not None else (1.0 + values) / 2.0

    @property
    def takes_vectors(self) -> bool:
        """Whether one vector a side comes in (the ablation) instead of token sequences."""
        return self.config.inputs == VECTORS
