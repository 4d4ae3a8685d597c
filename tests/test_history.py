"""Comparing a run with an earlier one: what changed, what could be why, and files that are no findings."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backproof import history, written
from backproof.certificate import Certificate
from backproof.claim import Claim
from backproof.counterexample import Counterexample
from backproof.errors import BackproofError
from backproof.findings import Finding, Findings, Judged, as_data, to_json
from backproof.history import Comparison, compare
from backproof.render.history_text import by_reason, in_a_sentence, since
from backproof.run import Budget, Run
from backproof.verdict import Judgement, Step, Verdict, World

MACHINE = {"python": "3.12.1", "numpy": "2.4.0", "sympy": "1.14.0", "python-flint": "0.8.0", "cpu": "a", "cores": "2"}
PROVED = Judgement(
    verdict=Verdict.PROVED,
    method="normal form",
    steps=(Step("so"),),
    certificate="again",
    proof=(Certificate("one", {}),),
)
TESTED = Judgement(verdict=Verdict.TESTED, method="400 tried", tried=400)
REFUTED = Judgement(
    verdict=Verdict.REFUTED,
    method="computed",
    correction="it is not",
    counterexample=Counterexample(
        at={"x": 17.0}, got="0", want="1", prints="0 | 1 | False", got_value="0", want_value="1"
    ),
)
UNDECIDED = Judgement(verdict=Verdict.UNDECIDED, method="not decided within 120 s")
CONDITIONAL = Judgement(
    verdict=Verdict.CONDITIONAL, method="computed", condition="x < 17", counterexample=REFUTED.counterexample
)


def finding(name: str, text: str = "It is so.", **worlds: Judgement) -> Finding:
    claim = Claim(id=f"course.{name}", subject="course", text=text)
    return Finding(claim, "", {World(w): Judged(found, found.verdict, 0.25) for w, found in worlds.items()})


def ran(*found: Finding, run: Run | None = None, **machine: str) -> Findings:
    return Findings(found, run or Run(), {**MACHINE, **machine}, 1.5)


def compared(before: Findings, now: Findings) -> Comparison:
    """As the commands do: the earlier run comes from a file."""
    return compare(json.loads(to_json(before)), now)


def the_reason(comparison: Comparison) -> str:
    ((reason, _),) = by_reason(comparison.changes)
    return reason


def test_a_run_compared_with_itself_shows_no_change() -> None:
    run = ran(finding("one", paper=PROVED, floats=REFUTED), finding("two", training=CONDITIONAL))
    found = compared(run, run)
    assert found.compared == 3
    assert (found.changes, found.details, found.restated, found.new, found.gone, found.differences) == ((),) * 6
    assert in_a_sentence(found) == "None of the 3 verdicts that both runs reached has changed."
    assert since(found).count("\n") <= 2


def test_a_changed_verdict_is_told_with_what_it_was_and_is() -> None:
    found = compared(ran(finding("one", floats=TESTED)), ran(finding("one", floats=REFUTED), run=Run(seed=3)))
    (change,) = found.changes
    assert (change.before.verdict, change.now.verdict) == (Verdict.TESTED, Verdict.REFUTED)
    assert in_a_sentence(found) == "The one verdict that both runs reached has changed."
    assert "course.one in floats: tested -> refuted" in since(found)


def test_a_proof_is_not_said_to_depend_on_the_seed_or_the_machine() -> None:
    now = ran(finding("one", paper=PROVED), run=Run(Budget.DEEP, seed=3), cpu="b", numpy="2.5.0", sympy="1.15.0")
    found = compared(ran(finding("one", paper=REFUTED)), now)
    assert [d.name for d in found.changes[0].could_matter] == ["sympy"]
    assert {d.name for d in found.differences} == {"sympy", "numpy", "cpu", "budget", "seed"}


def test_a_proof_that_ran_into_its_limits_may_depend_on_the_machine() -> None:
    before, now = ran(finding("one", paper=UNDECIDED)), ran(finding("one", paper=PROVED), run=Run(seed=3), cpu="b")
    assert [d.name for d in compared(before, now).changes[0].could_matter] == ["cpu"]


def test_what_runs_may_depend_on_all_that_is_recorded() -> None:
    before = ran(finding("one", floats=TESTED, training=TESTED))
    now = ran(finding("one", floats=REFUTED, training=REFUTED), run=Run(seed=3), cpu="b")
    changes = compared(before, now).changes
    assert [[d.name for d in change.could_matter] for change in changes] == [["cpu", "seed"]] * 2


def test_no_cause_is_named_that_is_not_recorded() -> None:
    same = compared(ran(finding("one", floats=TESTED)), ran(finding("one", floats=REFUTED)))
    assert the_reason(same) == "Another verdict is declared now. Nothing else that is recorded differs."
    proof = compared(ran(finding("one", paper=UNDECIDED)), ran(finding("one", paper=PROVED), run=Run(seed=3)))
    assert "Nothing that is recorded and that a proof depends on differs." in the_reason(proof)
    assert "What is not recorded can matter too" in since(proof)


def test_that_the_claim_itself_is_another_comes_first() -> None:
    before = ran(finding("one", text="It was so.", paper=PROVED), sympy="1.13.0")
    found = compared(before, ran(finding("one", text="It is so.", paper=REFUTED)))
    reason = the_reason(found)
    assert reason.startswith("The claim itself is another now: its statement.")
    assert reason.index("Another verdict is declared") < reason.index("could matter: sympy")
    (restated,) = found.changes[0].restated[:1]
    assert (restated.name, restated.before, restated.now) == ("statement", "It was so.", "It is so.")


def test_what_is_not_as_declared_comes_first() -> None:
    odd = finding("two", paper=REFUTED)
    odd = replace(odd, worlds={w: replace(judged, expected=Verdict.PROVED) for w, judged in odd.worlds.items()})
    before = ran(finding("one", paper=PROVED), finding("two", paper=PROVED))
    found = compared(before, ran(finding("one", paper=REFUTED), odd))
    assert [change.claim.id for change in found.changes] == ["course.two", "course.one"]
    assert "course.two on paper: proved -> refuted (declared proved)" in since(found)


def test_the_same_verdict_for_less_is_a_detail() -> None:
    few = replace(TESTED, tried=100)
    wide = replace(CONDITIONAL, condition="x < 18")
    before = ran(finding("one", floats=TESTED), finding("two", floats=CONDITIONAL), finding("three", floats=REFUTED))
    now = ran(finding("one", floats=few), finding("two", floats=wide), finding("three", floats=REFUTED))
    found = compared(before, now)
    assert found.changes == ()
    told = {d.claim.id: [(x.name, x.before, x.now) for x in d.differs] for d in found.details}
    assert told == {"course.one": [("tried", "400", "100")], "course.two": [("condition", "x < 17", "x < 18")]}
    assert compared(now, now).details == ()


def test_claims_and_worlds_of_one_run_only_are_listed() -> None:
    before = ran(finding("old", paper=PROVED), finding("one", paper=PROVED, training=TESTED))
    found = compared(before, ran(finding("one", paper=PROVED, floats=TESTED), finding("new", paper=PROVED)))
    assert [c.id for c in found.gone] == ["course.old"]
    assert [c.id for c in found.new] == ["course.new"]
    assert [(c.id, w) for c, w, _ in found.begun] == [("course.one", World.FLOATS)]
    assert [(c.id, w) for c, w, _ in found.ended] == [("course.one", World.TRAINING)]
    nothing = compared(ran(finding("old", paper=PROVED)), ran(finding("new", paper=PROVED)))
    assert in_a_sentence(nothing) == "The two runs have no verdict in common."


def test_an_interrupted_run_is_said_to_be_one() -> None:
    run = ran(finding("one", paper=PROVED))
    assert "3 of its judgements are missing" in since(compared(replace(run, missing=3), run))
    assert "interrupted" not in since(compared(run, run))


def test_lines_fit_into_eighty_columns_whatever_an_earlier_file_says() -> None:
    many = [finding(f"claim-{i}", paper=PROVED, floats=TESTED) for i in range(40)]
    turned = [finding(f"claim-{i}", paper=REFUTED, floats=REFUTED) for i in range(40)]
    data: dict[str, Any] = json.loads(to_json(ran(*many)))
    data["tool"]["version"] = "1\x1b[31m\u202e" + "x" * 300
    data["claims"][0]["id"] = "gone." + "y" * 200
    text = since(compare(data, ran(*turned)))
    assert max(map(len, text.splitlines())) <= 80
    assert not {"\x1b", "\u202e"} & set(text)
    assert text.count(" -> refuted\n") == 12
    assert "and 66 more" in text


def test_fields_that_are_not_known_are_ignored() -> None:
    run = ran(finding("one", floats=REFUTED))
    data: dict[str, Any] = json.loads(to_json(run))
    data["mood"] = data["claims"][0]["mood"] = data["claims"][0]["worlds"]["floats"]["mood"] = {"good": True}
    data["claims"][0]["worlds"]["dreams"] = {"verdict": "flying"}
    found = compare(data, run)
    assert (found.compared, found.changes, found.details) == (1, (), ())


def test_a_file_of_findings_is_read(tmp_path: Path) -> None:
    run = ran(finding("one", floats=REFUTED))
    (tmp_path / "old.json").write_text(to_json(run), encoding="utf-8")
    assert history.read(tmp_path / "old.json") == as_data(run)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not JSON"),
        (b"claims: 3", "is not JSON"),
        (b"\xff\xfe{}", "is not UTF-8"),
        (b'{"schema": NaN}', "NaN is not a number"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "has no field 'schema'"),
        (b"{}", "has no field 'schema'"),
        (b'{"schema": "backproof/lint/1", "claims": []}', "follows the schema 'backproof/lint/1'"),
    ],
)
def test_a_file_that_holds_no_findings_is_named_with_what_to_give(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "old.json"
    file.write_bytes(content)
    with pytest.raises(BackproofError, match=reason) as refused:
        history.read(file)
    assert "old.json" in str(refused.value)
    assert "'backproof verify' wrote" in str(refused.value)


def test_a_file_that_is_not_there_or_is_a_folder_is_named(tmp_path: Path) -> None:
    for name in ("nowhere.json", "."):
        with pytest.raises(BackproofError, match="cannot read"):
            history.read(tmp_path / name)


def test_a_file_beyond_the_largest_size_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "old.json"
    file.write_text(to_json(ran(finding("one", floats=TESTED))), encoding="utf-8")
    monkeypatch.setattr(written, "LARGEST", 100)
    with pytest.raises(BackproofError, match="larger than"):
        history.read(file)


def _without(*path: Any) -> Callable[[Any], None]:
    def damage(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    return damage


def _with(value: Any, *path: Any) -> Callable[[Any], None]:
    def damage(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = value

    return damage


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (_without("tool"), "has no field 'tool'"),
        (_without("run", "seed"), "has no field 'seed'"),
        (_without("claims", 0, "worlds"), "has no field 'worlds'"),
        (_without("claims", 0, "worlds", "floats", "verdict"), "has no field 'verdict'"),
        (_with("maybe", "claims", 0, "worlds", "floats", "verdict"), "'maybe' is not a valid Verdict"),
        (_with(7, "claims"), "something else"),
        (_with([7], "claims"), "something else"),
        (_with("none", "environment"), "something else"),
        (_with(float("inf"), "claims", 0, "worlds", "floats", "tried"), "something else"),
    ],
)
def test_findings_with_a_hole_are_refused_with_the_place(
    tmp_path: Path, damage: Callable[[Any], None], reason: str
) -> None:
    data = json.loads(to_json(ran(finding("one", floats=TESTED))))
    damage(data)
    file = tmp_path / "old.json"
    file.write_text(json.dumps(data).replace("Infinity", "1e999"), encoding="utf-8")
    with pytest.raises(BackproofError, match=reason) as refused:
        history.read(file)
    assert "old.json" in str(refused.value)
