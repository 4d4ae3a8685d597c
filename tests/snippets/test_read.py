import ast
import itertools
from typing import Any

import pytest
import sympy as sp

from backproof.activations import TANH, X
from backproof.documents.model import Block, BlockKind, Piece, PieceKind
from backproof.reading.known import Function
from backproof.reading.scope import Scope
from backproof.reading.statements import (
    FAN_IN,
    FAN_OUT,
    CodeDoes,
    ConstantIs,
    Defines,
    DerivativeIs,
    InitialisesWith,
    ValueAt,
)
from backproof.snippets import Table, distribution, read
from backproof.snippets.parameters import candidates
from tests.snippets import examples as ex

_VARIANCES = {
    "he": [2 / FAN_IN, 2 / FAN_OUT],
    "xavier": [1 / FAN_IN, 2 / (FAN_IN + FAN_OUT)],
    "lecun": [1 / FAN_IN],
}


def lint(
    code: str, words: str = "", topic: str = "", language: str = "python", table: Table | None = None
) -> list[Any]:
    block = Block(BlockKind.CODE, (Piece(PieceKind.CODE, code, range(len(code) + 1)),), language=language)
    return read(block, Scope(topic=topic), words, table=table)


def same(one: Any, other: Any) -> bool:
    """Whether two formulas have the same values away from kinks, whatever the parameters."""
    free = sorted((one.free_symbols | other.free_symbols) - {X}, key=str)
    for point, value in itertools.product((-9, -4, -1, 2, 5, 11), (sp.Rational(1, 5), sp.Rational(7, 4))):
        at = {X: sp.Rational(point, 7), **{s: value + i for i, s in enumerate(free)}}
        if abs(sp.N((one - other).xreplace(at), 30)) > 1e-15:
            return False
    return True


def is_true(inner: Any) -> bool:
    match inner:
        case Defines(function=Function() as function):
            return any(same(inner.printed, d) for d in candidates(function, inner.printed))
        case DerivativeIs():
            return same(inner.printed, sp.diff(inner.of, X, inner.order))
        case InitialisesWith():
            variance = inner.spread**2 / (3 if inner.quantity == "limit" else 1)
            return any(sp.simplify(variance - v) == 0 for v in _VARIANCES[inner.scheme])
        case ValueAt() | ConstantIs():
            true = inner.true if isinstance(inner, ConstantIs) else inner.of.xreplace({X: inner.at})
            said = sp.Rational(inner.digits if isinstance(inner, ConstantIs) else inner.printed)
            return bool(abs(sp.N(said - true, 30)) < sp.Rational(1, 10 ** len(inner.digits.partition(".")[2])))
    raise AssertionError(inner)


def what(statement: Any) -> str:
    assert isinstance(statement, CodeDoes)
    inner = statement.inner
    if inner is None:
        return f"slip:{statement.slip}"
    about = inner.scheme if isinstance(inner, InitialisesWith) else getattr(inner.function, "name", "")
    return f"{inner.kind}:{about}:{statement.slip or ('right' if is_true(inner) else 'wrong')}"


ALL = [*ex.DEFINITIONS, *ex.DERIVATIVES, *ex.WEIGHTS, *ex.SLIPS, *ex.VALUES, *ex.CLASSES]


@pytest.mark.parametrize(("code", "says"), ALL)
def test_a_snippet_says_what_it_computes(code: str, says: list[str]) -> None:
    assert [what(s) for s in lint(code)] == says


@pytest.mark.parametrize("code", ex.NOTHING)
def test_code_without_one_meaning_says_nothing(code: str) -> None:
    assert lint(code) == []


@pytest.mark.parametrize("code", [code for code, _ in ALL])
def test_a_passage_is_the_text_at_its_place_and_reads_again_as_itself(code: str) -> None:
    for statement in lint(code):
        passage = statement.passage
        assert code[passage.start : passage.end] == passage.text
        if statement.inner is not None:
            assert statement.inner.passage == passage
            assert statement.again(passage.text) == statement
            assert statement.inner.again(passage.text) == statement.inner
        assert statement.says or not statement.slip


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("def sigmoid(x):\n    return 1 / (1 + np.exp(x))", "exp(x)", "exp(-x)"),
        ("def sigmoid(x):\n    return 1 / (1 + np.exp(-x)) ^ 1", "^", "**"),
        ("def tanh_derivative(x):\n    return 1 - np.tanh(x)^2", "^", "**"),
        ("# He\nW = np.random.randn(n_in, n_out) * np.sqrt(1 / n_in)", "1 /", "2 /"),
        ("# Xavier\nW = np.random.rand(n_in, n_out) * np.sqrt(1 / n_in)", "rand(", "randn("),
        ("def he(n_in, n_out):\n    s = np.sqrt(6 / n_in)\n    return np.random.randn(n_in, n_out) * s", "6", "2"),
        ("def relu_derivative(x):\n    x[x <= 0] = 1\n    x[x > 0] = 1\n    return x", "= 1", "= 0"),
        (">>> relu(-2)\n2", "2", "0"),
        ("relu(x) = min(0, x)", "min", "max"),
    ],
)
def test_a_changed_passage_reads_as_the_corrected_statement(code: str, old: str, new: str) -> None:
    (wrong,) = lint(code)
    right = wrong.again(wrong.passage.text.replace(old, new, 1))
    assert right is not None
    assert not right.slip
    assert is_true(right.inner)
    assert right.passage.start == wrong.passage.start


