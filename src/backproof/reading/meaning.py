"""The one meaning of a formula: surface trees become SymPy expressions by what is known where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from backproof.activations import X
from backproof.formulas.tree import (
    Big,
    Cases,
    Derivative,
    Group,
    Juxtaposition,
    Node,
    Noted,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
)
from backproof.reading.calls import indicator, raised_to, side_by_side
from backproof.reading.errors import UnreadError
from backproof.reading.functions import Head, head_at, may_stand_bare
from backproof.reading.letters import FUNCTION_LETTERS, key
from backproof.reading.powers import LARGEST_POWER, checked_power, number, slope
from backproof.reading.scope import Scope


@dataclass(slots=True)
class Meaning:
    r"""Reads formulas of one passage.

    Parameters
    ----------
    scope
        What is known there.
    variable
        The key of the symbol that is the argument, "" if none is; it becomes :data:`~backproof.activations.X`.
    bare
        Whether functions may stand without their argument, as in ``\sigma' = \sigma (1 - \sigma)``.
    """

    scope: Scope
    variable: str = ""
    bare: bool = False

    def expression(self, node: Node) -> sp.Expr:
        """The SymPy expression that a formula means.

        Raises
        ------
        UnreadError
            If it has no meaning here or more than one.
        """
        match node:
            case Number():
                return number(node)
            case Symbol():
                return self._symbol(node)
            case Sum():
                if any(sign == 0 for sign, _ in node.terms):
                    raise UnreadError("a plus-or-minus sign means two numbers", node)
                return sp.Add(*(sign * self.expression(term) for sign, term in node.terms))
            case Product():
                if node.operator != "*":
                    raise UnreadError("a product of matrices or of vectors", node)
                return self.expression(node.left) * self.expression(node.right)
            case Quotient():
                bottom = self.expression(node.bottom)
                if bottom.is_zero:
                    raise UnreadError("a division by zero", node)
                return self.expression(node.top) / bottom
            case Power():
                return self._power(node)
            case Root():
                return self._root(node)
            case Group():
                return self._group(node)
            case Juxtaposition():
                return side_by_side(self, node.parts)
            case Cases():
                return self._cases(node)
            case Noted():
                return self.expression(node.inside)
            case Derivative():
                return self._derivative(node)
            case Big(kind="max" | "min", lower=None, upper=None):
                return self.expression(node.body)
        raise UnreadError("this is not a number, as the formula needs one here", node)

    def _symbol(self, node: Symbol) -> sp.Expr:
        if node.superscript == "+" and not node.primes:
            inside = replace(node, superscript="")
            return sp.Max(0, self._symbol(inside))
        if key(node) == self.variable:
            return X
        head = self.head(node)
        if head is not None:
            if head.several:
                raise UnreadError(f"'{node.name}' of what is not written", node)
            may_stand_bare(node, self.scope, bare=self.bare)
            return head.apply(X)
        plain = key(node)
        if plain in self.scope.numbers:
            return self.scope.numbers[plain]
        if plain == "e":
            return sp.E
        if plain == "pi":
            return sp.pi
        if plain == "infinity":
            return sp.oo
        if node.primes or node.dots:
            raise UnreadError(f"what is differentiated here ('{plain}') is not known", node)
        if plain == X.name and self.variable:
            raise UnreadError("a formula in several variables", node)
        if node.superscript in _TRANSPOSED:
            raise UnreadError(f"'{plain}' is a vector or a matrix", node)
        if node.name in _MATRICES:
            raise UnreadError(f"'{plain}' is a matrix of weights", node)
        if plain in FUNCTION_LETTERS:
            raise UnreadError(f"which function '{plain}' is, is not known here", node)
        return sp.Symbol(plain, real=True)

    def head(self, node: Node) -> Head | None:
        """The function that a node names, with its primes and a power on it; ``None`` if it names none."""
        return head_at(node, self.scope, self.variable)

    def _power(self, node: Power) -> sp.Expr:
        head = self.head(node.base)
        if head is not None and isinstance(node.base, Symbol):
            if node.base.name == "exp":
                return sp.exp(self.expression(node.exponent))
            may_stand_bare(node.base, self.scope, bare=self.bare)
            return raised_to(self, head.apply(X), node.exponent)
        if isinstance(node.exponent, Symbol) and node.exponent.name == "+":
            return sp.Max(0, self.expression(node.base))
        base, exponent = self.expression(node.base), self.expression(node.exponent)
        return checked_power(base, exponent, node)

    def _root(self, node: Root) -> sp.Expr:
        inside = self.expression(node.radicand)
        degree = sp.Integer(2) if node.degree is None else self.expression(node.degree)
        if inside.is_negative or not (degree.is_Integer and 0 < degree < LARGEST_POWER):
            raise UnreadError("a root that has no real value", node)
        return inside ** (1 / degree)

    def _group(self, node: Group) -> sp.Expr:
        if len(node.items) != 1:
            raise UnreadError("several things in brackets are not a number", node)
        if (node.opening, node.closing) == ("[", "]") and _is_condition(node.items[0]):
            return indicator(self, node)
        inside = self.expression(node.items[0])
        if node.opening in ("‖", "||", "\\|") and inside == X:  # the norm of a number
            return sp.Abs(inside)
        if node.opening == "|":
            return sp.Abs(inside)
        if node.opening in ("⌊", "⌈", "⟨", "‖", "||"):
            raise UnreadError("these brackets mean something else than grouping", node)
        if "+" in (node.subscript, node.superscript):
            return sp.Max(0, inside)
        return slope(inside, node.primes)

    def _cases(self, node: Cases) -> sp.Expr:
        branches = []
        for branch in node.branches:
            condition = sp.true if branch.condition is None else self.condition(branch.condition)
            branches.append((self.expression(branch.value), condition))
        if not branches or all(c is sp.false for _, c in branches):
            raise UnreadError("no branch of the definition ever holds", node)
        return sp.Piecewise(*branches, evaluate=False) if len(branches) > 1 else sp.Piecewise(*branches)

    def condition(self, node: Node) -> sp.Basic:
        """The relation in x that a condition means."""
        if isinstance(node, Group) and len(node.items) == 1:
            return self.condition(node.items[0])
        if not isinstance(node, Relation):
            raise UnreadError("this condition is not a comparison", node)
        sides = [self.expression(side) for side in node.sides]
        found = []
        for left, operator, right in zip(sides, node.operators, sides[1:], strict=False):
            make = _COMPARISONS.get(operator)
            if make is None:
                raise UnreadError("this condition is not a comparison", node)
            found.append(make(left, right))
        return sp.And(*found)

    def _derivative(self, node: Derivative) -> sp.Expr:
        if node.at is not None or not node.by:
            raise UnreadError("a derivative at a point, or by nothing, is read only on its own", node)
        for by in node.by:
            if not isinstance(by, Symbol) or key(by) != self.variable:
                raise UnreadError("a derivative by something else than the argument", node)
        return slope(self.expression(node.of), len(node.by))


_TRANSPOSED = frozenset({"T", "top", "\\top", "intercal", "⊤"})
_MATRICES = frozenset({"W", "U", "V"})
_COMPARISONS: Mapping[str, Callable[[sp.Expr, sp.Expr], sp.Basic]] = {
    "<": sp.StrictLessThan,
    "<=": sp.LessThan,
    ">": sp.StrictGreaterThan,
    ">=": sp.GreaterThan,
    "=": sp.Eq,
    "!=": sp.Ne,
}


def _is_condition(node: Node) -> bool:
    """Whether brackets around it are Iverson's: 1 where it holds, else 0."""
    return isinstance(node, Relation) and set(node.operators) <= {"<", ">", "<=", ">=", "!="}
