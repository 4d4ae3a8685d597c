"""Blocks from one line of Markdown, and statements in a compact notation."""

import re

import sympy as sp

from backproof.activations import X
from backproof.documents.model import Block, BlockKind, Piece, PieceKind
from backproof.reading.known import Function, named
from backproof.reading.scope import Bound, Scope
from backproof.reading.statements import (
    Defines,
    DrawsLieIn,
    Extremum,
    HasProperty,
    LiesIn,
    Statement,
    StatesClaim,
    TendsTo,
    ValueAt,
)

_PIECES = re.compile(r"\$(?P<math>[^$]+)\$|`(?P<code>[^`]+)`")


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    pieces, last = [], 0
    for match in _PIECES.finditer(text):
        pieces.append((PieceKind.TEXT, last, match.start()))
        group = str(match.lastgroup)
        pieces.append((PieceKind(group), match.start(group), match.end(group)))
        last = match.end()
    pieces.append((PieceKind.TEXT, last, len(text)))
    return Block(kind, tuple(Piece(k, text[a:b], range(a, b + 1)) for k, a, b in pieces if b > a))


def function(name: str) -> Function:
    found = named(name)
    assert found is not None, name
    return found


def scope(subject: str = "", near: int = 1, **letters: str) -> Scope:
    names = {letter: Bound(function(name)) for letter, name in letters.items()}
    return Scope(subject=function(subject) if subject else None, near=near, names=names)


def compact(statement: Statement) -> str:
    """``tanh: not zero-centred``, ``sigmoid' in [0, 1/4]``, ``relu -> 0 at -oo``, ``claim dead.stays-dead``."""
    who = statement.function.name if statement.function is not None else ""
    hedge = "~" if statement.hedged else ""
    match statement:
        case HasProperty():
            denied = "" if statement.holds else "not "
            where = f" {statement.side}" if statement.side else ""
            where += "" if statement.at is None else f" at {statement.at}"
            return f"{hedge}{who}{chr(39) * statement.order}: {denied}{statement.feature}{where}"
        case LiesIn():
            verb = "ranges" if statement.gives_range else "in"
            under = "" if statement.under == sp.true else f" if {statement.under}"
            known = "?" if statement.open_unknown else ""
            return f"{hedge}{who}{chr(39) * statement.order} {verb} {interval(statement.values)}{known}{under}"
        case TendsTo():
            arrow = "=" if statement.reached else "->"
            return f"{hedge}{who}{chr(39) * statement.order} {arrow} {statement.value} at {statement.end}"
        case Extremum():
            where = "" if statement.at is None else f" at {statement.at}"
            return f"{hedge}{who}{chr(39) * statement.order} {statement.which} {statement.value}{where}"
        case ValueAt():
            return f"{hedge}{who}{chr(39) * statement.order}({statement.at}) = {statement.printed}"
        case DrawsLieIn():
            known = "?" if statement.open_unknown else ""
            factor = "" if statement.factor == 1 else f"{statement.factor} * "
            return f"{hedge}{factor}{statement.distribution} in {interval(statement.values)}{known}"
        case StatesClaim():
            return f"{hedge}claim {'' if statement.holds else 'not '}{statement.claim}"
        case Defines():
            return f"{who} := {statement.printed.subs(X, sp.Symbol('x'))}"
    return repr(statement)


def interval(values: sp.Set) -> str:
    if isinstance(values, sp.Interval):
        left, right = "(" if values.left_open else "[", ")" if values.right_open else "]"
        return f"{left}{values.start}, {values.end}{right}"
    return str(values)
