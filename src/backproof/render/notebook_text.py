"""What a notebook or IPython shows of an object where it cannot show HTML."""

from __future__ import annotations

from functools import singledispatch

from backproof.activations import Activation
from backproof.claim import Claim
from backproof.explain import Explanation
from backproof.findings import Finding, Findings, Judged
from backproof.lint.finding import Finding as Passage
from backproof.lint.finding import Lint
from backproof.render import lint_text
from backproof.render.explained import claim_text, function_text
from backproof.render.formula_text import formula as on_lines
from backproof.render.lint_words import details, told, visible, where
from backproof.render.notebook import formula
from backproof.render.screen import FILE
from backproof.verdict import Judgement


@singledispatch
def text(shown: object) -> str:
    """An object as plain text."""
    return repr(shown)


@text.register
def _claim(claim: Claim) -> str:
    return f"{claim.id}: {claim.text}" + (f"\n{on_lines(claim.latex, FILE, '  ')}" if claim.latex else "")


@text.register
def _finding(finding: Finding) -> str:
    return claim_text(finding, FILE).rstrip("\n")


@text.register
def _findings(findings: Findings) -> str:
    if len(findings.findings) == 1 and findings.complete:
        return text(findings.findings[0])
    lines = [
        f"{f.claim.id}: " + ", ".join(f"{world} {judged.judgement.verdict}" for world, judged in f.worlds.items())
        for f in findings.findings
    ]
    return "\n".join(lines if findings.complete else [*lines, f"{findings.missing} not judged: interrupted"])


@text.register
def _judgement(judgement: Judgement) -> str:
    said = [("true if", judgement.condition), ("instead", judgement.correction)]
    if judgement.counterexample is not None:
        said.append(("run", judgement.counterexample.line))
    return "\n".join(
        [f"{judgement.verdict}: {judgement.method}", *(f"  {label}: {value}" for label, value in said if value)]
    )


@text.register
def _judged(judged: Judged) -> str:
    return text(judged.judgement)


@text.register
def _passage(finding: Passage) -> str:
    label = " ".join(word for word in (finding.code, finding.status) if word)
    lines = [f"{where(finding)}: {label}: {visible(told(finding))}", f"  {visible(finding.text)}"]
    return "\n".join(lines + [f"  {name}: {says}" for name, says in details(finding)])


@text.register
def _lint(lint: Lint) -> str:
    return lint_text.text(lint, FILE).rstrip("\n")


@text.register
def _explanation(explained: Explanation) -> str:
    return function_text(explained, FILE).rstrip("\n")


@text.register
def _activation(activation: Activation) -> str:
    return f"{activation.title}\n{on_lines(formula(activation), FILE, '  ')}"
