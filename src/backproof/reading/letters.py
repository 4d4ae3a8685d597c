"""How symbols are told apart, and which letters teachers use for what."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

from backproof.formulas.tree import Group, Node, Power, Symbol

VARIABLES = ("x", "z", "a", "s", "t", "u", "v", "net", "y", "h", "xi")
"""Letters for a pre-activation, the likeliest first."""
FUNCTION_LETTERS = frozenset({"f", "g", "h", "F", "G", "phi", "varphi", "psi", "sigma", "Phi", "act", "activation"})
"""Letters that stand for some function until a text says which."""
PARAMETERS = frozenset(
    {"alpha", "beta", "gamma", "lambda", "theta", "delta", "kappa", "tau", "rho", "epsilon", "eta", "mu"}
    | {"a", "b", "c", "k", "p", "scale", "slope", "leak"}
)
"""Letters that may stand for a parameter of a function."""


def key(symbol: Symbol) -> str:
    """A name that is the same for two symbols exactly if they are written alike, fonts and case aside."""
    accent = f"{symbol.accent}:" if symbol.accent else ""
    below = f"_{symbol.subscript}" if symbol.subscript else ""
    above = f"^{symbol.superscript}" if symbol.superscript else ""
    return f"{accent}{symbol.name}{below}{above}{chr(39) * symbol.primes}"


def without_primes(symbol: Symbol) -> str:
    """As :func:`key`, of the symbol without its primes."""
    return key(symbol).rstrip("'")


def symbols(node: Node) -> list[Symbol]:
    """All symbols in a tree, from left to right."""
    return [n for n in walk(node) if isinstance(n, Symbol)]


def walk(node: Node) -> list[Node]:
    """A tree's nodes, each before what is in it."""
    found: list[Node] = []
    waiting: list[object] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, tuple):
            waiting.extend(item[::-1])
        elif isinstance(item, Node):
            found.append(item)
            waiting.extend([getattr(item, name) for name in _fields(type(item))])  # type: ignore[arg-type]
    return found


@cache
def _fields(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold others, the last first."""
    plain = {"int", "str", "bool", "tuple[str, ...]"}  # annotations are texts here
    return tuple(f.name for f in reversed(fields(kind)) if f.type not in plain)


def lone_argument(node: Node) -> Node | None:
    """What stands in brackets behind a function: the only item of a group in round, square or curly brackets."""
    if isinstance(node, Power):
        return None
    if isinstance(node, Group) and node.opening in ("(", "[", "{") and len(node.items) == 1 and not node.subscript:
        return node.items[0]
    return None
