r"""Expressions in the outputs of softmax, for any number of classes.

Two classes i and j are looked at; e to their inputs are :data:`FIRST` and :data:`SECOND`, and the sum over all other
classes is :data:`REST`. Where i = j, the second class is one of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sympy as sp

from backproof.formulas.tree import Big, Group, Juxtaposition, Node, Number, Power, Relation, Sum, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.letters import key, walk
from backproof.reading.network_terms import arithmetic, number

FIRST, SECOND, REST = sp.symbols("E_i E_j E_rest", positive=True)
SHIFT, SHIFTED = sp.symbols("c e^c", positive=True)
"""A constant that is added to all inputs, and e to it."""
_ANY = sp.Symbol("E_k", positive=True)
"""e to the input of the class that a sum runs over."""
_TOTAL = sp.Symbol("total", positive=True)
"""The sum over all classes."""
_CONSTANTS = frozenset({"c", "C", "k"})
_MOST = 60
"""Nodes of a formula; larger ones are not read."""
_FEW = 2
"""Powers in a formula, but for those of e."""
_POWERS = 4


@dataclass(frozen=True, slots=True)
class Classes:
    """What letters and indices stand for in one case.

    Parameters
    ----------
    outputs
        Letters of softmax outputs, as :func:`backproof.reading.letters.key` has them without index.
    inputs
        The letter of its inputs.
    indices
        Each index with e to its input; "" for a letter without index.
    others
        Letters that are numbers of their own: a target.
    two
        Whether there are two classes only.
    """

    outputs: frozenset[str]
    inputs: str
    indices: Mapping[str, sp.Expr]
    others: Mapping[str, sp.Expr] = field(default_factory=dict)
    two: bool = False

    @property
    def total(self) -> sp.Expr:
        """The sum over all classes."""
        if self.two:
            return FIRST + SECOND
        both = len(set(self.indices.values())) > 1
        return FIRST + SECOND + REST if both else FIRST + REST

    def value(self, node: Node) -> sp.Expr:
        """The value of a formula, rational in e to the inputs.

        Raises
        ------
        UnreadError
            If anything else occurs in it.
        """
        nodes = walk(node)
        powers = [n for n in nodes if isinstance(n, Power) and not (isinstance(n.base, Symbol) and n.base.name == "e")]
        if len(nodes) > _MOST or len(powers) > _FEW:
            raise UnreadError("a long formula with softmax", node)
        return arithmetic(node, self._leaf).subs(_TOTAL, self.total)

    def _leaf(self, node: Node) -> sp.Expr | None:
        match node:
            case Symbol():
                return self._symbol(node)
            case Power(base=Symbol(name="e"), exponent=exponent):
                return self.exponential(exponent)
            case Juxtaposition():
                return self._beside(node)
            case Big(kind="sum", lower=lower, body=body):
                return self._sum(lower, body, node)
            case Group(opening="(" | "[" | "{", items=(inside,), subscript=index) if index:
                raise UnreadError("a bracket with an index", inside)
        return None

    def _symbol(self, node: Symbol) -> sp.Expr:
        letter = bare(node)
        if letter in self.outputs and not node.superscript and node.subscript in self.indices:
            return self.indices[node.subscript] / _TOTAL
        below = node.subscript.replace(",", "").replace(" ", "")
        if node.name == "delta" and len(below) == 2:
            one, other = below[0], below[1]
            if one in self.indices and other in self.indices:
                return sp.Integer(int(self.indices[one] == self.indices[other]))
        if key(node) in _CONSTANTS:
            return SHIFT
        if letter in self.others and (not node.subscript or node.subscript in self.indices):
            return self.others[letter]
        raise UnreadError(f"what '{node.name}' is, is not known beside softmax", node)

    def _beside(self, node: Juxtaposition) -> sp.Expr | None:
        """The exponential, softmax and the sigmoid with their arguments, among other factors."""
        product: sp.Expr = sp.S.One
        parts = list(node.parts)
        while parts:
            part = parts.pop(0)
            group = parts[0] if parts and isinstance(parts[0], Group) else None
            if isinstance(part, Symbol) and group is not None and len(group.items) == 1:
                inside = group.items[0]
                if part.name == "exp":
                    product *= self.exponential(inside)
                elif part.name == "softmax" and not part.subscript.isdigit():
                    product *= self._softmax(inside, group.subscript or part.subscript, node)
                elif part.name in ("sigma", "sigmoid"):
                    power = self.exponential(inside)
                    product *= power / (1 + power)
                else:
                    product *= arithmetic(part, self._leaf)
                    continue
                parts.pop(0)
                continue
            product *= arithmetic(part, self._leaf)
        return product

    def _softmax(self, inside: Node, index: str, node: Node) -> sp.Expr:
        """One output: ``softmax(z)_i``, ``softmax(z + c)_i``, and ``softmax(z_i)``, as many write it."""
        named = {s.subscript for s in walk(inside) if isinstance(s, Symbol) and s.name == self.inputs}
        if index and named != {""}:
            raise UnreadError("two indices of softmax", node)
        chosen = index or next(iter(named), "")
        if chosen not in self.indices or len(named) != 1:
            raise UnreadError("which output of softmax is meant is not written", node)
        moved = Classes(self.outputs, self.inputs, dict.fromkeys(named, _ANY)).exponential(inside)
        factor = sp.cancel(moved / _ANY)
        if factor.has(_ANY):
            raise UnreadError("the inputs of softmax are changed in a way that is not read", node)
        return factor * self.indices[chosen] / (factor * _TOTAL)

    def exponential(self, node: Node) -> sp.Expr:
        """e to whole multiples of inputs and of the constant."""
        product: sp.Expr = sp.S.One
        for factor, part in _multiples(node):
            if isinstance(part, Symbol) and part.name == self.inputs and part.subscript in self.indices:
                product *= self.indices[part.subscript] ** factor
            elif isinstance(part, Symbol) and key(part) in _CONSTANTS:
                product *= SHIFTED**factor
            else:
                raise UnreadError("an exponent that is no sum of inputs", node)
        return product

    def _sum(self, lower: Node | None, body: Node, node: Node) -> sp.Expr:
        """A sum over all classes of what is proportional to e to their inputs."""
        index = lower
        if (
            isinstance(lower, Relation)
            and lower.operators == ("=",)
            and getattr(lower.sides[1], "text", "") in ("0", "1")
        ):
            index = lower.sides[0]
        if not isinstance(index, Symbol) or index.subscript or index.superscript:
            raise UnreadError("a sum over something else than classes", node)
        inner = Classes(self.outputs, self.inputs, {**self.indices, index.name: _ANY}, self.others, self.two)
        term = arithmetic(body, inner._leaf)
        share = sp.cancel(term / _ANY)
        if share.has(_ANY):
            raise UnreadError("a sum over the classes that is not read", node)
        return share * _TOTAL


def bare(node: Symbol) -> str:
    """A letter with its accent and without its index."""
    return f"{node.accent}:{node.name}" if node.accent else node.name


def _multiples(node: Node) -> list[tuple[int, Node]]:
    """The terms of an exponent with their whole factors.

    Raises
    ------
    UnreadError
        If one has another factor.
    """
    match node:
        case Sum() if all(sign for sign, _ in node.terms):
            return [(sign * f, part) for sign, t in node.terms for f, part in _multiples(t)]
        case Group(items=(inside,), subscript="", superscript="", primes=0):
            return _multiples(inside)
        case Juxtaposition(parts=(Number() as first, second)):
            factor = number(first)
            if factor.is_Integer and 0 < factor <= _POWERS:
                return [(int(factor) * f, part) for f, part in _multiples(second)]
        case Juxtaposition(parts=(Symbol() as first, Symbol(name="1"))):
            return [(1, first)]
        case Juxtaposition(parts=(Symbol() as first, Number(text="1"))):
            return [(1, first)]
        case Symbol():
            return [(1, node)]
    raise UnreadError("an exponent that is no sum of inputs", node)
