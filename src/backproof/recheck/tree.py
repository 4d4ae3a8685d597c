"""Formulas as the checker reads them: trees of bounded size, with substitution and derivatives.

A node is a tuple: its operation and its arguments. Operations: ``num`` (a fraction), ``sym`` (a name), ``pi``, ``e``,
``add``, ``mul``, ``pow`` (base, exponent), ``exp``, ``log``, ``erf``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from backproof.recheck.failures import FalseFactError, OpenFactError

Node: TypeAlias = tuple[Any, ...]

DEPTH = 100
"""Trees that are nested deeper are not read."""
NODES = 50_000
"""Trees with more nodes are not read."""
DIGITS = 2_000
"""Numbers with more characters are not read."""

_NUMBER = re.compile(r"-?\d+(/\d+)?", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]{0,39}", re.ASCII)
_ARGUMENTS = {"pi": 0, "e": 0, "pow": 2, "exp": 1, "log": 1, "erf": 1}

ZERO: Node = ("num", Fraction(0))
ONE: Node = ("num", Fraction(1))
PI: Node = ("pi",)
INFINITE: Mapping[str, int] = {"oo": 1, "-oo": -1}
"""The ends of the line, as certificates write them."""


def number(text: object) -> Fraction:
    """Read an integer or a fraction, written as text.

    Raises
    ------
    FalseFactError
        If it is neither, or longer than :data:`DIGITS` characters.
    """
    if not isinstance(text, str) or len(text) > DIGITS or not _NUMBER.fullmatch(text):
        raise FalseFactError(f"a number is written as text, like 3 or -1/2, and not as {_short(text)}")
    above, _, below = text.partition("/")
    if below and int(below) == 0:
        raise FalseFactError(f"{_short(text)} divides by zero")
    return Fraction(int(above), int(below or "1"))


def name(text: object) -> str:
    """Read the name of a variable or a parameter.

    Raises
    ------
    FalseFactError
        If it is none.
    """
    if not isinstance(text, str) or not _NAME.fullmatch(text):
        raise FalseFactError(f"{_short(text)} is no name")
    return text


def read(data: object) -> Node:
    """Read a tree.

    Raises
    ------
    FalseFactError
        If it is no tree, or is larger or deeper than the checker reads.
    """
    left = [NODES]

    def node(item: object, depth: int) -> Node:
        left[0] -= 1
        if depth > DEPTH or left[0] < 0:
            raise FalseFactError(f"a formula is nested deeper than {DEPTH} or has more than {NODES} parts")
        if not isinstance(item, list) or not item or not isinstance(item[0], str):
            raise FalseFactError(f"a formula is a list with its operation first, and not {_short(item)}")
        head, arguments = item[0], item[1:]
        if head in ("num", "sym") and len(arguments) == 1:
            return (head, number(arguments[0]) if head == "num" else name(arguments[0]))
        if (head in ("add", "mul") and arguments) or _ARGUMENTS.get(head) == len(arguments):
            return (head, *(node(a, depth + 1) for a in arguments))
        raise FalseFactError(f"{_short(head)} with {len(arguments)} arguments is no operation of a formula")

    return node(data, 0)


def edge(data: object) -> Node | int:
    """Read one end of a cell: a tree, or 1 for ``oo`` and -1 for ``-oo``."""
    return INFINITE[data] if isinstance(data, str) and data in INFINITE else read(data)


def _short(item: object) -> str:
    shown = repr(item)[:60]
    return shown if len(shown) < 60 else f"{shown}..."


def num(value: int | Fraction) -> Node:
    """A number as a node."""
    return ("num", Fraction(value))


def add(*parts: Node) -> Node:
    """A sum, without its zeros."""
    kept = [p for p in parts if p != ZERO]
    return ZERO if not kept else kept[0] if len(kept) == 1 else ("add", *kept)


def mul(*parts: Node) -> Node:
    """A product, without its ones; 0 if a factor is."""
    kept = [p for p in parts if p != ONE]
    if ZERO in kept:
        return ZERO
    return ONE if not kept else kept[0] if len(kept) == 1 else ("mul", *kept)


def power(base: Node, exponent: int | Fraction) -> Node:
    """A power with a rational exponent."""
    return base if exponent == 1 else ONE if exponent == 0 or base == ONE else ("pow", base, num(exponent))


def minus(part: Node) -> Node:
    """The negative."""
    return mul(num(-1), part)


def walk(tree: Node) -> Iterator[Node]:
    """Every node, parents before their children."""
    waiting = [tree]
    while waiting:
        here = waiting.pop()
        yield here
        if here[0] not in ("num", "sym"):
            waiting += here[1:]


def symbols(tree: Node) -> set[str]:
    """The names that occur."""
    return {node[1] for node in walk(tree) if node[0] == "sym"}


def substitute(tree: Node, values: Mapping[str, Node]) -> Node:
    """Put trees in the place of names."""
    if tree[0] == "sym":
        return values.get(tree[1], tree)
    if tree[0] == "num":
        return tree
    return (tree[0], *(substitute(part, values) for part in tree[1:]))


def derivative(tree: Node, variable: str) -> Node:
    """The derivative by a variable.

    Raises
    ------
    OpenFactError
        If the variable stands in the exponent of a power.
    """
    head, arguments = tree[0], tree[1:]
    if variable not in symbols(tree):
        return ZERO
    if head == "sym":
        return ONE
    if head == "add":
        return add(*(derivative(a, variable) for a in arguments))
    if head == "mul":
        return add(
            *(mul(*arguments[:i], derivative(a, variable), *arguments[i + 1 :]) for i, a in enumerate(arguments))
        )
    inner = derivative(arguments[0], variable)
    if head == "pow":
        base, exponent = arguments
        if exponent[0] != "num":
            raise OpenFactError("a variable stands in the exponent of a power")
        return mul(exponent, power(base, exponent[1] - 1), inner)
    if head == "exp":
        return mul(tree, inner)
    if head == "log":
        return mul(power(arguments[0], -1), inner)
    two_over_root_pi = mul(num(2), power(PI, Fraction(-1, 2)))
    return mul(two_over_root_pi, ("exp", minus(power(arguments[0], 2))), inner)


def written(tree: Node) -> str:
    """A formula as a reader writes it, for messages."""
    head, arguments = tree[0], tree[1:]
    if head in ("num", "sym"):
        return str(arguments[0])
    if head in ("pi", "e"):
        return str(head)
    if head in ("add", "mul"):
        text = (" + " if head == "add" else " ").join(_bracketed(a) for a in arguments)
        return text if len(text) < 200 else f"{text[:200]}..."
    if head == "pow":
        return f"{_bracketed(arguments[0])}^{_bracketed(arguments[1])}"
    return f"{head}({written(arguments[0])})"


def _bracketed(tree: Node) -> str:
    return f"({written(tree)})" if tree[0] in ("add", "mul") or (tree[0] == "num" and tree[1] < 0) else written(tree)
