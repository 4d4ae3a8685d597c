"""Deciding identities: this engine, `sympy.simplify(a - b) == 0` and Math-Verify on the same pairs in one run.

Prints for each: how many pairs it got right, how many wrong (a true identity called false, or the reverse), how many
it left undecided (Undecided, or over the time limit), and the median processor time of a pair. Math-Verify is measured
where it is installed (`pip install math-verify`).

Usage: python benchmarks/identities.py [PAIRS]
"""

from __future__ import annotations

import importlib.util
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import sympy as sp

sys.path.insert(0, str(Path(__file__).parents[1]))
from backproof.activations import X
from backproof.errors import Undecided
from backproof.paper.identity import decide
from tests.paper.pairs import Pair, pairs

LIMIT = 20
"""Seconds after which a peer's answer no longer counts."""

Judge = Callable[[Pair], bool | None]


def engine(pair: Pair) -> bool | None:
    """Equal whatever the parameters, or not."""
    try:
        return decide(pair.left, pair.right, X).equal
    except Undecided:
        return None


def simplify(pair: Pair) -> bool | None:
    """As people use it: whether the difference simplifies to 0."""
    return bool(sp.simplify(pair.left - pair.right) == 0)


def math_verify(pair: Pair) -> bool | None:
    """Math-Verify's comparison of two SymPy expressions."""
    from math_verify import verify

    return bool(verify([pair.left], [pair.right], timeout_seconds=None))


def limited(judge: Judge, pair: Pair) -> bool | None:
    """The answer of a judge, or ``None`` after the time limit."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT)
    try:
        return judge(pair)
    except TimeoutError:
        return None
    finally:
        signal.alarm(0)


def main() -> None:
    """Measure and print."""
    sample = list(pairs(int(sys.argv[1]) if len(sys.argv) > 1 else 100, seed=1))
    judges: dict[str, Judge] = {"backproof": engine, "sympy.simplify": simplify}
    if importlib.util.find_spec("math_verify") is not None:
        judges["Math-Verify"] = math_verify
    answers: dict[str, list[bool | None]] = {}
    print(f"{len(sample)} pairs        right   wrong  undecided  median ms")
    medians = {}
    for name, judge in judges.items():
        tally: Counter[str] = Counter()
        taken = []
        answers[name] = []
        for pair in sample:
            start = time.process_time()
            answer = limited(judge, pair)
            taken.append(time.process_time() - start)
            answers[name].append(answer)
            tally["undecided" if answer is None else "right" if answer == pair.equal else "wrong"] += 1
        medians[name] = statistics.median(taken)
        print(f"{name:16}{tally['right']:8}{tally['wrong']:8}{tally['undecided']:11}{medians[name] * 1e3:11.1f}")
    for name in list(judges)[1:]:
        missed = sum(
            pair.equal and mine is not True and theirs is True
            for pair, mine, theirs in zip(sample, answers["backproof"], answers[name], strict=True)
        )
        ratio = medians[name] / medians["backproof"]
        print(f"{name}: {ratio:.0f} times the time; true and found by it alone: {missed}")


if __name__ == "__main__":
    main()
