"""Derivatives: what ``f'(x) = ...`` says of a function."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.formulas.tree import Node, Relation
from backproof.paper.identity import decide
from backproof.reading.errors import UnreadError
from backproof.reading.heads import Head, bare_scope, head_of, infer_variable
from backproof.reading.here import Here, Said
from backproof.reading.known import Function
from backproof.reading.links import Link, aligned, exactly, links, reading_again
from backproof.reading.meaning import Meaning
from backproof.reading.powers import slope
from backproof.reading.scope import Bound
from backproof.reading.statements import DerivativeIs, Statement


def derivative(node: Relation, head: Head, here: Here, under: sp.Basic) -> Said:
    """What is said by a chain whose first side is a derivative: ``f'(x) = ...``."""
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
            exactly(link, printed)
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
            said.statements.append(replace(found, passage=passage, again=reading_again(place, link, read)))
    return said


def _of_either(node: Relation, head: Head, own: Function, here: Here, under: sp.Basic) -> Said:
    """What is said of the derivative of a letter that is the section's function, or what the text printed for it.

    Where it is right for one of the two, that is what is said.
    """
    subject = head.bound.function if head.bound is not None else own
    variants = [
        derivative(
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
