"""What commands print: it fits the screen, with colours and without, and says what is not as declared."""

import re
from dataclasses import replace
from typing import Any

import pytest

from backproof.findings import Finding, Findings
from backproof.lint.finding import Finding as LintFinding
from backproof.lint.finding import Lint
from backproof.render.explained import claim_text
from backproof.render.lint_text import text
from backproof.render.lint_words import columns
from backproof.render.screen import FILE, Screen, fitted, wrapped
from backproof.render.terminal import table
from backproof.verdict import Verdict, World
from tests.report.conftest import collected, finding, handmade, judgement

SCREENS = [Screen(width, colour, terminal=True) for width in (60, 80, 120) for colour in (False, True)]
STYLE = re.compile(r"\x1b\[[\d;]*m")


def plain(shown: str) -> str:
    return STYLE.sub("", shown)


def surprising() -> Findings:
    """Findings, one of which is not as declared."""
    odd = finding("tanh.odd", paper=judgement(Verdict.PROVED))
    judged = replace(odd.worlds[World.PAPER], expected=Verdict.TESTED)
    return collected(*handmade(), Finding(odd.claim, "", {World.PAPER: judged}))


def fits(shown: str, width: int) -> bool:
    """Whether no line is too long, except commands, which are there to be copied, and what they print."""
    lines = plain(shown).splitlines()
    return all(columns(line) <= width or line.lstrip().startswith(("run: ", "prints: ")) for line in lines)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("options", [{}, {"by_subject": True}, {"verbose": True}, {"quiet": True}], ids=str)
def test_findings_fit_the_screen_and_need_no_colour(screen: Screen, options: dict[str, Any]) -> None:
    shown = table(surprising(), screen, **options)
    assert fits(shown, screen.width)
    assert plain(shown) == table(surprising(), replace(screen, colour=False), **options)
    assert ("\x1b" in shown) is screen.colour
    assert "not as declared: tanh.odd paper: proved !, declared tested" in plain(shown)


def test_a_catalogue_is_shown_by_subject_with_every_judgement_counted() -> None:
    shown = table(surprising(), Screen(80, unicode=False), by_subject=True)
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line and line[0] != " "}
    assert rows["sigmoid"] == ["3", "1", ".", ".", ".", "1", ".", "2", "."]
    assert rows["network"] == ["9", "4", "2", "1", "2"]
    assert rows["tanh"] == ["1", "1", ".", ".", ".", "!", "1"]
    assert "sigmoid.worlds-apart" not in shown
    assert shown.isascii()


def test_claims_that_are_asked_for_have_a_row_each() -> None:
    shown = table(surprising(), Screen(80))
    for found in surprising().findings:
        assert found.claim.id in shown
    assert re.search(r"sigmoid.worlds-apart +proved +refuted\n", shown)


def test_the_outcome_is_in_the_last_line() -> None:
    assert table(collected(*handmade()), Screen(80)).splitlines()[-1].endswith(": all as declared")
    assert table(surprising(), Screen(80)).splitlines()[-1].endswith(": 1 not as declared")
    stopped = replace(surprising(), missing=7)
    assert table(stopped, Screen(120)).splitlines()[-1].endswith("so far; interrupted, 7 judgements are missing")


def claimed(width: int) -> LintFinding:
    """A wrong claim in the middle of a long line."""
    before, passage = "left " * 40, "the claim"
    return LintFinding(
        path="notes.md",
        line=12,
        column=len(before) + 1,
        end_line=12,
        end_column=len(before) + len(passage) + 1,
        text=passage,
        status="wrong",
        code="BP301",
        message="the values of it are [0, inf), as " + "word " * (width // 10) + "[0, 1] shows",
        counterexample={"x": 1.0, "claimed": "more", "true": "less"},
        suggestion="another claim",
        excerpt=before + passage + " right" * 40,
    )


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_lint_fits_the_terminal_and_says_where_a_line_is_cut(screen: Screen) -> None:
    lint = Lint(files=("notes.md",), findings=(claimed(screen.width),))
    shown = text(lint, screen)
    assert fits(shown, screen.width)
    lines = plain(shown).splitlines()
    source = next(n for n, line in enumerate(lines) if line.startswith("12 | "))
    assert re.fullmatch(r"12 \| \.\.\..*\.\.\.", lines[source])
    start = lines[source + 1].index("^")
    assert lines[source][start : start + lines[source + 1].count("^")] == "the claim"
    assert plain(shown) == text(
        Lint(files=("notes.md",), findings=(claimed(screen.width),)), replace(screen, colour=False)
    )


def test_a_finding_is_one_line_where_a_program_reads_it() -> None:
    found = claimed(400)
    shown = text(Lint(files=("notes.md",), findings=(found,)), FILE)
    assert f"notes.md:12:201: BP301 wrong: in truth {found.message}\n" in shown


@pytest.mark.parametrize("screen", [*SCREENS, Screen(80, unicode=False)], ids=str)
def test_a_derivation_is_numbered_and_fits(screen: Screen) -> None:
    shown = claim_text(finding("sigmoid.worlds-apart", paper=judgement(Verdict.PROVED)), screen)
    assert fits(shown, screen.width)
    bar = "\N{BOX DRAWINGS LIGHT HORIZONTAL}" if screen.unicode else "-"
    assert re.search(rf"\n  1\. by definition\n +1\n +.*\(x\) = {bar}+\n", plain(shown))
    assert screen.unicode or shown.isascii()


def test_an_interval_is_not_broken() -> None:
    assert wrapped("the values are [0, inf)", 20) == "the values are\n[0, inf)"


def test_a_table_made_without_a_screen_is_broken_on_a_terminal_only() -> None:
    row = "tanh.matrix-row      paper   15  continuity; exact; intervals\n"
    assert fitted(row, FILE) == row
    assert fitted(row, Screen(50, terminal=True)) == (
        "tanh.matrix-row      paper   15  continuity;\n        exact; intervals\n"
    )
