"""Formulas, figures, numbers and sections: the parts that the page is put together from."""

import math
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from backproof.activations import ACTIVATIONS
from backproof.errors import ContentError
from backproof.render import evidence, figure, page, plots
from backproof.render.section import Results, load_sections
from backproof.render.subjects import by_subject, short_names
from backproof.render.typeset import Typesetter, UnsetError
from backproof.verdict import Verdict

from .conftest import collected, finding, handmade, judgement


@pytest.mark.parametrize(
    ("latex", "says"),
    [
        (r"\sigma'(x) = \sigma(x)\,(1 - \sigma(x))", "σ′(x) = σ(x) (1 − σ(x))"),
        (r"\frac{1}{1 + e^{-x}}", "1/(1 + e^(−x))"),
        (r"\begin{cases} x & \text{for}\: x > 0 \\ 0 & \text{otherwise} \end{cases}", "{x for x > 0; 0 otherwise"),
        (r"\int_0^1 f(x)\,dx", "∫ from 0 to 1 of f(x) dx"),
        (r"\lim_{x \to -\infty} \sqrt{2} x^2", "lim_(x → −∞)√2 x²"),
        (r"\hat{y} \in \mathbb{R}", "y hat ∈ ℝ"),
    ],
)
def test_a_formula_says_what_it_shows(latex: str, says: str) -> None:
    assert Typesetter().place(latex) == says


def test_formulas_follow_the_colour_of_the_text_and_share_outlines() -> None:
    setter = Typesetter()
    first, again = setter.inline("x + x"), setter.inline("x + x")
    assert first == again
    assert "fill=" not in first
    sheet = str(setter.sheet())
    assert len(re.findall("<path", sheet)) == 2
    assert set(re.findall(r"href=#(\w+)", first)) == set(re.findall(r'id="(\w+)"', sheet))


def test_a_sign_stands_close_to_its_number() -> None:
    setter = Typesetter()

    def width(latex: str) -> float:
        return float(re.findall(r"--w:([\d.]+)", setter.inline(latex))[0])

    assert width("-x") < width("1 - x") - width("1")
    assert width("y = -x") < width("y = x") + width("1 - x") - width("1x")


@pytest.mark.parametrize("latex", ["", r"\frac{1}{", r"\unknown x", "x^", r"\text{日本}", "a & b", r"\begin{cases} x"])
def test_what_cannot_be_set_is_shown_as_source(latex: str) -> None:
    setter = Typesetter()
    with pytest.raises(UnsetError):
        setter.place(latex)
    assert setter.inline(latex) == Markup('<code class="tex">{}</code>').format(latex)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_the_curves_of_every_activation_are_drawn(activation: object) -> None:
    drawing = str(plots.curves(activation, "name"))  # type: ignore[arg-type]
    assert "var(--first)" in drawing
    assert "var(--second)" in drawing
    assert "nan" not in drawing


def test_a_figure_has_no_colour_or_identifier_of_its_own() -> None:
    canvas, axes = figure.canvas()
    axes.plot([0, 1], [0, 1], color=figure.FIRST)
    drawing = str(figure.drawn(canvas, "here", "a line & more"))
    assert re.findall(r"#[0-9a-f]{6}\b", drawing) == []
    there = str(figure.drawn(canvas, "there", ""))
    names, others = (set(re.findall(r'\bid="([^"]+)"', d)) for d in (drawing, there))
    assert names
    assert not names & others
    assert 'aria-label="a line &amp; more"' in drawing
    assert re.search(r"20\d\d-\d\d", drawing) is None


def test_the_figure_of_errors_marks_the_region_and_says_where_it_is() -> None:
    profile = evidence.Profile("float32", (-100.0, 0.0, 50.0, 100.0), (1.0, 0.5, math.inf, 1e7))
    region = evidence.Region("float32", 16.6, 102.0, "0")
    marked = str(plots.errors([("textbook", profile)], [region], "n", "f"))
    assert "only 0" in marked
    assert "returns only 0 from x = 16.6 to 102" in marked
    assert "at most ∞, reached near x = 50" in marked
    assert "only 0" not in str(plots.errors([("textbook", profile)], [], "n", "f"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (65536, "65 536"),
        (2.5, "2.5"),
        (1.68e7, "1.68 × 10⁷"),
        (5.96e-8, "5.96 × 10⁻⁸"),
        (-0.25, "−0.25"),
        (math.inf, "∞"),
    ],
)
def test_numbers_are_written_for_reading(value: float, shown: str) -> None:
    assert page.number(value) == shown.replace(" ", "\N{NARROW NO-BREAK SPACE}" if value == 65536 else " ")


