"""Shapes of arrays that code makes, and the shapes that comments beside it give; code is read, never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backproof.reading.shape_terms import Dim, Shape
from backproof.reading.shape_words import plain_name
from backproof.snippets.clean import clean, comments, parsed
from backproof.snippets.operands import dotted

_ROOTS = frozenset({"np", "numpy", "torch", "jnp", "rng"})
_BY_SIZES = frozenset({"randn", "rand"})
_BY_SHAPE = frozenset({"zeros", "ones", "empty", "standard_normal", "random_sample", "random"})
_BY_SIZE_THIRD = frozenset({"normal", "uniform"})
_DIM = r"\d+|[A-Za-z_]\w*"
_REMARK = re.compile(
    rf"(?:(?:shape|size|dim\w*)\s*(?::|=|is)?\s*)?(?:[(\[]\s*(?P<a>{_DIM})\s*,\s*(?P<b>{_DIM})?\s*[)\]]"
    rf"|(?P<c>\d+)\s?[x×]\s?(?P<d>\d+))\s*"
)


@dataclass(frozen=True, slots=True)
class Made:
    """An array that code makes: its name, its shape, and the code."""

    name: str
    shape: Shape
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that gives the shape of what its line makes; ``start`` and ``end`` in the text of the code."""

    name: str
    shape: Shape
    start: int
    end: int
    spelled: tuple[tuple[Dim, str], ...]
    made: Made
    read: Callable[[str], tuple[str, Shape] | None]


def made(text: str) -> dict[str, Made | None]:
    """The arrays of sizes in numbers that top-level statements make; ``None`` for names with another meaning too."""
    return {name: found for name, found, _ in _assigned(clean(text)[0].text)}


def remarks(text: str, known: dict[str, Made | None]) -> Iterator[Remark]:
    """The comments that give the shape of the array that their line makes."""
    code, _ = clean(text)
    by_line = {
        line: found for name, found, line in _assigned(code.text) if found is not None and known.get(name) == found
    }
    for comment in comments(code.text):
        one, match = by_line.get(comment.line), _REMARK.fullmatch(comment.text)
        if one is None or match is None:
            continue
        shape = _shape(match)
        if all(isinstance(d, int) for d in shape):
            spelled = tuple((d, str(d)) for d in shape)
            start, end = code.places[comment.start], code.places[comment.start + len(comment.text) - 1] + 1

            def read(changed: str, name: str = one.name) -> tuple[str, Shape] | None:
                again = _REMARK.fullmatch(changed)
                return None if again is None else (name, _shape(again))

            yield Remark(one.name, shape, start, end, spelled, one, read)


def _shape(match: re.Match[str]) -> Shape:
    return tuple(int(d) if d.isdigit() else d for d in match.group("a", "b", "c", "d") if d)


def _assigned(text: str) -> list[tuple[str, Made | None, int]]:
    """Names that a text gives values to, with the array that each is made, and the line; the last word counts."""
    tree = parsed(text)
    if tree is None:
        return []
    numbers: dict[str, int] = {}
    found: dict[str, tuple[str, Made | None, int]] = {}
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                shape = _of(value, numbers)
                own = plain_name(name)
                numbers.pop(name, None)
                if isinstance(value, ast.Constant) and isinstance(value.value, int):
                    numbers[name] = value.value
                line = statement.end_lineno or statement.lineno
                one = None if shape is None or own in found else Made(own, shape, f"{name} = {ast.unparse(value)}")
                found[own] = (own, one, line)
            case _:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        numbers.pop(node.id, None)
                        found[plain_name(node.id)] = (plain_name(node.id), None, 0)
    return list(found.values())


def _of(value: ast.expr, numbers: dict[str, int]) -> Shape | None:
    """The shape of a new array, maybe scaled by a number."""
    match value:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
            one, other = _of(left, numbers), _of(right, numbers)
            if one is not None and _is_number(right):
                return one
            return other if isinstance(value.op, ast.Mult) and _is_number(left) else None
        case ast.Attribute(value=inner, attr="T"):
            shape = _of(inner, numbers)
            return None if shape is None else shape[::-1]
        case ast.Call():
            return _of_call(value, numbers)
    return None


def _is_number(node: ast.expr) -> bool:
    """Whether an expression is a number whatever its names are: a constant, or a root of sizes."""
    match node:
        case ast.Constant(value=int() | float()):
            return True
        case ast.BinOp(left=left, right=right):
            return _is_number(left) and _is_number(right)
        case ast.Call(args=[argument]):
            return dotted(node.func)[-1:] == ("sqrt",) and _is_number(argument)
    return False


def _of_call(call: ast.Call, numbers: dict[str, int]) -> Shape | None:
    path = dotted(call.func)
    if not path or path[0] not in _ROOTS:
        return None
    by_name = next((k.value for k in call.keywords if k.arg in ("size", "shape")), None)
    if by_name is not None:
        return _tuple(by_name, numbers)
    if path[-1] in _BY_SIZES or (path[0] == "torch" and path[-1] in _BY_SHAPE and len(call.args) == 2):
        return _sizes(call.args, numbers)
    if path[-1] in _BY_SHAPE and len(call.args) == 1:
        return _tuple(call.args[0], numbers)
    if path[-1] in _BY_SIZE_THIRD and len(call.args) == 3:
        return _tuple(call.args[2], numbers)
    return None


def _tuple(node: ast.expr, numbers: dict[str, int]) -> Shape | None:
    return _sizes(node.elts if isinstance(node, ast.Tuple | ast.List) else [node], numbers)


def _sizes(nodes: list[ast.expr], numbers: dict[str, int]) -> Shape | None:
    found: list[int] = []
    for node in nodes:
        value = numbers.get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            return None
        found.append(value)
    return tuple(found) if len(found) in (1, 2) else None
