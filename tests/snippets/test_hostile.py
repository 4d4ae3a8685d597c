import builtins
import string
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backproof.documents.model import Block, BlockKind, Piece, PieceKind
from backproof.reading.scope import Scope
from backproof.snippets import distribution, read
from backproof.snippets.clean import LONGEST, clean
from tests.snippets.examples import DEFINITIONS, DERIVATIVES, NOTHING, SLIPS, VALUES, WEIGHTS

SNIPPETS = [*(code for code, _ in [*DEFINITIONS, *DERIVATIVES, *WEIGHTS, *SLIPS, *VALUES]), *NOTHING]
TOKENS = [
    "(",
    ")",
    "[",
    "]",
    "**",
    "^",
    "//",
    "-",
    "0",
    "1e999",
    "9" * 5000,
    "np.",
    "x",
    "\n",
    "    ",
    "def ",
    "if ",
    "#",
]


def lint(code: str, language: str = "python") -> list[Any]:
    block = Block(BlockKind.CODE, (Piece(PieceKind.CODE, code, range(len(code) + 1)),), language=language)
    return read(block, Scope(), "he initialisation")


def survives(code: str) -> None:
    for statement in lint(code):
        passage = statement.passage
        assert code[passage.start : passage.end] == passage.text
    distribution(code)


@st.composite
def mutated(draw: Any) -> str:
    code: str = draw(st.sampled_from(SNIPPETS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(code)))
        cut = draw(st.integers(0, 5))
        code = code[:at] + draw(st.sampled_from([*TOKENS, ""])) + code[at + cut :]
    return code


@given(st.text(max_size=300))
@example("\x00")
@example("\ud800")
@example("\x0c\r\x85\u2028x = 1")
@settings(deadline=None)
def test_any_text_is_read_without_an_error(code: str) -> None:
    survives(code)
    survives(f"def relu(x):\n    return {code}")


@given(st.text(string.ascii_lowercase + " \n()[]=:.,*+-/^%#>'\"0123456789", max_size=200))
@settings(deadline=None)
def test_text_like_code_is_read_without_an_error(code: str) -> None:
    survives(code)


@given(mutated())
@settings(deadline=None, max_examples=300)
def test_a_damaged_snippet_is_read_without_an_error(code: str) -> None:
    survives(code)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_cleaning_keeps_every_character_at_its_place(text: str) -> None:
    code, _ = clean(text)
    assert len(code.places) == len(code.text) + 1
    assert all(text[p] == c or c == "\n" for p, c in zip(code.places, code.text, strict=False))


def test_nothing_is_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("executed")

    trace = tmp_path / "trace"
    code = (
        f"import os\nopen({str(trace)!r}, 'w').write('x')\nos.system('touch {trace}')\n"
        f"sigmoid = (lambda x: __import__('os').system('touch {trace}'))(1)\n"
        f"def relu(x=open({str(trace)!r}, 'w')):\n    return max(0, x)\n"
        f"relu(eval(\"open({str(trace)!r}, 'w')\"))  # 0\n"
        f"!touch {trace}\n%run {trace}\n"
    )
    with monkeypatch.context() as patch:
        for name in ("eval", "exec"):
            patch.setattr(builtins, name, refused)
        lint(code)
    assert not trace.exists()


DEEP = 30_000
HOSTILE = {
    "brackets": "(" * DEEP + ")" * DEEP,
    "brackets below the limit of length": "x = " + "(" * 9000 + "1" + ")" * 9000,
    "minuses": "relu = lambda x: " + "-" * 15000 + "x",
    "sums": "relu = lambda x: " + "x+" * 9000 + "x",
    "powers of powers": "relu = lambda x: " + "9**" * 60 + "9",
    "power of x": "relu = lambda x: x**99999999",
    "powers again and again": "def relu(x):\n" + "    x = x * x\n" * 200 + "    return x",
    "exponentials of exponentials": "def relu(x):\n" + "    x = np.exp(x)\n" * 60 + "    return x",
    "exponential of a number": "relu = lambda x: max(x, np.exp(np.exp(np.exp(np.exp(99)))))",
    "doubling": "def relu(x):\n" + "    x = (x + 1) * (x + 2) * np.exp(x)\n" * 60 + "    return x",
    "branches": "def relu(x):\n" + "".join(f"    if x > {i}:\n        x = x + 1\n" for i in range(60)) + "    return x",
    "long number": "relu = lambda x: x * " + "9" * 15000,
    "long number in hexadecimal": "relu = lambda x: x * 0x" + "f" * 15000,
    "wide number": "relu = lambda x: x * 1e308 * 1e-308 * 5e-324",
    "calls of calls": "".join(
        f"def f{i}(x):\n    return f{i - 1}(f{i - 1}(x)) + x * x\n" if i else "def f0(x):\n    return np.exp(x)\n"
        for i in range(40)
    ),
    "attributes": "relu = lambda x: x" + ".a" * 9000,
    "calls": "relu = lambda x: x" + "()" * 9000,
    "lambdas": "relu = " + "lambda x: " * 1900 + "x",
    "else": "relu = lambda x: " + "x if x else " * 1500 + "x",
    "indentation": "\n".join(" " * i + "if x:" for i in range(150)) + "\n" + " " * 150 + "pass",
    "comparisons": "relu = lambda x: " + "x < " * 4000 + "x",
    "maxima": "relu = lambda x: " + "max(x," * 80 + "x" + ")" * 80,
    "too long": "relu = lambda x: x  #" + "a" * LONGEST,
    "prompts": ">>> " * 4000,
    "brackets of precedence": "sigmoid = lambda x: " + "1 / x + " * 200 + "1",
    "equations": "relu(" + "x," * 5000 + "x) = 1",
    "gains": "# He\nW = np.random.randn(n, m)" + " * np.sqrt(2 / n)" * 500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_is_let_go_soon(name: str) -> None:
    begin = time.process_time()
    survives(HOSTILE[name])
    assert time.process_time() - begin < 10  # seconds: a limit of effort, not a timing


def test_a_long_snippet_says_nothing() -> None:
    assert lint("relu = lambda x: min(0, x)  #" + "a" * LONGEST) == []
