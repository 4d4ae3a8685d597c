"""Equations: definitions, derivatives, values, limits, maxima, identities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.formulas import Unreadable
from backproof.formulas.tree import Big, Node, Number, Power, Product, Relation, Sum, Symbol
from backproof.paper.identity import decide
from backproof.reading.constants import constant
from backproof.reading.errors import UnreadError
from backproof.reading.heads import Head, bare_scope, head_of, infer_variable, is_name, operator_of
from backproof.reading.here import Here, Said
from backproof.reading.known import Function, canonical, mentions
from backproof.reading.letters import PARAMETERS, VARIABLES, key, symbols
from backproof.reading.meaning import Meaning, slope
from backproof.reading.recognise import recognise
from backproof.reading.scope import Bound, Scope
from backproof.reading.statements import (
    Defines,
    DerivativeIs,
    Equals,
    Extremum,
    Statement,
    TendsTo,
    ValueAt,
)

_ANNOUNCES = re.compile(
    r"\b(?:defined|definition|definiert|définie?|definida?|given by|gegeben|formula|formel|fórmula|equation|"
    r"expression|reads|"
    r"written as|computed as|computes)\b",
    re.IGNORECASE,
)
"""Words in front of a definition."""
_OF_ANOTHER = re.compile(r"\b(?:loss|cost|objective|energy|error|density|antiderivative|kernel|target|feature map)\b")
"""Words by which a letter is set to something else than the function that a section is about."""
_APPROXIMATED = frozenset({"gelu"})
"""Functions whose approximations are established under their own name."""
_ARGUMENTS = frozenset(VARIABLES) - PARAMETERS
"""Letters that are an argument, and no name for a parameter."""
_ROUNDED = sp.Rational(1, 1000)
_NEARBY = sp.Rational(1, 20)
EQUAL = frozenset({"=", "defined", "equiv", "approx"})


@dataclass(frozen=True, slots=True)
class Link:
    """One side of a chain that is claimed of its first: ``node``, from where its passage starts, and the operator."""

    node: Node
    start: int
    operator: str
    first: bool


def links(node: Relation) -> Iterator[Link]:
    """The sides of a chain of equations after the first."""
    for number, (operator, side) in enumerate(zip(node.operators, node.sides[1:], strict=False)):
        if operator not in EQUAL:
            return
        first = number == 0 and node.sides[0].start >= 0
        yield Link(side, node.start if first else side.start, operator, first)


def equation(node: Relation, here: Here, under: sp.Basic = sp.true) -> Said:
    """What a chain of equations says."""
    left = node.sides[0]
    head = head_of(left, here.scope)
    if head is not None and head.at is not None:
        return _value(node, head, here)
    if head is not None and head.order:
        return _derivative(node, head, here, under)
    if head is not None and not _is_quantity(head):
        return _definition(node, head, here, under)
    if isinstance(left, Big) and left.kind == "lim":
        return _limit(node, left, here)
    extreme = operator_of(left)
    if extreme is not None:
        return _extremum(node, *extreme, here)
    if isinstance(left, Symbol) and len(node.sides) > 1 and isinstance(node.sides[1], Number | Product | Sum | Power):
        said = constant(node, here)
        if said is not None:
            return said
    if isinstance(left, Symbol):
        return _quantity(node, left, here)
    return _identity(node, here, under)


def _exactly(link: Link, printed: sp.Expr, function: Function | None = None) -> None:
    """Refuse approximations of a function by another: how good they are, and where, is not written."""
    if link.operator == "approx" and printed.has(X) and not (function and function.name in _APPROXIMATED):
        raise UnreadError(
            "an approximation of a function: for which arguments, and how good, is not written", link.node
        )


def _is_quantity(head: Head) -> bool:
    """Whether a letter without an argument stands for a number of the network, and may be set anew."""
    return head.bare and (head.bound is None or not is_name(head.letter, head.bound.function))


def _again(here: Here, link: Link, read: Callable[[Node, Here], Statement | None]) -> Callable[[str], Statement | None]:
    """Read another text in the place of a link: with the left side where the passage has it, else the side alone."""

    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            node = other.parse()
            if link.first:
                if not isinstance(node, Relation) or len(node.sides) < 2:
                    return None
                return read(node.sides[1], other)
            return read(node, other)
        except (Unreadable, UnreadError):
            return None

    return again


def _expressed(node: Node, here: Here, variable: str) -> sp.Expr:
    """The meaning of a side, which may have letters of the function's parameters only."""
    return Meaning(here.scope, variable).expression(node)


