"""backproof lints its own pages: nothing is wrong in them but the mistakes that the example makes on purpose."""

from collections import Counter
from pathlib import Path

import pytest

from backproof.lint.finding import Lint
from backproof.lint.run import lint
from backproof.lint.settings import Settings

PAGES = ("README.md", "CHANGELOG.md", "docs", "examples")
MISTAKES = ("BP201", "BP301", "BP602", "BP701")
"""What the example does wrong, in each of its formats."""


@pytest.fixture(scope="module")
def found(checkout: Path) -> Lint:
    settings = Settings(baseline=checkout / "examples" / "mistakes.json", cache=False)
    return lint([checkout / page for page in PAGES], settings)


def test_nothing_is_wrong_in_our_own_pages(found: Lint) -> None:
    assert found.errors == ()
    assert not found.fails(strict=False), [f"{f.path}:{f.line}: {f.message}" for f in found.findings if f.counts]


def test_the_baseline_lists_the_deliberate_mistakes_and_nothing_else(found: Lint) -> None:
    known = Counter((Path(f.path).name, f.code) for f in found.findings if f.known)
    assert known == {(f"lecture.{ending}", code): 1 for ending in ("ipynb", "md", "tex") for code in MISTAKES}
    assert found.gone == 0, "the baseline lists a mistake that is no longer made"


def test_the_same_pages_are_checked_in_tox_and_by_hand(checkout: Path) -> None:
    command = f"backproof lint --no-cache --quiet --baseline examples/mistakes.json {' '.join(PAGES)}\n"
    for file in ("tox.ini", "check.sh"):
        assert command in (checkout / file).read_text(encoding="utf-8"), file
