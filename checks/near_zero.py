"""How near to zero the mean output of Leaky ReLU and of ELU is, in networks as they start: measured.

What it states
--------------
Lectures call the outputs of Leaky ReLU and ELU close to zero centred.

Why it matters
--------------
Means other than zero slow training down. Whether a variant of ReLU does better by this measure is a number, and for
Leaky ReLU that number is nearly ReLU's own.

Assumptions
-----------
A layer whose inputs are standard normal and whose weights are drawn with variance 1/fan_in, so that every
pre-activation is standard normal; ReLU sees the same pre-activations. The mean is taken over the neurons and examples
of a layer. Close means nearer to 0, the mean of tanh, than to the mean of ReLU.

References
----------
Clevert, Unterthiner, Hochreiter 2016, Fast and accurate deep network learning by ELUs, section 2 (mean activations).
"""

import numpy as np

from backproof.activations import ELU, LEAKY_RELU, RELU, Activation, Floats
from backproof.claim import in_training
from backproof.run import Run
from backproof.training.effect import Support, median_interval, simultaneous, supported
from backproof.training.measured import measured
from backproof.training.starts import LECUN_NORMAL
from backproof.verdict import JSON, Judgement, Verdict

_EXAMPLES = 64
_BUT_LEAKY = "with its usual slope of 0.01, Leaky ReLU has 99 % of ReLU's mean output; a slope of 1/2 would halve it"
_BUT_ELU = "ELU has about 40 % of ReLU's mean output for alpha = 1, and more than half of it for alpha = 1/2 or less"


@in_training("leaky-relu.zero-centred", expect=Verdict.MEASURED, but=_BUT_LEAKY)
def leaky_relu(run: Run) -> Judgement:
    """For the usual slope, and for larger ones, where it turns over."""
    return _judged(run, "leaky-relu.zero-centred", LEAKY_RELU, "a", (0.01, 0.1, 0.25, 0.75), _BUT_LEAKY)


@in_training("elu.zero-centred", expect=Verdict.MEASURED, but=_BUT_ELU)
def elu(run: Run) -> Judgement:
    """For the usual constant, and for smaller ones, where it turns over."""
    return _judged(run, "elu.zero-centred", ELU, "alpha", (1.0, 0.5, 0.1), _BUT_ELU)


def _judged(
    run: Run, claim: str, activation: Activation, parameter: str, values: tuple[float, ...], but: str
) -> Judgement:
    """Compare the means of many layers; the first value is the usual one, without which no other counts."""
    layers = [_pre_activations(np.random.default_rng([run.seed, k])) for k in range(run.examples(60))]
    of_relu = np.array([RELU.accurate.compute(z).mean() for z in layers])
    figures: dict[str, JSON] = {}
    answers: list[bool | None] = []
    for value in values:
        means = np.array([activation.accurate.compute(z, **{parameter: value}).mean() for z in layers])
        interval = median_interval(means / of_relu, simultaneous(len(values)))
        answers.append(None if 0.5 in interval else interval.high < 0.5)
        figures[f"{parameter} = {value:g}"] = {
            "mean output, median over layers": float(np.median(means)),
            "beside ReLU's, median over layers": float(np.median(means / of_relu)),
            "interval": interval.data(),
        }
    return measured(
        claim,
        run,
        supported(tuple(answers)) if answers[0] else Support.NO,
        method=(
            f"Mean outputs of drawn layers were compared with those of ReLU on the same pre-activations, for "
            f"{parameter} = {', '.join(f'{v:g}' for v in values)}; the first is the usual one."
        ),
        tried=len(layers),
        but=but,
        mean_output_of_relu=float(np.median(of_relu)),
        settings=figures,
    )


def _pre_activations(rng: np.random.Generator) -> Floats:
    fan_in, fan_out = (int(n) for n in rng.integers(16, 129, 2))
    z: Floats = rng.standard_normal((_EXAMPLES, fan_in)) @ LECUN_NORMAL.draw(rng, fan_in, fan_out)
    return z
