"""Turn a pickled PyTorch state dict into safetensors without PyTorch and without running it.

A pickle is a program. This reader knows the four names that a state dict of plain tensors
needs and refuses every other, so nothing that a file asks for is ever run.
The format is the one PyTorch wrote before 1.6: four pickles (a magic number, a version,
facts about the machine, the tensors' shapes), one with the storages' keys, then for each
storage its length (int64) and its numbers, all little-endian.
"""

import collections
import io
import itertools
import json
import math
import pickle
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from .problem import OURS, SetupProblem

_MAGIC = 0x1950A86A20F9469CFC6C
_SIZES = {"F32": 4, "I64": 8}
_REFUSED = (
    pickle.UnpicklingError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    struct.error,
)


@dataclass(frozen=True)
class _Storage:
    kind: str
    key: str
    count: int


@dataclass(frozen=True)
class _Tensor:
    """Shape and strides are counted in numbers, not in bytes."""

    storage: _Storage
    start: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @property
    def number_size(self) -> int:
        return _SIZES[self.storage.kind]

    @property
    def size(self) -> int:
        return math.prod(self.shape) * self.number_size


def _rebuild(
    storage: _Storage, start: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> _Tensor:
    last = start + sum((n - 1) * stride for n, stride in zip(shape, strides, strict=True))
    if (
        start < 0
        or min(strides, default=1) < 1
        or min(shape, default=1) < 1
        or last >= storage.count
    ):
        raise pickle.UnpicklingError("a tensor that reaches out of its storage")
    return _Tensor(storage, start, shape, strides)


_ALLOWED: dict[tuple[str, str], object] = {
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild,
    ("torch", "FloatStorage"): "F32",
    ("torch", "LongStorage"): "I64",
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}") from None

    def persistent_load(self, pid: tuple[Any, ...]) -> _Storage:
        _, kind, key, _, count, view = pid
        if kind not in _SIZES or view is not None:
            raise pickle.UnpicklingError("a storage of an unknown kind")
        return _Storage(kind, key, count)


def convert(source: BinaryIO, target: Path) -> None:
    """Read the pickle from ``source`` and write its tensors to ``target`` as safetensors.

    The same pickle always gives the same bytes. Raises ``SetupProblem`` if it holds anything
    but plain tensors.
    """
    stream = io.BytesIO(source.read())
    try:
        tensors = _tensors(stream)
        _write(tensors, _storages(stream, tensors), target)
    except _REFUSED as error:
        raise SetupProblem(
            f"A file of weights was refused because it holds more than plain tensors "
            f"({error}): nothing in it was run; please report this.",
            OURS,
        ) from error


def _tensors(stream: io.BytesIO) -> dict[str, _Tensor]:
    if _Reader(stream).load() != _MAGIC:
        raise ValueError("not a PyTorch file")
    _version, machine = _Reader(stream).load(), _Reader(stream).load()
    if machine["little_endian"] is not True:
        raise ValueError("written on a big-endian machine")
    tensors = dict(_Reader(stream).load())
    if not all(isinstance(tensor, _Tensor) for tensor in tensors.values()):
        raise ValueError("something that is not a tensor")
    return tensors


def _storages(stream: io.BytesIO, tensors: dict[str, _Tensor]) -> dict[str, memoryview]:
    """The numbers of each storage, by its key."""
    sizes = {tensor.storage.key: tensor.number_size for tensor in tensors.values()}
    keys, whole, found = _Reader(stream).load(), stream.getbuffer(), {}
    position = stream.tell()
    for key in keys:
        (count,) = struct.unpack_from("<q", whole, position)
        start, position = position + 8, position + 8 + count * sizes[key]
        if count < 0 or position > len(whole):
            raise EOFError("it ends too early")
        found[key] = whole[start:position]
    return found


def _write(tensors: dict[str, _Tensor], storages: dict[str, memoryview], target: Path) -> None:
    # Wider numbers first keeps every tensor aligned; by name keeps the file always the same.
    order = sorted(tensors, key=lambda name: (-tensors[name].number_size, name))
    header, end = {}, 0
    for name in order:
        tensor = tensors[name]
        header[name] = {
            "dtype": tensor.storage.kind,
            "shape": tensor.shape,
            "data_offsets": (end, end := end + tensor.size),
        }
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    with target.open("wb") as out:
        out.write(struct.pack("<Q", len(head)) + head)
        for name in order:
            out.write(_contiguous(tensors[name], storages[tensors[name].storage.key]))


def _contiguous(tensor: _Tensor, storage: memoryview) -> bytes:
    """The tensor's bytes, last axis fastest, whatever its strides."""
    # Opaque numbers of the right width: they are only moved, never read as floats.
    numbers = storage.cast("I" if tensor.number_size == 4 else "Q")
    axes = [axis for axis in zip(tensor.shape, tensor.strides, strict=True) if axis[0] > 1]
    *outer, (length, step) = axes or [(1, 1)]
    out = bytearray()
    for steps in itertools.product(*(range(0, n * stride, stride) for n, stride in outer)):
        first = tensor.start + sum(steps)
        row = numbers[first : first + (length - 1) * step + 1 : step]
        if len(row) != length:
            raise EOFError("a tensor is cut short")
        out += row.tobytes()
    return bytes(out)
