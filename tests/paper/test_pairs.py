"""Over two thousand generated pairs, half equal by construction, half with a slip: no wrong answer."""

from collections import Counter
from itertools import product

import mpmath
import pytest
import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.paper.identity import Decision, decide
from tests.paper.pairs import A, B, Pair, differ, pairs

CHUNKS, EACH = 4, 550


def verdict(pair: Pair) -> str:
    """The engine's answer to a pair."""
    try:
        decision = decide(pair.left, pair.right, X)
    except Undecided:
        return "undecided"
    if decision.condition is sp.true:
        return "equal"
    if decision.condition is sp.false:
        return "different"
    _condition_is_right(pair, decision)
    return "conditional"


def _condition_is_right(pair: Pair, decision: Decision) -> None:
    """Where the condition holds the pair is equal, and where it does not the values differ, at a grid of parameters."""
    grid = [sp.Rational(n, 2) for n in range(-6, 7)]
    for a, b in product([g for g in grid if g > 0], grid):
        at = {A: a, B: b}
        holds = decision.condition.subs(at)
        if holds in (sp.true, sp.false):
            assert differ(pair.left.subs(at), pair.right.subs(at)) is not bool(holds), (pair, decision.condition, at)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_pair_gets_a_wrong_answer(chunk: int) -> None:
    tally: Counter[tuple[bool, str]] = Counter()
    for pair in pairs(EACH, seed=2026 + chunk):
        answer = verdict(pair)
        tally[pair.equal, answer] += 1
        allowed = {"equal", "undecided"} if pair.equal else {"different", "conditional", "undecided"}
        assert answer in allowed, pair
    undecided = tally[True, "undecided"] + tally[False, "undecided"]
    print(f"pairs {chunk}: {dict(tally)}, {undecided} of {EACH} undecided")
    assert sum(tally.values()) == EACH
    assert undecided < EACH / 10  # an engine that decides nothing gives no wrong answer either


def test_the_oracle_shares_no_code_with_the_engine_and_sees_slips() -> None:
    assert differ(sp.tanh(X), sp.tanh(X) + sp.Rational(1, 10**20))
    assert not differ(sp.tanh(X), 1 - 2 / (sp.exp(2 * X) + 1))
    with mpmath.workdps(15):
        assert differ(sp.exp(X), sp.exp(X) * (1 + sp.Rational(1, 10**25)))
