"""Expectations of activations of a normal variable, exact, each met by a rigorous enclosure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from backproof.activations.model import X
from backproof.errors import Undecided
from backproof.paper.enclose import enclose, integral
from backproof.paper.identity import decide
from backproof.paper.pieces import Cell, pieces
from backproof.paper.writing import latex, text
from backproof.verdict import Judgement, Step, Verdict

DENSITY = sp.exp(-(X**2) / 2) / sp.sqrt(2 * sp.pi)
"""Density of the standard normal distribution."""
_REACH = 40
"""The enclosure integrates from -40 to 40 and bounds the rest."""
_BITS = 192


@dataclass(frozen=True, slots=True)
class Mean:
    """E f(Z) for standard normal Z: exact, with its derivation and what the second method saw."""

    value: sp.Expr
    steps: tuple[Step, ...]
    certificate: str


def mean(f: sp.Expr, *, name: str = "f") -> Mean:
    """The expectation of ``f`` under the standard normal distribution, in closed form.

    ``f`` must grow at most like e^|x|; parameters may occur.

    Raises
    ------
    Undecided
        If SymPy finds no closed form, or the enclosure does not confirm it.
    """
    total, steps = sp.Integer(0), []
    for (piece,) in pieces([f], X):
        if piece.cell.is_point:
            continue
        part = sp.integrate(sp.expand(piece.formula) * DENSITY, (X, piece.cell.low, piece.cell.high))
        if part.has(sp.Integral):
            raise Undecided(f"no closed form was found for the mean of {f}")
        part = sp.simplify(part)
        total += part
        where = rf"\int_{{{latex(piece.cell.low)}}}^{{{latex(piece.cell.high)}}}"
        steps.append(Step("One piece", rf"{where} \left({latex(piece.formula)}\right) \varphi(x)\,dx = {latex(part)}"))
    total = sp.simplify(total)
    steps.append(Step("Together", rf"\mathbb{{E}}\,{name}(Z) = {latex(total)}"))
    return Mean(total, tuple(steps), _confirm(f, total))


def _confirm(f: sp.Expr, value: sp.Expr) -> str:
    """Second method: Arb's rigorous integral over [-40, 40]; the rest is below e^41 e^(-800) for |f| <= e^(|x|+1)."""
    parameters = {s: sp.Rational(3, 2) for s in value.free_symbols | f.free_symbols if s != X}
    total = enclose(sp.Integer(0), {}, _BITS)
    for (piece,) in pieces([f.subs(parameters)], X, Cell(sp.Integer(-_REACH), sp.Integer(_REACH))):
        if not piece.cell.is_point:
            total += integral(piece.formula * DENSITY, X, piece.cell.low, piece.cell.high, _BITS)
    rest = enclose(sp.exp(-(_REACH**2) / sp.Integer(2) + _REACH + 1), {}, _BITS)
    off = abs(total - enclose(value, parameters, _BITS))
    if not off.lower() <= rest:
        raise Undecided(f"the integral of {f} encloses {total}, not {value}: this is a bug, please report it")
    digits = total.str(12, radius=False)
    where = "" if not parameters else f" at {', '.join(f'{s} = {v}' for s, v in parameters.items())}"
    return f"Arb's rigorous quadrature over [-40, 40] encloses {digits}{where}, tails bounded"


def zero_centred(f: sp.Expr, *, name: str = "f") -> Judgement:
    """Judge that ``f`` has mean 0 for every input that is symmetric about 0, by its being odd.

    Raises
    ------
    Undecided
        If it is not odd; it may have mean 0 all the same.
    """
    decision = decide(f.subs(X, -X), -f, X)
    if not decision.equal:
        raise Undecided(f"{name} is not odd")
    return Judgement(
        verdict=Verdict.PROVED,
        method="exact normal form of f(-x) + f(x)",
        steps=(
            Step("Definition", f"{name}(x) = {latex(f)}"),
            Step("The function is odd", f"{name}(-x) + {name}(x) = 0"),
            Step(
                "For an input symmetric about 0, Z and -Z have the same distribution: the mean is its own negative",
                rf"\mathbb{{E}}\,{name}(Z) = \mathbb{{E}}\,{name}(-Z) = -\mathbb{{E}}\,{name}(Z) = 0",
            ),
        ),
        certificate=decision.certificate,
    )


def not_zero_centred(f: sp.Expr, *, name: str = "f") -> Judgement:
    """Judge that the mean of ``f`` over a standard normal input is not 0."""
    found = _by_reflection(f, name) or mean(f, name=name)
    if not (enclose(found.value, {}, _BITS) > 0 or enclose(found.value, {}, _BITS) < 0):
        raise Undecided(f"the mean of {name} may be 0: {text(found.value)}")
    return Judgement(
        verdict=Verdict.PROVED,
        method="closed form of the Gaussian mean",
        steps=(*found.steps, Step("It is not zero", rf"\mathbb{{E}}\,{name}(Z) \approx {sp.N(found.value, 6)}")),
        certificate=found.certificate,
        evidence={"mean": float(found.value)},
    )


def _by_reflection(f: sp.Expr, name: str) -> Mean | None:
    """The mean where f(x) + f(-x) is a constant: half of it, for every input symmetric about 0."""
    constant = 2 * f.subs(X, 0)
    decision = decide(f + f.subs(X, -X), constant, X)
    if not decision.equal:
        return None
    steps = (
        Step("Definition", f"{name}(x) = {latex(f)}"),
        Step("Add the value at -x", f"{name}(x) + {name}(-x) = {latex(constant)}"),
        Step("So for every input symmetric about 0", rf"\mathbb{{E}}\,{name}(Z) = {latex(constant / 2)}"),
    )
    return Mean(constant / 2, steps, f"{decision.certificate}; {_confirm(f, constant / 2)}")


def nearly_zero_centred(
    f: sp.Expr,
    reference: sp.Expr,
    *,
    name: str,
    reference_name: str,
    values: Mapping[sp.Symbol, tuple[sp.Expr, ...]] | None = None,
) -> Judgement:
    """Judge "close to zero centred": imprecise, with the means of ``f`` and of the function it is compared to.

    ``values`` lists parameter values at which the mean is given.
    """
    mine, other = mean(f, name=name), mean(reference, name=reference_name)
    figures: dict[str, float] = {}
    if values:
        for symbol, choices in values.items():
            figures.update({f"{name} ({symbol} = {v})": float(mine.value.subs(symbol, v)) for v in choices})
    else:
        figures[name] = float(mine.value)
    figures[reference_name] = float(other.value)
    listed = ", ".join(f"{figure:.3f} for {label}" for label, figure in figures.items())
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="closed forms of two Gaussian integrals",
        steps=(*mine.steps, *other.steps),
        certificate=f"{mine.certificate}; {other.certificate}",
        correction=f"the mean over a standard normal input is {listed}",
        evidence={"means": dict(figures)},
    )
