"""The section on the reader's own lectures: everything shown, nothing obeyed, and figures of what was judged only."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backproof.lint.curves import curves
from backproof.lint.finding import Finding, Lint, Problem
from backproof.lint.run import lint
from backproof.lint.settings import Settings
from backproof.render.blocks import PageBlock
from backproof.render.contrast import contrast
from backproof.render.html import render, write_report
from backproof.render.lecture import Formulas, is_same, opened, shown
from backproof.render.passage import CODE, FORMULA, WORDS, formula, line, sentence, shaped
from backproof.render.section import Results
from backproof.render.sharing import shared
from backproof.render.stretches import stretches
from backproof.render.typeset import Typesetter
from backproof.verdict import Verdict

from .conftest import collected, finding, handmade, judgement
from .test_browser import _TOO_WIDE
from .test_page import Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_TANH = {"x": 1.0, "claimed": 0.238406, "true": 0.419974}
_ELSEWHERE = {
    "kind": "property",
    "claim": "network.refuted",
    "message": "backproof verify network.refuted shows a counterexample",
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
    for words in ("line 7", "Line 31", "cell 3, line 1", "conditional", "imprecise", "undecided", "right", "not read"):
        assert words in text
    assert "True if" in text
    assert "No side of it is a function." in text
    assert "1 is right on paper and not always so in floats" in text


def test_what_a_comment_takes_out_is_shown_and_not_counted(text: str) -> None:
    words = " ".join(text.split())
    assert "3 of 7 claims in 2 files are wrong" in words
    assert "Not counted: a comment takes it out: set as an exercise." in words


def test_claims_of_the_catalogue_are_linked_where_this_page_shows_them() -> None:
    linking = said("always large", **_ELSEWHERE)
    alone = Page(render(Results(collected(*handmade()))))
    there = Page(render(Results(collected(*handmade()), linted(linking))))
    assert there.targets.count("#claim-network.refuted") > alone.targets.count("#claim-network.refuted")
    assert "stands with the claim of the catalogue" in " ".join(there.words)
    other = finding("tanh.other", paper=judgement(Verdict.PROVED))
    elsewhere = Page(render(Results(collected(other), linted(linking))))
    assert "#claim-network.refuted" not in elsewhere.targets


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


def standing(folder: Path, name: str, source: str, *claims: tuple[str, str], **more: Any) -> list[Finding]:
    """Write a file; the findings are on those passages of it, each with its status."""
    file = folder / name
    file.write_text(source, encoding="utf-8")
    found = []
    for passage, status in claims:
        start = source.index(passage)
        line, column = source.count("\n", 0, start) + 1, start - source.rfind("\n", 0, start)
        end = start + len(passage)
        place = {
            "path": str(file),
            "line": line,
            "column": column,
            "end_line": source.count("\n", 0, end) + 1,
            "end_column": end - source.rfind("\n", 0, end),
            "excerpt": source.split("\n")[line - 1],
        }
        found.append(said(passage, status, **(place | more)))
    return found


def laid_out(found: list[Finding], most: int = 99) -> list[PageBlock]:
    """The blocks of the file that the findings are about."""
    document = opened(found[0].path)
    assert document is not None
    assert is_same(document, found)
    return shown(document, list(enumerate(found, start=1)), Formulas(most))


def marked(block: PageBlock) -> list[tuple[str, str, list[int]]]:
    """What is marked in a block, as what, and the numbers behind it."""
    runs = (*block.runs, *(run for row in block.rows for cell in row for run in cell))
    return [(run.text, run.status, [mark.number for mark in run.ends]) for run in runs if run.status]


def page_of(*found: Finding) -> Page:
    return Page(render(Results(collected(*handmade()), linted(*found))))


_LECTURE = r"""# Tanh

The derivative of **tanh** is $1 - f(x)$, and *tanh* is odd
everywhere, see [there](javascript:x).

- first
- second

3. third

