"""Laws about what neurons put out, and what that means for the weights behind them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from backproof.activations import RELU, SIGMOID, TANH
from backproof.training.cases import Case
from backproof.training.network import Backward, Forward
from backproof.training.outcome import Gap, Held, NotMet


def cancels(case: Case) -> Held | Gap:
    """Check that the outputs of every layer of tanh for inputs x and -x add up to exactly 0.

    Assumes that all activations are tanh, that all biases are 0, and that not all outputs are 0.
    """
    network = case.network
    if any(a is not TANH for a in network.activations):
        raise NotMet("all activations are tanh")
    if any(b.any() for b in network.biases):
        raise NotMet("all biases are 0")
    there, back = network.forward(case.inputs), network.forward(-case.inputs)
    if not there.signals[1].any():
        raise NotMet("not all outputs are 0")
    for layer, (f, g) in enumerate(zip(there.signals[1:], back.signals[1:], strict=True), start=1):
        if (total := f + g).any():
            return Gap(float(total.ravel()[np.flatnonzero(total)[0]]), 0.0, f"layer {layer}")
    return Held()


def one_sided(case: Case) -> Held | Gap:
    """Check that no output of a sigmoid or ReLU is negative, and that the first layer's have a positive mean.

    The mean is over x and -x: of the sigmoid it is at least 1/4 for each neuron, of ReLU |z|/2. Assumes that the first
    layer has one of the two, biases of 0, and a pre-activation other than 0.
    """
    network = case.network
    first = network.activations[0]
    if first not in (SIGMOID, RELU):
        raise NotMet("the first activation is sigmoid or ReLU")
    if network.biases[0].any():
        raise NotMet("the first biases are 0")
    with np.errstate(over="ignore", invalid="ignore"):
        there, back = network.forward(case.inputs), network.forward(-case.inputs)
    z = there.pre_activations[0]
    if not z.any():
        raise NotMet("a pre-activation of the first layer is not 0")
    for layer, activation in enumerate(network.activations):
        if activation in (SIGMOID, RELU) and (there.signals[layer + 1] < 0).any():
            return Gap(float(there.signals[layer + 1].min()), 0.0, f"layer {layer + 1}")
    mean = (there.signals[1] + back.signals[1]) / 2
    least = np.full_like(z, 0.25) if first is SIGMOID else np.abs(z) / 2
    if (mean < least).any():
        worst = int(np.argmax(mean < least))
        return Gap(float(mean.ravel()[worst]), float(least.ravel()[worst]), "mean of the first layer over x and -x")
    return Held()


def signs_of_outputs(case: Case) -> Held | Gap:
    """Check that behind tanh units of both signs the weights into one neuron have gradients of both signs.

    Each has the sign of its tanh times that of the error signal. Assumes one example, tanh units with outputs of both
    signs in a hidden layer, an error signal other than 0 behind them, and that no product of the two underflows.
    """
    if case.inputs.shape[-2] != 1:
        raise NotMet("there is one example")
    network = case.network
    forward, backward = passes(case)
    least = Fraction(float(np.nextafter(network.dtype.type(0), network.dtype.type(1))))
    met = False
    for layer in range(1, len(network.weights)):
        h = forward.signals[layer][0]
        if network.activations[layer - 1] is not TANH or not (h.min() < 0 < h.max()):
            continue
        for neuron, delta in enumerate(backward.errors[layer][0]):
            exact = [Fraction(float(v)) * Fraction(float(delta)) for v in h] if np.isfinite(delta) else []
            if not any(exact) or any(0 < abs(product) < least for product in exact):
                continue
            met = True
            for i, (slope, product) in enumerate(zip(backward.gradient.weights[layer][:, neuron], exact, strict=True)):
                if np.sign(slope) != np.sign(float(product)):
                    return Gap(float(slope), float(product), f"W{layer + 1}[{i}, {neuron}]")
    if not met:
        raise NotMet("tanh outputs of both signs meet an error signal other than 0, and nothing underflows")
    return Held()


def probabilities(case: Case) -> Held | Gap:
    """Check that a softmax of the outputs gives numbers in [0, 1] that add up to 1, up to the bound of its roundings.

    The largest output is subtracted first. The bound is n u/(1 - n u) for n classes (Higham 2002, lemma 3.1): n - 1
    additions of the exponentials and a division; and half a smallest subnormal for each quotient that underflows.
    Assumes that no output overflows.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        outputs = case.network.forward(case.inputs).outputs
    if not np.isfinite(outputs).all():
        raise NotMet("nothing overflows")
    powers = np.exp(outputs - outputs.max(axis=-1, keepdims=True))
    shares = powers / powers.sum(axis=-1, keepdims=True)
    if not ((shares >= 0) & (shares <= 1)).all():
        return Gap(float(shares.max()), 1.0, "a share")
    classes, kind = outputs.shape[-1], np.finfo(outputs.dtype.name)
    unit = classes * float(kind.eps) / 2
    bound = Fraction(unit / (1 - unit)) + classes * Fraction(float(kind.smallest_subnormal))
    for row in shares:
        off = abs(sum(Fraction(float(p)) for p in row) - 1)
        if off > bound:
            return Gap(float(off), float(bound), "distance of the sum from 1")
    return Held()


def passes(case: Case) -> tuple[Forward, Backward]:
    """Run a case forward and back; assumes that nothing overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        forward = case.network.forward(case.inputs)
        backward = case.network.backward(forward, case.loss.error(forward.outputs, case.targets))
    if not backward.gradient.finite():
        raise NotMet("nothing overflows")
    return forward, backward
