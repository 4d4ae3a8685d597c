"""What one section says of shapes: declarations with all that they have to fit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from backproof.documents.model import Part
from backproof.reading.shape_code import Made
from backproof.reading.shape_terms import (
    Array,
    Dim,
    EitherWay,
    Equation,
    Plus,
    Shape,
    Term,
    Times,
    Transposed,
    arrays,
    gradient,
)
from backproof.reading.statements import Passage, ShapeIs, Statement

_DOUBTED = re.compile(
    r"mismatch|(?:do|does|did|would|will|can)(?: not|n't|n’t) (?:match|fit|conform|agree|work|line up|multiply)|"
    r"cannot be (?:multipl|formed|comput|added)|incompatible|not (?:defined|conform\w*|possible)|undefined|\bwrong|"
    r"\bValueError|\bmistake|\bconventions?\b|\bother (?:books|texts|authors|courses|libraries)|some (?:books|texts|"
    r"authors|people)|alternatively|equivalently|\bPyTorch\b|\bKeras\b|\bTensorFlow\b|reshape|"
    r"what if|\bbroken\b|\bbug\b",
    re.IGNORECASE,
)
"""Words of a section that may speak of shapes that do not fit, or of two ways to write the same."""
_SMALL = re.compile(r"(?:bar:|hat:)?[xhazysuo](?:[_^].*)?")
_FEW = 60
"""Arrays or equations of one section; more are not compared."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A shape that a passage gives to an array."""

    name: str
    shape: Shape
    part: Part
    passage: Passage
    spelled: tuple[tuple[Dim, str], ...]
    read: Callable[[str], tuple[str, Shape] | None]
    extra: tuple[Equation, ...] = ()
    beside: tuple[tuple[str, Shape], ...] = ()
    asserted: bool = True


@dataclass(slots=True)
class Section:
    """What is said of shapes under one heading."""

    quiz: bool = False
    declared: list[Declared] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    counted: list[tuple[Part, Statement]] = field(default_factory=list)
    made: dict[str, Made | None] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


def of_code(declared: Declared, one: Made) -> Declared:
    """A declaration of an array that code makes: what is said has to be the shape of that."""
    label = f"{one.name} of the code"
    equation = Equation(Array(one.name), Array(label), one.text)
    return replace(declared, extra=(equation,), beside=((label, one.shape),))


def statements(section: Section) -> Iterator[tuple[Part, Statement]]:
    """What a section says, each declaration with all that it has to fit."""
    yield from section.counted
    if not section.declared or len(section.declared) > _FEW or len(section.equations) > _FEW:
        return
    doubted = section.quiz or any(map(_DOUBTED.search, section.words))
    named = [d for d in section.declared if not d.name.startswith("the ")]
    made_here = {n: m for n, m in section.made.items() if m is not None}
    named = [_with_code(d, made_here) for d in named]
    several = {d.name for d in named for e in named if d.name == e.name and d.shape != e.shape}
    named = [d for d in named if d.name not in several or d.beside]
    shapes = {d.name: d.shape for d in named if d.name not in several}
    wholes = _settled([*section.equations, *_gradients(shapes)], shapes, several)
    spelled = {size: written for d in named for size, written in d.spelled}
    for one in (*named, *(d for d in section.declared if d.name.startswith("the "))):
        if not one.asserted:
            continue
        around, used = _around(one, shapes, wholes) if one.name in shapes else ((), ())
        beside = [n for n, _ in one.beside]
        statement = ShapeIs(
            passage=one.passage,
            doubted=doubted or None in one.shape,
            array=one.name,
            shapes=(*one.beside, *around) if one.name in dict(around) else (*one.beside, (one.name, one.shape)),
            equations=(*one.extra, *used),
            given=frozenset(beside),
            spelled=tuple({**spelled, **dict(one.spelled)}.items()),
        )
        yield one.part, replace(statement, again=_again(one, statement))


def _again(one: Declared, statement: ShapeIs) -> Callable[[str], Statement | None]:
    def again(changed: str) -> Statement | None:
        found = one.read(changed)
        if found is None or found[0] != one.name:
            return None
        shapes = tuple((n, found[1] if n == one.name else s) for n, s in statement.shapes)
        return replace(statement, shapes=shapes)

    return again


def _with_code(one: Declared, known: Mapping[str, Made]) -> Declared:
    """A declaration in words of an array that the section's code makes."""
    if one.name not in known or one.beside or any(isinstance(d, str) for d in one.shape):
        return one
    return of_code(one, known[one.name]) if all(isinstance(d, int) for d in known[one.name].shape) else one


def _gradients(shapes: Mapping[str, Shape]) -> Iterator[Equation]:
    """A gradient has the shape of its array, or the transposed one: layouts differ in that."""
    for name in shapes:
        if gradient(name) in shapes:
            yield Equation(Array(gradient(name)), EitherWay(Array(name)), f"the gradient of {name}")


def _settled(found: Sequence[Equation], shapes: dict[str, Shape], several: set[str]) -> list[Equation]:
    """The equations that may be compared: of arrays with one shape each, whose products stand one way round."""
    layouts: dict[frozenset[str], set[tuple[object, ...]]] = {}
    for equation in found:
        for pair in _pairs(equation.right):
            layouts.setdefault(frozenset(arrays(Times(pair))), set()).add(pair)
    kept: list[Equation] = []
    for equation in dict.fromkeys(found):
        used = {*arrays(equation.left), *arrays(equation.right)}
        one_way = all(len(layouts[frozenset(arrays(Times(pair)))]) == 1 for pair in _pairs(equation.right))
        if used & shapes.keys() and not used & several and one_way:
            kept.append(equation)
            shapes |= _vectors(equation, shapes)
    return kept


def _pairs(side: Term) -> Iterator[tuple[Term, Term]]:
    """Factors that stand side by side."""
    parts: tuple[Term, ...] = getattr(side, "parts", ()) or ((side.of,) if isinstance(side, Transposed) else ())
    if isinstance(side, Times):
        yield from itertools.pairwise(parts)
    for part in parts:
        yield from _pairs(part)


def _vectors(equation: Equation, shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """Small letters without a shape that a weight matrix multiplies, a vector being added: vectors too."""
    right = equation.right
    if not isinstance(right, Plus) or not any(
        isinstance(p, Array) and len(shapes.get(p.name, ())) == 1 for p in right.parts
    ):
        return {}
    factors = [p.name for part in right.parts if isinstance(part, Times) for p in part.parts if isinstance(p, Array)]
    return {n: (None,) for n in factors if n not in shapes and _SMALL.fullmatch(n)}


def _around(
    one: Declared, shapes: Mapping[str, Shape], wholes: Sequence[Equation]
) -> tuple[tuple[tuple[str, Shape], ...], tuple[Equation, ...]]:
    """All that hangs together with an array: equations that share arrays with shapes, and those shapes."""
    names, used = {one.name}, list[Equation]()
    grown = True
    while grown:
        grown = False
        for equation in wholes:
            inside = {*arrays(equation.left), *arrays(equation.right)}
            if equation not in used and inside & names & shapes.keys():
                used.append(equation)
                names |= inside
                grown = True
    return tuple((n, s) for n, s in shapes.items() if n in names), tuple(e for e in wholes if e in used)
