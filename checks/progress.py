"""How fast networks train with one activation and with another: what lectures say of it, measured.

What it states
--------------
That tanh trains faster than the logistic sigmoid, that ReLU converges faster than both, and that SELU converges faster
than ReLU.

Why it matters
--------------
These are reasons to choose an activation. None can be proved for all tasks, and not all of them hold for all: the
measurement says how large the effect is, and where it turns over.

Assumptions
-----------
Plain gradient descent in float32 on random tasks of regression and classification (see `backproof.training.tasks`),
32 examples, hidden layers of 8 or 16, weights drawn as is recommended for each activation from the same normal draws,
biases 0. Each contestant has the rate of the grid at which it needs the fewest steps, for each task; the rates in
common are compared too. Faster means fewer steps until the loss is half of what the best constant prediction has.

References
----------
LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, section 4.4.
Glorot, Bordes, Bengio 2011, Deep sparse rectifier neural networks, section 3.
Krizhevsky, Sutskever, Hinton 2012, ImageNet classification with deep CNNs, section 3.1 (ReLU against tanh).
Klambauer, Unterthiner, Mayr, Hochreiter 2017, Self-normalizing neural networks, section 4.
"""

from backproof.claim import Claim, in_training, sources
from backproof.lectures import C
from backproof.run import Run
from backproof.training.effect import support, supported
from backproof.training.experiment import CONTESTANTS, SETTINGS, Setting, contest
from backproof.training.measured import by_rate, by_step, duel, ends, measured, networks, settings, turns
from backproof.verdict import Judgement, Verdict

_TRAIN = "(train|trains|learn|learns|converge|converges|is trained|are trained|train and converge)"
_MORE = "[much|far|considerably|significantly|a lot|several times|way|also|both]"
_QUICK = "(faster|quicker|more quickly|more rapidly)"
_SLOW = "(slower|more slowly|less quickly)"
_TRAINING = "(training|learning|convergence)"
_WITH = "[networks|network|models|{neuron}|a network|deep networks|nets] [with|using|that use|of] [the|a]"
_BEHIND = "[networks|network|activation|activations|function|units|{neuron}] [function]"
_ALONE = (
    f"{_WITH} {{function}} [networks|network|nets] {{does}} {_TRAIN} {_MORE} {_QUICK}",
    f"{{does}} {_TRAIN} {_MORE} {_QUICK}",
    f"[the|its] {_TRAINING} {{is}} {_MORE} {_QUICK}",
    f"{_TRAINING} {_QUICK}",
    f"{_QUICK} {_TRAINING}",
)
"""Faster, without a word on what it is compared with."""


def _than(others: str) -> tuple[str, ...]:
    """Word a comparison with other functions."""
    others = f"than [that of|with|in|for|networks with|the|a] [the] {others} {_BEHIND}"
    return (
        f"{_WITH} {{function}} [networks|network|nets] {{does}} {_TRAIN} {_MORE} {_QUICK} {others}",
        f"{{does}} {_TRAIN} {_MORE} {_QUICK} {others}",
        f"[the|its] {_TRAINING} [with|of|for] {{function}} {{is}} {_MORE} {_QUICK} {others}",
        f"[the|its] {_TRAINING} [{{is}}|→|:] {_MORE} {_QUICK} {others}",
        f"{_QUICK} {_TRAINING} {others}",
    )


def _behind(others: str) -> tuple[str, ...]:
    """Word the opposite."""
    others = f"than [that of|with|in|for|networks with|the|a] [the] {others} {_BEHIND}"
    return (f"{_WITH} {{function}} [networks|network|nets] {{does}} {_TRAIN} {_MORE} {_SLOW} {others}",)


TANH_FASTER = Claim(
    id="tanh.trains-faster",
    subject="tanh",
    text="Networks with tanh train faster than networks with the logistic sigmoid.",
    assumptions=("each at its own best learning rate",),
    sources=sources(C, 217),
    references=("LeCun, Bottou, Orr, Mueller 1998, section 4.4",),
    phrases=(*_than("{sigmoid}"), *_ALONE),
    denied=_behind("{sigmoid}"),
)

RELU_FASTER = Claim(
    id="relu.converges-faster",
    subject="relu",
    text="Networks with ReLU converge faster than networks with the logistic sigmoid or tanh.",
    assumptions=("each at its own best learning rate",),
    sources=sources(C, 239),
    references=("Krizhevsky, Sutskever, Hinton 2012, section 3.1",),
    phrases=(
        *_than(
            "(both [of them|others]|{sigmoid} (and|or|/|,) [the] {tanh}|{tanh} (and|or|/|,) [the] {sigmoid}|{tanh})"
        ),
        *_ALONE,
    ),
)

