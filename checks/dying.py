"""How many ReLU units die in training, and whether a positive bias at the start prevents it: measured.

What it states
--------------
Lectures say that up to half of the ReLU units die when the learning rate is too high, and that biases should start
a little above 0 so that fewer do.

Why it matters
--------------
The share of dead units tells a learning rate that is too high from one that is not. Advice on biases is followed
without being tried: 0.01 is small beside what one step at a high rate does.

Assumptions
-----------
Plain gradient descent in float32, all examples at once, 80 steps, on random tasks (see `backproof.training.tasks`);
weights from He's initialisation. A unit is dead that is inactive on every example. Too high is meant as a multiple of
the rate at which the same network halves its loss in the fewest steps. Networks that overflow are left out, and
counted.

References
----------
Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
Lu, Shin, Su, Karniadakis 2019, Dying ReLU and initialization, arXiv 1903.06733, section 2.
Goodfellow, Bengio, Courville 2016, Deep Learning, section 6.3.1 (biases of 0.1).
"""

from dataclasses import replace

import numpy as np

from backproof.activations import Floats
from backproof.claim import Claim, in_training, sources
from backproof.diagram import Axis, Diagram, Series
from backproof.lectures import B, C
from backproof.run import Run
from backproof.training.dying import RATES, TIMES, Deaths, deaths, mean_share
from backproof.training.effect import compare, simultaneous, supported
from backproof.training.experiment import CONTESTANTS, SETTINGS, Contestant, Setting
from backproof.training.measured import measured
from backproof.verdict import JSON, Judgement, Verdict

_DIE = "{does} (die|dies|become dead|go dead|end up dead|be dead|are dead)"
_MANY = (
    "([up to|as much as|as many as|more than|over|about|around|almost|nearly] {number} [percent|per cent] of|"
    "(a|an) (large|big|significant|high|considerable) (fraction|part|share|number|percentage|proportion) of|"
    "many|many of|most|most of|half of|half)"
)
_IF = "(if|when|because) [the|your|our] learning rate {is} [set] too (high|large|big)"
_HIGH_RATES = "[a] [too] (high|large|big) learning rate[s] {does}"
_WHILE = "[during (training|operation)|in training]"
_UNITS = "[the|your|all|a network's] [{relu}] [{neuron}]"
_POSITIVE = "(positive value[s]|positive number[s]|positive constant|positive bias[es])"
_AWAY = "{does} [help|helps] [to] (prevent|prevents|avoid|avoids|reduce|reduces|against)"

HIGH_RATE = Claim(
    id="dead.high-rate",
    subject="dead",
    text="A large share of the ReLU units, up to half, die when the learning rate is too high.",
    sources=sources(B, 211),
    references=("Maas, Hannun, Ng 2013, section 2",),
    phrases=(
        f"{_MANY} {_UNITS} [{{aside}}] {_DIE} {_WHILE} {_IF}",
        f"{_IF} [then] {_MANY} {_UNITS} [{{aside}}] {_DIE} {_WHILE}",
        f"{_HIGH_RATES} (kill|kills) {_MANY} {_UNITS}",
        f"{_HIGH_RATES} (kill|kills) [the] [{{relu}}] {{neuron}}",
        f"{_HIGH_RATES} (cause|causes|lead to|leads to|result in|results in) (dead|dying) [{{relu}}] {{neuron}}",
    ),
)

POSITIVE_BIAS = Claim(
    id="dead.positive-bias",
    subject="dead",
    text="A small positive bias at the start, such as 0.01 or 0.1, keeps ReLU units from dying.",
    sources=sources(B, 212) + sources(C, 374),
    references=("Goodfellow, Bengio, Courville 2016, section 6.3.1",),
    phrases=(
        (
            "{topic dead} [it is] (advised|recommended|advisable|helpful|useful|good practice|a good idea) to "
            f" (initialise|set|start) [the] bias[es] (to|with|at|as) [a|some] [small|slightly] {_POSITIVE} "
            "[{aside}] [such as|like|e.g.] [{number}]"
        ),
        (
            f"[a|using a|starting with a] [small|slightly|slight] positive [initial] bias[es] [at the start] {_AWAY} "
            "[the] (dying|dead) [{relu}] [{neuron}] [problem|units|neurons]"
        ),
        (
            "(initialising|setting|starting) [the] bias[es] (to|with|at|as) [a|some] [small|slightly] "
            f"{_POSITIVE} [{{aside}}] [such as|like|e.g.] [{{number}}] {_AWAY} [the] (dying|dead) [{{relu}}] "
            "[{neuron}] [problem|units|neurons]"
        ),
    ),
)

RELU = CONTESTANTS["relu"]
_BUT = (
    "a bias of 0.1 saves a few per cent of the units where inputs are positive, and 0.01 hardly any; with inputs of "
    "mean 0, or at a learning rate that is too high, neither does, and a bias of 1 makes more units die and training "
    "slower"
)
_BEST, _HIGH = int(np.flatnonzero(TIMES == 1)[0]), int(np.flatnonzero(TIMES == 8)[0])
_SMALL = (0.01, 0.1)
_BIASES = (*_SMALL, 1.0)


