"""Where a run stands, on disk: tensors as safetensors, numbers as JSON, no pickles.

A checkpoint is a folder that gets its name only once it is complete, so a kill leaves
either the whole of it or nothing. There is no random state to keep: see ``samples``.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

MODEL, OPTIMISER, STATE = "model.safetensors", "optimiser.safetensors", "state.json"
PREFIX = "step-"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a run stands: ``done`` steps of ``epoch`` of ``stage``, ``step`` in all.

    ``best`` is the highest validation accuracy of the stage, reached in ``best_epoch``.
    """

    stage: int = 0
    epoch: int = 0
    done: int = 0
    step: int = 0
    best: float = -1.0
    best_epoch: int = -1


def save_checkpoint(
    folder: Path,
    standing: Standing,
    model: Mapping[str, Tensor],
    optimiser: Mapping[str, Tensor],
) -> None:
    """Write a checkpoint into ``folder`` and remove the older ones there."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{PREFIX}{standing.step:09d}"
    made = folder / f".{name}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    save_tensors(made / MODEL, model)
    save_tensors(made / OPTIMISER, optimiser)
    (made / STATE).write_text(json.dumps(asdict(standing), indent=1), encoding="utf-8")
    for file in made.iterdir():
        _sync(file)
    old = [path for path in folder.glob(f"{PREFIX}*") if path.name != name]
    shutil.rmtree(folder / name, ignore_errors=True)
    made.replace(folder / name)
    _sync(folder)
    for path in old:
        shutil.rmtree(path)


def latest_checkpoint(folder: Path) -> Path | None:
    """The newest complete checkpoint in ``folder``."""
    return max(folder.glob(f"{PREFIX}*"), default=None)


def read_standing(checkpoint: Path) -> Standing:
    """Where the run stood then."""
    return Standing(**json.loads((checkpoint / STATE).read_text(encoding="utf-8")))


def save_tensors(path: Path, tensors: Mapping[str, Tensor]) -> None:
    """Write tensors from any device, all at once."""
    part = path.with_name(f"{path.name}.part")
    save_file({name: t.detach().cpu().contiguous() for name, t in tensors.items()}, part)
    _sync(part)
    part.replace(path)


def load_trained(network: torch.nn.Module, path: Path) -> None:
    """Put the tensors of a file into the parameters of the same names."""
    parameters = dict(network.named_parameters())
    with torch.no_grad():
        for name, tensor in load_file(path).items():
            parameters[name].copy_(tensor)


def optimiser_tensors(optimiser: torch.optim.Optimizer, names: list[str]) -> dict[str, Tensor]:
    """The optimiser's state by parameter and kind; ``names`` in the order it was given them."""
    state = optimiser.state_dict()["state"]
    return {
        f"{names[place]}/{kind}": value
        for place, kinds in state.items()
        for kind, value in kinds.items()
    }


def load_optimiser(optimiser: torch.optim.Optimizer, names: list[str], path: Path) -> None:
    """The other way round."""
    place = {name: number for number, name in enumerate(names)}
    state: dict[int, dict[str, Tensor]] = {}
    for key, tensor in load_file(path).items():
        name, kind = key.rsplit("/", 1)
        state.setdefault(place[name], {})[kind] = tensor
    groups = optimiser.state_dict()["param_groups"]
    optimiser.load_state_dict({"state": state, "param_groups": groups})


def _sync(path: Path) -> None:
    """Make sure that what was written is on the disk, where the system can say so."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
