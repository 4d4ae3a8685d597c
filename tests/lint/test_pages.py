"""The pages of the codes: each code has one, and its examples come out as it says."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backproof.codes import all_codes, page
from backproof.errors import BackproofError
from backproof.judging.codes import Code
from backproof.lint import finding

OWN = {finding.UNREAD_CODE, finding.UNREADABLE, finding.INTERNAL, finding.UNUSED, finding.NO_REASON}
SECTIONS = ["What it finds", "Why it matters", "Example", "Right", "Limits", "References"]
EXAMPLE = re.compile(r"^## (Example|Right)\n\n(`{3,})(\w+)\n(.*?)\n\2$", re.MULTILINE | re.DOTALL)
ENDING = {"markdown": "md", "latex": "tex", "text": "txt"}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(all_codes()) == {str(code) for code in Code} | OWN
    for code in Code:
        assert page(code).title == code.title


@pytest.mark.parametrize("code", all_codes())
def test_pages_have_one_form(code: str) -> None:
    found = page(code)
    assert re.findall(r"^## (.*)$", re.sub(r"(`{3,}).*?\1", "", found.text, flags=re.DOTALL), re.MULTILINE) == SECTIONS
    assert found.finds
    assert max(map(len, found.text.splitlines())) <= 120
    assert len(found.text.splitlines()) <= 50


def test_an_unknown_code_is_named_with_the_nearest() -> None:
    with pytest.raises(BackproofError, match="there is no code BP21; did you mean BP2"):
        page("BP21")


def test_explain_prints_a_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "backproof", "explain"]
    run = subprocess.run([*command, "bp201"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout == page("BP201").text
    run = subprocess.run([*command, "BP999"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "there is no code BP999" in run.stderr


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """For each example the codes that it gives; wrong ones with ``!``."""
    folder = tmp_path_factory.mktemp("pages")
    for code in all_codes():
        for which, _, language, text in EXAMPLE.findall(page(code).text):
            (folder / f"{code}-{which}.{ENDING[language]}").write_text(f"{text}\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "backproof", "lint", ".", "--output-format", "json", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    data = json.loads(run.stdout)
    found: dict[str, set[str]] = {file.stem: set() for file in folder.iterdir()}
    for claim in data["claims"]:
        if claim["suppressed"] is None:
            found[Path(claim["path"]).stem].add((claim["code"] or "") + "!" * (claim["status"] == "wrong"))
    for unread in data["unread"]:
        found[Path(unread["path"]).stem].add(finding.UNREAD_CODE)
    for problem in data["problems"]:
        found[Path(problem["path"]).stem].add(problem["code"])
    return found


@pytest.mark.parametrize("code", [c for c in all_codes() if c != finding.INTERNAL])
def test_the_example_of_a_page_gives_its_code(outcomes: dict[str, set[str]], code: str) -> None:
    assert code in {found.rstrip("!") for found in outcomes[f"{code}-Example"]}


@pytest.mark.parametrize("code", [c for c in all_codes() if c != finding.INTERNAL])
def test_the_right_document_of_a_page_has_nothing_wrong(outcomes: dict[str, set[str]], code: str) -> None:
    assert code not in outcomes[f"{code}-Right"]
    assert not [found for found in outcomes[f"{code}-Right"] if found.endswith("!")]
