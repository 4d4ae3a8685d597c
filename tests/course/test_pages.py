"""What the pages for courses promise is what the commands do; the examples of each page are run elsewhere."""

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from backproof.codes import all_codes
from backproof.course.texts import Course, text
from backproof.documents.read import SUFFIXES
from backproof.lint.settings import from_file
from tests.conftest import ROOT
from tests.course.conftest import PROGRAMS, Run, yaml_of

pytestmark = pytest.mark.skipif(shutil.which("backproof", path=PROGRAMS) is None, reason="backproof is not installed")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}[^\n]*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def rows(page: str, header: str) -> list[tuple[str, str]]:
    table = page.split(f"| {header} |", 1)[1].split("\n\n", 1)[0]
    return [(row[0].strip(), row[1].strip()) for row in re.findall(r"^\| (.+) \| (.+) \|$", table, re.MULTILINE)]


def lectures(checkout: Path, course: Path) -> Path:
    shutil.copytree(checkout / "examples", course / "lectures")
    for folder in ("labs", "week 1"):
        shutil.rmtree(course / folder)
    return course / "lectures"


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


def test_each_format_gets_its_correction_and_the_rest_is_known(run: Run, checkout: Path, course: Path) -> None:
    lectures(checkout, course)
    changed = run("backproof", "lint", "lectures", "--fix", "--diff")
    assert len(re.findall(r"^\+[^+]", changed.stdout, re.MULTILINE)) == 3, "a correction for each format"
    run("backproof", "lint", "lectures", "--fix")
    run("backproof", "lint", "lectures", "--write-baseline", "known.json")
    after = run("backproof", "lint", "lectures", "--baseline", "known.json")
    assert (after.returncode, "9 known from the baseline" in after.stdout) == (0, True), after.stdout


def test_every_ending_of_the_page_is_read_and_none_is_missing() -> None:
    assert {
        e for cell, _ in rows(page("reference/formats.md"), "endings | as") for e in re.findall(r"`(\.\w+)`", cell)
    } == SUFFIXES


def test_every_notation_of_the_page_is_read(run: Run, course: Path) -> None:
    folder = course / "forms"
    folder.mkdir()
    expected = set()
    for number, (cell, endings) in enumerate(rows(page("reference/formats.md"), "notation | read in")):
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


def test_the_comments_of_the_page_take_findings_out(run: Run, course: Path) -> None:
    comments = page("how-to/suppress.md")
    folder = course / "taken"
    folder.mkdir()
    for language, ending in (("markdown", "md"), ("latex", "tex"), ("rst", "rst")):
        (said,) = blocks(comments, language)
        (folder / f"a.{ending}").write_text(said, encoding="utf-8")
    (code,) = blocks(comments, "python")
    (folder / "b.md").write_text(f"# He initialisation\n\n```python\n{code}```\n", encoding="utf-8")
    taken = run("backproof", "lint", "taken", "--strict")
    assert (taken.returncode, "4 suppressed by comments" in taken.stdout) == (0, True), taken.stdout
    for file in folder.iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace("ignore", "ignored"), encoding="utf-8")
    counted = run("backproof", "lint", "taken")
    assert (counted.returncode, "4 wrong" in counted.stdout) == (1, True), counted.stdout


def test_the_settings_of_the_page_are_settings(tmp_path: Path) -> None:
    (settings,) = blocks(page("reference/settings.md"), "toml")
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert set(from_file(tmp_path / "pyproject.toml")) == {
        key.replace("-", "_") for key in tomllib.loads(settings)["tool"]["backproof"]["lint"]
    }
    assert set(re.findall(r"\bBP\d{3}\b", page("how-to/suppress.md") + settings)) <= set(all_codes())


def test_the_files_of_the_page_are_the_shipped_ones(checkout: Path, tmp_path: Path) -> None:
    (hook,) = blocks(page("how-to/pre-commit.md"), "yaml")
    workflow, gitlab = blocks(page("how-to/ci.md"), "yaml")
    assert gitlab == text("gitlab-ci.yml", Course(("lectures",)), whole=True)
    (tmp_path / "hook").write_text(hook, encoding="utf-8")
    (tmp_path / "workflow").write_text(workflow, encoding="utf-8")
    used = yaml_of(tmp_path / "hook")["repos"][0]["hooks"][0]["id"]
    assert used in [shipped["id"] for shipped in yaml_of(checkout / ".pre-commit-hooks.yaml")]
    steps = yaml_of(tmp_path / "workflow")["jobs"]["lectures"]["steps"]
    (given,) = [step["with"] for step in steps if "backproof@" in step["uses"]]
    assert set(given) <= set(yaml_of(checkout / "action.yml")["inputs"])
