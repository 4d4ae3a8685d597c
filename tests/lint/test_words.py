"""What people are told of a finding: the truth, recognisable as such, and a text to write only where it fits."""

import json
from typing import Any

import pytest

from backproof.judging.codes import Code
from backproof.lint.finding import STATUSES, Finding, Lint
from backproof.render.lint_github import commands
from backproof.render.lint_json import to_json
from backproof.render.lint_junit import junit
from backproof.render.lint_sarif import sarif
from backproof.render.lint_text import text
from backproof.render.lint_words import details, in_a_line, instead, told
from backproof.render.notebook_lecture import lecture
from backproof.render.notebook_text import text as as_text
from backproof.render.screen import FILE

_TRUTH = "the values of ReLU are [0, inf)"


def finding(**changes: Any) -> Finding:
    given: dict[str, Any] = {
        "path": "a.md",
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 5,
        "text": "it lies in (0, 1)",
        "status": "wrong",
        "code": "BP301",
        "kind": "range",
        "message": _TRUTH,
    }
    return Finding(**(given | changes))


def test_no_output_for_people_puts_the_truth_right_behind_the_word_wrong() -> None:
    found = finding()
    run = Lint(files=("a.md",), findings=(found,))
    outputs = {
        "text": text(run, FILE),
        "annotations": commands(run, strict=False),
        "junit": junit(run, strict=False),
        "sarif": sarif(run, strict=False),
        "notebook": str(lecture(run)).replace("In truth", "in truth").replace("∞", "inf"),
        "notebook text": as_text(found),
    }
    for name, output in outputs.items():
        assert output.count(f"in truth {_TRUTH}") == output.count(_TRUTH) > 0, name


def test_the_message_of_the_json_is_the_plain_statement() -> None:
    data = json.loads(to_json(Lint(files=("a.md",), findings=(finding(),))))
    assert data["claims"][0]["message"] == _TRUTH


@pytest.mark.parametrize("status", STATUSES)
def test_only_what_is_wrong_is_told_as_the_truth_against_it(status: str) -> None:
    assert told(finding(status=status)) == ("in truth " * (status == "wrong") + _TRUTH)


@pytest.mark.parametrize("code", [Code.DEFINITION, Code.IDENTITY, Code.INIT_SPREAD])
def test_a_message_about_the_passage_itself_needs_no_such_words(code: Code) -> None:
    assert told(finding(code=str(code), message="this is not ReLU")) == "this is not ReLU"


def test_a_finding_without_a_reason_stays_without_one() -> None:
    assert told(finding(message="")) == ""


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"suggestion": "[0, inf)", "replacement": "[0, inf)", "text": "(0, inf)"}, "[0, inf)"),  # in the message too
        ({"suggestion": "[0, inf)", "text": "ReLU is always positive"}, ""),
        ({"suggestion": "sqrt(2/fan_in)", "text": "randn(n, m) * (2 / n)", "kind": "code"}, ""),
        ({"suggestion": "f'(x) = 2x", "text": "f'(x) = x", "kind": "derivative"}, "f'(x) = 2x"),
        ({}, ""),
    ],
)
def test_what_to_write_is_shown_where_it_can_stand_for_the_passage(changes: dict[str, str], shown: str) -> None:
    found = finding(**changes)
    assert instead(found) == shown
    assert dict(details(found)).get("help", "") == (f"write {shown}" if shown else "")
    assert ("Write instead" in str(lecture(Lint(files=("a.md",), findings=(found,))))) == bool(shown)


def test_everything_that_fix_would_write_is_announced() -> None:
    found = finding(suggestion="[0, inf)", replacement="[0, inf)")
    shown = text(Lint(files=("a.md",), findings=(found,)), FILE)
    assert "  help: write [0, inf)\n" in shown
    assert "1 can be corrected with --fix" in shown


@pytest.mark.parametrize(
    ("counterexample", "line"),
    [
        ({"x": 1.0, "claimed": 0.25, "true": 0.5}, "x = 1, claimed = 0.25, true = 0.5"),
        ({"x": -10.0, "value": -0.5, "and x": -5.0, "and value": -1.0}, "f(-10) = -0.5, f(-5) = -1"),
        ({"a": 2.0, "x": 0.0, "slope": -1.0, "and x": 1.0, "and slope": 1.0}, "a = 2, f'(0) = -1, f'(1) = 1"),
        ({"x": 10000.0, "true": 10000.0}, "x = 10000, value = 10000"),
        ({"x": 0.0, "left": -1.0, "true": 0.0, "right": 1.0}, "x = 0, left = -1, value = 0, right = 1"),
        ({"x": -1.0, "claimed": None}, "x = -1, claimed = no value"),
        ({}, ""),
    ],
)
def test_a_counterexample_reads_as_mathematics(counterexample: dict[str, Any], line: str) -> None:
    assert in_a_line(counterexample) == line
