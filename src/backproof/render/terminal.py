"""Findings as text for a terminal, 80 columns wide or more."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from backproof.findings import Finding, Findings, Judged
from backproof.render.evidence import drawn
from backproof.verdict import Verdict, World

_STYLES = {
    Verdict.PROVED: "green",
    Verdict.EXHAUSTED: "green",
    Verdict.TESTED: "green",
    Verdict.MEASURED: "green",
    Verdict.CONDITIONAL: "yellow",
    Verdict.IMPRECISE: "yellow",
    Verdict.REFUTED: "red",
    Verdict.UNDECIDED: "magenta",
    Verdict.VACUOUS: "bold red",
}
_NARROW = 80


def table(findings: Findings, *, colour: bool, quiet: bool = False, verbose: bool = False) -> str:
    """The findings as text, ending in a newline.

    Parameters
    ----------
    colour
        Use colour if standard output is a terminal and ``NO_COLOR`` is not set.
    quiet
        Only what is not as declared, and the summary.
    verbose
        Statements, methods, conditions, corrections and counterexamples below each claim.
    """
    terminal = colour and sys.stdout.isatty()
    width = os.get_terminal_size().columns if terminal else _NARROW
    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=terminal,
        no_color=True if not terminal else None,
        width=max(width, _NARROW),
        highlight=False,
    )
    if verbose:
        for finding in findings.findings:
            _in_full(console, finding)
    elif not quiet:
        console.print(_overview(findings))
    for finding in findings.findings:
        for world, judged in finding.worlds.items():
            if not judged.as_expected:
                console.print(
                    f"[bold red]not as declared[/]: {finding.claim.id} {world}: {_verdict(judged)}, "
                    f"declared {judged.expected}: {escape(judged.judgement.method)}"
                )
                if not verbose and judged.judgement.counterexample is not None:
                    console.print(f"    run: {escape(judged.judgement.counterexample.line)}", soft_wrap=True)
    console.print(_summary(findings))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _overview(findings: Findings) -> Table:
    rows = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    rows.add_column("claim", overflow="fold")
    for world in World:
        rows.add_column({World.PAPER: "on paper", World.FLOATS: "in floats", World.TRAINING: "in training"}[world])
    for finding in findings.findings:
        cells = (_verdict(finding.worlds[w]) if w in finding.worlds else "" for w in World)
        rows.add_row(finding.claim.id, *cells)
    return rows


def _verdict(judged: Judged) -> str:
    verdict = judged.judgement.verdict
    mark = "" if judged.as_expected else " !"
    return f"[{_STYLES[verdict]}]{verdict}{mark}[/]"


def _in_full(console: Console, finding: Finding) -> None:
    console.print(f"[bold]{finding.claim.id}[/]  {escape(finding.claim.text)}")
    for world, judged in finding.worlds.items():
        j = judged.judgement
        console.print(f"  {world}: {_verdict(judged)} ({judged.seconds:.2f} s) {escape(j.method)}")
        for label, value in (("true if", j.condition), ("instead", j.correction), ("certificate", j.certificate)):
            if value:
                console.print(f"    {label}: {escape(value)}")
        for what, tally in drawn(j):
            console.print(f"    {what}: {escape(tally)}")
        if j.counterexample is not None:
            console.print(f"    run: {escape(j.counterexample.line)}", soft_wrap=True)
            console.print(f"    prints: {escape(j.counterexample.prints or '')}", soft_wrap=True)
    console.print()


def _summary(findings: Findings) -> str:
    verdicts = Counter(j.judgement.verdict for f in findings.findings for j in f.worlds.values())
    counted = ", ".join(f"{verdicts[v]} {v}" for v in Verdict if verdicts[v])
    odd = sum(not j.as_expected for f in findings.findings for j in f.worlds.values())
    outcome = "all as declared" if not odd else f"{odd} not as declared"
    total = sum(verdicts.values())
    return f"{len(findings.findings)} claims, {total} judgements in {findings.seconds:.1f} s: {outcome}\n{counted}"
