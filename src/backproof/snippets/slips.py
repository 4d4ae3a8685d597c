"""Slips that code has and formulas do not: a caret for a power, brackets that subscript a function, whole division."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from backproof.reading.statements import CodeDoes
from backproof.snippets import library, sampling
from backproof.snippets.functions import passage_of
from backproof.snippets.names import read_name
from backproof.snippets.operands import dotted
from backproof.snippets.vocabulary import names

_FLOATS = names("exp sqrt tanh log sinh cosh sigmoid expm1 log1p randn rand")


def slips(tree: ast.Module, text: str) -> Iterator[CodeDoes]:
    """The slips in a syntax tree, each with the expression in which it stands."""
    for expression, inside in _expressions(tree):
        for node in ast.walk(expression):
            found = _caret(node, inside) or _subscript(node) or _whole(node, inside)
            if found is not None:
                slip, says = found
                yield CodeDoes(passage=passage_of(expression, text), inner=None, slip=slip, says=says)
                break


def _expressions(tree: ast.Module) -> Iterator[tuple[ast.expr, bool]]:
    """The expressions of statements and lambdas, and whether they stand in a function of the field."""

    def go(node: ast.AST, inside: bool) -> Iterator[tuple[ast.expr, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                yield from go(child, read_name(child.name) is not None)
            elif isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name):
                named = read_name(child.targets[0].id) is not None
                value = child.value.body if isinstance(child.value, ast.Lambda) else child.value
                yield value, inside or named
            elif isinstance(child, ast.expr):
                yield child, inside
            else:
                yield from go(child, inside)

    yield from go(tree, inside=False)


def _caret(node: ast.AST, inside: bool) -> tuple[str, str] | None:
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor)):
        return None
    power = isinstance(node.right, ast.Constant) and (isinstance(node.right.value, float) or _is_whole(node.right, 2))
    if not (_is_float(node.left) or _is_float(node.right) or (inside and power)):
        return None
    says = "^ in Python is the exclusive or of whole numbers, binds more loosely than + and -, and fails for floats"
    return "power-by-caret", f"{says}; a power is **"


def _is_whole(node: ast.expr, least: int) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value >= least


def _is_float(node: ast.expr) -> bool:
    """Whether the value is a float beyond doubt."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, float):
            return True
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div):
            return True
        if isinstance(part, ast.Call) and (path := dotted(part.func)) and path[-1] in _FLOATS:
            return True
    return False


def _subscript(node: ast.AST) -> tuple[str, str] | None:
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return None
    path = dotted(node.value)
    if len(path) < 2 or path[0] not in library.MODULES or path[0] in ("rng", "K", "F", "sp", "stats"):
        return None
    if path[-1] not in sampling.NAMES | library.CALLABLES or path[-1] in ("max", "min"):
        return None
    name = ".".join(path)
    return (
        "subscripted-function",
        f"{name} is a function: it is called with round brackets, {name}(...), not subscripted",
    )


def _whole(node: ast.AST, inside: bool) -> tuple[str, str] | None:
    """``sqrt(2 // n)``, or ``1 // (1 + exp(-x))`` in a function of the field."""
    if isinstance(node, ast.Call) and (path := dotted(node.func)) and path[-1] == "sqrt" and len(node.args) == 1:
        node, inside = node.args[0], True
    if not (inside and isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv)):
        return None
    if not _is_whole(node.left, 1) or isinstance(node.right, ast.Constant):
        return None
    return "integer-division", f"// cuts {ast.unparse(node)} down to a whole number; / divides"
