"""ReLU networks that are dead before training begins, in floats and in training.

What it states
    Among drawn networks, the share that is dead on a given input is 1 - (1 - 2^-N)^(L-1), and the share that is dead on
    every input is not more, up to what chance allows. In floats, signals that underflow kill networks that are alive on
    paper.

Why it matters
    A formula for "born dead" says how wide a network of given depth has to be drawn.

Assumptions
    Weights are drawn from normal and uniform distributions, biases are 0. A network with one input is dead on every
    input exactly if it is on 1 and on -1: without biases it scales with its input. Intervals are exact binomial ones
    that hold with probability 1 - 10^-9 each.

References
    Lu, Shin, Su, Karniadakis 2020, Dying ReLU and initialization, arXiv 1903.06733.
    Clopper, Pearson 1934, The use of confidence or fiducial limits illustrated in the case of the binomial.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats, in_training
from backproof.activations import IDENTITY, RELU
from backproof.diagram import Axis, Diagram, Series
from backproof.training import BLAS, SQUARED_ERROR, Descent, Network, Start, starts, train
from backproof.training.effect import Interval, share_interval
from backproof.verdict import JSON

SURE = 1 - 1e-9
"""Level of each interval: with about fifty of them, chance alone fails a run less than once in ten million."""
WIDTHS = (1, 2, 3, 4)
DEPTHS = (2, 3, 4, 6, 8, 12)
START: Sequence[Start] = (starts.HE_NORMAL, starts.HE_UNIFORM)


def at_most(width: int, layers: int) -> float:
    """The bound, which is exact for a single input."""
    return float(1 - (1 - 2.0**-width) ** (layers - 1))


def at_least(width: int, layers: int) -> float:
    """The probability that some layer behind the first has no positive weight."""
    return float(1 - (1 - 2.0 ** -(width**2)) ** (layers - 2))


def _drawn(
    rng: np.random.Generator, width: int, layers: int, count: int, start: Start, dtype: str = "float64"
) -> Network:
    widths = (1, *[width] * (layers - 1), 1)
    return starts.network(rng, widths, (*[RELU] * (layers - 1), IDENTITY), start, count=count, dtype=dtype)


def _dead(network: Network) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which networks are dead on the input 1, and which on 1 and -1."""
    last = network.forward(np.array([[1.0], [-1.0]], network.dtype), BLAS).signals[-2]
    off = (last == 0).all(axis=-1)
    return off[:, 0], off.all(axis=1)