@pytest.mark.parametrize("value", [0.5, 2.4761, 3.001, 255.128, 1.0049e7, 99.96, 2045.3, 1e15 + 1])
def test_a_bound_is_never_shown_smaller_than_it_is(value: float) -> None:
    shown = page.at_most(value).replace("\N{NARROW NO-BREAK SPACE}", "")
    mantissa, _, raised = shown.partition(" × 10")
    exponent = int(raised.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")) or 0)
    assert value <= float(mantissa) * 10**exponent <= 1.01 * value


def test_a_float_is_written_with_the_digits_of_its_type() -> None:
    assert page.in_type(16.63553237915039, "float32") == "16.635532"
    assert page.in_type(-11.09375, "float16") == "−11.09"
    assert page.in_type(0.1, "float64") == "0.1"
    assert page.in_type("all", "float32") == "all"


def test_missing_or_odd_evidence_is_left_out() -> None:
    odd = judgement(Verdict.UNDECIDED, evidence={"formats": 3, "regions": [{"start": "?"}], "profile": {"x": [1]}})
    assert evidence.formats(odd) == ()
    assert evidence.regions(odd) == ()
    assert evidence.profile(odd) is None
    bare = judgement(Verdict.UNDECIDED)
    assert (evidence.formats(bare), evidence.regions(bare), evidence.profile(bare)) == ((), (), None)


def test_infinite_errors_are_read_from_json_too() -> None:
    read = judgement(Verdict.UNDECIDED, evidence={"profile": {"dtype": "float32", "x": [1.0], "max_ulp": ["inf"]}})
    found = evidence.profile(read)
    assert found is not None
    assert found.max_ulp == (math.inf,)


def test_documents_have_short_names_that_differ() -> None:
    from dataclasses import replace

    from backproof.claim import sources

    found = finding("sigmoid.x", paper=judgement(Verdict.UNDECIDED))
    named = [
        replace(found, claim=replace(found.claim, sources=sources(document, 1)))
        for document in ("001_a.txt", "002_b.txt", "notes_one.md", "notes_two.md")
    ]
    short = short_names(collected(*named))
    assert short == {"001_a.txt": "001", "002_b.txt": "002", "notes_one.md": "notes_one", "notes_two.md": "notes_two"}


def test_subjects_that_lectures_speak_of_come_first() -> None:
    names = [subject.name for subject in by_subject(collected(*reversed(handmade())))]
    assert names == ["sigmoid", "network"]


def test_surprises_are_chosen_by_the_rule_that_the_page_states() -> None:
    sections = load_sections(Results(collected(*handmade())))
    overview = next(s for s in sections if s.anchor == "overview").content
    told = [(s.finding.claim.id, s.proved, str(s.world)) for s in overview.surprises]  # type: ignore[attr-defined]
    assert told == [("sigmoid.worlds-apart", True, "floats"), ("network.refuted", False, "training")]


def test_a_course_adds_a_section_and_its_template(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "report" / "mine.py").write_text(
        "from backproof.render.section import Section\n"
        "def section(results):\n"
        "    return Section(order=95, anchor='mine', title='My course', template='mine.html.j2', content='<hello>')\n",
        encoding="utf-8",
    )
    (tmp_path / "templates" / "mine.html.j2").write_text("<p>{{ content }}</p>", encoding="utf-8")
    from backproof.render.html import render

    assert "<p>&lt;hello&gt;</p>" in render(Results(collected()), roots=[tmp_path])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = 1", "no function 'section'"),
        ("def section(results): return 3", "not a Section"),
        ("1/0", "does not import"),
    ],
)
def test_a_broken_section_is_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "broken.py").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=reason) as refused:
        load_sections(Results(collected()), [tmp_path])
    assert "broken.py" in str(refused.value)


def test_a_broken_template_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "overview.html.j2").write_text("{{ nowhere.to_be }}", encoding="utf-8")
    from backproof.render.html import render

    with pytest.raises(ContentError, match="nowhere"):
        render(Results(collected()), roots=[tmp_path])


def test_what_was_drawn_is_told_also_of_parts() -> None:
    tallies = {"layers": {"1": 3, "2": 5}, "steps": {"1": 8}}
    alone = judgement(Verdict.TESTED, evidence={"drawn": tallies})
    parts = judgement(Verdict.TESTED, evidence={"one": {"drawn": tallies}, "other": {"drawn": {"layers": {"2": 1}}}})
    assert evidence.drawn(alone) == (("layers drawn", "1: 3, 2: 5"),)
    assert evidence.drawn(parts) == (("layers drawn", "1: 3, 2: 6"),)
    assert evidence.drawn(judgement(Verdict.TESTED, evidence={"drawn": 5})) == ()
