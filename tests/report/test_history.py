"""The section on an earlier run: there only if one is given, linked, and safe whatever the earlier file says."""

import json
from dataclasses import replace
from typing import Any

import pytest

from backproof.errors import BackproofError
from backproof.findings import Findings, to_json
from backproof.render.html import render
from backproof.render.section import Results, load_sections
from backproof.verdict import Verdict

from .conftest import collected, finding, handmade, judgement
from .test_page import Page


def earlier_than(findings: Findings) -> dict[str, Any]:
    return json.loads(to_json(findings))  # type: ignore[no-any-return]


def words(page: Page) -> str:
    return " ".join(" ".join(page.words).split())


def test_the_section_is_there_only_with_an_earlier_run() -> None:
    findings = collected(*handmade())
    assert "history" not in [s.anchor for s in load_sections(Results(findings))]
    anchors = [s.anchor for s in load_sections(Results(findings, earlier=earlier_than(findings)))]
    assert anchors[anchors.index("overview") + 1] == "history"


def test_nothing_changed_is_the_first_thing_said() -> None:
    findings = collected(*handmade())
    page = render(Results(findings, earlier=earlier_than(findings)))
    section = page[page.index('id="history"') :]
    assert section.index("None of the 13 verdicts that both runs reached has changed.") < section.index("<p>")
    assert "Verdicts that changed" not in page


def test_changes_show_both_verdicts_and_link_to_the_claim() -> None:
    before = replace(collected(finding("sigmoid.turned", floats=judgement(Verdict.TESTED))), environment={"cpu": "old"})
    page = Page(
        render(
            Results(
                collected(finding("sigmoid.turned", floats=judgement(Verdict.REFUTED))), earlier=earlier_than(before)
            )
        )
    )
    said = words(page)
    assert "The one verdict that both runs reached has changed." in said
    assert "then tested → now refuted" in said
    assert "What differs that could matter: python, cpu." in said
    assert "#claim-sigmoid.turned" in page.targets
    assert {t.removeprefix("#") for t in page.targets if t.startswith("#")} - set(page.ids) == set()


def test_a_verdict_that_turned_against_its_declaration_is_flagged() -> None:
    now = finding("sigmoid.turned", floats=judgement(Verdict.REFUTED))
    now = replace(now, worlds={w: replace(judged, expected=Verdict.TESTED) for w, judged in now.worlds.items()})
    before = collected(finding("sigmoid.turned", floats=judgement(Verdict.TESTED)))
    page = render(Results(collected(now), earlier=earlier_than(before)))
    section = page[page.index('id="history"') : page.index('id="claims"')]
    assert "declared: tested" in section


def test_every_kind_of_difference_is_shown_and_every_link_resolves() -> None:
    before = collected(
        finding("sigmoid.old", paper=judgement(Verdict.PROVED)),
        finding("sigmoid.kept", text="It was so.", paper=judgement(Verdict.PROVED), training=judgement(Verdict.TESTED)),
        finding("sigmoid.when", floats=judgement(Verdict.CONDITIONAL, condition="x < 3")),
    )
    now = collected(
        finding("sigmoid.kept", paper=judgement(Verdict.PROVED), floats=judgement(Verdict.TESTED)),
        finding("sigmoid.when", floats=judgement(Verdict.CONDITIONAL, condition="x < 4")),
        finding("sigmoid.new", paper=judgement(Verdict.PROVED)),
    )
    page = Page(render(Results(now, earlier=earlier_than(replace(before, missing=2)))))
    said = words(page)
    for part in (
        "2 judgements are missing",
        "1 verdict stayed, with something else about it",
        "x < 3",
        "1 claim is stated in another way",
        "It was so.",
        "1 verdict reached only now, on claims that both runs know",
        "1 verdict reached only then, on claims that both runs know",
        "1 claim judged only now",
        "1 claim judged only then",
        "sigmoid.old",
    ):
        assert part in said, part
    assert {t.removeprefix("#") for t in page.targets if t.startswith("#")} - set(page.ids) == set()


def test_an_earlier_file_is_shown_and_not_obeyed() -> None:
    evil = "</style><script>alert(1)</script><img src=x onerror=alert(2)>"
    data = earlier_than(collected(finding("sigmoid.kept", paper=judgement(Verdict.PROVED))))
    (claim,) = data["claims"]
    claim["statement"] = {"text": evil, "latex": evil}
    claim["worlds"]["paper"] |= {"verdict": "undecided", "method": evil}
    data["claims"].append({**claim, "id": evil})
    data["environment"][evil] = evil
    page = Page(render(Results(collected(finding("sigmoid.kept", paper=judgement(Verdict.PROVED))), earlier=data)))
    assert page.tags["script"] == 1
    assert page.tags["img"] == 0
    assert "".join(page.words).count(evil) >= 5


def test_what_is_no_findings_is_refused() -> None:
    with pytest.raises(BackproofError, match="has no field 'run'"):
        load_sections(Results(collected(*handmade()), earlier={"schema": "backproof/findings/1"}))
