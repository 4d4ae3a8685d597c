"""Formulas without a left side, as in tables and branches: their place says what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.formulas import Unreadable, parse
from backproof.formulas.tree import Listing, Node, Number, Relation, Symbol, Words
from backproof.paper.identity import decide
from backproof.reading import initialisation
from backproof.reading.errors import UnreadError
from backproof.reading.functions import OF_GELU
from backproof.reading.heads import head_of, infer_variable
from backproof.reading.here import Here, Said
from backproof.reading.known import Function
from backproof.reading.letters import FUNCTION_LETTERS, key, symbols
from backproof.reading.links import aligned
from backproof.reading.meaning import Meaning
from backproof.reading.orders import unnamed_set
from backproof.reading.powers import slope
from backproof.reading.recognise import recognise
from backproof.reading.scope import Bound, Scope
from backproof.reading.statements import Defines, DerivativeIs, Equals, Statement

INVERSES: Mapping[str, tuple[sp.Expr, sp.Basic]] = {
    "sigmoid": (sp.log(X / (1 - X)), sp.And(X > 0, X < 1)),
    "tanh": (sp.log((1 + X) / (1 - X)) / 2, sp.And(X > -1, X < 1)),
    "softplus": (sp.log(sp.exp(X) - 1), X > 0),
}
"""Inverses of functions, with where they are defined."""
_OUTPUTS = frozenset("yaospqvut")
"""Letters that may stand for the value of a function whose slope is given."""
_OF_OUTPUT = re.compile(
    r"\bin terms of|\b(?:by|from|of|via|using) (?:its|the) output\b|\bas a function of (?:its|the) output\b"
)
"""Words of a header by which a derivative is written with the function's value, and not with its argument."""


def with_header(header: str, here: Here) -> tuple[Relation, Here] | None:
    """A table's cell as the right side of its header, such as ``f'(0)``; ``None`` if the header is no left side.

    Raises
    ------
    Unreadable
        If the header or the cell is no formula.
    """
    left, subject = parse(header, here.macros), here.scope.subject
    if subject is None or isinstance(left, Relation | Words | Number | Listing):
        return None
    letters = {key(s).rstrip("'") for s in symbols(left)} & (FUNCTION_LETTERS - {"sigma", "Phi"}) - set(
        here.scope.names
    )
    scope = replace(here.scope, names={**here.scope.names, **dict.fromkeys(letters, Bound(subject))})
    head, cell = head_of(left, scope), here.parse()
    if (
        isinstance(cell, Relation)
        and cell.operators in (("approx",), ("=",))
        and head is not None
        and head.at is not None
    ):
        cell = cell.sides[0]
    constant = isinstance(left, Symbol) and left.name in ("lambda", "alpha") and isinstance(cell, Number)
    if isinstance(cell, Relation | Words) or not (
        constant or (head is not None and (head.at is not None or head.variable))
    ):
        return None
    outside = replace(left, start=-1, end=-1)
    whole = Relation(start=cell.start, end=cell.end, sides=(outside, cell), operators=("=",))
    return whole, here.within(scope)


def branch(condition: Relation, value: Node, here: Here, node: Node) -> Said:
    """What ``x < 0: 0`` says: a branch of what the place is about, or of its derivative."""
    subject = here.scope.subject
    if subject is None:
        return Said()
    variable = infer_variable(condition, here.scope)
    under = Meaning(here.scope, variable).condition(condition)
    printed = aligned(Meaning(here.scope, variable).expression(value), subject, value)
    passage = here.passage(node.start, node.end)
    if here.scope.role == "derivative":
        return Said(
            [DerivativeIs(passage=passage, function=subject, of=subject.definition, printed=printed, under=under)]
        )
    if here.scope.role == "definition":
        return Said([Equals(passage=passage, function=subject, left=subject.definition, right=printed, under=under)])
    for order, definition in product((0, 1), subject.definitions):
        left = slope(definition, order)
        decision = _same_under(left, printed, under)
        if decision and order:
            return Said([DerivativeIs(passage=passage, function=subject, of=definition, printed=printed, under=under)])
        if decision:
            return Said([Equals(passage=passage, function=subject, left=left, right=printed, under=under)])
    raise UnreadError("whether this branch is one of the function or of its derivative is not written", node)


