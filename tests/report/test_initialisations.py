"""The section on initialisations: a part for each, claims by how they came out, and every figure in one place."""

import re
from pathlib import Path
from typing import Any

import pytest

from backproof.diagram import Axis, Diagram, Series
from backproof.findings import Findings
from backproof.render.html import render
from backproof.render.section import Results, Section, load_sections
from backproof.render.subjects import INITIALISATIONS
from backproof.verdict import Verdict
from tests.report.conftest import collected, finding, judgement

CURVE = Diagram(
    title="Gradients by layer",
    caption="They shrink.",
    x=(1.0, 2.0),
    across=Axis("layer"),
    up=Axis("size"),
    series=(Series(name="drawn", y=(1.0, 0.5)),),
)


def made(anchor: str, findings: Findings) -> Section | None:
    """A section of the report, if there is one."""
    return next((s for s in load_sections(Results(findings)) if s.anchor == anchor), None)


def initialisations(findings: Findings) -> Any:
    """The content of the section."""
    section = made("initialisations", findings)
    assert section is not None
    return section.content


def test_every_initialisation_of_the_catalogue_has_a_part(on_paper: Findings, report: Path) -> None:
    section = made("initialisations", on_paper)
    assert section is not None
    assert [part.title for part in section.parts] == list(INITIALISATIONS.values())
    text = report.read_text(encoding="utf-8")
    for part in section.parts:
        assert f'<a href="#{part.anchor}">{part.title}</a>' in text
        assert re.search(rf'id="{part.anchor}".*?<h3 id="{part.anchor}-title">', text, re.DOTALL)


def test_no_claim_about_an_initialisation_is_left_out(on_paper: Findings) -> None:
    for shown in initialisations(on_paper).initialisations:
        ids = [law.finding.claim.id for group in shown.groups for law in group.laws]
        assert sorted(ids) == sorted(f.claim.id for f in on_paper.findings if f.claim.subject == shown.name)


def test_the_variances_are_those_that_lint_knows_with_the_claim_that_says_what_they_are_for(
    on_paper: Findings,
) -> None:
    forms = {
        i.name: [(f.variance, f.finding.claim.id) for f in i.forms] for i in initialisations(on_paper).initialisations
    }
    assert forms["lecun"] == [(r"\mathrm{Var}(w) = \frac{1}{\mathrm{fan}_{\mathrm{in}}}", "lecun.variance")]
    assert (r"\mathrm{Var}(w) = \frac{2}{\mathrm{fan}_{\mathrm{in}}}", "he.code-divided-by-root") in forms["he"]
    assert forms["zero-init"] == []


@pytest.mark.parametrize(
    ("paper", "training", "outlook"),
    [
        (Verdict.PROVED, Verdict.TESTED, "holds"),
        (Verdict.PROVED, Verdict.CONDITIONAL, "partly"),
        (Verdict.CONDITIONAL, Verdict.UNDECIDED, "open"),
        (Verdict.REFUTED, Verdict.MEASURED, "wrong"),
    ],
)
def test_a_claim_counts_by_the_worst_that_became_of_it(paper: Verdict, training: Verdict, outlook: str) -> None:
    found = finding("he.claim", paper=judgement(paper), training=judgement(training))
    (shown,) = initialisations(collected(found)).initialisations
    assert [group.outlook for group in shown.groups] == [outlook]
    assert shown.counted(outlook) == 1


def test_what_is_wrong_comes_with_what_is_true_and_a_link_to_the_claim() -> None:
    text = render(Results(collected(finding("he.claim", "All is <b>well</b>.", paper=judgement(Verdict.REFUTED)))))
    (part,) = re.findall(r'<section class="start" id="initialisations-he".*?</section>', text, re.DOTALL)
    assert '<a href="#claim-he.claim">All is &lt;b&gt;well&lt;/b&gt;.</a>' in part
    assert "<strong>In truth:</strong> the other way round" in part


def test_what_is_said_in_one_world_only_names_it() -> None:
    partly = finding("he.claim", paper=judgement(Verdict.PROVED), training=judgement(Verdict.CONDITIONAL))
    text = render(Results(collected(partly)))
    assert "<strong>In training, true exactly under this condition:</strong> x is small" in text


def test_a_figure_of_an_initialisation_is_drawn_here_and_nowhere_else() -> None:
    evidence = {"diagrams": [CURVE.data()]}
    found = finding("small-init.claim", training=judgement(Verdict.TESTED, evidence=evidence))
    text = render(Results(collected(found)))
    assert text.count('<svg class="figure"') == 1
    assert text.index('id="initialisations-small-init"') < text.index('<svg class="figure"')
    assert "<strong>Gradients by layer.</strong> They shrink.</figcaption>" in text
    assert made("networks", collected(found)) is None


def test_a_run_without_initialisations_has_no_such_section() -> None:
    assert made("initialisations", collected(finding("sigmoid.claim", paper=judgement(Verdict.PROVED)))) is None


def test_a_subject_of_a_course_is_no_initialisation() -> None:
    both = collected(
        finding("my-init.claim", paper=judgement(Verdict.PROVED)),
        finding("zero-init.claim", paper=judgement(Verdict.PROVED)),
    )
    assert [i.name for i in initialisations(both).initialisations] == ["zero-init"]
