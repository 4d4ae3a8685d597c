"""Monotone pieces and exact ranges, with open or closed ends, and where they are attained.

Between the zeros of its derivative (:mod:`backproof.paper.signs`) a function takes exactly the values between its two
one-sided limits (:mod:`backproof.paper.asymptotics`). The range is the union of these intervals and of the values at
the points between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sympy as sp

from backproof.certificate import Certificate, assumptions, edge, tree
from backproof.errors import Undecided
from backproof.paper.asymptotics import limit
from backproof.paper.box import Box
from backproof.paper.cell import REALS, Cell
from backproof.paper.cells import cells
from backproof.paper.enclose import enclose
from backproof.paper.enclosed import Enclosed, value_at
from backproof.paper.normal import normal
from backproof.paper.positivity import always_positive
from backproof.paper.signs import sign_proof, signs
from backproof.paper.spans import Span, as_set, compare, joined
from backproof.verdict import Step

__all__ = ["Image", "Span", "compare", "image", "image_of", "limit_at", "neat", "signs"]

_FAR = (6, 24)
"""Far points at which the second method looks on the way to a limit."""
_SPREAD = 9
"""At how many points of a piece the second method looks at the derivative."""
_BITS = 2048


@dataclass(frozen=True, slots=True)
class Image:
    """The exact set of values of a function, with where it goes and what it attains.

    ``attained`` holds points with their values where a closed end or a kink is attained; ``steps`` is the reasoning,
    ``certificate`` says what the second method saw, ``proof`` is what can be checked again, and ``spans`` are the
    intervals of ``values`` from left to right.
    """

    values: sp.Set
    attained: tuple[tuple[sp.Expr, sp.Expr], ...]
    monotone: tuple[tuple[Cell, int], ...]
    steps: tuple[Step, ...]
    certificate: str
    proof: tuple[Certificate, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def rises(self) -> bool:
        """Whether the function increases on every piece."""
        return all(sign > 0 for cell, sign in self.monotone if not cell.is_point)


def limit_at(formula: sp.Expr, x: sp.Symbol, end: sp.Expr, side: str, box: Box) -> sp.Expr:
    """One-sided limit of a formula without cases at an end of a cell: exact, or a number that encloses itself."""
    formula = box.pinned(formula)
    if end in (sp.oo, -sp.oo) or not _continues(formula, x, end, box):
        if end.has(Enclosed, sp.CRootOf):
            raise Undecided(f"{formula} may have no value at {end}")
        return neat(limit(formula, x, end, side, box.sign))
    return neat(value_at(formula, x, end))


def _continues(formula: sp.Expr, x: sp.Symbol, end: sp.Expr, box: Box) -> bool:
    """Whether a formula is continuous at a point for certain: no denominator, logarithm or root has its end there."""
    for node in sp.preorder_traversal(formula):
        whole = node.is_Pow and node.exp.is_Integer
        if not (isinstance(node, sp.log) or (node.is_Pow and not (whole and node.exp > 0))) or not node.has(x):
            continue
        if node.is_Pow and node.exp.has(x):
            return False
        base = node.args[0].subs(x, end)
        if always_positive(node.args[0]):
            continue
        sign = box.sign(base)
        if sign == 0 or (sign < 0 and not whole):
            return False
    return True


def neat(value: sp.Expr) -> sp.Expr:
    """The shorter of two writings of a number or of an expression in parameters."""
    if not value.is_finite or value.is_Rational or value.has(Enclosed):
        return value
    try:
        top, bottom = normal(value).as_formulas()
    except Undecided:
        return value
    return min(value, top / bottom, key=sp.count_ops)


def image(f: sp.Expr, x: sp.Symbol, domain: Cell = REALS, name: str = "f", box: Box | None = None) -> Image:
    """The exact range of ``f`` on ``domain``.

    Parameters
    ----------
    f, x, domain
        The function, cases allowed, its variable, and where to look.
    name
        How the derivation calls it.
    box
        Where its parameters lie; by default they have their whole range.

    Raises
    ------
    Undecided
        If the sign of the derivative or a limit is not decided, or the range depends on a parameter's case
        (:class:`~backproof.paper.box.Split`).
    """
    box = Box.of(f.free_symbols - {x}) if box is None else box
    return image_of(cells(f, x, box, domain), x, name, box, domain)


def image_of(parts: Sequence[tuple[Cell, sp.Expr]], x: sp.Symbol, name: str, box: Box, domain: Cell = REALS) -> Image:
    """As :func:`image`, of a function that is given by its cells and a formula without cases on each."""
    found = _Search(x, name, box)
    for cell, formula in parts:
        if formula is not sp.nan:
            found.piece(formula, cell)
    spans = joined(found.spans, box)
    values = sp.Union(*(as_set(span) for span in spans))
    found.steps.append(
        Step("Together these are all values", f"{name}({sp.latex(domain.as_set())}) = {sp.latex(values)}")
    )
    certificate = f"signs of the derivative and both limits of every piece met by intervals at {found.checks} points"
    return Image(
        values,
        tuple(found.attained),
        tuple(found.monotone),
        tuple(found.steps),
        certificate,
        tuple(found.proof),
        tuple(spans),
    )


def extremes(parts: Sequence[tuple[Cell, sp.Expr]], x: sp.Symbol, box: Box) -> list[sp.Expr]:
    """Numbers among which the least upper and the greatest lower bound of a function are; given as to image_of."""
    found = _Search(x, "f", box)
    for cell, formula in parts:
        found.piece(formula, cell)
    return [end for span in found.spans for end in (span.low, span.high)]


class _Search:
    """Gathers the values of a function, piece by piece."""

    def __init__(self, x: sp.Symbol, name: str, box: Box) -> None:
        self._x = x
        self._name = name
        self._box = box
        self.spans: list[Span] = []
        self.attained: list[tuple[sp.Expr, sp.Expr]] = []
        self.monotone: list[tuple[Cell, int]] = []
        self.steps: list[Step] = []
        self.proof: list[Certificate] = []
        self.checks = 0

    def piece(self, formula: sp.Expr, cell: Cell) -> None:
        """Add the values of a formula without cases on a cell."""
        if cell.is_point:
            self._point(formula, cell.low)
            return
        slope = sp.diff(formula, self._x)
        parts = signs(slope, self._x, cell, self._box)
        self.proof += sign_proof(slope, self._x, parts, self._box)
        for part, sign in parts:
            self.monotone.append((part, sign))
            if part.is_point or sign == 0:
                value = self._point(formula, part.sample)
                self.steps.append(_flat_step(part, value, self._x, self._name))
                continue
            self.checks += _confirm_sign(slope, self._x, part, sign, self._box)
            left, right = (
                limit_at(formula, self._x, end, side, self._box) for end, side in ((part.low, "+"), (part.high, "-"))
            )
            self.checks += _confirm_ends(formula, self._x, part, (left, right), sign, self._box)
            self.proof += _limit_proof(formula, self._x, part, (left, right), self._box)
            low, high = (left, right) if sign > 0 else (right, left)
            self.spans.append(Span(low, high, has_low=False, has_high=False))
            self.steps.append(_monotone_step(part, sign, left, right, self._x, self._name))

    def _point(self, formula: sp.Expr, at: sp.Expr) -> sp.Expr:
        value = value_at(formula, self._x, at)
        if value.has(sp.oo, -sp.oo, sp.zoo, sp.nan):
            raise Undecided(f"{formula} has no value at {at}")
        value = neat(value)
        self.spans.append(Span(value, value, has_low=True, has_high=True))
        self.attained.append((at, value))
        return value


def _flat_step(cell: Cell, value: sp.Expr, x: sp.Symbol, name: str) -> Step:
    if cell.is_point:
        return Step(
            "The derivative is zero there", f"{name}'({sp.latex(cell.low)}) = 0,\\quad {name} = {sp.latex(value)}"
        )
    return Step(
        "The function is constant there", f"{name}({x}) = {sp.latex(value)} \\text{{ on }} {sp.latex(cell.as_set())}"
    )


def _monotone_step(cell: Cell, sign: int, left: sp.Expr, right: sp.Expr, x: sp.Symbol, name: str) -> Step:
    word, mark = ("rises", ">") if sign > 0 else ("falls", "<")
    formula = (
        f"{name}'({x}) {mark} 0 \\text{{ on }} {sp.latex(cell.as_set())},"
        rf"\quad {name}: {sp.latex(left)} \to {sp.latex(right)}"
    )
    return Step(f"The function {word}, so it takes exactly the values between its two one-sided limits", formula)


def _confirm_ends(
    formula: sp.Expr, x: sp.Symbol, cell: Cell, limits: tuple[sp.Expr, sp.Expr], sign: int, box: Box
) -> int:
    """Second method: two points on the way to each end come closer and closer to the limit, and not beyond it."""
    parameters = box.sample()
    for end, goal, up in ((cell.low, limits[0], -sign), (cell.high, limits[1], sign)):
        near, far = (enclose(formula, {x: p, **parameters}, _BITS) for p in _approach(cell, end))
        past = goal.is_finite and up * (far - enclose(goal, parameters, _BITS)) > 0
        if up * (near - far) > 0 or past or goal == -up * sp.oo:
            raise Undecided(
                f"the two methods disagree on the limit {goal} of {formula} at {end}: this is a bug, please report it"
            )
    return 2 * len(_FAR)


def _confirm_sign(slope: sp.Expr, x: sp.Symbol, cell: Cell, sign: int, box: Box) -> int:
    """Second method: at points spread over the cell, intervals give the derivative the same sign."""
    parameters = box.sample()
    low = cell.low if cell.low.is_finite else (cell.high if cell.high.is_finite else 0) - 10
    high = cell.high if cell.high.is_finite else (cell.low if cell.low.is_finite else 0) + 10
    for share in range(1, _SPREAD + 1):
        point = low + (high - low) * sp.Rational(share, _SPREAD + 1)
        ball = enclose(slope, {x: point, **parameters}, 256)
        if sign * ball < 0:
            raise Undecided(
                f"the two methods disagree on the sign of {slope} at {point}: this is a bug, please report it"
            )
    return _SPREAD


def _approach(cell: Cell, end: sp.Expr) -> Iterator[sp.Expr]:
    """Two points of the cell, the second nearer to the end."""
    for far in _FAR:
        if end == sp.oo:
            yield sp.Integer(far) + (cell.low if cell.low.is_finite else 0)
        elif end == -sp.oo:
            yield -sp.Integer(far) + (cell.high if cell.high.is_finite else 0)
        else:
            step = sp.Rational(1, far)
            width = cell.high - cell.low
            step = step if width == sp.oo else step * width
            yield end + step if end == cell.low else end - step


def _limit_proof(
    formula: sp.Expr, x: sp.Symbol, cell: Cell, limits: tuple[sp.Expr, sp.Expr], box: Box
) -> list[Certificate]:
    made = []
    formula, limits = box.inward(formula), (box.inward(limits[0]), box.inward(limits[1]))
    for at, side, value in ((cell.low, "+", limits[0]), (cell.high, "-", limits[1])):
        try:
            data = {
                "variable": x.name,
                "assume": assumptions(formula, besides=x),
                "formula": tree(formula),
                "at": edge(at),
                "side": side,
                "value": edge(value),
            }
        except Undecided:
            continue  # an end that is only enclosed: a bound says where the value lies
        made.append(Certificate("limit", data))
    return made
