"""Judging properties of single floats: tried on every value of the narrow types, and on samples of the wide ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats
from backproof.errors import Undecided
from backproof.floats.compare import Compute, evaluate
from backproof.floats.formats import FORMATS, Format
from backproof.floats.sample import EXHAUSTED, coverage, points
from backproof.run import Run
from backproof.verdict import JSON, Judgement, Verdict

Holds = Callable[[Floats], NDArray[np.bool_]]
"""A property of each float of an array."""


@dataclass(frozen=True, slots=True)
class Survey:
    """How many floats of each type a property was tried on; it held for each of them."""

    tried: int
    formats: dict[str, JSON]


def survey(
    run: Run,
    holds: Holds,
    says: str,
    *,
    meets: Holds | None = None,
    formats: Sequence[Format] = FORMATS,
    marks: Sequence[float] = (),
) -> Survey:
    """Try a property on every value of the 16-bit types and on a sample of the others; nan is left out.

    Parameters
    ----------
    run
        Seed and size of the samples.
    holds
        The property.
    says
        What it says, for the message if it fails.
    meets
        Which floats the claim speaks about; all by default.
    formats, marks
        Types to go through, and points to look at closely.

    Raises
    ------
    Undecided
        If the property fails somewhere: then the judge, which expected it to hold, does not decide its claim.
    """
    figures: dict[str, JSON] = {}
    total = 0
    for fmt in formats:
        x = points(fmt, run, marks)
        with np.errstate(all="ignore"):
            x = x[~np.isnan(x)]
            x = x if meets is None else x[meets(x)]
            failing = x[~holds(x)]
        if failing.size:
            raise Undecided(f"expected, but false in {fmt.name} at x = {failing[0]}: {says}")
        figures[fmt.name] = {"tried": int(x.size), "coverage": coverage(fmt)}
        total += x.size
    return Survey(total, figures)


def judge_property(
    run: Run,
    holds: Holds,
    says: str,
    *,
    meets: Holds | None = None,
    formats: Sequence[Format] = FORMATS,
    marks: Sequence[float] = (),
    evidence: dict[str, JSON] | None = None,
) -> Judgement:
    """Judge that a property holds, by a :func:`survey`.

    Returns
    -------
    Judgement
        ``exhausted`` if every value of every type was tried, else ``tested``; ``vacuous`` if none was met.
    """
    found = survey(run, holds, says, meets=meets, formats=formats, marks=marks)
    if not found.tried:
        return Judgement(verdict=Verdict.VACUOUS, method=f"No float of {formats} meets the assumptions: {says}")
    every = all(coverage(f) == EXHAUSTED for f in formats)
    names = " and ".join(f.name for f in formats if coverage(f) == EXHAUSTED)
    sampled = " and ".join(f.name for f in formats if coverage(f) != EXHAUSTED)
    rest = f" and a sample of {sampled} over all exponents" if sampled else ""
    return Judgement(
        verdict=Verdict.EXHAUSTED if every else Verdict.TESTED,
        method=f"Tried on every value of {names}{rest}: {says}",
        tried=found.tried,
        evidence={"formats": found.formats, **(evidence or {})},
    )


def judge_values(compute: Compute, values: Mapping[float, float], formats: Sequence[Format] = FORMATS) -> Judgement:
    """Judge a claim about a few values: all that it speaks of are computed in every type.

    Parameters
    ----------
    compute
        The form with its parameters bound.
    values
        Inputs, which every type holds exactly, and what should come out, exactly.
    formats
        Types to go through.

    Raises
    ------
    Undecided
        If another value comes out.
    """
    for fmt in formats:
        x = np.array(list(values), dtype=fmt.dtype)
        for given, got, want in zip(values, evaluate(compute, x).tolist(), values.values(), strict=True):
            if float(x.dtype.type(given)) != given or got != want:
                raise Undecided(f"expected {want} at {given}, but {got} came out in {fmt.name}")
    said = ", ".join(f"f({given:g}) = {want:g}" for given, want in values.items())
    names = ", ".join(f.name for f in formats)
    return Judgement(
        verdict=Verdict.EXHAUSTED,
        method=f"All values that the claim speaks of, in each of {names}: {said}, exactly.",
        tried=len(values) * len(formats),
    )
