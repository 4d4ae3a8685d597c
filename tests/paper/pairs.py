"""Pairs of formulas that are equal by construction, and pairs that differ by one realistic slip.

Equal pairs come from random rewriting, each rule of which is an identity. Different pairs come from one slip in one of
two equal writings: a lost sign, a factor, an exponent, a shifted argument, a swapped branch. That a slip changes the
value is checked with mpmath at 50 digits, which shares no code with the engine.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import mpmath
import sympy as sp

from backproof.activations import ACTIVATIONS, X

A = sp.Symbol("a", positive=True)
B = sp.Symbol("b", real=True)

Rule = Callable[[sp.Expr, random.Random], sp.Expr]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two formulas, and whether they are equal."""

    left: sp.Expr
    right: sp.Expr
    equal: bool


def sigma(u: sp.Expr) -> sp.Expr:
    return 1 / (1 + sp.exp(-u))


def _seed(draw: random.Random) -> sp.Expr:
    """A formula as lectures have them: an activation, its derivative, or a small combination."""
    plain = [a for a in ACTIVATIONS if a.name != "selu"]
    kind = draw.randrange(6)
    entry = draw.choice(plain)
    at = draw.choice([X, X, X, 2 * X, -X, X / 2, X + 1, 3 * X - 2])
    base = entry.at_defaults(entry.definition) if draw.random() < 0.6 else entry.definition
    if kind == 0:
        return base.subs(X, at)
    if kind == 1:
        return entry.derivative.subs(X, at) if not entry.kinks else base.subs(X, at) * draw.choice([2, A, B, -1])
    smooth = [sigma(at), sp.tanh(at), sp.exp(at), sp.exp(-at), sp.cosh(at), sp.sinh(at), at, sp.log(1 + sp.exp(at))]
    if kind == 2:
        return draw.choice(smooth) * draw.choice(smooth) + draw.choice([0, 1, A, B])
    if kind == 3:
        return (draw.choice(smooth) + draw.choice([1, A])) ** draw.choice([2, 3]) - draw.choice(smooth)
    if kind == 4:
        return sp.Max(draw.choice([0, A * X, X / 10]), at) + draw.choice(smooth[:3])
    return sp.Abs(at) * draw.choice([1, B]) + draw.choice(smooth[:3])


def _tanh_by_sigma(f: sp.Expr, _: random.Random) -> sp.Expr:
    return f.replace(sp.tanh, lambda u: 2 * sigma(2 * u) - 1)


def _tanh_by_exp(f: sp.Expr, draw: random.Random) -> sp.Expr:
    if draw.random() < 0.5:
        return f.replace(sp.tanh, lambda u: (sp.exp(u) - sp.exp(-u)) / (sp.exp(u) + sp.exp(-u)))
    return f.replace(sp.tanh, lambda u: 1 - 2 / (sp.exp(2 * u) + 1))


def _hyperbolic_by_exp(f: sp.Expr, _: random.Random) -> sp.Expr:
    f = f.replace(sp.cosh, lambda u: (sp.exp(u) + sp.exp(-u)) / 2)
    return f.replace(sp.sinh, lambda u: (sp.exp(u) - sp.exp(-u)) / 2)


def _max_by_pieces(f: sp.Expr, draw: random.Random) -> sp.Expr:
    if draw.random() < 0.5:
        return f.replace(
            sp.Max, lambda *a: sp.Piecewise((a[0], a[0] > a[1]), (a[1], True)) if len(a) == 2 else sp.Max(*a)
        )
    return f.replace(sp.Max, lambda *a: (a[0] + a[1] + sp.Abs(a[0] - a[1])) / 2 if len(a) == 2 else sp.Max(*a))


def _abs_by_sign(f: sp.Expr, draw: random.Random) -> sp.Expr:
    if draw.random() < 0.5:
        return f.replace(sp.Abs, lambda u: u * sp.sign(u))
    return f.replace(sp.Abs, lambda u: sp.Max(u, -u))


def _logarithm(f: sp.Expr, _: random.Random) -> sp.Expr:
    def split(u: sp.Expr) -> sp.Expr:
        for term in u.args if u.is_Add else ():
            if isinstance(term, sp.exp):
                return term.args[0] + sp.log(sp.expand(u * sp.exp(-term.args[0])))
        return sp.log(u)

    return f.replace(sp.log, split)


def _expand(f: sp.Expr, _: random.Random) -> sp.Expr:
    return f if f.has(sp.Piecewise) else sp.expand(f)


