"""The chain rule as printed: whether its factors join, and what its last factor has to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from backproof.formulas.tree import Derivative, Group, Juxtaposition, Node, Noted, Sum, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.letters import key
from backproof.reading.network_symbols import alike, base, computable, known, leaf, letter
from backproof.reading.network_terms import arithmetic, factors

Equations = Mapping[sp.Symbol, sp.Expr]
Sides = tuple[sp.Expr, sp.Expr, tuple[tuple[sp.Symbol, sp.Expr], ...]]
"""What is true, what is printed, and the definitions that were used."""


_OUTPUTS = frozenset({"y", "o", "a", "h", "p", "out"})
"""Letters for an output: one text calls the last activation by two of them."""


@dataclass(frozen=True, slots=True)
class Link:
    """A factor ``d top/d bottom``."""

    top: str
    bottom: str

    @property
    def symbol(self) -> sp.Symbol:
        """A number of its own."""
        return sp.Symbol(f"d{self.top}/d{self.bottom}")


def link(node: Derivative) -> Link:
    """A first derivative of one quantity by another.

    Raises
    ------
    UnreadError
        If it is of something composite, of higher order, or at a point.
    """
    of = node.of
    if isinstance(of, Juxtaposition) and len(of.parts) == 2 and isinstance(of.parts[1], Group):
        of = of.parts[0]
    if not isinstance(of, Symbol) or len(node.by) != 1 or not isinstance(node.by[0], Symbol) or node.at is not None:
        raise UnreadError("no first derivative of one quantity by another", node)
    return Link(key(of), key(node.by[0]))


def has_link(node: Node) -> bool:
    """Whether a product has a derivative among its factors."""
    return any(isinstance(part, Derivative) for part, _ in _opened(node))


def _opened(node: Node) -> list[tuple[Node, int]]:
    found: list[tuple[Node, int]] = []
    for part, power in factors(node):
        inside = part.items[0] if isinstance(part, Group) and len(part.items) == 1 and not part.primes else part
        if inside is not part and not isinstance(inside, Sum) and power == 1:
            found += _opened(inside)
        elif isinstance(part, Noted):
            found += [(p, q * power) for p, q in _opened(part.inside)]
        else:
            found.append((part, power))
    return found


def chain(top: str, by: str, node: Node, equations: Equations) -> Sides | None:
    """Compare a printed product of derivatives with what ``d top/d by`` is; ``None`` where nothing tells.

    Raises
    ------
    UnreadError
        If a factor is not understood.
    """
    parts = _opened(node)
    if any(power != 1 for part, power in parts if isinstance(part, Derivative)):
        raise UnreadError("a division by a derivative", node)
    links = [link(part) for part, _ in parts if isinstance(part, Derivative)]
    values = [(part, power) for part, power in parts if not isinstance(part, Derivative)]
    product = sp.Mul(*(one.symbol for one in links))
    value = sp.Mul(*(arithmetic(part, leaf()) ** power for part, power in values))
    end, rest = _joined(top or links[0].top, links)
    if rest:
        start = rest[0].top
        last, left_over = _joined(start, rest)
        outputs = {letter(end), letter(start)} <= _OUTPUTS
        if values or left_over or not alike(last, by) or len(rest) == len(links) or outputs:
            return None
        return product * Link(end, start).symbol, product, ()
    if alike(end, by):
        return None if values else (product, product, ())
    return _last_factor(links, end, by, value, equations) if values else None


def _joined(start: str, links: Sequence[Link]) -> tuple[str, list[Link]]:
    """Follow the links from ``start``: where they end, and which are left over."""
    rest, end = list(links), start
    while rest:
        following = [one for one in rest if one.top == end] or [one for one in rest if alike(one.top, end)]
        if not following:
            break
        end = following[0].bottom
        rest.remove(following[0])
    return end, rest


def _last_factor(links: list[Link], end: str, by: str, value: sp.Expr, equations: Equations) -> Sides | None:
    """The last factor is printed as a value: it is the derivative of the pre-activation that has the weight."""
    weight = sp.Symbol(by)
    having = {s: e for s, e in equations.items() if weight in e.free_symbols and computable(e)}
    names = {base(str(s.name)) for s in having}
    if len(names) != 1:
        return None
    summed, formula = list(having.items())[-1]
    slope = sp.diff(formula, weight)
    used = ((summed, formula),)
    product = sp.Mul(*(one.symbol for one in links))
    if base(end) == base(str(summed.name)):
        return product * slope, product * value, used
    here = known(end, equations)
    if letter(end) != letter(str(summed.name)) or "_" not in end or "_" not in str(summed.name):
        return None
    if here is not None and weight in _reaches(here, equations):
        return None
    meant = _renamed(links, end, str(summed.name), equations)
    return sp.Mul(*(one.symbol for one in meant)) * slope, product * value, used


def _renamed(links: list[Link], end: str, true: str, equations: Equations) -> list[Link]:
    """The links through the neuron that has the weight in the place of those through another one."""
    new = {end: true}
    outputs = [s for s, e in equations.items() if {str(f.name) for f in e.free_symbols} == {true} and not computable(e)]
    before = [one.top for one in links if one.bottom == end]
    if len(outputs) == 1 and len(before) == 1 and letter(before[0]) == letter(str(outputs[0].name)):
        new[before[0]] = str(outputs[0].name)
    return [Link(new.get(one.top, one.top), new.get(one.bottom, one.bottom)) for one in links]


def _reaches(symbol: sp.Symbol, equations: Equations) -> set[sp.Symbol]:
    """All that a quantity depends on, through all definitions."""
    found: set[sp.Symbol] = set()
    waiting = [symbol]
    while waiting:
        for free in equations.get(waiting.pop(), sp.S.Zero).free_symbols - found:
            found.add(free)
            waiting.append(free)
    return found
