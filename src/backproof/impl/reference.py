"""True values for types of 16 and 32 bits: a formula in float64 for each function, with the bound of its error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backproof.activations.model import Floats
from backproof.floats import Format, Function
from backproof.floats.reference import BOUND
from backproof.impl import formulas


@dataclass(frozen=True, slots=True)
class Reference:
    """How true values are computed.

    Parameters
    ----------
    formula
        Takes finite float64 values that are floats of at most 24 bits, an array or, compiled, one number.
    bound
        Its relative error in units of 2^-53 is at most this: :mod:`backproof.impl.proof` shows it, and a test runs
        that. Where the function is within 2^-250 of its asymptote, the error is below that instead.
    proved
        Whether that is so; else the bound was only measured against intervals.
    """

    formula: Callable[[Any], Any]
    bound: float
    proved: bool = True

    @property
    def relative(self) -> float:
        """The bound as a share of the true value."""
        return self.bound * 2.0**-53

    def in_ulps(self, fmt: Format) -> float:
        """The bound in units in the last place of a type: one of these is at least 2^-precision of the value."""
        return self.relative * 2.0**fmt.precision

    def words(self, fmt: Format) -> str:
        """The bound in a sentence."""
        how = "proved" if self.proved else "measured against intervals, not proved"
        if not self.bound:
            return "float64, exact"
        size = f"{self.in_ulps(fmt):.1e} units in the last place of {fmt.name}"
        return f"float64, off by at most {self.bound:g} * 2^-53 of the value, which is {size} ({how})"


_BOUNDS: dict[tuple[str, bool], tuple[Callable[[Any], Any], float]] = {
    ("identity", False): (formulas.identity, 0.0),
    ("identity", True): (formulas.one, 0.0),
    ("sigmoid", False): (formulas.sigmoid, 10.4),
    ("sigmoid", True): (formulas.sigmoid_slope, 15.2),
    ("tanh", False): (formulas.tanh, 19.3),
    ("tanh", True): (formulas.tanh_slope, 15.2),
    ("relu", False): (formulas.relu, 0.0),
    ("relu", True): (formulas.step, 0.0),
    ("leaky-relu", False): (formulas.leaky_relu, 1.1),
    ("leaky-relu", True): (formulas.leaky_relu_slope, 0.2),
    ("prelu", False): (formulas.prelu, 0.0),
    ("prelu", True): (formulas.prelu_slope, 0.0),
    ("elu", False): (formulas.elu, 14.7),
    ("elu", True): (formulas.elu_slope, 5.6),
    ("selu", False): (formulas.selu, 15.7),
    ("selu", True): (formulas.selu_slope, 6.7),
    ("softplus", False): (formulas.softplus, 10.9),
    ("softplus", True): (formulas.sigmoid, 10.4),
    ("silu", False): (formulas.silu, 11.4),
    ("silu", True): (formulas.silu_slope, 25.9),
    ("gelu", False): (formulas.gelu, 10.6),
    ("gelu", True): (formulas.gelu_slope, 20.1),
}


def reference(function: Function) -> Reference:
    """Choose the formula for a function; the catalogue's accurate form where there is none of its own."""
    known = _BOUNDS.get((function.activation.name, function.derivative))
    if known is not None:
        return Reference(*known)

    def accurate(x: Floats) -> Floats:
        return function.head(x)

    return Reference(accurate, BOUND, proved=False)
