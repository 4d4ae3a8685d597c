"""The three diagrams of the page on the three worlds, computed by the engine."""

from collections.abc import Callable, Mapping

import numpy as np

from backproof import floats
from backproof.activations import SIGMOID, TANH
from backproof.diagram import Axis, Diagram, Series
from backproof.training import columns

_STEPS = 400


def paper() -> Diagram:
    """A derivative with a square left out, and the right one."""
    x = np.linspace(-3, 3, 121)
    right = TANH.accurate_derivative.compute(x)
    printed = 1 - TANH.accurate.compute(x)
    return Diagram(
        title="The derivative of tanh, right and misprinted",
        caption=(
            "Without the square the formula is 2 far on the left, where the slope of tanh is nearly 0. The two curves "
            "meet at x = 0 and come together again on the right, where a test with a few positive numbers would look."
        ),
        x=tuple(map(float, x)),
        across=Axis("x"),
        up=Axis("slope"),
        series=(
            Series(name="1 − tanh²(x), right", y=tuple(map(float, right)), theory=True),
            Series(name="1 − tanh(x), misprinted", y=tuple(map(float, printed)), theory=True),
        ),
    )


def in_floats() -> Diagram:
    """The printed derivative of the sigmoid in float32, and the true one."""
    x = np.linspace(10, 24, 57).astype(np.float32)
    true = floats.Function(SIGMOID, derivative=True).head(x)
    printed = SIGMOID.textbook_derivative.compute(x)
    return Diagram(
        title="The derivative of the sigmoid as printed, in float32",
        caption=(
            "The formula f(x) (1 − f(x)) in float32. Its steps grow until f(x) rounds to 1; from there it is 0, and "
            "the logarithmic axis has no place for it. The true slope goes on; float32 has numbers for it to x = 103."
        ),
        x=tuple(map(float, x)),
        across=Axis("x"),
        up=Axis("slope", log=True),
        series=(
            Series(name="f(x) (1 − f(x)), computed in float32", y=tuple(float(v) if v > 0 else None for v in printed)),
            Series(name="true slope", y=tuple(map(float, true)), theory=True),
        ),
    )


def training() -> Diagram:
    """Equal neurons, which stay equal on paper."""
    return columns.over_steps(_STEPS)


DIAGRAMS: Mapping[str, Callable[[], Diagram]] = {"paper": paper, "floats": in_floats, "training": training}
"""The diagrams by the names that pages use."""
