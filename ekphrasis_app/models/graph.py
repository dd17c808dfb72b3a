"""Networks are assembled here as ONNX graphs, in memory, from plain tensors.

So weights stay safetensors and there is no export step whose result could go stale.
"""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

OPSET = 18
IR_VERSION = 9
LARGE = 1024
"""Tensors with more elements stay outside the serialised graph: it is copied, they are not."""


class Session(Protocol):
    """A network that is ready to run."""

    def run(
        self, outputs: list[str] | None, inputs: dict[str, NDArray[Any]]
    ) -> list[NDArray[Any]]:
        """The named outputs, or all of them in their order."""
        ...


class Graph:
    """An ONNX graph under construction; its methods return the name of what they add."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._constants: dict[str, NDArray[Any]] = {}
        self._inputs: list[Any] = []

    def input(self, name: str, shape: list[int | str]) -> str:
        """Declare a float32 input; a dimension given by name may differ from call to call."""
        from onnx import TensorProto, helper

        self._inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return name

    def constant(self, value: NDArray[Any] | float) -> str:
        """Keep a tensor in the graph; floats become float32."""
        array = np.asarray(value)
        if array.dtype.kind == "f":
            array = array.astype(np.float32)
        name = f"c{len(self._constants)}"
        self._constants[name] = np.ascontiguousarray(array).reshape(array.shape)
        return name

    def add(self, operator: str, *inputs: str, **attributes: int | float | list[int]) -> str:
        """Add a node with one output."""
        from onnx import helper

        name = f"n{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def linear(self, x: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        """``x @ weight.T + bias``, with ``weight`` (out, in) as torch keeps it."""
        product = self.add("MatMul", x, self.constant(weight.T))
        return self.add("Add", product, self.constant(bias))

    def layer_norm(self, x: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        """Normalise the last axis, with epsilon 1e-5."""
        scale, shift = self.constant(weight), self.constant(bias)
        return self.add("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-5)

    def gelu(self, x: str) -> str:
        """The exact form, x times the normal distribution function of x."""
        erf = self.add("Erf", self.add("Mul", x, self.constant(np.sqrt(0.5))))
        doubled = self.add("Mul", x, self.add("Add", erf, self.constant(1.0)))
        return self.add("Mul", doubled, self.constant(0.5))

    def session(self, outputs: dict[str, str], threads: int = 0) -> Session:
        """Open the graph in ONNX Runtime; ``outputs`` maps public names to nodes.

        ``threads`` 0 means one for each core.
        """
        import onnxruntime

        outside = {n: v for n, v in self._constants.items() if v.size > LARGE}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Waiting threads would otherwise burn the cores that speech and the window need.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(v) for v in outside.values()]
        options.add_external_initializers(list(outside), values)
        model = self._model(outputs, set(outside))
        providers = ["CPUExecutionProvider"]
        session: Session = onnxruntime.InferenceSession(model, options, providers=providers)
        return session

    def _model(self, outputs: dict[str, str], outside: set[str]) -> bytes:
        from onnx import TensorProto, helper, numpy_helper

        ends = [helper.make_node("Identity", [node], [name]) for name, node in outputs.items()]
        infos = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in outputs]
        kept = [
            (_declaration if name in outside else numpy_helper.from_array)(value, name)
            for name, value in self._constants.items()
        ]
        nodes = [*self._nodes, *ends]
        graph = helper.make_graph(nodes, "ekphrasis", self._inputs, infos, kept)
        opset = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
        return bytes(model.SerializeToString())


def _declaration(value: NDArray[Any], name: str) -> object:
    """A tensor by name, type and shape, whose values the session is handed separately."""
    from onnx import TensorProto, helper

    kind = helper.np_dtype_to_tensor_dtype(value.dtype)
    tensor = TensorProto(name=name, data_type=kind, dims=value.shape)
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="memory")
    return tensor
