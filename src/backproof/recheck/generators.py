"""Generators of the checker's normal form: what each stands for, and which are certainly positive."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from backproof.recheck import tree as t
from backproof.recheck.polynomial import Quotient, Quotients, Ring, Terms, scaled
from backproof.recheck.program import sign_at
from backproof.recheck.tree import Node

_TRIAL = 1 << 14
"""Numbers are divided by all smaller ones; what is left counts as a prime."""


class Generators:
    """The generators that were met, over one ring.

    Parameters
    ----------
    positive
        Names of the parameters that are positive; all others are real.
    """

    def __init__(self, positive: Iterable[str] = ()) -> None:
        self.positive = frozenset(positive)
        self.ring = Ring()
        self.quotients = Quotients(self.ring)
        self.trees: list[Node] = []
        self._places: dict[tuple[object, ...], int] = {}
        self._is_positive: list[bool] = []

    def single(self, what: tuple[object, ...], tree: Node, *, positive: bool) -> Quotient:
        """A generator as a quotient; it is made if it was not met before."""
        return Quotient({((self.generator(what, tree, positive=positive), Fraction(1)),): Fraction(1)})

    def generator(self, what: tuple[object, ...], tree: Node, *, positive: bool) -> int:
        """The place of a generator, told apart by ``what``; it is made if it was not met before."""
        if what not in self._places:
            self._places[what] = len(self.trees)
            self.trees.append(tree)
            self._is_positive.append(positive)
        return self._places[what]

    def place(self, name: str) -> int:
        """The generator of a variable."""
        return self.generator(("sym", name), ("sym", name), positive=name in self.positive)

    def tree(self, generator: int) -> Node:
        """What a generator stands for."""
        return self.trees[generator]

    def generator_is_positive(self, generator: int) -> bool:
        """Whether a generator is positive wherever it is defined."""
        return self._is_positive[generator]

    def is_positive(self, terms: Terms) -> bool:
        """Whether a polynomial is positive by its looks: nothing but sums and products of what is positive."""
        fine = all(self._is_positive[g] or (e.denominator == 1 and e.numerator % 2 == 0) for m in terms for g, e in m)
        strict = any(all(self._is_positive[g] for g, _ in m) for m in terms)
        return fine and strict and all(c > 0 for c in terms.values())

    def formula(self, terms: Terms) -> Node:
        """A polynomial as a tree."""
        return t.add(
            *(t.mul(t.num(c), *(t.power(self.trees[g], e) for g, e in monomial)) for monomial, c in terms.items())
        )

    def quotient_formula(self, quotient: Quotient) -> Node:
        """A quotient as a tree."""
        below = (t.power(self.formula(dict(factor)), -times) for factor, times in quotient.below.items())
        return t.mul(self.formula(quotient.above), *below)

    def constant_sign(self, terms: Terms) -> int:
        """The sign of a polynomial of constants and positive parameters.

        Raises
        ------
        OpenFactError
            If it is not told.
        """
        if not terms:
            return 0
        if self.is_positive(terms):
            return 1
        if self.is_positive(scaled(terms, -1)):
            return -1
        return sign_at(self.formula(terms))

    def sign(self, quotient: Quotient) -> int:
        """The sign of a quotient of constants and positive parameters."""
        total = self.constant_sign(quotient.above)
        for factor, times in quotient.below.items():
            total *= self.constant_sign(dict(factor)) ** (2 - times % 2)
        return total


def primes(number: Fraction) -> list[tuple[int, int]]:
    """A positive fraction as a product of primes; a large rest counts as one."""
    found: list[tuple[int, int]] = []
    for whole, side in ((number.numerator, 1), (number.denominator, -1)):
        divisor, rest = 2, whole
        while divisor * divisor <= rest and divisor < _TRIAL:
            times = 0
            while rest % divisor == 0:
                rest //= divisor
                times += 1
            if times:
                found.append((divisor, side * times))
            divisor += 1
        if rest > 1:
            found.append((rest, side))
    return found
