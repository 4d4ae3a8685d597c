"""Networks that run: forward and backward passes, training, and laws put to many of them.

:mod:`backproof.training.properties` and :mod:`backproof.strategies` need Hypothesis and are imported by
those who draw cases.
"""

from backproof.training import laws, starts
from backproof.training.arithmetic import ANALYTIC, BLAS, BLOCKED, FAST, IN_ORDER, Arithmetic
from backproof.training.bounds import Bound, gradient_bound
from backproof.training.cases import Case, case
from backproof.training.descent import Descent, train
from backproof.training.loss import BINARY_CROSS_ENTROPY, LOSSES, SOFTMAX_CROSS_ENTROPY, SQUARED_ERROR, Loss
from backproof.training.many import train_many
from backproof.training.network import Backward, Forward, Network, Parameters, stack
from backproof.training.outcome import Gap, Held, Law, NotMet
from backproof.training.rules import PLAIN, RULES, Adam, Momentum, Nesterov, RMSProp, Rule
from backproof.training.starts import STARTS, Start

__all__ = [
    "ANALYTIC",
    "BINARY_CROSS_ENTROPY",
    "BLAS",
    "BLOCKED",
    "FAST",
    "IN_ORDER",
    "LOSSES",
    "PLAIN",
    "RULES",
    "SOFTMAX_CROSS_ENTROPY",
    "SQUARED_ERROR",
    "STARTS",
    "Adam",
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
    "Momentum",
    "Nesterov",
    "Network",
    "NotMet",
    "Parameters",
    "RMSProp",
    "Rule",
    "Start",
    "case",
    "gradient_bound",
    "laws",
    "stack",
    "starts",
    "train",
    "train_many",
]
