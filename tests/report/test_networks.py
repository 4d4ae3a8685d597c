"""The section on networks: a part for each topic with its laws, what they need, and what was measured."""

import re
from pathlib import Path
from typing import Any

from backproof.findings import Findings
from backproof.render.html import render
from backproof.render.section import Results, Section, load_sections
from backproof.render.subjects import NETWORKS, by_subject
from backproof.verdict import Verdict
from tests.report.conftest import collected, finding, judgement


def made(findings: Findings) -> Section | None:
    """The section, if there is one."""
    return next((s for s in load_sections(Results(findings)) if s.anchor == "networks"), None)


def topics(findings: Findings) -> dict[str, Any]:
    """Its topics by anchor."""
    section = made(findings)
    assert section is not None
    return {topic.anchor: topic for topic in section.content.topics}  # type: ignore[attr-defined]


def test_every_law_of_the_catalogue_is_found_from_the_table_of_contents(on_paper: Findings, report: Path) -> None:
    section = made(on_paper)
    assert section is not None
    parts = {part.title: part.anchor for part in section.parts}
    assert set(NETWORKS.values()) <= set(parts)
    text = report.read_text(encoding="utf-8")
    for title in NETWORKS.values():
        assert f'<a href="#{parts[title]}">{title}</a>' in text
    for f in on_paper.findings:
        if f.claim.subject in NETWORKS:
            (part,) = re.findall(
                rf'<section class="laws" id="networks-{f.claim.subject}".*?</section>', text, re.DOTALL
            )
            assert f'href="#claim-{f.claim.id}"' in part


def test_a_law_says_its_verdicts_how_often_it_was_tried_and_how_long_that_took() -> None:
    law = finding("dead.claim", paper=judgement(Verdict.PROVED), training=judgement(Verdict.TESTED))
    (part,) = re.findall(r'<ul class="reached">.*?</ul>', render(Results(collected(law))), re.DOTALL)
    said = " ".join(re.sub(r"<[^>]+>", " ", part).split())
    assert said == "On paper proved 0.25 s In training tested 400 tried, 0.25 s"


def test_how_networks_were_tested_is_folded() -> None:
    text = render(Results(collected(finding("dead.claim", training=judgement(Verdict.TESTED)))))
    assert (
        '<details><summary>How it was tested</summary><p class="method">Looked at it as tested.</p></details>' in text
    )


def test_several_worlds_with_one_condition_say_it_once() -> None:
    law = finding("dead.claim", paper=judgement(Verdict.CONDITIONAL), training=judgement(Verdict.CONDITIONAL))
    (part,) = re.findall(r'id="networks-dead".*?</section>', render(Results(collected(law))), re.DOTALL)
    assert part.count("<strong>True exactly under this condition:</strong> x is small") == 1


def test_activations_share_a_part_with_what_networks_showed_of_them() -> None:
    found = topics(
        collected(
            finding("sigmoid.paper-only", paper=judgement(Verdict.PROVED)),
            finding("sigmoid.claim", training=judgement(Verdict.MEASURED)),
            finding("relu.claim", training=judgement(Verdict.TESTED)),
        )
    )
    assert list(found) == ["networks-activations"]
    assert [law.finding.claim.id for law in found["networks-activations"].laws] == ["sigmoid.claim", "relu.claim"]


def test_a_subject_of_a_course_is_shown_with_what_was_judged_in_training() -> None:
    found = topics(
        collected(
            finding("batch-size.claim", training=judgement(Verdict.TESTED)),
            finding("batch-size.on-paper", paper=judgement(Verdict.PROVED)),
            finding("addition.claim", paper=judgement(Verdict.PROVED)),
        )
    )
    assert list(found) == ["networks-batch-size"]
    assert found["networks-batch-size"].title == "batch size"
    assert len(found["networks-batch-size"].laws) == 1


def test_examples_are_counted_over_all_laws() -> None:
    section = made(
        collected(
            finding("dead.one", training=judgement(Verdict.TESTED, tried=30)),
            finding("relu.two", training=judgement(Verdict.MEASURED, tried=12), paper=judgement(Verdict.PROVED)),
        )
    )
    assert section is not None
    assert section.content.tried == 42  # type: ignore[attr-defined]


def test_a_run_without_networks_has_no_such_section() -> None:
    assert made(collected(finding("sigmoid.claim", paper=judgement(Verdict.PROVED)))) is None


def test_every_subject_of_the_catalogue_has_a_title_of_its_own(on_paper: Findings) -> None:
    subjects = [s for s in by_subject(on_paper) if "-" in s.name]
    assert subjects
    assert [s.name for s in subjects if s.title == s.name.replace("-", " ")] == []
