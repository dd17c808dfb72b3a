"""The shape of a CE-CLIP network as data; the defaults are the paper's.

Section 4.3 of the paper gives layers, heads and widths; what it leaves open is said at
the field. The same fields, by the same names, stand in ``bundle.toml`` and in recipes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from ekphrasis_app.domain.errors import BundleProblem

SEQUENCES = "sequences"
VECTORS = "vectors"
RANKING = "ranking"
BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Settings:
    """Reads and writes a flat table of settings; a wrong one is a ``BundleProblem``."""

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Self:
        """The settings in ``table``, defaults for the rest."""
        types = {field.name: type(field.default) for field in fields(cls)}
        for name, value in table.items():
            if name not in types:
                raise BundleProblem(
                    "The model has a setting that is not known: {name}.", name=name
                )
            if types[name] is float and isinstance(value, int):
                value = float(value)
            if type(value) is not types[name]:
                raise BundleProblem(
                    "The model's setting {name} cannot be {value}.", name=name, value=value
                )
        return cls(**table)

    def table(self) -> dict[str, int | float | str]:
        """All settings by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class ClipConfig(Settings):
    """CLIP ViT-B/32 (Radford et al. 2021).

    The paper counts 49,152 words in the vocabulary; the published tensors hold 49,408:
    those, 254 single bytes more and the two marks for start and end.
    ``activation`` is ``quick_gelu`` in OpenAI's weights and ``gelu`` in LAION's.
    """

    picture_size: int = 224
    patch: int = 32
    picture_width: int = 768
    picture_layers: int = 12
    picture_heads: int = 12
    vocabulary: int = 49408
    context: int = 77
    poem_width: int = 512
    poem_layers: int = 12
    poem_heads: int = 8
    shared: int = 512
    activation: str = "quick_gelu"

    @property
    def picture_tokens(self) -> int:
        """The class token and one token a patch: 50."""
        return 1 + (self.picture_size // self.patch) ** 2


@dataclass(frozen=True, slots=True)
class CrossConfig(Settings):
    """The MPNet cross-encoder (Song et al. 2020) and the two MLPs that feed it.

    ``hidden`` is the paper's "size 382", read as the width inside each MLP. ``inputs``
    are token ``sequences``, or one ``vectors`` a side as an ablation. ``objective`` is the
    paper's ``ranking`` (pooled parts, cosine) or ``binary`` (a head on [CLS]).
    """

    width: int = 768
    layers: int = 12
    heads: int = 12
    feed_forward: int = 3072
    positions: int = 514
    hidden: int = 382
    dropout: float = 0.1
    inputs: str = SEQUENCES
    objective: str = RANKING

    def __post_init__(self) -> None:
        if self.inputs not in (SEQUENCES, VECTORS):
            raise BundleProblem(
                "The cross-encoder cannot take {inputs} as inputs.", inputs=self.inputs
            )
        if self.objective not in (RANKING, BINARY):
            raise BundleProblem(
                "The cross-encoder has no objective {objective}.", objective=self.objective
            )
