"""Which function a name in a formula is where it stands, and what that does to an argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from backproof.activations import X
from backproof.formulas.tree import Node, Power, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.known import NORMAL_CDF, NORMAL_DENSITY, Function, named
from backproof.reading.letters import key, without_primes
from backproof.reading.powers import is_minus_one, logarithm, slope
from backproof.reading.scope import Scope

ELEMENTARY: Mapping[str, Callable[[sp.Expr], sp.Expr]] = {
    "exp": sp.exp,
    "log": sp.log,
    "ln": sp.log,
    "tanh": sp.tanh,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "sech": lambda t: 1 / sp.cosh(t),
    "coth": lambda t: 1 / sp.tanh(t),
    "sin": sp.sin,
    "cos": sp.cos,
    "arctan": sp.atan,
    "sqrt": sp.sqrt,
    "abs": sp.Abs,
    "sign": sp.sign,
    "sgn": sp.sign,
    "erf": sp.erf,
    "erfc": sp.erfc,
}
_SEVERAL: Mapping[str, Callable[..., sp.Expr]] = {"max": sp.Max, "min": sp.Min, "maximum": sp.Max, "minimum": sp.Min}
OF_GELU = {"Phi": NORMAL_CDF, "phi": NORMAL_DENSITY, "varphi": NORMAL_DENSITY}
"""Letters that mean the normal distribution in a text on GELU."""


@dataclass(frozen=True, slots=True)
class Head:
    """A function's name as it stands in a formula: what it does to an argument, its order, the power on it."""

    apply: Callable[[sp.Expr], sp.Expr]
    letter: bool = False
    quantity: bool = False
    several: Callable[..., sp.Expr] | None = None
    power: Node | None = None


def head_at(node: Node, scope: Scope, variable: str) -> Head | None:
    """The function that a node names, with its primes and a power on it; ``None`` if it names none."""
    if isinstance(node, Power) and isinstance(node.base, Symbol) and node.base.name == "tan":
        return Head(sp.atan) if is_minus_one(node.exponent) else None
    if (
        isinstance(node, Power)
        and (base := head_at(node.base, scope, variable)) is not None
        and isinstance(node.base, Symbol)
    ):
        return replace(base, power=node.exponent)
    if not isinstance(node, Symbol) or key(node) == variable or node.dots > 1:
        return None
    order = node.primes + node.dots
    plain = without_primes(node)
    bound = scope.names.get(plain)
    if bound is not None and (bound.lost or bound.instead is not None):
        raise UnreadError(f"which function '{plain}' is here is not known", node)
    if bound is not None:
        letter = len(plain) == 1 or named(plain) is None
        return Head(_of(bound.function.definition, order), letter=letter, quantity=bool(bound.variable))
    if plain in _SEVERAL and not order:
        return Head(lambda t: t, several=_SEVERAL[plain])
    if plain in ELEMENTARY:
        function = ELEMENTARY[plain]
        return Head(function if not order else _of(function(X), order))
    if plain.startswith("log_") and not order:
        return Head(logarithm(node))
    if plain in OF_GELU and scope.subject is not None and scope.subject.name == "gelu":
        return Head(_of(OF_GELU[plain].definition, order), letter=True)
    found = named(node.name) if not node.subscript and not node.superscript else None
    if found is not None and (node.word or len(node.name) > 1):
        return Head(_of(_settled(found, scope), order))
    return None


def _settled(function: Function, scope: Scope) -> sp.Expr:
    """The definition of a function by its name, with the parameter that the text gave it, if it did."""
    bound = scope.names.get(function.name)
    return function.definition if bound is None else bound.function.definition


def _of(definition: sp.Expr, order: int) -> Callable[[sp.Expr], sp.Expr]:
    return lambda t: slope(definition, order).subs(X, t)


def may_stand_bare(node: Node, scope: Scope, *, bare: bool) -> None:
    """A letter such as sigma is a function without its argument only where the formula uses it so throughout."""
    if isinstance(node, Power):
        node = node.base
    if not isinstance(node, Symbol):
        return
    bound = scope.names.get(without_primes(node))
    if bound is not None and not bound.variable and len(node.name) > 1 and node.name == "sigma" and not bare:
        raise UnreadError("whether sigma is the function here, or a deviation, is not known", node)
