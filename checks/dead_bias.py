"""When a ReLU unit is inactive on all of its inputs, in floats and in training.

What it states
    Rounding is monotone, so that the computed pre-activation is greatest on [0, 1] at the same corner as on paper: the
    unit is inactive on every input exactly if it is at that one. Only the sum that is compared with the bias is a
    rounded one. Almost every dead unit is activated by some input outside the set.

Why it matters
    One forward pass, at one input, decides whether a unit is dead on all inputs that there are.

Assumptions
    Round to nearest; sums from the first term to the last; nothing overflows.

References
    Higham 2002, Accuracy and stability of numerical algorithms, section 2.2 (rounding is monotone) and eq. 3.5.
"""

import numpy as np
from numpy.typing import NDArray

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats, in_training, strategies
from backproof.activations import IDENTITY, RELU
from backproof.training import IN_ORDER, SQUARED_ERROR, Descent, dead_laws, starts, train_many
from backproof.training.effect import share_interval
from backproof.training.properties import judge

_CONDITION = (
    "the bias, added to the sum of the positive weights as it is rounded on the way, gives nothing above 0: the "
    "computed pre-activation at one input, 1 for the positive weights and else 0, decides for all inputs from [0, 1]"
)


def _corner_is_greatest(run: Run) -> tuple[int, int, int]:
    """Compare inputs from the cube with their unit's corner: units tried, dead ones, those that rounding decides."""
    units = run.examples(1_500)
    dead = rounded = 0
    for fmt in (floats.FLOAT16, floats.FLOAT32):
        rng = np.random.default_rng([run.seed, fmt.bits])
        inputs = int(rng.integers(4, 9))
        weights = rng.standard_normal((units, inputs)).astype(fmt.dtype)
        positive = np.maximum(weights, 0)
        exact = positive.astype(np.float64).sum(axis=1)  # exact to far below the spacing of the narrow types
        # Biases around minus that sum, where rounding may decide; every second one anywhere.
        near = -exact + rng.integers(-2, 3, units) * np.spacing(exact.astype(fmt.dtype)).astype(np.float64)
        bias = np.where(np.arange(units) % 2 == 0, near, -2 * inputs * rng.random(units)).astype(fmt.dtype)
        corner = IN_ORDER.product((weights > 0).astype(fmt.dtype)[:, None, :], weights[:, :, None])[:, 0, 0] + bias
        x = rng.random((units, 32, inputs)).astype(fmt.dtype)
        others = IN_ORDER.product(x, weights[:, :, None])[:, :, 0] + bias[:, None]
        if (others > corner[:, None]).any():
            raise floats.unexpected_value(
                "pre-activation above that of the corner", float((others - corner[:, None]).max()), 0
            )
        dead += int((corner <= 0).sum())
        rounded += int(((corner > 0) != (exact + bias.astype(np.float64) > 0)).sum())
    return 2 * units, dead, rounded


def _judged_in_floats(run: Run, shown: Counterexample) -> Judgement:
    tried, dead, rounded = _corner_is_greatest(run)
    return floats.conditional(
        _CONDITION,
        shown.executed(),
        "For random units of float16 and float32, half of them with biases within two units in the last place of minus "
        "the sum of their positive weights, no random input from the cube gave a pre-activation above the corner's.",
        tried,
        {"units_inactive_on_the_cube": dead, "units_where_rounding_decides_otherwise_than_paper": rounded},
    )


@in_floats("dead.negative-bias", expect=Verdict.CONDITIONAL)
def negative_bias_in_floats(run: Run) -> Judgement:
    """Sums that are rounded up can bring a unit to life that is dead on paper."""
    # On paper the weights sum to 1 + 1.875 u, and the bias is -(1 + 2 u); the rounded sum is 1 + 3 u.
    shown = Counterexample(
        at={"dtype": "float32", "weights": "1, 0.625 u, 0.625 u, 0.625 u", "bias": "-(1 + 2 u)", "u": 2.0**-23},
        setup=(
            "import numpy as np; u = 2.0**-23; w = [1, 0.625*u, 0.625*u, 0.625*u]; b = -(1 + 2*u); "
            "z = np.float32(0); z = [z := z + np.float32(v) for v in w][-1] + np.float32(b)"
        ),
        got="z > 0",
        want="sum(w) + b > 0",
    )
    return _judged_in_floats(run, shown)


@in_floats("dead.counterbalance", expect=Verdict.CONDITIONAL)
def counterbalance_in_floats(run: Run) -> Judgement:
    """Two weights of 100 make up for a bias of -10 almost everywhere."""
    shown = Counterexample(
        at={"dtype": "float32", "weights": [100, 100], "bias": -10, "inputs": "a grid of 101 x 101 on [0, 1]"},
        setup="import numpy as np; x, y = np.meshgrid(*[np.linspace(0, 1, 101, dtype=np.float32)] * 2)",
        got="float((100 * x + 100 * y - 10 > 0).mean().round(3))",
        want="0.0",
    )
    return _judged_in_floats(run, shown)


