"""PReLU in floats.

What it states
    The left branch a x is computed with one rounding; the branches the other way round are another function.

Why it matters
    With the branches swapped, the learned slope acts on the wrong side and negative inputs are cut off.

Assumptions
    Round to nearest; slope 0.25, where learning starts.

References
    He et al. 2015, Delving deep into rectifiers, section 2.1, eq. 1.
"""

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats
from backproof.activations import PRELU

FUNCTION = floats.Function(PRELU)


@in_floats("prelu.swapped-branches", expect=Verdict.REFUTED)
def swapped(run: Run) -> Judgement:
    """At 2 the swapped form gives a half."""
    right = floats.examine_form(FUNCTION, floats.TEXTBOOK, run)
    if not right.sound:
        raise floats.unexpected("x for x > 0, else a x, loses nothing", right)
    shown = Counterexample(
        at={"dtype": "float32", "x": 2.0, "a": 0.25},
        setup="import numpy as np; x, a = np.float32(2), np.float32(0.25)",
        got="a * x if x > 0 else np.float32(0)",
        want="x if x > 0 else a * x",
    ).executed()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="Both forms were computed at x = 2.",
        correction=f"x for x > 0, a x otherwise; computed so, nothing is lost over {right.tried} values of four types",
        counterexample=shown,
        tried=right.tried,
        evidence=right.evidence(),
    )


@in_floats("prelu.left-branch", expect=Verdict.TESTED)
def left_branch(run: Run) -> Judgement:
    """One product, one rounding."""
    return floats.judge_form(FUNCTION, floats.TEXTBOOK, run)
