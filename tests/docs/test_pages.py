"""The pages tell the truth: links lead somewhere, commands and words exist."""

import re
import shlex
from pathlib import Path

import click
import pytest

from backproof.cli import cli
from tests.conftest import ROOT
from tests.docs.blocks import PAGES, command_lines


def _text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _commands() -> list[tuple[str, str]]:
    """Every command line of ours in a block or in the text, with its page."""
    in_blocks = [(block.page, line) for block, line in command_lines()]
    in_text = [(page, said) for page in PAGES for said in re.findall(r"`(backproof [^`]*)`", _text(page))]
    ours = [
        (page, line[line.index("backproof ") :]) for page, line in in_blocks if re.search(r"(^|&& )backproof ", line)
    ]
    return [*ours, *((page, " ".join(said.split())) for page, said in in_text)]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", _text(page)):
        if not target.startswith("http"):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page} links to {target}"


@pytest.mark.parametrize("page", PAGES)
def test_pages_fit_their_measure(page: str) -> None:
    for line in _text(page).splitlines():
        assert len(line) <= 120 or line.startswith(("|", "![")), f"{page}: {line}"


def test_every_command_exists_with_its_options() -> None:
    commands = _commands()
    assert len(commands) > 50
    for page, line in commands:
        name, *arguments = shlex.split(line.split(" && ")[0], comments=True)[1:] or ["--help"]
        if name.startswith("-") or name == "COMMAND":
            continue
        try:
            cli.commands[name].make_context(name, arguments, resilient_parsing=True)
        except (KeyError, click.ClickException) as wrong:
            pytest.fail(f"{page}: '{line}': {wrong!r}")


def test_every_option_that_is_named_exists() -> None:
    known = {option for command in cli.commands.values() for p in command.params for option in p.opts} | {"--help"}
    for page in PAGES:
        named = set(re.findall(r"(?<!`)`(--[a-z-]+)", _text(page)))
        assert named <= known, f"{page}: {named - known}"


def test_the_words_of_the_paper_world_exist(checkout: Path) -> None:
    from backproof import paper

    text = (checkout / "docs" / "reference" / "stating-claims.md").read_text(encoding="utf-8")
    words = re.search(r"has the words: (.*?)\.\n", text, re.DOTALL)
    assert words is not None
    for word in re.findall(r"`(\w+)`", words.group(1)):
        assert hasattr(paper, word), word


def test_the_table_names_every_strategy(checkout: Path) -> None:
    from backproof import strategies

    page = (checkout / "docs" / "how-to" / "test-networks.md").read_text(encoding="utf-8")
    special = {"dead_cases", "inactive_cases", "sigmoid_cases", "smooth_cases", "symmetric_cases"}
    named = {name for name in strategies.__all__ if name.islower()} - special
    assert {name for name in named if f"| `{name}(" not in page} == set()


def test_the_table_of_verdicts_is_whole(checkout: Path) -> None:
    from backproof import Verdict

    page = (checkout / "docs" / "explanation" / "verdicts.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\w+) \| ", page, re.MULTILINE)[1:] == [str(verdict) for verdict in Verdict]


def test_the_table_of_extras_is_whole(checkout: Path) -> None:
    import tomllib

    page = (checkout / "docs" / "how-to" / "frameworks.md").read_text(encoding="utf-8")
    extras = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    rows = re.findall(r"^\| (`.+?`) \| ", page, re.MULTILINE)
    assert set(re.findall(r"`([a-z-]+)`", " ".join(rows))) == extras.keys() - {"dev"}
