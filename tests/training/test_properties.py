"""Putting laws to drawn cases: what is counted, what is caught, and how small a failing case gets."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from backproof import strategies
from backproof.activations import RELU
from backproof.content import load
from backproof.counterexample import Counterexample
from backproof.errors import EvidenceError
from backproof.run import Budget, Run
from backproof.training import Case, Gap, Held, NotMet, Parameters, case, laws
from backproof.training import properties as under_test
from backproof.training.failure import failure
from backproof.training.properties import examine, judge
from backproof.verdict import Verdict

QUICK = Run(Budget.QUICK)
LINEAR = case(layers=[("identity", [[1.0]], [0.0])], inputs=[[1.0]], targets=[[0.0]])


def any_cases() -> st.SearchStrategy[Case]:
    return strategies.cases(strategies.networks())


def never(_: Case) -> Held | Gap:
    raise NotMet("pigs fly")


def test_a_law_whose_assumptions_are_never_met_is_vacuous() -> None:
    answer = judge(any_cases(), never, QUICK, method="Nothing.", correction="None.", quick=10)
    assert answer.verdict is Verdict.VACUOUS
    assert answer.tried is None
    unmet = answer.evidence["unmet"]
    assert isinstance(unmet, dict)
    assert unmet["pigs fly"]


def test_only_cases_that_meet_the_assumptions_are_counted() -> None:
    def narrow(some: Case) -> Held | Gap:
        if some.network.widths[0] != 1:
            raise NotMet("there is one input")
        return Held({"layers": float(len(some.network.weights))})

    found = examine(any_cases(), narrow, QUICK, 20)
    assert found.met == 20
    assert found.unmet["there is one input"] > 0
    assert sum(found.drawn["layers"].values()) == sum(found.drawn["types"].values()) == 20
    assert found.evidence()["drawn"] == {what: dict(tally) for what, tally in found.drawn.items()}
    assert set(found.drawn) >= {"widths", "activations", "rates", "rules", "batches"}
    assert found.figures == {"layers": max(float(n) for n in found.drawn["layers"])}


def _negated(some: Case) -> Parameters:
    return laws.program(some).combine(np.negative)


def _without_last_slope(some: Case) -> Parameters:
    """Forget the factor f'(z) of the last layer."""
    network = some.network
    forward = network.forward(some.inputs)
    error = some.loss.error(forward.outputs, some.targets)
    right = network.backward(forward, error).gradient
    weights = (*right.weights[:-1], forward.signals[-2].T @ error)
    return Parameters(weights, right.biases)


def _without_mean(some: Case) -> Parameters:
    return laws.program(some).combine(lambda g: g * g.dtype.type(len(some.inputs)))


def _relu_slope_one(some: Case) -> Parameters:
    """Take 1 for the slope of ReLU on both sides."""
    network = some.network
    forward = network.forward(some.inputs)
    error = some.loss.error(forward.outputs, some.targets)
    if network.activations[-1] is not RELU:
        return laws.program(some)
    return Parameters(
        (*laws.program(some).weights[:-1], forward.signals[-2].T @ error),
        (*laws.program(some).biases[:-1], error.sum(axis=0)),
    )


@pytest.mark.parametrize(
    ("wrong", "examples"),
    [(_negated, 1), (_without_last_slope, 1), (_without_mean, 2), (_relu_slope_one, 1)],
    ids=["sign", "missing slope", "missing mean", "slope of ReLU"],
)
def test_a_wrong_backward_pass_is_caught_and_made_small(wrong: Callable[[Case], Parameters], examples: int) -> None:
    found = examine(any_cases(), partial(laws.agrees_with_sympy, gradient=wrong), Run(), 50)
    assert found.smallest is not None
    assert found.gap is not None
    assert found.gap.got != found.gap.want
    assert found.smallest.network.widths == (1, 1)
    assert len(found.smallest.inputs) == examples
    sizes = [abs(v) for _, array in found.smallest.network.parameters.arrays() for v in array.ravel()]
    assert sum(sizes) <= 2


