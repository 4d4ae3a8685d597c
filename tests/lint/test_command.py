"""The command: exit statuses, files that misbehave, options, settings, what is printed where."""

import json
import os
import pty
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.lint.conftest import FAKE, Lint

OK = "{{ok - tanh: right}}\n"
WRONG = "{{wrong BP201 tanh: too small}}\n"
IMPRECISE = "{{imprecise BP302 tanh: closed}}\n"


def checked(text: str) -> dict[str, Any]:
    data = json.loads(text)
    schema = json.loads(files("backproof").joinpath("schemas/lint.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    return data  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        (OK, (), 0),
        (WRONG, (), 1),
        (IMPRECISE, (), 0),
        (IMPRECISE, ("--strict",), 1),
        (OK + "{{conditional BP602 elu: only for alpha = 1}}", (), 0),
        (OK + "{{conditional BP602 elu: only for alpha = 1}}", ("--strict",), 1),
        (OK + "{{unread - x: no idea}}", (), 0),
        (OK + "{{unread - x: no idea}}", ("--strict",), 1),
        (OK + "{{undecided - x: no idea}}", ("--strict",), 1),
        (OK, ("--strict",), 0),
        ("nothing", (), 2),
        ("nothing", ("--allow-empty",), 0),
        ("{{unread - x: no idea}}", (), 2),
        (WRONG, ("--ignore", "BP2"), 0),
        (WRONG, ("--ignore", "BP2", "--select", "BP201"), 1),
        (WRONG, ("--select", "BP3"), 0),
        (WRONG, ("--per-file-ignores", "*.md:BP2"), 0),
        (WRONG, ("--per-file-ignores", "*.tex:BP2"), 1),
        (WRONG, ("--select", "E501"), 2),
        (WRONG, ("--select", "BP99"), 2),
        (WRONG, ("--ignore", "BP2,BP204"), 2),
        (WRONG, ("--per-file-ignores", "*.md:BP8"), 2),
        (WRONG, ("--select", "BP"), 1),
        (WRONG, ("--output-format", "xml"), 2),
        (WRONG, ("--diff", "--output-format", "json"), 2),
    ],
)
def test_exit_status(lint: Lint, tmp_path: Path, text: str, options: tuple[str, ...], status: int) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    run = lint("a.md", *options)
    assert run.returncode == status, run.stdout + run.stderr
    assert "Traceback" not in run.stderr


def test_nothing_to_check_says_so(lint: Lint, tmp_path: Path) -> None:
    run = lint(".")
    assert run.returncode == 2
    assert "there is nothing to check" in run.stderr
    (tmp_path / "a.md").write_text("nothing", encoding="utf-8")
    assert "nothing was checked" in lint(".").stderr


