"""The letters of a network: pre-activations, weights, inputs, and which names mean the same quantity."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import sympy as sp

from backproof.formulas.tree import Group, Juxtaposition, Node, Power, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.functions import ELEMENTARY
from backproof.reading.letters import key, walk
from backproof.reading.network_terms import Leaf, arithmetic

FUNCTIONS = frozenset({"sigma", "f", "g", "phi", "psi", "max", "min", "exp", "log", "ln", "tanh", "act", "activation"})
LOSSES = frozenset({"L", "J", "E", "C", "loss", "Loss", "cost", "l"})
WEIGHTS = frozenset(
    {"w", "W", "v", "V", "u", "U", "A", "B", "theta", "lambda", "alpha", "eta", "c", "k", "m", "n", "delta"}
)
NEURONS = frozenset({"z", "a", "h", "s", "u", "o", "net", "y", "p", "q", "r"})
"""Letters, in small, of what a network computes."""
_MATRICES = frozenset("WXAHBUVZ")


def leaf(ordered: Callable[[Symbol], bool] = lambda _: False) -> Leaf:
    """What letters mean: each a number of its own, or something whose order in products counts."""

    def means(node: Node) -> sp.Expr | None:
        if isinstance(node, Symbol):
            if node.name in ("infinity", "e", "pi", *ELEMENTARY) or key(node) == "":
                raise UnreadError(f"'{node.name}' is no quantity of a network", node)
            return sp.Symbol(key(node), commutative=not ordered(node))
        if isinstance(node, Power) and isinstance(node.base, Symbol) and node.base.name == "e":
            return sp.Function("exp")(arithmetic(node.exponent, means))
        if isinstance(node, Juxtaposition):
            return _side_by_side(node, means)
        return None

    return means


def _side_by_side(node: Juxtaposition, means: Leaf) -> sp.Expr:
    """A product, or functions with their arguments."""
    product: sp.Expr = sp.S.One
    parts = list(node.parts)
    while parts:
        part = parts.pop(0)
        if not (isinstance(part, Symbol) and parts and isinstance(parts[0], Group)):
            product *= arithmetic(part, means)
            continue
        group = parts.pop(0)
        if part.name in LOSSES and not isinstance(group, Symbol):
            product *= arithmetic(part, means)
        elif part.name in FUNCTIONS or part.word:
            items = group.items if isinstance(group, Group) else ()
            product *= sp.Function(key(part))(*(arithmetic(item, means) for item in items))
        elif part.name in WEIGHTS:
            product *= arithmetic(part, means) * arithmetic(group, means)
        else:
            raise UnreadError(f"'{part.name}' with brackets may be a product or a function", node)
    return product


def is_matrix(symbol: Symbol) -> bool:
    """Whether a letter may stand for a matrix or a vector."""
    if symbol.font == "bold" or symbol.accent == "vec" or symbol.superscript in ("T", "top"):
        return True
    return symbol.name in _MATRICES and not re.fullmatch(r"\d{2,}|[ijk]{2}|\d,\d", symbol.subscript)


def has_matrices(node: Node) -> bool:
    """Whether a formula may be one of matrices."""
    return any(isinstance(n, Symbol) and is_matrix(n) for n in walk(node))


def base(name: str) -> str:
    """A name without accent, primes and upper indices, in small letters."""
    return re.sub(r"\^.*|'", "", name.rsplit(":", maxsplit=1)[-1]).lower()


def letter(name: str) -> str:
    """A name's letter alone, in small letters."""
    return base(name).split("_")[0]


def alike(one: str, other: str) -> bool:
    r"""Whether two names may be one quantity written carelessly: in the chain rule, ``y`` for ``\hat y``."""
    if base(one) == base(other):
        return True
    bare = "_" not in base(one) or "_" not in base(other)
    return bare and letter(one) == letter(other)


def known(name: str, equations: Mapping[sp.Symbol, sp.Expr]) -> sp.Symbol | None:
    """The symbol that is defined under a name, or under its variant in the other case."""
    if sp.Symbol(name) in equations:
        return sp.Symbol(name)
    variants = [s for s in equations if str(s.name).lower() == name.lower()]
    return variants[0] if len(variants) == 1 else None


def computable(expression: sp.Expr) -> bool:
    """Whether a definition is plain arithmetic, so that its derivative can be carried out here."""
    return not expression.atoms(sp.core.function.AppliedUndef)
