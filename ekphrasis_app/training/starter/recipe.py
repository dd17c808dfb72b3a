"""The recipe of a starter: every number that its training depends on."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.starter.alignment import Stage

FOLDER = Path(__file__).parent
STARTER, RIDGE = "starter", "ridge"
"""The recipes that come along: the bundle itself, and what it is measured against."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """``texts`` tells how likely each kind of text is drawn.

    The picture's side is a sum: ``heads`` heads trained as ``head`` says, and by the share
    ``ridge`` a linear map in closed form, held back by ``strength``. ``even_pictures`` and
    ``even_texts`` are the powers of the two whitenings, of which ``kept`` and ``width``
    directions are kept.
    """

    name: str
    version: str
    seed: int
    width: int
    kept: int
    even_pictures: float
    even_texts: float
    heads: int
    hidden: int
    dropout: float
    ridge: float
    strength: float
    hub_bank: int
    hub_share: float
    hub_count: int
    texts: Mapping[str, float]
    head: Stage


def names() -> list[str]:
    """The recipes that come along."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_recipe(name: str = STARTER) -> Recipe:
    """Read a recipe that comes along."""
    return recipe_in(FOLDER / f"{name}.toml")


def recipe_in(path: Path) -> Recipe:
    """Read a recipe; raises ``InputProblem`` where it cannot be used."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return Recipe(head=Stage(**data.pop("head")), **data)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputProblem("The recipe {path} cannot be read.", path=path) from error
    except (KeyError, TypeError) as error:
        raise InputProblem(
            "The recipe {path} is incomplete: {why}.", path=path, why=error
        ) from error
