"""What activations cost: time per element beside ReLU, measured in one run.

What it states
--------------
Lectures call the logistic sigmoid, tanh and ELU expensive because of e^x, and ReLU and Leaky ReLU cheap because they do
without it.

Why it matters
--------------
It is given as a reason to choose an activation. Beside the matrix product of a layer it counts for less the wider the
layer is, and libraries compute tanh without e^x.

Assumptions
-----------
NumPy on one core, standard normal arguments, arrays of 8192 numbers that stay in the cache, results written into an
array that is there already, each function by the fewest NumPy operations. Expensive means that it takes longer than
ReLU, cheap that it takes less time than the sigmoid, by the interval of the median ratio over repeats in turn. Times
are of the machine at hand: a ratio is given with its interval, and no two runs give the same digits.

References
----------
Conover 1999, Practical nonparametric statistics, section 3.2 (the interval of a median).
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from backproof.claim import Claim, in_training, sources
from backproof.diagram import Axis, Diagram, Series
from backproof.lectures import A, B, C
from backproof.run import Run
from backproof.training.effect import Support, supported
from backproof.training.forms import Forms
from backproof.training.measured import measured
from backproof.training.starts import LECUN_NORMAL
from backproof.training.timing import Ratio, ratio, seconds
from backproof.verdict import Judgement, Verdict

_HOW = "[computationally|very|more|relatively|quite|rather|also]"
_COSTLY = "(expensive|costly|heavy|intensive|inefficient)"
_COMPUTE = "(compute|evaluate|calculate)"
_WHY = (
    "[because of|due to|as it (uses|contains|has|needs)|since it (uses|contains|has|needs)|because it "
    "(uses|contains|has|needs)] [the|an|its|computing] [exponential|exponentials|exp|exponentiation] "
    "[{formula}|operation|function|term|calculation|calculations|operations]"
)
_EXPENSIVE = (
    f"{{function}} {{is}} [a bit] {_HOW} {_HOW} {_COSTLY} [to {_COMPUTE}] {_WHY}",
    f"computationally {_HOW} {_COSTLY} [to {_COMPUTE}] {_WHY}",
    "(computation|computational|computationally) expensive",
    f"{_COSTLY} to {_COMPUTE} {_WHY}",
)
_LIGHT = "(cheap|inexpensive|efficient|easy|simple|fast)"
_WITHOUT = (
    "[{aside}|because it (has|uses|needs|contains) no exponential[s]|no exponential[s]|without exponential[s]|no exp|"
    "since it (has|uses|needs) no exponential[s]]"
)
_CHEAP = (
    f"{{function}} {{is}} {_HOW} {_HOW} {_LIGHT} to {_COMPUTE} {_WITHOUT}",
    f"{{function}} {{is}} [very|more|also] computationally {_HOW} {_LIGHT} {_WITHOUT}",
    f"computationally {_HOW} {_LIGHT} {_WITHOUT}",
    f"[very] {_LIGHT} to {_COMPUTE} {_WITHOUT}",
    "easily computed",
)

SIGMOID = Claim(
    id="sigmoid.expensive",
    subject="sigmoid",
    text="The logistic sigmoid is computationally expensive because of e^x.",
    sources=sources(A, 53) + sources(C, 195),
    phrases=_EXPENSIVE,
)

TANH = Claim(
    id="tanh.expensive",
    subject="tanh",
    text="tanh is computationally expensive because of e^x.",
    sources=sources(B, 159),
    phrases=_EXPENSIVE,
)

ELU = Claim(
    id="elu.expensive",
    subject="elu",
    text="ELU is computationally expensive because of e^x.",
    sources=sources(C, 475),
    phrases=_EXPENSIVE,
)

RELU = Claim(
    id="relu.cheap",
    subject="relu",
    text="ReLU is cheap to compute: it has no e^x.",
    sources=sources(B, 184),
    phrases=_CHEAP,
    denied=_EXPENSIVE,
)

LEAKY_RELU = Claim(
    id="leaky-relu.cheap",
    subject="leaky-relu",
    text="Leaky ReLU is cheap to compute: it has no e^x.",
    sources=sources(B, 231),
    phrases=_CHEAP,
    denied=_EXPENSIVE,
)

_SIZE = 8192
_BATCH = 64
_WIDTHS = (16, 64, 256, 512)
_TYPES = (np.float32, np.float64)


@in_training(SIGMOID, expect=Verdict.MEASURED)
def sigmoid(run: Run) -> Judgement:
    """Against ReLU, alone and in a layer."""
    return _expensive(run, SIGMOID, "sigmoid")


@in_training(TANH, expect=Verdict.MEASURED)
def tanh(run: Run) -> Judgement:
    """The library's tanh, and the formula as printed."""
    return _expensive(run, TANH, "tanh", "tanh_as_printed")


