"""What the catalogue knows of an activation function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from backproof.shown import Shown
from backproof.verdict import Verdict

Floats: TypeAlias = NDArray[Any]
"""An array of float16, bfloat16, float32 or float64."""

X = sp.Symbol("x", real=True)
"""The pre-activation in every definition."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an activation.

    Parameters
    ----------
    symbol
        SymPy symbol, with its assumptions (``positive=True``): the range for which the definition is meant.
    default
        The value that frameworks use, exactly where it is exact.
    meaning
        Where the default comes from.
    """

    symbol: sp.Symbol
    default: sp.Expr
    meaning: str

    @property
    def name(self) -> str:
        """How numeric forms call it."""
        return str(self.symbol.name)


@dataclass(frozen=True, slots=True)
class Kink:
    """A point where the function may have no derivative, and the value that programs give it there.

    Parameters
    ----------
    at
        The point.
    convention
        The value that programs return for the derivative, in terms of the parameters.
    source
        Who does so.
    """

    at: sp.Expr
    convention: sp.Expr
    source: str


@dataclass(frozen=True, slots=True)
class Form:
    """A way to compute a function in NumPy.

    Parameters
    ----------
    printed
        The formula as a book prints it (LaTeX).
    compute
        ``compute(x, **parameters)``: any shape, any float type; returns the same shape and type.
    expect
        The verdict that is expected when it is compared with the true values.
    """

    printed: str
    compute: Callable[..., Floats]
    expect: Verdict = Verdict.TESTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation(Shown):
    """One entry of the catalogue. Everything that speaks about all activations reads it from here.

    Parameters
    ----------
    name, title, aliases
        Identifier, name in prose, other names and spellings in use.
    symbol
        How formulas write the function (LaTeX).
    definition
        SymPy expression in :data:`X` and the parameters' symbols.
    derivative
        The derivative as books print it, for ``x`` away from kinks. The engine derives its own and compares.
    textbook, accurate
        NumPy forms of the function: as printed, and without avoidable loss.
    textbook_derivative, accurate_derivative
        The same of the derivative.
    parameters, kinks
        See :class:`Parameter`, :class:`Kink`.
    references
        Where the function was introduced.
    """

    name: str
    title: str
    symbol: str
    definition: sp.Expr
    derivative: sp.Expr
    textbook: Form
    accurate: Form
    textbook_derivative: Form
    accurate_derivative: Form
    aliases: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    kinks: tuple[Kink, ...] = ()
    references: tuple[str, ...] = ()

    def at_defaults(self, expression: sp.Expr) -> sp.Expr:
        """``expression`` with every parameter at its default."""
        return sp.sympify(expression.subs({p.symbol: p.default for p in self.parameters}))

    def defaults(self) -> dict[str, float]:
        """The parameters' defaults, rounded to float64, as keyword arguments of the numeric forms."""
        return {p.name: float(p.default) for p in self.parameters}

    def __call__(self, x: sp.Expr | int) -> sp.Expr:
        """The definition at ``x``, a SymPy expression; parameters stay symbols."""
        return sp.sympify(self.definition.subs(X, x))


def constant(x: Floats, value: float) -> np.generic:
    """``value`` in the type of ``x``.

    A bare Python float would turn bfloat16 arrays into float32.
    """
    result: np.generic = x.dtype.type(value)
    return result
