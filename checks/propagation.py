"""Variance propagation in training: activations and gradients by layer of random deep networks.

What it states
    Layer by layer, what goes forward and what comes back has the size that the theory says, within what chance allows.
    Small weights make both vanish, large ones make ReLU networks explode, and Xavier's and He's keep them about as
    they are.

Why it matters
    A derivation with assumptions says little about networks until networks agree with it.

Assumptions
    Normal weights, biases of 0, standard normal inputs, 32 to 128 neurons a layer, 10 layers.

References
    He et al. 2015, section 2.2; the bounds: `backproof.training.signal_sums`.
"""

from backproof import Judgement, Run, Verdict, in_training
from backproof.training.signal_curves import by_layer
from backproof.training.signal_sums import judge_signals
from backproof.training.signals import HE, LECUN, UNITS, XAVIER, normal

RELU, TANH, SIGMOID = (UNITS[name] for name in ("relu", "tanh", "sigmoid"))
SMALL, LARGE = normal(0.01), normal(1.0)
STARTS = (SMALL, LECUN, XAVIER, HE, LARGE)
FORWARD = ((RELU, (SMALL, LECUN, HE)), (TANH, (SMALL, LECUN, LARGE)))
BACKWARD = (*FORWARD, (SIGMOID, (SMALL, LECUN, LARGE)))
"""What the diagrams show; LeCun's and Xavier's weights are the same in square layers."""


@in_training("propagation.forward", expect=Verdict.TESTED)
def forward(run: Run) -> Judgement:
    """ReLU as the claim says; tanh by its own integrals."""
    judged = judge_signals(run, (RELU, TANH), STARTS, says="activations by layer follow the theory", quick=1)
    return judged.with_evidence(diagrams=[by_layer(run.seed, unit, drawn)[0].data() for unit, drawn in FORWARD])


@in_training("propagation.backward", expect=Verdict.TESTED)
def backward(run: Run) -> Judgement:
    """Both factors of a layer, for ReLU and the sigmoid: the squared slopes, and the way back through the weights."""
    judged = judge_signals(run, (RELU, SIGMOID), STARTS, says="gradients by layer follow the theory", quick=1)
    return judged.with_evidence(diagrams=[by_layer(run.seed, unit, drawn)[1].data() for unit, drawn in BACKWARD])
