"""How claims are judged, what the verdicts mean, and where this run took place."""

from __future__ import annotations

from dataclasses import dataclass

from backproof.render.section import Results, Section
from backproof.verdict import Verdict, World

_WORLDS = {
    World.PAPER: "Over the real numbers. A computer algebra system derives the answer step by step, and a second "
    "method, which does not share its code, checks the result again.",
    World.FLOATS: "As a program computes it, in float16, bfloat16, float32 and float64. Results are compared with a "
    "reference of higher precision, and errors are counted in units in the last place.",
    World.TRAINING: "For networks that run. Random networks and data are drawn, and the claim has to hold for each.",
}
_VERDICTS = {
    Verdict.PROVED: ("Decided exactly.", "The derivation, and a certificate that a second method checked again."),
    Verdict.EXHAUSTED: ("Every value of the float type was tried; none speaks against it.", "How many values."),
    Verdict.TESTED: ("Many values or networks were tried; none speaks against it. This is not a proof.", "How many."),
    Verdict.MEASURED: ("A figure with its spread.", "How to measure it again."),
    Verdict.CONDITIONAL: ("True exactly under a condition.", "The condition, and a counterexample outside it."),
    Verdict.IMPRECISE: ("Not quite what it should say.", "The sharp statement."),
    Verdict.REFUTED: ("False.", "A counterexample that runs in one line, and the true statement."),
    Verdict.UNDECIDED: ("No method here decides it.", "What was tried."),
    Verdict.VACUOUS: ("Nothing met the assumptions, so nothing was judged.", "An error, never a pass."),
}


@dataclass(frozen=True, slots=True)
class Method:
    """The worlds, the verdicts and the run."""

    worlds: tuple[tuple[World, str, int, float], ...]
    verdicts: tuple[tuple[Verdict, str, str, int], ...]
    environment: tuple[tuple[str, str], ...]
    budget: str
    seed: int
    seconds: float


def section(results: Results) -> Section:
    """The last section."""
    findings = results.findings
    counts = findings.by_verdict()
    content = Method(
        worlds=tuple((world, _WORLDS[world], *_work(results, world)) for world in World),
        verdicts=tuple((v, means, shown, counts.get(str(v), 0)) for v, (means, shown) in _VERDICTS.items()),
        environment=tuple(findings.environment.items()),
        budget=str(findings.run.budget),
        seed=findings.run.seed,
        seconds=findings.seconds,
    )
    return Section(
        order=90, anchor="method", title="Method and environment", template="method.html.j2", content=content
    )


def _work(results: Results, world: World) -> tuple[int, float]:
    """How many judgements the world took, and how many seconds of one core."""
    judged = [f.worlds[world] for f in results.findings.findings if world in f.worlds]
    return len(judged), sum(j.seconds for j in judged)
