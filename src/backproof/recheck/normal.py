"""The checker's normal form: a quotient of polynomials in x, parameters, exponentials and what else occurs.

Every rewriting used here is an identity of real functions wherever both sides are defined:

* e^(a + b) = e^a e^b, so that an exponential is a product of powers of e^m with m a single term;
* roots of positive numbers by primes, roots of positive parameters, pi and exponentials as fractional exponents;
* log(a b) = log a + log b for factors that are certainly positive, log e^a = a, e^(log a) = a;
* erf is odd.

log, erf and roots of anything else are generators of their own, told apart by their exact arguments. A formula whose
numerator vanishes is therefore zero; one whose numerator does not may still be zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import floor

from backproof.recheck import tree as t
from backproof.recheck.failures import FalseFactError, OpenFactError
from backproof.recheck.generators import Generators, primes
from backproof.recheck.polynomial import Key, Monomial, Quotient, Terms, constant, scaled
from backproof.recheck.program import sign_at
from backproof.recheck.tree import Node

_LARGEST_POWER = 2_000


class NormalForm(Generators):
    """Turns formulas into quotients over one ring, so that they can be compared.

    Parameters
    ----------
    positive
        Names of the parameters that are positive; all others are real.
    """

    def __init__(self, positive: Iterable[str] = ()) -> None:
        super().__init__(positive)
        self._atoms: list[tuple[str, int, Quotient]] = []

    def is_zero(self, tree: Node) -> bool:
        """Whether the normal form of a formula is 0."""
        return self.of(tree).is_zero

    def of(self, tree: Node) -> Quotient:
        """The normal form.

        Raises
        ------
        FalseFactError
            If the formula divides by zero, or takes the logarithm or a root of a negative number.
        OpenFactError
            If it is larger than the checker computes with.
        """
        head, arguments = tree[0], tree[1:]
        if head == "num":
            return Quotient(constant(arguments[0]))
        if head == "sym":
            return self.single(("sym", arguments[0]), tree, positive=arguments[0] in self.positive)
        if head == "pi":
            return self.single(("pi",), tree, positive=True)
        if head == "e":
            return self._exp(Quotient(constant(1)))
        if head == "add":
            return self.quotients.sum(self.of(a) for a in arguments)
        if head == "mul":
            total = self.of(arguments[0])
            for a in arguments[1:]:
                total = self.quotients.product(total, self.of(a))
            return total
        if head == "pow":
            return self._power(*arguments)
        if head == "exp":
            return self._exp(self.of(arguments[0]))
        if head == "log":
            return self._log(arguments[0])
        argument = self.of(arguments[0])
        return argument if argument.is_zero else self._atom("erf", argument)

    def _power(self, base: Node, exponent: Node) -> Quotient:
        if exponent[0] != "num":
            return self._exp(self.quotients.product(self.of(exponent), self._log(base)))
        power: Fraction = exponent[1]
        if abs(power) > _LARGEST_POWER or power.denominator > _LARGEST_POWER:
            raise OpenFactError(f"the power {power} is not written out")
        if base[0] in ("e", "exp"):
            inner = self.of(base[1]) if base[0] == "exp" else Quotient(constant(1))
            return self._exp(Quotient(scaled(inner.above, power), inner.below))
        return self._raised(self.of(base), power)

    def _raised(self, base: Quotient, power: Fraction) -> Quotient:
        if power.denominator == 1:
            return self.quotients.power(base, power.numerator)
        if base.is_zero:
            if power < 0:
                raise FalseFactError("something is divided by zero")
            return base
        # (N/D)^(p/q) = (N D^(q-1))^(p/q) / D^p for D > 0.
        above, result = base.above, Quotient(constant(1))
        for factor, times in base.below.items():
            terms, flipped = dict(factor), self.constant_sign(dict(factor))
            if flipped < 0:
                terms, above = scaled(terms, -1), scaled(above, (-1) ** times)
            above = self.ring.times(above, self.ring.power(terms, times * (power.denominator - 1)))
            result = self.quotients.product(result, self.quotients.power(Quotient(terms), -times * power.numerator))
        unit, shape = self.quotients.split(above)
        ((monomial, number),) = unit.items()
        rest = scaled(dict(shape), 1 if number > 0 else -1)
        kept: Monomial = ()
        for generator, exponent in monomial:
            if self.generator_is_positive(generator):
                result = self.quotients.product(result, Quotient(self.ring.single(generator, exponent * power)))
            else:
                kept += ((generator, exponent),)
        if kept:
            rest = self.ring.times(rest, {kept: Fraction(1)})
        result = self.quotients.product(result, self._number_power(abs(number), power))
        if rest == constant(1):
            return result
        return self.quotients.product(result, self._root(rest, power))

    def _root(self, base: Terms, power: Fraction) -> Quotient:
        if not t.symbols(self.formula(base)) and sign_at(self.formula(base)) < 0:
            raise FalseFactError("a root of a negative number is taken")
        shape: Key = tuple(sorted(base.items()))
        generator = self.generator(("root", shape), self.formula(base), positive=True)
        self.ring.whole[generator] = base
        times = floor(power)
        whole = self.quotients.power(Quotient(base), times)
        return self.quotients.product(whole, Quotient({((generator, power - times),): Fraction(1)}))

    def _number_power(self, number: Fraction, power: Fraction) -> Quotient:
        total = constant(1)
        for prime, times in primes(number):
            generator = self.generator(("prime", prime), t.num(prime), positive=True)
            self.ring.whole[generator] = constant(prime)
            total = self.ring.times(total, self.ring.single(generator, times * power))
        return Quotient(total)

    def _exp(self, argument: Quotient) -> Quotient:
        if argument.below:
            return self._atom("exp", argument)
        total = Quotient(constant(1))
        for monomial, number in argument.above.items():
            inside = self._logarithm_in(monomial)
            if inside is not None:
                part = self._raised(inside, number)
            else:
                tree = ("exp", self.formula({monomial: Fraction(1)}))
                generator = self.generator(("exp", monomial), tree, positive=True)
                part = Quotient(self.ring.single(generator, number))
            total = self.quotients.product(total, part)
        return total

    def _logarithm_in(self, monomial: Monomial) -> Quotient | None:
        if len(monomial) == 1 and monomial[0][1] == 1:
            return next((q for kind, g, q in self._atoms if kind == "log" and g == monomial[0][0]), None)
        return None

    def _log(self, argument: Node) -> Quotient:
        """log of a tree: products and powers of positive parts are taken apart first."""
        if argument[0] == "e":
            return Quotient(constant(1))
        if argument[0] == "exp":
            return self.of(argument[1])
        if argument[0] == "pow" and argument[2][0] == "num" and self._surely_positive(self.of(argument[1])):
            inner = self._log(argument[1])
            return Quotient(scaled(inner.above, argument[2][1]), inner.below)
        if argument[0] == "mul":
            apart = [a for a in argument[1:] if self._surely_positive(self.of(a))]
            if apart and len(argument) > 2:
                together = t.mul(*(a for a in argument[1:] if a not in apart))
                return self.quotients.sum([*(self._log(a) for a in apart), self._log(together)])
        return self._log_of(self.of(argument))

    def _surely_positive(self, quotient: Quotient) -> bool:
        return self.is_positive(quotient.above) and all(self.is_positive(dict(f)) for f in quotient.below)

    def _log_of(self, quotient: Quotient) -> Quotient:
        if quotient.is_zero:
            raise FalseFactError("the logarithm of 0 is taken")
        parts: list[Quotient] = []
        below: dict[Key, int] = {}
        for factor, times in quotient.below.items():
            if self.is_positive(dict(factor)):
                parts.append(self._times(self._atom("log", Quotient(dict(factor))), -times))
            else:
                below[factor] = times
        unit, shape = self.quotients.split(quotient.above)
        ((monomial, number),) = unit.items()
        kept: Monomial = ()
        for generator, exponent in monomial:
            head = self.trees[generator]
            if head[0] == "exp":
                parts.append(self._times(self.of(head[1]), exponent))
            elif self.generator_is_positive(generator):
                single = Quotient({((generator, Fraction(1)),): Fraction(1)})
                parts.append(self._times(self._atom("log", single), exponent))
            else:
                kept += ((generator, exponent),)
        for prime, times in primes(abs(number)):
            parts.append(self._times(self._atom("log", Quotient(constant(prime))), times))
        rest = self.ring.times(scaled(dict(shape), 1 if number > 0 else -1), {kept: Fraction(1)})
        if rest == constant(-1) and not below:
            raise FalseFactError("the logarithm of a negative number is taken")
        if rest != constant(1) or below:
            parts.append(self._atom("log", Quotient(rest, below)))
        return self.quotients.sum(parts) if parts else Quotient({})

    def _times(self, quotient: Quotient, factor: Fraction | int) -> Quotient:
        return Quotient(scaled(quotient.above, factor), quotient.below)

    def _atom(self, kind: str, argument: Quotient) -> Quotient:
        """A function of an argument, as a generator; erf and e^ of the negative argument go back to it."""
        negative = self._times(argument, -1)
        for known, generator, other in self._atoms:
            if known != kind:
                continue
            if self.quotients.sum([other, negative]).is_zero:
                return Quotient({((generator, Fraction(1)),): Fraction(1)})
            if kind != "log" and self.quotients.sum([other, argument]).is_zero:
                if kind == "erf":
                    return Quotient({((generator, Fraction(1)),): Fraction(-1)})
                return Quotient({((generator, Fraction(-1)),): Fraction(1)})
        tree = (kind, self.quotient_formula(argument))
        generator = self.generator((kind, len(self.trees)), tree, positive=kind == "exp")
        self._atoms.append((kind, generator, argument))
        return Quotient({((generator, Fraction(1)),): Fraction(1)})
