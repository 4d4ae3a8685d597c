"""Explanations as text for a terminal, 80 columns wide."""

from __future__ import annotations

from collections.abc import Sequence

from backproof.explain import Explanation
from backproof.findings import Finding
from backproof.paper.features import FEATURES
from backproof.paper.matrix import Entry
from backproof.render.plain import plain_formula, wrapped
from backproof.render.plot_text import text_plot
from backproof.verdict import Judgement, Step

WIDTH = 80


def function_text(explained: Explanation) -> str:
    """A function: definition, derivative with its steps, kinks, properties, and a drawing; ends in a newline."""
    derivative = _formula(f"f'(x) = {explained.derivative}") if explained.derivative else f"  {explained.why_not}"
    blocks = [
        explained.title,
        f"Definition\n{_formula(f'f(x) = {explained.definition}')}",
        f"Derivative\n{derivative}",
    ]
    if explained.steps:
        blocks.append("Step by step\n" + _steps(explained.steps))
    if explained.kinks:
        lines = [
            wrapped(f"x = {k.at}: {k.says}{f' (if {k.condition})' if k.condition else ''}", WIDTH, "  ", "  ")
            if k.at
            else wrapped(k.says, WIDTH, "  ", "  ")
            for k in explained.kinks
        ]
        blocks.append("Where pieces meet\n" + "\n".join(lines))
    blocks.append("Properties\n" + "\n".join(_property(entry) for entry in explained.row.entries))
    blocks += [f"{curve.name}(x){_at(explained)}\n" + text_plot(explained.x, curve.y) for curve in explained.curves]
    return "\n\n".join(blocks) + "\n"


def claim_text(finding: Finding) -> str:
    """A claim: its statement, and for each world the verdict and what speaks for it; ends in a newline."""
    claim = finding.claim
    blocks = [f"{claim.id}\n{wrapped(claim.text, WIDTH, '  ')}"]
    if claim.latex:
        blocks[0] += f"\n{_formula(claim.latex)}"
    if claim.assumptions:
        blocks.append(wrapped(f"Assumed: {'; '.join(claim.assumptions)}", WIDTH, "", "  "))
    for world, judged in finding.worlds.items():
        blocks.append(f"{world}: {judged.judgement.verdict}\n{_judgement(judged.judgement)}")
    if claim.references:
        blocks.append("References\n" + "\n".join(wrapped(r, WIDTH, "  ", "  ") for r in claim.references))
    return "\n\n".join(blocks) + "\n"


def _judgement(judgement: Judgement) -> str:
    said = [
        ("how", judgement.method),
        ("true if", judgement.condition),
        ("instead", judgement.correction),
        ("checked again", judgement.certificate),
        ("tried", f"{judgement.tried:,}" if judgement.tried else None),
    ]
    lines = [wrapped(f"{label}: {value}", WIDTH, "  ", "  ") for label, value in said if value]
    if judgement.counterexample is not None:
        lines += [f"  run: {judgement.counterexample.line}", f"  prints: {judgement.counterexample.prints}"]
    if judgement.steps:
        lines.append(_steps(judgement.steps))
    return "\n".join(lines)


def _steps(steps: Sequence[Step]) -> str:
    lines = []
    for number, step in enumerate(steps, 1):
        lines.append(wrapped(f"{number}. {step.says}", WIDTH, "  ", "   "))
        if step.latex:
            lines.append(_formula(step.latex, "     "))
    return "\n".join(lines)


def _formula(latex: str, indent: str = "  ") -> str:
    return wrapped(plain_formula(latex), WIDTH, indent, "  ")


def _property(entry: Entry) -> str:
    label = f"{FEATURES[entry.feature][0]:<22}"
    value = entry.text if entry.decided else f"{entry.text} ({entry.open})"
    return wrapped(f"{label}{value}", WIDTH, "  ", " " * 22)


def _at(explained: Explanation) -> str:
    if not explained.drawn_at:
        return ""
    return " with " + ", ".join(f"{name} = {value:.6g}" for name, value in explained.drawn_at.items())
