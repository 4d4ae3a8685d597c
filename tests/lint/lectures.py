"""Lectures made up for measuring: formulas in many notations, most of them right, no two files the same."""

from __future__ import annotations

import random
from collections.abc import Callable

LETTERS = ("x", "z", "u", "t", "s", "v", "a", "y")
NAMES = ("f", "g", "h", r"\phi", r"\sigma")
SLIPS = 0.12
"""So many formulas have a wrong number or sign."""
_LIMIT = r"\sqrt{\frac{6}{n_{in} + n_{out}}}"
SUFFIXES = (".md", ".md", ".md", ".txt", ".tex", ".rst")

_FUNCTIONS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "sigmoid",
        r"\frac{{1}}{{1 + e^{{-{v}}}}}",
        "1/(1+exp(-{v}))",
        r"\sigma({v})(1 - \sigma({v}))",
        r"\frac{{e^{{-{v}}}}}{{(1 + e^{{-{v}}})^2}}",
    ),
    (
        "tanh",
        r"\frac{{e^{{{v}}} - e^{{-{v}}}}}{{e^{{{v}}} + e^{{-{v}}}}}",
        "(exp({v})-exp(-{v}))/(exp({v})+exp(-{v}))",
        r"1 - \tanh^2({v})",
        r"\frac{{4}}{{(e^{{{v}}} + e^{{-{v}}})^2}}",
    ),
    ("ReLU", r"\max(0, {v})", "max(0, {v})", r"\begin{{cases}} 1 & {v} > 0 \\ 0 & {v} < 0 \end{{cases}}", "1"),
    (
        "softplus",
        r"\ln(1 + e^{{{v}}})",
        "log(1+exp({v}))",
        r"\frac{{1}}{{1 + e^{{-{v}}}}}",
        r"\frac{{e^{{{v}}}}}{{1 + e^{{{v}}}}}",
    ),
    (
        "ELU",
        r"\begin{{cases}} {v} & {v} > 0 \\ \alpha (e^{{{v}}} - 1) & {v} \leq 0 \end{{cases}}",
        "{v} if {v} > 0 else alpha*(exp({v})-1)",
        r"\begin{{cases}} 1 & {v} > 0 \\ \alpha e^{{{v}}} & {v} < 0 \end{{cases}}",
        "1",
    ),
    (
        "leaky ReLU",
        r"\max(0.0{d} {v}, {v})",
        "max(0.0{d}*{v}, {v})",
        r"\begin{{cases}} 1 & {v} > 0 \\ 0.0{d} & {v} < 0 \end{{cases}}",
        "1",
    ),
    (
        "SiLU",
        r"\frac{{{v}}}{{1 + e^{{-{v}}}}}",
        "{v}/(1+exp(-{v}))",
        r"\frac{{1 + e^{{-{v}}} + {v} e^{{-{v}}}}}{{(1 + e^{{-{v}}})^2}}",
        r"\sigma({v}) + {v} \sigma({v}) (1 - \sigma({v}))",
    ),
)


def lecture(seed: int, formulas: int = 20) -> str:
    """One lecture with so many formulas."""
    chance = random.Random(seed)  # noqa: S311 - no secrets here
    return "\n\n".join(["# Activation functions", *(_paragraph(chance) for _ in range(formulas))]) + "\n"


def _paragraph(chance: random.Random) -> str:
    kinds: tuple[tuple[int, Callable[[random.Random], str]], ...] = (
        (5, _definition),
        (4, _derivative),
        (3, _value),
        (3, _network),
        (3, _initialisation),
        (2, _range),
        (2, _sentence),
        (2, _elsewhere),
    )
    made = chance.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])[0](chance)
    return _slipped(made, chance) if chance.random() < SLIPS else made


def _slipped(text: str, chance: random.Random) -> str:
    """The text with one number or one sign changed."""
    places = [i for i, c in enumerate(text) if c in "0123456789" or (c in "+-" and text[i - 1 : i] == " ")]
    if not places:
        return text
    at = chance.choice(places)
    new = {"+": "-", "-": "+"}.get(text[at]) or chance.choice("0123456789")
    return text[:at] + new + text[at + 1 :]


