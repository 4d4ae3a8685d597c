"""Laws about gradients: what the backward pass computes, against independent ways to the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import mpmath
import numpy as np

from backproof.training import complex_step, symbolic
from backproof.training.arithmetic import IN_ORDER
from backproof.training.bounds import gradient_bound
from backproof.training.cases import Case
from backproof.training.network import Parameters
from backproof.training.outcome import Gap, Held, NotMet

_RELATIVE = "largest bound beside 1 + size of the gradient"
_COARSE = 1e-3


def program(case: Case) -> Parameters:
    """Compute the gradient by the backward pass."""
    return case.network.gradients(case.inputs, case.targets, case.loss).gradient


def agrees_with_sympy(case: Case, gradient: Callable[[Case], Parameters] = program) -> Held | Gap:
    """Compare the computed gradient with SymPy's derivative of the loss, up to the bound of its roundings.

    Assumes that no pre-activation is so close to a kink that rounding might have crossed it.
    """
    return _agree(case, gradient, symbolic, 0.0)


def agrees_with_complex_step(case: Case, gradient: Callable[[Case], Parameters] = program) -> Held | Gap:
    """Compare the computed gradient with that of the complex step, up to the same bound.

    Assumes smooth activations, and a network in float32: the complex step, whose parts are float64, is then
    the finer of the two by 2^29, and its roundings vanish in the factor of two by which the bound is larger
    than needed. What is not proportional to the result, the error of the definitions, is added.
    """
    if case.network.dtype != np.float32:
        raise NotMet("the network is in float32")
    if any(a not in complex_step.SMOOTH for a in case.network.activations):
        raise NotMet("all activations are smooth")
    return _agree(case, gradient, complex_step, complex_step.REFERENCE)


def _agree(case: Case, gradient: Callable[[Case], Parameters], other: ModuleType, reference: float) -> Held | Gap:
    with np.errstate(over="ignore", invalid="ignore"):
        bound = gradient_bound(case, reference)
        ours, theirs = gradient(case).arrays(), other.gradient(case).arrays()
    if not bound.gradient.finite() or not all(mpmath.isfinite(v) for _, array in theirs for v in array.ravel()):
        raise NotMet("nothing overflows")
    if not bound.clear:
        raise NotMet("no pre-activation is within its rounding error of a kink")
    used = relative = 0.0
    for (name, got), (_, want), (_, limit) in zip(ours, theirs, bound.gradient.arrays(), strict=True):
        with mpmath.workdps(symbolic.DIGITS):
            exact = [mpmath.mpf(w) for w in want.ravel()]
            off = [float(abs(mpmath.mpf(float(g)) - w)) for g, w in zip(got.ravel(), exact, strict=True)]
        share = np.array(off) / limit.ravel()
        worst = int(np.argmax(np.where(np.isnan(share), np.inf, share)))
        if not share[worst] <= 1:
            where = f"{name}{list(map(int, np.unravel_index(worst, got.shape)))}"
            return Gap(float(got.ravel()[worst]), float(exact[worst]), where)
        used = max(used, float(share[worst]))
        relative = max(relative, float(limit.max() / (1 + float(max(abs(w) for w in exact)))))
    return Held({"largest share of the bound": used, _RELATIVE: relative})


def agrees_after_training(case: Case) -> Held | Gap:
    """Train the network, and compare its gradient then with SymPy's.

    What is assumed is as for that comparison, and that the bound of roundings says something: that it is below a
    thousandth of one plus the size of the gradient. Training that diverges makes it coarser.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        last = case.trained()[-1]
    if not last.parameters.finite():
        raise NotMet("nothing overflows")
    outcome = agrees_with_sympy(replace(case, network=last))
    if isinstance(outcome, Held) and outcome.figures[_RELATIVE] > _COARSE:
        raise NotMet("roundings are bounded by a thousandth of 1 + the size of the gradient")
    return outcome


def own_input(case: Case) -> Held | Gap:
    """Check that a weight's gradient, by SymPy, is its neuron's error signal times its own input and no other.

    The network is trained first. Assumes one example, and two inputs of a neuron whose products with its error
    signal are further apart than rounding can move them.
    """
    if case.inputs.shape[-2] != 1:
        raise NotMet("there is one example")
    with np.errstate(over="ignore", invalid="ignore"):
        here = replace(case, network=case.trained()[-1])
        bound = gradient_bound(here)
        forward = here.network.forward(here.inputs)
        errors = here.network.backward(forward, here.loss.error(forward.outputs, here.targets)).errors
        exact = symbolic.gradient(here).weights
    if not bound.gradient.finite() or not bound.clear:
        raise NotMet("nothing overflows, and no pre-activation is within its rounding error of a kink")
    told = 0
    for layer, (signal, error) in enumerate(zip(forward.signals[:-1], errors, strict=True)):
        for i, j in np.ndindex(exact[layer].shape):
            want, limit = float(exact[layer][i, j]), 2 * float(bound.gradient.weights[layer][i, j])
            products = signal[0].astype(np.float64) * float(error[0, j])
            name = f"W{layer + 1}[{i}, {j}]"
            if not abs(products[i] - want) <= limit:
                return Gap(float(products[i]), want, f"{name}, its own input")
            others = np.flatnonzero(np.abs(products - products[i]) > 2 * limit)
            wrong = others[np.abs(products[others] - want) <= limit]
            if wrong.size:
                return Gap(float(products[wrong[0]]), want, f"{name}, input {wrong[0]}")
            told += others.size
    if not told:
        raise NotMet("the products with two inputs are told apart")
    return Held()


def slope_of_sum(case: Case) -> Held | Gap:
    """Check that a pre-activation changes by the input when a weight grows by 1, for every layer.

    The two sums are computed in the network's own type, where no order of additions moves either by more than
    gamma(n + 1) times the sum of the sizes of its terms (Higham 2002, eq. 3.5), and their difference is rounded
    once. Assumes that adding 1 to a weight is exact, and that nothing overflows.
    """
    network, used = case.network, 0.0
    unit = float(np.finfo(network.weights[0].dtype).eps)
    with np.errstate(over="ignore", invalid="ignore"):
        forward = network.forward(case.inputs)
    met = False
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        raised = weight + weight.dtype.type(1)
        inputs, before = forward.signals[layer], forward.pre_activations[layer]
        if not np.isfinite(before).all() or not np.array_equal(raised.astype(np.longdouble) - 1, weight):
            continue
        sizes = np.abs(inputs).astype(np.float64) @ (np.abs(weight).astype(np.float64) + 1) + np.abs(bias)
        for i in range(weight.shape[-2]):
            moved = weight.copy()
            moved[i] = raised[i]
            with np.errstate(over="ignore", invalid="ignore"):
                change = (IN_ORDER.product(inputs, moved) + bias) - before
            if not np.isfinite(change).all():
                continue
            off = np.abs(change.astype(np.float64) - inputs[:, i : i + 1])
            met = True
            limit = 2 * (weight.shape[-2] + 2) * unit * sizes + float(np.finfo(weight.dtype).tiny)
            if (off > limit).any():
                at = np.unravel_index(int(np.argmax(off / limit)), off.shape)
                return Gap(float(change[at]), float(inputs[at[0], i]), f"layer {layer + 1}, input {i}")
            used = max(used, float((off / limit).max()))
    if not met:
        raise NotMet("1 is added to the weights exactly, and nothing overflows")
    return Held({"largest share of the bound": used})
