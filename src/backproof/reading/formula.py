"""What one formula says: its statements one after the other, each with what was said before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.formulas import Unreadable, parse
from backproof.formulas.tree import (
    Conditioned,
    Derivative,
    Group,
    Juxtaposition,
    Listing,
    Missing,
    Node,
    Noted,
    Number,
    Relation,
    Sum,
    Symbol,
    Words,
)
from backproof.paper.identity import decide
from backproof.reading import initialisation, network
from backproof.reading.equations import aligned, equation
from backproof.reading.errors import UnreadError
from backproof.reading.heads import head_of, infer_variable
from backproof.reading.here import Here, Said
from backproof.reading.known import Function
from backproof.reading.letters import FUNCTION_LETTERS, key, lone_argument, symbols, walk
from backproof.reading.meaning import Meaning, slope
from backproof.reading.orders import approach, inequality, maps, membership, tends, unnamed_set
from backproof.reading.recognise import recognise
from backproof.reading.scope import Bound, Scope
from backproof.reading.statements import Defines, DerivativeIs, Equals, LiesIn, Statement, StatesClaim

_OUTPUTS = frozenset("yaospqvut")
"""Letters that may stand for the value of a function whose slope is given."""
_ORDERS = frozenset({"<", ">", "<=", ">="})
_OF_OUTPUT = re.compile(
    r"\bin terms of|\b(?:by|from|of|via|using) (?:its|the) output\b|\bas a function of (?:its|the) output\b"
)
"""Words of a header by which a derivative is written with the function's value, and not with its argument."""
_CALL = 2
"""A function's name and its brackets."""
_CONDITIONS = frozenset({"if", "for", "when", "where", "forall", "with", "as", "iff", ","})


def read_formula(here: Here, under: sp.Basic | None = sp.true) -> Said:
    """What the formula at a place says.

    Parameters
    ----------
    here
        The formula in its place.
    under
        What the prose restricts the argument to; ``None`` if it does in a way that is not understood: then only what
        has a condition of its own, or none at all, is said.

    Raises
    ------
    Unreadable
        If it is not understood as a formula at all.
    """
    if under is not sp.true and here.scope.role and not isinstance(here.parse(), Relation | Conditioned | Listing):
        return Said(unread=[(0, len(here.text), "one branch of several, with its condition in words")])
    if under is not None:
        return said(here.parse(), here, under)
    free = said(here.parse(), here)
    kept = [s for s in free.statements if not _depends(s)]
    lost = [s for s in free.statements if _depends(s)]
    free.statements = kept
    if lost:
        free.unread.append((0, len(here.text), "the words around it put a condition on it that is not understood"))
    return free


def _depends(statement: Statement) -> bool:
    """Whether a condition in words could change what a statement says."""
    if isinstance(statement, Equals | LiesIn):
        return statement.under is sp.true
    if isinstance(statement, Defines) and statement.function is not None:
        return recognise(statement.printed, statement.function.name) is None
    if isinstance(statement, DerivativeIs):
        return statement.under is sp.true and not statement.printed.has(X)
    return False


