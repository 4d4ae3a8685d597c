"""What short formulas are: numbers, intervals, conditions on x, a function of the field or its derivative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import sympy as sp

from backproof.activations import X
from backproof.formulas.tree import (
    Derivative,
    Group,
    Juxtaposition,
    Node,
    Number,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
)
from backproof.reading.known import Function, named
from backproof.reading.scope import Scope

REALS: sp.Set = sp.S.Reals
_LETTERS = frozenset("xzatvsuyh")
_DIGITS = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e-?\d+)?")


@dataclass(frozen=True, slots=True)
class Span:
    """An interval as written; ``open_unknown`` where the text leaves open whether the ends belong to it."""

    values: sp.Set
    open_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Chained(Span):
    r"""What a quantity lies in by a chain of relations: ``0 < \delta < 1``."""


@dataclass(frozen=True, slots=True)
class Towards:
    """``x -> end``, from ``side``."""

    end: sp.Expr
    side: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on x: a relation in X."""

    under: sp.Basic


@dataclass(frozen=True, slots=True)
class Of:
    """A function, or its derivative (``order`` 1)."""

    function: Function
    order: int = 0


@dataclass(frozen=True, slots=True)
class At:
    """The value of a function, or of its derivative, at a point: the call ``sigmoid(0)``."""

    of: Of
    at: sp.Expr


Value: TypeAlias = sp.Expr | Span | Towards | Where | Of | At


def number_in(text: str) -> sp.Expr | None:
    """A number in plain text: ``-1``, ``0.25``, ``1/4``, ``∞``, ``50%``; Greek letters are parameters."""
    tidy = re.sub(r"[−–]", "-", re.sub(r"\s", "", text.lower())).removeprefix("+")
    sign = -1 if tidy.startswith("-") else 1
    tidy = tidy.removeprefix("-")
    if tidy in {"∞", "inf", "infty", "infinity", "oo"}:
        return sign * sp.oo
    if tidy in {"α", "alpha"}:
        return sign * sp.Symbol("alpha", positive=True)
    percent = tidy.endswith("%")
    top, slash, bottom = tidy.removesuffix("%").partition("/")
    if not _DIGITS.fullmatch(top) or (slash and not (bottom.isdigit() and int(bottom))):
        return None
    value = sign * Fraction(top) / (int(bottom) if slash else 1) / (100 if percent else 1)
    return sp.Rational(value.numerator, value.denominator)


def interval_in(text: str) -> Span | None:
    """An interval in plain text: ``(0, 1)``, ``[-1 to 1]``, ``0-1``."""
    found = re.fullmatch(
        r"([\[(\]]?)\s?(.+?)\s?(?:,|;|\.\.\.?|to|–|—|→|(?<=[\d\s∞])-)\s?(.+?)\s?([\])\[]?)", text.lower()
    )
    if found is None:
        return None
    low, high = number_in(found[2]), number_in(found[3])
    if low is None or high is None:
        return None
    words = re.search(r"to|→", text.lower()) is not None and "(" in text
    return _span(low, high, "" if words else found[1], "" if words else found[4])


def _span(low: sp.Expr, high: sp.Expr, opening: str, closing: str) -> Span | None:
    if low.is_number and high.is_number and not low < high:
        return None
    left_open, right_open = opening in {"(", "]"}, closing in {")", "["}
    unknown = not opening or not closing
    return Span(sp.Interval(low, high, left_open or low == -sp.oo, right_open or high == sp.oo), unknown)


def relation_in(text: str) -> Value | None:
    """A condition in plain text: ``x > 0``, ``z -> ∞``, ``x = 0``; ``None`` for ``|x| > 3``."""
    found = re.fullmatch(r"([a-z])\s?(>=|<=|≥|≤|>>|<<|≫|≪|>|<|→|->|=)\s?(.+)", text.lower())
    value = number_in(found[3]) if found is not None else None
    if found is None or value is None or found[1] not in _LETTERS:
        return None
    return _related(found[2], value)


def _related(operator: str, value: sp.Expr) -> Value | None:
    if operator in {"→", "->", "to"}:
        return Towards(value)
    if operator in {">>", "≫"}:
        return Towards(sp.oo) if value == 0 else None
    if operator in {"<<", "≪"}:
        return Towards(-sp.oo) if value == 0 else None
    if not value.is_finite:
        return None
    made = {
        ">": sp.StrictGreaterThan,
        "<": sp.StrictLessThan,
        ">=": sp.GreaterThan,
        "≥": sp.GreaterThan,
        "<=": sp.LessThan,
        "≤": sp.LessThan,
        "=": sp.Eq,
    }[operator]
    return Where(made(X, value))


