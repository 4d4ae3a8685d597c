"""Every example of README and docs is executed, or says why it is not."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.blocks import EXECUTED, MARKS, PAGES, blocks
from tests.docs.ground import Ground, matches

UNEXECUTED = {
    "README.md": [
        "the first judges everything, the second runs this test",
        "minutes each, or a framework; other pages and tests execute them on less",
    ],
    "docs/architecture.md": ["a drawing", "a drawing"],
    "docs/how-to/adopt.md": ["the tutorial on claims does it, with the folders there"],
    "docs/how-to/frameworks.md": ["it takes minutes, and its own tests run it", "it installs packages"],
    "docs/how-to/report.md": [
        "it judges the whole catalogue, which takes minutes; tox -e report runs it",
        "minutes, and frameworks; a test reads an atlas",
    ],
    "docs/how-to/suppress.md": [
        "the folder is the reader's; the options are tested by name",
        "the page on adopting it executes this",
    ],
    "docs/reference/atlas.md": ["it needs the frameworks"],
    "docs/reference/impl.md": ["it needs PyTorch and an hour"],
    "docs/tutorial/add-an-activation.md": ["the test does the same without a package index"],
    "docs/tutorial/check-a-lecture.md": ["it installs the package that the tests run"],
}
"""Why nothing executes a block, by page."""


@pytest.mark.parametrize("page", [page for page in PAGES if any(not b.marks for b in blocks(page))])
def test_the_examples_of_a_page_do_what_it_shows(page: str, tmp_path: Path) -> None:
    ground = Ground(tmp_path / "ground", tmp_path, page)
    for block in blocks(page):
        ground.execute(block)
    ground.finish()


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_executed_or_says_why_not(page: str) -> None:
    for block in blocks(page):
        assert len(block.marks) <= 1, f"{block} has two marks"
        assert set(block.marks) <= set(MARKS), f"{block} has an unknown mark: {block.marks}"
        assert block.marks or block.language in EXECUTED, f"{block}: {block.language or 'no language'} is not executed"
        if "checked" in block.marks:
            test = (ROOT / block.marks["checked"]).read_text(encoding="utf-8")
            assert Path(page).name in test, f"{block}: {block.marks['checked']} does not read the page"


def test_the_blocks_that_nothing_executes_are_these() -> None:
    reasons = {page: [b.marks["unexecuted"] for b in blocks(page) if "unexecuted" in b.marks] for page in PAGES}
    assert {page: said for page, said in reasons.items() if said} == UNEXECUTED


def test_an_output_that_is_not_the_shown_one_is_noticed() -> None:
    assert matches("1 file, ...\n...\n3 wrong", "1 file, 12 claims\n\nmore\n3 wrong\n")
    assert not matches("1 file, ...\n2 wrong", "1 file, 12 claims\n3 wrong")
    assert not matches("proved", "proved\nrefuted")