def _together(f: sp.Expr, _: random.Random) -> sp.Expr:
    return f if f.has(sp.Piecewise, sp.Max, sp.Abs) else sp.together(f)


def _add_nothing(f: sp.Expr, draw: random.Random) -> sp.Expr:
    u = draw.choice([X, sp.exp(X), sigma(X)])
    return sp.Add(f, (1 + u) ** 2, -1 - 2 * u - u**2, evaluate=False)


def _times_one(f: sp.Expr, draw: random.Random) -> sp.Expr:
    u = draw.choice([1 + sp.exp(X), 2 + sp.exp(-X), sp.cosh(X)])
    return sp.Mul(sp.Mul(f, u, evaluate=False), sp.Pow(u, -1, evaluate=False), evaluate=False)


def _reflect(f: sp.Expr, _: random.Random) -> sp.Expr:
    """Sigma of u as 1 - sigma of -u."""

    def other(p: sp.Expr) -> sp.Expr:
        inner = p.base - 1
        return 1 - 1 / (1 + 1 / inner) if isinstance(inner, sp.exp) else p

    return f.replace(lambda e: e.is_Pow and e.exp == -1 and e.base.is_Add, other)


RULES: tuple[Rule, ...] = (
    _tanh_by_sigma,
    _tanh_by_exp,
    _hyperbolic_by_exp,
    _max_by_pieces,
    _abs_by_sign,
    _logarithm,
    _expand,
    _together,
    _add_nothing,
    _times_one,
    _reflect,
)


def _slip(f: sp.Expr, draw: random.Random) -> sp.Expr:
    """One realistic mistake, somewhere in the formula."""
    nodes = [n for n in sp.preorder_traversal(f) if isinstance(n, sp.Expr) and n.args and not n.is_Rational]
    if not nodes:
        return f + 1
    node = draw.choice(nodes)
    kind = draw.randrange(8)
    changed = node
    if kind == 0:
        changed = -node
    elif kind == 1 and node.is_Add:
        term = draw.choice(node.args)
        changed = node - 2 * term
    elif kind == 2 and node.is_Pow and node.exp.is_Integer:
        changed = node.base ** (node.exp + draw.choice([-1, 1]))
    elif kind == 3:
        changed = draw.choice([2, sp.Rational(1, 2)]) * node
    elif kind == 4 and isinstance(node, sp.exp):
        changed = sp.exp(node.args[0] - 1)
    elif kind == 5 and isinstance(node, sp.Max):
        changed = sp.Min(*node.args)
    elif kind == 6:
        changed = node.subs(X, 2 * X)
    else:
        changed = node + draw.choice([1, -1])
    return f.xreplace({node: changed})


def _values(f: sp.Expr) -> list[mpmath.mpf | None]:
    """The formula at fixed points with 50 digits, by mpmath; ``None`` where it has no value."""
    compute = sp.lambdify((X, A, B), f, modules=["mpmath", {"Heaviside": lambda u: mpmath.mpf(u > 0)}])
    found: list[mpmath.mpf | None] = []
    with mpmath.workdps(50):
        for x in ("-3.7", "-1.3", "-0.4", "0.3", "0.9", "2.6"):
            for a, b in (("0.7", "-1.9"), ("2.3", "0.6")):
                try:
                    value = mpmath.mpmathify(compute(mpmath.mpf(x), mpmath.mpf(a), mpmath.mpf(b)))
                except (ZeroDivisionError, ValueError, TypeError):
                    value = None
                real = isinstance(value, mpmath.mpf) and mpmath.isfinite(value)
                found.append(value if real else None)
    return found


def differ(f: sp.Expr, g: sp.Expr) -> bool:
    """Whether two formulas have different values at a fixed point, by 50 digits of mpmath."""
    with mpmath.workdps(50):
        return any(
            abs(a - b) > mpmath.mpf(10) ** -30 * (1 + abs(a))
            for a, b in zip(_values(f), _values(g), strict=True)
            if a is not None and b is not None
        )


def pairs(number: int, seed: int = 2026) -> Iterator[Pair]:
    """``number`` pairs, equal and different in turn; the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - nothing here is secret
    made = 0
    while made < number:
        left = _seed(draw)
        right = left
        for rule in draw.sample(RULES, draw.randrange(2, 5)):
            right = rule(right, draw)
        if made % 2 == 0:
            if right == left or differ(left, right):
                continue
            yield Pair(left, right, equal=True)
        else:
            wrong = _slip(right, draw)
            if wrong.has(sp.zoo, sp.nan, sp.I) or not differ(left, wrong):
                continue
            yield Pair(left, wrong, equal=False)
        made += 1
