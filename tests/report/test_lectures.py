"""The section on the reader's own lectures: everything shown, nothing obeyed, and figures of what was judged only."""

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backproof.lint.curves import curves
from backproof.lint.finding import Finding, Lint, Problem
from backproof.render.contrast import contrast
from backproof.render.html import render, write_report
from backproof.render.passage import CODE, FORMULA, WORDS, line, sentence, shaped
from backproof.render.section import Results
from backproof.render.sharing import shared
from backproof.render.typeset import Typesetter
from backproof.verdict import Verdict

from .conftest import collected, finding, handmade, judgement
from .test_browser import _TOO_WIDE
from .test_page import Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_TANH = {"x": 1.0, "claimed": 0.238406, "true": 0.419974}
_ELSEWHERE = {
    "claim": "sigmoid.worlds-apart",
    "message": "backproof verify sigmoid.worlds-apart shows a counterexample",
}
EVIL = "</code><script>alert(1)</script><img src=x onerror=alert(2)> ' onload='x\" a=\" {{ 7 * 7 }} \u202e\x1b[31m\x00"


def said(text: str, status: str = "wrong", **more: Any) -> Finding:
    """A finding on a line that holds the passage only."""
    given: dict[str, Any] = {
        "path": "course/week1.md",
        "line": 7,
        "column": 1,
        "end_line": 7,
        "end_column": 1 + len(text),
        "kind": "derivative",
        "subject": "tanh",
        "code": "BP201" if status == "wrong" else "",
        "message": "the derivative of tanh is 1 - tanh(x)^2",
        "counterexample": _TANH if status == "wrong" else {},
        "excerpt": text,
    }
    return Finding(text=text, status=status, **(given | more))


def linted(*found: Finding, files: tuple[str, ...] = (), problems: tuple[Problem, ...] = ()) -> Lint:
    return Lint(files=files or tuple(dict.fromkeys(f.path for f in found)), findings=found, problems=problems)


def lecture() -> Lint:
    """Two files with a claim of every status, of every shape."""
    return linted(
        said("f'(x) = 1 - f(x)", suggestion="f'(x) = 1 - f(x)^2", claim="sigmoid.worlds-apart"),
        said(
            r"\text{ELU}(x) = \begin{cases} x & \text{if } x > 0 \\ a(e^{x-1}) & \text{if } x \leq 0 \end{cases}",
            line=9,
            end_line=9,
            kind="definition",
            subject="elu",
            code="BP101",
            message="this is not ELU",
            counterexample={"x": -1.0, "a": 2.0, "claimed": 0.270671, "true": -1.26424},
        ),
        said("always differentiable", "conditional", line=11, end_line=11, kind="property", condition="alpha = 1"),
        said("[0, 1]", "imprecise", line=12, end_line=12, kind="range", subject="sigmoid", suggestion="(0, 1)"),
        said("for x in w:\n    y = x ^ 2", "undecided", line=20, end_line=21, kind="code", subject=""),
        said("f'(x) = 1 - f(x)^2", "ok", line=30, end_line=30, floats="refuted", claim="sigmoid.worlds-apart"),
        said("w_1x_1 + b < 0", "unread", line=31, end_line=31, kind="", message="no side of it is a function"),
        said("f'(x) = 2", line=32, end_line=32, suppressed="set as an exercise"),
        said("f'(x) = 0", path="course/week2.ipynb", cell=3, line=1, end_line=1),
    )


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render(Results(collected(*handmade()), lecture())))


@pytest.fixture(scope="module")
def text() -> str:
    return " ".join(Page(render(Results(collected(*handmade()), lecture()))).words)


def test_without_lectures_there_is_no_such_section() -> None:
    assert "lectures" not in Page(render(Results(collected(*handmade())))).ids


def test_lectures_come_first_and_the_page_stays_whole(page: Page) -> None:
    assert page.ids.index("lectures") < page.ids.index("overview")
    assert len(set(page.ids)) == len(page.ids)
    assert {t.removeprefix("#") for t in page.targets if t.startswith("#")} <= set(page.ids)
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert page.fetched == []


