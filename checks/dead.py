"""ReLU units that are inactive on every input.

What it states
--------------
A ReLU unit whose pre-activation is negative on every input has gradients of exactly 0, for its incoming
weights, its bias and its outgoing weights. Its weights are then not updated, so it stays dead.

Why it matters
--------------
Dead units are lost to the network. That they are lost for ever holds for plain gradient descent, in the
first hidden layer, for inputs from the set on which the unit is inactive. With momentum, a velocity in flight
can lift the bias again although all gradients are 0. An input outside the set can activate the unit. In a
deeper layer, the inputs of the unit move while the layers before it are trained.

Assumptions
-----------
The derivative of ReLU at 0 is taken as 0, as PyTorch and TensorFlow do; the units judged here have negative
pre-activations. Whether a unit is inactive on all of [0, 1]^n is decided in exact arithmetic: its bias plus
the sum of its positive weights has to be negative. Numbers are drawn from multiples of 1/16, so that
pre-activations of the first layer are not rounded. Runs that overflow are not counted: 0 times infinity is
nan. Zeros are exact; there is no tolerance.

References
----------
Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
Lu, Shin, Su, Karniadakis 2019, Dying ReLU and initialization, arXiv 1903.06733, section 2.
Polyak 1964, Some methods of speeding up the convergence of iteration methods, eq. 9 (momentum).
"""

from backproof import strategies
from backproof.claim import Claim, in_training, sources
from backproof.counterexample import Counterexample
from backproof.run import Run
from backproof.training import laws
from backproof.training.properties import conditional, judge
from backproof.verdict import Judgement, Verdict

ZERO_GRADIENT = Claim(
    id="dead.zero-gradient",
    subject="dead",
    text="A ReLU unit that is inactive on every input has gradients of 0: its weights and bias are not updated.",
    latex=r"w \cdot x + b < 0 \text{ for all } x \implies \nabla_w L = 0,\; \partial L / \partial b = 0",
    assumptions=("the pre-activation is negative on every input",),
    sources=sources("001_d0013a32b848c6bf.txt", 204),
    references=("Maas, Hannun, Ng 2013, section 2",),
    phrases=(
        (
            "[the] gradient[s] (of|through|for|with respect to the weights of|w.r.t. the weights of|of the "
            "weights of|of all weights of|for the weights of|at) (a|the|any|every|each) dead [{relu}] {neuron} "
            "{is} [exactly|always|all] {zero}"
        ),
        (
            "[a|the|any|every] dead [{relu}] {neuron} (has|have|gets|get|receives|receive|passes) (a zero "
            "gradient|zero gradient[s]|no gradient[s]|a gradient of {zero}|gradients of {zero}|only zero "
            "gradients)"
        ),
        (
            "[the] [incoming] weights (of|into) [a|the] dead [{relu}] {neuron} (are|is|get|will) (not|never|no "
            "longer) [be|being] updated [any more]"
        ),
        (
            "[the] [incoming] weights (of|into) [a|the] dead [{relu}] {neuron} (do not|never|no longer) "
            "(change|update|get updated|learn|receive updates)"
        ),
        (
            "[a|the] dead [{relu}] {neuron} (does not|do not|no longer|never|can not|can no longer) "
            "(learn|learns|update|updates) [anything|its weights|their weights|any more]"
        ),
        "[a|the] dead [{relu}] {neuron} (stops|stop) (learning|updating) [completely]",
        (
            "no gradient[s] (flows|flow|passes|can flow|will flow|pass) (through|back through|into) [a|the] dead "
            "[{relu}] {neuron}"
        ),
        (
            "[a|the|any|every|for a] dead [{relu}] {neuron} (do|does) not [ever] (contribute|pass) [to] [any] (the "
            "gradient|gradient|gradients)"
        ),
        "[the] (derivative|slope) (of|at) [a|the] dead [{relu}] {neuron} {is} [exactly|always] {zero}",
        "(for|in|at) a dead [{relu}] {neuron} [all] [the] gradient[s] {is} [exactly|always|all] {zero}",
    ),
)

