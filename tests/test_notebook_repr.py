"""What notebooks show: whole, escaped, without anything from elsewhere, legible on light and on dark."""

import doctest
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from backproof import catalogue, notebook
from backproof.activations import ACTIVATIONS, RELU
from backproof.claim import Claim
from backproof.counterexample import Counterexample
from backproof.errors import BackproofError
from backproof.explain import Explanation
from backproof.findings import Finding, Findings, Judged
from backproof.lint.finding import STATUSES, UNREAD, Lint
from backproof.lint.finding import Finding as Passage
from backproof.lint.settings import Settings
from backproof.render import cell
from backproof.render.notebook import formula, html
from backproof.render.notebook_text import text
from backproof.render.typeset import Typesetter
from backproof.run import Run
from backproof.shown import Shown
from backproof.verdict import Judgement, Verdict, World

LECTURE = r"""
For $f(x) = \tanh(x)$ the derivative is $f'(x) = 1 - f(x)$.

ReLU is $f(x) = \max(0, x)$. Its output lies in $(0, \infty)$.

ELU is differentiable everywhere.
"""
HOSTILE = """
# <script>alert(1)</script>

For $f(x) = \\tanh(x)$ the derivative is $f'(x) = 1 - f(x) \\text{<img src=x onerror=alert(1)>}$.

[ReLU](javascript:alert(1)) is <b onclick="alert(1)">never</b> negative, and \u202eReLU\u202c lies in $(0, \\infty)$.

The derivative of tanh is $\\href{javascript:alert(1)}{1 - \\tanh(x)} <script>alert(1)</script>$.
"""
FORBIDDEN = {"script", "style", "link", "iframe", "object", "embed", "img", "base", "meta", "form", "a"}


@pytest.fixture(scope="module")
def findings() -> Findings:
    return notebook.verify("relu.range-open", "elu.never-dies")


@pytest.fixture(scope="module")
def lecture() -> Lint:
    return notebook.lint(text=LECTURE)


@pytest.fixture(scope="module")
def explained() -> Explanation:
    return notebook.explain("where(x > 0, x, c*(exp(x) - 1))")


@pytest.fixture
def shown(findings: Findings, lecture: Lint, explained: Explanation) -> list[Shown]:
    one = findings["elu.never-dies"]
    judged = one.worlds[World.FLOATS]
    return [findings, one, one.claim, judged, judged.judgement, lecture, lecture.claims[1], explained, RELU]


def elements(output: str) -> Iterator[ET.Element]:
    """All elements of an output, which has to be one element and well formed."""
    return ET.fromstring(output).iter()  # noqa: S314 - our own output


def assert_stands_alone(output: str) -> None:
    identifiers = {e.attrib["id"] for e in elements(output) if "id" in e.attrib}
    for element in elements(output):
        assert element.tag not in FORBIDDEN
        assert "class" not in element.attrib
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "src"
            if name == "href":
                assert value.removeprefix("#") in identifiers
            assert set(re.findall(r"url\(([^)]*)\)", value)) <= {f"#{i}" for i in identifiers}
            assert "var(" not in value


def finding_of(claim: Claim, judgement: Judgement) -> Finding:
    return Finding(claim, "", {World.PAPER: Judged(judgement, Verdict.UNDECIDED, 123.456)})


def test_every_output_is_one_whole_element_that_needs_nothing_else(shown: list[Shown]) -> None:
    for one in shown:
        assert_stands_alone(one._repr_html_())


def test_outputs_side_by_side_share_no_name_for_different_outlines(shown: list[Shown]) -> None:
    known: dict[str, bytes] = {}
    for one in shown:
        for element in elements(one._repr_html_()):
            if "id" in element.attrib:
                assert known.setdefault(element.attrib["id"], ET.tostring(element)) == ET.tostring(element)
    assert known


def test_ipython_finds_all_three_forms_of_everything_that_is_shown(shown: list[Shown]) -> None:
    for one in shown:
        assert "_repr_pretty_" in type(one).__dict__  # it prefers a dataclass's own repr to what a base class says
        written: list[str] = []

        class Printer:
            def text(self, text: str, kept: list[str] = written) -> None:
                kept.append(text)

        one._repr_pretty_(Printer(), False)
        assert written == [text(one)]
        assert max(map(len, written[0].split("\n"))) < 1000
        latex = one._repr_latex_()
        assert latex == (rf"$\displaystyle {formula(one)}$" if formula(one) else None)


def test_what_a_lecture_says_is_shown_as_text() -> None:
    checked = notebook.lint(text=HOSTILE)
    assert checked.findings
    for output in (checked._repr_html_(), *(f._repr_html_() for f in checked.findings)):
        assert_stands_alone(output)
        assert "\u202e" not in output
    for finding in checked.findings:
        assert "<script" not in (finding._repr_latex_() or "")
        assert "\\href" not in (finding._repr_latex_() or "")


def test_what_a_claim_says_is_shown_as_text() -> None:
    evil = "<script>alert(1)</script>"
    claim = Claim(
        id="evil.claim",
        subject="evil",
        text=evil,
        latex=rf"\text{{{evil}}} \href{{javascript:alert(1)}}{{x}}",
        assumptions=(evil,),
        references=(evil,),
    )
    counterexample = Counterexample(at={}, got="1", want=f"'{evil}'", prints=f"1 | {evil} | False", want_value=evil)
    judgement = Judgement(verdict=Verdict.REFUTED, method=evil, correction=evil, counterexample=counterexample)
    for one in (claim, finding_of(claim, judgement), judgement):
        assert_stands_alone(one._repr_html_())
        assert "&lt;script&gt;" in one._repr_html_()


