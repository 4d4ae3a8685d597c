"""Judging the mean of an activation under a normal distribution: centred at 0, not centred, nearly centred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from backproof.activations.model import X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.paper.identity import decide
from backproof.paper.moments import DENSITY, Moment, expectation
from backproof.paper.writing import latex
from backproof.verdict import Judgement, Step, Verdict

__all__ = ["DENSITY", "Mean", "mean", "nearly_zero_centred", "not_zero_centred", "zero_centred"]


@dataclass(frozen=True, slots=True)
class Mean:
    """E f(Z) for standard normal Z: exact, with its derivation, what the second method saw, and facts to check."""

    value: sp.Expr
    steps: tuple[Step, ...]
    certificate: str
    proof: tuple[Certificate, ...] = ()


def mean(f: sp.Expr, *, name: str = "f") -> Mean:
    """The expectation of ``f`` under the standard normal distribution, in closed form.

    Parameters may occur as factors. Where none is known, :func:`backproof.paper.moments.expectation` encloses it.

    Raises
    ------
    Undecided
        If no closed form is known, or the enclosure does not confirm it.
    """
    found = expectation(f, f"{name}(Z)")
    if found.value is None:
        raise Undecided(f"no closed form is known for the mean of {f}")
    return Mean(found.value, found.steps, found.certificate, found.proof)


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
        proof=decision.proof,
    )


def not_zero_centred(f: sp.Expr, *, name: str = "f") -> Judgement:
    """Judge that the mean of ``f`` over a standard normal input is not 0."""
    found = _by_reflection(f, name) or expectation(f, f"{name}(Z)")
    if not (found.ball > 0 or found.ball < 0):
        raise Undecided(f"the mean of {name} may be 0: it lies between {found.low} and {found.high}")
    method = "an enclosure" if found.value is None else "closed form"
    return Judgement(
        verdict=Verdict.PROVED,
        method=f"{method} of the Gaussian mean",
        steps=(*found.steps, Step("It is not zero", rf"\mathbb{{E}}\,{name}(Z) \approx {found.digits(6)}")),
        certificate=found.certificate,
        evidence={"mean": float(found.digits(17))},
        proof=found.proof,
    )


def _by_reflection(f: sp.Expr, name: str) -> Moment | None:
    """The mean where f(x) + f(-x) is a constant: half of it, for every input symmetric about 0."""
    constant = 2 * f.subs(X, 0)
    decision = decide(f + f.subs(X, -X), constant, X)
    if not decision.equal:
        return None
    half = constant / 2
    seen = expectation(f, f"{name}(Z)")
    if not seen.ball.overlaps(expectation(half).ball):
        raise Undecided(f"the integral of {f} encloses {seen.low}, not {half}: this is a bug, please report it")
    steps = (
        Step("Definition", f"{name}(x) = {latex(f)}"),
        Step("Add the value at -x", f"{name}(x) + {name}(-x) = {latex(constant)}"),
        Step("So for every input symmetric about 0", rf"\mathbb{{E}}\,{name}(Z) = {latex(half)}"),
    )
    certificate = f"{decision.certificate}; {seen.certificate}"
    return Moment(half, seen.low, seen.high, steps, certificate, (*decision.proof, *seen.proof))


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
        proof=(*mine.proof, *other.proof),
    )