def test_every_passage_is_shown_in_order_with_its_place_and_status(page: Page, text: str) -> None:
    shown = [i for i in page.ids if i.startswith("lectures-1-") and i.removeprefix("lectures-1-").isdigit()]
    assert shown == [f"lectures-1-{i}" for i in range(1, 9)]
    for words in ("Line 7", "Line 31", "Cell 3, line 1", "conditional", "imprecise", "undecided", "right", "not read"):
        assert words in text
    assert "True if" in text
    assert "No side of it is a function." in text
    assert "1 is right on paper and not always so in floats" in text


def test_what_a_comment_takes_out_is_shown_and_not_counted(text: str) -> None:
    words = " ".join(text.split())
    assert "3 of 7 claims in 2 files are wrong" in words
    assert "Not counted: a comment takes it out: set as an exercise." in words


def test_claims_of_the_catalogue_are_linked_where_this_page_shows_them() -> None:
    linking = said("f'(x) = 1 - f(x)", claim="sigmoid.worlds-apart")
    there = Page(render(Results(collected(*handmade()), linted(linking))))
    assert there.targets.count("#claim-sigmoid.worlds-apart") > 1
    words = " ".join(Page(render(Results(collected(*handmade()), linted(said("1", **_ELSEWHERE))))).words)
    assert "stands with the claim of the catalogue" in words
    other = finding("tanh.other", paper=judgement(Verdict.PROVED))
    elsewhere = Page(render(Results(collected(other), linted(linking))))
    assert "#claim-sigmoid.worlds-apart" not in elsewhere.targets


def test_a_lecture_without_mistakes_says_so() -> None:
    words = " ".join(Page(render(Results(collected(), linted(said("1 - f(x)^2", "ok"))))).words)
    assert "none is wrong" in words
    assert "every claim that was read is right" in words


def test_files_without_claims_and_files_that_cannot_be_read_are_named() -> None:
    grave = Problem(path="c/b.tex", line=3, column=1, code="BP902", message="not UTF-8")
    note = Problem(path="c/a.md", line=1, column=1, code="BP904", message="unused", level="note")
    words = " ".join(
        Page(render(Results(collected(), linted(files=("c/a.md", "c/b.tex"), problems=(grave, note))))).words
    )
    assert "no claim was found" in words
    assert "b.tex, line 3: Not UTF-8." in " ".join(words.split()).replace("b. tex", "b.tex")
    assert "a.md, line 1" in words


def test_whatever_a_lecture_says_is_shown_and_not_obeyed() -> None:
    hostile = [
        said(
            EVIL,
            status,
            kind=kind,
            path=f"c/{EVIL}.md",
            message=EVIL,
            suggestion=EVIL,
            condition=EVIL,
            subject=EVIL,
            claim=EVIL,
            code="" if status == "ok" else "BP201",
            counterexample={EVIL: EVIL, "claimed": EVIL, "true": [EVIL, None]},
            floats="refuted",
            suppressed=EVIL if kind == "value" else None,
        )
        for status in ("wrong", "conditional", "imprecise", "undecided", "ok", "unread")
        for kind in ("derivative", "property", "code", "value", EVIL)
    ]
    problem = Problem(path=f"c/{EVIL}.md", line=1, column=1, code=EVIL, message=EVIL)
    page = render(Results(collected(), linted(*hostile, problems=(problem,))))
    parsed = Page(page)
    assert parsed.tags["script"] == 1
    assert parsed.tags["img"] == 0
    assert "{{ 7 * 7 }}" in page
    assert not {"\x00", "\x1b", "\u202e"} & set(page)
    assert len(set(parsed.ids)) == len(parsed.ids)


@pytest.mark.parametrize("text", [r"\text{</svg><script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}", "&#60;"])
def test_formulas_that_are_no_formulas_are_shown_as_text(text: str) -> None:
    page = Page(render(Results(collected(), linted(said(text), said(text, "ok")))))
    assert page.tags["script"] == 1
    assert not [t for t in page.targets if "javascript" in t]


def test_lone_surrogates_can_be_written(tmp_path: Path) -> None:
    write_report(Results(collected(), linted(said("f(\ud800) = 1", message="\udfff", path="a\udcff.md"))), tmp_path)
    assert "\N{REPLACEMENT CHARACTER}" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["/home/someone/course", "course", "../course", "."])
