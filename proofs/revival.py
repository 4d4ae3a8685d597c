"""What keeps a dead ReLU unit dead, and what revives it, on paper.

What it states
    Plain gradient descent never moves a unit of the first hidden layer that is inactive on all of its inputs. Momentum
    revives a unit that died in flight exactly if the way that its velocity still has to go is long enough. Weight decay
    on all of its parameters alike keeps it dead; on the bias alone it revives every unit with a positive weight.

Why it matters
    "Dead for ever" is a theorem about one algorithm and one layer. With the optimisers that are used in practice it is
    a matter of figures, and the figures are known.

Assumptions
    Real arithmetic; ReLU is max(0, x); any network and any loss behind the unit.

References
    Lu, Shin, Su, Karniadakis 2020, Dying ReLU and initialization, arXiv 1903.06733, section 2.
    Polyak 1964, Some methods of speeding up the convergence of iteration methods, eq. 9 (momentum).
    Loshchilov, Hutter 2019, Decoupled weight decay regularization, algorithm 1.
"""

import random
from fractions import Fraction

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import X
from backproof.errors import Undecided
from backproof.lectures import B, C
from backproof.paper import certify
from backproof.paper.cell import Cell

RIGHT = Cell(sp.Integer(0), sp.oo)
_UNIT = "([{relu}] {neuron}|{relu})"
_DIED = "(is dead|has died|dies|goes dead|died|becomes dead|gets dead|is inactive|becomes inactive)"
_NEVER = "(never|can not|can never|will never|will not|is unable to|are unable to|do not|does not|can no longer)"
_RECOVER = (
    "(recover|recovers|come back [to life]|comes back [to life]|be revived|reactivate|reactivates|activate again|"
    "activates again|wake up|wakes up|fire again|be reactivated|be recovered|become active again|revive|be activated "
    "again|be active again|be saved|come alive again)"
)
_REVIVE = "(revive|reviving|reactivate|reactivating|recover|recovering|wake up|bring back)"
_RECOVERS = (
    "(recovers|recover|comes back [to life]|come back [to life]|wakes up|wake up|becomes active again|"
    "become active again)"
)
_SOON = "((after|within|in|with) (a few|some|several|enough|many|more) [more] (steps|iterations|updates|epochs))"
_PLAINLY = "((of|by|under|with|during|through) [plain|vanilla|ordinary|stochastic] gradient descent)"
_FOREVER = "(forever|for ever|for good|permanently|for the rest of [the] training|throughout training|irreversibly)"
_STAYS = "(stays|stay|remains|remain|will stay|will remain|keeps being|is|are)"

PLAIN = Claim(
    id="dead.plain-descent",
    subject="dead",
    text=(
        "Under plain gradient descent a unit of the first hidden layer that is inactive on all inputs of a set keeps "
        "its weights and bias, and stays inactive on that set, in any network."
    ),
    latex=r"\max_{x \in S} (w^{(0)} \cdot x + b^{(0)}) < 0 \implies (w^{(t)}, b^{(t)}) = (w^{(0)}, b^{(0)})",
    assumptions=("all examples are from the set", "full batches, mini-batches or single examples in any order"),
    references=("Lu, Shin, Su, Karniadakis 2020, section 2",),
    denied=(
        f"[a|the|these|such] dead {_UNIT} [always|soon] {_RECOVERS} [again] [{_SOON}] {_PLAINLY}",
        f"[a|the|these|such] dead {_UNIT} will [always|soon] {_RECOVER} [again] [{_SOON}] {_PLAINLY}",
        (
            "[plain|vanilla|ordinary|stochastic] gradient descent [always|soon] (revives|reactivates) [a|the|any|all] "
            f"dead {_UNIT}"
        ),
    ),
)