_TRAINED = (
    "Drawn networks were trained on inputs from [0, 1]. Before training and after every step, no example and no corner "
    "of the cube gave a unit of the first layer a greater pre-activation than the corner with 1 for its positive "
    "weights, and that was negative exactly if the bias was below minus the sum of the positive weights."
)


@in_training("dead.negative-bias", expect=Verdict.TESTED)
def negative_bias(run: Run) -> Judgement:
    """Under the condition, in networks that are trained; the signs are compared with the exact rule."""
    return judge(
        strategies.dead_cases(),
        dead_laws.corner_decides,
        run,
        method=_TRAINED,
        correction="A unit with a bias below minus the sum of its positive weights can be active on the cube.",
    )


@in_training("dead.counterbalance", expect=Verdict.TESTED)
def counterbalance(run: Run) -> Judgement:
    """Under the condition no input makes up for the bias."""
    return judge(
        strategies.dead_cases(),
        dead_laws.corner_decides,
        run,
        method=_TRAINED,
        correction="An input from [0, 1] can make up for a bias below minus the sum of the positive weights.",
        quick=50,
    )


@in_floats("dead.any-input", expect=Verdict.REFUTED)
def any_input_in_floats(_run: Run) -> Judgement:
    """A larger input activates the unit, unless the product with the largest float is too small."""
    tiny, largest = np.float32(1e-45), np.finfo(np.float32).max
    return Judgement(
        verdict=Verdict.REFUTED,
        method="The output was computed at an input outside the set on which the unit is inactive.",
        correction=(
            "a dead unit outputs 0 on the inputs on which it is dead. In floats a unit is dead on all inputs if its "
            "weights, times the largest float, do not make up for its bias"
        ),
        counterexample=Counterexample(
            at={"dtype": "float32", "weight": 1, "bias": -2, "dead_on": [0, 1], "input": 3},
            setup="import numpy as np; w, b = np.float32(1), np.float32(-2)",
            got="np.float32(0)",
            want="np.maximum(np.float32(0), w * np.float32(3) + b)",
        ).executed(),
        evidence={"largest_product_of_the_smallest_weight_in_float32": float(tiny * largest)},
    )


@in_training("dead.any-input", expect=Verdict.MEASURED)
def any_input(run: Run) -> Judgement:
    """Kill units by a high learning rate, then look along the weights of each for an input that activates it."""
    rng = np.random.default_rng(run.seed)
    count, examples, fan_in, width = run.examples(200), 16, 3, 8
    network = starts.network(rng, (fan_in, width, 1), (RELU, IDENTITY), starts.HE_NORMAL, count=count)
    inputs = rng.random((count, examples, fan_in))
    targets = rng.standard_normal((count, examples, 1))
    with np.errstate(over="ignore", invalid="ignore"):
        trained = train_many(network, inputs, targets, SQUARED_ERROR, Descent(1.0), steps=20)
    weights, biases = trained.weights[0], trained.biases[0]
    finite = np.asarray(np.isfinite(weights).all(axis=(1, 2)) & np.isfinite(biases).all(axis=1))
    seen = trained.forward(inputs).pre_activations[0].max(axis=1)
    greatest = np.maximum(weights, 0).sum(axis=1) + biases
    dead: NDArray[np.bool_] = (greatest < 0) & (seen < 0) & finite[:, None]
    square = (weights**2).sum(axis=1)
    # Along its weights a unit reaches the pre-activation 1 (up to rounding) at (1 - b) w / |w|^2.
    far = np.where(dead & (square > 0), (1 - biases) / np.where(square > 0, square, 1), 0)[:, None, :] * weights
    reached = (far * weights).sum(axis=1) + biases
    total, woken = int(dead.sum()), int((dead & (reached > 0)).sum())
    if not total:
        return Judgement(verdict=Verdict.VACUOUS, method="No unit of the drawn networks died.")
    return Judgement(
        verdict=Verdict.MEASURED,
        method=(
            f"{count} networks with {width} ReLU units were trained with the learning rate 1 on inputs from [0, 1]; "
            f"for "
            "each unit that was then inactive on the whole cube, the output was computed for an input outside it, "
            "along "
            "its weights. The claim says that none of them is active there."
        ),
        tried=total,
        evidence={
            "share_that_an_input_outside_activates": woken / total,
            "confidence_interval_95": share_interval(woken, total).data(),
            "share_of_units_that_died": total / (int(finite.sum()) * width),
            "largest_coordinate_needed_median": float(np.median(np.abs(far).max(axis=1)[dead])),
        },
    )