def _definition(node: Relation, head: Head, here: Here, under: sp.Basic) -> Said:
    said = Said()
    if head.bound is not None and not is_name(head.letter, head.bound.function) and _OF_ANOTHER.search(here.words):
        head = replace(head, bound=None)
    name = here.text[node.sides[0].start : node.sides[0].end]
    scope = replace(here.scope, names={k: v for k, v in here.scope.names.items() if k != head.letter})
    open_here = here.within(scope)
    instance: sp.Expr | None = None
    for link in links(node):
        variable = head.variable or infer_variable(link.node, scope)
        before = instance

        def read(
            side: Node, place: Here, before: sp.Expr | None = before, variable: str = variable, link: Link = link
        ) -> Statement | None:
            printed = _expressed(side, place.within(scope), variable)
            _exactly(link, printed, head.bound.function if head.bound else None)
            return _defined(printed, head, place, before, name, under, frozenset(key(s) for s in symbols(side)))

        found = read(link.node, open_here)
        if found is None:
            printed = _expressed(link.node, open_here, variable)
            new = head.bound is None or not head.bound.function.of_the_field
            if printed.has(X) and under is sp.true and instance is None and new:
                known = Function(head.letter, head.letter, printed, of_the_field=False)
                said.names[head.letter] = Bound(known, variable="" if not head.bare else variable)
                instance = printed
            continue
        found = replace(
            found, passage=here.passage(link.start, link.node.end), name=name, again=_again(open_here, link, read)
        )
        said.statements.append(found)
        if isinstance(found, Defines) and under is sp.true and instance is None:
            instance = _bind(said, found, head, variable, here)
    return said


def _defined(
    printed: sp.Expr,
    head: Head,
    here: Here,
    before: sp.Expr | None,
    name: str,
    under: sp.Basic,
    written: frozenset[str],
) -> Statement | None:
    """What ``f(x) = printed`` says, with what is known of f; ``None`` if it only gives a letter a meaning."""
    passage = here.passage(0, len(here.text))
    function = head.bound.function if head.bound else None
    named_here = function is not None and function.of_the_field and is_name(head.letter, function)
    if not printed.has(X) and (
        before is not None or not (under.free_symbols or (named_here and head.variable in written))
    ):
        return None
    if before is not None:
        return Equals(passage=passage, function=function, name=name, left=before, right=printed, under=under)
    if under is not sp.true:
        if function is None:
            return None
        right = aligned(printed, function, here.parse())
        return Equals(passage=passage, function=function, name=name, left=function.definition, right=right, under=under)
    explicit = named_here
    if not explicit or head.letter == "sigma":
        other = recognise(printed)
        if other is not None and other.function.name == "identity" and function is not None:
            return None
        if other is not None and (function is None or other.function.name != function.name):
            function, explicit = canonical(other.function.name), True
    if function is None or not function.of_the_field:
        return None
    explicit = explicit or _opens_section(printed, head, function, here) or _announced(head, function, here)
    return Defines(passage=passage, function=function, name=name, printed=printed, explicit=explicit)


def _announced(head: Head, function: Function, here: Here) -> bool:
    """Whether the words in front say that a definition of the function follows."""
    named = [f for _, _, f in mentions(here.words)]
    subject = [f.name for f in named] or (
        [here.scope.subject.name] if here.scope.subject and here.scope.near == 0 else []
    )
    return not head.bare and set(subject) == {function.name} and _ANNOUNCES.search(here.words) is not None


