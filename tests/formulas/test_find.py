import pytest

from backproof.formulas import find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The slope is f'(x) = f(x)(1 - f(x)), so it never exceeds a quarter.", ["f'(x) = f(x)(1 - f(x))"]),
        ("ReLU(x) = max(0, x) is simple.", ["ReLU(x) = max(0, x)"]),
        ("We know that σ'(0) = 0.25.", ["σ'(0) = 0.25"]),
        ("tanh lies in (-1, 1) and a = 3.", ["a = 3"]),
        ("If x > 0 then f(x) = x, otherwise f(x) = 0.", ["If x > 0 then f(x) = x"]),
        ("Let ELU(x) = x if x > 0 else alpha*(exp(x) - 1).", ["ELU(x) = x if x > 0 else alpha*(exp(x) - 1)"]),
        ("Glorot: Var(w) = 2/(fan_in + fan_out), He: Var(w) = 2/fan_in.",
         ["Var(w) = 2/(fan_in + fan_out)", "Var(w) = 2/fan_in"]),
        ("(sigmoid(x) = 1/(1+e^-x))", ["sigmoid(x) = 1/(1+e^-x)"]),
        ("A neuron is dead if w1x1 + w2x2 + b < 0.", ["w1x1 + w2x2 + b < 0"]),
        ("the gradient dL/dw = delta * x is zero", ["dL/dw = delta * x"]),
        ("f(-x) = -f(x); f(0)=0", ["f(-x) = -f(x)", "f(0)=0"]),
    ],
)  # fmt: skip
def test_formulas_are_found_in_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The function ranges from -1 to 1.",
        "accuracy = 95 percent",
        "== heading ==",
        "Its values lie in [0, 1].",
        "the weights -> 0 as depth grows",
        "ReLU and tanh are used a lot.",
        "a table of = signs",
        "",
    ],
)
def test_prose_is_no_formula(text: str) -> None:
    assert find(text) == []
