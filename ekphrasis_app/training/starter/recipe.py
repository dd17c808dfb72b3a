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
    """``captions`` is how many human captions of a training picture are used, ``texts`` how
    likely each kind of text is drawn; ``head`` trains on frozen features, ``all`` goes on
    with the tail of the picture network.
    """

    version: str
    seed: int
    width: int
    hidden: int
    dropout: float
    whitening: float
    captions: int
    texts: Mapping[str, float]
    hub_bank: int
    hub_share: float
    hub_count: int
    head: Stage
    all: Stage


def read_recipe(path: Path = DEFAULT) -> Recipe:
    """Read a recipe; raises ``InputProblem`` where it cannot be used."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        head, whole = Stage(**data.pop("head")), Stage(**data.pop("all"))
        return Recipe(head=head, all=whole, **data)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputProblem("The recipe {path} cannot be read.", path=path) from error
    except (KeyError, TypeError) as error:
        raise InputProblem(
            "The recipe {path} is incomplete: {why}.", path=path, why=error
        ) from error
