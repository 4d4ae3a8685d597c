"""The documents tell the truth: links lead somewhere, examples run, commands exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from backproof.cli import cli

DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "docs/architecture.md",
    "docs/atlas.md",
    "docs/certificates.md",
    "docs/claims.md",
    "docs/courses.md",
    "docs/impl.md",
    "docs/strategies.md",
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_files(checkout: Path, name: str) -> None:
    document = checkout / name
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), f"{name} links to {target}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_fit_their_measure(checkout: Path, name: str) -> None:
    lines = (checkout / name).read_text(encoding="utf-8").splitlines()
    assert all(len(line) <= 120 or line.startswith("|") for line in lines)


def test_every_document_is_tested(checkout: Path) -> None:
    found = {p.relative_to(checkout).as_posix() for p in (*checkout.glob("*.md"), *(checkout / "docs").rglob("*.md"))}
    assert found == set(DOCUMENTS)


def test_every_command_in_the_documents_exists(checkout: Path) -> None:
    for name in DOCUMENTS:
        for command in re.findall(
            r"^(?:\$ )?backproof ([a-z]+)", (checkout / name).read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert command in cli.commands, f"{name} names 'backproof {command}'"


def test_the_claim_of_the_documents_is_judged_as_they_say(checkout: Path, tmp_path: Path) -> None:
    text = (checkout / "docs" / "claims.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "course" / "proofs").mkdir(parents=True)
    (tmp_path / "course" / "proofs" / "softplus.py").write_text(example, encoding="utf-8")
    (command,) = re.findall(r"```sh\nbackproof (.*?)\n```", text)
    run = subprocess.run(
        [sys.executable, "-m", "backproof", *command.split()], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "course.softplus-derivative" in run.stdout


def test_the_words_of_the_paper_world_exist(checkout: Path) -> None:
    from backproof import paper

    text = (checkout / "docs" / "claims.md").read_text(encoding="utf-8")
    words = re.search(r"has the words: (.*?)\.\n", text, re.DOTALL)
    assert words is not None
    for word in re.findall(r"`(\w+)`", words.group(1)):
        assert hasattr(paper, word), word
