"""What README and ``docs/courses.md`` print and promise is what the commands do."""

import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from backproof.cli import cli
from backproof.codes import all_codes
from backproof.course.texts import Course, text
from backproof.documents.read import SUFFIXES
from backproof.lint.settings import from_file
from tests.course.conftest import PROGRAMS, Run, yaml_of

pytestmark = pytest.mark.skipif(shutil.which("backproof", path=PROGRAMS) is None, reason="backproof is not installed")


@pytest.fixture
def page(checkout: Path) -> str:
    return (checkout / "docs" / "courses.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def rows(page: str, header: str) -> list[tuple[str, str]]:
    table = page.split(f"| {header} |", 1)[1].split("\n\n", 1)[0]
    return [(row[0].strip(), row[1].strip()) for row in re.findall(r"^\| (.+) \| (.+) \|$", table, re.MULTILINE)]


def lectures(checkout: Path, course: Path) -> Path:
    shutil.copytree(checkout / "examples", course / "lectures")
    for folder in ("labs", "week 1"):
        shutil.rmtree(course / folder)
    return course / "lectures"


def test_the_readme_prints_what_lint_prints(run: Run, checkout: Path, tmp_path: Path) -> None:
    shown = re.search(
        r"^\$ cd examples\n\$ backproof ([^\n]*)\n(.*?)^```$", _readme(checkout), re.DOTALL | re.MULTILINE
    )
    assert shown is not None
    printed = run("backproof", *shown[1].split(), "--cache-dir", str(tmp_path / "c"), cwd=checkout / "examples")
    assert printed.returncode == 1
    assert printed.stdout == shown[2]


def _readme(checkout: Path) -> str:
    return (checkout / "README.md").read_text(encoding="utf-8")


def test_the_example_says_the_same_in_every_format(run: Run, checkout: Path, course: Path) -> None:
    folder = lectures(checkout, course)
    found = json.loads(run("backproof", "lint", ".", "--output-format", "json", cwd=folder).stdout)
    said = {
        path: [(c["status"], c["code"], c["subject"]) for c in found["claims"] if c["path"] == path]
        for path in ("lecture.ipynb", "lecture.md", "lecture.tex")
    }
    assert said["lecture.md"] == said["lecture.ipynb"] == said["lecture.tex"]
    assert [code for status, code, _ in said["lecture.md"] if status != "ok"] == ["BP201", "BP301", "BP602", "BP701"]
    assert found["unread"] == []


def test_the_way_to_adopt_it_is_walkable(run: Run, checkout: Path, course: Path, page: str) -> None:
    lectures(checkout, course)
    outputs = []
    for line in blocks(page, "sh")[0].splitlines():
        command, _, comment = line.partition("#")
        status = re.search(r"exit status (\d)", comment)
        done = run(*shlex.split(command))
        assert done.returncode == (int(status[1]) if status else 0), f"{line}\n{done.stdout}{done.stderr}"
        outputs.append(done.stdout)
    assert len(re.findall(r"^\+[^+]", outputs[2], re.MULTILINE)) == 3, "a correction for each format"
    assert "9 known from the baseline" in outputs[-1]
    with (course / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('baseline = "known.json"\n')
    assert run("backproof", "lint", "lectures").returncode == 0


def test_every_command_of_the_page_exists_with_its_options(page: str) -> None:
    lines = [line.partition("#")[0] for block in blocks(page, "sh") for line in block.splitlines()]
    said = re.findall(r"`backproof ([a-z]+[^`]*)`", page)
    commands = [shlex.split(line)[1:] for line in lines] + [shlex.split(line) for line in said]
    assert len(commands) > 12
    for name, *arguments in commands:
        cli.commands[name].make_context(name, arguments, resilient_parsing=True)
    known = {option for command in cli.commands.values() for p in command.params for option in p.opts}
    assert set(re.findall(r"`(--[a-z-]+)", page)) <= known


def test_every_ending_of_the_page_is_read_and_none_is_missing(page: str) -> None:
    assert {e for cell, _ in rows(page, "endings | as") for e in re.findall(r"`(\.\w+)`", cell)} == SUFFIXES


def test_every_notation_of_the_page_is_read(run: Run, course: Path, page: str) -> None:
    folder = course / "forms"
    folder.mkdir()
    expected = set()
    for number, (cell, endings) in enumerate(rows(page, "notation | read in")):
        form = cell.removeprefix("``").removesuffix("``").strip() if cell.startswith("``") else cell.strip("`")
        for ending in re.findall(r"`(\.\w+)`", endings):
            expected.add(f"{number}{ending}")
            (folder / f"{number}{ending}").write_text(_lecture(form, ending), encoding="utf-8")
    assert len(expected) > 40
    found = json.loads(run("backproof", "lint", ".", "--output-format", "json", cwd=folder).stdout)
    read = {c["path"] for c in found["claims"] if (c["kind"], c["status"]) == ("derivative", "ok")}
    assert expected - read == set()


def _lecture(form: str, ending: str) -> str:
    match ending:
        case ".tex":
            said = f"\\section{{Tanh}}\n\nLet $f(x) = \\tanh(x)$. Its derivative is {form}.\n"
            return f"\\documentclass{{article}}\n\\begin{{document}}\n{said}\\end{{document}}\n"
        case ".rst":
            return f"Tanh\n====\n\nLet :math:`f(x) = \\tanh(x)`. Its derivative is {form}.\n"
        case ".txt":
            return f"Tanh\n\nLet f(x) = tanh(x). Its derivative is {form}.\n"
    said = f"# Tanh\n\nLet $f(x) = \\tanh(x)$. Its derivative is {form}.\n"
    if ending != ".ipynb":
        return said
    cell = {"cell_type": "markdown", "metadata": {}, "source": said}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_the_comments_of_the_page_take_findings_out(run: Run, course: Path, page: str) -> None:
    folder = course / "taken"
    folder.mkdir()
    for language, ending in (("markdown", "md"), ("latex", "tex"), ("rst", "rst")):
        (said,) = blocks(page, language)
        (folder / f"a.{ending}").write_text(said, encoding="utf-8")
    (code,) = blocks(page, "python")
    (folder / "b.md").write_text(f"# He initialisation\n\n```python\n{code}```\n", encoding="utf-8")
    taken = run("backproof", "lint", "taken", "--strict")
    assert (taken.returncode, "4 suppressed by comments" in taken.stdout) == (0, True), taken.stdout
    for file in folder.iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace("ignore", "ignored"), encoding="utf-8")
    counted = run("backproof", "lint", "taken")
    assert (counted.returncode, "4 wrong" in counted.stdout) == (1, True), counted.stdout


def test_the_settings_of_the_page_are_settings(page: str, tmp_path: Path) -> None:
    (settings,) = blocks(page, "toml")
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert set(from_file(tmp_path / "pyproject.toml")) == {
        key.replace("-", "_") for key in tomllib.loads(settings)["tool"]["backproof"]["lint"]
    }
    assert set(re.findall(r"\bBP\d{3}\b", page)) <= set(all_codes())


def test_the_files_of_the_page_are_the_shipped_ones(page: str, checkout: Path, tmp_path: Path) -> None:
    hook, workflow, gitlab = blocks(page, "yaml")
    assert gitlab == text("gitlab-ci.yml", Course(("lectures",)), whole=True)
    (tmp_path / "hook").write_text(hook, encoding="utf-8")
    (tmp_path / "workflow").write_text(workflow, encoding="utf-8")
    used = yaml_of(tmp_path / "hook")["repos"][0]["hooks"][0]["id"]
    assert used in [shipped["id"] for shipped in yaml_of(checkout / ".pre-commit-hooks.yaml")]
    steps = yaml_of(tmp_path / "workflow")["jobs"]["lectures"]["steps"]
    (given,) = [step["with"] for step in steps if "backproof@" in step["uses"]]
    assert set(given) <= set(yaml_of(checkout / "action.yml")["inputs"])
