"""Quotients of polynomials with rational coefficients, in lowest terms, by FLINT's sparse polynomials."""

from __future__ import annotations

from dataclasses import dataclass

import flint


@dataclass(frozen=True, slots=True)
class Quotient:
    """``top / bottom``, two polynomials of one context (``flint.fmpq_mpoly``), ``bottom`` not zero."""

    top: flint.fmpq_mpoly
    bottom: flint.fmpq_mpoly

    def __add__(self, other: Quotient) -> Quotient:
        if self.bottom == other.bottom:
            return _lowest(self.top + other.top, self.bottom)
        common = self.bottom.gcd(other.bottom)
        mine, others = self.bottom / common, other.bottom / common
        return _lowest(self.top * others + other.top * mine, self.bottom * others)

    def __mul__(self, other: Quotient) -> Quotient:
        first, second = _lowest(self.top, other.bottom), _lowest(other.top, self.bottom)
        return Quotient(first.top * second.top, first.bottom * second.bottom)

    def __pow__(self, power: int) -> Quotient:
        """A whole power; of zero a positive one only.

        Raises
        ------
        ZeroDivisionError
            For a negative power of zero.
        """
        if power >= 0:
            return Quotient(self.top**power, self.bottom**power)
        if self.top.is_zero():
            raise ZeroDivisionError
        return Quotient(self.bottom**-power, self.top**-power)


def _lowest(top: flint.fmpq_mpoly, bottom: flint.fmpq_mpoly) -> Quotient:
    if bottom.is_one():
        return Quotient(top, bottom)
    if bottom.is_constant():
        return Quotient(top / bottom, bottom / bottom)
    common = top.gcd(bottom)
    return Quotient(top, bottom) if common.is_one() else Quotient(top / common, bottom / common)
