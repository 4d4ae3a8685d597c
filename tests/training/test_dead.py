"""Dead units: laws that can fail, ways back to life that the engine's own training shows too, and births counted."""

from dataclasses import replace
from functools import cache
from types import ModuleType

import numpy as np
import pytest

from backproof.activations import IDENTITY, RELU, Floats
from backproof.claim import Judge
from backproof.content import home, load
from backproof.counterexample import Counterexample
from backproof.run import Budget, Run
from backproof.training import (
    IN_ORDER,
    SQUARED_ERROR,
    Adam,
    Arithmetic,
    Case,
    Descent,
    Gap,
    Held,
    Law,
    Loss,
    Momentum,
    Network,
    NotMet,
    Parameters,
    case,
    dead_laws,
    revival_laws,
)
from backproof.training.arithmetic import in_order
from backproof.training.effect import share_interval
from backproof.training.network import Backward
from backproof.verdict import Judgement, Verdict, World

FILES = ("dead", "dead_bias", "dead_layers", "dead_at_birth", "revival", "never_dead")


@cache
def check(name: str) -> ModuleType:
    return load(home() / "checks" / f"{name}.py")


def judges() -> list[Judge]:
    return [v for name in FILES for v in vars(check(name)).values() if isinstance(v, Judge)]


@cache
def judged(claim_id: str, world: World) -> Judgement:
    (judge,) = (j for j in judges() if (j.claim_id, j.world) == (claim_id, world))
    answer = judge.decide(Run(Budget.QUICK))
    assert isinstance(answer, Judgement)
    return answer


@pytest.mark.parametrize("judge", judges(), ids=lambda j: f"{j.claim_id}[{j.world}]")
def test_every_judge_reaches_its_declared_verdict(judge: Judge) -> None:
    answer = judged(judge.claim_id, judge.world)
    assert answer.verdict is judge.expect
    assert answer.verdict is Verdict.REFUTED or (answer.tried is not None and answer.tried >= 50)


BEHIND = ("identity", [[1.0], [1.0]], [0.0])
# The first unit is dead on [0, 1], by 1/2; the second is alive.
HALF = {"layers": [("relu", [[1.0, 2.0]], [-1.5, 0.5]), BEHIND], "inputs": [[0.0], [1.0]], "targets": [[2.0], [3.0]]}
NONE = {"layers": [("relu", [[1.0, 2.0]], [-1.5, -2.5]), BEHIND], "inputs": [[0.0], [1.0]], "targets": [[2.0], [3.0]]}
TOUCHING = {"layers": [("relu", [[1.0]], [-1.0]), ("identity", [[1.0]], [0.0])], "inputs": [[1.0]], "targets": [[2.0]]}
LAWS = {
    "step_leaves": (dead_laws.step_leaves, HALF),
    "zero_output": (dead_laws.zero_output, TOUCHING),
    "narrower": (dead_laws.narrower, HALF),
    "whole_layer": (dead_laws.whole_layer, NONE),
}


