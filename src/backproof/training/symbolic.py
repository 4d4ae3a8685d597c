"""The gradient of a small network as SymPy derives it: an independent way to what the backward pass computes.

The loss of one example is written out as one expression in all weights, with the activations left as
functions f1, f2, ... by layer and the loss as a function of all outputs, and differentiated by every
weight and bias. Nothing of the backward pass is used. The activations, the loss and SymPy's own derivatives
of their definitions are then put in, with as many digits as wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from backproof.activations import Activation, X
from backproof.training.cases import Case
from backproof.training.loss import Loss
from backproof.training.network import Parameters

DIGITS = 50
"""Decimal digits carried: thirty more than float64 has, so that the result counts as exact beside it."""


def gradient(case: Case) -> Parameters:
    """Derive and evaluate the gradient of the loss of ``case``: mpmath numbers of :data:`DIGITS` digits.

    All kinks have to be avoided: at one, SymPy's derivative is undefined.
    """
    network = case.network
    derivative = _derivative(network.widths)
    width = network.widths[-1]
    functions = [*_loss_slopes(case.loss, width), *(f for a in network.activations for f in _functions(a))]
    with mpmath.workdps(DIGITS):
        values = [_exact(v) for _, array in network.parameters.arrays() for v in array.ravel()]
        totals = [mpmath.mpf(0)] * len(values)
        for inputs, targets in zip(case.inputs, case.targets, strict=True):
            parts = derivative(functions, [_exact(v) for v in inputs], [_exact(v) for v in targets], values)
            totals = [total + part for total, part in zip(totals, parts, strict=True)]
        return _like(network.parameters, [total / len(case.inputs) for total in totals])


def _exact(value: np.generic) -> Any:
    return mpmath.mpf(float(value))


def _like(parameters: Parameters, values: list[Any]) -> Parameters:
    rest = iter(values)
    shapes = [array.shape for _, array in parameters.arrays()]
    shaped = [np.array([next(rest) for _ in np.ndindex(shape)], object).reshape(shape) for shape in shapes]
    return Parameters(tuple(shaped[::2]), tuple(shaped[1::2]))


@cache
def _derivative(widths: tuple[int, ...]) -> Callable[..., list[Any]]:
    """Differentiate any loss of one example: ``f(functions, inputs, targets, values)``, one number a weight."""
    inputs = list(sp.symbols(f"x:{widths[0]}"))
    targets = list(sp.symbols(f"t:{widths[-1]}"))
    signal: list[sp.Expr] = list(inputs)
    loss, slopes = _unit("loss", widths[-1])
    functions: list[Any] = list(slopes)
    unknowns: list[sp.Symbol] = []
    for layer, (fan_in, fan_out) in enumerate(pairwise(widths), start=1):
        weight = [[sp.Symbol(f"w{layer}_{i}_{j}") for j in range(fan_out)] for i in range(fan_in)]
        bias = [sp.Symbol(f"b{layer}_{j}") for j in range(fan_out)]
        unknowns += [w for row in weight for w in row] + bias
        value, slope = _unit(f"f{layer}", 1)
        functions += [value, *slope]
        signal = [value(sum(signal[i] * weight[i][j] for i in range(fan_in)) + bias[j]) for j in range(fan_out)]
    total = loss(*signal, *targets)
    derivatives = [sp.diff(total, unknown) for unknown in unknowns]
    compute: Callable[..., list[Any]] = sp.lambdify(
        [functions, inputs, targets, unknowns], derivatives, modules="mpmath", cse=True
    )
    return compute


def _unit(name: str, arguments: int) -> tuple[Any, list[Any]]:
    """Make a function of which SymPy knows only the names of its derivatives by its first arguments."""
    slopes = [sp.Function(f"d{name}_{k}") for k in range(1, arguments + 1)]
    return type(name, (sp.Function,), {"fdiff": lambda self, k=1: slopes[k - 1](*self.args)}), slopes


@cache
def _loss_slopes(loss: Loss, width: int) -> list[Callable[..., Any]]:
    """Make SymPy's derivatives of the loss by every output functions of mpmath numbers."""
    outputs, targets = list(sp.symbols(f"y:{width}", real=True)), list(sp.symbols(f"t:{width}", real=True))
    total = loss.definition(outputs, targets)
    return [sp.lambdify([*outputs, *targets], sp.diff(total, y), "mpmath") for y in outputs]


@cache
def _functions(activation: Activation) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Make the definition and SymPy's derivative of it functions of mpmath numbers, at the default parameters."""
    definition = activation.at_defaults(activation.definition).rewrite(sp.Piecewise)
    return (
        sp.lambdify(X, definition, modules="mpmath"),
        sp.lambdify(X, sp.diff(definition, X), modules="mpmath"),
    )
