"""Networks that run: forward and backward passes, training, and laws put to many of them.

:mod:`backproof.training.properties` and :mod:`backproof.strategies` need Hypothesis and are imported by
those who draw cases.
"""

from backproof.training import laws
from backproof.training.arithmetic import ANALYTIC, BLAS, BLOCKED, IN_ORDER, Arithmetic
from backproof.training.bounds import Bound, gradient_bound
from backproof.training.cases import Case, case
from backproof.training.descent import Descent, train
from backproof.training.loss import BINARY_CROSS_ENTROPY, LOSSES, SQUARED_ERROR, Loss
from backproof.training.network import Backward, Forward, Network, Parameters, stack
from backproof.training.outcome import Gap, Held, Law, NotMet

__all__ = [
    "ANALYTIC",
    "BINARY_CROSS_ENTROPY",
    "BLAS",
    "BLOCKED",
    "IN_ORDER",
    "LOSSES",
    "SQUARED_ERROR",
    "Arithmetic",
    "Backward",
    "Bound",
    "Case",
    "Descent",
    "Forward",
    "Gap",
    "Held",
    "Law",
    "Loss",
    "Network",
    "NotMet",
    "Parameters",
    "case",
    "gradient_bound",
    "laws",
    "stack",
    "train",
]
