"""The end of a forward pass in floats and in training.

What it states
    The outputs of a softmax add up to 1 up to rounding, if the largest logit is subtracted first; as printed, the
    exponentials overflow.

Why it matters
    A loss that expects probabilities gets nan from the printed form as soon as one logit exceeds 88.7 in float32.

Assumptions
    Round to nearest; a sum in any order.

References
    Blanchard, Higham, Higham 2021, Accurately computing the log-sum-exp and softmax functions, IMA J. Numer. Anal.
    41; Higham 2002, Accuracy and stability of numerical algorithms, lemma 3.1.
"""

import numpy as np
from numpy.typing import NDArray

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats, in_training, strategies
from backproof.training.laws import signals as laws
from backproof.training.properties import judge

UNIT = floats.FLOAT32.unit


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Compute the softmax over the last axis, shifted by the largest logit."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


@in_floats("forward.probabilities", expect=Verdict.CONDITIONAL)
def probabilities(run: Run) -> Judgement:
    """The rounded exponentials are divided by their own sum: only sum and quotients add to the error."""
    rng = np.random.default_rng(run.seed)
    count, worst, exact = 0, 0.0, 0
    for classes in (2, 3, 10, 100, 1000):
        logits = (rng.standard_normal((run.examples(500), classes)) * 10).astype(np.float32)
        outputs = softmax(logits)
        if not ((outputs >= 0) & (outputs <= 1)).all():
            raise floats.unexpected_value("smallest output", float(outputs.min()), 0)
        # The n outputs are added in float64, whose own roundings are 2^29 times smaller.
        error = np.abs(outputs.astype(np.float64).sum(axis=-1) - 1)
        # n - 1 additions in the sum of exponentials and one division: gamma(n), Higham 2002, lemma 3.1; and what
        # underflows to 0 or a subnormal loses at most half a smallest subnormal each.
        bound = classes * UNIT / (1 - classes * UNIT) + classes * floats.FLOAT32.min_subnormal
        worst, exact = max(worst, float((error / bound).max())), exact + int((error == 0).sum())
        count += logits.shape[0]
    if worst > 1:
        raise floats.unexpected_value("distance of the sum from 1 in units of its bound", worst, 1)
    shown = Counterexample(
        at={"dtype": "float32", "logits": [89.0, 0.0]},
        setup="import numpy as np; z = np.float32([89, 0])",
        got="(np.exp(z) / np.exp(z).sum()).sum()",
        want="1.0",
    ).executed()
    return floats.conditional(
        "the output layer is a softmax with the largest logit subtracted first; the sum is then 1 up to gamma(n) = "
        "n u/(1 - n u) for n classes, u = 2^-24 in float32",
        shown,
        "Random logits for 2 to 1000 classes in float32: every output lay in [0, 1], and every sum within the bound.",
        count,
        {"largest_distance_in_units_of_the_bound": worst, "sums_that_are_exactly_one": exact},
    )


@in_training("forward.probabilities", expect=Verdict.TESTED)
def probabilities_of_networks(run: Run) -> Judgement:
    """Whatever the network, if a softmax ends it."""
    return judge(
        strategies.cases(strategies.networks(width=(1, 5))),
        laws.probabilities,
        run,
        method=(
            "A softmax, with the largest output subtracted first, of the outputs of drawn networks: every number lies "
            "in [0, 1], and their exact sum is 1 up to the bound of the roundings."
        ),
        correction="The softmax of a network's outputs can miss the sum 1 by more than its roundings.",
    )
