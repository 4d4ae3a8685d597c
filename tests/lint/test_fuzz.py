"""Lint takes any text: nothing is raised, the time is bounded, and the output is of its schema.

``BACKPROOF_FUZZ=5000`` tries so many examples of each kind, other ones each time.
"""

import json
import os
import time
from functools import cache
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backproof.lint.check import check
from backproof.lint.finding import INTERNAL, Lint
from backproof.render.lint_json import to_json

CORPUS = Path(__file__).parents[1] / "corpus"
MORE = int(os.environ.get("BACKPROOF_FUZZ", "0"))
SECONDS = 60.0
FUZZ = settings(
    max_examples=MORE or 50,
    derandomize=not MORE,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

ATOMS = st.sampled_from(
    (
        "x",
        "z",
        "u",
        "0",
        "1",
        "2",
        "0.01",
        "1e-3",
        "σ",
        "φ",
        "∞",
        "½",
        "x²",
        "fan_in",
        r"\alpha",
        r"\lambda",
        r"\pi",
        r"\infty",
        "e",
        "n_{in}",
        "w_{12}",
        "a^{(l)}",
        r"\hat{y}",
        r"\text{ReLU}",
    )
)
FORMULAS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", " ", r"\cdot ", "/", "^", "_", ","]), inner).map("".join),
        st.tuples(st.sampled_from([r"\frac", r"\sqrt[2]", r"\binom"]), inner, inner).map(
            lambda parts: f"{parts[0]}{{{parts[1]}}}{{{parts[2]}}}"
        ),
        st.tuples(st.sampled_from(["exp", r"\tanh", r"\sigma", "f", "f'", r"\max", "relu", r"\ln", "sin"]), inner).map(
            lambda parts: f"{parts[0]}({parts[1]})"
        ),
        inner.map(lambda i: f"e^{{-{i}}}"),
        inner.map(lambda i: rf"\frac{{d}}{{dx}} {i}"),
        inner.map(lambda i: rf"\sum_{{i=1}}^n {i}"),
        st.tuples(inner, inner).map(
            lambda parts: rf"\begin{{cases}} {parts[0]} & x > 0 \\ {parts[1]} & x \leq 0 \end{{cases}}"
        ),
        st.tuples(inner, inner).map(lambda parts: f"[{parts[0]}, {parts[1]})"),
    ),
    max_leaves=6,
)
HEADS = st.sampled_from(
    (
        r"\sigma(x)",
        "f(x)",
        "f'(x)",
        r"\tanh'(x)",
        r"\text{ELU}(x)",
        r"\frac{d\sigma}{dx}",
        r"\lim_{x \to \infty} f(x)",
        r"\sigma(0)",
        r"\mathrm{Var}(w)",
        r"\max f",
        r"\frac{\partial L}{\partial w}",
        "W",
        "x",
        r"\lambda",
    )
)
RELATIONS = st.tuples(HEADS, st.sampled_from(["=", r"\approx", r"\leq", r"\in", r"\to", r"\sim", ":=", "<"]), FORMULAS)
CLAIMS = st.one_of(FORMULAS, RELATIONS.map(" ".join))
SUBJECTS = st.sampled_from(["The sigmoid", "ReLU", "It", "Its derivative", "The output of tanh", "He initialisation"])
VERBS = st.sampled_from(
    ["is", "is not", "maps to", "lies between 0 and", "is always", "has a maximum of", "suffers from"]
)
ENDS = st.sampled_from(
    ["1", "zero-centred", "bounded.", "differentiable at 0", "dead neurons", "non-zero for $x > 0$?"]
)
BLOCKS = st.one_of(
    st.tuples(SUBJECTS, VERBS, ENDS).map(" ".join),
    CLAIMS.map(lambda c: f"We have ${c}$."),
    CLAIMS.map(lambda c: f"$$\n{c}\n$$"),
    CLAIMS.map(lambda c: f"- {c}"),
    st.tuples(st.sampled_from(["Sigmoid", "ELU", "Xavier", "Backpropagation"]), st.integers(1, 6)).map(
        lambda parts: f"{'#' * parts[1]} {parts[0]}"
    ),
    st.tuples(CLAIMS, CLAIMS).map(lambda c: f"| f | f'(x) | f(0) |\n|---|---|---|\n| tanh | ${c[0]}$ | {c[1]} |"),
    FORMULAS.map(lambda f: f"```python\ndef sigmoid(x):\n    return {f}\n```"),
    st.text(max_size=40),
)
LECTURES = st.lists(BLOCKS, min_size=1, max_size=6).map("\n\n".join)


@cache
def schema() -> jsonschema.Draft202012Validator:
    text = files("backproof").joinpath("schemas/lint.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def lint(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    start = time.process_time()
    found = check(str(file), "")
    assert time.process_time() - start < SECONDS
    broken = [p.message for p in found.problems if p.code == INTERNAL]
    assert not broken
    schema().validate(json.loads(to_json(Lint(files=(str(file),), findings=found.findings, problems=found.problems))))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@FUZZ
@given(text=LECTURES, suffix=st.sampled_from([".md", ".txt", ".tex", ".rst"]))
def test_made_up_lectures_are_judged(folder: Path, text: str, suffix: str) -> None:
    lint(folder / f"a{suffix}", text.encode(errors="surrogatepass"))


@cache
def documents() -> tuple[tuple[str, bytes], ...]:
    kinds = {".md", ".txt", ".tex", ".rst", ".ipynb", ".qmd"}
    found = sorted(p for p in CORPUS.rglob("*") if p.suffix in kinds and p.parent != CORPUS)
    return tuple((p.suffix, p.read_bytes()) for p in found)


PIECES = st.one_of(
    st.sampled_from(
        [b"$", b"\\", b"{", b"}", b"(", b")", b"`", b"|", b"\n", b"\n\n", b"^", b"_", b"=", b"<", b"\0", b'"']
    ),
    st.sampled_from(
        [b"\\frac", b"\\begin{cases}", b"\\end{cases}", b"$$", b"```", b"<!--", b"\xff", b"\xe2\x88", b"0", b"-"]
    ),
    st.binary(max_size=4),
)


@FUZZ
@given(data=st.data())
def test_documents_with_bytes_changed_are_judged(folder: Path, data: st.DataObject) -> None:
    suffix, source = documents()[data.draw(st.integers(0, len(documents()) - 1))]
    start = data.draw(st.integers(0, len(source)))
    source = source[start : start + data.draw(st.integers(1, 600))]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(source)))
        source = source[:at] + data.draw(PIECES) + source[at + data.draw(st.integers(0, 8)) :]
    lint(folder / f"b{suffix}", source)