def _invariant() -> Judgement:
    w, rate, share, delta = sp.symbols("w eta mu delta", real=True)
    nothing = delta * sp.Integer(0) * X
    still = paper.decide(w - rate * nothing, w, X)
    moving = paper.decide(share * sp.Integer(0) - rate * nothing, sp.Integer(0), X)
    if not (still.equal and moving.equal):
        raise Undecided("a step of size 0 was not found to change nothing")
    return Judgement(
        verdict=Verdict.PROVED,
        method="induction over the steps; width, depth, loss and what the other units do are arbitrary",
        steps=(
            Step("At the start the unit is inactive on the whole set", r"z^{(0)}(x) < 0 \text{ for all } x \in S"),
            Step(
                "If it is so after t steps, its slope is 0 on every batch from the set, and so are its gradients",
                r"\nabla_w L = \delta\,f'(z)\,x = \delta\,0\,x = 0",
            ),
            Step("and the next step changes nothing", r"w^{(t+1)} = w^{(t)} - \eta \cdot 0 = w^{(t)}"),
            Step("so, its inputs being data, its pre-activations stay what they are", r"z^{(t+1)}(x) = z^{(t)}(x) < 0"),
            Step("The same holds with momentum that has no velocity left", r"v = \mu \cdot 0 - \eta \cdot 0 = 0"),
        ),
        certificate=f"{still.certificate}; with momentum: {moving.certificate}",
        proof=(*still.proof, *moving.proof),
    )


@on_paper(PLAIN, expect=Verdict.PROVED)
def plain() -> Judgement:
    """By induction over the steps."""
    return _invariant()


STAYS_DEAD = Claim(
    id="dead.stays-dead",
    subject="dead",
    text="A ReLU unit that has died stays dead.",
    assumptions=("the unit is inactive on every input of a bounded set",),
    sources=sources(B, 209) + sources(C, 260),
    references=("Lu, Shin, Su, Karniadakis 2020, section 2",),
    phrases=(
        (
            f"once [a|an|the|it|that|this] [{{relu}}] [{{neuron}}] [function] {_DIED} it {{is}} (dead|inactive) "
            "[forever|permanently]"
        ),
        (
            f"once [a|an|the|it|that|this] [{{relu}}] [{{neuron}}] [function] {_DIED} it (stays|remains|will stay|"
            "will remain|keeps) [always|permanently|forever] (dead|inactive|off|that way) [forever]"
        ),
        (
            f"(if|when) [one time] [a|an|the|one] [{{relu}}] {{neuron}} {_DIED} it (stays|remains|is|will be|will "
            "stay|will remain) [always|permanently|forever] (dead|inactive) [forever]"
        ),
        f"(once|if|when) [a|an|the|it] [{{relu}}] [{{neuron}}] {_DIED} it {_NEVER} [ever] {_RECOVER}",
        f"[a|the|these|such] (dead|inactive) {_UNIT} {_STAYS} (dead|inactive) {_FOREVER}",
        f"[a|the|these|such] dead {_UNIT} (stays|stay|remains|remain|will stay|will remain) (dead|inactive)",
        f"[a|an|the|these|such] (dead|died|dying|inactive) {_UNIT} {_NEVER} [ever] {_RECOVER}",
        f"[a|the|these|such] dead {_UNIT} (is|are) [lost] {_FOREVER} (lost|dead|inactive)",
        f"[a|the|these|such] dead {_UNIT} (is|are) lost {_FOREVER}",
        "once dead [always|forever|it is always|it is] dead",
        f"once dead [a|an|the|such a|it|they] [{{relu}}] [{{neuron}}] {_NEVER} [ever] {_RECOVER}",
        (
            "once dead [a|an|the|such a|it|they] [{relu}] [{neuron}] (stays|stay|remains|remain|will stay|will remain) "
            "[always|permanently|forever] (dead|inactive) [forever]"
        ),
        "(such|these|those|this|the) [{relu}] {neuron} (is|are) (permanently|irreversibly) (dead|inactive)",
        f"[a|an|the] [{{relu}}] {{neuron}} that (has died|is dead|died|dies) {_NEVER} [ever] {_RECOVER}",
        (
            "[a|an|the] [{relu}] {neuron} that (has died|is dead|died|dies) (stays|remains|will stay|will remain|is) "
            "dead [forever]"
        ),
        (
            f"(if|when|once) [one time] [a|an|the|one] [{{relu}}] {{neuron}} {_DIED} [then] (every time|always|"
            "forever|at all times) [the|that|this] {neuron} {is} dead"
        ),
        f"[a|the|these|such] dead {_UNIT} {_NEVER} [ever] (be activated|activate|activates|be active|fire|fires) again",
        "(it|a dead {neuron}|the {neuron}|dead {neuron}) (is|are) dead forever",
        f"[a|the|these|such] dead {{relu}} {_STAYS} dead {_FOREVER}",
        f"[a|the|these|such] dead {{relu}} {_NEVER} [ever] {_RECOVER}",
        f"there is no way (to|of) {_REVIVE} [a|an|the] (dead|inactive) {_UNIT}",
        f"it is (impossible|not possible) to {_REVIVE} [a|an|the] (dead|inactive) {_UNIT}",
        f"(nothing|no training) (can|will) [ever] {_REVIVE} [a|an|the] (dead|inactive) {_UNIT}",
        f"(the|this) death of [a|the] {_UNIT} is (permanent|irreversible)",
    ),
    denied=(
        (
            f"[a|the|these|such] dead {_UNIT} (can|may|could|might) [still|sometimes|later|also|in fact|in principle] "
            f"{_RECOVER} [again|later] [(with|by|through|under) (momentum|adam|weight decay|dropout)]"
        ),
        (
            "(momentum|adam|weight decay|dropout) (can|may|could|might) (revive|reactivate|wake|wake up) [a|the] dead "
            f"{_UNIT}"
        ),
    ),
)