def _opens_section(printed: sp.Expr, head: Head, function: Function, here: Here) -> bool:
    """Whether this is the first definition under a heading that names the function, and of its kind: of pieces."""
    return (
        here.scope.near <= 1
        and not head.bare
        and head.letter not in here.scope.names
        and here.scope.subject is not None
        and here.scope.subject.name == function.name
        and printed.has(sp.Piecewise)
        and function.definition.has(sp.Piecewise)
    )


def _bind(said: Said, found: Defines, head: Head, variable: str, here: Here) -> sp.Expr:
    """Bind the letter to what the text printed; the printed expression for the equations that go on."""
    function = found.function
    if function is None:
        return found.printed
    recognised = recognise(found.printed, function.name)
    fixed = "" if not head.bare else variable
    if recognised is not None:
        instance = replace(recognised.function, variants=())
        bound = Bound(instance, variable=fixed, settled=True)
        if len(head.letter) > 1 or function.activation is not None:
            said.names[function.name] = Bound(instance, settled=True)
    else:
        same = found.explicit or _is_one_of(found.printed, function)
        own = None if same else Function(head.letter, head.letter, found.printed, of_the_field=False)
        bound = Bound(function, printed=found.printed, variable=fixed, instead=own)
    said.names[head.letter] = bound
    if found.explicit and (here.scope.subject is None or here.scope.subject.name != function.name):
        said.subject = function if not head.bare and function.name != "identity" else None
    return recognised.function.definition if recognised is not None else found.printed


def _is_one_of(printed: sp.Expr, function: Function) -> bool:
    """Whether an expression is a definition of a function that has no name of its own, as Phi in GELU has none."""
    try:
        return any(decide(printed, d, X).equal for d in function.definitions)
    except Undecided:
        return False


def _derivative(node: Relation, head: Head, here: Here, under: sp.Basic) -> Said:
    said = Said()
    if head.bound is None:
        raise UnreadError(f"which function '{head.letter}' is, is not known here", node.sides[0])
    bound, function = head.bound, head.bound.function
    if any(str(p.name) == head.variable for p in function.parameters):
        raise UnreadError(f"a derivative by the parameter '{head.variable}'", node.sides[0])
    if bound.instead is not None:
        return _of_either(node, head, bound.instead, here, under)
    name = here.text[node.sides[0].start : node.sides[0].end]
    flat = slope(function.definition, head.order).has(X)
    place = here.within(bare_scope(here.scope, head))
    for link in links(node):
        again_head = head_of(link.node, place.scope)
        if again_head is not None and again_head.order == head.order and again_head.letter == head.letter:
            continue

        def read(side: Node, at: Here, link: Link = link) -> Statement | None:
            variable = head.variable or infer_variable(side, at.scope)
            printed = aligned(Meaning(at.scope, variable, bare=True).expression(side), function, side, head.order)
            _exactly(link, printed)
            if flat and not printed.has(X) and under is sp.true:
                raise UnreadError("for which arguments the derivative has this value is not written", side)
            return DerivativeIs(
                passage=at.passage(0, len(at.text)),
                function=function,
                name=name,
                of=function.definition,
                printed=printed,
                order=head.order,
                as_printed=bound.printed,
                settled=bound.settled,
                convention="convention" in at.words,
                under=under,
            )

        found = read(link.node, place)
        if found is not None:
            passage = here.passage(link.start, link.node.end)
            said.statements.append(replace(found, passage=passage, again=_again(place, link, read)))
    return said


def _of_either(node: Relation, head: Head, own: Function, here: Here, under: sp.Basic) -> Said:
    """What is said of the derivative of a letter that is the section's function, or what the text printed for it.

    Where it is right for one of the two, that is what is said.
    """
    subject = head.bound.function if head.bound is not None else own
    variants = [
        _derivative(
            node,
            replace(head, bound=Bound(function)),
            _bound_to(head.letter, function, here, own=function is own),
            under,
        )
        for function in (subject, own)
    ]
    for said in variants:
        if said.statements and all(isinstance(s, DerivativeIs) and _is_right(s) for s in said.statements):
            return said
    return variants[-1]


