"""The training claims come out as declared, with evidence that a reader can use."""

from functools import cache
from pathlib import Path

import pytest

from backproof.claim import Claim, Judge
from backproof.content import home, load
from backproof.run import Budget, Run
from backproof.verdict import JSON, Judgement, Verdict, World

WAYS = ("rates", "rules", "batches")
FILES = ("network", "symmetry", "one_neuron", "starts", "sigmoid_start", "constant_start")


def judges() -> list[Judge]:
    return [v for name in FILES for v in vars(_file(name)).values() if isinstance(v, Judge)]


@cache
def _file(name: str) -> object:
    return load(home() / "checks" / f"{name}.py")


@cache
def judged(claim_id: str, world: World) -> Judgement:
    for judge in judges():
        if (judge.claim_id, judge.world) == (claim_id, world):
            answer = judge.decide(Run(Budget.QUICK))
            assert isinstance(answer, Judgement)
            return answer
    raise LookupError(claim_id)


def figures(value: JSON) -> dict[str, JSON]:
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("judge", judges(), ids=lambda j: f"{j.claim_id}[{j.world}]")
def test_every_judge_reaches_its_declared_verdict(judge: Judge) -> None:
    answer = judged(judge.claim_id, judge.world)
    assert answer.verdict is judge.expect
    if answer.verdict in {Verdict.TESTED, Verdict.CONDITIONAL}:
        assert answer.tried is not None
        assert answer.tried >= 40


def test_what_was_drawn_is_in_the_evidence() -> None:
    evidence = judged("network.weight-gradient", World.TRAINING).evidence
    drawn = figures(figures(evidence["against SymPy"])["drawn"])
    assert set(drawn) == {"layers", "widths", "activations", "examples", "losses", *WAYS, "types", "steps"}
    assert len(figures(drawn["activations"])) > 8


def test_symmetry_in_floats_does_not_rest_on_the_library_of_this_machine() -> None:
    answer = judged("symmetry.equal-weights", World.FLOATS)
    assert answer.counterexample is not None
    assert answer.counterexample.prints == "-0.6000000000000001 | -0.6 | False"
    assert answer.evidence["fixed order, width 7, float32"] == 0
    tail = answer.evidence["blocks of four and a tail, width 7, float32"]
    assert isinstance(tail, float)
    assert tail > 0


def test_sources_are_lines_of_the_lectures() -> None:
    claims = [v for name in FILES for v in vars(_file(name)).values() if isinstance(v, Claim)]
    assert claims
    lectures = Path(__file__).parents[2].parent / "shared" / "materials"
    if not lectures.is_dir():
        pytest.skip("the lectures are not part of the project")
    for claim in claims:
        for source in claim.sources:
            lines = (lectures / source.document).read_text(encoding="utf-8").splitlines()
            assert lines[source.line - 1].strip()
