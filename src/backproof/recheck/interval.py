"""Interval arithmetic on whole numbers: both ends are multiples of 2**-bits, every operation rounds outwards.

An interval is a pair of integers. Nothing but Python's integers is used, so that every bound here can be followed by
hand. Series: exp by Taylor after halving, log by atanh, pi by Machin's formula, erf by its series of positive terms.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from backproof.recheck import series
from backproof.recheck.failures import OpenFactError
from backproof.recheck.series import Interval, up

__all__ = ["Arithmetic", "Interval"]

_LARGEST_EXPONENT = 4096
"""e^x is not computed for larger x."""


class Arithmetic:
    """Intervals whose ends are multiples of ``2**-bits``.

    Parameters
    ----------
    bits
        Binary places after the point; between 32 and 4096.
    """

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.one: Interval = (1 << bits, 1 << bits)
        self.zero: Interval = (0, 0)
        self._exp = lru_cache(maxsize=4096)(self._exp_of)
        self._log = lru_cache(maxsize=4096)(self._log_of)
        self._erf = lru_cache(maxsize=4096)(self._erf_of)

    def number(self, value: Fraction) -> Interval:
        """The narrowest interval around a fraction."""
        scaled = value.numerator << self.bits
        return scaled // value.denominator, up(scaled, value.denominator)

    def between(self, low: Fraction, high: Fraction) -> Interval:
        """An interval that holds all numbers from ``low`` to ``high``."""
        return self.number(low)[0], self.number(high)[1]

    def ends(self, a: Interval) -> tuple[Fraction, Fraction]:
        """The ends as fractions."""
        return Fraction(a[0], 1 << self.bits), Fraction(a[1], 1 << self.bits)

    def add(self, a: Interval, b: Interval) -> Interval:
        """Sum."""
        return a[0] + b[0], a[1] + b[1]

    def sub(self, a: Interval, b: Interval) -> Interval:
        """Difference."""
        return a[0] - b[1], a[1] - b[0]

    def neg(self, a: Interval) -> Interval:
        """Negative."""
        return -a[1], -a[0]

    def mul(self, a: Interval, b: Interval) -> Interval:
        """Product."""
        (p, q), (r, s) = a, b
        if p >= 0 and r >= 0:
            return p * r >> self.bits, -(-q * s >> self.bits)
        products = (p * r, p * s, q * r, q * s)
        return min(products) >> self.bits, -(-max(products) >> self.bits)

    def div(self, a: Interval, b: Interval) -> Interval:
        """Quotient.

        Raises
        ------
        OpenFactError
            If the divisor may be zero.
        """
        if b[0] <= 0 <= b[1]:
            raise OpenFactError("an interval that holds zero divides")
        if b[1] < 0:
            a, b = self.neg(a), self.neg(b)
        low, high = a[0] << self.bits, a[1] << self.bits
        return min(low // b[0], low // b[1]), max(up(high, b[0]), up(high, b[1]))

    def power(self, a: Interval, n: int) -> Interval:
        """Whole power."""
        if n < 0:
            return self.div(self.one, self.power(a, -n))
        if n == 0:
            return self.one
        if n % 2 == 0 and a[0] <= 0 <= a[1]:
            return 0, self._positive_power((max(-a[0], a[1]),) * 2, n)[1]
        if a[1] < 0:
            flipped = self._positive_power(self.neg(a), n)
            return flipped if n % 2 == 0 else self.neg(flipped)
        if a[0] < 0:
            below, above = self._positive_power((-a[0], -a[0]), n), self._positive_power((a[1], a[1]), n)
            return -below[1], above[1]
        return self._positive_power(a, n)

    def _positive_power(self, a: Interval, n: int) -> Interval:
        result = self.one
        while n:
            if n & 1:
                result = self.mul(result, a)
            n >>= 1
            if n:
                a = self.mul(a, a)
        return result

    def root(self, a: Interval, q: int) -> Interval:
        """The q-th root.

        Raises
        ------
        OpenFactError
            If the interval holds negative numbers.
        """
        if a[0] < 0:
            raise OpenFactError("an interval with negative numbers has no root")
        shift = self.bits * (q - 1)
        low, high = series.root_down(a[0] << shift, q), series.root_down(a[1] << shift, q)
        return low, high + (high**q != a[1] << shift)

    def pi(self) -> Interval:
        """The number pi."""
        return series.pi(self.bits)

    def exp(self, a: Interval) -> Interval:
        """e to the power of an interval."""
        return self._exp(a[0])[0], self._exp(a[1])[1]

    def log(self, a: Interval) -> Interval:
        """Natural logarithm.

        Raises
        ------
        OpenFactError
            If the interval holds a number that is not positive.
        """
        if a[0] <= 0:
            raise OpenFactError("an interval that may not be positive has no logarithm")
        return self._log(a[0])[0], self._log(a[1])[1]

    def erf(self, a: Interval) -> Interval:
        """Error function."""
        return self._odd(self._erf, a[0])[0], self._odd(self._erf, a[1])[1]

    def _odd(self, function: Callable[[int], Interval], end: int) -> Interval:
        return function(end) if end >= 0 else self.neg(function(-end))

    def _exp_of(self, end: int) -> Interval:
        """e^x at an end: Taylor at x / 2**halvings, squared as often; every step bounded on both sides."""
        size = abs(end) >> self.bits
        if size >= _LARGEST_EXPONENT:
            if end < 0:
                return 0, 1
            raise OpenFactError("an exponential is too large to be enclosed")
        halvings = size.bit_length() + 8
        extra = 2 * size + 2 * halvings + 24
        places = self.bits + extra
        x = abs(end) << (extra - halvings)
        term = total = 1 << places
        number = 0
        while term:
            number += 1
            term = (term * x >> places) // number
            total += term
        # Each term is at most 3 too small, and what is left out is below 3.
        low, high = total, total + 3 * number + 3
        for _ in range(halvings):
            low, high = low * low >> places, -(-high * high >> places)
        if end < 0:
            one = 1 << 2 * places
            low, high = one // high, up(one, low)
        return low >> extra, up(high, 1 << extra)

    def _log_of(self, end: int) -> Interval:
        """log x at an end: log(m) + k log 2 with m in [1, 2)."""
        k = end.bit_length() - 1 - self.bits
        places = self.bits + 32
        m = Fraction(end, 1 << self.bits) / Fraction(2) ** k
        low, high = series.atanh((m - 1) / (m + 1), places)
        two_low, two_high = series.atanh(Fraction(1, 3), places)
        if k < 0:
            two_low, two_high = two_high, two_low
        return (2 * (low + k * two_low)) >> 32, up(2 * (high + k * two_high), 1 << 32)

    def _erf_of(self, end: int) -> Interval:
        """erf x at an end x >= 0: (2/sqrt(pi)) e^(-x^2) times the sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1))."""
        one = 1 << self.bits
        square = end * end >> self.bits
        size = square >> self.bits
        if size > self.bits:  # 1 - erf x <= e^(-x^2) < 2**-bits
            return one - 1, one
        extra = 2 * size + 40
        wide = _arithmetic(self.bits + extra)
        places = wide.bits
        x = end << extra
        twice = 2 * x * x >> places
        term = total = x
        number = 0
        # From n > 2 x^2 on every term is less than half of the one before.
        while term or number <= 2 * size + 2:
            number += 1
            term = (term * twice >> places) // (2 * number + 1)
            total += term
        # A step loses at most 2 + S in the last place, with S the sum; terms grow by at most e^(x^2) <= 2 (2 + S).
        slack = 2 * (number + 2) ** 2 * (3 + up(total, 1 << places)) ** 2
        scaled = wide.mul((total, total + slack), wide.exp((-up(x * x, 1 << places), -(x * x >> places))))
        scaled = wide.div(wide.add(scaled, scaled), wide.root(wide.pi(), 2))
        return max(scaled[0] >> extra, 0), min(up(scaled[1], 1 << extra), one)


@lru_cache(maxsize=64)
def _arithmetic(bits: int) -> Arithmetic:
    return Arithmetic(bits)
