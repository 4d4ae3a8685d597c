"""The outcome of lint for a terminal: a place, a code and a message, the source line, what shows it, what to write."""

from __future__ import annotations

from collections.abc import Callable

from backproof.lint.finding import CONDITIONAL, ERROR, IMPRECISE, OK, UNREAD, WRONG, Finding, Lint, Problem
from backproof.render.lint_words import columns, details, visible, where

_RED, _YELLOW, _GREEN, _BLUE, _BOLD, _PLAIN = "31;1", "33;1", "32", "34;1", "1", "0"
_COLOUR = {WRONG: _RED, CONDITIONAL: _YELLOW, IMPRECISE: _YELLOW, OK: _GREEN}
_WIDTH = 96
_Paint = Callable[[str, str], str]


def text(lint: Lint, *, colour: bool, quiet: bool = False, verbose: bool = False, strict: bool = False) -> str:
    """The outcome as text, ending in a newline.

    Parameters
    ----------
    colour
        Whether to use the colours of a terminal.
    quiet
        Problems that kept files from being checked, and the summary only.
    verbose
        Every claim, also the right ones, and every formula that could not be read.
    strict
        Formulas that could not be read too, since they fail the run.
    """
    paint = _painted if colour else _unpainted
    out = [_problem(problem, paint) for problem in lint.problems if problem.level == ERROR or not quiet]
    if not quiet:
        for finding in lint.findings:
            if _is_shown(finding, verbose=verbose, strict=strict):
                out += [*_finding(finding, paint, full=verbose or finding.status == WRONG), ""]
    out += _summary(lint, paint, all_unread=verbose or strict)
    return "\n".join(out) + "\n"


def _is_shown(finding: Finding, *, verbose: bool, strict: bool) -> bool:
    if verbose:
        return True
    return finding.counts and (strict or finding.status in (WRONG, CONDITIONAL, IMPRECISE)) and finding.status != OK


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[{_PLAIN}m"


def _unpainted(text: str, _: str) -> str:
    return text


def _problem(problem: Problem, paint: _Paint) -> str:
    label = paint("error", _RED) if problem.level == ERROR else paint("note", _YELLOW)
    return f"{paint(where(problem), _BOLD)}: {problem.code} {label}: {visible(problem.message)}"


def _finding(finding: Finding, paint: _Paint, *, full: bool) -> list[str]:
    style = _COLOUR.get(finding.status, _BLUE)
    label = paint(" ".join(word for word in (finding.code, finding.status) if word), style)
    lines = [f"{paint(where(finding), _BOLD)}: {label}: {visible(finding.message) or 'no reason was given'}"]
    if full:
        lines += _source(finding, paint, style)
    told = details(finding)
    lines += [f"  {paint(name, _BLUE)}: {says}" for name, says in told if full or name != "counterexample"]
    taken = (
        f"suppressed: {visible(finding.suppressed)}" if finding.suppressed is not None else "",
        "known: the baseline lists it" if finding.known else "",
        "ignored: its code is not selected" if finding.ignored else "",
    )
    return lines + [f"  {paint('not counted', _BLUE)}: {reason}" for reason in taken if reason]


def _source(finding: Finding, paint: _Paint, style: str) -> list[str]:
    """The line around the passage with the passage underlined, cut to the width of a page."""
    first = finding.column - 1 - finding.before
    one_line = finding.line == finding.end_line
    last = min(finding.end_column - 1 - finding.before if one_line else len(finding.excerpt), len(finding.excerpt))
    cut = max(0, first - max(0, _WIDTH - (last - first)) // 2) if len(finding.excerpt) > _WIDTH else 0
    line = finding.excerpt[cut : cut + _WIDTH]
    if cut == 0 and finding.before == 0:
        blank = len(line) - len(line.lstrip(" \t"))
        cut, line = min(blank, first), line[min(blank, first) :]
    indent = columns(visible(line[: first - cut]))
    marked = max(1, columns(visible(line[first - cut : max(last - cut, 0)])))
    ahead = "..." if cut and (finding.before or finding.excerpt[:cut].strip()) else ""
    number = str(finding.line)
    gutter = " " * len(number)
    return [
        f"{paint(number, _BLUE)} {paint('|', _BLUE)} {ahead}{visible(line)}".rstrip(),
        f"{gutter} {paint('|', _BLUE)} {' ' * (len(ahead) + indent)}{paint('^' * marked, style)}",
    ]


def _summary(lint: Lint, paint: _Paint, *, all_unread: bool) -> list[str]:
    counts = lint.summary()
    counted = [f for f in lint.findings if f.counts]
    by_status = {status: sum(f.status == status for f in counted) for status in (*_COLOUR, "undecided", UNREAD)}
    said = ", ".join(
        paint(f"{by_status[status]} {status}", style) if by_status[status] else f"{by_status[status]} {status}"
        for status, style in ((OK, _GREEN), (WRONG, _RED), (CONDITIONAL, _YELLOW), (IMPRECISE, _YELLOW))
    )
    files = f"{counts['files']} file{'s' if counts['files'] != 1 else ''}"
    lines = [f"{files}, {counts['claims']} claim{'s' if counts['claims'] != 1 else ''} read: {said}"]
    undecided, unread = by_status["undecided"], by_status[UNREAD]
    if undecided or unread:
        hint = "" if all_unread else " (-v shows them)"
        lines.append(f"{undecided} undecided, {unread} not read{hint}")
    out = [
        f"{counts[name]} {says}"
        for name, says in (
            ("suppressed", "suppressed by comments"),
            ("baseline", "known from the baseline"),
            ("ignored", "not selected"),
            ("fixed", "fixed"),
        )
        if counts[name]
    ]
    if out:
        lines.append(", ".join(out))
    if lint.gone:
        lines.append(f"{lint.gone} of the baseline no longer found: write it again with --write-baseline")
    fixable = sum(bool(f.replacement) for f in counted)
    if fixable:
        lines.append(f"{fixable} can be corrected with --fix")
    return lines