def made(data: object, **more: object) -> Case:
    return case(**data, steps=4, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", LAWS)
def test_a_law_holds_and_a_slope_that_leaks_breaks_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    law, data = LAWS[name]
    assert isinstance(law(made(data)), Held)
    leaky = Arithmetic("leaks", in_order, IN_ORDER.value, lambda a, z: IN_ORDER.slope(a, z) + z.dtype.type(0.5))
    right, trained = Network.gradients, Case.trained

    def leaking(self: Network, inputs: Floats, targets: Floats, loss: Loss, *_: object) -> Backward:
        return right(self, inputs, targets, loss, leaky)

    monkeypatch.setattr(Network, "gradients", leaking)
    monkeypatch.setattr(Case, "trained", lambda self: trained(self, leaky))
    assert isinstance(law(made(data)), Gap)


@pytest.mark.parametrize(
    ("law", "data", "more", "assumption"),
    [
        (dead_laws.step_leaves, HALF, {"momentum": 0.5}, "plain"),
        (dead_laws.step_leaves, TOUCHING, {}, "inactive"),
        (dead_laws.narrower, NONE, {}, "some are not"),
        (dead_laws.narrower, HALF, {"l2": 0.5}, "plain"),
        (dead_laws.whole_layer, HALF, {}, "all units"),
        (dead_laws.corner_decides, {**HALF, "inputs": [[0.0], [2.0]]}, {}, r"\[0, 1\]"),
        (dead_laws.corner_decides, {**TOUCHING, "targets": [[0.0]]}, {}, "below minus"),
        (revival_laws.decay_keeps, HALF, {}, "weight decay"),
        (revival_laws.decay_keeps, HALF, {"l2": 0.5, "momentum": 0.9}, "plain"),
        (revival_laws.decay_keeps, HALF, {"decay": 2.0}, "below 1"),
        (revival_laws.decay_keeps, TOUCHING, {"decay": 0.5}, "inactive"),
        (dead_laws.passes_error, HALF, {}, "one example"),
        (dead_laws.passes_error, TOUCHING, {}, "Leaky"),
    ],
)
def test_a_law_is_not_judged_outside_its_assumptions(
    law: Law, data: object, more: dict[str, object], assumption: str
) -> None:
    with pytest.raises(NotMet, match=assumption):
        law(made(data, **more))


def test_a_unit_that_only_touches_0_is_judged_by_its_output() -> None:
    assert dead_laws.dead_units(made(TOUCHING).network, np.array([[1.0]])) == []
    assert dead_laws.zero_output(made(TOUCHING)) == Held({"units with output 0": 1.0})


def test_a_product_that_is_not_monotone_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    some = made(HALF)
    assert dead_laws.corner_decides(some) == Held()
    right = Network.forward

    def bent(self: Network, inputs: Floats, *more: object) -> object:
        forward = right(self, inputs, *more)  # type: ignore[arg-type]
        forward.pre_activations[0][(inputs == 0).all(axis=-1)] += 4
        return forward

    monkeypatch.setattr(Network, "forward", bent)
    assert isinstance(dead_laws.corner_decides(some), Gap)


@pytest.mark.parametrize("activation", ["leaky-relu", "elu"])
def test_an_error_that_is_lost_on_the_way_is_found(activation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    layers = [(activation, [[1.0]], [-3.0]), ("identity", [[1.0]], [0.0])]
    some = case(layers=layers, inputs=[[1.0]], targets=[[2.0]])
    assert dead_laws.passes_error(some) == Held()
    right = Network.backward

    def forgetful(self: Network, *arguments: object) -> Backward:
        backward = right(self, *arguments)  # type: ignore[arg-type]
        backward.errors[0][:] = 0
        return backward

    monkeypatch.setattr(Network, "backward", forgetful)
    assert isinstance(dead_laws.passes_error(some), Gap)


def test_an_error_that_underflows_is_0_and_not_held_against_the_unit() -> None:
    for layers, least in ((23, 0.0), (10, 1e-30)):
        deep = case(
            layers=[("identity", [[-1.0]], [0.0]), *[("leaky-relu", [[1.0]], [-1.0])] * layers],
            inputs=[[1.0]],
            targets=[[1.0]],
            dtype="float32",
        )
        gradient = deep.network.gradients(deep.inputs, deep.targets, deep.loss).gradient
        assert (abs(float(gradient.biases[1][0])) > least) == (layers == 10)
        assert dead_laws.passes_error(deep) == Held()


@pytest.mark.parametrize("more", [{"l2": 0.5}, {"decay": 0.5}, {"decay": 0.5, "l2_biases": False}])
def test_decay_of_both_or_of_the_weights_keeps_a_unit_dead_and_of_the_bias_does_not(
    more: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    some = made(HALF, **more)
    assert revival_laws.decay_keeps(some) == Held()

    def without_the_weights(self: Case) -> list[Network]:
        start = self.network.parameters
        shrunk = replace(start, biases=(start.biases[0] / 4, start.biases[1]))
        return [self.network, self.network.with_parameters(shrunk)]

    monkeypatch.setattr(Case, "trained", without_the_weights)
    assert isinstance(revival_laws.decay_keeps(some), Gap)


def flight(descent: Descent, speed: float = 0.2) -> revival_laws.Flights:
    """One unit at -1 for the input 0, whose bias has a velocity, beside nothing else."""
    network = Network(
        (np.zeros((1, 1, 1)), np.ones((1, 1, 1))), (np.full((1, 1), -1.0), np.zeros((1, 1))), (RELU, IDENTITY)
    )
    velocity = network.parameters.combine(np.zeros_like)
    velocity = Parameters(velocity.weights, (np.full((1, 1), speed), velocity.biases[1]))
    data = np.zeros((1, 1, 1)), np.zeros((1, 1, 1))
    return revival_laws.flights(network, velocity, *data, SQUARED_ERROR, descent, steps=40)


def test_the_way_that_is_left_decides_whether_momentum_revives() -> None:
    # 0.2 (0.9 + ... + 0.9^t) > 1 from t = 8 on: 0.9^8 = 0.430 < 4/9 < 0.478 = 0.9^7. The whole way is 1.8.
    seen = flight(Descent(0.1, Momentum(0.9)))
    assert (seen.predicted, seen.revived, seen.close) == (np.array([8]), np.array([8]), np.array([False]))
    # With 0.1 the whole way is 0.9, which is not enough.
    short = flight(Descent(0.1, Momentum(0.9)), 0.1)
    assert (short.predicted, short.revived) == (np.array([0]), np.array([0]))


def test_a_formula_that_forgets_a_step_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Momentum.change
    monkeypatch.setattr(
        Momentum, "change", lambda self, g, kept, rate, step: right(self, g, (kept[0] * 0.9,), rate, step)
    )
    seen = flight(Descent(0.1, Momentum(0.9)))
    assert seen.predicted != seen.revived


TWO = [[0.0], [1.0]]
ONE = ("identity", [[1.0]], [0.0])
RUNS = {
    "FLIGHT": (0, {"layers": [("relu", [[7.0]], [4.0])], "inputs": TWO, "targets": [[4.0], [4.0]], "momentum": 0.9}),
    "Adam_in_flight": (
        0,
        {
            "layers": [("relu", [[7.0]], [8.0])],
            "inputs": TWO,
            "targets": [[6.0], [4.0]],
            "rate": 4.0,
            "rule": Adam(),
            "batch": 1,
        },
    ),
    "L2_on_all_parameters_with_momentum": (
        0,
        {
            "layers": [("relu", [[1.0]], [-1.5]), ONE],
            "inputs": TWO,
            "targets": TWO,
            "rate": 0.25,
            "momentum": 0.9,
            "l2": 1.0,
        },
    ),
    "L2_on_all_parameters_with_Adam": (
        0,
        {
            "layers": [("relu", [[-1.0]], [-1.0]), ONE],
            "inputs": TWO,
            "targets": TWO,
            "rate": 0.25,
            "rule": Adam(),
            "l2": 0.125,
        },
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_the_engine_revives_the_same_units_in_the_same_step(name: str) -> None:
    revival = check("revival")
    shown: Counterexample = revival.FLIGHT if name == "FLIGHT" else revival.REVIVALS[name]
    layer, data = RUNS[name]
    steps = shown.at["steps"]
    assert isinstance(steps, int)
    some = case(**data, steps=steps)  # type: ignore[arg-type]
    reached = [float(n.forward(some.inputs).pre_activations[layer].max()) for n in some.trained()]
    done = shown.executed()
    assert reached[-2] < 0 < reached[-1]
    assert [float(done.want_value), float(done.got_value)] == pytest.approx(reached[-2:], rel=1e-9)


def second_unit(some: Case) -> list[float]:
    """Greatest pre-activation of the first unit of the second layer, without dropout, after every step."""
    return [float(n.forward(some.inputs).pre_activations[1][:, 0].max()) for n in some.trained()]


def test_dropout_before_a_unit_of_the_second_layer_revives_it() -> None:
    layers = [("identity", [[1.0, 1.0]], [0.0, 0.0]), ("relu", [[1.0], [-2.0]], [-0.5]), ONE]
    data = {"layers": layers, "inputs": [[1.0]], "targets": [[8.0]], "rate": 0.125, "steps": 3}
    assert second_unit(case(**data)) == [-1.5] * 4  # type: ignore[arg-type]
    dropped = [second_unit(case(**data, dropout=0.5, seed=seed)) for seed in range(20)]  # type: ignore[arg-type]
    assert {reached[0] for reached in dropped} == {-1.5}
    assert any(max(reached) > 0 for reached in dropped)


def test_layers_before_a_unit_revive_it() -> None:
    layers = [("identity", [[1.0]], [0.0]), ("relu", [[1.0, 1.0]], [-2.0, 0.0]), BEHIND]
    first, second = second_unit(case(layers=layers, inputs=[[1.0]], targets=[[8.0]]))
    assert first < 0 < second


def test_births_are_counted_and_a_wrong_formula_is_told_from_the_right_one() -> None:
    births = check("dead_at_birth")
    assert births.at_most(1, 3) == 0.75
    assert births.at_most(2, 2) == 0.25
    assert births.at_least(1, 3) == 0.5
    one, every, count = births._counted(Run(Budget.QUICK), 2, 6)
    interval = share_interval(one, count, births.SURE)
    assert births.at_most(2, 6) in interval
    for wrong in (births.at_most(2, 5), births.at_most(2, 7), births.at_most(3, 6)):
        assert wrong not in interval
    assert every < one


def test_a_network_is_born_dead_if_no_path_is_positive() -> None:
    births = check("dead_at_birth")
    start = [("relu", [[1.0, -1.0]], [0.0, 0.0]), ("relu", [[-1.0], [2.0]], [0.0]), ("identity", [[1.0]], [0.0])]
    network = case(layers=start, inputs=[[1.0]], targets=[[0.0]]).network
    stacked = network.with_parameters(network.parameters.combine(lambda array: array[None]))
    here, everywhere = births._dead(stacked)
    assert (here[0], everywhere[0]) == (True, False)


def test_networks_fit_with_half_of_their_units_dead_and_not_with_all() -> None:
    evidence = judged("dead.half-dead-cannot-fit", World.TRAINING).evidence
    half, whole = evidence["share_that_fits_with_half_dead"], evidence["share_that_fits_with_all_dead"]
    assert isinstance(half, float)
    assert half > 0.5
    assert whole == 0


def test_units_of_elu_and_leaky_relu_come_back_and_those_of_relu_do_not() -> None:
    evidence = {
        **judged("leaky-relu.gradients-nonzero", World.TRAINING).evidence,
        **judged("elu.never-dies", World.TRAINING).evidence,
    }
    assert evidence["share_of_relu_units_that_came_back"] == 0
    for name in ("leaky-relu", "elu"):
        share = evidence[f"share_of_{name}_units_that_came_back"]
        assert isinstance(share, float)
        assert share > 0.9


def test_dead_units_come_with_all_ways_back_to_life() -> None:
    answer = judged("dead.stays-dead", World.TRAINING)
    assert answer.counterexample is not None
    assert float(answer.counterexample.want_value) < 0 < float(answer.counterexample.got_value)
    also = answer.evidence["also outside the condition"]
    assert isinstance(also, list)
    assert [a["what"] for a in also if isinstance(a, dict)] == [
        "an input outside the set",
        "a unit of the second layer",
        "Adam in flight",
        "weight decay on the bias alone",
        "L2 on all parameters with momentum",
        "L2 on all parameters with Adam",
        "dropout before a unit of the second layer",
    ]