def test_no_folder_is_named_that_all_files_share(folder: str) -> None:
    files = (f"{folder}/a.md", f"{folder}/week2/b.md")
    page = render(Results(collected(), linted(*(said("f'(x) = 1", path=file) for file in files))))
    assert "someone" not in page
    words = "".join(Page(page).words)
    assert "a.md" in words
    assert "week2/b.md" in words


@pytest.mark.parametrize(
    ("text", "kind", "shape"),
    [
        ("f'(x) = 1 - f(x)", "derivative", FORMULA),
        (r"\text{ELU}(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", "", FORMULA),
        (r"\frac{\partial L}{\partial w_{21}} = a_{21}", "identity", FORMULA),
        ("[0, 1]", "range", FORMULA),
        ("f(x) = max(0, x)", "definition", CODE),
        ("np.sqrt(2 / fan_in)", "init", CODE),
        ("y = x ^ 2", "code", CODE),
        ("x = 1 % 2", "identity", CODE),
        (r"\phantom{not} x = 1", "identity", CODE),
        (r"\cancel{x} = 1", "identity", CODE),
        (r"\frac{1}{" * 12 + "x" + "}" * 12, "identity", CODE),
        ("x + " * 200 + "x", "identity", CODE),
        ("Output of sigmoid is between (0, 1)", "range", WORDS),
        (r"Domain of sigmoid is (-\infty, \infty)", "property", WORDS),
        ("Zero-centered", "range", WORDS),
    ],
)
def test_only_formulas_are_drawn(text: str, kind: str, shape: str) -> None:
    assert shaped(text, kind).shape == shape


def test_a_frame_is_left_out_and_what_stands_in_it_is_not() -> None:
    assert shaped(r"y = \boxed{\frac{1}{2}} x", "identity").text == r"y = {\frac{1}{2}} x"


def test_the_line_around_a_passage_is_cut_and_complete() -> None:
    excerpt = "word " * 30 + "f(x) = 2" + " word" * 30
    found = said("f(x) = 2", excerpt=excerpt, column=151, end_column=159)
    shown = line(found)
    assert shown.passage == "f(x) = 2"
    assert shown.before.startswith("… word")
    assert shown.behind.endswith("word …")
    assert len(shown.before) < 70
    several = line(said("f(x)\n= 2", excerpt="f(x)", end_line=8, end_column=4))
    assert (several.passage, several.behind) == ("f(x)", " …")


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("the range is (0, 1)", "The range is (0, 1)."),
        ("selu lambda is 1.05", "selu lambda is 1.05."),
        ("dL/dw is x", "dL/dw is x."),
        ("a network learns", "A network learns."),
        ("a is alpha", "a is alpha."),
        ("a_1 is b", "a_1 is b."),
        ("why?", "why?"),
    ],
)
def test_messages_become_sentences(message: str, shown: str) -> None:
    assert sentence(message) == shown


def test_curves_go_through_the_counterexample() -> None:
    found = curves(lecture().findings[1])
    assert found is not None
    assert found.given == (("a", 2.0),)
    at = found.x.index(-1.0)
    assert found.claimed[at] == pytest.approx(0.270671, rel=1e-5)
    assert found.true[at] == pytest.approx(-1.26424, rel=1e-5)
    drawn = str(contrast(found, "n", "definition of ELU"))
    assert "At x = −1 the claim gives 0.270671, and the truth is −1.26424." in drawn
    assert "nan" not in drawn


def test_a_derivative_and_a_single_value_are_drawn_too() -> None:
    slope = curves(lecture().findings[0])
    assert slope is not None
    assert slope.name == "f′"
    value = curves(
        said(
            "f(-2) = 0.02",
            kind="value",
            subject="leaky-relu",
            counterexample={"x": -2.0, "claimed": 0.02, "true": -0.02},
        )
    )
    assert value is not None
    assert value.claimed == ()
    assert "what is true for x" in str(contrast(value, "n", "value of Leaky ReLU")).replace(",", "")


