"""Reads the tensors of PyTorch's own files (OpenAI's ``ViT-B-32.pt``), running nothing.

A TorchScript archive is a zip: ``data.pkl`` describes modules and their tensors, ``data/N``
hold the numbers. A pickle is a program; this reader knows the few names that describing
tensors takes, gives an inert record for every module class, and refuses the rest.
"""

import collections
import pickle
import zipfile
from pathlib import Path
from typing import IO

import torch
from torch import Tensor

from ekphrasis_app.domain.errors import BundleProblem

KINDS = {
    "DoubleStorage": torch.float64,
    "FloatStorage": torch.float32,
    "HalfStorage": torch.float16,
    "BFloat16Storage": torch.bfloat16,
    "LongStorage": torch.int64,
    "IntStorage": torch.int32,
    "BoolStorage": torch.bool,
    "ByteStorage": torch.uint8,
}
LISTS = ("build_intlist", "build_tensorlist", "build_doublelist", "build_boollist")
DEEPEST = 32
REFUSED = (
    pickle.UnpicklingError,
    zipfile.BadZipFile,
    OSError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RuntimeError,
)


class Module:
    """A module of the archive: its fields and nothing else."""

    def __setstate__(self, fields: dict[str, object]) -> None:
        self.fields = dict(fields)


def read_torchscript(path: Path) -> dict[str, Tensor]:
    """All tensors by their path in the modules; ``BundleProblem`` for anything else."""
    try:
        with zipfile.ZipFile(path) as archive:
            root = archive.namelist()[0].split("/")[0]
            with archive.open(f"{root}/data.pkl") as description:
                module = _Reader(description, archive, root).load()
        return dict(_tensors(module, "", 0))
    except REFUSED as error:
        raise _refusal(path) from error


def read_state_dict(path: Path) -> dict[str, Tensor]:
    """The tensors of a file of weights alone, by torch's own reader for untrusted files."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        state = state.get("state_dict", state)
        return {
            name.removeprefix("module."): tensor
            for name, tensor in state.items()
            if isinstance(name, str) and isinstance(tensor, Tensor)
        }
    except REFUSED as error:
        raise _refusal(path) from error


def _refusal(path: Path) -> BundleProblem:
    """What to say of a file that may hold code."""
    return BundleProblem(
        "The file {name} was refused: it holds something else than plain tensors.",
        "Nothing in it was run. Give the weights as a .safetensors file.",
        name=path.name,
    )


class _Reader(pickle.Unpickler):
    def __init__(self, description: IO[bytes], archive: zipfile.ZipFile, root: str) -> None:
        super().__init__(description)
        self._archive = archive
        self._root = root

    def find_class(self, module: str, name: str) -> object:
        if module == "__torch__" or module.startswith("__torch__."):
            return Module
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild
        if module == "torch" and name in KINDS:
            return KINDS[name]
        if module == "torch.jit._pickle" and name in LISTS:
            return list
        raise pickle.UnpicklingError(f"it asks for {module}.{name}")

    def persistent_load(self, pid: tuple[str, torch.dtype, str, str, int]) -> Tensor:
        _, kind, key, _, count = pid
        data = bytearray(self._archive.read(f"{self._root}/data/{int(key)}"))
        return torch.frombuffer(data, dtype=kind)[:count]


def _rebuild(
    storage: Tensor, start: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> Tensor:
    return storage.as_strided(shape, strides, start)


def _tensors(module: object, path: str, depth: int) -> list[tuple[str, Tensor]]:
    if depth > DEEPEST:
        raise ValueError("modules within modules without end")
    if isinstance(module, Tensor):
        return [(path, module)]
    if not isinstance(module, Module):
        return []
    found = []
    for name, value in module.fields.items():
        found += _tensors(value, f"{path}.{name}" if path else str(name), depth + 1)
    return found
