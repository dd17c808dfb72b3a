"""The recipe of a starter: every number that its training depends on."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.starter.alignment import Stage
from ekphrasis_app.training.starter.corpus import Leaning
from ekphrasis_app.training.starter.cross import Crossing
from ekphrasis_app.training.starter.tuning import Tuning
from ekphrasis_app.training.starter.vocabulary import Words

FOLDER = Path(__file__).parent
STARTER, RIDGE, CROSS = "starter", "ridge", "cross"
"""The recipes that come along: the bundle itself, what it is measured against, and the same
bundle with a cross-encoder."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """``texts`` tells how likely each kind of text is drawn.

    The picture's side is a sum: ``heads`` heads trained as ``head`` says, and by the share
    ``ridge`` a linear map in closed form, held back by ``strength``, in which pairs without
    a poem count ``others``. ``even_pictures`` and ``even_texts`` are the powers of the two
    whitenings, of which ``kept`` and ``width`` directions are kept. ``described`` tells
    whether descriptions stand beside the pictures' own texts, and ``leaning`` is there where
    poems are moved towards them. ``said`` is how long what the catalogue says of a poem is
    beside the poem's own place, and ``said_parts`` how much each part of that counts; 0
    leaves the catalogue out. ``blocks`` are trainings of the picture network, each from the
    fetched one; the mean of what they make is kept. ``words`` is there where texts are bags
    of words as well, ``cross`` where a cross-encoder is trained.
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
    others: float
    hub_bank: int
    hub_share: float
    hub_count: int
    texts: Mapping[str, float]
    head: Stage
    described: bool = False
    said: float = 0.0
    said_parts: Sequence[float] = ()
    leaning: Leaning | None = None
    blocks: Sequence[Tuning] = ()
    words: Words | None = None
    cross: Crossing | None = None


def names() -> list[str]:
    """The recipes that come along."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_recipe(name: str = STARTER) -> Recipe:
    """Read a recipe that comes along."""
    return recipe_in(FOLDER / f"{name}.toml")


def recipe_in(path: Path) -> Recipe:
    """Read a recipe; raises ``InputProblem`` where it cannot be used."""
    try:
        data = _read(path)
        cross = Crossing(**data.pop("cross")) if "cross" in data else None
        words = Words(**data.pop("words")) if "words" in data else None
        # An empty table is how a recipe switches off what the one that it is like has.
        leaning = Leaning(**table) if (table := data.pop("leaning", None)) else None
        blocks = _tunings(data.pop("blocks", {}))
        head = Stage(**data.pop("head"))
        return Recipe(
            head=head, leaning=leaning, blocks=blocks, words=words, cross=cross, **data
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputProblem("The recipe {path} cannot be read.", path=path) from error
    except (KeyError, TypeError) as error:
        raise InputProblem(
            "The recipe {path} is incomplete: {why}.", path=path, why=error
        ) from error


def _tunings(table: Mapping[str, Any]) -> tuple[Tuning, ...]:
    """One for each of the table's ``runs``, which say in what they differ from the table.

    A table without ``runs`` is one training.
    """
    shared = {key: value for key, value in table.items() if key != "runs"}
    runs = table.get("runs", [{}]) if table else []
    return tuple(Tuning(**{**shared, **run}) for run in runs)


def _read(path: Path) -> dict[str, Any]:
    """The tables of a recipe, on top of those of the one that it says it is like."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    like = data.pop("like", "")
    return _read(path.with_name(f"{like}.toml")) | data if like else data
