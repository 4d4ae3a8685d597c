"""Putting a law to many drawn cases, and saying honestly what came of it.

Hypothesis draws the cases and makes a failing one as small as it can. Counted are only the cases that met
the law's assumptions; when none did, the verdict is ``vacuous``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backproof.counterexample import Counterexample
from backproof.run import Run
from backproof.training.cases import Case
from backproof.training.failure import failure
from backproof.training.outcome import Gap, Law, NotMet
from backproof.verdict import JSON, Judgement, Verdict

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@dataclass(slots=True)
class Examined:
    """What came of putting a law to drawn cases.

    Parameters
    ----------
    met
        How many cases met the assumptions and held.
    unmet
        How many did not, by the assumption that failed first.
    drawn
        Among those that met: how often each width, depth, activation and so on was drawn.
    figures
        The largest of each figure that the law gave.
    smallest, gap
        The smallest failing case that was found, and how it fails; None if none fails.
    seed
        From which the cases were drawn.
    """

    met: int = 0
    unmet: Counter[str] = field(default_factory=Counter)
    drawn: dict[str, Counter[str]] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    smallest: Case | None = None
    gap: Gap | None = None
    seed: int = 0

    def evidence(self) -> dict[str, JSON]:
        """Write the figures as plain data."""
        return {
            "seed": self.seed,
            "met": self.met,
            "unmet": dict(sorted(self.unmet.items())),
            "drawn": {
                what: {name: tally[name] for name in sorted(tally, key=_by_number)}
                for what, tally in self.drawn.items()
            },
            **self.figures,
        }


class _BrokenError(Exception):
    """Tells Hypothesis that a case fails."""


def examine(cases: SearchStrategy[Case], law: Law, run: Run, quick: int = 100) -> Examined:
    """Put ``law`` to drawn cases.

    Parameters
    ----------
    cases
        Where cases come from.
    law
        What has to hold for each.
    run
        Its seed decides what is drawn; nothing is kept from one run to the next.
    quick
        How many cases that meet the assumptions a quick run tries. Where those are rare, fewer may be found.
    """
    import hypothesis
    from hypothesis import HealthCheck, Phase, Verbosity

    found = Examined(seed=run.seed)

    @hypothesis.seed(run.seed)
    @hypothesis.settings(
        max_examples=run.examples(quick),
        database=None,
        derandomize=False,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
    )
    @hypothesis.given(cases)
    def put(case: Case) -> None:
        try:
            outcome = law(case)
        except NotMet as assumption:
            if found.gap is None:
                found.unmet[str(assumption)] += 1
            hypothesis.reject()
        if isinstance(outcome, Gap):
            found.smallest, found.gap = case, outcome
            raise _BrokenError
        if found.gap is None:
            _count(found, case, outcome.figures)

    with _afresh():
        try:
            put()
        except _BrokenError:  # Hypothesis runs the smallest failing case last
            return found
        except hypothesis.errors.Unsatisfiable:
            return found
    return found


def judge(
    cases: SearchStrategy[Case], law: Law, run: Run, *, method: str, correction: str, quick: int = 100
) -> Judgement:
    """Judge a law by drawn cases: ``tested``, ``vacuous``, or ``refuted`` with the smallest failing case.

    Parameters
    ----------
    cases, law, run, quick
        As for :func:`examine`. The law is a function of a module or of a file, not one made inside another, so
        that its failure can be run again in one line.
    method
        What is compared with what, in one sentence.
    correction
        What would be true instead, if the law fails.
    """
    return judgement(examine(cases, law, run, quick), law, method=method, correction=correction)


def judgement(found: Examined, law: Law, *, method: str, correction: str) -> Judgement:
    """Decide the verdict on what :func:`examine` found; parameters as for :func:`judge`."""
    if found.smallest is not None and found.gap is not None:
        return Judgement(
            verdict=Verdict.REFUTED,
            method=(
                f"{method} It failed for a case drawn from seed {found.seed}; the smallest failing case that was "
                f"found: {found.gap.where}."
            ),
            correction=correction,
            counterexample=failure(found.smallest, law).executed(),
            evidence=found.evidence(),
        )
    if found.met == 0:
        return Judgement(
            verdict=Verdict.VACUOUS,
            method=f"{method} No case drawn from seed {found.seed} met the assumptions.",
            evidence=found.evidence(),
        )
    return Judgement(verdict=Verdict.TESTED, method=method, tried=found.met, evidence=found.evidence())


def conditional(
    judged: Judgement, *, condition: str, counterexample: Counterexample, **more: Counterexample
) -> Judgement:
    """Turn ``tested`` into ``conditional``; any other verdict stays as it is.

    Parameters
    ----------
    judged
        The judgement on the cases that meet the condition.
    condition
        The condition under which the claim is true.
    counterexample, more
        Where it fails outside the condition, not yet executed; of ``more``, each by what it shows, with
        underscores for spaces, the programs and what they print are added to the evidence.
    """
    if judged.verdict is not Verdict.TESTED:
        return judged
    shown: list[JSON] = []
    for what, other in more.items():
        done = other.executed()
        shown.append({"what": what.replace("_", " "), "run": done.line, "prints": done.prints})
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method=judged.method,
        tried=judged.tried,
        condition=condition,
        counterexample=counterexample.executed(),
        evidence={**judged.evidence, **({"also outside the condition": shown} if shown else {})},
    )


def _count(found: Examined, case: Case, figures: Mapping[str, float]) -> None:
    found.met += 1
    for what, values in case.drawn().items():
        found.drawn.setdefault(what, Counter()).update(str(v) for v in values)
    for name, figure in figures.items():
        found.figures[name] = max(figure, found.figures.get(name, figure))


def _by_number(name: str) -> tuple[float, str]:
    return (float(name) if name.replace(".", "", 1).isdigit() else 0.0, name)


@contextmanager
def _afresh() -> Iterator[None]:
    """Draw every case afresh, from the seed alone.

    Two habits of Hypothesis serve the search for bugs and would mislead a count of tested cases. It follows
    each case with up to five that repeat parts of it, so that the cases counted would be far less varied than
    their number says. And it draws numbers from the source of whatever modules are loaded, which it keeps in
    a folder of the working directory, so that one seed would give other cases in another process. Neither has
    a setting; a version without them is left alone.
    """
    from hypothesis.internal.conjecture import engine, providers

    with (
        _without(engine.ConjectureRunner, "generate_mutations_from"),
        _without(getattr(providers, "HypothesisProvider", object), "_maybe_draw_constant"),
    ):
        yield


@contextmanager
def _without(owner: type, method: str) -> Iterator[None]:
    original = getattr(owner, method, None)
    if original is None:
        yield
        return
    setattr(owner, method, lambda *_, **__: None)
    try:
        yield
    finally:
        setattr(owner, method, original)
