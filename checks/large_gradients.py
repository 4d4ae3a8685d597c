"""Large weights in training: what comes back.

What it states
    Whether gradients vanish or explode with large weights is decided by n Var(w) E f'(z)^2, layer by layer: with
    ReLU they explode, with tanh and sigmoid they vanish in narrow layers and explode in wide ones.

Why it matters
    Two sentences of the same lecture, "large weights make gradients vanish" and "explode", are both true of some
    networks.

Assumptions
    Normal weights, biases of 0, standard normal inputs, 32 to 128 neurons a layer, 10 layers.

References
    Schoenholz et al. 2017, Deep information propagation, eq. 9; the bounds: `backproof.training.signal_sums`.
"""

from backproof import Judgement, Run, Verdict, in_training
from backproof.diagram import Series
from backproof.training.signal_curves import by_layer
from backproof.training.signal_sums import judge_signals
from backproof.training.signals import HE, UNITS, normal
from backproof.verdict import JSON


@in_training("large-init.gradients-vanish", expect=Verdict.TESTED)
def vanish(run: Run) -> Judgement:
    """Each factor of a layer is tested: the mean of the squared slopes, and the way back through the weights."""
    scales = (normal(0.3), normal(1.0), normal(4.0))
    judged = judge_signals(
        run,
        (UNITS["tanh"], UNITS["sigmoid"]),
        scales,
        says="with large weights a layer multiplies the squared gradient by n Var(w) E f'(z)^2, below or above 1",
        quick=1,
    )
    drawn = {name: by_layer(run.seed, UNITS[name], scales)[1] for name in ("sigmoid", "tanh")}
    left: dict[str, JSON] = {
        f"{name}, {series.name}": _by_layer(series) for name, found in drawn.items() for series in found.series
    }
    return judged.with_evidence(left_by_a_layer=left, diagrams=[found.data() for found in drawn.values()])


def _by_layer(series: Series) -> float:
    """What a layer leaves of the size of the gradient, as a geometric mean over the layers."""
    first, last = series.y[0] or 0.0, series.y[-1] or 0.0
    return float((first / last) ** (1 / (len(series.y) - 1)))


@in_training("large-init.gradients-explode", expect=Verdict.TESTED)
def explode(run: Run) -> Judgement:
    """ReLU, where half of n Var(w) counts."""
    judged = judge_signals(
        run,
        (UNITS["relu"],),
        (normal(0.5), normal(1.0), normal(4.0)),
        says="with large weights a ReLU layer multiplies the squared gradient by n Var(w)/2, above 1",
    )
    drawn = by_layer(run.seed, UNITS["relu"], (HE, normal(0.5), normal(1.0)))
    return judged.with_evidence(diagrams=[found.data() for found in drawn])
