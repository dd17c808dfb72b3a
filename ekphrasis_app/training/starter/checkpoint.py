"""A training that was broken off goes on where it was saved last."""

from pathlib import Path

import torch
from torch import Tensor, nn


def save(path: Path, network: nn.Module, optimiser: torch.optim.Optimizer, done: int) -> None:
    """Write ``network``, optimiser and the epochs or steps done, whole or not at all."""
    from safetensors.torch import save_file

    kept = {f"head.{name}": value.contiguous() for name, value in network.state_dict().items()}
    for number, state in optimiser.state_dict()["state"].items():
        kept |= {f"optimiser.{number}.{name}": v.contiguous() for name, v in state.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(kept, path.with_suffix(".part"), {"epochs": str(done)})
    path.with_suffix(".part").replace(path)


def restore(path: Path, network: nn.Module, optimiser: torch.optim.Optimizer) -> int:
    """Read what ``save`` wrote, if there is such a file; how many epochs or steps are done."""
    from safetensors import safe_open

    if not path.is_file():
        return 0
    with safe_open(path, "pt") as file:
        kept = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        epochs = int(file.metadata()["epochs"])
    states: dict[int, dict[str, Tensor]] = {}
    for name, value in kept.items():
        if name.startswith("optimiser."):
            _, number, what = name.split(".")
            states.setdefault(int(number), {})[what] = value
    network.load_state_dict({k[5:]: v for k, v in kept.items() if k.startswith("head.")})
    optimiser.load_state_dict({**optimiser.state_dict(), "state": states})
    return epochs
