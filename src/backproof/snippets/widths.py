"""Which size is the fan in and which the fan out, by their names in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

import sympy as sp

from backproof.reading.statements import FAN_IN, FAN_OUT
from backproof.snippets.vocabulary import names

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_IN = names("in input inputs prev previous nin fanin incoming inp")
_OUT = names("out output outputs next nout fanout outgoing")
_SIZE = names(
    "n m d k h x y num dim dims size sizes len units nodes neurons hidden width widths features channels layer layers "
    "shape fan nh nx ny count"
)
_PART = re.compile(r"(?P<list>.+)\[(?P<index>[^\[\]]+)\]")


def role(name: str, around: Sequence[str]) -> str:
    """``"in"``, ``"out"``, ``"one"`` for a size of unknown side, "" for what is no size.

    Parameters
    ----------
    name
        As it is written: ``n_in``, ``self.input_dim``, ``dims[l - 1]``.
    around
        The other sizes next to it.
    """
    if part := _PART.fullmatch(name):
        return _by_index(part["list"], part["index"].replace(" ", ""), around)
    words = {w.lower() for w in _WORD.findall(name.rpartition(".")[2])}
    if "n" in words and words & {"x", "y"}:
        return "in" if "x" in words else "out"
    if words & {"prev", "previous"} or (words & _IN and not words & _OUT):
        return "in"
    if words & _OUT and not words & _IN:
        return "out"
    return "one" if words & _SIZE or name in around else ""


def _by_index(sizes: str, index: str, around: Sequence[str]) -> str:
    near = {p["index"].replace(" ", "") for a in around if (p := _PART.fullmatch(a)) and p["list"] == sizes}
    if index.lstrip("-").isdigit():
        if sizes.endswith("shape"):
            return "one"
        here, others = int(index), [int(n) for n in near if n.lstrip("-").isdigit()]
        return "in" if here + 1 in others else "out" if here - 1 in others else "one"
    if index.endswith("-1") or f"{index}+1" in near:
        return "in"
    if index.endswith("+1") or f"{index}-1" in near:
        return "out"
    return "one"


def resolved(spread: sp.Expr, shape: Sequence[str]) -> tuple[sp.Expr, bool] | None:
    """A spread in terms of the fans, and whether it has one size only of which nobody says which it is.

    ``None`` if it has no size in it, or other names, or sizes that cannot be told apart.
    """
    symbols = sorted(spread.free_symbols - {FAN_IN, FAN_OUT}, key=str)
    names = [str(s.name).rstrip("_") if s.name == "x_" else str(s.name) for s in symbols]
    around = [*names, *shape]
    roles = [role(n, around) for n in names]
    if not symbols or len(symbols) > 2 or "" in roles:
        return None
    if len(symbols) == 1:
        fan = FAN_OUT if roles[0] == "out" else FAN_IN
        return spread.xreplace({symbols[0]: fan}), roles[0] == "one"
    if roles == ["one", "one"]:
        one = spread.xreplace({symbols[0]: FAN_IN, symbols[1]: FAN_OUT})
        other = spread.xreplace({symbols[1]: FAN_IN, symbols[0]: FAN_OUT})
        return (one, False) if one == other else None
    if roles[0] == roles[1]:
        return None
    first = FAN_IN if "in" in (roles[0], roles[1].replace("out", "in") if roles[0] == "one" else "") else FAN_OUT
    second = FAN_OUT if first is FAN_IN else FAN_IN
    return spread.xreplace({symbols[0]: first, symbols[1]: second}), False


class Sizes(ast.NodeTransformer):
    """Puts names in the place of numbers below a fraction bar that are the sizes of the array: ``sqrt(1 / 250)``."""

    def __init__(self, shape: Sequence[str]) -> None:
        self._shape = [s for s in shape if s.isdigit()]
        self._below = False

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """What is divided by counts as below the bar, with the sums in it."""
        node.left = self.visit(node.left)
        before, self._below = self._below, self._below or isinstance(node.op, ast.Div)
        node.right = self.visit(node.right)
        self._below = before
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """A number that is a size."""
        if self._below and isinstance(node.value, int) and str(node.value) in self._shape:
            place = self._shape.index(str(node.value))
            return ast.Name(f"size_{place}", ast.Load())
        return node
