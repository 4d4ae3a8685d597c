"""What functions of NumPy, SciPy, PyTorch, TensorFlow, Keras, JAX and ``math`` compute for one entry of an array."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

import sympy as sp

from backproof.activations import X
from backproof.reading.known import functions
from backproof.snippets.values import GUARD, UnreadError, as_number, is_truth, made, piecewise, power, relate
from backproof.snippets.vocabulary import names

MODULES = names(
    "np numpy onp jnp cp cupy math cmath torch F nn tf tensorflow keras K backend jax lax special scipy functional sp "
    "autograd anp init random jrandom jr stats rng initializers mx nd mnp"
)
"""Names that stand for a module, a part of one, or a generator where a document says nothing else."""
SAME = names(
    "array asarray asanyarray float float16 float32 float64 double tensor as_tensor Tensor from_numpy constant "
    "Variable astype copy clone detach numpy item to cpu cuda type contiguous convert_to_tensor atleast_1d "
    "ascontiguousarray float_ squeeze flatten ravel identity cast Parameter"
)
"""Functions and methods that keep the values of their first argument."""
ZEROS = names("zeros zeros_like")
ONES = names("ones ones_like")
FULL = names("full full_like")
FLAGS = names("out dtype device where inplace name axis keepdims requires_grad copy order training")
"""Keyword arguments that change no value."""
_COMPARISONS = {
    "greater": ">", "greater_equal": ">=", "less": "<", "less_equal": "<=", "equal": "==", "not_equal": "!=",
    "gt": ">", "ge": ">=", "lt": "<", "le": "<=",
}  # fmt: skip
_SLOPES = {"tf": sp.Rational(1, 5), "keras": sp.Rational(3, 10)}
_FIRST = names("x input a z self features tensor x1 base")
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "leaky_relu": ("negative_slope", "alpha"),
    "prelu": ("weight", "alpha"),
    "elu": ("alpha",),
    "celu": ("alpha",),
    "softplus": ("beta", "threshold"),
}
_ACTIVATIONS = {
    "sigmoid": "sigmoid", "expit": "sigmoid", "relu": "relu", "relu6": "relu6", "leaky_relu": "leaky-relu",
    "leakyrelu": "leaky-relu", "prelu": "prelu", "elu": "elu", "celu": "celu", "selu": "selu", "softplus": "softplus",
    "silu": "silu", "swish": "silu", "gelu": "gelu", "softsign": "softsign", "mish": "mish", "hardtanh": "hard-tanh",
    "hard_tanh": "hard-tanh", "logsigmoid": "log-sigmoid", "log_sigmoid": "log-sigmoid",
}  # fmt: skip


def _sign(value: sp.Expr) -> sp.Expr:
    return sp.sign(value)


_PLAIN: Mapping[str, Callable[[sp.Expr], sp.Expr]] = {
    "exp": sp.exp,
    "log": sp.log,
    "ln": sp.log,
    "tanh": sp.tanh,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "sqrt": sp.sqrt,
    "abs": sp.Abs,
    "fabs": sp.Abs,
    "absolute": sp.Abs,
    "sign": _sign,
    "sgn": _sign,
    "square": lambda value: value**2,
    "expm1": lambda value: sp.exp(value) - 1,
    "log1p": lambda value: sp.log(1 + value),
    "erf": sp.erf,
    "erfc": sp.erfc,
    "arctan": sp.atan,
    "atan": sp.atan,
    "reciprocal": lambda value: 1 / value,
    "negative": lambda value: -value,
    "rsqrt": lambda value: 1 / sp.sqrt(value),
}
_BINARY: Mapping[str, Callable[[sp.Expr, sp.Expr], sp.Expr]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "sub": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "mul": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "true_divide": lambda a, b: a / b,
    "div": lambda a, b: a / b,
    "logaddexp": lambda a, b: sp.log(sp.exp(a) + sp.exp(b)),
}
_EXTREMES = {"maximum": sp.Max, "fmax": sp.Max, "minimum": sp.Min, "fmin": sp.Min, "max": sp.Max, "min": sp.Min}
CALLABLES = frozenset({*_PLAIN, *_BINARY, *_EXTREMES, *_ACTIVATIONS, "where", "zeros", "ones", "full", "array", "clip"})
"""Functions that a bracket behind them cannot subscript."""


@cache
def _definitions() -> Mapping[str, sp.Expr]:
    return {f.name: f.definition for f in functions()}


def apply(root: str, name: str, values: list[sp.Basic], options: dict[str, sp.Basic]) -> sp.Basic:
    """The value of a call of a library function, or of a method with its object as the first value.

    Raises
    ------
    UnreadError
        If the function is not known here, or not called in a way that has one meaning.
    """
    options = {k: v for k, v in options.items() if k not in FLAGS}
    if not values and len(first := [k for k in options if k in _FIRST]) == 1:
        values = [options.pop(first[0])]
    clips = name in ("clip", "clamp", "clip_by_value", "clamp_", "clip_")
    if not values or values[0] is None or (None in values and not clips):
        raise UnreadError(f"arguments of {name}")
    low = name.lower() if name.lower() in _ACTIVATIONS else name
    if low in _ACTIVATIONS:
        return _activation(root, low, values, options)
    if clips:
        return _clip(values, options)
    if options:
        raise UnreadError(f"options of {name}")
    numbers = [as_number(v) for v in values]
    if name in _PLAIN and len(values) == 1:
        return made(lambda: _PLAIN[name](numbers[0]))
    if name in ("pow", "power", "float_power") and len(values) == 2:
        return power(*numbers)
    if name in _BINARY and len(values) == 2:
        return made(lambda: _BINARY[name](*numbers))
    if name in _EXTREMES and len(values) == 2:
        if name in ("max", "min") and root in ("np", "numpy", "jnp"):
            raise UnreadError("an axis")
        return made(lambda: _EXTREMES[name](*numbers))
    if name in _COMPARISONS and len(values) == 2:
        return relate(_COMPARISONS[name], *numbers)
    if name in ("where", "cond") and len(values) == 3:
        if not is_truth(values[0]):
            raise UnreadError("where without a condition")
        return piecewise(values[0], *numbers[1:])
    if name == "heaviside" and len(values) == 2:
        return made(lambda: sp.Heaviside(*numbers))
    if name in ("int", "bool") and is_truth(values[0]):
        return values[0]
    if name in ("logical_and", "logical_or") and all(is_truth(v) for v in values):
        return (sp.And if name == "logical_and" else sp.Or)(*values)
    raise UnreadError(f"{name} is not known here")


def _activation(root: str, name: str, values: list[sp.Basic], options: dict[str, sp.Basic]) -> sp.Expr:
    definition = _definitions()[_ACTIVATIONS[name]]
    free = sorted(definition.free_symbols - {X}, key=str)
    names = _OPTIONS.get("leaky_relu" if name == "leakyrelu" else name, ())
    given = [as_number(v) for v in values]
    if not given or len(given) > 2 or set(options) - set(names):
        raise UnreadError(f"arguments of {name}")
    chosen = [as_number(v) for k, v in options.items() if k in names[: 2 if name in ("leaky_relu", "prelu") else 1]]
    chosen += given[1:]
    if "threshold" in options or len(chosen) > 1:
        raise UnreadError(f"arguments of {name}")
    if _ACTIVATIONS[name] in ("softplus", "silu"):
        sharp = chosen[0] if chosen else sp.S.One
        inner = definition.xreplace({X: sharp * given[0]})
        return made(lambda: inner / sharp)
    if len(free) == 1:
        if name == "prelu" and not chosen:
            raise UnreadError("a slope that is learned")
        default = _SLOPES.get(root, sp.Rational(1, 100)) if _ACTIVATIONS[name] == "leaky-relu" else sp.S.One
        definition = definition.xreplace({free[0]: chosen[0] if chosen else default})
    elif chosen:
        raise UnreadError(f"arguments of {name}")
    return made(lambda: definition.xreplace({X: given[0]}))


def _clip(values: list[sp.Basic], options: dict[str, sp.Basic]) -> sp.Expr:
    names = {
        "min": 0, "a_min": 0, "min_value": 0, "clip_value_min": 0,
        "max": 1, "a_max": 1, "max_value": 1, "clip_value_max": 1,
    }  # fmt: skip
    value, bounds = as_number(values[0]), [*values[1:], None, None][:2]
    for key, bound in options.items():
        if key not in names:
            raise UnreadError("options of clip")
        bounds[names[key]] = bound
    for bound, extreme in zip(bounds, (sp.Max, sp.Min), strict=True):
        if bound is None or (bound.is_number and abs(bound) >= GUARD):
            continue
        value = made(partial(extreme, value, as_number(bound)))
    return value
