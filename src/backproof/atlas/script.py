"""A short program for each break: what the framework computes, and the true value. It needs no backproof."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from backproof.atlas import truth
from backproof.atlas.entries import FORMS, TITLES, Entry
from backproof.atlas.measure import Break, Row
from backproof.atlas.sources import source
from backproof.floats.examine import TEXTBOOK

COPIES = 64
"""How many equal values are computed together: enough to fill the registers that frameworks compute in."""
ALONE = ", where it is computed alone: among many values, in vector registers, another comes out"
_SAYS = {
    "lost": "nothing of the true value is left",
    "digits": "fewer than half of its digits are right",
    "infinity": "the limit is another",
    "nan": "nan is not kept",
}


def script(row: Row, found: Break, copies: int = COPIES) -> str:
    """Write the program.

    Parameters
    ----------
    row, found
        What breaks, and where.
    copies
        How many equal values are computed together.

    Raises
    ------
    BackproofError
        If a form of the catalogue cannot be written out.
    """
    entry = row.entry
    what = f"the derivative of {entry.activation}" if entry.derivative else entry.activation
    head = f"# {TITLES[entry.framework]} {row.version}, {row.dtype}: {what} by {entry.name}, near x = {found.x:.6g}"
    reason = f"# {_SAYS[found.kind].capitalize()}{ALONE if copies == 1 else ''}."
    true = truth.code(entry.target, found.x, found.want)
    tail = f"""
