"""What occurs in a tree: names, and calls of functions."""

from __future__ import annotations

from backproof.formulas.tree import (
    Derivative,
    Group,
    Juxtaposition,
    Listing,
    Node,
    Noted,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
)


def is_simple(node: Node) -> bool:
    """Whether a comparison is about a variable and not about a value of a function."""
    if isinstance(node, Listing):
        return all(is_simple(item) for item in node.items)
    return isinstance(node, Relation) and not any(calls(side) for side in node.sides)


def calls(node: Node) -> bool:
    """Whether something with brackets behind it, or primed, occurs in a node: ``f(x)``, ``f'``."""
    match node:
        case Juxtaposition(parts=parts):
            return any(isinstance(part, Group) for part in parts[1:]) or any(calls(part) for part in parts)
        case Symbol(primes=primes, word=word):
            return primes > 0 or (word and node.name not in {"fan_in", "fan_out"})
        case Derivative():
            return True
        case Product(left=left, right=right):
            return calls(left) or calls(right)
        case Sum(terms=terms):
            return any(calls(term) for _, term in terms)
    return False


def names(node: Node) -> set[str]:
    """The names that occur in a node."""
    match node:
        case Symbol(name=name, subscript=subscript):
            return {f"{name}_{subscript}"}
        case Juxtaposition(parts=nodes) | Group(items=nodes) | Relation(sides=nodes) | Listing(items=nodes):
            return {name for part in nodes for name in names(part)}
        case Sum(terms=terms):
            return {name for _, term in terms for name in names(term)}
        case Product(left=left, right=right):
            return names(left) | names(right)
        case Quotient(top=left, bottom=right) | Power(base=left, exponent=right):
            return names(left) | names(right)
        case Root(radicand=inside) | Noted(inside=inside) | Derivative(of=inside):
            return names(inside)
    return set()
