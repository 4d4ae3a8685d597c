"""Judging initialisations: whether a layer keeps the second moment of what it is given."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from backproof.activations.model import X
from backproof.errors import Undecided
from backproof.paper.identity import decide
from backproof.paper.variance import FAN_IN, POSITIVE, Found, weighted_sum
from backproof.paper.writing import CLOSE, code, latex, show, text
from backproof.verdict import Judgement, Step, Verdict

NO_ACTIVATION = Found(sp.Integer(1), (), "")
"""Judge the sum itself, without an activation after it."""


def share(f: sp.Expr, name: str) -> Found:
    """E f(z)^2/E z^2 for every z symmetric about 0, where f(z)^2 + f(-z)^2 is a multiple of z^2.

    Raises
    ------
    Undecided
        If it is no multiple of z^2: the share then depends on the distribution.
    """
    both = sp.simplify(f.subs(X, 1) ** 2 + f.subs(X, -1) ** 2)
    decision = decide(f**2 + f.subs(X, -X) ** 2, both * X**2, X)
    if not decision.equal:
        raise Undecided(f"the share of the second moment that {name} keeps depends on the distribution")
    steps = (
        Step("Add the squares at z and -z", f"{name}(z)^2 + {name}(-z)^2 = {latex(both * sp.Symbol('z') ** 2)}"),
        Step(
            "z and -z have the same distribution, so each has half of it",
            rf"\mathbb{{E}}\,{name}(z)^2 = {latex(both / 2)}\,\mathbb{{E}}\,z^2",
        ),
    )
    return Found(both / 2, steps, decision.certificate, decision.proof)


def keeps(
    weight: Found,
    fan: sp.Symbol,
    *,
    after: Found = NO_ACTIVATION,
    instead: Found | None = None,
    correction: str = "",
    at: Mapping[sp.Symbol, sp.Expr] | None = None,
) -> Judgement:
    """Judge that a layer keeps the second moment: ``fan`` times Var(w) times the activation's share is 1.

    Parameters
    ----------
    weight
        The distribution that weights are drawn from.
    fan
        :data:`FAN_IN` for what goes forward, :data:`FAN_OUT` for gradients going backward.
    after
        What the activation leaves of the second moment, by :func:`share`.
    instead, correction, at
        For a claim that is false: weights that do keep it (which is judged too), the true statement in words, and
        sizes at which the claim fails.

    Raises
    ------
    Undecided
        If it is false and no place is given where, or if what stands ``instead`` is no better.
    """
    total = weighted_sum(fan, weight)
    factor = sp.simplify(total.value * after.value)
    decision = decide(factor, sp.Integer(1), fan, POSITIVE)
    steps = (
        *total.steps,
        *after.steps,
        Step("So a layer multiplies the second moment by", latex(factor)),
    )
    method = "independence and linearity of the expectation, for any number of terms; exact normal form"
    certificate = "; ".join(c for c in (total.certificate, after.certificate, decision.certificate) if c)
    if decision.equal:
        proof = (*total.proof, *after.proof, *decision.proof)
        return Judgement(verdict=Verdict.PROVED, method=method, steps=steps, certificate=certificate, proof=proof)
    if at is None or instead is None:
        raise Undecided(f"a layer multiplies the second moment by {text(factor)}, and no sizes are given")
    right = keeps(instead, fan, after=after)
    return Judgement(
        verdict=Verdict.REFUTED,
        method=method,
        steps=(*steps, Step("Corrected", rf"\mathrm{{Var}}(w) = {latex(instead.value)}"), right.steps[-1]),
        certificate=certificate,
        proof=right.proof,
        correction=correction,
        counterexample=show(at, got=code(factor), want="1.0", holds=CLOSE),
    )


def same_variance(claimed: Found, true: Found) -> Judgement:
    """Judge that two ways to draw weights have the same variance, for all sizes.

    Raises
    ------
    Undecided
        If they have not.
    """
    decision = decide(claimed.value, true.value, FAN_IN, POSITIVE)
    if not decision.equal:
        raise Undecided(f"the variances are {text(claimed.value)} and {text(true.value)}")
    return Judgement(
        verdict=Verdict.PROVED,
        method="the variance of both distributions, compared by exact normal form",
        steps=(
            *claimed.steps,
            *true.steps,
            Step("They are equal", f"{latex(claimed.value)} = {latex(true.value)}"),
        ),
        certificate="; ".join(c for c in (claimed.certificate, true.certificate, decision.certificate) if c),
        proof=(*claimed.proof, *true.proof, *decision.proof),
    )


def slope_share(slope: sp.Expr, name: str) -> Found:
    """E f'(z)^2 for every z symmetric about 0, where f'(z)^2 + f'(-z)^2 is constant: what goes backward.

    Raises
    ------
    Undecided
        If it is not constant: the share then depends on the distribution.
    """
    both = sp.simplify(slope.subs(X, 1) ** 2 + slope.subs(X, -1) ** 2)
    decision = decide(slope**2 + slope.subs(X, -X) ** 2, both, X, POSITIVE)
    if not decision.equal:
        raise Undecided(f"the share of the gradient that {name} lets through depends on the distribution")
    steps = (
        Step("Add the squares of the slopes at z and -z", f"{name}'(z)^2 + {name}'(-z)^2 = {latex(both)}"),
        Step("z and -z have the same distribution", rf"\mathbb{{E}}\,{name}'(z)^2 = {latex(both / 2)}"),
    )
    return Found(both / 2, steps, decision.certificate, decision.proof)