def applied_in(text: str, scope: Scope) -> Of | None:
    """``f(x)``, ``σ'(x)`` in plain text, if the letter stands for a function here."""
    name, _, _ = text.partition("(")
    letter = name.strip().rstrip("'′’").strip()
    letter = {"σ": "sigma", "φ": "phi", "ϕ": "phi"}.get(letter, letter)
    function = _bound(letter, scope)
    return None if function is None else Of(function, len(name.strip()) - len(name.strip().rstrip("'′’")))


def _bound(name: str, scope: Scope) -> Function | None:
    bound = scope.names.get(name)
    if bound is not None:
        return bound.function if bound.printed is None else None
    return named(name) if len(name) > 2 else None


def value_of(node: Node | None, scope: Scope) -> Value | None:
    """What a formula is; ``None`` if it is something longer."""
    match node:
        case Group(opening=opening, closing=closing, items=(first, second)) if opening in "([]" and closing in ")[]":
            low, high = number_of(first), number_of(second)
            return None if low is None or high is None else _span(low, high, opening, closing)
        case Group(opening="(", items=(only,), primes=0):
            return value_of(only, scope)
        case Relation(sides=(Symbol(name=name), right), operators=(operator,)) if name in _LETTERS:
            return _condition(operator, right)
        case Relation(sides=(low, Symbol(name=name), high), operators=("<" | "<=" as left, "<" | "<=" as right)):
            ends = number_of(low), number_of(high)
            if ends[0] is None or ends[1] is None:
                return None
            if name in _LETTERS:
                return Where(sp.And(*(_less(ends[0], X, left), _less(X, ends[1], right))))
            ordered = ends[0].is_number and ends[1].is_number and ends[0] < ends[1]
            return Chained(sp.Interval(*ends, left == "<", right == "<")) if ordered else None
        case Symbol(name=name) if name == "R" and node.font == "blackboard":
            return Span(REALS)
        case Derivative(of=of, by=(_,), at=None):
            inner = value_of(of, scope)
            return Of(inner.function, 1) if isinstance(inner, Of) and inner.order == 0 else None
    number = number_of(node)
    return number if number is not None else _function(node, scope)


def _less(low: sp.Expr, high: sp.Expr, operator: str) -> sp.Basic:
    return sp.StrictLessThan(low, high) if operator == "<" else sp.LessThan(low, high)


def _condition(operator: str, right: Node) -> Value | None:
    if operator == "in" and isinstance(right, Symbol) and right.name == "R":
        return Where(sp.true)
    side = ""
    if operator == "to" and isinstance(right, Symbol) and right.superscript in {"+", "-"}:
        side = right.superscript
    value = number_of(right)
    if value is None or operator not in {">", "<", ">=", "<=", "=", "to", ">>", "<<"}:
        return None
    return Towards(value, side) if operator == "to" else _related(operator, value)


def number_of(node: Node | None) -> sp.Expr | None:
    """A number, infinity, or a parameter of a function with its sign."""
    match node:
        case Number(text=text):
            return number_in(text)
        case Symbol(name="infinity", primes=0):
            return sp.oo
        case Symbol(name="alpha" | "lambda" | "beta" as name, primes=0, subscript=""):
            return sp.Symbol(name, positive=True)
        case Sum(terms=((sign, term),)) if sign:
            value = number_of(term)
            return None if value is None else sign * value
        case Quotient(top=top, bottom=bottom):
            above, below = number_of(top), number_of(bottom)
            return None if above is None or below is None or below == 0 else above / below
        case Root(radicand=radicand, degree=None):
            value = number_of(radicand)
            return None if value is None or not value.is_nonnegative else sp.sqrt(value)
        case Juxtaposition(parts=(first, second)):
            values = number_of(first), number_of(second)
            if values[0] is not None and values[1] is not None and not (values[0].is_number and values[1].is_number):
                return values[0] * values[1]
    return None


def _function(node: Node | None, scope: Scope) -> Of | None:
    match node:
        case Symbol(name=name, primes=primes, subscript="") if primes <= 1:
            function = _bound(name, scope)
            return None if function is None else Of(function, primes)
        case Juxtaposition(parts=(Symbol() as head, Group(opening="(", items=(Symbol(name=name),)))) if (
            name in _LETTERS
        ):
            return _function(head, scope)
        case Juxtaposition(parts=(Symbol(word=True) as head, Symbol(name=name))) if name in _LETTERS:
            return _function(head, scope)
        case Group(opening="(", items=(only,), primes=primes) if primes <= 1:
            inner = _function(only, scope)
            return Of(inner.function, inner.order + primes) if inner is not None and inner.order + primes <= 1 else None
    return None
