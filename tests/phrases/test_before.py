"""What stands before a sentence may tell whom it speaks about, and what it means."""

import dataclasses

import pytest

from backproof.documents.model import Block
from backproof.phrases.match import match
from backproof.reading.statements import HasProperty
from tests.phrases.compact import block, compact, scope


def read(text: str, *before: str, subject: str = "", topic: str = "") -> str:
    earlier: list[Block] = [block(b) for b in before]
    place = dataclasses.replace(scope(subject, sigma="sigmoid"), topic=topic)
    return "; ".join(compact(s) for s in match(block(text), place, earlier=earlier))


@pytest.mark.parametrize(
    "before",
    [
        "We use the sigmoid or tanh.",
        "We use the sigmoid function and tanh. Training is slow.",
        "For $\\sigma$ or tanh",
    ],
)
def test_these_functions_are_those_of_the_sentence_before(before: str) -> None:
    want = {"sigmoid' in (0, 1)", "tanh' in (0, 1)"}
    for text in (
        "The derivatives of these functions lie between (0, 1).",
        "Derivative of both functions lies in (0, 1).",
        "All derivatives $0 < d < 1$",
        "Both derivatives $0 < \\delta < 1$",
    ):
        assert set(read(text, before).split("; ")) == want, text
        assert set(read(text, before, "There is more to say.").split("; ")) == want, text


@pytest.mark.parametrize(
    "before",
    [
        "We use tanh.",
        "Sigmoid and tanh saturate, unlike ReLU.",
        "ReLU serves the hidden layers, and sigmoid and tanh the gates.",
        "Nothing is named here.",
    ],
)
def test_they_are_nothing_where_no_enumeration_stands_before(before: str) -> None:
    assert read("The derivatives of these functions lie between (0, 1).", before) == ""


@pytest.mark.parametrize(
    "after", ["No.", "No: it is not.", "Wrong!", "This is false.", "That is simply a myth.", "Nope"]
)
def test_what_the_next_sentence_takes_back_is_not_said(after: str) -> None:
    assert read(f'"Sigmoid outputs are zero-centred." {after}') == ""
    assert read(f"tanh is odd. ReLU is bounded. {after}") == "tanh: odd"


def test_the_next_sentence_may_begin_with_no() -> None:
    assert read("ReLU is not differentiable at 0. No derivative is there.") == "relu: not differentiable at 0"


def test_both_are_two() -> None:
    assert read("Both functions are smooth.", "Sigmoid, tanh and SiLU differ.") == ""
    assert read("These functions are smooth.", "Sigmoid, tanh and SiLU differ.").count("smooth") == 3
    assert read("Both functions are smooth. Sigmoid and tanh differ.") == ""


def test_a_claim_may_need_another_one_before_it() -> None:
    turns = "This model turns into a linear model."
    alike = "Both weights are equal, so they act as a single weight."
    assert read(turns, alike) == "claim symmetry.turns-linear"
    assert read(f"{alike} {turns}") == "claim symmetry.one-neuron; claim symmetry.turns-linear"
    assert read(turns, "Nothing of the kind.") == ""
    assert read(f"Nothing of the kind. {turns}", alike) == ""


def test_a_claim_may_need_a_topic() -> None:
    text = "You can give it any value and the output is still 0."
    assert read(text, topic="dead") == "claim dead.any-input"
    assert read(text, topic="symmetry") == ""


@pytest.mark.parametrize(
    ("text", "everywhere"),
    [
        ("ReLU is differentiable everywhere.", True),
        ("ReLU is always differentiable.", True),
        ("ReLU is everywhere differentiable.", True),
        ("ReLU is differentiable for all x.", True),
        ("ReLU is continuous and always differentiable.", True),
        ("ReLU is differentiable.", False),
    ],
)
def test_everywhere_is_carried(text: str, everywhere: bool) -> None:
    *_, last = match(block(text), scope())
    assert isinstance(last, HasProperty)
    assert last.everywhere is everywhere


def test_everywhere_but_at_a_point_is_not_everywhere() -> None:
    (statement,) = match(block("ReLU is differentiable everywhere except at 0."), scope())
    assert isinstance(statement, HasProperty)
    assert (statement.everywhere, statement.holds, statement.at) == (False, False, 0)


def test_a_call_in_code_gives_a_convention_at_a_kink() -> None:
    (statement,) = match(block("`relu_grad(0)` is 1."), scope())
    assert getattr(statement, "convention", None) is True
