"""Brackets that were forgotten: ``1/1+np.exp(-x)``."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

_TIGHT = (ast.Mult, ast.Div)
_LOOSE = (ast.Add, ast.Sub)
_MOST = 60
"""Ways to set brackets that are tried."""


def rotations(node: ast.expr) -> Iterator[ast.expr]:
    """The expression with one more pair of brackets: a loose operator binds before the tight one next to it."""
    for place, inner in enumerate(ast.walk(node)):
        if not (isinstance(inner, ast.BinOp) and isinstance(inner.op, _LOOSE)):
            continue
        for side in ("left", "right"):
            tight = getattr(inner, side)
            if isinstance(tight, ast.BinOp) and isinstance(tight.op, _TIGHT):
                changed = copy.deepcopy(node)
                target = next(n for i, n in enumerate(ast.walk(changed)) if i == place)
                if isinstance(target, ast.BinOp):
                    _rotate(target, side)
                    yield changed


def _rotate(node: ast.BinOp, side: str) -> None:
    if side == "left" and isinstance(tight := node.left, ast.BinOp):
        node.left, node.op, node.right = tight.left, tight.op, ast.BinOp(tight.right, node.op, node.right)
    elif isinstance(tight := node.right, ast.BinOp):
        node.left, node.op, node.right = ast.BinOp(node.left, node.op, tight.left), tight.op, tight.right


def bracketed(node: ast.expr, is_right: Callable[[ast.expr], bool]) -> ast.expr | None:
    """The expression with one or two more pairs of brackets that make it right; ``None`` if none do."""
    first = list(rotations(node))[:_MOST]
    for changed in first:
        if is_right(changed):
            return changed
    tried = 0
    for changed in first:
        for twice in rotations(changed):
            tried += 1
            if tried > _MOST:
                return None
            if is_right(twice):
                return twice
    return None
