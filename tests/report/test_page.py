"""The page as text: complete, self-contained, and safe whatever a claim says."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from backproof.errors import BackproofError
from backproof.findings import Findings
from backproof.render.html import render, write_report
from backproof.render.section import Results
from backproof.verdict import Verdict

from .conftest import collected, finding, handmade, judgement

_VOID = {"meta", "link", "br", "wbr", "input", "img", "hr"}
_FETCHING = {"src", "srcset", "poster", "data", "action", "formaction", "background"}


class Page(HTMLParser):
    """What a page holds: its identifiers, links and texts; complains of tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.fetched: list[str] = []
        self.headings: list[int] = []
        self.tags: Counter[str] = Counter()
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag not in _VOID:
            self._open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "xlink:href", "aria-labelledby"}:
                self.targets.append((value or "") if name != "aria-labelledby" else f"#{value}")
            if name in _FETCHING:
                self.fetched.append(f"{tag} {name}={value}")
            assert not name.startswith("on"), f"{tag} has the handler {name}"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in {"style", "script"}:
            self.words.append(data)


@pytest.fixture(scope="session")
def page(report: Path) -> Page:
    return Page(report.read_text(encoding="utf-8"))


def test_nothing_is_fetched_from_anywhere(report: Path, page: Page) -> None:
    text = report.read_text(encoding="utf-8")
    assert page.fetched == []
    assert {t for t in page.targets if not t.startswith("#")} == {"data:,"}
    for outside in ("@import", "url(http", 'url("', "fetch(", "XMLHttpRequest", "//cdn"):
        assert outside not in text
    assert set(re.findall(r"https?://[^\s\"'<]+", text)) <= {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {f"#{i}" for i in page.ids}


def test_every_link_and_reference_resolves(page: Page) -> None:
    assert {t.removeprefix("#") for t in page.targets if t.startswith("#")} - set(page.ids) == set()


def test_identifiers_are_unique(page: Page) -> None:
    assert [i for i, n in Counter(page.ids).items() if n > 1] == []


def test_headings_skip_no_level(page: Page) -> None:
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_every_claim_is_shown_with_its_verdicts(page: Page, on_paper: Findings) -> None:
    for found in on_paper.findings:
        assert f"claim-{found.claim.id}" in page.ids
    shown = Counter(word for word in page.words if word in set(Verdict))
    counted = on_paper.by_verdict()
    assert set(shown) >= set(counted)


def test_every_formula_of_the_catalogue_is_typeset(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    assert re.findall(r'<code class="tex">(.*?)</code>', text) == []
    assert text.count('<svg class="m"') > 500


def test_no_formula_holds_a_number_as_programs_write_it(on_paper: Findings) -> None:
    judgements = [judged.judgement for found in on_paper.findings for judged in found.worlds.values()]
    formulas = [found.claim.latex for found in on_paper.findings] + [s.latex for j in judgements for s in j.steps]
    assert [latex for latex in formulas if latex and re.search(r"\de[-+]?\d", latex)] == []


def test_the_whole_catalogue_stays_under_three_megabytes(report: Path) -> None:
    assert report.stat().st_size < 3_000_000


def test_the_same_findings_give_the_same_page() -> None:
    assert render(Results(collected(*handmade()))) == render(Results(collected(*handmade())))


@pytest.mark.parametrize("kept", [*Verdict, "sigmoid.textbook-derivative", "sigmoid.worlds-apart"])
def test_any_part_of_the_catalogue_can_be_reported(kept: str) -> None:
    chosen = [f for f in handmade() if f.claim.id.endswith(kept)]
    assert len(chosen) == 1
    page = Page(render(Results(collected(*chosen))))
    assert {t.removeprefix("#") for t in page.targets if t.startswith("#")} - set(page.ids) == set()
    assert f"claim-{chosen[0].claim.id}" in page.ids


def test_a_run_without_findings_says_so() -> None:
    page = Page(render(Results(collected())))
    assert any("Nothing was judged" in word for word in page.words)
    assert {t.removeprefix("#") for t in page.targets if t.startswith("#")} - set(page.ids) == set()


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    evil = "</style><script>alert(1)</script><img src=x onerror=alert(2)> \u202e& {{ 7 * 7 }} \"'"
    hostile = judgement(Verdict.REFUTED, method=evil, correction=evil, evidence={evil: evil, "formats": {evil: {}}})
    found = finding("sigmoid.evil", text=evil, paper=hostile)
    page = Page(render(Results(collected(found))))
    assert page.tags["script"] == 1
    assert page.tags["img"] == 0
    assert evil in "".join(page.words)


def test_hostile_formulas_are_drawn_or_shown_as_text() -> None:
    evil = [
        r"\text{</svg><script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        '"><script>',
        r"\frac{",
        "&#60;",
    ]
    found = [
        finding(f"sigmoid.evil-{i}", paper=judgement(Verdict.UNDECIDED, evidence={"derivative_latex": latex}))
        for i, latex in enumerate(evil)
    ]
    from dataclasses import replace

    claims = [replace(f, claim=replace(f.claim, latex=latex)) for f, latex in zip(found, evil, strict=True)]
    page = Page(render(Results(collected(*claims))))
    assert page.tags["script"] == 1
    assert not [t for t in page.targets if "javascript" in t]


def test_a_verdict_that_is_not_the_declared_one_is_flagged() -> None:
    from dataclasses import replace

    found = finding("sigmoid.turned", paper=judgement(Verdict.REFUTED))
    turned = {world: replace(judged, expected=Verdict.PROVED) for world, judged in found.worlds.items()}
    page = Page(render(Results(collected(replace(found, worlds=turned)))))
    assert "Not as declared" in page.words
    assert "declared: proved" in page.words
    assert "Not as declared" not in Page(render(Results(collected(found)))).words


def test_an_unwritable_folder_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "taken"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(BackproofError, match="cannot write"):
        write_report(Results(collected()), file)
    with pytest.raises(BackproofError, match="cannot write"):
        write_report(Results(collected()), file / "below")
    assert file.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [file]


def test_an_interrupted_run_leaves_the_old_report(tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    old = write_report(Results(collected()), tmp_path)
    before = old.read_text(encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_report(Results(collected(*handmade())), tmp_path, progress=interrupt)
    assert old.read_text(encoding="utf-8") == before
    assert list(tmp_path.iterdir()) == [old]
