"""A judgement cannot exist without the evidence that its verdict promises."""

import subprocess
import sys

import pytest

from backproof import Counterexample, Judgement, Step, Verdict
from backproof.certificate import Certificate
from backproof.errors import EvidenceError
from backproof.verdict import JSON

SHOWN = Counterexample(at={"x": 1}, got="1", want="2").executed()

COMPLETE: dict[Verdict, dict[str, object]] = {
    Verdict.PROVED: {"steps": (Step("so"),), "certificate": "checked", "proof": (Certificate("identity", {}),)},
    Verdict.EXHAUSTED: {"tried": 65536},
    Verdict.TESTED: {"tried": 100},
    Verdict.MEASURED: {"tried": 30, "evidence": {"mean": 0.4, "spread": 0.1}},
    Verdict.CONDITIONAL: {"condition": "alpha = 1", "counterexample": SHOWN},
    Verdict.IMPRECISE: {"correction": "the range is (0, 1)"},
    Verdict.REFUTED: {"correction": "2", "counterexample": SHOWN},
    Verdict.UNDECIDED: {},
    Verdict.VACUOUS: {},
}


@pytest.mark.parametrize("verdict", Verdict)
def test_a_complete_judgement_is_accepted(verdict: Verdict) -> None:
    assert Judgement(verdict=verdict, method="m", **COMPLETE[verdict]).verdict is verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(("verdict", "missing"), [(v, name) for v in Verdict for name in ("method", *COMPLETE[v])])
def test_each_missing_piece_of_evidence_is_refused(verdict: Verdict, missing: str) -> None:
    parts = {"method": "m", **COMPLETE[verdict]}
    empty: dict[str, JSON] = {"method": ""}
    parts.pop(missing)
    if missing == "method":
        parts.update(empty)
    with pytest.raises(EvidenceError, match=missing):
        Judgement(verdict=verdict, **parts)  # type: ignore[arg-type]


def test_nothing_tried_is_not_tested() -> None:
    with pytest.raises(EvidenceError, match="tried"):
        Judgement(verdict=Verdict.TESTED, method="m", tried=0)


def test_a_counterexample_that_was_not_executed_is_refused() -> None:
    with pytest.raises(EvidenceError, match="not executed"):
        Judgement(
            verdict=Verdict.REFUTED, method="m", correction="c", counterexample=Counterexample(at={}, got="1", want="2")
        )


def test_a_counterexample_that_agrees_with_the_claim_is_refused() -> None:
    with pytest.raises(EvidenceError, match="not false"):
        Counterexample(at={}, got="1 + 1", want="2").executed()


def test_a_counterexample_that_does_not_run_is_refused() -> None:
    with pytest.raises(EvidenceError, match="does not run"):
        Counterexample(at={}, got="nowhere", want="2").executed()


def test_what_is_printed_is_what_the_line_prints() -> None:
    line = SHOWN.line
    assert line == """python -c 'got = 1; want = 2; print(got, "|", want, "|", got == want)'"""
    run = subprocess.run([sys.executable, "-c", SHOWN.code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == SHOWN.prints
    assert (SHOWN.got_value, SHOWN.want_value) == ("1", "2")
