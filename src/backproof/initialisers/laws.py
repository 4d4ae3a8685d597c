"""Distributions that weights are claimed to have, and the probability of what a sample shows, if the claim is true.

All tests are two-sided and hold for every number N of independent draws, not only for many: each gives a probability
that is exact or a proved upper bound.

* mean: exact for the normal distribution. Else 2 exp(-N m^2/(2 s^2)): uniform and symmetrically truncated normal
  variables are strictly sub-Gaussian.
* variance: chi-square, exact, for the normal distribution. Else Hoeffding's inequality for w^2, between 0 and L^2:
  2 exp(-2 N d^2/L^4).
* largest: the distribution of the largest |w| is the N-th power of that of one; exact. Beyond the limit it is 0.
* shape: 2 exp(-2 N D^2) for the largest distance D of the distribution functions (Dvoretzky, Kiefer, Wolfowitz).

References: Hoeffding 1963, Probability inequalities for sums of bounded random variables, theorem 2; Massart 1990, The
tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality, corollary 1; Arbel, Marchal, Nguyen 2020, On strict
sub-Gaussianity, section 3; Barreto, Marchal, Arbel 2024, Optimal sub-Gaussian variance proxy for truncated Gaussian
variables, theorem 1; Johnson, Kotz, Balakrishnan 1994, Continuous univariate distributions, section 13.10.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtr, chdtrc, ndtr
from scipy.stats import truncnorm

Array: TypeAlias = NDArray[np.float64]

GRID = 2.0**-22
"""Draws of float32 lie on a grid: their distribution function is at most this far from that of the reals."""
CUT = 2.0
"""Where frameworks cut off normal draws, in standard deviations."""
SHRINK = float(truncnorm.std(-CUT, CUT))
"""Standard deviation of a standard normal variable cut off at two: 0.87962566. Johnson, Kotz, Balakrishnan 1994."""


@dataclass(frozen=True, slots=True)
class Law:
    """A distribution with mean 0.

    Parameters
    ----------
    kind
        ``uniform``, ``normal`` or ``truncated``.
    scale
        The limit of a uniform distribution; the standard deviation of a normal one, before it is cut off.
    """

    kind: str
    scale: float

    @property
    def std(self) -> float:
        """Its standard deviation."""
        return self.scale * {"uniform": 1 / math.sqrt(3), "normal": 1.0, "truncated": SHRINK}[self.kind]

    @property
    def limit(self) -> float:
        """No draw is larger than this in size."""
        return self.scale * {"uniform": 1.0, "normal": math.inf, "truncated": CUT}[self.kind]

    def says(self) -> str:
        """The law as a formula with numbers."""
        if self.kind == "uniform":
            return f"U(-{self.scale:.6g}, {self.scale:.6g})"
        return f"N(0, {self.scale:.6g}^2)" + (" cut off at two of these" if self.kind == "truncated" else "")

    def at_most(self, x: Array) -> Array:
        """The distribution function."""
        if self.kind == "uniform":
            return np.clip((x / self.scale + 1) / 2, 0.0, 1.0)
        below: Array = ndtr(x / self.scale)
        if self.kind == "truncated":
            low = float(ndtr(-CUT))
            return np.clip((below - low) / (1 - 2 * low), 0.0, 1.0)
        return below

    def tests(self, draws: Array) -> Mapping[str, float]:
        """Probabilities, if the law holds, of a sample at least as far off: by mean, variance, largest and shape."""
        w = np.sort(draws.astype(np.float64).ravel())
        return {
            "mean": self._mean(w),
            "variance": self._variance(w),
            "largest": self._largest(w),
            "shape": self._shape(w),
        }

    def _mean(self, w: Array) -> float:
        size = abs(float(w.mean())) * math.sqrt(w.size) / self.std
        bound = 2 * float(ndtr(-size)) if self.kind == "normal" else 2 * math.exp(-size * size / 2)
        return min(1.0, bound)

    def _variance(self, w: Array) -> float:
        square = float((w * w).mean())
        if self.kind == "normal":
            over = w.size * square / self.std**2
            return min(1.0, 2 * min(float(chdtr(w.size, over)), float(chdtrc(w.size, over))))
        return min(1.0, 2 * math.exp(-2 * w.size * ((square - self.std**2) / self.limit**2) ** 2))

    def _largest(self, w: Array) -> float:
        largest = max(float(-w[0]), float(w[-1]))
        if largest > self.limit * (1 + 2.0**-22):  # the limit itself is rounded to float32, and so is the draw
            return 0.0
        inside = float(self.at_most(np.array([largest]))[0]) * 2 - 1
        # The largest of N draws on a grid may be the limit itself: as likely as beyond the last grid point.
        log = w.size * math.log(max(inside, 5e-324))
        return min(1.0, 2 * min(math.exp(log), -math.expm1(w.size * math.log1p(-max(1 - inside, GRID)))))

    def _shape(self, w: Array) -> float:
        steps = np.arange(w.size + 1) / w.size
        true = self.at_most(w)
        apart = max(float(np.abs(true - steps[1:]).max()), float(np.abs(true - steps[:-1]).max())) - GRID
        return min(1.0, 2 * math.exp(-2 * w.size * max(apart, 0.0) ** 2))


def holm(probabilities: Mapping[str, float], level: float) -> frozenset[str]:
    """Tell which hypotheses fall when many are tested at once, with all their errors together below ``level``.

    Holm 1979, A simple sequentially rejective multiple test procedure, section 3. Nothing is assumed about how the
    tests depend on one another.
    """
    ordered = sorted(probabilities.items(), key=lambda item: item[1])
    fallen = []
    for i, (name, probability) in enumerate(ordered):
        if probability > level / (len(ordered) - i):
            break
        fallen.append(name)
    return frozenset(fallen)
