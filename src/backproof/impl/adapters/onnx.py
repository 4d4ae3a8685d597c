"""ONNX Runtime: a model of one operator. It only infers: there are no derivatives."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from backproof.activations.model import Floats
from backproof.impl.adapters.model import Adapted, NotOffered, cores, load, version_of

_IR = 10
"""Version of the file format: read by every runtime that knows the operators used here."""


def adapt(module: str, function: str, parameters: Mapping[str, Any], *, derivative: bool, device: str) -> Adapted:  # noqa: ARG001 - the operator's name is all there is; one device
    """Adapt an operator (``onnx:Selu``) with its attributes; the slope of PRelu is its second input."""
    onnx, runtime = load("onnx"), load("onnxruntime")
    if derivative:
        raise NotOffered(f"ONNX Runtime does not differentiate: there is no derivative of {function}")
    try:
        schema = onnx.defs.get_schema(function)
    except onnx.defs.SchemaError as missing:
        raise NotOffered(f"ONNX has no operator '{function}'") from missing
    opset = max(schema.since_version, 13)

    @lru_cache(maxsize=4)
    def session(dtype: np.dtype[Any]) -> Any:
        helper = onnx.helper
        kind = helper.np_dtype_to_tensor_dtype(dtype)
        names = [each.name for each in schema.inputs]
        second = {name: value for name, value in parameters.items() if name in names}
        attributes = {name: value for name, value in parameters.items() if name not in second}
        constants = [helper.make_tensor(name, kind, [1], [value]) for name, value in second.items()]
        node = helper.make_node(function, [names[0], *second], ["y"], **attributes)
        ends = [helper.make_tensor_value_info(name, kind, [None]) for name in (names[0], "y")]
        graph = helper.make_graph([node], function, ends[:1], ends[1:], constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=_IR)
        try:
            return runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        except Exception as refused:  # its errors derive from Exception and have no common base but that
            raise NotOffered(f"ONNX Runtime has no {function} in {dtype}: {refused}") from refused

    def call(x: Floats) -> Floats:
        running = session(x.dtype)
        got: Floats = running.run(None, {running.get_inputs()[0].name: x.ravel()})[0]
        return got.reshape(x.shape)

    return Adapted(call, "onnxruntime", version_of("onnxruntime"), cores())
