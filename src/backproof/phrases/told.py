"""From a predicate that was matched to statements: what it says of one function, in plain data."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import sympy as sp

from backproof.activations import X
from backproof.phrases import properties, ranges
from backproof.phrases.conditions import NOWHERE_SAID, Condition
from backproof.phrases.normal import Normal
from backproof.phrases.spans import span_in
from backproof.phrases.values import Span
from backproof.phrases.words import HEDGES, NEGATIONS
from backproof.reading.known import Function
from backproof.reading.statements import Defines, Extremum, HasProperty, LiesIn, Passage, Statement, TendsTo, ValueAt

_ENDS = (-sp.oo, sp.oo)
_HEDGE = re.compile("|".join(rf"\b{h}\b" for h in sorted(HEDGES, key=len, reverse=True)))
_BOUNDS = {"left": "bounded-below", "right": "bounded-above"}
_HALF = re.compile(r"\bnot (?:just|only|merely|simply|exactly|necessarily|quite|very|really|entirely|well) ")
_FAR = 0.05
"""A place that is printed with two digits for an extremum is nearer to it."""
_ROUNDED = re.compile(r"\b(?:about|around|approximately|approx|roughly) |≈ ")
"""Words in front of a number that round it; they weaken nothing else."""
_POINTWISE = frozenset({"differentiable", "continuous", "smooth"})


@dataclass(frozen=True, slots=True)
class About:
    """What a statement is about: a function or its derivative, who says it, and whether by its name or by a call."""

    function: Function
    order: int
    passage: Passage
    name: str = ""
    named: bool = False
    called: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A predicate as matched.

    Parameters
    ----------
    meaning
        What its phrase says.
    groups
        What its slots hold, as normal text.
    negated, hedged
        Whether adverbs deny or weaken it.
    condition
        Where it is said.
    kind
        Of its subject: ``"f"``, ``"o"``, ``"d"``, ``"r"``, ``"q"``.
    everywhere
        Whether its words say so ("always", "everywhere").
    """

    meaning: properties.Meaning | ranges.Meaning
    groups: dict[str, str]
    negated: bool = False
    hedged: bool = False
    condition: Condition = NOWHERE_SAID
    kind: str = "f"
    everywhere: bool = False

    def group(self, name: str) -> str:
        """The text of the first slot of a name, "" if there is none."""
        return next((v for k, v in self.groups.items() if k.rstrip("0123456789") == name and v), "")


def denies(adverbs: str) -> bool:
    """Whether adverbs and auxiliaries contain an odd number of negations."""
    return sum(word in NEGATIONS for word in adverbs.split()) % 2 == 1


def everywhere(words: str) -> bool:
    """Whether words say that something is so for every input."""
    return not {"everywhere", "always"}.isdisjoint(words.split())


def half_denies(adverbs: str) -> bool:
    """Whether a negation reaches less than the whole ("not only", "not necessarily")."""
    return _HALF.search(adverbs) is not None


def weakens(adverbs: str) -> bool:
    """Whether adverbs and auxiliaries weaken what they stand with."""
    return _HEDGE.search(adverbs) is not None


def statements(told: Told, about: About, text: Normal) -> list[Statement]:
    """What a predicate says of a function; nothing where its parts do not fit together."""
    meaning = told.meaning
    match meaning:
        case properties.Has():
            return _has(told, meaning, about)
        case ranges.Inside(gives=gives):
            span = span_in(told.group("interval"), text)
            if span is not None and span.open_unknown and "strictly " in told.groups["said"]:
                span = Span(span.values.interior)
            return [] if span is None or told.negated else _inside(told, about, span, gives=gives)
        case ranges.Below(strict=False) | ranges.Above(strict=False) if told.condition.at is not None:
            which = "max" if isinstance(meaning, ranges.Below) else "min"
            return [] if told.negated else [extremum(told, about, text, which)]
        case ranges.Below(strict=strict) | ranges.Above(strict=strict):
            return _bound(told, about, text.number(told.group("number")), strict=strict)
        case ranges.Nears():
            value = sp.Integer(0) if not told.group("number") else text.number(told.group("number"))
            return [] if value is None else _nears(told, about, value)
        case ranges.Levels():
            return _levels(told, about, text)
        case ranges.Peak(which=which, at_origin=True):
            there = replace(told, condition=replace(told.condition, at=sp.Integer(0)))
            return [] if told.condition.says else _peak(there, about, text, which)
        case ranges.Peak(which=which):
            return _peak(told, about, text, which)
        case ranges.Sends():
            return _sent(told, about, text)
        case ranges.Negative():
            return _bound(told, about, sp.Integer(0), strict=True) if about.named else []
        case ranges.Exactly():
            return _exactly(told, about, text)
        case ranges.Passes():
            return [] if told.negated or told.hedged or told.condition.says else [_passes(about)]
    return []