mpmath.mp.dps = {truth.DIGITS}
x = mpmath.mpf({_literal(found.x)})
{true}
print(f"x = {{mpmath.nstr(x, 17)}}: computed {{float(got[0])!r}}, true value {{mpmath.nstr(want, 17)}}")
"""
    lines = _WRITERS[entry.framework](entry, row.dtype, f"{copies}", _literal(found.x))
    return "\n".join([head, reason, "import mpmath", *lines, tail])


def _literal(x: float) -> str:
    return f'float("{x!r}")' if not math.isfinite(x) else f'float.fromhex("{x.hex()}")'


def _arguments(parameters: Mapping[str, Any]) -> str:
    return "".join(f", {k}={v!r}" for k, v in parameters.items())


def _array(dtype: str, copies: str, value: str) -> str:
    kind = "ml_dtypes.bfloat16" if dtype == "bfloat16" else f"np.{dtype}"
    return f"np.full({copies}, {value}).astype({kind})"


def _imports(dtype: str, *more: str) -> list[str]:
    return [*(["import ml_dtypes"] if dtype == "bfloat16" else []), "import numpy as np", *more, ""]


def _numpy(entry: Entry, dtype: str, copies: str, value: str) -> list[str]:
    if entry.module != FORMS:
        return [
            *_imports(dtype, f"import {entry.module}"),
            f"got = {entry.module}.{entry.function}({_array(dtype, copies, value)})",
        ]
    target = entry.target
    code, name = source(target.textbook if entry.function == TEXTBOOK else target.accurate)
    given = target.activation.defaults()
    keywords = f", **{given!r}" if given else ""
    quiet = 'with np.errstate(all="ignore"):'
    return [*_imports(dtype), code, "", quiet, f"    got = {name}({_array(dtype, copies, value)}{keywords})"]


def _torch(entry: Entry, dtype: str, copies: str, value: str) -> list[str]:
    made = entry.function[0].isupper()
    arguments = _arguments(entry.parameters)
    call = (
        f"{entry.module}.{entry.function}({arguments.removeprefix(', ')}).to(x.dtype)(x)"
        if made
        else f"{entry.module}.{entry.function}(x{arguments})"
    )
    grad = ", requires_grad=True" if entry.derivative else ""
    lines = ["import torch", "", f"x = torch.full(({copies},), {value}, dtype=torch.{dtype}{grad})"]
    if entry.derivative:
        return [*lines, f"(got,) = torch.autograd.grad({call}.sum(), x)"]
    return [*lines, f"got = {call}"]


def _jax(entry: Entry, dtype: str, copies: str, value: str) -> list[str]:
    wide = ['jax.config.update("jax_enable_x64", True)'] if dtype == "float64" else []
    function = f"lambda x: {entry.module}.{entry.function}(x{_arguments(entry.parameters)})"
    wrapped = f"jax.vmap(jax.grad({function}))" if entry.derivative else function
    given = f"x = jax.numpy.asarray({_array(dtype, copies, value)})"
    return [*_imports(dtype, "import jax"), *wide, given, f"got = jax.jit({wrapped})(x)"]


def _onnx(entry: Entry, dtype: str, copies: str, value: str) -> list[str]:
    inputs = {"slope": entry.parameters["slope"]} if "slope" in entry.parameters else {}
    attributes = {k: v for k, v in entry.parameters.items() if k not in inputs}
    names = ", ".join(f'"{n}"' for n in ("x", *inputs))
    constants = ", ".join(f'helper.make_tensor("{k}", kind, [1], [{v}])' for k, v in inputs.items())
    return [
        *_imports(dtype, "import onnx", "import onnxruntime", "from onnx import helper"),
        f"x = {_array(dtype, copies, value)}",
        "kind = helper.np_dtype_to_tensor_dtype(x.dtype)",
        'ends = [helper.make_tensor_value_info(name, kind, [None]) for name in ("x", "y")]',
        f'node = helper.make_node("{entry.function}", [{names}], ["y"]{_arguments(attributes)})',
        f'graph = helper.make_graph([node], "one", ends[:1], ends[1:], [{constants}])',
        f'opset = max(onnx.defs.get_schema("{entry.function}").since_version, 13)',
        'model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)',
        'session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])',
        'got = session.run(None, {"x": x})[0]',
    ]


def _sklearn(entry: Entry, dtype: str, copies: str, value: str) -> list[str]:
    lines = [
        *_imports(dtype, "from sklearn.neural_network._base import ACTIVATIONS, DERIVATIVES"),
        f"got = {_array(dtype, copies, value)}",
        f'ACTIVATIONS["{entry.function}"](got)',
    ]
    if not entry.derivative:
        return lines
    return [*lines, "values, got = got, np.ones_like(got)", f'DERIVATIVES["{entry.function}"](values, got)']


def _tinygrad(entry: Entry, dtype: str, copies: str, value: str) -> list[str]:
    call = f"x.{entry.function.removeprefix('Tensor.')}({_arguments(entry.parameters).removeprefix(', ')})"
    # bfloat16 is unknown to NumPy: tinygrad reads its bits, and the result goes through float32.
    given = (
        f"Tensor({_array(dtype, copies, value)}.view(np.uint16)).bitcast(dtypes.bfloat16)"
        if dtype == "bfloat16"
        else f"Tensor({_array(dtype, copies, value)})"
    )
    result = f"{call}.sum().gradient(x)[0]" if entry.derivative else call
    cast = ".cast(dtypes.float32)" if dtype == "bfloat16" else ""
    imports = _imports(dtype, "from tinygrad import Tensor, dtypes")
    return [*imports, f"x = {given}.realize()", f"got = {result}.realize(){cast}.numpy()"]


def _tensorflow(entry: Entry, dtype: str, copies: str, value: str) -> list[str]:
    root = entry.module.partition(".")[0]
    call = f"{entry.module}.{entry.function}(x{_arguments(entry.parameters)})"
    imports = _imports(dtype, *sorted({f"import {root}", "import tensorflow"}))
    given = f"x = tensorflow.constant({_array(dtype, copies, value)})"
    if not entry.derivative:
        return [*imports, given, f"got = {call}.numpy()"]
    tape = ["with tensorflow.GradientTape() as tape:", "    tape.watch(x)", f"    y = {call}"]
    return [*imports, given, *tape, "got = tensorflow.convert_to_tensor(tape.gradient(y, x)).numpy()"]


_WRITERS = {
    "numpy": _numpy,
    "scipy": _numpy,
    "torch": _torch,
    "jax": _jax,
    "onnx": _onnx,
    "sklearn": _sklearn,
    "tinygrad": _tinygrad,
    "tensorflow": _tensorflow,
    "keras": _tensorflow,
}