def _same_under(left: sp.Expr, right: sp.Expr, under: sp.Basic) -> bool:
    """Whether two expressions are equal where a condition holds."""
    one, other = sp.Piecewise((left, under)), sp.Piecewise((right, under))
    try:
        decision = decide(one, other, X)
    except Undecided:
        return False
    return decision.equal


def unnamed(node: Node, here: Here, again: Callable[[str], Statement | None]) -> Said:
    """A formula without a left side: its place in a table, or a label, says what it is."""
    subject, role = here.scope.subject, here.scope.role
    if subject is None or not role:
        if isinstance(node, Symbol):
            return Said()
        drawn = initialisation.read(node, here.scope, here.passage(node.start, node.end), here.words, again)
        return Said(list(drawn))
    if role in ("range", "derivative-range"):
        return unnamed_set(node, here, subject, 1 if role == "derivative-range" else 0)
    if role == "inverse":
        return _inverse(node, here, subject)
    if role not in ("definition", "derivative"):
        return Said()
    return _expression(node, here, subject, role)


def _inverse(node: Node, here: Here, subject: Function) -> Said:
    """A formula for the inverse of a function, wherever the function has values."""
    if subject.name not in INVERSES:
        return Said()
    true, under = INVERSES[subject.name]
    printed = Meaning(here.scope, infer_variable(node, here.scope), bare=True).expression(node)
    if printed.free_symbols != {X}:
        raise UnreadError("the inverse has other letters than its argument", node)
    if _same_under(printed * subject.definition, sp.S.One, sp.true):
        raise UnreadError("whether the inverse function or the reciprocal is meant is not known", node)

    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            redone = _inverse(other.parse(), other, subject)
        except (Unreadable, UnreadError):
            return None
        return redone.statements[0]

    found = Equals(
        passage=here.passage(node.start, node.end),
        function=subject,
        name=f"the inverse of the {subject.title}",
        left=true,
        right=printed,
        under=under,
        alone=True,
        again=again,
    )
    return Said([found])


def _by_output(node: Node, scope: Scope, subject: Function) -> sp.Expr | None:
    """A slope in a letter for the function's value, as ``y (1 - y)``; ``None`` if it is not right when read so."""
    letters = {key(s) for s in symbols(node)} & _OUTPUTS - set(scope.names)
    if len(letters) != 1:
        return None
    scope = replace(scope, names={**scope.names, **dict.fromkeys(letters, Bound(subject))})
    try:
        meaning = Meaning(scope, infer_variable(node, scope), bare=True)
        printed = aligned(meaning.expression(node), subject, node, 1)
    except UnreadError:
        return None
    return printed if _is_slope(printed, subject) else None


def _is_slope(printed: sp.Expr, subject: Function) -> bool:
    """Whether an expression is the derivative of a function."""
    return any(_same_under(slope(definition, 1), printed, sp.true) for definition in subject.definitions)


def _expression(node: Node, here: Here, subject: Function, role: str) -> Said:
    letters = {key(s) for s in symbols(node)} & (FUNCTION_LETTERS - {"sigma", "Phi"}) - set(here.scope.names)
    letters -= OF_GELU.keys() if subject.name == "gelu" else set()
    scope = replace(here.scope, names={**here.scope.names, **dict.fromkeys(letters, Bound(subject))})
    variable = "" if _OF_OUTPUT.search(here.words) else infer_variable(node, scope)
    printed = Meaning(scope, variable, bare=True).expression(node)
    found: Statement
    if role == "derivative":
        printed = aligned(printed, subject, node, 1)
        if (of_output := _by_output(node, scope, subject)) is not None and not _is_slope(printed, subject):
            printed = of_output
        found = DerivativeIs(
            passage=here.passage(node.start, node.end),
            function=subject,
            name=f"{subject.title}'",
            of=subject.definition,
            printed=printed,
        )
    else:
        found = Defines(
            passage=here.passage(node.start, node.end),
            function=subject,
            name=subject.title,
            printed=printed,
            explicit=True,
        )

    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            redone = _expression(other.parse(), other, subject, role)
        except (Unreadable, UnreadError):
            return None
        return redone.statements[0]

    if not printed.has(X) and role != "derivative":
        return Said()
    names: dict[str, Bound] = {}
    recognised = recognise(printed, subject.name) if role == "definition" else None
    if recognised is not None:
        names[subject.name] = Bound(replace(recognised.function, variants=()), settled=True)
    return Said([replace(found, again=again)], names=names)
