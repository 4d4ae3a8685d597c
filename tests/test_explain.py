"""The expression language and the command ``explain``: what it reads, what it refuses, what it shows."""

import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import mpmath
import pytest
import sympy as sp

from backproof import cli
from backproof.activations import ACTIVATIONS, ELU, GELU, SILU, X
from backproof.errors import BackproofError
from backproof.explain import activation_named, asked_for, explain, kinks
from backproof.expression import DEEPEST, LONGEST, parse
from backproof.paper import decide
from backproof.render.plot_text import text_plot
from backproof.tokens import ExpressionError

ALPHA = ELU.parameters[0].symbol
A = sp.Symbol("a", real=True)


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("x*tanh(log(1+exp(x)))", X * sp.tanh(sp.log(1 + sp.exp(X)))),
        ("-x^2", -(X**2)),
        ("2^3^2*x", 512 * X),
        ("x**-2", X**-2),
        ("- -x", X),
        ("1.5e-1*x", sp.Rational(3, 20) * X),
        ("x/2/3", X / 6),
        ("x-1-2", X - 3),
        ("2^x", sp.exp(X * sp.log(2))),
        ("e^(-x)", sp.exp(-X)),
        ("ln(pi) + x", sp.log(sp.pi) + X),
        ("max(0, x, a)", sp.Max(0, X, A)),
        ("where(x >= 0, x, a*x)", sp.Piecewise((X, X >= 0), (A * X, True))),
        ("elu(x) + alpha", ELU.definition + ALPHA),
        ("elu(x, 2)", ELU.definition.subs(ALPHA, 2)),
        ("leaky_relu(x)", ACTIVATIONS[4].definition),
        ("Gaussian_Error_Linear_Unit(2*x)", GELU.definition.subs(X, 2 * X)),
        ("((((x))))", X),
        ("sqrt(abs(x))*sign(x)*heaviside(x)", sp.sqrt(sp.Abs(X)) * sp.sign(X) * sp.Heaviside(X)),
    ],
)
def test_what_is_read(text: str, formula: sp.Expr) -> None:
    assert parse(text) == formula


