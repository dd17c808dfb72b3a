"""A pickled state dict becomes safetensors; a pickle that wants more is refused unrun."""

import array
import collections
import io
import pickle
import struct

import numpy as np
import pytest
from ekphrasis_setup.problem import SetupProblem
from ekphrasis_setup.torch_pickle import convert
from safetensors.numpy import load_file

MAGIC = 0x1950A86A20F9469CFC6C
MACHINE = {"protocol_version": 1001, "little_endian": True}


class _Named:
    """Pickles as the global ``module.name`` called with ``arguments``."""

    def __init__(self, module, name, *arguments):
        self.module, self.name, self.arguments = module, name, arguments


def _write_global(module, name):
    return f"c{module}\n{name}\n".encode()


def _pickled(value) -> bytes:
    """Protocol 2 opcodes, written by hand: no such modules need to be installed."""
    match value:
        case _Named():
            call = _pickled(tuple(value.arguments)) + b"R" if value.arguments else b""
            return _write_global(value.module, value.name) + call
        case ("storage", kind, key, count):
            inner = b"(" + _pickled("storage") + _pickled(_Named("torch", kind))
            return inner + _pickled(key) + _pickled("cpu") + _pickled(count) + b"NtQ"
        case tuple():
            return b"(" + b"".join(map(_pickled, value)) + b"t"
        case dict():
            items = b"".join(_pickled(k) + _pickled(v) for k, v in value.items())
            return b"}(" + items + b"u"
        case str():
            return b"X" + struct.pack("<I", len(value.encode())) + value.encode()
        case bool():
            return b"\x88" if value else b"\x89"
        case int():
            return b"J" + struct.pack("<i", value)
    raise TypeError(value)


def state_dict(tensors, storages, machine=MACHINE) -> io.BytesIO:
    """A file as PyTorch wrote it before 1.6. ``storages`` are (key, array) pairs."""
    body = b"\x80\x02" + (tensors if isinstance(tensors, bytes) else _pickled(tensors)) + b"."
    out = pickle.dumps(MAGIC, 2) + pickle.dumps(1001, 2) + pickle.dumps(machine, 2) + body
    out += pickle.dumps([key for key, _ in storages], 2)
    for _, numbers in storages:
        out += struct.pack("<q", len(numbers)) + numbers.tobytes()
    return io.BytesIO(out)


def tensor(kind, key, count, start, shape, strides):
    return _Named(
        "torch._utils", "_rebuild_tensor_v2", ("storage", kind, key, count), start, shape,
        strides, False, {},
    )  # fmt: skip


FLOATS = array.array("f", [0.5, 1.5, 2.5, 3.5, 4.5, 5.5])
COUNT = array.array("q", [7])


def test_plain_tensors_come_through_with_names_shapes_and_numbers(tmp_path):
    file = state_dict(
        {
            "weight": tensor("FloatStorage", "a", 6, 0, (2, 3), (3, 1)),
            "seen": tensor("LongStorage", "b", 1, 0, (), ()),
        },
        [("a", FLOATS), ("b", COUNT)],
    )
    convert(file, tmp_path / "m.safetensors")
    loaded = load_file(tmp_path / "m.safetensors")
    np.testing.assert_array_equal(loaded["weight"], np.array(FLOATS, "f4").reshape(2, 3))
    assert loaded["seen"].dtype == np.int64
    assert loaded["seen"] == 7


def test_a_transposed_tensor_is_written_in_its_own_order(tmp_path):
    file = state_dict(
        {"weight": tensor("FloatStorage", "a", 6, 1, (2, 2), (1, 3))}, [("a", FLOATS)]
    )
    convert(file, tmp_path / "m.safetensors")
    assert load_file(tmp_path / "m.safetensors")["weight"].tolist() == [[1.5, 4.5], [2.5, 5.5]]


def test_the_same_pickle_always_gives_the_same_bytes(tmp_path):
    parts = {"a": 0, "b": 2}
    names = [parts, dict(reversed(parts.items()))]
    for turn, order in enumerate(names):
        tensors = {k: tensor("FloatStorage", "s", 6, at, (2,), (1,)) for k, at in order.items()}
        convert(state_dict(tensors, [("s", FLOATS)]), tmp_path / f"{turn}")
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()


@pytest.mark.parametrize(
    "module, name",
    [("os", "system"), ("builtins", "eval"), ("builtins", "getattr"), ("torch", "load"),
     ("collections", "namedtuple"), ("torch._utils", "_rebuild_parameter")],
)  # fmt: skip
def test_a_pickle_that_asks_for_anything_else_is_refused(module, name, tmp_path):
    poisoned = _pickled(_Named(module, name, f"touch {tmp_path}/ran"))
    with pytest.raises(SetupProblem, match=f"asks for {module}.{name}.*nothing in it was run"):
        convert(state_dict(poisoned, []), tmp_path / "m.safetensors")
    assert list(tmp_path.iterdir()) == []


def test_a_pickle_made_by_python_itself_runs_nothing(tmp_path):
    class Poison:
        def __reduce__(self):
            import os

            return os.mkdir, (str(tmp_path / "ran"),)

    poisoned = io.BytesIO(pickle.dumps(collections.OrderedDict(weight=Poison())))
    with pytest.raises(SetupProblem, match="nothing in it was run"):
        convert(poisoned, tmp_path / "m.safetensors")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "start, shape, strides",
    [(0, (7,), (1,)), (5, (2,), (1,)), (-1, (2,), (1,)), (0, (3, 3), (3, 1)), (0, (2,), (-1,)),
     (0, (2, 2), (1,))],
)  # fmt: skip
def test_a_tensor_that_reaches_out_of_its_storage_is_refused(start, shape, strides, tmp_path):
    file = state_dict(
        {"weight": tensor("FloatStorage", "a", 6, start, shape, strides)}, [("a", FLOATS)]
    )
    with pytest.raises(SetupProblem):
        convert(file, tmp_path / "m.safetensors")


def test_a_storage_that_is_shorter_than_it_says_is_refused(tmp_path):
    tensors = {"weight": tensor("FloatStorage", "a", 600, 0, (600,), (1,))}
    with pytest.raises(SetupProblem, match="cut short"):
        convert(state_dict(tensors, [("a", FLOATS)]), tmp_path / "m.safetensors")


@pytest.mark.parametrize("kept", [0, 10, 100, 200, -4])
def test_a_truncated_file_is_refused(kept, tmp_path):
    whole = state_dict(
        {"weight": tensor("FloatStorage", "a", 6, 0, (6,), (1,))}, [("a", FLOATS)]
    ).getvalue()
    with pytest.raises(SetupProblem):
        convert(io.BytesIO(whole[:kept]), tmp_path / "m.safetensors")


def test_numbers_of_a_big_endian_machine_are_refused(tmp_path):
    with pytest.raises(SetupProblem, match="big-endian"):
        convert(state_dict({}, [], {"little_endian": False}), tmp_path / "m.safetensors")
