"""Random numbers: which distribution a library's function draws from."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import sympy as sp

from backproof.snippets.values import Draw, made
from backproof.snippets.vocabulary import names

_PLAIN = {
    **dict.fromkeys(("randn", "standard_normal", "randn_like"), "normal"),
    **dict.fromkeys(("rand", "random", "random_sample", "ranf", "rand_like"), "uniform"),
}
_NORMAL = names("normal normal_ gauss normalvariate random_normal RandomNormal")
_UNIFORM = names("uniform uniform_ random_uniform RandomUniform")
_TRUNCATED = names("truncated_normal trunc_normal_ TruncatedNormal")
_ROLES = {
    **dict.fromkeys(("loc", "mean", "mu"), "loc"),
    **dict.fromkeys(("scale", "std", "stddev", "sigma"), "scale"),
    **dict.fromkeys(("low", "minval", "a", "from"), "low"),
    **dict.fromkeys(("high", "maxval", "b", "to"), "high"),
    **dict.fromkeys(("size", "shape"), "size"),
}
_KEYS = re.compile(r"(?:sub|init_)?(?:key|rng)s?\d*\b")
NAMES = frozenset({*_PLAIN, *_NORMAL, *_UNIFORM, *_TRUNCATED})
"""Functions that draw."""


def drawn(call: ast.Call, path: tuple[str, ...], number: Callable[[ast.expr], sp.Expr]) -> Draw | None:
    """What a call of ``a.b.c`` draws; ``None`` if it is no call of a function that draws."""
    name, root = path[-1], path[0]
    if name not in NAMES:
        return None
    if name in _PLAIN:
        if name == "random" and len(path) == 1 and call.args:
            return Draw(_PLAIN[name], shape=_sizes(call.args[:1]))
        shape = [k.value for k in call.keywords if k.arg in ("size", "shape")] or list(call.args)
        return Draw(_PLAIN[name], shape=_sizes(shape))
    if root == "jax" or (root in ("jrandom", "jr", "random") and call.args and _KEYS.match(ast.unparse(call.args[0]))):
        order = ["", "size", "", "low", "high"]
        if name in _TRUNCATED:
            order = ["", "", "", "size"]
    elif name[0].isupper():
        order = ["loc", "scale"] if name != "RandomUniform" else ["low", "high"]
    elif root in ("tf", "tensorflow", "keras", "K", "backend"):
        order = ["size", "low", "high"] if name in _UNIFORM else ["size", "loc", "scale"]
    elif name.endswith("_"):
        order = ["low", "high"] if name in _UNIFORM else ["loc", "scale"]
        if len(path) == 1 or "init" in path:  # the array comes first
            order.insert(0, "")
    else:
        order = ["low", "high", "size"] if name in _UNIFORM else ["loc", "scale", "size"]
    return _with(call, name, order, number)


def method(call: ast.Call, number: Callable[[ast.expr], sp.Expr]) -> Draw | None:
    """What a call of a method such as ``default_rng(0).normal(...)`` or ``w.normal_(0, std)`` draws."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in NAMES:
        return None
    if call.func.attr.endswith("_"):
        order = ["low", "high"] if call.func.attr in _UNIFORM else ["loc", "scale"]
        return _with(call, call.func.attr, order, number)
    return drawn(call, ("rng", call.func.attr), number)


def _with(call: ast.Call, name: str, order: list[str], number: Callable[[ast.expr], sp.Expr]) -> Draw:
    given: dict[str, ast.expr] = {role: a for role, a in zip(order, call.args, strict=False) if role}
    for keyword in call.keywords:
        if keyword.arg in _ROLES:
            given[_ROLES[keyword.arg]] = keyword.value
    shape = _sizes([given["size"]]) if "size" in given else ()
    if name in _UNIFORM:
        low = number(given["low"]) if "low" in given else sp.S.Zero
        high = number(given["high"]) if "high" in given else sp.S.One
        return Draw("uniform", made(lambda: high - low), low, scaled=True, shape=shape)
    shift = number(given["loc"]) if "loc" in given else sp.S.Zero
    factor = number(given["scale"]) if "scale" in given else sp.S.One
    kind = "truncated" if name in _TRUNCATED else "normal"
    return Draw(kind, factor, shift, scaled="scale" in given, shape=shape)


def _sizes(nodes: list[ast.expr]) -> tuple[str, ...]:
    if len(nodes) == 1 and isinstance(nodes[0], ast.Tuple | ast.List):
        nodes = nodes[0].elts
    return tuple(ast.unparse(n) for n in nodes)
