"""Signs, monotonicity and exact ranges, by polynomial reasoning after t = e^x.

The sign of a rational function of one positive variable u and positive parameters is decided as soon as
all coefficients of a numerator (and of a denominator) have the same sign. Every interval of the line is
brought to u > 0 first: (0, oo) by t = 1 + u, (-oo, 0) by t = 1/(1 + u), and so on. What does not fall to
that is cut at its real roots, which SymPy isolates exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.enclose import enclose
from backproof.paper.normal import normal
from backproof.paper.pieces import REALS, Cell, pieces
from backproof.verdict import Step

_U = sp.Symbol("u", positive=True)
_FAR = (50, 200)
"""Far points at which the second method looks on the way to a limit."""
_SPREAD = 9
"""At how many points of a piece the second method looks at the derivative."""


@dataclass(frozen=True, slots=True)
class Image:
    """The exact set of values of a function, with where it goes and what it attains.

    ``attained`` holds points with their values where a closed end or a kink is attained; ``steps`` is the
    reasoning, and ``certificate`` says what the second method saw.
    """

    values: sp.Set
    attained: tuple[tuple[sp.Expr, sp.Expr], ...]
    monotone: tuple[tuple[Cell, int], ...]
    steps: tuple[Step, ...]
    certificate: str

    @property
    def rises(self) -> bool:
        """Whether the function increases on every piece."""
        return all(sign > 0 for cell, sign in self.monotone if not cell.is_point)


def signs(formula: sp.Expr, x: sp.Symbol, cell: Cell) -> list[tuple[Cell, int]]:
    """Cut an open cell where a formula without cases is zero, and give its sign on every part.

    Raises
    ------
    Undecided
        If x and e^x occur together in one factor, or a parameter's range leaves the sign open.
    """
    found = normal(formula)
    if found.is_zero:
        return [(cell, 0)]
    names = found.names
    total, roots = 1, set()
    for part in found.as_polynomials():
        constant, factors = sp.factor_list(part, *names) if names else (part, [])
        total *= _number_sign(constant)
        for factor, power in factors:
            sign, zeros = _factor_sign(factor, names, x, cell)
            roots |= zeros
            total *= sign**power
    if not roots:
        return [(cell, total)]
    edges = [cell.low, *sorted(roots), cell.high]
    result: list[tuple[Cell, int]] = []
    for low, high in pairwise(edges):
        part = Cell(low, high)
        if low != cell.low:
            result.append((Cell(low, low), 0))
        result.append((part, _ball_sign(enclose(formula, {x: part.sample}, 128))))
    return result


def _number_sign(number: sp.Expr) -> int:
    return _ball_sign(enclose(sp.sympify(number), {}, 128)) if not number.free_symbols else _assumed(number)


def _assumed(number: sp.Expr) -> int:
    if number.is_positive:
        return 1
    if number.is_negative:
        return -1
    raise Undecided(f"the sign of {number} is open")


def _ball_sign(ball: object) -> int:
    if ball > 0:  # type: ignore[operator]
        return 1
    if ball < 0:  # type: ignore[operator]
        return -1
    raise Undecided(f"an interval around zero has no sign: {ball}")


def _factor_sign(
    factor: sp.Expr, names: Mapping[sp.Symbol, sp.Expr], x: sp.Symbol, cell: Cell
) -> tuple[int, set[sp.Expr]]:
    """Sign of a polynomial factor on the cell, or (with sign 1) the points of the cell where it is zero."""
    moving = [name for name in names if factor.has(name) and names[name].has(x)]
    if len(moving) > 1:
        raise Undecided(f"{factor.xreplace(dict(names))} mixes {' and '.join(str(names[m]) for m in moving)}")
    if not moving:
        return _number_sign(factor.xreplace(dict(names))), set()
    (name,) = moving
    generator, rest = names[name], {n: g for n, g in names.items() if n != name}
    inner = factor.xreplace(rest)
    if generator == x:
        rate, (low, high) = None, (cell.low, cell.high)
    elif isinstance(generator, sp.exp) and generator.args[0].coeff(x).is_positive and _is_linear(generator, x):
        rate = generator.args[0].coeff(x)
        low, high = (_exponential(rate, end) for end in (cell.low, cell.high))
    else:
        raise Undecided(f"the sign of {generator} is not followed here")
    sign = _common_sign(inner, name, low, high)
    if sign is not None:
        return sign, set()
    if inner.free_symbols != {name}:
        raise Undecided(f"the sign of {factor.xreplace(dict(names))} depends on its parameters")
    inside = [r for r in sp.Poly(inner, name).real_roots() if low < r < high]
    if not inside:
        return _ball_sign(enclose(inner, {name: Cell(low, high).sample}, 128)), set()
    return 1, {sp.log(r) / rate for r in inside} if rate is not None else set(inside)


def _is_linear(exponential: sp.Expr, x: sp.Symbol) -> bool:
    exponent = exponential.args[0]
    return bool(exponent == x * exponent.coeff(x)) and not exponent.coeff(x).has(x)


def _exponential(rate: sp.Expr, end: sp.Expr) -> sp.Expr:
    if end == -sp.oo:
        return sp.Integer(0)
    return sp.oo if end == sp.oo else sp.exp(rate * end)


def _common_sign(factor: sp.Expr, v: sp.Symbol, low: sp.Expr, high: sp.Expr) -> int | None:
    """The common sign of all coefficients after (low, high) is mapped onto u > 0; ``None`` if they differ."""
    if low == -sp.oo and high == sp.oo:
        return None
    if low == -sp.oo:
        mapped = factor.subs(v, high - _U)
    elif high == sp.oo:
        mapped = factor.subs(v, low + _U)
    else:
        mapped = factor.subs(v, (low + high * _U) / (1 + _U))
    top, _ = sp.fraction(sp.together(mapped))
    parameters = sorted(top.free_symbols - {_U}, key=str)
    if not all(p.is_positive for p in parameters):
        return None
    found = {c.is_positive for c in sp.Poly(top, _U, *parameters).coeffs()}
    if len(found) != 1 or found == {None}:
        return None
    return 1 if found == {True} else -1


def image(f: sp.Expr, x: sp.Symbol, domain: Cell = REALS, name: str = "f") -> Image:
    """The exact range of ``f`` on ``domain``.

    Raises
    ------
    Undecided
        If the sign of the derivative is not decided, or the range depends on a parameter's case.
    """
    parts: list[sp.Set] = []
    attained: list[tuple[sp.Expr, sp.Expr]] = []
    monotone: list[tuple[Cell, int]] = []
    steps: list[Step] = []
    checks = 0
    for (piece,) in pieces([f], x, domain):
        if piece.condition is not sp.true:
            raise Undecided(f"the range depends on {piece.condition}")
        if piece.formula is sp.nan:
            continue
        if piece.cell.is_point:
            value = sp.simplify(piece.formula.subs(x, piece.cell.low))
            parts.append(sp.FiniteSet(value))
            attained.append((piece.cell.low, value))
            continue
        for cell, sign in signs(sp.diff(piece.formula, x), x, piece.cell):
            monotone.append((cell, sign))
            if cell.is_point or sign == 0:
                spot = cell.sample
                value = sp.simplify(piece.formula.subs(x, spot))
                if not value.is_finite:
                    raise Undecided(f"{f} has no value at {spot}")
                parts.append(sp.FiniteSet(value))
                attained.append((spot, value))
                steps.append(_flat_step(cell, value, x, name))
                continue
            left, right = sp.limit(piece.formula, x, cell.low, "+"), sp.limit(piece.formula, x, cell.high, "-")
            checks += _confirm_ends(piece.formula, x, cell, left, right)
            checks += _confirm_sign(sp.diff(piece.formula, x), x, cell, sign)
            low, high = (left, right) if sign > 0 else (right, left)
            parts.append(sp.Interval.open(low, high))
            steps.append(_monotone_step(cell, sign, left, right, x, name))
    values = _merged(parts)
    steps.append(Step("Together these are all values", f"{name}({sp.latex(domain.as_set())}) = {sp.latex(values)}"))
    certificate = f"signs of the derivative and both limits of every piece met by intervals at {checks} points"
    return Image(values, tuple(attained), tuple(monotone), tuple(steps), certificate)


def _merged(parts: list[sp.Set]) -> sp.Set:
    """The union, with intervals joined where they meet; SymPy leaves them apart when an end is a symbol."""
    joined: list[sp.Set] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is not None and last.sup == part.inf and (_has(last, last.sup) or _has(part, part.inf)):
            joined[-1] = sp.Interval(last.inf, part.sup, not _has(last, last.inf), not _has(part, part.sup))
        else:
            joined.append(part)
    return sp.Union(*joined)


def _has(values: sp.Set, point: sp.Expr) -> bool:
    """Whether a set certainly contains a point; SymPy's answer may be open."""
    return values.contains(point) is sp.true


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