def _bound_to(letter: str, function: Function, here: Here, *, own: bool) -> Here:
    """The place where all letters that may be one of two functions are what the text printed, or all the subject."""
    names = {
        k: Bound(b.instead if own else b.function) if b.instead is not None else b for k, b in here.scope.names.items()
    }
    return here.within(replace(here.scope, names={**names, letter: Bound(function)}))


def _is_right(statement: DerivativeIs) -> bool:
    true = slope(statement.of, statement.order)
    try:
        return decide(statement.printed, true, X).condition is not sp.false
    except Undecided:
        return False


def aligned(printed: sp.Expr, function: Function, node: Node, order: int = 0) -> sp.Expr:
    """The expression with the text's letters for the function's parameters renamed to the parameters' own."""
    letters = sorted(printed.free_symbols - {X} - set(function.parameters), key=str)
    if not letters:
        return printed
    by_name = {str(p.name): p for p in function.parameters}
    renamed = {s: by_name[str(s.name)] for s in letters if str(s.name) in by_name}
    rest = [s for s in letters if s not in renamed]
    free = [p for p in function.parameters if p not in renamed.values() and p in function.definition.free_symbols]
    if len(rest) == 1 and len(free) == 1 and str(rest[0].name) not in _ARGUMENTS:
        renamed[rest[0]] = free[0]
        rest = []
    if len(rest) == 1 and not free:
        output = printed.subs(rest[0], function.definition)
        if order and not printed.has(X) and _agrees(output, function, order):
            return output
    if rest:
        raise UnreadError(f"what '{rest[0]}' is, is not known here", node)
    return printed.subs(renamed, simultaneous=True)


def _agrees(printed: sp.Expr, function: Function, order: int) -> bool:
    return decide(printed, sp.diff(function.definition, X, order), X).equal


def _value(node: Relation, head: Head, here: Here) -> Said:
    said = Said()
    if head.bound is None or head.at is None:
        raise UnreadError(f"which function '{head.letter}' is, is not known here", node.sides[0])
    bound = head.bound
    function = _meant(bound, head, node, here)
    of = _at_default(function)
    if of is None:
        raise UnreadError("the value depends on a parameter", node.sides[0])
    name = here.text[node.sides[0].start : node.sides[0].end]
    at = Meaning(here.scope).expression(head.at)
    place = here.within(bare_scope(here.scope, head))
    for link in links(node):

        def read(side: Node, where: Here, link: Link = link) -> Statement | None:
            printed = Meaning(where.scope).expression(side)
            if not printed.is_number:
                raise UnreadError("the value is not a number", side)
            if not function.of_the_field and not digits_of(side) and _is_rounded(of, head.order, at, printed):
                raise UnreadError("whether the value is rounded is not written", side)
            return ValueAt(
                passage=where.passage(0, len(where.text)),
                function=function,
                name=name,
                of=of,
                at=at,
                printed=printed,
                order=head.order,
                digits=digits_of(side),
                about=link.operator == "approx",
                convention="convention" in where.words,
            )

        found = read(link.node, place)
        if found is not None:
            passage = here.passage(link.start, link.node.end)
            said.statements.append(replace(found, passage=passage, again=_again(place, link, read)))
    return said


def _is_rounded(of: sp.Expr, order: int, at: sp.Expr, printed: sp.Expr) -> bool:
    """Whether a printed number is nearly, and not exactly, the value of a function with decimals in its definition."""
    try:
        off = abs(sp.N(slope(of, order).subs(X, at)) - printed)
        return bool(0 < off < _ROUNDED)
    except TypeError:
        return False


