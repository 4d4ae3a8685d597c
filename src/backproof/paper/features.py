"""The properties of a function: each is computed from a :class:`~backproof.paper.study.Study` and nothing else.

Conventions. *Saturates* towards an end: the function has a finite limit there and its derivative tends to 0. *Zero
centred*: E f(Z) = 0 for standard normal Z. *Gain*: g^2 = 1/E f(Z)^2, the variance of a weight times the fan-in that
keeps the second moment of a layer (He et al. 2015, section 2.2). *Maximal slope*: the supremum of the size of the
derivative where it exists. *Convex*, *monotone*: on the whole line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.answer import Answer
from backproof.paper.enclosed import brief
from backproof.paper.order import Span, neat
from backproof.paper.smoothness import JUMP
from backproof.paper.study import Study
from backproof.paper.symmetry import even, gain, odd, zero_centred
from backproof.paper.writing import interval_text, latex, text
from backproof.verdict import JSON


def _said(*, holds: bool, otherwise: str = "no", text: str = "yes") -> Answer:
    return Answer(text if holds else otherwise, holds=holds)


def values(f: Study) -> Answer:
    """The range."""
    found = f.image.values
    attained: list[JSON] = [{"x": text(at), "value": text(value)} for at, value in f.image.attained]
    shown = brief(found)
    return Answer(interval_text(shown), latex(shown), figures={"attained": attained}, proof=f.image.proof)


def continuous(f: Study) -> Answer:
    """Whether it is continuous on the whole line."""
    if f.gaps:
        return Answer(f"no: not defined at {_places(f)}", holds=False)
    jumps = [m for m in f.meetings if not m.is_continuous]
    return _said(holds=not jumps, otherwise=f"no: jumps at {_points([m.at for m in jumps])}")


def differentiable(f: Study) -> Answer:
    """Whether it has a derivative everywhere."""
    if f.gaps:
        return Answer(f"no: not defined at {_places(f)}", holds=False)
    kinks = [m for m in f.meetings if not m.is_differentiable]
    return _said(holds=not kinks, otherwise=f"no: not at {_points([m.at for m in kinks])}")


def smoothness(f: Study) -> Answer:
    """The order of smoothness: the number of continuous derivatives."""
    orders = [m.order for m in f.meetings if m.order is not None]
    if f.gaps or JUMP in orders:
        return Answer("not continuous", holds=False)
    if not orders:
        return Answer("C∞", r"C^\infty", holds=True)
    return Answer(f"C{min(orders)}", f"C^{min(orders)}", holds=min(orders) >= 1)


def monotone(f: Study) -> Answer:
    """Whether and how it is monotone."""
    if f.gaps:
        return Answer("no", holds=False)
    steps = [sign for cell, sign in f.image.monotone if not cell.is_point]
    for m in f.meetings:
        if m.value is None:
            raise Undecided("a value is missing")
        if not m.is_continuous:
            steps += [f.compare(m.value, m.left), f.compare(m.right, m.value)]
    flat = any(sign == 0 for cell, sign in f.image.monotone if not cell.is_point)
    if all(s == 0 for s in steps):
        return Answer("constant", holds=True)
    for sign, word in ((1, "increasing"), (-1, "decreasing")):
        if all(s in (0, sign) for s in steps):
            return Answer(f"{word}, not strictly" if flat else f"strictly {word}", holds=True)
    return Answer("no", holds=False)


def saturates_left(f: Study) -> Answer:
    """Whether it levels out towards -oo."""
    return _saturates(f, -sp.oo)


def saturates_right(f: Study) -> Answer:
    """Whether it levels out towards oo."""
    return _saturates(f, sp.oo)


def _saturates(f: Study, end: sp.Expr) -> Answer:
    limit, slope = f.at_end(end), f.at_end(end, 1)
    figures: dict[str, JSON] = {"limit": text(limit), "slope": text(slope)}
    if limit.is_finite and f.compare(slope, sp.Integer(0)) == 0:
        shown = brief(limit)
        return Answer(f"yes: {text(shown)}", rf"f \to {latex(shown)}", holds=True, figures=figures)
    return Answer("no", holds=False, figures=figures)


def bounded(f: Study) -> Answer:
    """Whether its values are bounded."""
    low, high = f.image.spans[0].low, f.image.spans[-1].high
    if low.is_finite and high.is_finite:
        return Answer("yes", holds=True)
    return Answer("below" if low.is_finite else "above" if high.is_finite else "no", holds=False)


def max_slope(f: Study) -> Answer:
    """The supremum of the size of the derivative, and whether it is attained."""
    first, last = f.slopes.spans[0], f.slopes.spans[-1]
    downward = f.compare(-first.low, last.high)
    ends = [(neat(-first.low), first.has_low)] if downward >= 0 else []
    ends += [(last.high, last.has_high)] if downward <= 0 else []
    value, attained = ends[-1][0], any(has for _, has in ends)
    if value == sp.oo:
        return Answer("inf", r"\infty", figures={"bounded": False})
    where = [at for at, slope in f.slopes.attained if slope in (value, -value)]
    figures: dict[str, JSON] = {"attained": attained, "at": [text(at) for at in where]}
    shown = brief(value)
    written = f"{text(shown)}{'' if attained else ', not attained'}"
    return Answer(written, latex(shown), figures=figures, proof=f.slopes.proof)


def slope_nowhere_zero(f: Study) -> Answer:
    """Whether the derivative, where it exists, is never 0."""
    return _said(holds=not any(_holds_zero(f, span) for span in f.slopes.spans))


def _holds_zero(f: Study, span: Span) -> bool:
    zero = sp.Integer(0)
    low, high = f.compare(span.low, zero), f.compare(span.high, zero)
    return (low < 0 or (low == 0 and span.has_low)) and (high > 0 or (high == 0 and span.has_high))


def convex(f: Study) -> Answer:
    """Whether it is convex, concave, both or neither."""
    if f.gaps or not all(m.is_continuous for m in f.meetings):
        return Answer("neither", holds=False)
    turns = {sign for cell, sign in f.turns if not cell.is_point}
    proof = f.turn_proof
    turns |= {f.compare(m.right_slope, m.left_slope) for m in f.meetings if not m.is_differentiable}
    if turns <= {0}:
        return Answer("affine", holds=True, proof=proof)
    if turns <= {0, 1}:
        return Answer("convex", holds=True, proof=proof)
    return Answer("concave" if turns <= {0, -1} else "neither", holds=False, proof=proof)


def _places(f: Study) -> str:
    return " and ".join(text(c.low) if c.is_point else interval_text(c.as_set()) for c in f.gaps)


def _points(points: list[sp.Expr]) -> str:
    return ", ".join(text(p) for p in points)


FEATURES: Mapping[str, tuple[str, Callable[[Study], Answer]]] = {
    "range": ("range", values),
    "continuous": ("continuous", continuous),
    "differentiable": ("differentiable", differentiable),
    "smoothness": ("smoothness", smoothness),
    "monotone": ("monotone", monotone),
    "odd": ("odd", odd),
    "even": ("even", even),
    "zero-centred": ("zero centred", zero_centred),
    "saturates-left": ("saturates left", saturates_left),
    "saturates-right": ("saturates right", saturates_right),
    "bounded": ("bounded", bounded),
    "max-slope": ("maximal slope", max_slope),
    "slope-nowhere-zero": ("derivative nowhere 0", slope_nowhere_zero),
    "convex": ("convex", convex),
    "gain": ("gain", gain),
}
"""The columns of the property matrix: identifier, heading, and what computes it."""