def _passes(about: About) -> Statement:
    return Defines(
        passage=about.passage,
        function=about.function,
        name=about.name,
        printed=sp.Piecewise((X, X > 0), (0, True)),
        explicit=about.named,
    )


def _has(told: Told, meaning: properties.Has, about: About) -> list[Statement]:
    where, order = told.condition, 0 if meaning.itself else max(meaning.order, about.order)
    if meaning.needs == "where" and not (where.says or where.everywhere):
        return []
    holds = meaning.holds != told.negated

    def made(*, holds: bool = holds, side: str = meaning.side, at: sp.Expr | None = None) -> HasProperty:
        return HasProperty(
            passage=about.passage,
            function=about.function,
            name=about.name,
            hedged=told.hedged,
            feature=meaning.feature,
            holds=holds,
            side=side,
            order=order,
            at=at,
        )

    if where.except_at is not None:
        return [made(holds=False, at=where.except_at)] if holds and meaning.feature in _POINTWISE else []
    if where.at is not None:
        return [made(at=where.at)] if meaning.feature in _POINTWISE else []
    if not where.says:
        return [replace(made(), everywhere=told.everywhere or where.everywhere)]
    if where.end is not None and where.end.is_finite and where.end != sp.zoo:
        return []
    if meaning.side or (where.under != sp.true and not _half_line(where.under)):
        return []
    if meaning.feature in {"positive", "non-negative"}:
        return _signed(told, meaning, about)
    sides = ("left", "right") if where.side == "both" else () if where.large or not where.side else (where.side,)
    if meaning.feature in {"bounded", "unbounded"}:
        held = holds == (meaning.feature == "bounded")
        return [replace(made(holds=held), feature=_BOUNDS[side]) for side in sides]
    return [made(side=side) for side in sides] if sides or not where.large else [made()]


def _half_line(under: sp.Basic) -> bool:
    return isinstance(under, sp.core.relational.Relational) and under.rhs == 0


def _signed(told: Told, meaning: properties.Has, about: About) -> list[Statement]:
    """A sign under a condition is a range."""
    if told.condition.under == sp.true or told.negated or not meaning.holds:
        return []
    values = sp.Interval(0, sp.oo, left_open=meaning.feature == "positive")
    return _inside(told, about, Span(values), gives=False)


def _inside(told: Told, about: About, span: Span, *, gives: bool) -> list[Statement]:
    where = told.condition
    if where.says and (where.under == sp.true or where.end is not None):
        return []
    return [
        LiesIn(
            passage=about.passage,
            function=about.function,
            name=about.name,
            hedged=told.hedged,
            of=about.function.definition,
            values=_with_parameters(span.values, about.function),
            gives_range=gives and not where.says,
            order=about.order,
            open_unknown=span.open_unknown,
            under=where.under,
        )
    ]


def _with_parameters(value: sp.Basic, function: Function) -> sp.Basic:
    """Letters of parameters become the function's own symbols."""
    known = {str(p.name): p for p in function.parameters}
    return value.subs({s: known[str(s.name)] for s in value.free_symbols if str(s.name) in known})


def _bound(told: Told, about: About, number: sp.Expr | None, *, strict: bool) -> list[Statement]:
    if number is None or not number.is_finite or (told.negated and not strict):
        return []
    above = isinstance(told.meaning, ranges.Above) != told.negated
    strict = strict and not told.negated
    values = sp.Interval(number, sp.oo, left_open=strict) if above else sp.Interval(-sp.oo, number, right_open=strict)
    return _inside(told, about, Span(values), gives=False)


def _tends(told: Told, about: About, end: sp.Expr, value: sp.Expr, *, reached: bool = False) -> Statement:
    return TendsTo(
        passage=about.passage,
        function=about.function,
        name=about.name,
        hedged=told.hedged and reached,
        of=about.function.definition,
        end=end,
        value=_with_parameters(value, about.function),
        order=about.order,
        reached=reached,
    )


