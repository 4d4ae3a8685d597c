"""Values that code is said to give: outputs of a console, comments behind a call, assertions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal

import sympy as sp

from backproof.activations import X
from backproof.reading.known import Function
from backproof.reading.statements import CodeDoes, Passage, ValueAt
from backproof.snippets.clean import Code, Output, comments, span
from backproof.snippets.evaluate import Box, Evaluator
from backproof.snippets.names import read_name
from backproof.snippets.operands import dotted
from backproof.snippets.table import Table
from backproof.snippets.values import UnreadError

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_SAID = re.compile(
    rf"(?:(?:->|=>|==?|→|⇒|≈|~|gives|returns?|prints?|outputs?|output|result)\s*:?\s*)?(?:about\s+|≈\s*)?"
    rf"(?:(?:tensor|array|np\.float(?:32|64)|float)\(\s*)?(?P<number>{_NUMBER})(?:,?\s*dtype=\S+)?\s*\)*\.?"
)
_ABOUT = re.compile(r"≈|~|about")
_LONGEST = 80
"""Characters of a comment or an output that is one number."""
_DOUBLE, _SINGLE = 14, 6
"""Digits that float64 and float32 certainly get right; what is printed beyond them is rounded off."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of a function of the field at a number."""

    of: sp.Expr
    at: sp.Expr
    function: Function
    name: str


def values(code: Code, outputs: tuple[Output, ...], tree: ast.Module, table: Table) -> Iterator[CodeDoes]:
    """The values that are said in comments, assertions (of ``code``) and outputs; passages count in the text given."""
    remarks = {c.line: c for c in comments(code.text)}
    ends: dict[int, ast.Expr] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Expr):
            ends[span(statement, code.text)[1]] = statement
            remark = remarks.get(statement.end_lineno or 0)
            if remark is not None:
                yield from _said(statement.value, remark.text, code.places[remark.start], table)
        elif isinstance(statement, ast.Assert) and isinstance(statement.test, ast.Compare):
            yield from _asserted(statement.test, code, table)
    taken: set[int] = set()
    for output in outputs:
        last = len(code.text[: output.after].rstrip())
        if last in ends and last not in taken:
            yield from _said(ends[last].value, output.text, output.start, table)
        taken.add(last)


def _asserted(test: ast.Compare, code: Code, table: Table) -> Iterator[CodeDoes]:
    if len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        start, end = span(test.comparators[0], code.text)
        yield from _said(test.left, code.text[start:end], code.places[start], table)


def _said(node: ast.expr, text: str, start: int, table: Table) -> Iterator[CodeDoes]:
    match = _SAID.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    called = _called(node, table)
    if match is None or called is None:
        return
    at = start + len(text) - len(text.lstrip()) + match.start("number")
    number, digits = _as_printed(match["number"])
    if not digits and not _is_exact(called):
        return
    passage = Passage(at, at + len(match["number"]), match["number"])
    inner = ValueAt(
        passage=passage,
        function=called.function,
        name=called.name,
        of=called.of,
        at=called.at,
        printed=number,
        digits=digits,
        about=_ABOUT.search(text) is not None,
    )
    yield CodeDoes(passage=passage, function=called.function, name=called.name, inner=inner)


def _called(node: ast.expr, table: Table) -> _Call | None:
    """``f(2)`` or ``print(f(2))`` as a value of a function of the field."""
    if isinstance(node, ast.Call) and dotted(node.func) == ("print",) and len(node.args) == 1:
        node = node.args[0]
    if not (isinstance(node, ast.Call) and (path := dotted(node.func)) and len(node.args) == 1):
        return None
    named = read_name(path[-1])
    if named is None:
        return None
    try:
        at = Evaluator(table, {}).number(node.args[0])
        at_x = ast.Call(node.func, [ast.Name(X.name, ast.Load())], node.keywords)
        of = Evaluator(table, {X.name: Box(X)}).number(at_x)
    except (UnreadError, RecursionError):
        return None
    if not at.is_number or of.free_symbols - {X}:
        return None
    return _Call(of, at, named.function, ast.unparse(node))


def _is_exact(called: _Call) -> bool:
    return bool(called.of.xreplace({X: called.at}).is_Rational)


def _as_printed(text: str) -> tuple[sp.Expr, str]:
    """The number, and its digits; those of them that are rounding errors of floats are rounded off."""
    number = Decimal(text)
    if number.adjusted() > 300 or number.adjusted() < -300:
        return sp.S.Zero, ""
    count = len(number.as_tuple().digits)
    keep = _DOUBLE if count > _DOUBLE else _SINGLE if _SINGLE < count <= 10 else count
    if keep < count:
        number = Context(prec=keep).plus(number)
        text = str(number)
    return sp.Rational(str(number)), text if "." in text or "e" in text.lower() else ""
