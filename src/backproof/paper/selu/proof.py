"""A proof by covers: the statement's data, its derivation, and the judgement that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import sympy as sp

from backproof.certificate import Certificate
from backproof.paper.selu import facts
from backproof.paper.selu.balls import PRECISION
from backproof.paper.selu.cover import Box, Cover
from backproof.paper.selu.map import CONSTANTS
from backproof.paper.selu.quadrature import confirmed
from backproof.paper.selu.rounding import decimal
from backproof.verdict import JSON, Judgement, Step, Verdict

Range = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Domain:
    """Ranges of a unit's four variables, ends included.

    Parameters
    ----------
    mu, nu
        Mean and variance of the layer's inputs; nu is positive.
    omega, tau
        Sum of the unit's weights, and sum of their squares; tau is positive.
    """

    mu: Range
    omega: Range
    nu: Range
    tau: Range

    @classmethod
    def of(cls, *, mu: tuple[str, str], omega: tuple[str, str], nu: tuple[str, str], tau: tuple[str, str]) -> Domain:
        """Make a domain from decimals as text, so that no end is rounded.

        Raises
        ------
        ValueError
            If nu or tau can be 0 or less, or an upper end lies below its lower end.
        """
        ranges = [(Fraction(low), Fraction(high)) for low, high in (mu, omega, nu, tau)]
        if any(low > high for low, high in ranges) or ranges[2][0] <= 0 or ranges[3][0] <= 0:
            raise ValueError("every range goes upwards, and nu and tau are positive")
        return cls(*ranges)

    @property
    def plane(self) -> Box:
        """The smallest box that holds (m, v) = (mu omega, nu tau)."""
        corners = [a * b for a in self.mu for b in self.omega]
        return (min(corners), max(corners)), (self.nu[0] * self.tau[0], self.nu[1] * self.tau[1])

    @property
    def largest_omega(self) -> Fraction:
        """The largest |omega|."""
        return max(abs(end) for end in self.omega)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved by covers.

    Parameters
    ----------
    covers
        The inequalities between functions of (m, v), each proved on a whole box.
    steps
        The way from the covers to the statement.
    method
        In one sentence.
    constants
        The lambda and alpha of the statement.
    figures
        More figures for the evidence.
    facts
        What is certified besides the map and the covers: derivatives, values.
    """

    covers: tuple[Cover, ...]
    steps: tuple[Step, ...]
    method: str
    constants: Mapping[sp.Symbol, sp.Expr] = field(default_factory=lambda: CONSTANTS)
    figures: Mapping[str, JSON] = field(default_factory=dict)
    facts: tuple[Certificate, ...] = ()

    @property
    def boxes(self) -> int:
        """How many boxes all covers have together."""
        return sum(len(cover.rows) for cover in self.covers)

    @property
    def margin(self) -> Fraction:
        """The smallest margin of all covers."""
        return min(cover.margin for cover in self.covers)

    def as_data(self) -> dict[str, JSON]:
        """All boxes with the bounds proved on them, exact and the same in every run.

        The quantities are written in m = mu omega and v = nu tau, in mean, second (moment) and variance of SELU(z) for
        normal z of mean m and variance v, and their derivatives (``variance_v``); ``norm`` is the largest singular
        value of a 2 by 2 matrix given row by row.
        """
        return {
            "constants": {str(symbol): str(value) for symbol, value in self.constants.items()},
            "covers": [cover.as_data() for cover in self.covers],
        }

    def judgement(self) -> Judgement:
        """Judge the statement proved."""
        each: list[JSON] = [
            {
                "quantity": cover.quantity,
                "below": str(cover.limit),
                "boxes": len(cover.rows),
                "proved_at_most": float(cover.bound),
                "seen": float(cover.seen),
            }
            for cover in self.covers
        ]
        return Judgement(
            verdict=Verdict.PROVED,
            method=self.method,
            steps=self.steps,
            certificate=(
                f"{self.boxes} boxes with exact rational corners, Arb intervals of {PRECISION} bits, smallest margin "
                f"{decimal(self.margin)}; {confirmed()}"
            ),
            evidence={
                "boxes": self.boxes,
                "margin": float(self.margin),
                "precision": PRECISION,
                "covers": each,
                **self.figures,
            },
            proof=(*facts.the_map(), *self.facts, *(fact for cover in self.covers for fact in cover.facts)),
        )


def shown(number: Fraction) -> str:
    """A number as short as it can be written exactly, for a formula."""
    if number.denominator == 1:
        return str(number)
    text = str(float(number))
    return text if Fraction(text) == number else rf"\tfrac{{{number.numerator}}}{{{number.denominator}}}"


def ranges(part: Box) -> str:
    """A box as a formula."""
    (m_low, m_high), (v_low, v_high) = part
    return rf"m \in [{shown(m_low)}, {shown(m_high)}],\ v \in [{shown(v_low)}, {shown(v_high)}]"