def _meant(bound: Bound, head: Head, node: Relation, here: Here) -> Function:
    """The function whose value is given: of two that a letter may stand for the one that comes near to it."""
    if bound.instead is None or head.at is None:
        return bound.function
    try:
        at, value = (Meaning(here.scope).expression(n) for n in (head.at, node.sides[1]))
        off = abs(slope(bound.function.definition, head.order).subs(X, at) - value)
        return bound.function if bool(off < _NEARBY) else bound.instead
    except (UnreadError, TypeError):
        return bound.instead


def _at_default(function: Function) -> sp.Expr | None:
    definition = function.definition
    if function.activation is not None:
        definition = function.activation.at_defaults(definition)
    return None if definition.free_symbols - {X} else definition


def digits_of(node: Node) -> str:
    """The digits of a printed decimal number, with its sign; "" if it is none."""
    if isinstance(node, Number) and "." in node.text and not node.text.endswith("%"):
        return node.text
    if isinstance(node, Product) and isinstance(node.left, Number) and isinstance(node.right, Power):
        base, exponent = node.right.base, Meaning(Scope()).expression(node.right.exponent)
        if isinstance(base, Number) and base.text == "10" and exponent.is_Integer:
            return f"{node.left.text}e{exponent}"
    if isinstance(node, Sum) and len(node.terms) == 1 and node.terms[0][0] == -1:
        inner = digits_of(node.terms[0][1])
        return f"-{inner}" if inner else ""
    return ""


def _limit(node: Relation, left: Big, here: Here) -> Said:
    said = Said()
    lower = left.lower
    if not isinstance(lower, Relation) or lower.operators != ("to",) or not isinstance(lower.sides[0], Symbol):
        raise UnreadError("what the limit is taken by is not written", left)
    variable = key(lower.sides[0])
    end, side = end_of(lower.sides[1], here)
    of, function, order = function_value(left.body, variable, here)
    name = here.text[left.start : left.end]
    for link in links(node):
        passage = here.passage(link.start, link.node.end)

        def read(right: Node, where: Here) -> Statement | None:
            value = limit_value(right, where, function)
            return TendsTo(
                passage=where.passage(0, len(where.text)),
                function=function,
                name=name,
                of=of,
                end=end,
                value=value,
                order=order,
                side=side,
            )

        found = read(link.node, here)
        if found is not None:
            said.statements.append(replace(found, passage=passage, again=_again(here, link, read)))
    return said


def limit_value(node: Node, here: Here, function: Function | None) -> sp.Expr:
    """A limit as written: a number, infinity, or an expression in the function's parameters."""
    value = Meaning(here.scope).expression(node)
    if value.free_symbols and function is not None:
        value = aligned(value, function, node)
    if value.free_symbols - set(function.parameters if function else ()):
        raise UnreadError("the limit is not a number", node)
    return value


def end_of(node: Node, here: Here) -> tuple[sp.Expr, str]:
    """Where a limit is taken, and from which side ("" for both)."""
    if isinstance(node, Symbol) and node.superscript in ("+", "-"):
        bare = replace(node, superscript="")
        return Meaning(here.scope).expression(bare), node.superscript
    if isinstance(node, Power) and isinstance(node.exponent, Symbol) and node.exponent.name in ("+", "-"):
        return Meaning(here.scope).expression(node.base), node.exponent.name
    end = Meaning(here.scope).expression(node)
    if not (end.is_number or end in (sp.oo, -sp.oo)):
        raise UnreadError("where the limit is taken is not a number", node)
    return end, ""


def function_value(node: Node, variable: str, here: Here) -> tuple[sp.Expr, Function | None, int]:
    """An expression in x that a statement is about: the true function behind a name, else what is printed.

    Returns
    -------
    of, function, order
        ``of`` is to be differentiated ``order`` times.
    """
    head = head_of(node, here.scope)
    if head is not None and head.at is None:
        if head.bound is None or head.bound.instead is not None:
            raise UnreadError(f"which function '{head.letter}' is, is not known here", node)
        return head.bound.function.definition, head.bound.function, head.order
    expression = Meaning(here.scope, variable or infer_variable(node, here.scope)).expression(node)
    if not expression.has(X) or expression.free_symbols - {X}:
        raise UnreadError("this is not a function of one variable", node)
    return expression, None, 0