@on_paper(STAYS_DEAD, expect=Verdict.CONDITIONAL)
def stays_dead() -> Judgement:
    """What moves the bias without a gradient, or moves the inputs, can bring a unit back."""
    kept = _invariant()
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method=kept.method,
        steps=kept.steps,
        certificate=kept.certificate,
        proof=kept.proof,
        condition=(
            "training is plain gradient descent (no momentum or Adam in flight, no weight decay on the bias), the unit "
            "is in the first hidden layer, and all inputs are from the set on which it is inactive"
        ),
        # Inputs 0 and 1. One step of weight decay on the bias, with rate times coefficient 1/2, and no gradient.
        counterexample=Counterexample(
            at={"weight": 2, "bias": -3, "inputs": [0, 1], "rate_times_decay": 0.5, "steps": 1},
            setup="w, b = 2.0, -3.0; assert max(w * 0 + b, w * 1 + b) < 0; b = b - 0.5 * b",
            got="max(0, w * 1 + b)",
            want="0",
        ).executed(),
    )


MOMENTUM = Claim(
    id="dead.momentum-in-flight",
    subject="dead",
    text=(
        "Momentum revives a unit of the first hidden layer that has died exactly if, for some example, the way that "
        "its pre-activation still has to go, mu/(1 - mu) times its last change, is more than it is below 0."
    ),
    latex=r"\sup_t z^{(t)} > 0 \iff z + \frac{\mu}{1 - \mu}\,v > 0 \quad (z < 0)",
    assumptions=("momentum mu from (0, 1)", "no weight decay", "the unit is inactive on every example"),
    references=("Polyak 1964, eq. 9",),
)


@on_paper(MOMENTUM, expect=Verdict.PROVED)
def momentum() -> Judgement:
    """A geometric series, in the direction of the last step."""
    z, v = sp.symbols("z v", real=True)
    mu, power = sp.symbols("mu m", positive=True)
    after = z + v * mu * (1 - X) / (1 - mu)
    step = paper.decide(after + v * mu * X, after.subs(X, mu * X), X)
    start = paper.decide(after.subs(X, 1), z, X)
    if not (step.equal and start.equal):
        raise Undecided("the geometric series was not summed")
    way = z + v * mu / (1 - mu)
    return Judgement(
        verdict=Verdict.PROVED,
        method="induction over the steps, and the limit of a geometric series",
        steps=(
            Step("While the unit is dead its gradient is 0, and every velocity shrinks", r"v^{(t)} = \mu^t v"),
            Step(
                "so that the pre-activation at an example moves in one direction, by induction",
                r"z^{(t)} = z + v\,\mu\,\frac{1 - \mu^t}{1 - \mu}",
            ),
            Step("with a power that is positive and goes to 0", r"\mu^t = e^{-x},\quad x = t \ln(1/\mu) \to \infty"),
            Step("towards a limit that it does not reach", rf"\lim_{{t \to \infty}} z^{{(t)}} = {paper.latex(way)}"),
            Step(
                "It becomes positive after finitely many steps exactly if the limit is positive; the first example "
                "for which it does brings the unit back"
            ),
        ),
        certificate=f"{step.certificate}; at the start: {start.certificate}",
        proof=(
            *step.proof,
            *start.proof,
            certify.limit(z + v * power * (1 - sp.exp(-X)), X, sp.oo, "-", z + v * power),
            certify.sign(sp.exp(-X), X, RIGHT, 1),
        ),
    )


