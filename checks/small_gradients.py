"""Small weights in training: what comes back.

What it states
    With weights of 0.01 times a standard normal draw, 500 neurons and 10 layers, every layer of tanh or sigmoid makes
    the gradient smaller, without exception. ReLU makes it still smaller than tanh does.

Why it matters
    That ReLU suffers less from small weights is often said. It is true beside the sigmoid only.

Assumptions
    Biases of 0, standard normal inputs, layers of 500 neurons.

References
    Davidson and Szarek 2001, Local operator theory, random matrices and Banach spaces, theorem 2.13: the norm of a
    matrix of standard normal draws is below sqrt(n) + sqrt(m) + sqrt(2 t) with probability 1 - e^-t.
"""

import math

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, in_training
from backproof.errors import Undecided
from backproof.training.signal_curves import by_layer
from backproof.training.signals import HE, UNITS, Unit, layers, normal
from backproof.training.spread import CHANCE, Array

WIDTH, LAYERS, DEVIATION = 500, 10, 0.01
NORM = DEVIATION * (2 * math.sqrt(WIDTH) + math.sqrt(2 * CHANCE))
"""The norm of a weight matrix is below this with probability 1 - e^-40."""


def factors(run: Run, unit: Unit) -> Array:
    """How much each layer leaves of the size of the gradient: shape (networks, layers - 1)."""
    rng = np.random.default_rng(run.seed)
    inputs = rng.standard_normal((run.examples(2), WIDTH))
    found = layers(rng, unit, normal(DEVIATION), inputs, (WIDTH,) * LAYERS)
    sizes = np.linalg.norm([layer.errors for layer in found], axis=-1).T
    return np.asarray(sizes[:, :-1] / sizes[:, 1:])


def _root_mean_square(values: Array) -> float:
    return float(np.sqrt((values**2).mean()))


@in_training("small-init.gradients-vanish", expect=Verdict.TESTED)
def vanish(run: Run) -> Judgement:
    """Each layer of each network leaves at most the norm of its weights times the steepest slope."""
    left = {name: factors(run, UNITS[name]) for name in ("tanh", "sigmoid")}
    for name, share in left.items():
        bound = NORM * UNITS[name].steepest
        if not share.max() <= bound < 1:
            raise Undecided(f"a layer of {name} leaves {share.max()} of a gradient, more than {bound}")
    tried = sum(share.size for share in left.values())
    drawn = (normal(DEVIATION), normal(0.03), HE)
    return Judgement(
        verdict=Verdict.TESTED,
        method=(
            f"Random networks of {LAYERS} layers of {WIDTH} neurons, weights {DEVIATION} randn: every layer made the "
            f"gradient smaller, by a factor below {NORM:.3g} with tanh and {NORM / 4:.3g} with the sigmoid, as it has "
            "to with probability 1 - e^-40."
        ),
        tried=tried,
        evidence={
            **{f"left by a layer, {name}, root mean square": _root_mean_square(s) for name, s in left.items()},
            **{f"left by a layer, {name}, largest": float(s.max()) for name, s in left.items()},
            "diagrams": [by_layer(run.seed, UNITS["tanh"], drawn)[1].data()],
        },
    )


@in_training("small-init.relu-suffers-less", expect=Verdict.REFUTED)
def suffers(run: Run) -> Judgement:
    """From the same kind of draws; the shares left by a layer stand in the evidence."""
    left = {name: _root_mean_square(factors(run, UNITS[name])) for name in ("relu", "tanh", "sigmoid")}
    if not left["sigmoid"] < left["relu"] < left["tanh"]:
        raise Undecided(f"a layer leaves of a gradient {left}")
    net = (
        "net = lambda f, slope, r: np.linalg.norm(reduce(lambda s, W: (f(s[0] @ W), s[1] @ W * slope(s[0] @ W)), "
        f"[r.randn({WIDTH}, {WIDTH}) * {DEVIATION} for _ in range({LAYERS})], (np.ones({WIDTH}), np.ones({WIDTH})))[1])"
    )
    return Judgement(
        verdict=Verdict.REFUTED,
        method=(
            f"Random networks of {LAYERS} layers of {WIDTH} neurons, weights {DEVIATION} randn; by how much a change "
            "of the inputs is passed on, in one of them."
        ),
        correction=(
            "a layer leaves 0.01 sqrt(n/2) of a gradient with ReLU, more than with the sigmoid (a quarter of 0.01 "
            "sqrt(n)) and less than with tanh (0.01 sqrt(n)): with 500 neurons 0.16, 0.06 and 0.22"
        ),
        counterexample=Counterexample(
            at={"weights": f"{DEVIATION} randn", "width": WIDTH, "layers": LAYERS, "seed": 0},
            setup=f"import numpy as np; from functools import reduce; {net}",
            got="float('%.1g' % net(lambda z: np.maximum(z, 0), lambda z: z > 0, np.random.RandomState(0)))",
            want="float('%.1g' % net(np.tanh, lambda z: 1 / np.cosh(z)**2, np.random.RandomState(0)))",
            holds="got > want",
        ).executed(),
        evidence={f"left by a layer, {name}, root mean square": share for name, share in left.items()},
    )
