"""Tables and short sentences: what stands under a header, beside a number, or in a letter for the output."""

from __future__ import annotations

from pathlib import Path

import pytest

from backproof.documents.read import read as read_document
from backproof.judging import judge
from backproof.judging.outcome import Status
from backproof.reading.document import read

DERIVATIVES = "| Function | Formula | Derivative |\n|---|---|---|\n| {name} | {formula} | {derivative} |"
VALUES = "| x | sigmoid(x) | tanh(x) |\n|---|---|---|\n| 1 | {sigmoid} | {tanh} |"
BARE = "| Function | y | dy/dx |\n|---|---|---|\n| Tanh | tanh(x) | {slope} |"
DRAWN = "# Initialisation\n\n| Unit | Scheme | Limit (uniform) |\n|---|---|---|\n| ReLU | He | √({top}/fan_in) |"

RIGHT = {
    "a slope in y": DERIVATIVES.format(name="Logistic", formula="1/(1+e^(-x))", derivative="y(1-y)"),
    "a slope in a": DERIVATIVES.format(name="Tanh", formula=r"$\tanh(x)$", derivative="$1-a^2$"),
    "values": VALUES.format(sigmoid="0.731", tanh="0.762"),
    "y and dy/dx": BARE.format(slope="1 - tanh(x)^2"),
    "a scheme in another column": DRAWN.format(top=6),
    "a function as a slope": "The derivative of softplus is the sigmoid.",
    "a height behind 'peaks at'": "The derivative of the sigmoid peaks at 0.25.",
    "the origin left out": r"ReLU is $g(s) = \max(0, s)$. Away from the origin $g'(s) = 1_{s>0}$.",
    "Iverson's brackets": r"ReLU is $r(x) = x \cdot [x > 0]$.",
    "a parameter in front": r"With $\alpha = 1$ the range of ELU is $(-1, \infty)$.",
    "a definition in a sentence": r"The softplus function is given by $\log(1 + e^x)$.",
    "a call in prose": "sigmoid(-1) is about 0.269.",
}
WRONG = {
    "a slope in a": DERIVATIVES.format(name="Tanh", formula=r"$\tanh(x)$", derivative="$1-a$"),
    "values": VALUES.format(sigmoid="0.831", tanh="0.762"),
    "y and dy/dx": BARE.format(slope="1 + tanh(x)^2"),
    "a scheme in another column": DRAWN.format(top=3),
    "a function as a slope": "The derivative of softplus is the tanh.",
    "Iverson's brackets": r"We have $\mathrm{ReLU}'(x) = [x < 0]$ for $x \neq 0$.",
    "a parameter in front": r"With $\alpha = 2$ the range of ELU is $(-1, \infty)$.",
    "a definition in a sentence": r"The softplus function is given by $\log(1 - e^x)$.",
    "a call in prose": "sigmoid(-1) is about 0.369.",
}
NO_CLAIM = {
    "slopes in a list": "The derivatives of these functions are:\n\n- tanh is $1 - \\tanh^2(x)$\n- ReLU is $1_{x>0}$.",
    "an approximation": r"The sigmoid is $\frac{1}{2} + \frac{x}{4}$, to first order.",
}


def outcomes(text: str, folder: Path) -> list[Status]:
    """What is judged of each statement of a Markdown lecture."""
    file = folder / "lecture.md"
    file.write_text(text + "\n", encoding="utf-8")
    return [judge(statement).status for _, statement in read(read_document(file)).statements]


@pytest.mark.parametrize("name", RIGHT)
def test_right_ones_are_read(name: str, tmp_path: Path) -> None:
    found = outcomes(RIGHT[name], tmp_path)
    assert found
    assert set(found) == {Status.OK}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_ones_are_caught(name: str, tmp_path: Path) -> None:
    assert Status.WRONG in outcomes(WRONG[name], tmp_path)


@pytest.mark.parametrize("name", NO_CLAIM)
def test_others_are_left_alone(name: str, tmp_path: Path) -> None:
    assert Status.WRONG not in outcomes(NO_CLAIM[name], tmp_path)