STAYS_DEAD = Claim(
    id="dead.stays-dead",
    subject="dead",
    text="A ReLU unit that has died stays dead.",
    assumptions=("the unit is inactive on every input of a bounded set",),
    sources=(*sources("001_d0013a32b848c6bf.txt", 209), *sources("002_cfde82123b9e7a9e.txt", 260)),
    references=("Lu, Shin, Su, Karniadakis 2019, section 2",),
    phrases=(
        (
            "once [a|an|the|it|that|this] [{relu}] [{neuron}] [function] (is dead|has died|dies|goes "
            "dead|died|becomes dead|gets dead|is inactive|becomes inactive) it {is} (dead|inactive) "
            "[forever|permanently]"
        ),
        (
            "once [a|an|the|it|that|this] [{relu}] [{neuron}] [function] (is dead|has died|dies|goes "
            "dead|died|becomes dead|gets dead|is inactive|becomes inactive) it (stays|remains|will stay|will "
            "remain|keeps) [always|permanently|forever] (dead|inactive|off) [forever]"
        ),
        (
            "(if|when) [one time] [a|an|the|one] [{relu}] {neuron} (is dead|has died|dies|goes dead|died|becomes "
            "dead|gets dead|is inactive|becomes inactive) it (stays|remains|is|will be|will stay|will remain) "
            "[always|permanently|forever] (dead|inactive) [forever]"
        ),
        (
            "once [a|an|the|it] [{relu}] [{neuron}] (is dead|has died|dies|goes dead|died|becomes dead|gets "
            "dead|is inactive|becomes inactive) it (never|can not|can never|will never|will not|is unable to|does "
            "not) [ever] (recover|recovers|come back [to life]|comes back [to life]|be "
            "revived|reactivate|reactivates|activate again|wake up|wakes up|fire again|be reactivated|be "
            "recovered|become active again|revive)"
        ),
        (
            "[a|the|these|such] dead [{relu}] {neuron} (stays|stay|remains|remain|will stay|will remain|is|are) "
            "(dead|inactive) (forever|for ever|for good|permanently|for the rest of training|throughout training)"
        ),
        "[a|the|these|such] dead [{relu}] {neuron} (stays|stay|remains|remain|will stay|will remain) (dead|inactive)",
        (
            "[a|the|these|such] (dead|died) [{relu}] {neuron} (never|can not|can never|will never|will not|is "
            "unable to|are unable to|do not|does not) [ever] (recover|recovers|come back [to life]|comes back [to "
            "life]|be revived|reactivate|reactivates|activate again|wake up|wakes up|fire again|be reactivated|be "
            "recovered|become active again|revive)"
        ),
        "once dead [always|forever|it is always|it is] dead",
        (
            "[a|an|the] [{relu}] {neuron} that (has died|is dead|died|dies) (never|can not|can never|will never) "
            "[ever] (recover|recovers|come back [to life]|comes back [to life]|be "
            "revived|reactivate|reactivates|activate again|wake up|wakes up|fire again|be reactivated|be "
            "recovered|become active again|revive)"
        ),
        (
            "[a|an|the] [{relu}] {neuron} that (has died|is dead|died|dies) (stays|remains|will stay|will "
            "remain|is) dead [forever]"
        ),
        (
            "(if|when|once) [one time] [a|an|the|one] [{relu}] {neuron} (is dead|has died|dies|goes dead|died|becomes"
            " dead|gets dead) [then] (every time|always|forever|at all times) [the|that|this] {neuron} {is} dead"
        ),
        (
            "[a|the|these|such] dead [{relu}] {neuron} (can not|can never|will not|will never|do not|does not|never) "
            "[ever] (be activated|activate|activates|be active|fire) again"
        ),
        "(it|a dead {neuron}|the {neuron}|dead {neuron}) (is|are) dead forever",
        (
            "[a|the|these|such] dead {relu} (stays|stay|remains|remain|will stay|will remain|is|are) dead "
            "(forever|for ever|for good|permanently|for the rest of training|throughout training)"
        ),
        (
            "[a|the|these|such] dead {relu} (never|can not|can never|will never|will not|does not) [ever] "
            "(recover|recovers|come back [to life]|comes back [to life]|be revived|activate again|wake up|wakes "
            "up|fire again)"
        ),
    ),
    denied=(
        (
            "[a|the|these|such] dead [{relu}] {neuron} (can|may|could|might) [still|sometimes|later|also] "
            "(recover|recovers|come back [to life]|comes back [to life]|be "
            "revived|reactivate|reactivates|activate again|wake up|wakes up|fire again|be reactivated|be "
            "recovered|become active again|revive)"
        ),
    ),
)


