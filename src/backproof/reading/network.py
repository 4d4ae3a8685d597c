r"""Reading equations between quantities of a network: derivatives by weights, the chain rule, collapsing layers.

Read are equations with one meaning: ``\frac{\partial z}{\partial w} = x`` where the text defines z or prints it there,
products of derivatives, identities of products and brackets, and sums whose index does not occur. Updates
(``w = w - \eta ...``) are assignments, no equations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import sympy as sp

from backproof.formulas.tree import (
    Big,
    Derivative,
    Group,
    Juxtaposition,
    Listing,
    Node,
    Number,
    Power,
    Relation,
    Sum,
    Symbol,
)
from backproof.reading.errors import UnreadError
from backproof.reading.letters import key, walk
from backproof.reading.network_chains import Equations, Link, Sides, chain, has_link, link
from backproof.reading.network_symbols import LOSSES, NEURONS, computable, has_matrices, is_matrix, known, leaf, letter
from backproof.reading.network_terms import arithmetic
from backproof.reading.scope import Scope
from backproof.reading.statements import Algebra, Passage, Statement

_EQUAL = frozenset({"=", "equiv", "defined"})
_MOST_NODES = 400

Again = Callable[[str], Statement | None]


def read(node: Node, scope: Scope, passage: Passage, again: Again | None = None) -> list[Statement]:
    """The statements that a formula makes about quantities of a network; none if it is about something else."""
    if len(walk(node)) > _MOST_NODES:
        return []
    if isinstance(node, Listing):
        return [s for item in node.items for s in read(item, scope, passage, again)]
    found: list[Algebra] = []
    for left, right, used in [*_slips(node), *_equations(node, scope.equations)]:
        name = _name(node)
        found.append(Algebra(passage=passage, again=again, name=name, left=left, right=right, definitions=used))
    return list(dict.fromkeys(found))


def definitions(node: Node, scope: Scope) -> Mapping[sp.Symbol, sp.Expr]:
    r"""What a formula defines: ``z = w_1 x_1 + w_2 x_2 + b``, ``a = \max(0, z)``, or z printed as its derivative."""
    if isinstance(node, Listing):
        return {s: e for item in node.items for s, e in definitions(item, scope).items()}
    if not isinstance(node, Relation) or not set(node.operators) <= _EQUAL or len(walk(node)) > _MOST_NODES:
        return {}
    first, second = node.sides[0], node.sides[1]
    try:
        if isinstance(first, Derivative):
            if not first.by:
                return {}
            printed = link(first)
            expression = arithmetic(second, leaf())
            own = known(printed.top, scope.equations) or sp.Symbol(printed.top)
            return {own: expression} if _is_pre_activation(printed, expression) else {}
        if (
            not isinstance(first, Symbol)
            or first.accent == "dot"
            or first.name.lower() not in NEURONS | {n.lower() for n in LOSSES}
        ):
            return {}
        expression = arithmetic(second, leaf())
    except UnreadError:
        return {}
    symbol = sp.Symbol(key(first))
    if not expression.free_symbols or symbol in expression.free_symbols or expression.is_Symbol:
        return {}
    return {symbol: expression}


def _equations(node: Node, equations: Equations) -> Iterator[Sides]:
    if not isinstance(node, Relation) or not set(node.operators) <= _EQUAL:
        return
    first = node.sides[0]
    if isinstance(first, Derivative):
        own: dict[sp.Symbol, sp.Expr] = {}
        for side in node.sides[1:]:
            try:
                found = _derivative(first, side, equations, own)
            except UnreadError:
                continue
            if found is not None:
                yield found
        return
    if has_link(node):
        return
    for one, other in zip(node.sides, node.sides[1:], strict=False):
        try:
            same = _identity(one, other)
        except UnreadError:
            continue
        if same is not None:
            yield same


def _derivative(first: Derivative, side: Node, equations: Equations, own: dict[sp.Symbol, sp.Expr]) -> Sides | None:
    """Compare one member of ``dz/dw = ... = ...`` with what the derivative is."""
    if not first.by:
        if not isinstance(first.of, Symbol) or not has_link(side):
            return None
        return chain("", key(first.of), side, equations)
    printed = link(first)
    if has_link(side):
        return chain(printed.top, printed.bottom, side, equations)
    if isinstance(side, Number):
        return None
    expression = arithmetic(side, leaf())
    by = sp.Symbol(printed.bottom)
    symbol = known(printed.top, equations)
    if _is_pre_activation(printed, expression):
        own[sp.Symbol(printed.top)] = expression
        return sp.diff(expression, by), expression, ((sp.Symbol(printed.top), expression),)
    formula = own.get(sp.Symbol(printed.top)) if own else equations.get(symbol) if symbol is not None else None
    if formula is None or not computable(formula) or by not in formula.free_symbols or not computable(expression):
        return None
    true = sp.diff(formula, by)
    if has_matrices(side) and sp.expand(true - expression) != 0:
        return None  # transposes and the order of factors are conventions
    return true, expression, ((symbol or sp.Symbol(printed.top), formula),)


def _is_pre_activation(printed: Link, expression: sp.Expr) -> bool:
    """Whether what is printed as ``dz/dw`` is a weighted sum with w in it: z itself."""
    by = sp.Symbol(printed.bottom)
    if letter(printed.top) not in NEURONS or not isinstance(expression, sp.Add) or not computable(expression):
        return False
    terms = expression.args
    plain = all(t.is_Symbol or (t.is_Mul and len(t.args) == 2 and all(a.is_Symbol for a in t.args)) for t in terms)
    having = [t for t in terms if by in t.free_symbols]
    return plain and len(having) == 1 and having[0].is_Mul and having[0].args[0] != having[0].args[1]


def _identity(one: Node, other: Node) -> Sides | None:
    """Brackets multiplied out, or layers without activation made one: the same letters on both sides."""
    if not any(isinstance(n, Group) for n in [*walk(one), *walk(other)]):
        return None
    left, right = (arithmetic(side, leaf(is_matrix)) for side in (one, other))
    if not (computable(left) and computable(right)) or len(left.free_symbols) < 3:
        return None
    if left.free_symbols == right.free_symbols:
        return (left, right, ()) if _multiplies_bracket(one, other) else None
    left, right = (arithmetic(side, leaf(lambda _: True)) for side in (one, other))
    new = right.free_symbols - left.free_symbols
    if isinstance(left, sp.Mul) and isinstance(right, sp.Mul) and len(new) == 1 and len(right.args) == 2:
        whole, last = next(iter(new)), right.args[-1]
        if right.args[0] == whole and left.args[-1] == last and all(a.is_Symbol for a in left.args):
            return left, right, ((whole, sp.Mul(*left.args[:-1])),)
    return None


def _multiplies_bracket(one: Node, other: Node) -> bool:
    """Whether a bracket with a sum or a product stands beside another factor."""
    for node in [*walk(one), *walk(other)]:
        if isinstance(node, Juxtaposition) and any(isinstance(p, Group) and _composite(p) for p in node.parts):
            return True
    return False


def _composite(group: Group) -> bool:
    return len(group.items) == 1 and isinstance(group.items[0], Sum | Juxtaposition)


def _slips(node: Node) -> Iterator[Sides]:
    r"""Sums over an index that does not occur in them, while their upper end does: ``\sum_{i=1}^n w_n x_n``."""
    for big in walk(node):
        if (
            not isinstance(big, Big)
            or big.kind != "sum"
            or not isinstance(big.lower, Relation)
            or len(big.lower.sides) != 2
        ):
            continue
        index, start = big.lower.sides
        if not (isinstance(index, Symbol) and isinstance(start, Number) and isinstance(big.upper, Symbol)):
            continue
        names = [n for n in walk(big.body) if isinstance(n, Symbol)]
        if any(index.name in (n.name, *n.subscript, *n.superscript) for n in names) or any(
            isinstance(n, Power | Big | Derivative) for n in walk(big.body)
        ):
            continue
        slipped = [n for n in names if n.subscript == big.upper.name]
        if not slipped or big.lower.operators != ("=",):
            continue
        yield _sum(big, index.name), _sum(big, big.upper.name), ()


def _sum(big: Big, to: str) -> sp.Expr:
    """The sum with ``to`` for the lower index that is its upper end."""
    upper, lower = big.upper, big.lower
    if not isinstance(upper, Symbol) or not isinstance(lower, Relation):
        raise UnreadError("a sum without ends", big)

    def means(node: Node) -> sp.Expr | None:
        if not isinstance(node, Symbol):
            return None
        if node.subscript == upper.name:
            return sp.IndexedBase(node.name)[sp.Symbol(to, integer=True)]
        return sp.Symbol(key(node))

    first = lower.sides[0]
    name = first.name if isinstance(first, Symbol) else to
    start = arithmetic(lower.sides[1], means)
    return sp.Sum(
        arithmetic(big.body, means), (sp.Symbol(name, integer=True), start, sp.Symbol(upper.name, integer=True))
    )


def _name(node: Node) -> str:
    if not isinstance(node, Relation):
        return ""
    first = node.sides[0]
    if isinstance(first, Derivative) and isinstance(first.of, Symbol) and not first.by:
        return f"dL/d{key(first.of)}"
    if isinstance(first, Derivative) and isinstance(first.of, Symbol) and isinstance(first.by[0], Symbol):
        return f"d{key(first.of)}/d{key(first.by[0])}"
    return key(first) if isinstance(first, Symbol) else ""
