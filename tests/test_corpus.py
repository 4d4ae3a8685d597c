"""Lint on lectures in our own words: nothing right is called wrong, and what is found does not become less.

The answer keys and the scoring are described in ``tests/corpus/README.md``.
"""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.corpus import score as scoring

WRONG_FLOOR = 0.92
"""Least part of the wrong claims that lint reports, hard ones left out; measured, and raised when lint gets better."""
OTHER_FLOOR = 0.88
"""Least part of the other claims that lint reads and judges as expected, hard ones left out."""
KINDS = {
    "definition",
    "derivative",
    "identity",
    "range",
    "limit",
    "value",
    "constant",
    "variance",
    "init",
    "property",
    "shape",
}
CORPUS = Path(__file__).with_name("corpus")


def _score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_score", CORPUS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpus_score"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def module() -> Iterator[ModuleType]:
    yield _score()
    del sys.modules["corpus_score"]


@pytest.fixture(scope="module")
def found(module: ModuleType) -> "scoring.Score":
    result: scoring.Score = module.score(module.documents(), jobs=2)
    print(f"\n{module.summary(result)}")
    return result


def test_answer_keys_are_sound(module: ModuleType) -> None:
    documents: list[Path] = module.documents()
    keys: list[scoring.Expected] = [e for d in documents for e in module.expected(d)]
    assert len(documents) >= 25
    assert len(keys) >= 400
    for key in keys:
        assert key.kind in KINDS | {"code"}, key
        assert set(key.statuses) <= {"ok", "wrong", "conditional", "imprecise", "undecided"}, key
        assert key.statuses != ("undecided",), key
        assert bool(key.truth) or not key.is_wrong, key
        assert key.file.startswith("wrong/") or not key.may_be_wrong, key


def test_every_document_has_an_answer_key(module: ModuleType) -> None:
    keys = {str(d) for d in module.documents()}
    files = {str(f) for side in ("right", "wrong") for f in (CORPUS / side).iterdir() if f.suffix != ".json"}
    assert files == keys


def test_every_document_can_be_checked(found: "scoring.Score") -> None:
    assert found.problems == []


def test_nothing_right_is_called_wrong(found: "scoring.Score") -> None:
    assert [f"{a.file}:{a.span.start[0]}: {a.text}: {a.message}" for a in found.alarms] == []


def test_wrong_claims_are_found(module: ModuleType, found: "scoring.Score") -> None:
    missed = module.misses(p for p in found.pairs if p.expected.is_wrong)
    assert found.recall(wrong=True) >= WRONG_FLOOR, missed


def test_other_claims_are_read(module: ModuleType, found: "scoring.Score") -> None:
    missed = module.misses(p for p in found.pairs if not p.expected.is_wrong)
    assert found.recall(wrong=False) >= OTHER_FLOOR, missed