def under_header(header: str, here: Here) -> Said | None:
    """What a table's cell says under a header such as ``f'(0)``; ``None`` if the header is no left side.

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
    return said(whole, here.within(scope))


def said(node: Node, here: Here, under: sp.Basic = sp.true) -> Said:
    """What a tree says; what cannot be read of it is named with its reason."""
    try:
        return _said(node, here, under)
    except UnreadError as why:
        return Said(unread=[(node.start, node.end, why.reason)], names=_lost(node, here.scope))
    except Undecided as why:
        return Said(unread=[(node.start, node.end, str(why))])
    except (RecursionError, OverflowError, MemoryError, ZeroDivisionError) as beyond:
        return Said(unread=[(node.start, node.end, f"this is beyond what can be computed ({beyond})")])


def _lost(node: Node, scope: Scope) -> dict[str, Bound]:
    """The letter that a formula sets to something that was not understood, as ``f(x) = g(w x)`` does."""
    if not isinstance(node, Relation) or node.operators[0] not in ("=", "defined"):
        return {}
    left = node.sides[0]
    name = left.parts[0] if isinstance(left, Juxtaposition) else left
    argument = lone_argument(left.parts[1]) if isinstance(left, Juxtaposition) and len(left.parts) == _CALL else None
    if not isinstance(name, Symbol) or name.primes or name.dots or (len(name.name) > 1 and name.name != "phi"):
        return {}
    letter = key(name)
    called = isinstance(argument, Symbol) and letter in FUNCTION_LETTERS
    if not called and not (name is left and letter in scope.names):
        return {}
    return {letter: Bound(Function(letter, letter, sp.nan, of_the_field=False), lost=True)}


def _said(node: Node, here: Here, under: sp.Basic) -> Said:
    if isinstance(node, Listing):
        whole = Said()
        for item in node.items:
            whole.add(said(item, here.within(whole.after(here.scope)), under))
        return whole
    if isinstance(node, Noted):
        return said(node.inside, here, under)
    if isinstance(node, Conditioned):
        return _conditioned(node, here)
    if isinstance(node, Relation):
        return _relation(node, here, under)
    if isinstance(node, Words | Number | Missing):
        return Said()
    if under is not sp.true:
        raise UnreadError("one branch of several", node)
    return _unnamed(node, here)


def _conditioned(node: Conditioned, here: Here) -> Said:
    condition, statement = node.condition, node.statement
    if isinstance(condition, Relation) and condition.operators == ("to",):
        if isinstance(statement, Relation) and statement.operators == ("to",):
            return approach(statement, here, condition)
        if isinstance(statement, Relation) and statement.operators in (("=",), ("approx",)):
            left, right = statement.sides
            return tends(left, right, condition, here, statement, reached=statement.operators == ("=",))
    if isinstance(condition, Relation) and set(condition.operators) <= (_ORDERS | {"=", "!="}):
        variable = _variable_of(statement, here)
        if any(key(s) == variable for s in symbols(condition)):
            under = Meaning(here.scope, variable).condition(condition)
            return said(statement, here, under)
        first = said(condition, here)
        if node.word in ("if", "when", "iff"):
            first.statements = [s for s in first.statements if isinstance(s, Defines)]
        second = said(statement, here.within(first.after(here.scope)))
        second.add(first)
        return second
    if isinstance(condition, Words):
        raise UnreadError(f"under which condition ('{condition.text.strip()}') is not understood", node)
    if isinstance(condition, Relation) and condition.operators == ("in",):
        domain = _domain(condition, here)
        return said(statement, here) if domain else Said()
    whole = said(statement, here)
    whole.add(said(condition, here.within(whole.after(here.scope))))
    return whole


def _domain(condition: Relation, here: Here) -> bool:
    r"""Whether a condition ``x \in S`` leaves the statement as it is: S is the whole line."""
    from backproof.reading.sets import read_set

    try:
        return bool(read_set(condition.sides[1], Meaning(here.scope)) == sp.S.Reals)
    except UnreadError:
        return False


def _variable_of(statement: Node, here: Here) -> str:
    left = statement.sides[0] if isinstance(statement, Relation) else statement
    head = head_of(left, here.scope)
    if head is not None and head.variable:
        return head.variable
    return infer_variable(statement, here.scope)


def _relation(node: Relation, here: Here, under: sp.Basic) -> Said:
    if isinstance(node.sides[0], Missing):
        return _going_on(node, here, under)
    if "to" in node.operators and set(node.operators) != {"to"} and node.operators[0] != "maps":
        return _relation(_split(node, "to"), here, under)
    operators = set(node.operators)
    passage = here.passage(node.start, node.end)
    again = _whole_again(here)
    drawn = initialisation.read(node, here.scope, passage, here.words, again)
    if drawn:
        return Said(list(drawn))
    if "implies" in operators or "iff" in operators:
        return _implication(node, here, under)
    if node.operators[0] == "maps":
        return maps(node, here)
    if "in" in operators:
        return membership(node, here, under)
    if all(_is_plain(side, here) for side in node.sides):
        return Said()
    if operators <= _ORDERS:
        return inequality(node, here, under)
    if node.operators == ("to",):
        return _arrow(node, here)
    if node.operators[0] in ("=", "defined", "equiv", "approx"):
        return _equation(node, here, under, again)
    if operators & {"~", "propto", "notin", "subset", "!=", "<<", ">>"}:
        raise UnreadError("a relation that makes no claim about a known function", node)
    raise UnreadError("relations of several kinds in one chain", node)


def _factors_in(node: Relation, here: Here) -> list[Statement]:
    r"""``\underbrace{\frac{\partial z}{\partial w}}_{(0, 1)}``: factors of a chain said to lie in an interval.

    That of a weight is its input, which may be any number: the catalogue has the claim.
    """
    for item in walk(node):
        if not isinstance(item, Noted) or not isinstance(item.inside, Derivative):
            continue
        by = item.inside.by[0] if item.inside.by else None
        bounded = isinstance(item.note, Group) and len(item.note.items) == 2
        if bounded and isinstance(by, Symbol) and by.name in ("w", "W", "theta"):
            passage = here.passage(node.start, node.end)
            return [StatesClaim(passage=passage, claim="vanishing.every-factor")]
    return []


def _is_plain(node: Node, here: Here) -> bool:
    """A lone letter or number: relations between such say what holds in an example, nothing about a function."""
    if isinstance(node, Sum) and len(node.terms) == 1:
        return _is_plain(node.terms[0][1], here)
    if isinstance(node, Symbol) and (node.name == "infinity" or here.scope.subject is not None):
        return not node.primes and node.name not in ("lambda", "alpha", "scale", "gain") and _is_letter(node, here)
    return isinstance(node, Number | Missing) or (isinstance(node, Symbol) and _is_letter(node, here))


def _is_letter(node: Symbol, here: Here) -> bool:
    head = head_of(node, here.scope)
    return head is None or not head.order


def _split(node: Relation, operator: str) -> Relation:
    """A chain as a relation between relations at one of its operators."""
    sides: list[Node] = []
    first = 0
    for number, found in enumerate((*node.operators, operator)):
        if found != operator:
            continue
        inner = node.sides[first : number + 1]
        whole = inner[0]
        if len(inner) > 1:
            operators = node.operators[first:number]
            whole = Relation(start=inner[0].start, end=inner[-1].end, sides=inner, operators=operators)
        sides.append(whole)
        first = number + 1
    return Relation(start=node.start, end=node.end, sides=tuple(sides), operators=(operator,) * (len(sides) - 1))


def _going_on(node: Relation, here: Here, under: sp.Basic) -> Said:
    """A relation without its left side: behind an arrow the rest stands for itself."""
    if node.operators == ("approx",) and here.scope.role == "range" and here.scope.subject is not None:
        near = unnamed_set(node.sides[1], here, here.scope.subject, 0)
        near.statements = [replace(s, hedged=True) for s in near.statements]
        return near
    if node.operators[0] != "to":
        raise UnreadError("the left side stands somewhere else", node)
    rest = node.sides[1:]
    if len(rest) == 1:
        subject = here.scope.subject
        if isinstance(rest[0], Group) and len(rest[0].items) == 2 and subject is not None and here.scope.near == 0:
            return unnamed_set(rest[0], here, subject, 0)
        return said(rest[0], here, under)
    return said(Relation(start=rest[0].start, end=node.end, sides=rest, operators=node.operators[1:]), here, under)


def _equation(node: Relation, here: Here, under: sp.Basic, again: Callable[[str], Statement | None]) -> Said:
    passage = here.passage(node.start, node.end)
    bounded = _factors_in(node, here)
    if bounded:
        return Said(bounded)
    try:
        found = equation(node, here, under)
    except UnreadError as why:
        about = network.read(node, here.scope, passage, again)
        defined = dict(network.definitions(node, here.scope))
        if about or defined:
            return Said(list(about), equations=defined)
        raise why from None
    if not found.statements and not found.names:
        found.statements += network.read(node, here.scope, passage, again)
    found.equations |= network.definitions(node, here.scope)
    tail = next((n for n, o in enumerate(node.operators) if o in _ORDERS), None)
    if tail is not None and tail > 0 and set(node.operators[tail:]) <= _ORDERS:
        rest = Relation(
            start=node.sides[0].start,
            end=node.end,
            sides=(node.sides[0], *node.sides[tail + 1 :]),
            operators=node.operators[tail:],
        )
        found.add(said(rest, here.within(found.after(here.scope)), under))
    return found


def _whole_again(here: Here) -> Callable[[str], Statement | None]:
    """Read another text in the place of a whole formula that makes one statement."""

    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            found = _said(other.parse(), other, sp.true)
        except (Unreadable, UnreadError, Undecided):
            return None
        return found.statements[0] if len(found.statements) == 1 else None

    return again


def _implication(node: Relation, here: Here, under: sp.Basic) -> Said:
    r"""``x \to \infty \Rightarrow f(x) \to 1``: the left is the condition where it is about the argument only."""
    left, right = node.sides[0], node.sides[-1]
    alone = len(node.sides) == 2 and isinstance(left, Relation) and isinstance(left.sides[0], Symbol)
    if alone and head_of(left.sides[0], here.scope) is None:  # type: ignore[attr-defined]
        way = Conditioned(start=node.start, end=node.end, statement=right, condition=left, word="if")
        return _conditioned(way, here)
    whole = Said()
    for side in node.sides:
        whole.add(said(side, here.within(whole.after(here.scope)), under))
    return whole


def _arrow(node: Relation, here: Here) -> Said:
    r"""``x < 0 \to 0``: a branch of what the place is about, if one of its readings is right; or an approach."""
    if len(node.sides) != 2:
        raise UnreadError("a chain of arrows", node)
    left, right = node.sides
    if isinstance(left, Relation) and set(left.operators) <= _ORDERS and here.scope.subject is not None:
        return _branch(left, right, here, node)
    if isinstance(left, Relation) or isinstance(right, Words | Missing):
        whole = said(left, here)
        if isinstance(right, Relation):
            whole.add(said(right, here.within(whole.after(here.scope))))
        return whole
    return approach(node, here, None)


def _branch(condition: Relation, value: Node, here: Here, node: Node) -> Said:
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


def _unnamed(node: Node, here: Here) -> Said:
    """A formula without a left side: its place in a table, or a label, says what it is."""
    subject, role = here.scope.subject, here.scope.role
    if subject is None or not role:
        if isinstance(node, Symbol):
            return Said()
        drawn = initialisation.read(
            node, here.scope, here.passage(node.start, node.end), here.words, _whole_again(here)
        )
        return Said(list(drawn))
    if role in ("range", "derivative-range"):
        return unnamed_set(node, here, subject, 1 if role == "derivative-range" else 0)
    if role not in ("definition", "derivative"):
        return Said()
    return _expression(node, here, subject, role)


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
