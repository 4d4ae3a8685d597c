"""Networks that start with one constant, in floats and in training.

What it states
--------------
From one constant for each layer, the neurons of a layer have equal activations, and training keeps them so: as long
as every column of a matrix product is summed in the same order.

Why it matters
--------------
A constant start wastes the width of a layer. In floats the columns can come to differ by a rounding error, which is
no way to break symmetry: see the claim that equal weights stay equal.

Assumptions
-----------
Finite inputs. In training, sums are taken in a fixed order.

References
----------
Goodfellow, Bengio, Courville 2016, Deep Learning, section 8.4 (initial parameters need to break symmetry).
"""

from collections.abc import Sequence

import numpy as np

from backproof import strategies
from backproof.claim import in_floats, in_training
from backproof.counterexample import Counterexample
from backproof.run import Run
from backproof.training import Network, laws
from backproof.training.properties import conditional, judge
from backproof.verdict import Judgement, Verdict


@in_training("constant-init.equal-neurons", expect=Verdict.TESTED)
def equal_neurons(run: Run) -> Judgement:
    """One constant for the weights of each layer, another for its biases."""
    return _equal_neurons(run)


@in_floats("constant-init.equal-neurons", expect=Verdict.CONDITIONAL)
def equal_neurons_in_floats(run: Run) -> Judgement:
    """The sum of the inputs of a neuron depends on its order."""
    return conditional(
        _equal_neurons(run),
        condition="the program sums every column of a matrix product in the same order, which no standard requires",
        counterexample=Counterexample(
            at={"weights": [0.5, 0.5, 0.5], "bias": 0, "inputs": [0.1, 0.2, 0.3]},
            got="(0.5 * 0.1 + 0.5 * 0.2) + 0.5 * 0.3",
            want="0.5 * 0.1 + (0.5 * 0.2 + 0.5 * 0.3)",
        ),
    )


def _equal_neurons(run: Run) -> Judgement:
    from hypothesis import strategies as st

    pairs = st.tuples(strategies.numbers(), strategies.numbers())
    return judge(
        strategies.cases(
            st.builds(
                _constant, strategies.networks(depth=(2, 4), width=(1, 6)), st.lists(pairs, min_size=4, max_size=4)
            ),
            steps=(1, 10),
        ),
        laws.equal_activations,
        run,
        method=(
            "Networks of which each layer starts with one constant for its weights and one for its biases are "
            "trained: the "
            "neurons of every hidden layer have one activation, bit by bit, at the start and after every step."
        ),
        correction="neurons that start with one constant can come to differ",
    )


def _constant(network: Network, constants: Sequence[tuple[float, float]]) -> Network:
    pairs = constants[: len(network.weights)]
    return Network(
        tuple(np.full_like(w, c) for w, (c, _) in zip(network.weights, pairs, strict=True)),
        tuple(np.full_like(b, c) for b, (_, c) in zip(network.biases, pairs, strict=True)),
        network.activations,
    )
