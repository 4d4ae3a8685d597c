"""An implementation's outcome as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from backproof.floats import format_of
from backproof.impl.outcome import Outcome, Remark, Shown
from backproof.render.screen import Screen, wrapped

_LABEL = 14
_GREEN, _RED, _YELLOW = "1;32", "31", "33"
_FEW = 8
"""Bins of the distribution that are shown; the rest are added up."""


def text(outcome: Outcome, screen: Screen, *, quiet: bool = False) -> str:
    """The outcome as text, ending in a newline; when quiet, the first line and what is wrong only."""
    lines = _heading(outcome, screen)
    if not quiet:
        lines += [line for label, said in _figures(outcome) for line in _row(label, said, screen)]
    for remark in outcome.findings:
        lines += _remark(outcome, remark, "wrong", screen, _RED)
    for remark in () if quiet else outcome.notes:
        lines += _remark(outcome, remark, "note", screen, _YELLOW)
    return "\n".join(lines) + "\n"


def _heading(outcome: Outcome, screen: Screen) -> list[str]:
    what = f"{outcome.activation}{' derivative' if outcome.derivative else ''}"
    wrong = len(outcome.findings)
    said = "nothing wrong" if outcome.clean else f"{wrong} thing{'s' * (wrong != 1)} wrong"
    lines = wrapped(
        f"{outcome.callable} as {what}, {outcome.dtype}: {outcome.verdict}, {said}", screen.measure, "", "  "
    )
    return lines.replace(said, screen.painted(said, _GREEN if outcome.clean else "1;31"), 1).splitlines()


def _figures(outcome: Outcome) -> Iterator[tuple[str, str]]:
    threads = f", {outcome.threads} thread{'s' * (outcome.threads != 1)}"
    by = f", differentiated by {outcome.differentiated}" if outcome.differentiated else ""
    yield "implementation", f"{outcome.framework} {outcome.version}".strip() + threads + by
    yield "tried", f"{outcome.tried:,} values. {outcome.method}"
    yield "reference", outcome.reference
    if outcome.worst is not None:
        yield "largest error", f"{outcome.worst.ulp:.7g} units in the last place, {_shown(outcome, outcome.worst)}"
    finite = sum(count for _, count in outcome.errors)
    right = finite - outcome.misrounded - outcome.unresolved
    open_ = f", {outcome.unresolved} too near a tie to tell" if outcome.unresolved else ""
    yield "rounding", f"{_percent(right, finite)} correctly rounded, {outcome.misrounded:,} not{open_}"
    yield "errors", _distribution(outcome, finite)
    for side, found in outcome.saturation.items():
        first, correct = (
            "never" if x is None else f"from x = {_float(outcome, x)}" for x in (found.first, found.correct)
        )
        yield f"{side} limit", f"{_float(outcome, found.limit)} {first}; correctly rounded {correct}"
    kept = f"; chunks that had been kept: {outcome.resumed}" if outcome.resumed else ""
    damaged = f"; damaged ones, done again: {outcome.damaged}" if outcome.damaged else ""
    seconds = outcome.seconds
    parts = f"callable {seconds['calling']:.1f} s, comparison {seconds['comparing']:.1f} s of the processor"
    yield "time", f"{seconds['wall']:.1f} s ({parts}){kept}{damaged}"


def _distribution(outcome: Outcome, finite: int) -> str:
    shown = outcome.errors[:_FEW]
    parts = [f"{_percent(count, finite)} below {end:g}" for end, count in shown if count]
    rest = sum(count for _, count in outcome.errors[_FEW:])
    return ", ".join([*parts, *([f"{_percent(rest, finite)} more"] if rest else [])])


def _percent(part: int, whole: int) -> str:
    """A share that is 100 % or 0 % only if it is."""
    share = 100 * part / whole
    if part == whole:
        return "100 %"
    for digits in range(1, 10):
        printed = f"{share:.{digits}f}"
        if 0 < float(printed) < 100 or part == 0:
            return f"{printed} %"
    return f"{part} of {whole}"


def _remark(outcome: Outcome, remark: Remark, label: str, screen: Screen, style: str) -> list[str]:
    count = f" ({remark.count:,} value{'s' * (remark.count != 1)})" if remark.kind != "monotone" else ""
    example = f": {_shown(outcome, remark.shown)}" if remark.shown is not None else ""
    lines = _row(label, f"{remark.kind}: {remark.says}{count}{example}", screen)
    return [screen.painted(line, style) for line in lines]


def _shown(outcome: Outcome, shown: Shown) -> str:
    return f"f({_float(outcome, shown.x)}) gave {_float(outcome, shown.got)}, true is {shown.true:.9g}"


def _float(outcome: Outcome, x: float) -> str:
    return str(format_of(outcome.dtype).dtype.type(x))


def _row(label: str, said: str, screen: Screen) -> list[str]:
    indent = " " * (_LABEL + len("    "))
    lines = wrapped(said, screen.measure, indent).splitlines()
    return [f"  {label:{_LABEL}}  {lines[0].lstrip()}", *lines[1:]]