@in_training(ELU, expect=Verdict.MEASURED)
def elu(run: Run) -> Judgement:
    """Against ReLU, alone and in a layer."""
    return _expensive(run, ELU, "elu")


@in_training(RELU, expect=Verdict.MEASURED)
def relu(run: Run) -> Judgement:
    """Against the sigmoid."""
    return _cheap(run, RELU, "relu")


@in_training(LEAKY_RELU, expect=Verdict.MEASURED)
def leaky_relu(run: Run) -> Judgement:
    """Against the sigmoid."""
    return _cheap(run, LEAKY_RELU, "leaky_relu")


def _expensive(run: Run, claim: Claim, name: str, *others: str) -> Judgement:
    names = (name, *others, "exp")
    alone = {t.__name__: _alone(run, t, names, "relu") for t in _TYPES}
    layers = {width: _layer(run, width, name) for width in _WIDTHS}
    wide = [width for width, found in layers.items() if found.interval.high < 1.1]
    return measured(
        claim.id,
        run,
        _answer(*(found[name].interval.low > 1 or None for found in alone.values())),
        method=f"The time of {name} was compared with that of ReLU, element by element, in turn within one run.",
        tried=_repeats(run) * (len(names) + 1) * len(_TYPES),
        time_beside_relu={t: {n.replace("_", " "): r.data() for n, r in found.items()} for t, found in alone.items()},
        time_of_a_layer_beside_one_with_relu={str(width): found.data() for width, found in layers.items()},
        layer_widths_at_which_it_adds_less_than_a_tenth=[*wide],
        diagrams=[_diagram(name, layers).data()],
    )


def _cheap(run: Run, claim: Claim, name: str) -> Judgement:
    alone = {t.__name__: _alone(run, t, (name,), "sigmoid") for t in _TYPES}
    return measured(
        claim.id,
        run,
        _answer(*(found[name].interval.high < 1 or None for found in alone.values())),
        method=f"The time of {name.replace('_', ' ')} was compared with that of the sigmoid, in turn within one run.",
        tried=_repeats(run) * 2 * len(_TYPES),
        time_beside_the_sigmoid={t: found[name].data() for t, found in alone.items()},
    )


def _answer(*answers: bool | None) -> Support:
    return supported(answers)


def _repeats(run: Run) -> int:
    return run.examples(51)


def _alone(run: Run, kind: type[np.floating[Any]], names: tuple[str, ...], baseline: str) -> dict[str, Ratio]:
    forms = Forms(np.random.default_rng(run.seed).standard_normal(_SIZE).astype(kind))
    times = seconds({n: getattr(forms, n) for n in (*names, baseline)}, _repeats(run), run.seed)
    return {n: ratio(times[n], times[baseline]) for n in names}


def _layer(run: Run, width: int, name: str) -> Ratio:
    """Compare a layer's product and activation for 64 examples with the same for ReLU."""
    rng = np.random.default_rng(run.seed)
    x = rng.standard_normal((_BATCH, width)).astype(np.float32)
    weights = LECUN_NORMAL.draw(rng, width, width).astype(np.float32)
    forms = Forms(np.empty((_BATCH, width), np.float32))

    def layer(activation: Callable[[], Any]) -> Callable[[], Any]:
        def compute() -> Any:
            np.matmul(x, weights, out=forms.x)
            return activation()

        return compute

    times = seconds({n: layer(getattr(forms, n)) for n in (name, "relu")}, run.examples(15), run.seed)
    return ratio(times[name], times["relu"])


def _diagram(name: str, layers: dict[int, Ratio]) -> Diagram:
    found = list(layers.values())
    return Diagram(
        title=f"Time of a layer with {name} beside one with ReLU",
        caption="A forward pass for 64 examples, product and activation: the wider the layer, the less is its share.",
        x=tuple(float(width) for width in layers),
        across=Axis("width of the layer", log=True),
        up=Axis("times as long as with ReLU"),
        series=(
            Series(
                name=name,
                y=tuple(r.median for r in found),
                low=tuple(r.interval.low for r in found),
                high=tuple(r.interval.high for r in found),
            ),
        ),
    )