DECAY = Claim(
    id="dead.decay-alike",
    subject="dead",
    text="Weight decay that shrinks the weights and the bias of a dead unit alike never revives it.",
    latex=r"\max_x (c\,w \cdot x + c\,b) = c \max_x (w \cdot x + b) < 0",
    assumptions=(
        "the unit is in the first hidden layer and inactive on every input of the set",
        "gradient descent whose rate times the coefficient is below 1",
    ),
    references=("Loshchilov, Hutter 2019, algorithm 1",),
)


@on_paper(DECAY, expect=Verdict.PROVED)
def decay() -> Judgement:
    """All pre-activations shrink by one positive factor."""
    w, b = sp.symbols("w b", real=True)
    kept, margin = sp.symbols("c m", positive=True)
    shrunk = paper.decide(kept * w * X + kept * b, kept * (w * X + b), X)
    if not shrunk.equal:
        raise Undecided("the common factor was not found")
    return Judgement(
        verdict=Verdict.PROVED,
        method="a common factor; induction over the steps",
        steps=(
            Step("A dead unit has no gradient, so that a step only shrinks it", r"c = 1 - \eta\lambda,\quad 0 < c < 1"),
            Step("and with it all its pre-activations", r"c\,w \cdot x + c\,b = c\,(w \cdot x + b)"),
            Step("which stay negative", r"z(x) \le -m < 0 \implies c\,z(x) \le -c\,m < 0"),
        ),
        certificate=shrunk.certificate,
        proof=(*shrunk.proof, certify.sign(-X * margin, X, Cell(sp.Integer(0), sp.Integer(1)), -1)),
    )


DECAY_OF_BIAS = Claim(
    id="dead.decay-of-the-bias",
    subject="dead",
    text=(
        "Weight decay on the biases alone revives every dead unit that has a positive weight, on the inputs from [0, "
        "1]; decay on the weights alone revives none."
    ),
    latex=r"c^t b + \sum_j \max(0, w_j) \to \sum_j \max(0, w_j) > 0",
    assumptions=(
        "the unit is in the first hidden layer",
        "gradient descent whose rate times the coefficient is below 1",
    ),
    references=("Loshchilov, Hutter 2019, algorithm 1",),
)


def _exact_decay() -> str:
    """Second method: decay in exact arithmetic, until the bias no longer outweighs the positive weights."""
    draw, units = random.Random(2019), 200  # noqa: S311 - nothing here is secret
    for _ in range(units):
        s, c = Fraction(draw.randrange(1, 100), 16), Fraction(draw.randrange(1, 16), 16)
        bias, on_weights = -s - Fraction(draw.randrange(1, 100), 16), s
        start, steps = bias, 0
        while s + bias <= 0:
            bias, on_weights, steps = c * bias, c * on_weights, steps + 1
            if on_weights + start >= 0:
                raise Undecided("decay of the weights alone revived a unit: this is a bug, please report it")
        if not c**steps * -start < s <= c ** (steps - 1) * -start:
            raise Undecided(f"a unit revived after {steps} steps: this is a bug, please report it")
    return f"{units} units in exact arithmetic, followed until the step that the formula names"


@on_paper(DECAY_OF_BIAS, expect=Verdict.PROVED)
def decay_of_bias() -> Judgement:
    """The bias goes to 0, and the weights stay; or the other way round."""
    total, debt = sp.symbols("s d", positive=True)
    return Judgement(
        verdict=Verdict.PROVED,
        method="the limit of the greatest pre-activation on the cube",
        steps=(
            Step(
                "The greatest pre-activation is the bias plus the sum s of the positive weights",
                r"M = s + b,\quad b < -s",
            ),
            Step(
                "Without a gradient, decay of the bias takes it to s",
                r"s + c^t b = s - |b|\,e^{-x} \to s > 0,\quad x = t \ln(1/c)",
            ),
            Step("so that it is positive after finitely many steps", r"c^t < \frac{s}{|b|}"),
            Step("Decay of the weights makes s smaller, and M with it", r"c^t s + b \le s + b < 0"),
        ),
        certificate=_exact_decay(),
        proof=(
            certify.limit(total - debt * sp.exp(-X), X, sp.oo, "-", total),
            certify.sign(total - total * X, X, Cell(sp.Integer(0), sp.Integer(1)), 1),
        ),
    )