@pytest.mark.parametrize("broken", ["", "1 +", ")", "x\x00", "import os", "'''"])
def test_a_passage_that_is_no_code_any_more_reads_as_nothing(broken: str) -> None:
    (statement,) = lint("def sigmoid(x):\n    return 1 / (1 + np.exp(x))")
    assert statement.again(broken) is None


def test_functions_defined_in_an_earlier_block_are_known() -> None:
    table = Table()
    lint(ex.SIGMOID.replace("sigmoid", "g"), table=table)
    (statement,) = lint("def sigmoid_prime(x):\n    return g(x) * (1 - g(x))", table=table)
    assert what(statement) == "derivative:sigmoid:right"


def test_a_name_that_the_document_gives_another_meaning_loses_the_usual_one() -> None:
    assert lint("def exp(x):\n    return fancy(x)\ndef sigmoid(x):\n    return 1 / (1 + exp(-x))") == []
    assert lint("from mine import exp\ndef sigmoid(x):\n    return 1 / (1 + exp(-x))") == []
    assert len(lint("from numpy import exp\ndef sigmoid(x):\n    return 1 / (1 + exp(-x))")) == 1


def test_a_derivative_of_a_wrong_definition_keeps_both() -> None:
    code = "def tanh(x):\n    return 2 / (1 + np.exp(-x)) - 1\ndef dtanh(x):\n    return (1 - tanh(x) ** 2) / 2"
    _, derivative = lint(code)
    assert derivative.inner.as_printed is not None
    assert derivative.inner.of == TANH.definition


def test_the_topic_and_the_prose_name_a_scheme() -> None:
    code = "W_2 = np.random.randn(num_in, num_out) / sqrt(num_in/2)"
    assert [what(s) for s in lint(code, topic="he", language="")] == ["init:he:right"]
    assert [what(s) for s in lint(code, words="the kaiming initialisation is", language="text")] == ["init:he:right"]
    assert lint(code, words="compare xavier and kaiming") == []
    assert lint(code, words="glorot and bengio found another one") == []


def test_prose_on_a_normal_distribution_tells_rand_from_randn() -> None:
    assert [what(s) for s in lint("W = np.random.rand(3, 4)", words="draw from a normal distribution:")] == [
        "slip:uniform-for-normal"
    ]
    assert lint("W = np.random.rand(3, 4)", words="uniform instead of a normal distribution:") == []


def test_one_size_of_unknown_side_is_said_to_be_one() -> None:
    (statement,) = lint("# He\nW = np.random.randn(m, n) * np.sqrt(2 / n)")
    assert statement.inner.one_fan
    (statement,) = lint("# He\nW = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)")
    assert not statement.inner.one_fan


def test_other_languages_are_not_read() -> None:
    assert lint("sigmoid(x) = 1 / (1 + exp(x))", language="julia") == []
    assert lint("y = x^2.0", language="") == []


def test_code_in_prose_is_read_where_it_stands() -> None:
    text, code = "Xavier draws ", "np.random.randn(n_in, n_out) * np.sqrt(3 / n_in)"
    pieces = (
        Piece(PieceKind.TEXT, text, range(len(text) + 1)),
        Piece(PieceKind.CODE, code, range(100, 101 + len(code))),
    )
    found: list[Any] = list(read(Block(BlockKind.PARAGRAPH, pieces), Scope(topic="xavier")))
    (statement,) = found
    assert (statement.passage.start, statement.passage.text) == (100, code)
    assert statement.again(code).passage.start == 100


def test_bytes_and_characters_are_told_apart() -> None:
    code = "größe = 'ä'; relu = lambda z: np.minimum(0, z)"
    (statement,) = lint(code)
    assert statement.passage.text == "np.minimum(0, z)"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("np.random.rand(250, 250) * 0.01", ("uniform", sp.Rational(1, 100), 0)),
        ("np.random. randn (250, 250) * 0.01", ("normal", sp.Rational(1, 100), 0)),
        ("2*np.random.rand(3, 3)-1", ("uniform", 2, -1)),
        ("W = torch.rand(3)", ("uniform", 1, 0)),
        ("np.random.random((2, 2)) / 4", ("uniform", sp.Rational(1, 4), 0)),
        ("np.random.uniform(-1, 1, size=3)", ("uniform", 2, -1)),
        ("np.random.default_rng(0).normal(1, 2)", ("normal", 2, 1)),
        ("tf.random.truncated_normal((2, 2), stddev=0.1)", ("truncated", sp.Rational(1, 10), 0)),
        ("np.random.randint(3)", None),
        ("np.random.rand(3) * np.random.rand(3)", None),
        ("np.random.random[(500, 500) * 0.01]", None),
        ("some words", None),
        ("", None),
    ],
)
def test_the_distribution_of_one_expression(code: str, expected: object) -> None:
    assert distribution(code) == expected


def test_there_are_enough_examples() -> None:
    assert len(ALL) + len(ex.NOTHING) >= 200 - 15
    assert all(len(list(g)) == 1 for _, g in itertools.groupby(sorted(c for c, _ in ALL)))
    assert ast.parse(ex.SIGMOID)
