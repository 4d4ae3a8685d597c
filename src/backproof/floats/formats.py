"""The four floating-point types: their limits, their order, and the size of a unit in the last place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ml_dtypes
import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats
from backproof.errors import BackproofError

Ordinals = NDArray[np.int64]
"""Places in the order of a type: 0 is zero, 1 the smallest positive float, -1 the largest negative one."""

CHUNK = 1 << 18
"""How many floats are looked at together: few enough to stay in a processor's cache."""


@dataclass(frozen=True, slots=True)
class Format:
    """A binary floating-point type.

    Parameters
    ----------
    name
        NumPy's name for it.
    dtype
        The type itself.
    bits
        Its width.
    precision
        Bits of its significand, the hidden one included.
    emin, emax
        Exponents of its smallest and largest normal numbers.
    """

    name: str
    dtype: np.dtype[Any]
    bits: int
    precision: int
    emin: int
    emax: int

    @property
    def max(self) -> float:
        """Its largest finite number."""
        return float(np.ldexp(2.0 - 2.0 ** (1 - self.precision), self.emax))

    @property
    def min_normal(self) -> float:
        """Its smallest positive normal number."""
        return float(np.ldexp(1.0, self.emin))

    @property
    def min_subnormal(self) -> float:
        """Its smallest positive number."""
        return float(np.ldexp(1.0, self.emin - self.precision + 1))

    @property
    def unit(self) -> float:
        """Its unit roundoff: half the distance from 1 to the next number."""
        return float(np.ldexp(1.0, -self.precision))

    @property
    def last(self) -> int:
        """Ordinal of its largest finite number."""
        return ((self.emax - self.emin + 2) << (self.precision - 1)) - 1

    def ordinals(self, x: Floats) -> Ordinals:
        """Map floats to their places in the order of the type; both zeros go to 0, nan anywhere."""
        bits = x.view(f"u{self.bits // 8}").astype(np.int64 if self.bits < 64 else np.uint64)
        size = (bits & ((1 << (self.bits - 1)) - 1)).astype(np.int64)
        return np.where(np.signbit(x), -size, size)

    def floats(self, ordinals: Ordinals) -> Floats:
        """Map places back to floats: the inverse of :meth:`ordinals`, with +0 at 0."""
        size = np.abs(ordinals).astype(np.uint64)
        sign = np.where(ordinals < 0, np.uint64(1 << (self.bits - 1)), np.uint64(0))
        return (size | sign).astype(f"u{self.bits // 8}").view(self.dtype)

    def ordinal(self, x: float) -> int:
        """Place of the float nearest to ``x``."""
        return int(self.ordinals(np.array([x], dtype=self.dtype))[0])

    def nearest(self, x: float) -> float:
        """Round to the nearest float, given as a Python number."""
        return float(self.dtype.type(x))

    def after(self, x: float, steps: int = 1) -> float:
        """Go ``steps`` floats up from the one nearest to ``x``; down if negative."""
        return float(self.floats(np.array([self.ordinal(x) + steps]))[0])

    def between(self, start: float, stop: float, chunk: int = CHUNK) -> Iterator[Floats]:
        """Go through every float from ``start`` to ``stop``, both included, up or down, a chunk at a time."""
        first, last = self.ordinal(start), self.ordinal(stop)
        way, count = (1 if last >= first else -1), abs(last - first) + 1
        for at in range(0, count, chunk):
            yield self.floats(first + way * np.arange(at, min(at + chunk, count)))

    def every(self) -> Floats:
        """All values of a type of 16 bits: both zeros, infinities and every nan too.

        Raises
        ------
        BackproofError
            If the type is wider: use :meth:`between`.
        """
        if self.bits > 16:
            raise BackproofError(f"{self.name} has 2^{self.bits} values: too many for one array")
        return np.arange(1 << self.bits, dtype=np.uint16).view(self.dtype)

    def specials(self) -> Floats:
        """Both zeros, the ends of the subnormal and normal ranges with both signs, the infinities and nan."""
        edges = [self.min_subnormal, self.min_normal - self.min_subnormal, self.min_normal, 1.0, self.max]
        values = [0.0, -0.0, *edges, *(-e for e in edges), np.inf, -np.inf, np.nan]
        return np.array(values, dtype=self.dtype)

    def ulp(self, true: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the distance between neighbouring floats of this type around real values.

        Parameters
        ----------
        true
            Real values, any shape.

        Returns
        -------
        numpy.ndarray
            ``2**(e - precision + 1)``, with ``2**e <= |true| < 2**(e + 1)`` and ``e`` held between ``emin`` and
            ``emax``: among subnormals the smallest subnormal, beyond overflow the last binade's distance.
            Muller et al. 2018, Handbook of floating-point arithmetic, section 2.3.
        """
        _, above = np.frexp(np.abs(true))
        exponent = np.where(true == 0, self.emin, np.where(np.isfinite(true), above - 1, self.emax))
        return np.ldexp(1.0, np.clip(exponent, self.emin, self.emax) - self.precision + 1)


FLOAT16 = Format("float16", np.dtype(np.float16), 16, 11, -14, 15)
BFLOAT16 = Format("bfloat16", np.dtype(ml_dtypes.bfloat16), 16, 8, -126, 127)
FLOAT32 = Format("float32", np.dtype(np.float32), 32, 24, -126, 127)
FLOAT64 = Format("float64", np.dtype(np.float64), 64, 53, -1022, 1023)

FORMATS: tuple[Format, ...] = (FLOAT16, BFLOAT16, FLOAT32, FLOAT64)
"""The types that judgements go through, narrow to wide."""


def format_of(dtype: Any) -> Format:
    """Find the format of a NumPy type or of its name.

    Raises
    ------
    BackproofError
        If it is none of the four.
    """
    for each in FORMATS:
        if dtype in (each.name, each.dtype):
            return each
    raise BackproofError(f"'{dtype}' is none of the types {', '.join(f.name for f in FORMATS)}")
