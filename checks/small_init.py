"""Small weights in training: what goes forward.

What it states
    With weights of 0.01 times a standard normal draw, sums are smaller than the inputs by 0.01 sqrt(fan_in), and
    outputs of sigmoid layers are close to 1/2, whatever the depth.

Why it matters
    Outputs that hardly depend on the inputs carry little of them forward; they are not 0, though, for the sigmoid.

Assumptions
    Biases of 0, up to 256 neurons a layer for sums, 32 to 128 for outputs.

References
    Glorot and Bengio 2010, section 4.2; the bounds: `backproof.training.spread`, `backproof.training.signal_sums`,
    and Davidson and Szarek 2001, Local operator theory, random matrices and Banach spaces, theorem 2.13 (norms).
"""

import math
from itertools import pairwise

import numpy as np

from backproof import Claim, Judgement, Run, Verdict, in_training, sources
from backproof.errors import Undecided
from backproof.lectures import C
from backproof.training import spread
from backproof.training.signal_sums import judge_signals, standard
from backproof.training.signals import UNITS, layers, normal
from backproof.training.spread import CHANCE, Array

SMALL = normal(0.01)
WIDTH, LAYERS = 100, 10


def hundredth(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """Draw as lectures print it: randn(fan_in, fan_out)*0.01."""
    return rng.standard_normal((fan_in, fan_out)) * 0.01


@in_training("small-init.small-sums", expect=Verdict.TESTED)
def small_sums(run: Run) -> Judgement:
    """Up to 256 inputs: 0.0256 of their mean square is the most that a layer leaves."""
    return spread.judge_layers(
        run,
        hundredth,
        lambda fan_in, _: 1e-4 * fan_in,
        says="weights of 0.01 times a standard normal draw multiply the second moment by fan_in/10,000",
    )


@in_training("small-init.sigmoid-to-half", expect=Verdict.TESTED)
def half(run: Run) -> Judgement:
    """Mean and mean square of the outputs, layer by layer."""
    return judge_signals(
        run, (UNITS["sigmoid"],), (SMALL,), says="with weights 0.01 randn outputs of sigmoid layers are close to 1/2"
    )


NOT_TO_ZERO = Claim(
    id="small-init.sigmoid-stays-from-zero",
    subject="small-init",
    text=(
        "In a deep network of sigmoids with small weights no layer behind the first has outputs near 0: they are close "
        "to 1/2, and it is the gradient that goes to 0."
    ),
    assumptions=("normal weights of deviation 0.01", "biases are 0"),
    sources=sources(C, 138),
)


@in_training(NOT_TO_ZERO, expect=Verdict.TESTED)
def depth(run: Run) -> Judgement:
    """Every single output, and every gradient, in 10 layers of 100 neurons."""
    rng = np.random.default_rng(run.seed)
    farthest, count, left = 0.0, 0, 0.0
    networks = run.examples(4) * 8
    found = layers(rng, UNITS["sigmoid"], SMALL, standard(rng, networks, WIDTH), (WIDTH,) * LAYERS)
    for before, layer in pairwise(found):
        farthest = max(farthest, float(np.abs(layer.outputs - 0.5).max()))
        count += layer.outputs.size
        left = max(left, float((np.linalg.norm(before.errors, axis=-1) / np.linalg.norm(layer.errors, axis=-1)).max()))
    # |sigma(z) - 1/2| <= |z|/4, and z is normal with a deviation of at most 0.01 sqrt(100), inputs being below 1; of
    # ``count`` such sums one exceeds sqrt(2 (t + log count)) deviations with probability at most 2 e^-t.
    reach = 0.25 * 0.01 * math.sqrt(WIDTH) * math.sqrt(2 * (CHANCE + math.log(count)))
    # The norm of such a matrix is below 0.01 (2 sqrt(100) + sqrt(2 t)) with probability 1 - e^-t; slopes are below 1/4.
    share = 0.25 * 0.01 * (2 * math.sqrt(WIDTH) + math.sqrt(2 * CHANCE))
    if not (farthest <= reach < 0.5 and left <= share < 1):
        raise Undecided(f"outputs are up to {farthest} from 1/2, or a layer leaves {left} of a gradient")
    return Judgement(
        verdict=Verdict.TESTED,
        method=(
            f"Random networks of {LAYERS} sigmoid layers of {WIDTH} neurons, weights 0.01 randn: no output behind the "
            f"first layer was farther from 1/2 than {reach:.2g}, and no layer left more than {share:.2g} of a "
            "gradient, as it has to be with probability 1 - 2 e^-40."
        ),
        tried=networks,
        evidence={
            "largest_distance_of_an_output_from_one_half": farthest,
            "most_that_a_layer_left_of_a_gradient": left,
            "bounds_of_the_two": [reach, share],
        },
    )