```python
def f(x):

    return np.tanh(x)
```
"""


def test_the_lecture_itself_is_shown_in_its_order(tmp_path: Path) -> None:
    blocks = laid_out(standing(tmp_path, "a.md", _LECTURE, ("1 - f(x)", "wrong")))
    assert [block.kind for block in blocks] == ["heading", "paragraph", "item", "item", "item", "code"]
    assert "".join(run.text + run.behind for run in blocks[1].runs) == (
        "The derivative of tanh is 1 - f(x), and tanh is odd everywhere, see there."
    )
    assert [block.label for block in blocks[2:5]] == ["", "", "3."]
    assert "\n\n    return" in blocks[5].runs[0].text
    assert [block.lines for block in blocks] == [(1, 1), (3, 4), (6, 6), (7, 7), (9, 9), (12, 14)]


def test_blank_lines_of_code_stay(tmp_path: Path) -> None:
    found = standing(tmp_path, "a.md", _LECTURE, ("1 - f(x)", "wrong"))
    assert "def f(x):&#10;&#10;    return" in render(Results(collected(), linted(*found)))


def test_claims_are_marked_where_they_stand_and_point_to_their_notes_and_back(tmp_path: Path) -> None:
    claims = (("1 - f(x)", "wrong"), ("tanh* is odd\neverywhere", "ok"), ("np.tanh(x)", "undecided"))
    found = standing(tmp_path, "a.md", _LECTURE, *claims)
    blocks = laid_out(found)
    assert marked(blocks[1]) == [("1 - f(x)", "wrong", [1]), ("tanh is odd everywhere", "ok", [2])]
    assert marked(blocks[5]) == [("np.tanh(x)", "undecided", [3])]
    assert [block.notes for block in blocks] == [(), (1, 2), (), (), (), (3,)]
    page = page_of(*found)
    for number in (1, 2, 3):
        assert page.ids.count(f"lectures-1-{number}") == page.ids.count(f"lectures-1-{number}-mark") == 1
        assert {f"#lectures-1-{number}", f"#lectures-1-{number}-mark"} <= set(page.targets)


def test_of_claims_that_overlap_the_worst_is_shown_and_each_has_its_number(tmp_path: Path) -> None:
    source = "The sigmoid is bounded and it is never negative anywhere."
    claims = (("sigmoid is bounded", "ok"), ("bounded and it is never negative", "wrong"), ("never", "unread"))
    (block,) = laid_out(standing(tmp_path, "a.md", source, *claims))
    assert marked(block) == [
        ("sigmoid is ", "ok", []),
        ("bounded", "wrong", [1]),
        (" and it is ", "wrong", []),
        ("never", "wrong", [3]),
        (" negative", "wrong", [2]),
    ]


def test_a_claim_in_a_formula_marks_all_of_it_and_its_note_repeats_the_part(tmp_path: Path) -> None:
    source = "So $a = b = \\frac{1}{c}$ holds."
    found = standing(tmp_path, "a.md", source, ("b = \\frac{1}{c}", "wrong"))
    (block,) = laid_out(found)
    assert marked(block) == [("a = b = \\frac{1}{c}", "wrong", [1])]
    text = render(Results(collected(), linted(*found)))
    assert 'aria-label="b = 1/c"' in text
    whole = standing(tmp_path, "a.md", source, ("a = b = \\frac{1}{c}", "wrong"))
    text = render(Results(collected(), linted(*whole)))
    assert text[text.index('<div class="text">') :].count('aria-label="a = b = 1/c"') == 1


def test_tables_are_tables(tmp_path: Path) -> None:
    source = "| f | range |\n| --- | --- |\n| tanh | $[0, 1]$ |\n| relu |  |\n\nThen.\n\n| a |\n| - |\n| b |\n"
    table, paragraph, other = laid_out(standing(tmp_path, "a.md", source, ("[0, 1]", "wrong")))
    assert [table.kind, paragraph.kind, other.kind] == ["table", "paragraph", "table"]
    assert [["".join(run.text for run in cell) for cell in row] for row in table.rows] == [
        ["f", "range"],
        ["tanh", "[0, 1]"],
        ["relu", ""],
    ]
    assert marked(table) == [("[0, 1]", "wrong", [1])]
    assert table.notes == (1,)


def test_the_cells_of_a_notebook_are_named(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["The derivative of tanh\n", "is $1 - f(x)$."]},
        {"cell_type": "code", "source": "x = 1"},
    ]
    file = tmp_path / "a.ipynb"
    file.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}), encoding="utf-8")
    place: dict[str, Any] = {"path": str(file), "cell": 0, "line": 2, "column": 5, "end_line": 2, "end_column": 13}
    blocks = laid_out([said("1 - f(x)", **(place | {"excerpt": "is $1 - f(x)$."}))])
    assert [(block.kind, block.label) for block in blocks] == [
        ("cell", "0"),
        ("paragraph", ""),
        ("cell", "1"),
        ("code", ""),
    ]
    assert marked(blocks[1]) == [("1 - f(x)", "wrong", [1])]


def test_what_the_lecture_leaves_to_html_is_shown_as_text(tmp_path: Path) -> None:
    source = '# A\n\n<div class="x">\nin it\n</div>\n\n<!-- a comment -->\n\nText <b>bold</b> <a href="y">here</a>.\n'
    blocks = laid_out(standing(tmp_path, "a.md", source, ("in it", "ok")))
    texts = ["".join(run.text for run in block.runs) for block in blocks]
    assert texts == ["A", '<div class="x">', "in it", "<!-- a comment -->", 'Text bold <a href="y">here.']


def test_settings_of_a_latex_file_are_not_shown(tmp_path: Path) -> None:
    source = (
        "\\documentclass{article}\n\\newcommand{\\s}{\\sigma}\n\\begin{document}\n% note\n\\begin{itemize}\n"
        "\\item So $\\s(x) = 1$.\n\\end{itemize}\n\\end{document}\n"
    )
    (block,) = laid_out(standing(tmp_path, "a.tex", source, ("\\s(x) = 1", "wrong")))
    assert marked(block) == [("\\sigma(x) = 1", "wrong", [1])]


def test_a_claim_that_no_block_holds_is_shown_with_its_line(tmp_path: Path) -> None:
    source = "# A\n\n<!-- f(x) = 2 -->\n\nText.\n"
    blocks = laid_out(standing(tmp_path, "a.md", source, ("f(x) = 2", "wrong")))
    assert ("f(x) = 2", "wrong", [1]) in [found for block in blocks for found in marked(block)]


def test_long_stretches_without_a_claim_are_folded_and_headings_are_not(tmp_path: Path) -> None:
    paragraphs = [f"Paragraph {i}.\n" for i in range(20)]
    source = "\n".join(["# A\n", *paragraphs, "tanh is even.\n", "Short.\n", "## B\n", *paragraphs])
    found = stretches(laid_out(standing(tmp_path, "a.md", source, ("tanh is even", "wrong"))))
    assert [(s.folded, len(s.blocks)) for s in found] == [(False, 3), (True, 16), (False, 7), (True, 16), (False, 2)]
    assert (found[1].first, found[1].last) == (7, 37)
    text = render(Results(collected(), linted(*standing(tmp_path, "a.md", source, ("tanh is even", "wrong")))))
    assert "Lines 7 to 37, without a claim" in text
    assert "Paragraph 7." in text


def test_headings_of_a_lecture_fit_into_those_of_the_page(tmp_path: Path) -> None:
    source = "## A\n\n###### B\n\n# C\n\n#### D\n\ntanh is even\n"
    found = standing(tmp_path, "a.md", source, ("tanh is even", "wrong"))
    levels = [block.level for s in stretches(laid_out(found)) for block in s.blocks if block.kind == "heading"]
    assert levels == [4, 5, 4, 5]
    assert all(after - before <= 1 for before, after in pairwise(page_of(*found).headings))


def test_a_file_that_changed_since_it_was_judged_shows_only_what_was_judged(tmp_path: Path) -> None:
    found = standing(tmp_path, "a.md", "New words.\n\ntanh is even here.\n", ("tanh is even", "wrong"))
    (tmp_path / "a.md").write_text("Other words.\n\ntanh is odd here.\n", encoding="utf-8")
    words = " ".join(" ".join(page_of(*found).words).split())
    assert "It has changed since it was judged, so that only the lines with claims are shown." in words
    assert "tanh is even" in words
    assert "words." not in words


def test_a_change_far_from_every_claim_is_noticed_too(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# Tanh\n\nThe tanh is never negative.\n\nThe end.\n", encoding="utf-8")
    found = lint([file], Settings(cache=False, jobs=1))
    assert "The end." in "".join(Page(render(Results(collected(), found))).words)
    file.write_text(file.read_text(encoding="utf-8") + "The sigmoid is odd.\n", encoding="utf-8")
    words = "".join(Page(render(Results(collected(), found))).words)
    assert "It has changed since it was judged" in words
    assert "The sigmoid is odd." not in words


def test_a_file_that_is_gone_or_too_long_shows_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = standing(tmp_path, "a.md", "Long words.\n\ntanh is even here.\n", ("tanh is even", "wrong"))
    monkeypatch.setattr("backproof.render.lecture.LONGEST", 20)
    assert opened(found[0].path) is None
    (tmp_path / "a.md").unlink()
    words = " ".join(" ".join(page_of(*found).words).split())
    assert "cannot be opened any more, so that only the lines with claims are shown." in words
    assert "tanh is even" in words


def test_formulas_too_many_are_shown_as_they_were_written(tmp_path: Path) -> None:
    source = "\n\n".join(f"We have $x_{i}$ and $y$." for i in range(6)) + "\n\ntanh is even\n"
    blocks = laid_out(standing(tmp_path, "a.md", source, ("tanh is even", "wrong")), most=3)
    shapes = [[run.shape for run in block.runs if "_" in run.text or run.text == "y"] for block in blocks[:-1]]
    assert shapes == [["formula"] * 2, ["formula"] * 2, *[["code", "formula"]] * 4]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        (r"\begin{align} a &= b \label{x} \\ c &= d \nonumber \end{align}", None),
        (r"\underbrace{w_2 w_1}_{w'} A", r"\underset{w'}{\underline{w_2 w_1}} A"),
        (r"\overbrace{a^{2}}", r"\overline{a^{2}}"),
        (r"\underbrace{a", r"\underbrace{a"),
        (r"\textcolor{red}{x}", None),
    ],
)
def test_formulas_of_a_lecture_say_all_that_their_author_wrote(text: str, drawn: str | None) -> None:
    found = formula(text)
    if drawn is not None:
        assert found.text == drawn
    assert "label" not in found.text
    assert found.shape == (CODE if "color" in text else FORMULA)
    if text.startswith(r"\begin"):
        assert "(1)" not in Typesetter().inline(found.text)


def test_a_right_claim_that_fails_in_floats_is_told_beside_it_in_a_line(tmp_path: Path) -> None:
    found = standing(
        tmp_path, "a.md", "tanh is odd.", ("tanh is odd", "ok"), floats="refuted", claim="sigmoid.worlds-apart"
    )
    words = " ".join(" ".join(page_of(*found).words).split())
    assert "1 right on paper; in floats refuted in the form It is so." in words


def test_the_worst_claims_of_a_file_are_named_first(tmp_path: Path) -> None:
    names = [f"claim{i}x" for i in range(9)]
    found = standing(
        tmp_path,
        "a.md",
        "\n\n".join(names),
        *((name, "imprecise" if i < 5 else "wrong") for i, name in enumerate(names)),
    )
    text = render(Results(collected(), linted(*found)))
    listed = text[text.index('<ul class="worst"') : text.index('<div class="text">')]
    worst, _, others = listed.partition("<summary>and 3 more</summary>")
    assert re.findall(r'href="#lectures-1-(\d)"', worst) == ["6", "7", "8", "9", "1", "2"]
    assert re.findall(r'href="#lectures-1-(\d)"', others) == ["3", "4", "5"]
    assert re.findall(r"claim\dx", worst + others) == [names[i] for i in (5, 6, 7, 8, 0, 1, 2, 3, 4)]


def test_what_is_wrong_stands_in_the_list_before_what_is_true_and_is_cut_where_it_is_long() -> None:
    words = "the derivative of tanh is always " + "very " * 40 + "large"
    found = said(r"\tanh'(x) = 1"), said(words, kind="property"), said("x + " * 60 + "x", kind="identity")
    text = render(Results(collected(), linted(*found)))
    drawn, spoken, long = text[text.index('<ul class="worst"') : text.index('<div class="text">')].split("</li>")[:3]
    assert drawn.index('aria-label="tanh′(x) = 1"') < drawn.index("he derivative of tanh is 1")
    assert "“the derivative of tanh is always very" in spoken
    assert " …”" in spoken
    assert "large" not in spoken
    assert "x + x" in long
    assert " …</code>" in long


def test_right_claims_that_stand_beside_the_text_are_not_counted_again_below_it(tmp_path: Path) -> None:
    beside = standing(tmp_path, "a.md", "tanh is odd.\n\ntanh is bounded.", ("tanh is odd", "ok"), floats="refuted")
    alone = standing(tmp_path, "a.md", "tanh is odd.\n\ntanh is bounded.", ("tanh is bounded", "ok"))
    both = render(Results(collected(), linted(*beside, *alone)))
    assert "<summary>1 more right claim</summary>" in both
    assert "<summary>1 right claim</summary>" in render(Results(collected(), linted(*alone)))


_DISPLAYED = {
    "a.tex": "\\begin{document}\nFirst \\[ f(x) = 2 \\]. Then\n$$g(x) = 3$$, and $h(x) = 4$, and\n"
    "\\begin{align*}\nk(x) &= 5 \\\\\n&= 6\n\\end{align*}\nends.\n\\end{document}\n",
    "a.md": "First $$f(x) = 2$$. Then\n$$g(x) = 3$$, and $h(x) = 4$, and\n"
    "$$\n\\begin{aligned} k(x) &= 5 \\\\ &= 6 \\end{aligned}\n$$\nends.\n",
    "a.rst": "First\n\n.. math:: f(x) = 2\n\nThen\n\n.. math::\n\n   g(x) = 3\n\nand :math:`h(x) = 4`, and\n\n"
    ".. math::\n\n   k(x) &= 5 \\\\\n   &= 6\n\nends.\n",
}


@pytest.mark.parametrize("name", _DISPLAYED)
def test_formulas_that_their_author_displays_stand_on_lines_of_their_own(tmp_path: Path, name: str) -> None:
    blocks = laid_out(standing(tmp_path, name, _DISPLAYED[name], ("f(x) = 2", "wrong"), ("h(x) = 4", "wrong")))
    runs = [run for block in blocks for run in block.runs]
    formulas = [(run.text[:8], run.apart) for run in runs if run.shape != WORDS]
    assert [apart for _, apart in formulas] == [True, True, False, True]
    signs = [run.behind for run in runs if run.shape != WORDS]
    assert signs == (["", "", ",", ""] if name == "a.rst" else [".", ",", ",", ""])
    assert not [run for run in runs if run.shape == WORDS and run.text.strip()[:1] in ",."]


def test_a_displayed_formula_that_cannot_be_drawn_stands_apart_too(tmp_path: Path) -> None:
    source = "So $$f(x) = \\cancel{2}$$ holds."
    (block,) = laid_out(standing(tmp_path, "a.md", source, ("f(x) = \\cancel{2}", "wrong")))
    assert [(run.shape, run.apart) for run in block.runs] == [(WORDS, False), (CODE, True), (WORDS, False)]


_NUMBERED = r"""\begin{document}
The derivative of the hyperbolic tangent is $\tanh'(x) = 1 - \tanh(x)$, and that of the sigmoid is the product
$\sigma'(x) = \sigma(x)(1 + \sigma(x))$. It is not bounded at all, and so we have the sum
\[ \frac{1}{1 + e^{-x}} + \frac{1}{1 + e^{x}} = \frac{2 + e^{x} + e^{-x}}{(1 + e^{-x})(1 + e^{x})} = 2 \]
and then
\begin{align}
k(x) &= 5.
\end{align}
\end{document}
"""
_OFF = """() => [...document.querySelectorAll('.text .ref')].filter((ref) => {
  const r = ref.getBoundingClientRect();
  const row = ref.closest('.apart');
  const lines = [...(row ? row.firstElementChild : ref.previousElementSibling).getClientRects()];
  const before = lines[lines.length - 1];
  return r.left < before.right - 1 || r.left > before.right + 20 || r.top > before.bottom || r.bottom < before.top;
}).map((ref) => ref.textContent)"""
_STRAY = """() => [...document.querySelectorAll('.text svg.m')].filter((svg) => {
  const whole = svg.closest('.kept, .apart');
  if (!whole || !/[.,]$/.test(whole.textContent)) return false;
  const end = document.createRange();
  const last = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
  while (last.nextNode()) {}
  end.setStart(last.currentNode, last.currentNode.length - 1);
  end.setEnd(last.currentNode, last.currentNode.length);
  return end.getBoundingClientRect().left < svg.parentElement.getBoundingClientRect().right - 1;
}).map((svg) => svg.getAttribute('aria-label'))"""
_BROKEN_UP = """() => [...document.querySelectorAll('.text .apart')].filter((row) => {
  const r = row.getBoundingClientRect();
  const text = [row.previousSibling, row.nextSibling].filter((n) => n && n.nodeType === 3 && n.data.trim());
  return text.some((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].some((line) => line.top < r.bottom - 2 && line.bottom > r.top + 2);
  });
}).length"""


def test_numbers_and_full_stops_stay_on_the_line_of_their_formula(browser: "Browser", tmp_path: Path) -> None:
    claims = (
        r"\tanh'(x) = 1 - \tanh(x)",
        r"\sigma'(x) = \sigma(x)(1 + \sigma(x))",
        "not bounded at all",
        r"\frac{1}{1 + e^{-x}} + \frac{1}{1 + e^{x}}",
        "k(x) &= 5",
    )
    found = standing(tmp_path, "a.tex", _NUMBERED, *((claim, "wrong") for claim in claims))
    report = write_report(Results(collected(), linted(*found)), tmp_path)
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto(report.as_uri())
    assert page.locator(".text .ref").count() == 5
    assert page.locator(".text .apart").count() == 2
    for width in (1300, *range(300, 460, 10)):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(_OFF) == [], width
        assert page.evaluate(_STRAY) == [], width
        assert page.evaluate(_BROKEN_UP) == 0, width
        assert page.evaluate(_TOO_WIDE) == [], width
    page.emulate_media(media="print")
    assert page.evaluate(_BROKEN_UP) == 0
    page.close()


def test_four_lectures_stay_small_and_whole(checkout: Path) -> None:
    files = sorted((checkout.parent / "shared" / "materials").glob("0*.txt"))
    if not files:
        pytest.skip("the lectures are not beside this checkout")
    found = lint(files, Settings(cache=False, jobs=1))
    with_lectures = render(Results(collected(), found))
    added = len(with_lectures.encode()) - len(render(Results(collected())).encode())
    assert added < 1_200_000
    assert "since it was judged" not in with_lectures
    assert with_lectures.count('-mark" href=') == len(found.findings)


def test_notes_stand_beside_the_text_or_below_it_and_need_no_script(browser: "Browser", tmp_path: Path) -> None:
    claims = (("1 - f(x)", "wrong"), ("np.tanh(x)", "ok"))
    found = standing(tmp_path, "a.md", _LECTURE, *claims)
    report = write_report(Results(collected(*handmade()), linted(*found)), tmp_path)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1300, "height": 900})
    page = context.new_page()
    page.goto(report.as_uri())
    text, note = page.locator("#lectures-1 .text > p").first, page.locator("[id='lectures-1-1']")
    beside, right = text.bounding_box(), note.bounding_box()
    assert beside is not None
    assert right is not None
    assert right["x"] > beside["x"] + beside["width"]
    assert abs(right["y"] - beside["y"]) < 10
    page.set_viewport_size({"width": 390, "height": 900})
    above, below = text.bounding_box(), note.bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] >= above["y"] + above["height"]
    folded = page.locator("[id='lectures-1-2']")
    assert folded.is_hidden()
    page.get_by_role("link", name="right, note 2").click()
    assert folded.is_visible()
    page.get_by_role("link", name="2, back to the text").click()
    assert page.url.endswith("#lectures-1-2-mark")
    page.get_by_role("link", name="wrong, note 1").click()
    assert note.is_visible()
    context.close()


_BESIDE = """() => [...document.querySelectorAll('.text > .b')].map((block) => {
  const beside = [];
  for (let note = block.nextElementSibling; note && note.matches('.note'); note = note.nextElementSibling) {
    beside.push(note.getBoundingClientRect());
  }
  const own = block.getBoundingClientRect();
  return {top: own.top, bottom: own.bottom, right: own.right, beside: beside.map((r) => [r.top, r.bottom, r.left])};
})"""


@pytest.mark.parametrize("width", [1300, 1600, 1920])
def test_every_note_begins_beside_its_block_and_text_without_notes_goes_on(
    browser: "Browser", tmp_path: Path, width: int
) -> None:
    names = [f"claim{i}x" if i % 5 < 2 else f"nothing {i}" for i in range(20)]
    claims = [(name, "wrong") for name in names if name.startswith("claim")]
    found = standing(tmp_path, "a.md", "\n\n".join(names), *claims, condition="alpha = 1")
    report = write_report(Results(collected(), linted(*found)), tmp_path)
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(report.as_uri())
    blocks = page.evaluate(_BESIDE)
    page.close()
    assert len(blocks) == 20
    notes = [note for block in blocks for note in block["beside"]]
    assert len(notes) == 8
    assert all(above[1] <= below[0] for above, below in pairwise(notes))
    assert all(abs(block["beside"][0][0] - block["top"]) < 14 for block in blocks if block["beside"])
    assert all(block["right"] < note[2] for block in blocks for note in notes)
    gaps = [after["top"] - before["bottom"] for before, after in pairwise(blocks) if not after["beside"]]
    assert len(gaps) == 12
    assert max(gaps) < 40