def test_formulas_of_the_catalogue_are_set_and_those_without_one_have_none() -> None:
    claims = [entry.claim for entry in catalogue.own()]
    setter = Typesetter()
    for claim in [*claims[::12], *(c for c in claims if not c.latex)]:
        latex = claim._repr_latex_()
        assert_stands_alone(claim._repr_html_())
        if not claim.latex:
            assert latex is None
            continue
        assert latex is not None
        setter.place(latex.removeprefix(r"$\displaystyle ").removesuffix("$"))
        assert 'role="img"' in claim._repr_html_()


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_every_activation_shows_its_formula_and_its_derivative(activation: Shown) -> None:
    assert_stands_alone(activation._repr_html_())
    assert activation._repr_html_().count('role="img"') == 2
    Typesetter().place(formula(activation))


def test_one_finding_is_shown_in_full_and_several_in_a_table(findings: Findings) -> None:
    one = replace(findings, findings=findings.findings[:1])
    assert html(one) == html(findings.findings[0])
    assert html(findings).count("<tr") == 1 + len(findings.findings)
    assert repr(findings).startswith("<Findings of 2 claims: ")


def test_findings_of_an_interrupted_run_say_that_some_are_missing(findings: Findings) -> None:
    some = replace(findings, findings=findings.findings[:1], missing=3)
    assert "3 judgements not made" in html(some)
    assert "3 not judged" in text(some)


def test_a_counterexample_can_be_copied_as_it_has_to_be_run(findings: Findings) -> None:
    found = findings["relu.range-open"].worlds[World.PAPER].judgement
    assert found.counterexample is not None
    lines = [e.text for e in elements(found._repr_html_()) if e.tag == "pre"]
    assert lines == [found.counterexample.line]


def test_what_is_not_as_declared_says_so_and_nothing_tells_how_long_it_took() -> None:
    claim = Claim(id="some.claim", subject="some", text="It holds.")
    finding = finding_of(claim, Judgement(verdict=Verdict.VACUOUS, method="nothing met the assumptions"))
    for one in (finding, Findings((finding, finding), Run(), {}, 123.456)):
        assert "declared: undecided" in html(one)
        assert "123" not in html(one)
        assert "123" not in text(one)


def test_every_verdict_and_status_has_a_mark_and_its_word() -> None:
    marks = set()
    for verdict in [*map(str, Verdict), *STATUSES, UNREAD]:
        mark = ET.fromstring(cell.badge(verdict))  # noqa: S314 - our own output
        assert "".join(mark.itertext()).split()[1:] == [verdict]
        marks.add((mark[0].text, mark[0].attrib["style"]))
    assert len(marks) == len({*Verdict, *STATUSES, UNREAD}) - 1  # refuted and wrong are the same


@pytest.mark.parametrize("tone", [cell.BLUE, cell.AMBER, cell.RED, cell.GREY])
def test_marks_are_seen_on_white_and_on_the_dark_of_editors(tone: str) -> None:
    assert _contrast(tone, "#ffffff") >= 3
    assert _contrast(tone, "#1e1e1e") >= 3


def _contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_what_has_to_be_corrected_stands_before_what_is_right(lecture: Lint) -> None:
    output = html(lecture)
    places = [output.index(word) for word in ("1 − tanh(x)", "[0, ∞)", "Right only if", "<details")]
    assert all(before < after for before, after in pairwise(places))
    assert repr(lecture) == "<Lint of 1 file: 2 ok, 2 wrong, 1 conditional>"


def test_a_finding_says_where_it_stands_and_what_takes_it_out() -> None:
    finding = Passage(
        path="a<b>.ipynb", cell=2, line=3, column=4, end_line=3, end_column=9, text="x = 2", status="wrong",
        code="BP101", message="no", excerpt="   x = 2", suppressed="on purpose",
    )  # fmt: skip
    output = html(finding)
    assert "a&lt;b&gt;.ipynb:cell 2:3:4" in output
    assert "a comment takes it out: on purpose" in output


def test_an_explanation_has_a_figure_with_a_text_alternative(explained: Explanation) -> None:
    labels = [e.attrib.get("aria-label", "") for e in elements(explained._repr_html_()) if e.tag == "svg"]
    assert f"Graph of {explained.title}, a solid line, and of its derivative, a dashed line." in labels


def test_a_text_and_a_file_that_holds_it_are_judged_alike(lecture: Lint, tmp_path: Path) -> None:
    file = tmp_path / "week.md"
    file.write_text(LECTURE, encoding="utf-8")
    run = "from backproof.notebook import lint; from backproof.lint.settings import Settings; "
    run += f"print(text(lint({str(file)!r}, settings=Settings(cache=False))))"
    code = f"from backproof.render.notebook_text import text; {run}"
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert outcome.stdout.strip() == text(lecture).replace("text:", f"{file}:")


def test_lint_wants_files_or_a_text() -> None:
    with pytest.raises(BackproofError, match="either files, or a text"):
        notebook.lint()
    with pytest.raises(BackproofError, match="either files, or a text"):
        notebook.lint("week.md", text="ReLU is never negative.", settings=Settings())


def test_comments_take_findings_out_of_a_text_too() -> None:
    checked = notebook.lint(text=f"<!-- backproof: ignore BP201 -- on purpose -->\n{LECTURE.strip()}")
    assert [f.suppressed for f in checked.claims if f.code == "BP201"] == ["on purpose"]


def test_the_examples_of_the_functions_are_true() -> None:
    assert doctest.testmod(notebook) == doctest.TestResults(failed=0, attempted=6)


def test_importing_the_functions_imports_neither_sympy_nor_numpy() -> None:
    code = "import sys, backproof.notebook; print({'sympy', 'numpy', 'matplotlib', 'IPython'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
