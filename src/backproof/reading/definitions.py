"""Definitions: what ``f(x) = ...`` says of a function, and which letters it binds."""

from __future__ import annotations

import re
from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.formulas.tree import Node, Relation
from backproof.paper.identity import decide
from backproof.reading.heads import Head, infer_variable, is_name
from backproof.reading.here import Here, Said
from backproof.reading.known import Function, canonical, mentions
from backproof.reading.letters import key, symbols
from backproof.reading.links import Link, aligned, exactly, links, reading_again
from backproof.reading.meaning import Meaning
from backproof.reading.recognise import recognise
from backproof.reading.scope import Bound
from backproof.reading.statements import Defines, Equals, Statement

_ANNOUNCES = re.compile(
    r"\b(?:defined|definition|definiert|définie?|definida?|given by|gegeben|formula|formel|fórmula|equation|"
    r"expression|reads|"
    r"written as|computed as|computes)\b",
    re.IGNORECASE,
)
"""Words in front of a definition."""
_OF_ANOTHER = re.compile(r"\b(?:loss|cost|objective|energy|error|density|antiderivative|kernel|target|feature map)\b")
"""Words by which a letter is set to something else than the function that a section is about."""


def definition(node: Relation, head: Head, here: Here, under: sp.Basic) -> Said:
    """What is said by a chain whose first side is a function, or its letter: ``f(x) = ...``."""
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
            exactly(link, printed, head.bound.function if head.bound else None)
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
            found,
            passage=here.passage(link.start, link.node.end),
            name=name,
            again=reading_again(open_here, link, read),
        )
        said.statements.append(found)
        if isinstance(found, Defines) and under is sp.true and instance is None:
            instance = _bind(said, found, head, variable, here)
    return said


def _expressed(node: Node, here: Here, variable: str) -> sp.Expr:
    """The meaning of a side, which may have letters of the function's parameters only."""
    return Meaning(here.scope, variable).expression(node)


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
