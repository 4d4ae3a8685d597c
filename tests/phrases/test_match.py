"""Sentences are read with one meaning or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.documents.model import Block, BlockKind, Piece, PieceKind
from backproof.phrases.match import match
from backproof.phrases.unjudged import unjudged
from tests.phrases.compact import block, compact, scope
from tests.phrases.sentences import SAID, SILENT

LETTERS = {"sigma": {"sigma": "sigmoid"}, "$f(x)": {"f": "tanh"}}


def read(text: str, subject: str = "", kind: BlockKind = BlockKind.ITEM, near: int = 1) -> str:
    letters = next((bound for letter, bound in LETTERS.items() if letter in text), {})
    return "; ".join(compact(s) for s in match(block(text, kind), scope(subject, near, **letters)))


@pytest.mark.parametrize(("subject", "sentence", "statements"), SAID)
def test_a_sentence_says_what_it_says(subject: str, sentence: str, statements: str) -> None:
    assert read(sentence, subject) == statements


@pytest.mark.parametrize(("subject", "sentence"), SILENT)
def test_what_is_no_claim_or_not_understood_is_not_read(subject: str, sentence: str) -> None:
    assert read(sentence, subject) == ""


def test_there_are_enough_of_both() -> None:
    assert len(SAID) >= 250
    assert len(SILENT) >= 80


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("As we know, the sigmoid is not zero-centred, alas.", "the sigmoid is not zero-centred"),
        ("tanh ranges from $-1$ to $1$, ReLU does not.", "tanh ranges from $-1$ to $1"),
        ("For x > 0, ReLU does not saturate", "For x > 0, ReLU does not saturate"),
        ("Note: once a unit dies, it never recovers.", "once a unit dies, it never recovers"),
        ("tanh is odd. The **range** of it.", "tanh is odd"),
    ],
)
def test_the_passage_is_the_clause_that_says_it(sentence: str, passage: str) -> None:
    (statement,) = match(block(sentence), scope())
    assert sentence[statement.passage.start : statement.passage.end] == passage
    assert statement.passage.text == passage.replace("$", "")


def test_offsets_are_those_of_the_part() -> None:
    text = "tanh is odd"
    piece = Piece(PieceKind.TEXT, text, tuple(100 + 2 * i for i in range(len(text) + 1)))
    (statement,) = match(Block(BlockKind.PARAGRAPH, (piece,)), scope())
    assert (statement.passage.start, statement.passage.end) == (100, 100 + 2 * (len(text) - 1) + 1)


def test_pronouns_follow_the_one_function_of_the_sentence_before() -> None:
    assert read("We turn to tanh. It is zero-centred.") == "tanh: zero-centred"
    assert read("We turn to tanh. It is zero-centred.", "tanh") == "tanh: zero-centred"
    assert read("Remember the sigmoid. It is zero-centred.", "tanh") == ""
    assert read("Compare tanh with ReLU. It is zero-centred.") == ""


def test_a_far_subject_is_not_enough_for_the_output_of_something() -> None:
    assert read("The output lies in (0, 1).", "sigmoid", near=2) == ""
    assert read("Its output lies in (0, 1).", "sigmoid", near=2) == "sigmoid in (0, 1)"


def test_a_heading_claims_nothing_without_a_verb() -> None:
    assert read("Zero-centred", "tanh", BlockKind.HEADING) == ""
    assert read("ReLU is not differentiable at 0", "", BlockKind.HEADING) == "relu: not differentiable at 0"


def test_lines_of_notes_are_sentences_of_their_own() -> None:
    assert (
        read("1) Range: (0, 1)\n2) Not zero centered", "sigmoid") == "sigmoid ranges (0, 1); sigmoid: not zero-centred"
    )
    assert read("3) Zero centered → makes descent straighter", "tanh") == "tanh: zero-centred"


def test_code_is_not_prose() -> None:
    assert match(block("tanh is odd", BlockKind.CODE), scope()) == []


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The sigmoid is computationally expensive.", "measures"),
        ("ReLU converges faster than tanh.", "trains"),
        ("Leaky ReLU works better than ReLU.", "better"),
        ("Up to 50% of the neurons may die.", "units die"),
        ("ReLU is the most widely used activation.", "used"),
    ],
)
def test_what_no_verdict_holds_for_is_listed_with_its_reason(sentence: str, reason: str) -> None:
    ((passage, said),) = unjudged(block(sentence), scope())
    assert reason in said
    assert passage.text in sentence


WORDS = st.sampled_from(
    [
        *("tanh", "sigmoid", "ReLU", "it", "its", "the", "which", "is", "not", "never", "and", "or", "neither", "nor"),
        *(
            "output",
            "derivative",
            "range",
            "maximum",
            "of",
            "in",
            "between",
            "from",
            "to",
            "0",
            "1",
            "-1",
            "(0, 1)",
            "∞",
        ),
        *(
            "zero-centred",
            "saturates",
            "differentiable",
            "bounded",
            "for",
            "x > 0",
            "large",
            "negative",
            "inputs",
            "at",
        ),
        *(
            ",",
            ".",
            ";",
            ":",
            "→",
            "(",
            ")",
            "[",
            "]",
            "$x$",
            "$f'(x)$",
            "$\\frac{1}{$",
            "`np.random.randn(3)`",
            "'s",
            "?",
        ),
        *(
            "once",
            "a",
            "dead",
            "neuron",
            "stays",
            "equal",
            "weights",
            "stay",
            "if",
            "all",
            "\n",
            "-",
            "½",
            "±",
            "x",
            "|",
        ),
    ]
)


@given(st.lists(WORDS, max_size=25), st.sampled_from(["", "tanh", "elu"]), st.sampled_from(list(BlockKind)))
def test_no_soup_of_words_breaks_it(words: list[str], subject: str, kind: BlockKind) -> None:
    soup = block(" ".join(words), kind)
    for statement in match(soup, scope(subject)):
        assert 0 <= statement.passage.start < statement.passage.end
    unjudged(soup, scope(subject))


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    match(Block(BlockKind.PARAGRAPH, (Piece(PieceKind.TEXT, text, range(len(text) + 1)),)), scope("tanh"))