def _confirm_ends(formula: sp.Expr, x: sp.Symbol, cell: Cell, left: sp.Expr, right: sp.Expr) -> int:
    """Second method: two points on the way to each end come closer and closer to the limit."""
    parameters = {s: sp.Rational(3, 2) for s in formula.free_symbols - {x}}
    for end, limit in ((cell.low, left), (cell.high, right)):
        near, far = (enclose(formula, {x: p, **parameters}, 1024) for p in _approach(cell, end))
        if not limit.is_finite:
            closer = abs(far) > abs(near)
        else:
            goal = enclose(limit, parameters, 1024)
            closer = abs(far - goal) < abs(near - goal)
        if not closer:
            raise Undecided(f"the limit {limit} of {formula} at {end} is not confirmed by values on the way")
    return 2 * len(_FAR)


def _confirm_sign(slope: sp.Expr, x: sp.Symbol, cell: Cell, sign: int) -> int:
    """Second method: at points spread over the cell, intervals give the derivative the same sign."""
    parameters = {s: sp.Rational(3, 2) for s in slope.free_symbols - {x}}
    low = cell.low if cell.low.is_finite else (cell.high if cell.high.is_finite else 0) - 10
    high = cell.high if cell.high.is_finite else (cell.low if cell.low.is_finite else 0) + 10
    for share in range(1, _SPREAD + 1):
        point = low + (high - low) * sp.Rational(share, _SPREAD + 1)
        if _ball_sign(enclose(slope, {x: point, **parameters}, 256)) != sign:
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
