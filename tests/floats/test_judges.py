"""The judges of the checks: each reaches its expected verdict, with the evidence that the report reads."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from backproof import Judge, Run, Verdict, content
from backproof.activations import LEAKY_RELU, SIGMOID, TANH
from backproof.catalogue import stated
from backproof.errors import Undecided
from backproof.findings import finite
from backproof.floats import (
    ACCURATE,
    FLOAT16,
    FORMATS,
    TEXTBOOK,
    Function,
    judge_form,
    judge_property,
    judge_values,
    survey,
)
from backproof.run import Budget

QUICK = Run(Budget.QUICK)
CHECKS = Path(__file__).parents[2] / "checks"
TOPICS = (
    "activations",
    "elu",
    "forward",
    "leaky_relu",
    "linear",
    "prelu",
    "relu",
    "selu",
    "sigmoid",
    "tanh",
    "vanishing",
)
# Trying every float around each of their edges takes seconds, and the project's own run does it.
SLOW = {"gelu.textbook-form", "gelu.textbook-derivative", "silu.textbook-derivative", "softplus.textbook-form"}


def judges() -> Iterator[Judge]:
    for topic in TOPICS:
        yield from (item for item in stated(content.load(CHECKS / f"{topic}.py")) if isinstance(item, Judge))


JUDGES = {judge.claim_id: judge for judge in judges()}


@pytest.mark.parametrize("claim_id", sorted(JUDGES.keys() - SLOW))
def test_the_judge_reaches_its_expected_verdict(claim_id: str) -> None:
    judgement = JUDGES[claim_id].decide(QUICK)
    assert judgement.verdict is JUDGES[claim_id].expect  # type: ignore[attr-defined]
    json.dumps(finite(dict(judgement.evidence)), allow_nan=False)  # type: ignore[attr-defined]


def test_the_same_seed_gives_the_same_judgement() -> None:
    for claim_id in ("sigmoid.not-zero-centred", "vanishing.product-shrinks", "linear.collapse"):
        assert JUDGES[claim_id].decide(QUICK) == JUDGES[claim_id].decide(QUICK)


def test_a_refuted_form_carries_regions_profile_and_an_executed_counterexample() -> None:
    judgement = judge_form(Function(SIGMOID, derivative=True), TEXTBOOK, QUICK)
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.counterexample is not None
    assert judgement.counterexample.got_value == "0.0"
    formats, regions, profile = (judgement.evidence[key] for key in ("formats", "regions", "profile"))
    assert isinstance(formats, dict)
    assert list(formats) == [f.name for f in FORMATS]
    for row in formats.values():
        assert isinstance(row, dict)
        assert {"tried", "coverage", "max_ulp", "worst_x", "lost"} <= row.keys()
    assert isinstance(regions, list)
    for region in regions:
        assert isinstance(region, dict)
        assert {"dtype", "start", "end", "got", "scanned"} <= region.keys()
    assert isinstance(profile, dict)
    assert len(profile["x"]) == len(profile["max_ulp"]) == 330  # type: ignore[arg-type]


def test_a_sound_form_is_tested_and_never_exhausted() -> None:
    judgement = judge_form(Function(LEAKY_RELU), ACCURATE, QUICK)
    assert judgement.verdict is Verdict.TESTED
    assert judgement.tried == sum(row["tried"] for row in judgement.evidence["formats"].values())  # type: ignore[union-attr, misc, call-overload, index]


def test_a_property_on_narrow_types_alone_is_exhausted() -> None:
    judgement = judge_property(QUICK, lambda x: np.abs(np.tanh(x)) <= 1, "tanh is bounded", formats=[FLOAT16])
    assert judgement.verdict is Verdict.EXHAUSTED
    assert judgement.tried == (1 << 16) - 2 * 1023  # all but the nans
    assert judge_property(QUICK, lambda x: x == x, "x is x").verdict is Verdict.TESTED  # noqa: PLR0124


def test_a_property_that_fails_once_is_no_pass() -> None:
    with pytest.raises(Undecided, match=r"float16 at x = 0\.5: never a half"):
        survey(QUICK, lambda x: x != 0.5, "never a half")


def test_a_property_that_nothing_met_is_vacuous() -> None:
    judged = judge_property(QUICK, lambda x: x > 0, "says nothing", meets=lambda x: x > np.inf)
    assert judged.verdict is Verdict.VACUOUS


def test_a_wrong_value_in_one_type_is_no_pass() -> None:
    f = Function(TANH)
    assert judge_values(f.computed(f.accurate), {0.0: 0.0}).verdict is Verdict.EXHAUSTED
    with pytest.raises(Undecided, match="expected 1"):
        judge_values(f.computed(f.accurate), {1.0: 1.0})
    with pytest.raises(Undecided, match=r"0\.1"):
        judge_values(lambda x: x, {0.1: 0.1})