@in_training(ZERO_GRADIENT, expect=Verdict.TESTED)
def zero_gradient(run: Run) -> Judgement:
    """Try units of any hidden layer."""
    return judge(
        strategies.inactive_cases(),
        laws.zero_gradient,
        run,
        method=(
            "For drawn networks with a ReLU unit in a hidden layer that is inactive on every example, the gradients of "
            "its incoming weights, its bias and its outgoing weights are exactly 0."
        ),
        correction="An inactive ReLU unit can have a gradient other than 0.",
    )


@in_training(STAYS_DEAD, expect=Verdict.CONDITIONAL)
def stays_dead(run: Run) -> Judgement:
    """Train by plain descent; then try momentum, an input outside the set, and a second layer."""
    judged = judge(
        strategies.dead_cases(),
        laws.stays_dead,
        run,
        method=(
            "Drawn networks with a ReLU unit in the first layer that is inactive on all of [0, 1]^n are trained by "
            "plain gradient descent on inputs from there; its weights and bias stay the same bit by bit."
        ),
        correction="A dead ReLU unit of the first layer can revive under plain gradient descent.",
    )
    return conditional(
        judged,
        condition=(
            "plain gradient descent without momentum or weight decay, a unit of the first hidden layer, and inputs "
            "from the set on which it is inactive"
        ),
        # One ReLU unit, inputs 0 and 1, both targets 4, full batch, rate 1/4, momentum 0.9, from weight 7 and bias 4.
        # After four steps it is inactive at 0 and at 1, hence on [0, 1]; the velocity of its bias is positive.
        counterexample=Counterexample(
            at={"weight": 7, "bias": 4, "inputs": [0, 1], "targets": [4, 4], "rate": 0.25, "momentum": 0.9, "steps": 5},
            setup=(
                "import itertools; import numpy as np; x = np.array([[0., 1.], [1., 1.]]); "
                "step = lambda s, _: (s[0] + (v := 0.9 * s[1] - 0.25 * x.T @ ((x @ s[0] > 0) * (x @ s[0] - 4))), v); "
                "z = [max(x @ p) for p, _ in itertools.accumulate(range(5), step, "
                "initial=(np.array([7., 4.]), np.zeros(2)))]"
            ),
            got="z[5]",
            want="z[4]",
            holds="not want < 0 < got",
        ),
        an_input_outside_the_set=Counterexample(
            at={"weight": 1, "bias": -2, "dead_on": [0, 1], "input": 3},
            setup="w, b = 1.0, -2.0",
            got="max(0.0, w * 3 + b)",
            want="max(0.0, w * 1 + b)",
        ),
        # x = 1; first layer: linear, weight 1; then a dead ReLU unit (weight 1, bias -2) and a living one (weight 1),
        # outgoing weights 1 and 1, target 8. One step at rate 1/2 on the first weight alone wakes the dead unit.
        a_unit_of_the_second_layer=Counterexample(
            at={"weight_1": 1, "weights_2": [1, 1], "biases_2": [-2, 0], "input": 1, "target": 8, "rate": 0.5},
            setup=(
                "import numpy as np; b = np.array([-2., 0.]); h = 1.0; z = h + b; "
                "error = np.maximum(z, 0).sum() - 8; h = h - 0.5 * error * (z > 0).sum()"
            ),
            got="(h + b)[0] > 0",
            want="z[0] > 0",
        ),
    )
