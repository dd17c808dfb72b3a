"""A training recipe: a TOML file read into plain values, every number named.

Recipes that come with the program lie in ``recipes/``; ``recipes/multim-poem.toml`` says
what each table means and which of its numbers are the paper's. A recipe may say that it
``extends`` one of them, and then only what differs.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ekphrasis_app.domain.errors import BundleProblem, InputProblem
from ekphrasis_app.models.ce_clip.config import CrossConfig, Settings

FOLDER = Path(__file__).with_name("recipes")
MODELS = ("ce-clip", "clip")
PARTS = ("cross-encoder", "clip")
TABLES = ("data", "loss", "steps", "cross_encoder")


@dataclass(frozen=True, slots=True)
class Data(Settings):
    """Which pairs: ``multim`` is a MultiM-Poem file to prepare first (empty: ready pairs).

    ``hold_out`` of all pairs are kept for the test, ``validation`` of the others chooses
    the checkpoint, and ``part`` of what remains is trained with.
    """

    multim: str = ""
    hold_out: float = 0.2
    validation: float = 0.1
    part: float = 1.0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Loss(Settings):
    """Multiple negatives ranking: ``scale`` times the cosine, against ``negatives`` drawn
    for each positive and, with ``in_batch``, the other pictures' poems.
    """

    scale: float = 20.0
    negatives: int = 3
    in_batch: bool = True


@dataclass(frozen=True, slots=True)
class Steps(Settings):
    """How the weights are moved, checked and kept.

    A step takes ``batch`` pictures, ``micro_batch`` at a time on each device. A checkpoint
    is written every ``checkpoint_every`` steps. A stage ends early after ``patience``
    epochs without a better validation accuracy (0: never), which is the share of pictures
    whose own poem comes first of ``validation_pool``.
    """

    learning_rate: float = 1e-6
    weight_decay: float = 0.01
    batch: int = 64
    micro_batch: int = 8
    precision: str = "auto"
    checkpoint_every: int = 100
    patience: int = 0
    validation_pool: int = 20


@dataclass(frozen=True, slots=True)
class Stage:
    """Trains some PARTS for at most ``epochs``, and goes on from its best checkpoint."""

    name: str
    epochs: int
    trains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that a training run depends on, but for where things lie."""

    name: str
    model: str
    seed: int
    stages: tuple[Stage, ...]
    base: str = "clip-vit-b-32"
    mpnet: str = "mpnet"
    rerank: int = 50
    data: Data = field(default_factory=Data)
    loss: Loss = field(default_factory=Loss)
    steps: Steps = field(default_factory=Steps)
    cross_encoder: CrossConfig = field(default_factory=CrossConfig)


def read_recipe(path: Path, others: Sequence[str] = ()) -> Recipe:
    """Read a recipe; a bare name is one of those in FOLDER. Raises ``InputProblem``.

    ``others`` are names of recipes for other models, for a person who asks for none of them.
    """
    if not path.suffix and (FOLDER / f"{path}.toml").is_file():
        path = FOLDER / f"{path}.toml"
    try:
        return _recipe(_extended(tomllib.loads(path.read_text(encoding="utf-8"))))
    except FileNotFoundError as error:
        known = ", ".join(sorted([*others, *(file.stem for file in FOLDER.glob("*.toml"))]))
        raise InputProblem(
            "There is no recipe {path}.",
            "Recipes that come along: {known}.",
            path=path,
            known=known,
        ) from error
    except KeyError as error:
        why = f"it does not say {error}"
    except (OSError, ValueError, TypeError, AttributeError, BundleProblem) as error:
        why = str(error)
    raise InputProblem("The recipe {path} cannot be used: {why}", path=path, why=why)


def _extended(table: dict[str, Any]) -> dict[str, Any]:
    """``table`` with all that it does not say itself from the recipe that it extends."""
    if "extends" not in table:
        return table
    base = FOLDER / f"{table.pop('extends')}.toml"
    whole = _extended(tomllib.loads(base.read_text(encoding="utf-8")))
    for name, value in table.items():
        both = isinstance(value, dict) and isinstance(whole.get(name), dict)
        whole[name] = whole[name] | value if both else value
    return whole


def _recipe(table: Mapping[str, Any]) -> Recipe:
    plain = {name: value for name, value in table.items() if not isinstance(value, dict | list)}
    if unknown := set(table) - set(plain) - {*TABLES, "stages"}:
        raise ValueError(f"it has a table that is not known, {unknown.pop()}")
    stages = tuple(_stage(entry, plain["model"]) for entry in table["stages"])
    if plain["model"] not in MODELS or not stages:
        raise ValueError(f"it needs stages, and a model out of {', '.join(MODELS)}")
    return Recipe(
        **plain,
        stages=stages,
        data=Data.from_table(table.get("data", {})),
        loss=Loss.from_table(table.get("loss", {})),
        steps=Steps.from_table(table.get("steps", {})),
        cross_encoder=CrossConfig.from_table(table.get("cross_encoder", {})),
    )


def _stage(entry: Mapping[str, Any], model: str) -> Stage:
    trains = tuple(entry["trains"])
    if not trains or set(trains) - set(PARTS) or (model == "clip" and trains != ("clip",)):
        raise ValueError(f"a stage of {model} cannot train {trains}")
    if entry["epochs"] < 1:
        raise ValueError("a stage needs at least one epoch")
    return Stage(entry["name"], int(entry["epochs"]), trains)
