"""Laws on outputs and on vanishing gradients: they hold, say nothing outside their assumptions, and can fail."""

from dataclasses import replace

import numpy as np
import pytest

from backproof.training import Case, Descent, Gap, Held, Network, NotMet, case
from backproof.training.laws import signals, vanishing
from backproof.training.network import Backward, Forward


def network_case(
    name: str = "tanh", weights: tuple[float, float] = (1.0, -0.5), bias: float = 0.0, out: float = 0.5
) -> Case:
    layers_of = [(name, [list(weights)], [bias, 0.0]), (name, [[out], [out]], [0.0])]
    return replace(case(layers=layers_of, inputs=[[1.0]], targets=[[1.0]]), descent=Descent(0.5))


HOLD = {
    "cancels": (signals.cancels, network_case()),
    "one_sided": (signals.one_sided, network_case("sigmoid")),
    "one_sided_relu": (signals.one_sided, network_case("relu")),
    "signs_of_outputs": (signals.signs_of_outputs, network_case()),
    "probabilities": (signals.probabilities, network_case()),
    "saturated_is_silent": (vanishing.saturated_is_silent, network_case("sigmoid", (-800.0, 1.0))),
    "sums_of_hundred": (vanishing.sums_of_hundred, network_case("tanh", (100.0, 1.0))),
    "blocked": (vanishing.blocked, network_case("relu", (-1.0, -2.0))),
    "small_steps_are_lost": (
        vanishing.small_steps_are_lost,
        replace(network_case(), descent=Descent(2.0**-60)),
    ),
    "shrinks": (vanishing.shrinks, network_case("sigmoid")),
}
SILENT_ABOUT = {
    "cancels": network_case(bias=1.0),
    "one_sided": network_case("tanh"),
    "signs_of_outputs": network_case(weights=(1.0, 2.0)),
    "saturated_is_silent": network_case("sigmoid"),
    "sums_of_hundred": network_case("tanh", (99.0, 1.0)),
    "blocked": network_case("relu", (1.0, -2.0)),
    "small_steps_are_lost": network_case(),
    "shrinks": network_case("sigmoid", out=4.0),
}


@pytest.mark.parametrize("name", HOLD)
def test_laws_hold_where_they_should(name: str) -> None:
    law, some = HOLD[name]
    assert isinstance(law(some), Held)


@pytest.mark.parametrize("name", SILENT_ABOUT)
def test_laws_say_nothing_outside_their_assumptions(name: str) -> None:
    law, _ = HOLD[name]
    with pytest.raises(NotMet):
        law(SILENT_ABOUT[name])


@pytest.mark.parametrize("name", ["signs_of_outputs", "saturated_is_silent", "blocked", "shrinks"])
def test_a_wrong_backward_pass_breaks_the_laws_on_gradients(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Network.backward

    def wrong(self: Network, *arguments: object) -> Backward:
        backward = right(self, *arguments)  # type: ignore[arg-type]
        for weight in backward.gradient.weights:
            weight[:] = 1.0
        backward.errors[0][:] = 4.0
        return backward

    law, some = HOLD[name]
    monkeypatch.setattr(Network, "backward", wrong)
    assert isinstance(law(some), Gap)


@pytest.mark.parametrize("name", ["cancels", "one_sided", "one_sided_relu"])
def test_a_shifted_output_breaks_the_laws_on_outputs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Network.forward

    def shifted(self: Network, *arguments: object) -> Forward:
        forward = right(self, *arguments)  # type: ignore[arg-type]
        forward.signals[1][:] -= 0.75
        return forward

    law, some = HOLD[name]
    monkeypatch.setattr(Network, "forward", shifted)
    assert isinstance(law(some), Gap)


def test_a_step_that_is_kept_breaks_the_law_of_lost_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    law, some = HOLD["small_steps_are_lost"]
    moved = some.network.with_parameters(some.network.parameters.combine(lambda a: np.nextafter(a, 9)))
    monkeypatch.setattr(Case, "trained", lambda self: [self.network, moved])
    assert isinstance(law(some), Gap)
