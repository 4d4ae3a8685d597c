"""What Jupyter shows of claims, findings, lectures and functions, as HTML and as formulas. No output has a timing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import singledispatch

from markupsafe import Markup

from backproof.activations import Activation
from backproof.claim import Claim
from backproof.explain import Explanation
from backproof.findings import Finding, Findings, Judged
from backproof.lint.finding import Finding as Passage
from backproof.lint.finding import Lint
from backproof.paper.features import FEATURES
from backproof.paper.writing import latex as written
from backproof.render import cell
from backproof.render.notebook_figure import curves
from backproof.render.notebook_lecture import lecture, passage
from backproof.render.page import count, plural, printed, sentence
from backproof.render.passage import FORMULA, shaped
from backproof.verdict import Judgement, Step, Verdict, World

WORLDS: Mapping[World, str] = {
    World.PAPER: "On paper",
    World.FLOATS: "In floats",
    World.TRAINING: "In training",
}


@singledispatch
def html(shown: object) -> Markup:
    """An object as HTML that stands alone: no script, no style sheet, no address.

    Raises
    ------
    TypeError
        If it is nothing that notebooks show.
    """
    raise TypeError(f"a notebook shows no {type(shown).__name__}")


@singledispatch
def formula(_: object) -> str:
    """The formula of an object (LaTeX without dollar signs), empty if it has none."""
    return ""


@html.register
def _claim(claim: Claim) -> Markup:
    return cell.cell(_statement(claim))


@formula.register
def _claim_formula(claim: Claim) -> str:
    return claim.latex


@html.register
def _finding(finding: Finding) -> Markup:
    worlds = [_world(WORLDS[world], judged) for world, judged in finding.worlds.items()]
    references = finding.claim.references
    last = [cell.paragraph(cell.quiet(f"References: {'; '.join(references)}"))] if references else []
    return cell.cell(_statement(finding.claim), *worlds, *last)


@formula.register
def _finding_formula(finding: Finding) -> str:
    return finding.claim.latex


@html.register
def _findings(findings: Findings) -> Markup:
    """One finding in full, several as a table."""
    if len(findings.findings) == 1 and findings.complete:
        return html(findings.findings[0])
    worlds = [w for w in World if any(w in f.worlds for f in findings.findings)]
    rows = [[_named(f.claim), *(_verdict(f.worlds.get(w)) for w in worlds)] for f in findings.findings]
    missing = cell.paragraph(f"{plural(findings.missing, 'judgement')} not made: the run was interrupted.")
    table = cell.table(rows, ["Claim", *(WORLDS[w] for w in worlds)])
    return cell.cell(table, Markup("") if findings.complete else missing)


@html.register
def _judgement(judgement: Judgement) -> Markup:
    return cell.cell(cell.beside(judgement.verdict, cell.paragraph(cell.badge(judgement.verdict)), _shows(judgement)))


@html.register
def _judged(judged: Judged) -> Markup:
    return cell.cell(_world("", judged))


@html.register
def _passage(finding: Passage) -> Markup:
    return cell.cell(passage(finding))


@formula.register
def _passage_formula(finding: Passage) -> str:
    text = shaped(finding.text, finding.kind)
    return text.text if text.shape == FORMULA else ""


@html.register
def _lint(lint: Lint) -> Markup:
    return cell.cell(lecture(lint))


@html.register
def _explanation(explained: Explanation) -> Markup:
    none = cell.paragraph(cell.words(f"The derivative was not found: {explained.why_not}"))
    parts: list[Markup] = [
        cell.paragraph(cell.strong(explained.title)),
        cell.display(formula(explained)),
        cell.display(f"f'(x) = {explained.derivative}") if explained.derivative else none,
        _derivation(explained.steps),
    ]
    for kink in explained.kinks:
        at = f"At x = {kink.at}: " if kink.at else ""
        condition = f" (if {kink.condition})" if kink.condition else ""
        parts.append(cell.paragraph(cell.words(sentence(f"{at}{kink.says}{condition}"))))
    rows = [
        (FEATURES[e.feature][0], cell.words(e.text if e.decided else f"{e.text} ({e.open})"))
        for e in explained.row.entries
    ]
    return cell.cell(*parts, curves(explained), cell.table(rows))


@formula.register
def _explanation_formula(explained: Explanation) -> str:
    return f"f(x) = {explained.definition}"


@html.register
def _activation(activation: Activation) -> Markup:
    name = activation.symbol
    facts = [
        *(("Parameter", cell.words(f"{p.name} = {p.default}: {p.meaning}")) for p in activation.parameters),
        *(
            ("Kink", cell.words(f"at x = {k.at}, where programs take the slope {k.convention} ({k.source})"))
            for k in activation.kinks
        ),
        *(("Reference", reference) for reference in activation.references),
    ]
    return cell.cell(
        cell.paragraph(cell.strong(activation.title)),
        cell.display(formula(activation)),
        cell.display(f"{name}'(x) = {written(activation.derivative)}"),
        cell.table(facts) if facts else Markup(""),
    )


@formula.register
def _activation_formula(activation: Activation) -> str:
    return f"{activation.symbol}(x) = {written(activation.definition)}"


def _statement(claim: Claim) -> Markup:
    assumed = cell.paragraph("Assumed: ", cell.words("; ".join(claim.assumptions))) if claim.assumptions else Markup("")
    return Markup("").join(
        (
            cell.paragraph(cell.strong(claim.text), Markup(" "), cell.quiet(cell.code(claim.id))),
            cell.display(claim.latex) if claim.latex else Markup(""),
            assumed,
        )
    )


def _named(claim: Claim) -> Markup:
    return Markup("{}<br/>{}").format(cell.words(claim.text), cell.quiet(cell.code(claim.id)))


def _verdict(judged: Judged | None) -> Markup:
    if judged is None:
        return Markup("")
    declared = Markup("<br/>declared: {}").format(judged.expected) if not judged.as_expected else ""
    return Markup("{}{}").format(cell.badge(judged.judgement.verdict), declared)


def _world(name: str, judged: Judged) -> Markup:
    judgement = judged.judgement
    head = [f"{name} " if name else "", cell.badge(judgement.verdict)]
    if not judged.as_expected:
        head.append(f", declared: {judged.expected}")
    return cell.beside(judgement.verdict, cell.paragraph(*head), _shows(judgement))


def _shows(judgement: Judgement) -> Markup:
    """What a verdict rests on."""
    tally = f" {count(judgement.tried)} tried." if judgement.tried else ""
    parts = [cell.paragraph(cell.words(sentence(judgement.method)), tally)]
    instead = "In truth:" if judgement.verdict is Verdict.REFUTED else "More precisely:"
    for label, value in (("True exactly under this condition:", judgement.condition), (instead, judgement.correction)):
        if value:
            parts.append(cell.paragraph(cell.strong(label), " ", cell.words(value)))
    if judgement.counterexample is not None:
        c = judgement.counterexample
        seen = f" {printed(c.got_value)} instead of {printed(c.want_value)}." if c.got_value != c.want_value else ""
        parts += [cell.paragraph(cell.strong("Counterexample:"), f"{seen} To see it, run"), cell.listing(c.line)]
        parts.append(cell.paragraph("It prints ", cell.code(c.prints or "")))
    parts.append(_derivation(judgement.steps))
    if judgement.certificate:
        parts.append(cell.paragraph(cell.quiet("Checked again: ", cell.words(judgement.certificate))))
    return Markup("").join(parts)


def _derivation(steps: Sequence[Step]) -> Markup:
    if not steps:
        return Markup("")
    lines = [Markup("{}{}").format(cell.words(s.says), cell.display(s.latex) if s.latex else "") for s in steps]
    return cell.fold(f"Derivation in {plural(len(steps), 'step')}", cell.items(lines, numbered=True))
