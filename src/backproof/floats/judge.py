"""Judging the numeric forms of functions: from examinations to judgements with evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backproof.counterexample import Counterexample
from backproof.errors import Undecided
from backproof.floats.examine import ACCURATE, TEXTBOOK, Examination, examine_form
from backproof.floats.formats import FLOAT32, Format, format_of
from backproof.floats.reference import Function
from backproof.run import Run
from backproof.verdict import JSON, Judgement, Verdict

LOST = (
    "A value counts as lost where the result is 0, infinite, nan or of the wrong sign, while the true value is "
    "finite, not 0, and at least 2 units in the last place away."
)
"""The definition behind every float verdict on a form, for a reader."""
_HOW = (
    "Every value of float16 and bfloat16 and a sample of float32 and float64 over all exponents was compared with "
    "the true value (float64 with a bound checked by intervals; for float64 the intervals themselves)."
)
_LITERAL = {"float16": "np.float16", "bfloat16": "ml_dtypes.bfloat16", "float32": "np.float32", "float64": "np.float64"}


@dataclass(frozen=True, slots=True)
class Line:
    """How to show in one line of NumPy what a form gives.

    Parameters
    ----------
    got, want
        Expressions in ``x``, a scalar of the type, and ``t``, the same as a Python float.
    setup
        Further statements.
    instead
        The accurate formula, in plain text.
    """

    got: str
    want: str
    setup: str = ""
    instead: str = ""


def at(x: float, fmt: Format = FLOAT32) -> str:
    """Write statements that set ``x`` to a float of a type and ``t`` to the same Python number."""
    imports = "math, ml_dtypes, numpy as np" if fmt.name == "bfloat16" else "math, numpy as np"
    literal = str(fmt.dtype.type(x))
    return f"import {imports}; x = {_LITERAL[fmt.name]}({literal}); t = float(x)"


def shows(line: Line, x: float, fmt: Format, holds: str) -> Counterexample:
    """Execute a line at a float where the claim fails."""
    setup = f"{at(x, fmt)}; {line.setup}" if line.setup else at(x, fmt)
    place: dict[str, JSON] = {"dtype": fmt.name, "x": x}
    return Counterexample(at=place, setup=setup, got=line.got, want=line.want, holds=holds).executed()


def breaks(found: Examination, line: Line) -> Counterexample:
    """Show an edge of a region where values are lost."""
    region, x = found.edge()
    kept = {"0": "got != 0", "nan": "np.isfinite(got)", "inf": "np.isfinite(got)"}
    return shows(line, x, format_of(region.dtype), kept.get(region.got, "got * want > 0"))


def judge_form(function: Function, style: str, run: Run, line: Line | None = None) -> Judgement:
    """Judge whether a catalogue entry's form loses no value.

    Parameters
    ----------
    function
        The entry, or its derivative.
    style
        ``textbook`` or ``accurate``.
    line
        How to show a loss; the catalogue's own form if there is none.

    Returns
    -------
    Judgement
        ``tested``, or ``refuted`` with the regions and the accurate form as the correction, which is examined in
        the same way.

    Raises
    ------
    Undecided
        If the form is wrong but no region shows it, or if the accurate form loses values too: then there is nothing
        to recommend.
    """
    found = examine_form(function, style, run)
    if found.sound:
        return Judgement(
            verdict=Verdict.TESTED, method=f"{_HOW} {LOST} None was.", tried=found.tried, evidence=found.evidence()
        )
    if not found.regions:
        astray = {c.dtype: list(c.astray) for c in found.comparisons if not c.sound}
        raise Undecided(f"wrong only at infinities or nan, or only in float64: {astray}")
    return _refuted(function, style, run, line or _own(function, style))


def _refuted(function: Function, style: str, run: Run, line: Line) -> Judgement:
    found, better = examine_form(function, style, run), examine_form(function, ACCURATE, run)
    if not better.sound:
        raise Undecided(f"the form breaks, and so does the accurate one: {better.comparisons}")
    return Judgement(
        verdict=Verdict.REFUTED,
        method=f"{_HOW} {LOST} The edges of each stretch in float32 were found by trying every float around them.",
        tried=found.tried,
        correction=_correction(line.instead or "The catalogue's accurate form", better),
        counterexample=breaks(found, line),
        evidence={**found.evidence(), "lost_where": where(found), "accurate": _brief(better)},
    )


def unexpected(says: str, found: Examination) -> Undecided:
    """Make the error for an examination that did not come out as its judge expects."""
    return Undecided(f"expected, but false: {says}; {[c for c in found.comparisons if not c.sound]}")


def unexpected_value(says: str, value: float, bound: float) -> Undecided:
    """Make the error for a figure that is outside the bound which its judge expects."""
    return Undecided(f"expected at most {bound}, but {says} is {value}")


def _correction(form: str, better: Examination) -> str:
    worst = max(c.max_ulp for c in better.comparisons)
    return (
        f"{form} loses nothing in any of the four types: at most {worst:.3g} units in the last place were seen "
        f"over {better.tried} values"
    )


def where(found: Examination, fmt: Format = FLOAT32) -> str:
    """Say in words where a form loses values in one type."""
    parts = [
        f"{r.got} from x = {fmt.dtype.type(r.start)!s} to {fmt.dtype.type(r.end)!s}"
        for r in found.regions
        if r.dtype == fmt.name
    ]
    return f"{fmt.name}: " + "; ".join(parts)


def _brief(found: Examination) -> dict[str, JSON]:
    return {c.dtype: c.as_data() for c in found.comparisons}


def _own(function: Function, style: str) -> Line:
    a = function.activation
    form = ("textbook" if style == TEXTBOOK else "accurate") + ("_derivative" if function.derivative else "")
    better = "accurate_derivative" if function.derivative else "accurate"
    setup = f"from backproof.activations import ACTIVATIONS as A; f = {{a.name: a for a in A}}[{a.name!r}]"
    call = "f.{0}.compute(np.array([{1}]), **f.defaults())[0]"
    return Line(call.format(form, "x"), call.format(better, "t"), setup)


def conditional(
    condition: str, counterexample: Counterexample, method: str, tried: int, evidence: Mapping[str, JSON]
) -> Judgement:
    """Judge a claim true exactly under a condition, with an executed counterexample outside it."""
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method=method,
        condition=condition,
        counterexample=counterexample,
        tried=tried,
        evidence=evidence,
    )
