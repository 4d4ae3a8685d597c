"""The outcome of lint for a terminal: a place, a code and a message, the source line, what shows it, what to write."""

from __future__ import annotations

from backproof.lint.finding import CONDITIONAL, ERROR, IMPRECISE, OK, UNREAD, WRONG, Finding, Lint, Problem
from backproof.render.lint_words import columns, details, told, visible, where
from backproof.render.screen import Screen, wrapped

_RED, _YELLOW, _GREEN, _BLUE, _BOLD = "31;1", "33;1", "32", "34;1", "1"
_COLOUR = {WRONG: _RED, CONDITIONAL: _YELLOW, IMPRECISE: _YELLOW, OK: _GREEN}
_WIDTH = 96
"""Columns of a source line, where no terminal is narrower."""
_CUT = "..."


def text(lint: Lint, screen: Screen, *, quiet: bool = False, verbose: bool = False, strict: bool = False) -> str:
    """The outcome as text, ending in a newline.

    Parameters
    ----------
    screen
        What the text is for. On a terminal lines are broken between words; elsewhere a finding stays on one line, so
        that programs can read it.
    quiet
        Problems that kept files from being checked, and the summary only.
    verbose
        Every claim, also the right ones, and every formula that could not be read.
    strict
        Formulas that could not be read too, since they fail the run.
    """
    out = [_problem(problem, screen) for problem in lint.problems if problem.level == ERROR or not quiet]
    if not quiet:
        for finding in lint.findings:
            if _is_shown(finding, verbose=verbose, strict=strict):
                out += [*_finding(finding, screen, full=verbose or finding.status == WRONG), ""]
    out += _summary(lint, screen, all_unread=verbose or strict)
    return "\n".join(out) + "\n"


def _is_shown(finding: Finding, *, verbose: bool, strict: bool) -> bool:
    if verbose:
        return True
    return finding.counts and (strict or finding.status in (WRONG, CONDITIONAL, IMPRECISE)) and finding.status != OK


def _problem(problem: Problem, screen: Screen) -> str:
    label, style = ("error", _RED) if problem.level == ERROR else ("note", _YELLOW)
    place, said = where(problem), f"{problem.code} {label}: {visible(problem.message)}"
    return _set(f"{place}: {said}", screen, (place, _BOLD), (f"{label}:", style))


def _finding(finding: Finding, screen: Screen, *, full: bool) -> list[str]:
    style = _COLOUR.get(finding.status, _BLUE)
    label = " ".join(word for word in (finding.code, finding.status) if word)
    said = f"{where(finding)}: {label}: {visible(told(finding)) or 'no reason was given'}"
    lines = [_set(said, screen, (where(finding), _BOLD), (f"{label}:", style))]
    if full:
        lines += _source(finding, screen, style)
    below = [(name, says) for name, says in details(finding) if full or name != "counterexample"]
    taken = (
        f"suppressed: {visible(finding.suppressed)}" if finding.suppressed is not None else "",
        "known: the baseline lists it" if finding.known else "",
        "ignored: its code is not selected" if finding.ignored else "",
    )
    below += [("not counted", reason) for reason in taken if reason]
    return lines + [_set(f"  {name}: {says}", screen, (f"{name}:", _BLUE)) for name, says in below]


def _set(said: str, screen: Screen, *painted: tuple[str, str]) -> str:
    """A line, broken between words where a terminal is too narrow for it, with some of its words in colour."""
    if screen.terminal:
        indent = " " * (len(said) - len(said.lstrip()))
        said = wrapped(said.lstrip(), screen.measure, indent, "    ")
    for words, style in painted:
        said = said.replace(words, screen.painted(words, style), 1)
    return said


def _source(finding: Finding, screen: Screen, style: str) -> list[str]:
    """The line around the passage with the passage underlined, cut to the width of a page or of the terminal."""
    number = str(finding.line)
    room = screen.width - len(f"{number} | ") - 2 * len(_CUT)
    width = min(_WIDTH, room) if screen.terminal else _WIDTH
    first = finding.column - 1 - finding.before
    one_line = finding.line == finding.end_line
    last = min(finding.end_column - 1 - finding.before if one_line else len(finding.excerpt), len(finding.excerpt))
    cut = max(0, first - max(0, width - (last - first)) // 2) if len(finding.excerpt) > width else 0
    line = finding.excerpt[cut : cut + width]
    behind = _CUT if finding.excerpt[cut + width :].strip() else ""
    if cut == 0 and finding.before == 0:
        blank = len(line) - len(line.lstrip(" \t"))
        cut, line = min(blank, first), line[min(blank, first) :]
    indent = columns(visible(line[: first - cut]))
    marked = max(1, columns(visible(line[first - cut : max(last - cut, 0)])))
    ahead = _CUT if cut and (finding.before or finding.excerpt[:cut].strip()) else ""
    gutter = " " * len(number)
    bar = screen.painted("|", _BLUE)
    return [
        f"{screen.painted(number, _BLUE)} {bar} {ahead}{visible(line)}{behind}".rstrip(),
        f"{gutter} {bar} {' ' * (len(ahead) + indent)}{screen.painted('^' * marked, style)}",
    ]


def _summary(lint: Lint, screen: Screen, *, all_unread: bool) -> list[str]:
    counts = lint.summary()
    counted = [f for f in lint.findings if f.counts]
    by_status = {status: sum(f.status == status for f in counted) for status in (*_COLOUR, "undecided", UNREAD)}
    styles = ((OK, _GREEN), (WRONG, _RED), (CONDITIONAL, _YELLOW), (IMPRECISE, _YELLOW))
    said = ", ".join(f"{by_status[status]} {status}" for status, _ in styles)
    painted = ((f"{by_status[status]} {status}", style) for status, style in styles if by_status[status])
    files = f"{counts['files']} file{'s' if counts['files'] != 1 else ''}"
    read = f"{files}, {counts['claims']} claim{'s' if counts['claims'] != 1 else ''} read: {said}"
    lines = [_set(read, screen, *painted)]
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