def _nears(told: Told, about: About, value: sp.Expr) -> list[Statement]:
    end = told.condition.end
    if end is None or told.negated:
        return []
    if end == sp.zoo:
        return [_tends(told, about, e, value) for e in _ENDS] if about.order else []
    return [_tends(told, about, end, value)]


def _levels(told: Told, about: About, text: Normal) -> list[Statement]:
    said = [v for k, v in told.groups.items() if k.startswith("number") and v]
    values = [v for v in (text.number(s) for s in said) if v is not None and v.is_finite]
    if told.negated or told.hedged or len(values) != len(said):
        return []
    where = told.condition
    if len(values) == 2 and (not where.says or where.side == "both") and all(v.is_number for v in values):
        low, high = sorted(values)
        return [_tends(told, about, -sp.oo, low), _tends(told, about, sp.oo, high)]
    if len(values) == 1 and where.side in {"left", "right"}:
        return [_tends(told, about, sp.oo if where.side == "right" else -sp.oo, values[0])]
    return []


def _peak(told: Told, about: About, text: Normal, which: str) -> list[Statement]:
    number = told.group("number")
    value = text.number(number) if number else None
    where = told.condition
    if (
        told.negated
        or (where.says and where.at is None)
        or (value is None and where.at is None)
        or (number and value is None)
    ):
        return []
    return [extremum(told, about, text, which)]


def extremum(told: Told, about: About, text: Normal, which: str) -> Statement:
    """The largest or smallest value, where it is, or both."""
    number, at = told.group("number"), told.condition.at
    value, digits = text.number(number) if number else None, text.digits(number)
    if value is None and at is not None and _is_a_height(about, at):
        value, digits, at = at, f"{float(at):g}", None
    return Extremum(
        passage=about.passage,
        function=about.function,
        name=about.name,
        hedged=told.hedged,
        of=about.function.definition,
        which=which,
        value=value,
        at=at,
        order=about.order,
        digits=digits,
        about=told.hedged,
    )


def _is_a_height(about: About, at: sp.Expr) -> bool:
    """Whether a number behind "peaks at" can be no place: one step of Newton's method for the slope leads far away."""
    if at == 0 or not at.is_Rational:
        return False
    rises = sp.diff(about.function.definition, X, about.order + 1)
    try:
        slope, bend = (abs(sp.N(f.subs(X, at))) for f in (rises, sp.diff(rises, X)))
        return bool(slope > _FAR * bend)
    except TypeError:
        return False


def _sent(told: Told, about: About, text: Normal) -> list[Statement]:
    """The value at a point: "maps 0 to 0.5"; but not "maps 0 to 6", which may speak of an interval."""
    said = [v for k, v in told.groups.items() if k.startswith("number") and v]
    numbers = [n for n in (text.number(v) for v in said) if n is not None and n.is_Rational]
    if told.condition.says or len(numbers) != 2 or len(said) != 2:
        return []
    at, value = numbers
    if (at == 0 and value.is_Integer and value > 0) or (at, value) == (-1, 1):
        return []
    there = Told(ranges.Exactly(), {"number1": said[1], "said": told.groups["said"]}, condition=Condition(at=at))
    return _exactly(there, about, text)


def _exactly(told: Told, about: About, text: Normal) -> list[Statement]:
    number, where = text.number(told.group("number")), told.condition
    if number is None or told.negated:
        return []
    if where.at is not None:
        said = told.groups["said"]
        rounded = _ROUNDED.sub("", said)
        return [
            ValueAt(
                passage=about.passage,
                function=about.function,
                name=about.name,
                hedged=told.hedged and (rounded == said or weakens(rounded)),
                of=about.function.definition,
                at=where.at,
                printed=_with_parameters(number, about.function),
                order=about.order,
                digits=text.digits(told.group("number")),
                about=told.hedged or rounded != said,
                convention=about.called and about.order > 0,
            )
        ]
    if where.end is not None:
        ends = [where.end] if where.end != sp.zoo else [*_ENDS] if about.order else []
        return [_tends(told, about, e, number, reached=number.is_finite is True) for e in ends]
    if number.is_finite and (where.under != sp.true or where.everywhere):
        return _inside(told, about, Span(sp.FiniteSet(number)), gives=False)
    return []
