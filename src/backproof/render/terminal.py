"""Findings as text for a terminal: a row for each subject or claim, what is not as declared, and last the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from backproof.findings import Finding, Findings, Judged
from backproof.render.evidence import drawn
from backproof.render.plural import plural
from backproof.render.screen import Screen, wrapped
from backproof.render.subjects import by_subject as subjects_of
from backproof.verdict import Verdict, World

_GREEN, _YELLOW, _RED, _MAGENTA, _BOLD, _BOLD_RED = "32", "33", "31", "35", "1", "1;31"
_HOLDS = (Verdict.PROVED, Verdict.EXHAUSTED, Verdict.TESTED, Verdict.MEASURED)
_OUTLOOKS = (
    (_HOLDS, "\u2713", "+", "holds", _GREEN),
    ((Verdict.CONDITIONAL, Verdict.IMPRECISE), "~", "~", "conditional or imprecise", _YELLOW),
    ((Verdict.REFUTED,), "\u2717", "x", "refuted", _RED),
    ((Verdict.UNDECIDED, Verdict.VACUOUS), "?", "?", "undecided or vacuous", _MAGENTA),
)
"""Groups of verdicts that a table counts: their mark, the same in ASCII, what it means, and its colour."""
_STYLES = {verdict: style for verdicts, *_, style in _OUTLOOKS for verdict in verdicts} | {Verdict.VACUOUS: _BOLD_RED}
_WORLDS = {World.PAPER: "on paper", World.FLOATS: "in floats", World.TRAINING: "in training"}
_COUNT = 4
_VERDICT = max(len(v) for v in Verdict) + len(" !") + 1


def table(
    findings: Findings,
    screen: Screen,
    *,
    by_subject: bool = False,
    quiet: bool = False,
    verbose: bool = False,
    places: Mapping[tuple[str, World], str] = MappingProxyType({}),
) -> str:
    """The findings as text, ending in a newline.

    Parameters
    ----------
    screen
        What the text is for.
    by_subject
        A row for each subject rather than for each claim.
    quiet
        Only what is not as declared, and the sums.
    verbose
        Each claim in full: statement, methods, conditions, corrections and counterexamples.
    places
        Where the judge of a claim in a world stands, for what is not as declared.
    """
    lines: list[str] = []
    if verbose:
        for finding in findings.findings:
            lines += [*_in_full(finding, screen), ""]
    elif not quiet:
        lines += [*(_subjects(findings, screen) if by_subject else _claims(findings, screen)), ""]
    lines += _surprises(findings, screen, places, verbose=verbose)
    lines += _sums(findings, screen)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _subjects(findings: Findings, screen: Screen) -> Iterator[str]:
    """A row for each subject, with its judgements counted by world and outlook."""
    judged = _judged(findings.findings)
    shown = [o for o in _OUTLOOKS if any(j.judgement.verdict in o[0] for j in judged)]
    marks = [(mark if screen.unicode else ascii_, says, style) for _, mark, ascii_, says, style in shown]
    column = _COUNT if len(shown) < len(_OUTLOOKS) else _COUNT - 1
    group = max(column * len(shown), *(len(title) for title in _WORLDS.values()))
    subjects = subjects_of(findings)
    name = max(len("subject"), *(len(s.name) for s in subjects))
    counts_claims = name + len("  claims") + len(World) * (2 + group) + len("  ! 99") <= screen.width
    claims = "  claims" if counts_claims else ""
    worlds = "".join(f"  {title:>{group}}" for title in _WORLDS.values())
    counted = "".join(f"{mark:>{column}}" for mark, *_ in marks)
    yield screen.painted(f"{'':{name + len(claims)}}{worlds}", _BOLD)
    yield screen.painted(f"{'subject':{name}}{claims}{f'  {counted:>{group}}' * len(World)}", _BOLD)
    for subject in subjects:
        row = f"{subject.name:{name}}" + (f"{len(subject.findings):{len(claims)}}" if claims else "")
        for world in World:
            verdicts = [f.worlds[world].judgement.verdict for f in subject.findings if world in f.worlds]
            row += f"  {'':{group - column * len(shown)}}"
            for members, *_, style in shown:
                count = sum(v in members for v in verdicts)
                row += screen.painted(f"{count:{column}}", style) if count else f"{'.' if verdicts else '':>{column}}"
        odd = sum(not j.as_expected for j in _judged(subject.findings))
        yield row + (screen.painted(f"  ! {odd}", _BOLD_RED) if odd else "")
    yield ""
    legend = [f"{mark} {says}" for mark, says, _ in marks]
    legend += ["! not as declared"] if any(not j.as_expected for j in judged) else []
    yield from wrapped("   ".join(legend), screen.width).splitlines()
    yield from wrapped("backproof verify SUBJECT lists its claims, -v prints each in full.", screen.width).splitlines()


def _claims(findings: Findings, screen: Screen) -> Iterator[str]:
    """A row for each claim, subject after subject; two lines where a row is too long."""
    groups = [s.findings for s in subjects_of(findings)]
    name = max(len(f.claim.id) for found in groups for f in found)
    fits = name + 1 + len(World) * _VERDICT <= screen.width
    if fits:
        titles = "".join(f" {title:{_VERDICT - 1}}" for title in _WORLDS.values())
        yield screen.painted(f"{'claim':{name}} {titles}".rstrip(), _BOLD)
    for found in groups:
        for finding in found:
            if fits:
                cells = (_cell(finding.worlds.get(world), screen) for world in World)
                yield f"{finding.claim.id:{name}} {''.join(cells)}"
            else:
                said = (f"{_WORLDS[world]} {_verdict(j, screen)}" for world, j in finding.worlds.items())
                yield from (finding.claim.id, f"  {', '.join(said)}")
            for world, judged in finding.worlds.items():
                if judged.judgement.condition:
                    condition = f"{_WORLDS[world]} true if: {judged.judgement.condition}"
                    yield from wrapped(condition, screen.measure, "  ", "    ").splitlines()


def _cell(judged: Judged | None, screen: Screen) -> str:
    if judged is None:
        return " " * _VERDICT
    return f" {_verdict(judged, screen)}{' ' * (_VERDICT - 1 - len(_word(judged)))}"


def _word(judged: Judged) -> str:
    return f"{judged.judgement.verdict}{'' if judged.as_expected else ' !'}"


def _verdict(judged: Judged, screen: Screen) -> str:
    return screen.painted(_word(judged), _STYLES[judged.judgement.verdict])


def _in_full(finding: Finding, screen: Screen) -> Iterator[str]:
    claim, *rest = wrapped(f"{finding.claim.id}  {finding.claim.text}", screen.measure, "", "    ").splitlines()
    yield screen.painted(finding.claim.id, _BOLD) + claim.removeprefix(finding.claim.id)
    yield from rest
    for world, judged in finding.worlds.items():
        j = judged.judgement
        said = wrapped(f"{world}: {_word(judged)} ({judged.seconds:.2f} s) {j.method}", screen.measure, "  ", "  ")
        yield from said.replace(_word(judged), _verdict(judged, screen), 1).splitlines()
        told = [("true if", j.condition), ("instead", j.correction), ("certificate", j.certificate), *drawn(j)]
        for label, value in told:
            if value:
                yield from wrapped(f"{label}: {value}", screen.measure, "    ", "  ").splitlines()
        if j.counterexample is not None:  # on one line each, as wide as they are: they are there to be copied
            yield f"    run: {j.counterexample.line}"
            yield f"    prints: {j.counterexample.prints or ''}"


def _surprises(
    findings: Findings, screen: Screen, places: Mapping[tuple[str, World], str], *, verbose: bool
) -> Iterator[str]:
    for finding in findings.findings:
        for world, judged in finding.worlds.items():
            if judged.as_expected:
                continue
            label = "not as declared"
            said = f"{label}: {finding.claim.id} {world}: {_word(judged)}, declared {judged.expected}"
            said = wrapped(f"{said}: {judged.judgement.method}", screen.measure, "", "    ")
            yield from said.replace(label, screen.painted(label, _BOLD_RED), 1).splitlines()
            place = places.get((finding.claim.id, world))
            if place is not None:  # on one line, as the runs: a terminal opens it
                yield f"    declared: {place} (expect=)"
            if not verbose and judged.judgement.counterexample is not None:
                yield f"    run: {judged.judgement.counterexample.line}"


def _sums(findings: Findings, screen: Screen) -> Iterator[str]:
    """The verdicts of each world, and the outcome in the last line."""
    label = max(map(len, _WORLDS.values()))
    for world, title in _WORLDS.items():
        verdicts = Counter(f.worlds[world].judgement.verdict for f in findings.findings if world in f.worlds)
        if verdicts:
            counted = ", ".join(f"{verdicts[v]} {v}" for v in Verdict if verdicts[v])
            yield from wrapped(f"{title:{label}}  {counted}", screen.measure, "", " " * (label + 2)).splitlines()
    odd = sum(not j.as_expected for j in _judged(findings.findings))
    outcome, style = ("all as declared", "1;32") if not odd else (f"{odd} not as declared", _BOLD_RED)
    ran = f"{plural(len(findings.findings), 'claim')}, {plural(findings.judgements, 'judgement')}"
    ran += f" in {findings.seconds:.1f} s"
    are = "is" if findings.missing == 1 else "are"
    stopped = f" so far; interrupted, {plural(findings.missing, 'judgement')} {are} missing" if findings.missing else ""
    said = wrapped(f"{ran}: {outcome}{stopped}", screen.measure, "", "    ")
    yield from said.replace(outcome, screen.painted(outcome, style), 1).splitlines()


def _judged(findings: Sequence[Finding]) -> list[Judged]:
    return [judged for finding in findings for judged in finding.worlds.values()]
