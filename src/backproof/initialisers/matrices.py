"""Initialisers of PyTorch that promise something of the whole matrix: orthonormal rows, a share of zeros."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from backproof.impl.adapters import NotOffered
from backproof.impl.adapters.model import load
from backproof.initialisers.laws import Array

_UNIT = 2.0**-24


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise about a drawn matrix.

    Parameters
    ----------
    name
        What a user writes.
    says
        What is promised.
    shape
        Of the matrix.
    off, allowed
        How far off the draw is, and how far rounding may bring it.
    """

    name: str
    says: str
    shape: tuple[int, int]
    off: float
    allowed: float

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.off <= self.allowed


def promises(seed: int = 0) -> tuple[Promise, ...]:
    """Draw and check; empty where PyTorch is not installed."""
    try:
        torch = load("torch")
    except NotOffered:
        return ()
    found = []
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for rows, columns in ((96, 160), (160, 96)):
            gain = math.sqrt(2)
            drawn = torch.nn.init.orthogonal_(torch.empty(rows, columns), gain=gain)
            found.append(orthonormal("orthogonal_(gain=sqrt(2))", np.asarray(drawn.numpy(), dtype=np.float64), gain))
            drawn = torch.nn.init.sparse_(torch.empty(rows, columns), sparsity=0.1)
            found.append(sparse("sparse_(sparsity=0.1)", np.asarray(drawn.numpy(), dtype=np.float64), 0.1))
    return tuple(found)


def orthonormal(name: str, w: Array, gain: float) -> Promise:
    """Check that the rows, or the columns if there are fewer, are orthogonal and of length ``gain``.

    Householder's factorisation gives a Q that is off orthonormal by at most m n^1.5 u' in the Frobenius norm, with u'
    some small multiple of the unit roundoff u = 2^-24: Higham 2002, Accuracy and stability, theorem 19.4. The multiple
    is taken as 8.
    """
    long, short = max(w.shape), min(w.shape)
    product = w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w
    off = float(np.linalg.norm(product / gain**2 - np.eye(short)))
    says = f"its {'rows' if w.shape[0] <= w.shape[1] else 'columns'} are orthogonal and of length {gain:.6g}"
    return Promise(name, says, (w.shape[0], w.shape[1]), off, 8 * long * short**1.5 * _UNIT)


def sparse(name: str, w: Array, sparsity: float) -> Promise:
    """Check that each column has the promised number of zeros, rounded up."""
    wanted = math.ceil(sparsity * w.shape[0])
    off = float(np.abs((w == 0).sum(axis=0) - wanted).max())
    return Promise(name, f"each column has {wanted} zeros", (w.shape[0], w.shape[1]), off, 0.0)