RELU_AGAINST_SIGMOID = Claim(
    id="relu.faster-than-sigmoid",
    subject="relu",
    text="Networks with ReLU converge faster than networks with the logistic sigmoid.",
    assumptions=("each at its own best learning rate",),
    references=("Glorot, Bordes, Bengio 2011, section 3",),
    phrases=_than("{sigmoid}"),
    denied=_behind("{sigmoid}"),
)

SELU_FASTER = Claim(
    id="selu.converges-faster",
    subject="selu",
    text="Networks with SELU converge faster than networks with ReLU.",
    assumptions=("each at its own best learning rate",),
    sources=sources(C, 503),
    references=("Klambauer, Unterthiner, Mayr, Hochreiter 2017, section 4",),
    phrases=(*_than("{relu}"), *_ALONE),
    denied=_behind("{relu}"),
)

_BUT_TANH = (
    "ReLU converges faster than the sigmoid; tanh needs about as many steps as ReLU in networks with one hidden layer, "
    "and fewer in networks with four"
)
_BUT_SHALLOW = "SELU converges faster than ReLU in networks of eight hidden layers; with a single one it is slower"
SHALLOW, DEEP = SETTINGS[0], SETTINGS[1]
_METHOD = (
    "On the same random tasks, from the same draws, both were trained at every learning rate of a grid; compared were "
    "the steps until the loss was half of the best constant's, each at its own best rate for the task."
)


@in_training(TANH_FASTER, expect=Verdict.MEASURED)
def tanh_faster(run: Run) -> Judgement:
    """Four settings; then a rate in common, where it turns over."""
    found = contest(run, {name: CONTESTANTS[name] for name in ("tanh", "sigmoid")})
    against, titles = duel(found, "tanh", "sigmoid"), {"sigmoid": "sigmoid", "tanh": "tanh"}
    caption = "A network that does not halve its loss within the steps taken is counted with the last of them."
    return measured(
        TANH_FASTER.id,
        run,
        support(against),
        method=_METHOD,
        tried=networks(found),
        settings=settings(against),
        at_a_rate_in_common=turns(found, "tanh", "sigmoid"),
        best_rate_at_an_end_of_the_grid=ends(found),
        diagrams=[by_rate(found, SHALLOW, titles, caption=caption).data()],
    )


@in_training(RELU_FASTER, expect=Verdict.MEASURED, but=_BUT_TANH)
def relu_faster(run: Run) -> Judgement:
    """Against each of the two."""
    titles = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}
    found = contest(run, {name: CONTESTANTS[name] for name in titles})
    sigmoid, tanh = (duel(found, "relu", other, among=2) for other in ("sigmoid", "tanh"))
    caption = "Medians over random tasks, each at the best rate of the contestant, with 95 % intervals."
    return measured(
        RELU_FASTER.id,
        run,
        supported(tuple(c.better for duels in (sigmoid, tanh) for c in duels.values())),
        method=_METHOD,
        tried=networks(found),
        but=_BUT_TANH,
        against_sigmoid={"supported": str(support(sigmoid)), **settings(sigmoid)},
        against_tanh={"supported": str(support(tanh)), **settings(tanh)},
        at_a_rate_in_common_with_tanh=turns(found, "relu", "tanh"),
        best_rate_at_an_end_of_the_grid=ends(found),
        diagrams=[by_step(found, setting, titles, caption=caption).data() for setting in (SHALLOW, DEEP)],
    )


@in_training(RELU_AGAINST_SIGMOID, expect=Verdict.MEASURED)
def relu_against_sigmoid(run: Run) -> Judgement:
    """The part of the claim before this one that holds."""
    found = contest(run, {name: CONTESTANTS[name] for name in ("relu", "sigmoid")})
    against = duel(found, "relu", "sigmoid")
    return measured(
        RELU_AGAINST_SIGMOID.id,
        run,
        support(against),
        method=_METHOD,
        tried=networks(found),
        settings=settings(against),
        at_a_rate_in_common=turns(found, "relu", "sigmoid"),
        best_rate_at_an_end_of_the_grid=ends(found),
    )


@in_training(SELU_FASTER, expect=Verdict.MEASURED, but=_BUT_SHALLOW)
def selu_faster(run: Run) -> Judgement:
    """Against ReLU, shallow and deep, for inputs of mean 0 and variance 1, as SELU presupposes."""
    where = [Setting(positive=False, hidden=hidden) for hidden in (1, 8)]
    found = contest(run, {name: CONTESTANTS[name] for name in ("selu", "relu")}, where, quick=6)
    against = duel(found, "selu", "relu")
    return measured(
        SELU_FASTER.id,
        run,
        support(against),
        method=_METHOD,
        tried=networks(found),
        but=_BUT_SHALLOW,
        settings=settings(against),
        at_a_rate_in_common=turns(found, "selu", "relu"),
        best_rate_at_an_end_of_the_grid=ends(found),
    )