def _counted(run: Run, width: int, layers: int, quick: int = 2_000) -> tuple[int, int, int]:
    """How many of how many networks are dead on one input, and on all."""
    rng = np.random.default_rng([run.seed, width, layers])
    count = run.examples(quick)
    one = every = 0
    for start in START:
        here, everywhere = _dead(_drawn(rng, width, layers, count // len(START), start))
        one, every = one + int(here.sum()), every + int(everywhere.sum())
    return one, every, count


@in_training("dead.born-dead-on-one-input", expect=Verdict.TESTED)
def one_input(run: Run) -> Judgement:
    """The exact figure lies in the interval for every width and depth."""
    tried = 0
    shares: dict[str, JSON] = {}
    for width in WIDTHS:
        for layers in DEPTHS:
            one, _, count = _counted(run, width, layers)
            if at_most(width, layers) not in share_interval(one, count, SURE):
                raise floats.unexpected_value(
                    f"share dead on one input, width {width}, {layers} layers", one / count, at_most(width, layers)
                )
            tried += count
            shares[f"width_{width}_layers_{layers}"] = [one / count, at_most(width, layers)]
    return Judgement(
        verdict=Verdict.TESTED,
        method=(
            f"Networks of {len(WIDTHS)} widths and {len(DEPTHS)} depths were drawn, with normal and uniform weights "
            "and biases 0, and run on the input 1. For each width and depth the exact figure lies in the binomial "
            "interval of the share that was dead, which covers with probability 1 - 10^-9."
        ),
        tried=tried,
        evidence={"measured_and_exact": shares},
    )


@in_training("dead.born-dead", expect=Verdict.TESTED)
def born_dead(run: Run) -> Judgement:
    """The share lies between both bounds; for width 1 it is known exactly; and what is born dead never learns."""
    tried = 0
    found: dict[tuple[int, int], tuple[float, Interval]] = {}
    for width in WIDTHS:
        for layers in DEPTHS:
            _, every, count = _counted(run, width, layers)
            interval = share_interval(every, count, SURE)
            if interval.low > at_most(width, layers) or interval.high < at_least(width, layers):
                raise floats.unexpected_value(
                    f"share born dead, width {width}, {layers} layers", every / count, at_most(width, layers)
                )
            # With one unit a layer, one sign of the input passes the first layer, and every later weight may stop it.
            if width == 1 and 1 - 2.0 ** -(layers - 2) not in interval:
                raise floats.unexpected_value(
                    f"share born dead, width 1, {layers} layers", every / count, 1 - 2.0 ** -(layers - 2)
                )
            found[width, layers] = every / count, share_interval(every, count)
            tried += count
    untrained = _never_learn(run)
    curves: list[JSON] = [_curves(width, found).data() for width in (1, 2, 4)]
    return Judgement(
        verdict=Verdict.TESTED,
        method=(
            f"Networks of {len(WIDTHS)} widths and {len(DEPTHS)} depths were drawn as for one input, and run on 1 and "
            "-1. No binomial interval (probability 1 - 10^-9 each) lies above the bound or below that for layers "
            "without a positive weight; those for width 1 cover the exact 1 - 2^-(L-2). Networks that were born dead "
            "were trained for ten steps: no weight before the last layer moved."
        ),
        tried=tried,
        evidence={
            "share_born_dead": {f"width_{w}_layers_{n}": share for (w, n), (share, _) in found.items()},
            "born_dead_and_trained_in_vain": untrained,
            "diagrams": curves,
        },
    )


def _never_learn(run: Run) -> int:
    network = _drawn(np.random.default_rng(run.seed), 2, 6, run.examples(200), starts.HE_NORMAL)
    _, dead = _dead(network)
    network = network.with_parameters(network.parameters.combine(lambda array: array[dead]))
    inputs, targets = np.array([[1.0], [-1.0], [0.5]]), np.array([[1.0], [0.0], [2.0]])
    *_, last = train(network, inputs, targets, SQUARED_ERROR, Descent(0.5), steps=10)
    for before, after in zip(network.weights, last.weights, strict=True):
        if not np.array_equal(before, after):
            raise floats.unexpected_value("number of networks born dead that learned", 1, 0)
    return int(dead.sum())


def _curves(width: int, found: dict[tuple[int, int], tuple[float, Interval]]) -> Diagram:
    shares = [found[width, layers] for layers in DEPTHS]
    return Diagram(
        title=f"Born dead with width {width}",
        caption=(
            "Share of drawn ReLU networks with one input and biases 0 that are 0 everywhere, with 95 % intervals, and "
            "the bounds between which it lies."
        ),
        x=tuple(float(layers) for layers in DEPTHS),
        across=Axis("layers"),
        up=Axis("share of networks"),
        series=(
            Series(
                name="drawn networks",
                y=tuple(share for share, _ in shares),
                low=tuple(interval.low for _, interval in shares),
                high=tuple(interval.high for _, interval in shares),
            ),
            Series(name="at most", y=tuple(at_most(width, layers) for layers in DEPTHS), theory=True),
            Series(name="at least", y=tuple(at_least(width, layers) for layers in DEPTHS), theory=True),
        ),
    )


@in_training("dead.born-dead-in-the-limit", expect=Verdict.TESTED)
def deep(run: Run) -> Judgement:
    """At a depth for which the lower bound is near 1, nearly all networks are dead."""
    width, layers = 2, 120
    _, every, count = _counted(run, width, layers, 500)
    if share_interval(every, count, SURE).high < at_least(width, layers):
        raise floats.unexpected_value("share born dead", every / count, 1)
    return Judgement(
        verdict=Verdict.TESTED,
        method=(
            f"Networks of width {width} and {layers} layers were drawn and run: the share that is born dead is not "
            "below its lower bound, up to chance (binomial interval, probability 1 - 10^-9)."
        ),
        tried=count,
        evidence={"share_born_dead": every / count, "lower_bound": at_least(width, layers)},
    )


@in_floats("dead.born-dead-on-one-input", expect=Verdict.CONDITIONAL)
def one_input_in_floats(run: Run) -> Judgement:
    """With one unit a layer, signs decide on paper; in float32 small weights kill as well."""
    rng = np.random.default_rng(run.seed)
    layers, count = 6, run.examples(2_000)
    network = _drawn(rng, 1, layers, count, starts.normal(1.0), "float32")
    off, _ = _dead(network)
    signs = np.concatenate([w.reshape(count, -1) for w in network.weights[:-1]], axis=1)
    if not np.array_equal(off, (signs <= 0).any(axis=1)):
        raise floats.unexpected_value("number of networks that are dead for another reason", 1, 0)
    shown = Counterexample(
        at={"dtype": "float32", "weights": [1e-12, 1e-12, 1e-12, 1e-12], "input": 1},
        setup="import numpy as np; h = np.float32(1); hs = [h := max(np.float32(1e-12) * h, 0) for _ in range(4)]",
        got="hs[-1]",
        want="1e-12**4",
        holds="(got > 0) == (want > 0)",
    ).executed()
    return floats.conditional(
        "no signal underflows: a product of small weights that is positive on paper is 0 in floats",
        shown,
        f"Networks of {layers} layers with one unit each were run in float32 with standard normal weights: exactly "
        "those with a weight that is not positive before the last layer were dead.",
        count,
        {"share_dead": float(off.mean())},
    )
