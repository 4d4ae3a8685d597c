"""SELU's map of mean and variance, and the theorems of Klambauer et al. 2017 about it, proved with intervals.

``map`` derives the map, ``quadrature`` confirms it by another method, ``balls`` encloses it, ``cover`` proves
inequalities on boxes, ``norm`` bounds the Jacobian, ``facts`` writes certificates; ``constants``, ``theorems`` and
``swapped`` state and prove.
"""

from backproof.paper.selu.constants import attracting, unique
from backproof.paper.selu.cover import Cover, Row, prove_below
from backproof.paper.selu.proof import Domain, Proof
from backproof.paper.selu.swapped import leaves_the_domain
from backproof.paper.selu.theorems import contraction, invariance, variance_decreases, variance_increases

__all__ = [
    "Cover",
    "Domain",
    "Proof",
    "Row",
    "attracting",
    "contraction",
    "invariance",
    "leaves_the_domain",
    "prove_below",
    "unique",
    "variance_decreases",
    "variance_increases",
]