def _extremum(node: Relation, kind: str, body: Node, here: Here) -> Said:
    of, function, order = function_value(body, "", here)
    name = here.text[node.sides[0].start : node.sides[0].end]
    which = "max" if kind in ("max", "sup") else "min"
    said = Said()
    for link in links(node):
        inner = head_of(link.node, here.scope)
        at, value, digits = None, None, ""
        if inner is not None and inner.at is not None:
            at = Meaning(here.scope).expression(inner.at)
        else:
            value = Meaning(here.scope).expression(link.node)
            digits = digits_of(link.node)
            if not value.is_number:
                raise UnreadError("the maximum is not a number", link.node)

        def read(right: Node, where: Here, link: Link = link) -> Statement | None:
            number = Meaning(where.scope).expression(right)
            return Extremum(
                passage=where.passage(0, len(where.text)),
                function=function,
                name=name,
                of=of,
                which=which,
                value=number,
                order=order,
                digits=digits_of(right),
                about=link.operator == "approx",
            )

        passage = here.passage(link.start, link.node.end)
        about = link.operator == "approx"
        said.statements.append(
            Extremum(
                passage=passage,
                function=function,
                name=name,
                of=of,
                which=which,
                value=value,
                at=at,
                order=order,
                digits=digits,
                about=about,
                again=_again(here, link, read),
            )
        )
    return said


def _quantity(node: Relation, left: Symbol, here: Here) -> Said:
    r"""``h = \sigma(a)``, ``y = \max(0, x)``: a quantity that is a function of another."""
    letter = key(left)
    side = node.sides[1]
    if node.operators[0] not in EQUAL:
        return Said()
    if any(key(s) == letter for s in symbols(side)):
        raise UnreadError("a quantity is set to a value made of itself", node)
    variable = infer_variable(side, here.scope)
    printed = Meaning(here.scope, variable).expression(side)
    if (
        not variable
        or not printed.has(X)
        or not printed.has(sp.exp, sp.Max, sp.Min, sp.Piecewise, sp.erf, sp.log, sp.tanh, sp.Abs)
    ):
        raise UnreadError("this equation between quantities makes no claim about a function", node)
    return _definition(node, Head(letter, None, bare=True), here, sp.true)


def _identity(node: Relation, here: Here, under: sp.Basic) -> Said:
    said = Said()
    variable = infer_variable(node, here.scope)
    meaning = Meaning(here.scope, variable)
    left = _closed(meaning.expression(node.sides[0]), node)
    named = any(
        (h := meaning.head(s)) is not None and not h.quantity and s.name != "exp" for s in symbols(node.sides[0])
    )
    name = here.text[node.sides[0].start : node.sides[0].end]
    for link in links(node):

        def read(side: Node, where: Here, link: Link = link) -> Statement | None:
            right = _closed(Meaning(where.scope, variable).expression(side), side)
            _exactly(link, right)
            return Equals(
                passage=where.passage(0, len(where.text)),
                name=name,
                left=left,
                right=right,
                under=under,
                about=link.operator == "approx",
            )

        found = read(link.node, here)
        if isinstance(found, Equals) and found.left.has(X) and (found.right.has(X) or named):
            passage = here.passage(link.start, link.node.end)
            said.statements.append(replace(found, passage=passage, again=_again(here, link, read)))
    return said


def _closed(expression: sp.Expr, node: Node) -> sp.Expr:
    """An expression of an identity: it must not have letters that could be anything."""
    foreign = expression.free_symbols - {X}
    if foreign:
        raise UnreadError(f"what '{min(map(str, foreign))}' is, is not known here", node)
    return expression
