import contextlib
import dataclasses
import importlib.util
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from backproof.formulas import Unreadable, parse, tokens, tree
from backproof.formulas.parser import LONGEST


def _beside(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"formulas_{name}", Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


show = _beside("printing").show
table = _beside("table")


def nodes(node: tree.Node) -> Iterator[tree.Node]:
    yield node
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            for inner in part if isinstance(part, tuple) else (part,):
                if isinstance(inner, tree.Node):
                    yield from nodes(inner)


@pytest.mark.parametrize(("text", "expected"), table.READ, ids=[text for text, _ in table.READ])
def test_what_teachers_write_becomes_the_tree_that_they_mean(text: str, expected: str) -> None:
    assert show(parse(text)) == expected


def test_many_notations_are_read() -> None:
    assert len(table.READ) > 200


@pytest.mark.parametrize(("text", "reason", "at"), table.REFUSED, ids=[text for text, _, _ in table.REFUSED])
def test_what_has_no_single_meaning_is_refused_with_its_place(text: str, reason: str, at: int) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert (refused.value.reason, refused.value.at) == (reason, at)


@pytest.mark.parametrize("text", [text for text, _ in table.READ])
def test_every_node_lies_inside_of_the_one_above(text: str) -> None:
    whole = parse(text)
    assert 0 <= whole.start <= whole.end <= len(text)
    for node in nodes(whole):
        assert all(node.start <= inner.start <= inner.end <= node.end for inner in nodes(node))


@pytest.mark.parametrize(
    ("text", "kind", "slices"),
    [
        (r"\sigma(x) = \frac{1}{1+e^{-x}}", tree.Quotient, [r"\frac{1}{1+e^{-x}}"]),
        (r"\sigma(x) = \frac{1}{1+e^{-x}}", tree.Power, ["e^{-x}"]),
        (r"a + \text{ReLU}(x)", tree.Symbol, ["a", r"\text{ReLU}", "x"]),
        ("x² + y₁", tree.Number, ["²"]),
        ("x² + y₁", tree.Symbol, ["x", "y₁"]),
        (r"f'(x)=\begin{cases}1 & x>0\\0 & x<0\end{cases}", tree.Branch, ["1 & x>0", "0 & x<0"]),
        (r"\frac{dy}{dx} = 2", tree.Derivative, [r"\frac{dy}{dx}"]),
        (r"\sqrt{2/n}", tree.Root, [r"\sqrt{2/n}"]),
        (r"|x| + \left(y\right)", tree.Group, ["|x|", r"\left(y\right)"]),
    ],
)
def test_nodes_know_their_slice_of_the_text(text: str, kind: type[tree.Node], slices: list[str]) -> None:
    assert [text[node.start : node.end] for node in nodes(parse(text)) if isinstance(node, kind)] == slices


def test_tokens_can_be_replaced_in_the_authors_text() -> None:
    text = r"\lambda e^x - \lambda \; \max(0, x)"
    found = [(token.text, text[token.start : token.end]) for token in tokens(text)]
    assert found[:3] == [("lambda", r"\lambda"), ("e", "e"), ("^", "^")]
    assert [slice_ for name, slice_ in found if name == "max"] == [r"\max"]
    first = tokens(text)[0]
    changed = text[: first.start] + r"\alpha" + text[first.end :]
    assert show(parse(changed)) == "[+<alpha e^x> -<lambda @max (0, x)>]"


def test_macros_are_expanded_with_their_arguments_at_the_place_of_the_call() -> None:
    macros = {"act": (1, r"\sigma\left(#1\right)"), "R": (0, r"\mathbb{R}"), "relu": (0, r"\operatorname{ReLU}")}
    text = r"\act{x} \in \R"
    node = parse(text, macros)
    assert show(node) == "{<sigma (x)> in blackboard:R}"
    assert [text[part.start : part.end] for part in nodes(node) if isinstance(part, tree.Group)] == [r"\act{x}"]
    assert show(parse(r"\relu x", macros)) == "<@ReLU x>"
    assert show(parse(r"\s x", {r"\s": (0, r"\sigma")})) == "<sigma x>"


@pytest.mark.parametrize(
    "macros",
    [
        {"a": (0, r"\a")},
        {"a": (0, r"\b\b"), "b": (0, r"\a\a")},
        {"a": (0, "x" * 15_000 + r"\b"), "b": (0, "y" * 15_000)},
        {"a": (2, "#1#2")},
    ],
)
def test_macros_that_do_not_end_are_refused_at_their_call(macros: dict[str, tuple[int, str]]) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(r"x + \a", macros)
    assert refused.value.at == 4


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("(", ")"), ("{", "}"), (r"\frac{1}{", "}"), ("e^{", "}"), (r"\sqrt{", "}"), (r"\left[", r"\right]"), ("-", ""),
        (r"\mathbf{", "}"), (r"\text{$", "$}"), (r"\hat{", "}"), (r"\begin{cases} x & x > ", r"\end{cases}"),
        ("2*-", ""),
        (r"\underbrace{", "}_{a}"), (r"\nabla ", ""), (r"\sum ", ""), (r"\frac{d}{dx}", ""), ("a^", ""), ("|(", ")|"),
        ("d(", ")"), (r"\boxed{", "}"), ("x_{", "}"), (r"\max_{", "}"), ("1/-", ""), ("(x if x > ", " else 0)"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [3, 61, 900])
def test_deep_nesting_is_refused_and_never_exhausts_the_interpreter(opening: str, closing: str, times: int) -> None:
    text = (opening * times + "x" + closing * times)[:LONGEST]
    limit = sys.getrecursionlimit()
    with contextlib.suppress(Unreadable):
        parse(text)
    assert sys.getrecursionlimit() == limit


def test_a_caller_deep_in_the_stack_gets_an_answer() -> None:
    def descend(levels: int) -> None:
        if levels:
            descend(levels - 1)
        else:
            parse("(" * 55 + "x" + ")" * 55)

    with pytest.raises(Unreadable, match="nested"):
        descend(sys.getrecursionlimit() - 400)


def test_long_texts_are_refused() -> None:
    with pytest.raises(Unreadable, match="4000 characters"):
        parse("x+" * 2001)
    assert isinstance(parse("x+" * 1900 + "x"), tree.Sum)


def test_long_formulas_take_no_long_time() -> None:
    before = time.perf_counter()
    for text in ("d" * 3999, "|x" * 1999, "x|" * 1999, "d(" * 1999, r"\text{(a b" * 399, "a," * 1999, "a if " * 799):
        with pytest.raises(Unreadable):
            parse(text + "#")
        with contextlib.suppress(Unreadable):
            parse(text)
    assert time.perf_counter() - before < 10
