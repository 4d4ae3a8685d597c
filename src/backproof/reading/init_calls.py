"""The calls in formulas about drawing weights: ``Var(w)``, ``N(0, s)``, ``U(-a, a)``, ``np.random.randn(n, m)``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backproof.formulas.tree import Group, Node, Power, Root, Symbol, Words
from backproof.reading.network_terms import factors

_VARIANCE = frozenset({"var", "variance"})
_DEVIATION = frozenset({"std", "stddev", "stdev", "sd", "standarddeviation", "dev"})
_LIMIT = frozenset({"limit", "lim", "bound", "range"})
_LIMIT_LETTERS = frozenset({"a", "b", "r", "l", "L", "c", "k", "epsilon", "x", "u", "B", "R"})
_NORMAL = frozenset({"n", "normal", "gaussian"})
_UNIFORM = frozenset({"u", "uniform", "unif"})
_TRUNCATED = frozenset({"tn", "truncatednormal", "truncnormal"})
_RANDOM = {
    "randn": "normal",
    "standardnormal": "normal",
    "randnormal": "normal",
    "rand": "uniform",
    "random": "uniform",
    "randomrand": "uniform",
    "randomrandn": "normal",
    "randomrandom": "uniform",
}
_MODULES = re.compile(r"^(?:np|numpy|torch|tf|jnp|rng|random)(?:random)?(?=rand|random|standard|normal|uniform)")
_WEIGHTS = frozenset({"w", "W", "theta", "Theta", "weight", "weights", "kernel", "Weight", "Weights"})


@dataclass(frozen=True, slots=True)
class Call:
    """A name with what stands in brackets behind it; ``kind`` is what it does."""

    kind: str
    name: str
    items: tuple[Node, ...]


def squeezed(node: Node) -> str:
    """A name without blanks, dots and hyphens, in small letters."""
    text = node.name if isinstance(node, Symbol) else node.text if isinstance(node, Words) else ""
    return re.sub(r"[^a-z]", "", text.lower())


def kind_of(node: Node) -> str:
    """What a name calls: ``"variance"``, ``"deviation"``, ``"N"``, ``"U"``, ``"TN"``, ``"random-normal"`` or ""."""
    if not isinstance(node, Symbol | Words):
        return ""
    name = squeezed(node)
    if name in _VARIANCE or (isinstance(node, Symbol) and node.name == "V"):
        return "variance"
    if name in _DEVIATION:
        return "deviation"
    plain = _MODULES.sub("", name)
    if name in _RANDOM or plain in _RANDOM:
        return f"random-{_RANDOM.get(name) or _RANDOM[plain]}"
    for kind, names in (("N", _NORMAL), ("U", _UNIFORM), ("TN", _TRUNCATED)):
        if name in names and not (isinstance(node, Symbol) and (node.subscript or node.name in ("n", "u"))):
            return kind
    return ""


def chunks(node: Node) -> list[tuple[Node | Call, int]]:
    """The factors of a product with their powers (1 or -1), calls put together."""
    found: list[tuple[Node | Call, int]] = []
    for part, power in factors(node):
        before = found[-1][0] if found else None
        if isinstance(part, Group) and isinstance(before, Symbol | Words) and (kind := kind_of(before)):
            found[-1] = (Call(kind, squeezed(before), part.items), found[-1][1])
        else:
            found.append((part, power))
    return [c for c in found if not (isinstance(c[0], Symbol) and c[0].name in ("np", "numpy", "torch"))]


def call(node: Node) -> Call | None:
    """The call that a side of a formula consists of."""
    parts = chunks(node)
    if len(parts) == 1 and isinstance(parts[0][0], Call) and parts[0][1] == 1:
        return parts[0][0]
    return None


def is_weight(node: Node | Call) -> bool:
    """Whether this is a weight, or all of them, whatever its indices."""
    return isinstance(node, Symbol) and node.name in _WEIGHTS and not node.accent


def quantity(node: Node, *, uniform: bool) -> str:
    """What a side of an equation stands for: ``"variance"``, ``"deviation"``, ``"limit"``, ``"weights"`` or "".

    Parameters
    ----------
    node
        The side.
    uniform
        Whether single letters may be the limit of a uniform distribution.
    """
    called = call(node)
    if called is not None:
        known = called.kind in ("variance", "deviation") and len(called.items) == 1 and is_weight(called.items[0])
        return called.kind if known else ""
    if isinstance(node, Power) and getattr(node.exponent, "text", "") == "2":
        return "variance" if quantity(node.base, uniform=False) == "deviation" else ""
    if isinstance(node, Root) and node.degree is None:
        return "deviation" if quantity(node.radicand, uniform=False) == "variance" else ""
    if not isinstance(node, Symbol | Words):
        return ""
    if isinstance(node, Symbol) and node.name == "sigma" and not node.primes and not node.accent:
        return "deviation" if _of_weights(node.subscript) else ""
    if kind_of(node) in ("variance", "deviation") and not (isinstance(node, Symbol) and node.name == "V"):
        return kind_of(node) if isinstance(node, Words) or _of_weights(node.subscript) else ""
    if squeezed(node) in _LIMIT or (uniform and isinstance(node, Symbol) and node.name in _LIMIT_LETTERS):
        return "limit"
    return "weights" if is_weight(node) else ""


def _of_weights(subscript: str) -> bool:
    """Whether an index of a spread may be that of weights, and not of inputs or outputs."""
    return not re.match(r"[xyzahsb]", subscript.strip("{}").lower()) or subscript.lower().startswith(("he", "xav"))