def test_a_missing_file_fails_the_run_and_the_others_are_judged(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    run = lint("a.md", "missing.md", "--output-format", "json")
    assert run.returncode == 2
    data = checked(run.stdout)
    assert [c["status"] for c in data["claims"]] == ["wrong"]
    assert [p["code"] for p in data["problems"]] == ["BP902"]
    assert "missing.md" in run.stderr


@pytest.mark.parametrize(
    ("evil", "says"),
    [
        ("{{ok - x: die}}", "died (SIGKILL)"),
        ("UNEXPECTED", "internal error: KeyError"),
        ("{{ok - x: break}} {{wrong BP201 x: too}}", "while judging"),
    ],
)
def test_a_file_that_breaks_the_engine_costs_itself_alone(lint: Lint, tmp_path: Path, evil: str, says: str) -> None:
    for name in ("a", "c", "d", "e"):
        (tmp_path / f"{name}.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "b.md").write_text(evil, encoding="utf-8")
    run = lint(".", "--output-format", "json", "-j", "2")
    assert run.returncode == 2
    data = checked(run.stdout)
    (problem,) = data["problems"]
    assert (problem["path"], problem["code"]) == ("b.md", "BP903")
    assert says in problem["message"]
    wrong = [c["path"] for c in data["claims"] if c["status"] == "wrong"]
    assert [p for p in wrong if p != "b.md"] == ["a.md", "c.md", "d.md", "e.md"]
    assert ("too" in evil) == ("b.md" in wrong)
    assert lint(".", "--output-format", "json").returncode == 2, "a failure must not be cached"


def test_what_a_library_prints_is_no_part_of_the_result(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("{{ok - y: print}}", encoding="utf-8")
    assert checked(lint("a.md", "--output-format", "json").stdout)["summary"]["ok"] == 1


def test_json_has_every_claim_with_its_worlds(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Über {{wrong BP201 sigmoid.derivative: f' => right}} x\n" + OK, encoding="utf-8")
    run = lint("a.md", "--output-format", "json")
    data = checked(run.stdout)
    first, second = data["claims"]
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == (1, 6, 1, 53)
    assert first["worlds"] == {"paper": "refuted", "floats": "refuted", "training": None}
    assert first["counterexample"] == {"x": 1.0, "claimed": 0.25, "true": "inf"}
    assert first["suggestion"] == "right"
    assert second["worlds"] == {"paper": "proved", "floats": None, "training": None}
    assert data["summary"]["claims"] == 2
    assert run.stderr == ""


def test_text_shows_the_line_and_underlines_the_passage(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\n漢字 {{wrong BP201 tanh: f => g}} end\n", encoding="utf-8")
    lines = lint("a.md", "-v").stdout.splitlines()
    assert lines[0] == "a.md:2:4: BP201 wrong: in truth says f"
    assert lines[1] == "2 | 漢字 {{wrong BP201 tanh: f => g}} end"
    assert lines[2] == "  |      " + "^" * 28  # each of the two characters is two columns wide
    assert lines[3] == "  counterexample: x = 1, claimed = 0.25, true = inf"
    assert lines[4] == "  help: write g"


def test_text_of_a_long_line_is_cut_around_the_passage(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("word " * 400 + "{{wrong BP201 tanh: f}}" + " word" * 400, encoding="utf-8")
    source, marks = lint("a.md").stdout.splitlines()[1:3]
    assert len(source) < 120
    at = source.index("{{wrong")
    assert marks[at : at + 23] == "^" * 23
    assert marks.strip(" |^") == ""


def test_quiet_prints_the_summary_alone(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    assert lint("a.md", "-q").stdout.splitlines() == ["1 file, 1 claim read: 0 ok, 1 wrong, 0 conditional, 0 imprecise"]


def test_control_characters_of_a_lecture_do_not_reach_the_terminal(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("{{wrong BP201 tanh: \x1b[31m\x07\u202e\x9b2J => \x1b]0;}}", encoding="utf-8")
    run = lint("a.md", "-v")
    assert not any((ord(c) < 0x20 and c != "\n") or c in "\u202e\x9b" for c in run.stdout)
    assert "␛[31m␇" in run.stdout


def test_settings_of_the_nearest_pyproject_are_used_and_the_command_line_wins(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text(WRONG + IMPRECISE, encoding="utf-8")
    (tmp_path / "sub" / "skipped").mkdir()
    (tmp_path / "sub" / "skipped" / "b.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        "[tool.backproof.lint]\nignore = ['BP2']\nstrict = true\nexclude = ['skipped']\noutput-format = 'json'\n"
        "per-file-ignores = {'*.tex' = ['BP3']}\n",
        encoding="utf-8",
    )
    run = lint(".", cwd=tmp_path / "sub")
    assert run.returncode == 1
    data = checked(run.stdout)
    assert data["summary"]["ignored"] == 1
    assert data["summary"]["files"] == 1
    assert lint(".", "--ignore", "BP3,BP2", cwd=tmp_path / "sub").returncode == 0


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[tool.backproof.lint]\nstrickt = true", "no key 'strickt'; the nearest is 'strict'"),
        ("[tool.backproof.limt]\n", "no key 'limt'; the nearest is 'lint'"),
        ("[tool.backproof.lint]\nstrict = 1", "strict of [tool.backproof.lint] has to be true or false"),
        ("[tool.backproof.lint]\njobs = true", "a whole number from 1"),
        ("[tool.backproof.lint]\nselect = 'BP2'", "a list of texts"),
        ("[tool.backproof.lint]\nselect = ['X']", "'X' is not the beginning of a code"),
        ("[tool.backproof.lint]\nselect = ['BP204']", "no code begins with 'BP204'; did you mean 'BP201'?"),
        ("[tool.backproof.lint]\nignore = ['BP99']", "no code begins with 'BP99'; did you mean 'BP90'?"),
        ("[tool.backproof.lint]\nper-file-ignores = {'*.md' = ['BP8']}", "no code begins with 'BP8'"),
        ("[tool.backproof.lint]\nper-file-ignores = ['BP2']", "a table of globs"),
        ("[tool.backproof.lint]\nbaseline = 3", "a path"),
        ("[tool.backproof.lint]\noutput-format = 'xml'", "one of text, json"),
        ("[tool\n", "pyproject.toml"),
    ],
)
def test_wrong_settings_are_named(lint: Lint, tmp_path: Path, toml: str, message: str) -> None:
    (tmp_path / "a.md").write_text(OK, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(toml, encoding="utf-8")
    run = lint("a.md")
    assert run.returncode == 2
    assert message in run.stderr
    assert "internal error" not in run.stderr


def test_output_goes_into_a_file_of_a_folder_that_is_there(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    for option in ("--output", "--write-baseline"):
        refused = lint("a.md", option, "out/lint.json")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert f"cannot write out/lint.json ({option}): there is no folder out" in refused.stderr
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    run = lint("a.md", "--output-format", "json", "--output", "out/lint.json")
    assert (run.returncode, run.stdout) == (1, "")
    checked((tmp_path / "out" / "lint.json").read_text(encoding="utf-8"))
    assert lint("a.md", "--output", "a.md/below").returncode == 2


def test_a_baseline_makes_findings_known_wherever_their_line_moves(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    assert lint("a.md", "--write-baseline", "known.json").returncode == 0
    (tmp_path / "a.md").write_text("\n\nA line before.\n\n" + WRONG, encoding="utf-8")
    run = lint("a.md", "--baseline", "known.json", "--output-format", "json")
    assert run.returncode == 0
    assert [c["baseline"] for c in checked(run.stdout)["claims"]] == [True]
    (tmp_path / "a.md").write_text(WRONG + WRONG, encoding="utf-8")
    assert lint("a.md", "--baseline", "known.json").returncode == 1, "a second one of the same text is new"
    (tmp_path / "a.md").write_text(OK, encoding="utf-8")
    assert "1 of the baseline no longer found" in lint("a.md", "--baseline", "known.json").stdout


@pytest.mark.parametrize("text", ["", "[]", '{"schema": "backproof/baseline/1"}', '{"schema": "other/2"}'])
def test_what_is_no_baseline_is_named(lint: Lint, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "known.json").write_text(text, encoding="utf-8")
    run = lint("a.md", "--baseline", "known.json")
    assert run.returncode == 2
    assert "known.json is " in run.stderr
    assert "internal error" not in run.stderr


@pytest.mark.parametrize(("env", "coloured"), [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False)])
def test_colours_on_a_terminal_only(lint: Lint, tmp_path: Path, env: dict[str, str], coloured: bool) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    assert "\x1b" not in lint("a.md").stdout
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, str(FAKE), "lint", "a.md", "--no-cache"],
        cwd=tmp_path,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "NO_COLOR"} | env,
    )
    assert (b"\x1b[31;1m" in os.read(ours, 10_000)) is coloured
    os.close(ours)
    os.close(theirs)


def test_many_files_come_out_in_their_order(lint: Lint, tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.md").write_text(OK * (number % 7 + 1), encoding="utf-8")
    data = checked(lint(".", "--output-format", "json", "-j", "4").stdout)
    paths = [c["path"] for c in data["claims"]]
    assert paths == sorted(paths)
    assert len(set(paths)) == 30