def _definition(chance: random.Random) -> str:
    title, latex, plain, *_ = chance.choice(_FUNCTIONS)
    v, name, d = chance.choice(LETTERS), chance.choice(NAMES), chance.randint(1, 9)
    if chance.random() < 0.3:
        return f"The {title} in code: {name.strip(chr(92))}({v}) = {plain.format(v=v, d=d)}."
    formula = f"{name}({v}) = {latex.format(v=v, d=d)}"
    return f"The {title} function is ${formula}$." if chance.random() < 0.6 else f"## {title}\n\n$$\n{formula}\n$$"


def _derivative(chance: random.Random) -> str:
    title, _, _, slope, other = chance.choice(_FUNCTIONS)
    v, d = chance.choice(LETTERS), chance.randint(1, 9)
    name = title.replace(" ", "")
    left = chance.choice((rf"\mathrm{{{name}}}'({v})", rf"\frac{{d}}{{d{v}}} \text{{{name}}}({v})"))
    right = chance.choice((slope, other)).format(v=v, d=d)
    return f"For the derivative of {title} we find\n\n$${left} = {right}$$"


def _value(chance: random.Random) -> str:
    name, at, value = chance.choice(
        (
            (r"\sigma", "0", "0.5"),
            (r"\tanh", "0", "0"),
            (r"\text{ReLU}", str(n := chance.randint(1, 999)), str(n)),
            (r"\text{ReLU}", f"-{chance.randint(1, 999)}", "0"),
            (r"\sigma", "2", r"\frac{1}{1 + e^{-2}}"),
            (r"\sigma'", "0", "0.25"),
            (r"\tanh'", "0", "1"),
        )
    )
    return f"Note that ${name}({at}) = {value}$."


def _network(chance: random.Random) -> str:
    i, j = chance.randint(1, 9), chance.randint(1, 9)
    z, w, x = chance.choice("zsah"), chance.choice("wvu"), chance.choice("xa")
    return (
        f"With ${z}_{{{i}}} = {w}_{{{i}{j}}} {x}_{{{j}}} + b_{{{i}}}$ the gradient is "
        rf"$\frac{{\partial {z}_{{{i}}}}}{{\partial {w}_{{{i}{j}}}}} = {x}_{{{j}}}$."
    )


def _initialisation(chance: random.Random) -> str:
    return chance.choice(
        (
            r"He initialisation draws weights with variance $\mathrm{Var}(w) = \frac{2}{n_{in}}$.",
            rf"Xavier initialisation: $W \sim U\left[-{_LIMIT}, {_LIMIT}\right]$.",
            r"Glorot normal initialisation uses $\sigma^2 = \frac{2}{n_{in} + n_{out}}$.",
            r"LeCun initialisation: $\mathrm{Var}(w) = 1 / n_{in}$.",
        )
    )


def _range(chance: random.Random) -> str:
    return chance.choice(
        (
            r"The sigmoid has $\sigma(x) \in (0, 1)$ for all x.",
            r"Its derivative satisfies $0 < \sigma'(x) \leq \frac{1}{4}$.",
            r"Clearly $\lim_{x \to \infty} \tanh(x) = 1$ and $\lim_{x \to -\infty} \tanh(x) = -1$.",
            f"The ReLU satisfies $f({chance.choice(LETTERS)}) \\geq 0$.",
        )
    )


def _sentence(chance: random.Random) -> str:
    return chance.choice(
        (
            "The sigmoid function maps any real number to a value between 0 and 1.",
            "The output of tanh is zero-centred.",
            "ReLU is not differentiable at 0.",
            "The ReLU function is monotonically increasing.",
            "If all weights are initialised to zero, all neurons of a layer learn the same features.",
        )
    )


def _elsewhere(chance: random.Random) -> str:
    """A formula about something else."""
    a, b, v = chance.randint(2, 99), chance.randint(2, 99), chance.choice(LETTERS)
    return chance.choice(
        (
            f"We used $({v} + {a})^2 = {v}^2 + {2 * a} {v} + {a * a}$ here.",
            rf"The loss is $L = \frac{{1}}{{{a}}} \sum_{{i=1}}^{{{a}}} (y_i - \hat y_i)^2$ with {b} samples.",
            rf"Take a batch of {a} and $\eta = 0.0{b}$.",
            rf"$\int_0^{{{a}}} {v} \, d{v} = \frac{{{a * a}}}{{2}}$ is known.",
        )
    )
