"""The recipe of a starter: every number that its training depends on."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.starter.alignment import Stage

DEFAULT = Path(__file__).with_name("starter.toml")


@dataclass(frozen=True, slots=True)
class Recipe:
    """``texts`` tells how likely each kind of text is drawn. Stage ``head`` trains on frozen
    features, ``all`` goes on with the tail of the picture network, and ``more`` trains
    ``heads`` further picture heads on what that tail makes; their mean is what is kept.
    """

    version: str
    seed: int
    width: int
    hidden: int
    dropout: float
    whitening: float
    texts: Mapping[str, float]
    hub_bank: int
    hub_share: float
    hub_count: int
    head: Stage
    all: Stage
    more: Stage
    heads: int


def read_recipe(path: Path = DEFAULT) -> Recipe:
    """Read a recipe; raises ``InputProblem`` where it cannot be used."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        head, whole, more = (Stage(**data.pop(name)) for name in ("head", "all", "more"))
        return Recipe(head=head, all=whole, more=more, **data)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputProblem("The recipe {path} cannot be read.", path=path) from error
    except (KeyError, TypeError) as error:
        raise InputProblem(
            "The recipe {path} is incomplete: {why}.", path=path, why=error
        ) from error