def test_the_complex_step_catches_a_wrong_backward_pass_too() -> None:
    found = examine(strategies.smooth_cases(), partial(laws.agrees_with_complex_step, gradient=_negated), QUICK, 50)
    assert found.smallest is not None
    assert found.smallest.network.widths == (1, 1)


def test_a_failing_law_is_refuted_with_its_smallest_case(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_wide_input(some: Case) -> Held | Gap:
        width = some.network.widths[0]
        return Held() if width < 2 else Gap(width, 1, "inputs")

    shown: list[Case] = []

    def trivial(smallest: Case, _: object) -> Counterexample:
        shown.append(smallest)
        return Counterexample(at=smallest.spec(), got="2", want="1")

    monkeypatch.setattr(under_test, "failure", trivial)
    run = Run(Budget.QUICK, seed=6)
    answer = judge(any_cases(), no_wide_input, run, method="Widths.", correction="Inputs can be wide.")
    assert answer.verdict is Verdict.REFUTED
    assert "seed 6" in answer.method
    assert "inputs" in answer.method
    assert answer.evidence["seed"] == 6
    assert shown[0].network.widths == (2, 1)


def test_a_case_is_put_to_its_law_again_in_a_fresh_interpreter() -> None:
    # The law holds for this case, so the program runs and its claim of a failure is turned down.
    with pytest.raises(EvidenceError, match=r"not false at its counterexample.*\n?.*None \| None \| True"):
        failure(LINEAR, laws.agrees_with_sympy).executed()


LAW = """
from backproof.training import Gap, Held

def positive(case):
    out = case.network.forward(case.inputs).outputs
    return Held() if (out >= 0).all() else Gap(float(out.min()), 0.0, "outputs")
"""


@pytest.mark.parametrize("inside", [True, False], ids=["below the working directory", "elsewhere"])
def test_a_failing_law_of_a_file_is_shown_with_its_smallest_network_and_a_line_that_was_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    (tmp_path / "checks").mkdir()
    file = tmp_path / "checks" / "signs.py"
    file.write_text(LAW, encoding="utf-8")
    if inside:
        monkeypatch.chdir(tmp_path)
    law = load(file).positive
    answer = judge(any_cases(), law, QUICK, method="Outputs.", correction="Outputs have any sign.")
    assert answer.verdict is Verdict.REFUTED
    assert answer.evidence["seed"] == QUICK.seed
    assert answer.counterexample is not None
    assert answer.counterexample.prints == "-0.0625 | 0.0 | False"
    assert answer.counterexample.at["layers"] == [["identity", [[0.0]], [-0.0625]]]
    assert "case(layers=[['identity', [[0.0]], [-0.0625]]]" in answer.counterexample.code
    assert (str(tmp_path) not in answer.counterexample.code) is inside


def test_the_same_seed_draws_the_same_cases_and_another_seed_others() -> None:
    def drawn(seed: int) -> list[object]:
        seen: list[object] = []

        def note(some: Case) -> Held | Gap:
            seen.append(some.spec())
            return Held()

        examine(any_cases(), note, Run(Budget.QUICK, seed), 15)
        return seen

    assert drawn(3) == drawn(3)
    assert drawn(3) != drawn(4)


SCRIPT = """
import json, sys
from pathlib import Path
from backproof import strategies
from backproof.content import load
from backproof.run import Budget, Run
from backproof.training import laws
from backproof.training.properties import examine
if len(sys.argv) > 1:
    load(Path(sys.argv[1]))
found = examine(strategies.dead_cases(), laws.stays_dead, Run(Budget.QUICK, 5), 30)
print(json.dumps(found.evidence(), sort_keys=True))
"""


def test_draws_do_not_depend_on_what_else_is_loaded_and_leave_no_folder(tmp_path: Path) -> None:
    other = tmp_path / "other.py"
    other.write_text("NUMBERS = (3, 17, 23, 41, 55)\n", encoding="utf-8")

    def evidence(*arguments: str) -> str:
        command = [sys.executable, "-I", "-c", SCRIPT, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout

    assert evidence() == evidence(str(other))
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != "__pycache__") == ["other.py"]