def test_a_parameter_is_positive_on_request() -> None:
    assert parse("c*x", positive=["c"]) == sp.Symbol("c", positive=True) * X


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_every_activation_is_a_function_by_each_of_its_names(activation: object) -> None:
    for name in (activation.name, *activation.aliases):  # type: ignore[attr-defined]
        read = parse(f"{re.sub(r'[- ]', '_', name)}(x)")
        assert decide(read, activation.definition, X).equal  # type: ignore[attr-defined]
        assert activation_named(name) is activation


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 0, "expected"),
        ("x x", 2, "expected"),
        ("(x", 2, "'\\)' was expected"),
        ("x)", 1, "expected"),
        ("3x", 0, "write \\*"),
        ("1.2.3", 0, "one point"),
        ("x²", 1, "means nothing"),
        ("x + foo(x)", 4, "no function 'foo'"),
        ("sigmoid + 1", 0, "needs an argument"),
        ("exp(x, 2)", 0, "takes 1 argument"),
        ("elu(x, 1, 2)", 0, "takes 1 to 2"),
        ("where(x, 1, 2)", 6, "comparison"),
        ("(x > 0) + 1", 0, "comparison"),
        ("x^a", 1, "positive number"),
        ("1/0", 1, "division by zero"),
        ("1/(x-x)", 1, "division by zero"),
        ("log(0)", 0, "logarithm of zero"),
        ("sqrt(-1)", 0, "no real value"),
        ("(-8)^(1/3)", 4, "root of a negative"),
        ("__import__('os').system('true')", 11, "means nothing"),
        ("x.__class__", 1, "means nothing"),
        ("lambda: x", 6, "means nothing"),
        ("x; y", 1, "means nothing"),
        ("[x]", 0, "means nothing"),
    ],
)
def test_what_is_refused_says_where_and_why(text: str, position: int, says: str) -> None:
    with pytest.raises(ExpressionError, match=says) as refused:
        parse(text)
    assert refused.value.position == position
    assert str(refused.value).splitlines()[-1].index("^") >= 2


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "x" + ")" * 10_000,
        "(" * (DEEPEST + 1) + "x" + ")" * (DEEPEST + 1),
        "exp(" * (DEEPEST + 1) + "x" + ")" * (DEEPEST + 1),
        "2^" * (DEEPEST + 1) + "x",
        "x" + "+x" * LONGEST,
        "x^500",
        "((x^14)^14)^14",
        "9^9^9^9",
        "(10^200)^200",
        "1e999^200",
        "exp(exp(exp(exp(exp(100)))))*x",
        "max(exp(exp(exp(exp(100)))), x)",
        "where(exp(exp(exp(exp(10)))) > 3, x, 1)",
        "sign(1 - exp(-exp(exp(exp(3)))))*x",
        "erf(exp(100000))",
    ],
    ids=lambda text: text[:24],
)
def test_what_is_too_large_is_refused_at_once(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize("seed", range(60))
def test_random_text_is_read_or_refused_and_never_breaks(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - nothing here is secret
    pieces = ["x", "a", "2", "1.5", "(", ")", "+", "-", "*", "/", "^", "exp(", "max(", ",", "<", "where(", "relu(", "$"]
    text = "".join(draw.choice(pieces) for _ in range(draw.randrange(1, 25)))
    position = 0
    try:
        assert isinstance(parse(text), sp.Expr)
    except ExpressionError as refused:
        position = refused.position
    assert 0 <= position <= len(text)


# The alarm may strike inside a destructor, where Python can only print it; the next second's alarm then ends the work.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_deep_but_allowed_nesting_is_explained_in_bounded_time() -> None:
    nested = parse("exp(" * 60 + "x" + ")" * 60)
    found = explain(nested, "a tower", seconds=2)
    assert not found.row.decided


def test_a_curve_holds_the_values_of_the_function() -> None:
    found = explain(parse("x*sigmoid(x)"), "SiLU")
    for curve, known in zip(found.curves, (lambda v: v / (1 + mpmath.exp(-v)), None), strict=True):
        if known is not None:
            for x, y in zip(found.x, curve.y, strict=True):
                assert y == pytest.approx(float(known(mpmath.mpf(x))), rel=2**-45, abs=2**-60)


def test_kinks_are_told_with_their_conditions() -> None:
    said = {k.condition: k.says for k in kinks(ELU.definition)}
    assert said.keys() == {"alpha < 1", "alpha = 1", "alpha > 1"}
    assert "[alpha, 1]" in said["alpha < 1"]
    assert "1 times continuously differentiable" in said["alpha = 1"]


def test_a_text_plot_has_its_size_and_its_numbers() -> None:
    drawn = text_plot([0.0, 1.0, 2.0], [-1.0, 0.0, 1.0], width=60, height=8).splitlines()
    assert len(drawn) == 10
    assert max(map(len, drawn)) <= 60
    assert drawn[0].split()[0] == "1"
    assert drawn[7].split()[0] == "−1"


@pytest.mark.parametrize("y", [[None, None], [float("inf"), 1.0], [2.0, 2.0]])
def test_a_text_plot_bears_gaps_and_flat_curves(y: list[float | None]) -> None:
    assert text_plot([0.0, 1.0], y)


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        cli.main(["explain", *arguments])
    shown = capsys.readouterr()
    return int(left.value.code or 0), shown.out, shown.err


def test_explain_shows_definition_derivative_properties_and_drawing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    figure = tmp_path / "mish.svg"
    status, out, _ = _run(capsys, "x*tanh(log(1+exp(x)))", "-o", str(figure))
    assert status == 0
    for part in ("Definition", "Product rule", "[-0.3088434130..., inf)", "1.0884981612...", "f′(x)", "⠤"):
        assert part in out
    assert max(map(len, out.splitlines())) <= 80
    assert ET.parse(figure).getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own
    assert "var(" not in figure.read_text()


def test_explain_knows_activations_and_their_aliases(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _run(capsys, "leaky rectifier")
    assert status == 0
    assert out.startswith("Leaky ReLU\n")
    assert "[0, inf) if a <= 0" in out
    assert "with a = 0.01" in out


def test_explain_tells_a_claim(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _run(capsys, "elu.differentiable")
    assert status == 0
    assert "paper: conditional" in out
    assert "true if: alpha = 1" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["x +"], "at character 4"),
        (["sigmoid.derivatve"], "did you mean sigmoid.derivative"),
        (["sigmoid.derivative", "-o", "figure.svg"], "a claim has no drawing"),
        (["x", "-o", f"{__file__}/figure.svg"], "figure.svg"),
    ],
)
def test_explain_says_what_it_cannot_do(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    status, out, err = _run(capsys, *arguments)
    assert status == 2
    assert not out
    assert says in err


def test_help_of_explain_has_an_example_and_loads_no_mathematics() -> None:
    program = "import sys; from backproof import cli; cli.main(['explain', '--help'])"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert "backproof explain 'x*tanh(log(1+exp(x)))'" in done.stdout
    assert "matplotlib" not in done.stderr


@pytest.mark.parametrize(
    ("word", "hint"),
    [("logsigmoid", "did you mean sigmoid?"), ("swsh", "did you mean swish?"), ("omega", "an expression in x")],
)
def test_a_word_that_names_nothing_is_not_taken_for_a_parameter(word: str, hint: str) -> None:
    with pytest.raises(BackproofError, match=re.escape(hint)):
        asked_for(word)


def test_functions_are_found_by_name_or_read() -> None:
    assert asked_for("swish")[0] == asked_for("silu")[0] == SILU.definition
    assert asked_for("a*x") == (A * X, "a*x", None)


def test_a_claim_of_a_course_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "proofs").mkdir()
    (tmp_path / "proofs" / "one.py").write_text(
        "from backproof import Claim, Verdict, on_paper, paper\n"
        "from backproof.activations import X\n"
        "C = Claim(id='course.double', subject='course', text='Twice x is the slope of its square.')\n"
        "@on_paper(C, expect=Verdict.PROVED)\n"
        "def judge():\n    return paper.is_derivative(X**2, 2 * X)\n",
        encoding="utf-8",
    )
    with pytest.raises(SystemExit, match="0"):
        cli.main(["explain", "course.double", "--content", str(tmp_path)])
    assert "Twice x is the slope of its square." in capsys.readouterr().out