@in_training(HIGH_RATE, expect=Verdict.MEASURED)
def high_rate(run: Run) -> Judgement:
    """The share at eight times the best rate, against that at the best rate."""
    found = {setting: deaths(run, [RELU], setting, quick=3)[0] for setting in SETTINGS}
    answers: list[bool | None] = []
    figures: dict[str, JSON] = {}
    for setting, died in found.items():
        more, interval = mean_share(died.at_times[_HIGH] - died.at_times[_BEST], simultaneous(len(found)))
        answers.append(None if 0 in interval else more > 0)
        figures[setting.name] = {
            "dead at the start": float(died.at_start.mean()),
            "dead after training, by multiple of the best rate": _shares(died.at_times),
            "more at 8 times the best rate": [more, *interval.data()],
        }
    half = [float(t) for k, t in enumerate(TIMES) if any(_above_half(d.at_times[k]) for d in found.values())]
    return measured(
        HIGH_RATE.id,
        run,
        supported(tuple(answers)),
        method=(
            "ReLU networks were trained at every rate of a grid; compared is the share of hidden units inactive on all "
            "examples at 8 times the best rate and at the best rate, with BCa intervals of the mean over tasks."
        ),
        tried=sum(d.at_start.size for d in found.values()) * len(RATES),
        multiples_of_the_best_rate_with_more_than_half_dead_in_some_setting=list(half),
        settings=figures,
        diagrams=[_against_rate(found).data()],
    )


@in_training(POSITIVE_BIAS, expect=Verdict.MEASURED, but=_BUT)
def positive_bias(run: Run) -> Judgement:
    """Biases of 0.01, 0.1 and 1 against 0, two hidden layers."""
    where = [Setting(positive, 2) for positive in (False, True)]
    arms: list[Contestant] = [RELU, *(replace(RELU, bias=b) for b in _BIASES)]
    found = {setting: deaths(run, arms, setting, quick=3) for setting in where}
    figures: dict[str, JSON] = {}
    answers: list[bool | None] = []
    for setting, (zero, *others) in found.items():
        rows: dict[str, JSON] = {}
        for bias, other in zip(_BIASES, others, strict=True):
            fewer = {
                "at the start": zero.at_start - other.at_start,
                "after training at the best rate": zero.at_times[_BEST] - other.at_times[_BEST],
                "after training at 8 times the best rate": zero.at_times[_HIGH] - other.at_times[_HIGH],
            }
            shares = {
                moment: mean_share(difference, simultaneous(2 * len(_SMALL) * len(where)))
                for moment, difference in fewer.items()
            }
            rows[f"bias {bias:g}"] = {
                "fewer dead than with bias 0": {m: [share, *i.data()] for m, (share, i) in shares.items()},
                "steps to halve the loss": compare(
                    other.steps, zero.steps, simultaneous(len(_BIASES) * len(found))
                ).data(),
            }
            if bias in _SMALL:
                trained = [shares[m] for m in fewer if m.startswith("after")]
                answers += [None if 0 in interval else share > 0 for share, interval in trained]
        figures[setting.name] = rows
    return measured(
        POSITIVE_BIAS.id,
        run,
        supported(tuple(answers)),
        method=(
            "The same ReLU networks were trained with biases that start at 0 and at 0.01, 0.1 and 1; compared is the "
            "share of hidden units inactive on all examples, with BCa intervals of the mean difference over tasks. "
            "What counts for the claim are 0.01 and 0.1, after training at the best rate and at 8 times that rate."
        ),
        tried=sum(d.at_start.size for arms_found in found.values() for d in arms_found) * len(RATES),
        but=_BUT,
        settings=figures,
        diagrams=[_against_bias(found[where[-1]]).data()],
    )


def _shares(at_times: Floats) -> dict[str, JSON]:
    shares: dict[str, JSON] = {}
    for times, row in zip(TIMES, at_times, strict=True):
        mean, interval = mean_share(row)
        if np.isfinite(mean):
            left_out = int((~np.isfinite(row)).sum())
            shares[f"{times:g}"] = {"mean": mean, "interval": interval.data(), "left out": left_out}
    return shares


def _above_half(row: Floats) -> bool:
    return mean_share(row)[1].low > 0.5


def _series(name: str, died: Deaths) -> Series:
    shares = [mean_share(row) for row in died.at_times]
    return Series(
        name=name,
        y=tuple(mean if np.isfinite(mean) else None for mean, _ in shares),
        low=tuple(max(interval.low, 0.0) for _, interval in shares),
        high=tuple(interval.high for _, interval in shares),
    )


def _diagram(title: str, caption: str, *series: Series) -> Diagram:
    return Diagram(
        title=title,
        caption=caption,
        x=tuple(float(t) for t in TIMES),
        across=Axis("learning rate as a multiple of the best", log=True),
        up=Axis("share of hidden units that are dead"),
        series=series,
    )


def _against_rate(found: dict[Setting, Deaths]) -> Diagram:
    return _diagram(
        "Dead ReLU units against the learning rate",
        "Means over random tasks, with 95 % intervals. Networks that overflowed are not counted among either.",
        *(_series(setting.name, died) for setting, died in found.items()),
    )


def _against_bias(found: list[Deaths]) -> Diagram:
    return _diagram(
        "Dead ReLU units for biases that start above 0",
        "Means over random tasks with inputs from [0, 1], with 95 % intervals; multiples of the best rate at bias 0.",
        *(_series(f"bias {bias:g}", died) for bias, died in zip((0.0, *_BIASES), found, strict=True)),
    )
