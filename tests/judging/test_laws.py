"""Sentences get the status of the claim that they state."""

import pytest

from backproof.errors import Undecided
from backproof.judging.laws import catalogue, judge_law
from backproof.judging.outcome import Outcome, Status
from backproof.reading.statements import Passage, StatesClaim
from backproof.verdict import Verdict, World

HEDGE = {"hedged": True}
NOT = {"holds": False}


def judged(claim: str, *, holds: bool = True, hedged: bool = False) -> Outcome:
    return judge_law(StatesClaim(passage=Passage(0, 1, "x"), claim=claim, holds=holds, hedged=hedged))


@pytest.mark.parametrize(
    ("claim", "more", "status", "code"),
    [
        ("linear.collapse", {}, Status.OK, ""),
        ("tanh.derivative", {}, Status.OK, ""),
        ("linear.collapse", NOT, Status.WRONG, "BP611"),
        ("linear.collapse", NOT | HEDGE, Status.IMPRECISE, "BP611"),
        ("dead.zero-gradient", {}, Status.OK, ""),
        ("dead.zero-gradient", NOT, Status.WRONG, "BP611"),
        ("xavier.randn-in-unit-interval", {}, Status.WRONG, "BP611"),
        ("xavier.randn-in-unit-interval", NOT, Status.OK, ""),
        ("xavier.randn-in-unit-interval", HEDGE, Status.IMPRECISE, "BP613"),
        ("xavier.both-directions", {}, Status.CONDITIONAL, "BP612"),
        ("xavier.both-directions", NOT, Status.CONDITIONAL, "BP612"),
        ("xavier.both-directions", HEDGE, Status.IMPRECISE, "BP613"),
        ("dead.stays-dead", {}, Status.CONDITIONAL, "BP612"),
        ("he.half-of-the-neurons-die", {}, Status.IMPRECISE, "BP613"),
        ("tanh.trains-faster", {}, Status.OK, ""),
        ("selu.converges-faster", {}, Status.IMPRECISE, "BP613"),
    ],
)
def test_a_sentence_has_the_status_of_its_claim(claim: str, more: dict[str, bool], status: Status, code: str) -> None:
    outcome = judged(claim, **more)
    assert (outcome.status, outcome.code, outcome.claim) == (status, code, claim)


def test_what_breaks_in_floats_only_is_right_and_says_so() -> None:
    assert "not in floats" in judged("tanh.derivative").message


def test_a_wrong_law_comes_with_numbers_and_a_correction() -> None:
    outcome = judged("vanishing.strictly-between")
    assert outcome.counterexample["x"] == 0.0
    assert outcome.correction.startswith("the range of tanh'(z)")


def test_a_condition_is_the_one_that_was_decided() -> None:
    assert judged("xavier.both-directions").condition == "fan_in = fan_out"


def test_an_unknown_claim_is_undecided() -> None:
    with pytest.raises(Undecided, match=r"no claim network\.flies"):
        judged("network.flies")


def test_what_the_data_do_not_support_says_what_they_show() -> None:
    assert "eight hidden layers" in judged("selu.converges-faster").message
    with pytest.raises(Undecided, match="eight hidden layers"):
        judged("selu.converges-faster", holds=False)


@pytest.mark.parametrize("hedge", [{}, HEDGE])
def test_no_refuted_claim_is_taken_for_true(hedge: dict[str, bool]) -> None:
    refuted = [
        e.claim.id for e in catalogue() if World.PAPER in e.judges and e.judges[World.PAPER].expect is Verdict.REFUTED
    ]
    for claim in refuted[:8]:
        assert judged(claim, **hedge).status in ((Status.IMPRECISE,) if hedge else (Status.WRONG, Status.IMPRECISE))