@pytest.mark.parametrize(
    "more",
    [
        {"counterexample": {"x": 1.0, "claimed": 7.0, "true": 0.419974}},
        {"counterexample": {"x": 1.0, "claimed": 0.238406, "true": 7.0}},
        {"counterexample": {"x": 1e300, "claimed": 0.0, "true": 1.0}},
        {"counterexample": {"x": 0.0, "claimed": 1.0, "true": [0.5, 1.0]}},
        {"counterexample": {"x": 0.0, "claimed": None}},
        {"counterexample": {}},
        {"subject": "no such function"},
        {"kind": "identity"},
        {"text": r"\frac{"},
        {"text": "x^x^x^x^x^x^9999999"},
    ],
)
def test_a_figure_shows_only_what_was_judged(more: dict[str, Any]) -> None:
    assert curves(said(**({"text": "f'(x) = 1 - f(x)"} | more))) is None


def test_a_formula_that_is_shown_twice_is_drawn_once() -> None:
    setter = Typesetter()
    long, short = setter.display(r"f(x) = \frac{1}{1 + e^{-x}}"), setter.inline("x")
    parts, sheet = shared([f"<p>{long}</p>{short}", f"{long}{short}", "<p>&lt;svg class=&#34;m&#34; &gt;</p>"])
    assert re.findall(r'id="(\w+)"', sheet) == ["f0"]
    assert [part.count('<use href="#f0"/>') for part in parts] == [1, 1, 0]
    assert [part.count(str(short)) for part in parts] == [1, 1, 0]
    assert 'aria-label="f(x) = 1/(1 + e^(−x))"' in parts[1]
    alone, empty = shared([str(long)])
    assert alone == [str(long)]
    assert "<g" not in empty


def test_a_long_lecture_stays_small() -> None:
    wrong = lecture().findings[1]
    found = [said(rf"f'(x) = {i} - \frac{{1}}{{1 + e^{{-{i}x}}}}", "ok", line=i) for i in range(400)]
    page = render(Results(collected(), linted(*[wrong] * 100, *found)))
    assert 10 < page.count('<svg class="figure"') <= 40
    assert len(page) < 2_500_000


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("The derivative of tanh is $f'(x) = 1 - f(x)$.\n", 1),
        ("The derivative of tanh is $f'(x) = 1 - \\tanh^2(x)$.\n", 0),
        ("Nothing is claimed here.\n", 2),
    ],
)
def test_the_exit_status_tells_of_lectures_too(tmp_path: Path, words: str, status: int) -> None:
    (tmp_path / "a.md").write_text(f"# The hyperbolic tangent\n\n{words}", encoding="utf-8")
    command = ["report", "tanh.range", "--materials", "a.md", "-o", "out", "--budget", "quick", "-j", "1"]
    ran = subprocess.run(
        [sys.executable, "-m", "backproof", *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == status, ran.stderr
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'id="lectures-1"' in page
    assert str(tmp_path) not in page


@pytest.mark.parametrize("width", [390, 1280])
def test_lectures_fit_a_phone_and_a_desk(browser: "Browser", tmp_path: Path, width: int) -> None:
    long = said("very" * 60, path="course/" + "long" * 60 + ".md", message="w" * 300, kind="property")
    wide = said(r"f(x) = " + " + ".join(rf"\frac{{{i}}}{{x}}" for i in range(30)), "ok", line=40)
    many = {**{f"w_{i}": 1.0 * i for i in range(20)}, "claimed": 1.0, "true": 2.0}
    lint = linted(*lecture().findings, long, wide, said("x = 1", kind="identity", counterexample=many))
    report = write_report(Results(collected(*handmade()), lint), tmp_path)
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_TOO_WIDE) == []
    page.close()


def test_lectures_need_no_script(browser: "Browser", tmp_path: Path) -> None:
    report = write_report(Results(collected(*handmade()), lecture()), tmp_path)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    right = page.locator("[id='lectures-1-6']")
    assert right.is_hidden()
    page.locator("#lectures-1 summary").first.click()
    assert right.is_visible()
    assert page.get_by_role("img", name="Graph for the derivative").count() >= 1
    context.close()
