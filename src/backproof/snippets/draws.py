"""One expression of random numbers, as prose quotes it."""

from __future__ import annotations

import ast
import re

import sympy as sp

from backproof.snippets.clean import parsed
from backproof.snippets.evaluate import Evaluator
from backproof.snippets.table import Table
from backproof.snippets.values import Draw, UnreadError

_SPACES = re.compile(r"\s*([.\[\](),*/+-])\s*")


def distribution(code: str) -> tuple[str, sp.Expr, sp.Expr] | None:
    """Read one expression of random numbers, such as ``np.random.rand(250, 250) * 0.01``.

    Blanks that a scan put into names (``np.random. randn (2, 2)``) do no harm, nor does an assignment in front.

    Returns
    -------
    tuple or None
        The standard distribution, ``"normal"``, ``"uniform"`` (on [0, 1)) or ``"truncated"``; what its draws are
        multiplied by; what is added. ``None`` if it is no such expression. Names that are not known are symbols.
    """
    tree = parsed(_SPACES.sub(r"\1", code.strip()))
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr | ast.Assign | ast.AnnAssign):
        return None
    if tree.body[0].value is None:
        return None
    try:
        value = Evaluator(Table(), {}, sizes=True).value(tree.body[0].value)
    except (UnreadError, RecursionError):
        return None
    return (value.kind, value.factor, value.shift) if isinstance(value, Draw) else None
