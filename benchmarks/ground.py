"""How long things take, as ratios to a peer that is measured in the same run.

Prints a table: the start of `backproof --help` against that of a bare interpreter, the whole of `backproof verify`, and
the float sweep of every numeric form (evaluate it, evaluate its true values, count the errors) against evaluating the
form alone.

Usage: python benchmarks/ground.py [--no-verify]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import numpy as np

from backproof.activations import ACTIVATIONS
from backproof.floats.compare import compare, evaluate
from backproof.floats.formats import FLOAT32
from backproof.floats.reference import Function

REPEATS = 5
VALUES = 1 << 20
"""Float32 values of one sweep: random bit patterns, so that every exponent occurs."""


def seconds(action: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median time of an action over several repeats."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def start(*arguments: str) -> Callable[[], object]:
    """Start an interpreter."""
    return lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=True)


def sweep() -> None:
    """Print, for each form, time per value and the multiple that a sweep costs."""
    x = np.random.default_rng(0).integers(0, 2**32, VALUES, dtype=np.uint32).view(np.float32)
    print(f"\n{'float32 sweep':36}{'form':>10}{'sweep':>10}{'multiple':>10}   (ns per value)")
    multiples = []
    for activation in ACTIVATIONS:
        for derivative in (False, True):
            function = Function(activation, derivative)
            name = f"{activation.name}{' derivative' if derivative else ''}, textbook"
            form = function.computed(function.textbook)
            alone = seconds(lambda form=form: evaluate(form, x))  # type: ignore[misc]
            both = seconds(lambda form=form, f=function: compare(form, f, [x], FLOAT32, "sampled"))  # type: ignore[misc]
            multiples.append(both / alone)
            print(f"{name:36}{alone / VALUES * 1e9:10.1f}{both / VALUES * 1e9:10.1f}{both / alone:10.1f}")
    print(f"{'median':36}{'':10}{'':10}{statistics.median(multiples):10.1f}")


def main() -> None:
    """Measure and print."""
    bare, helped = seconds(start("-c", "pass")), seconds(start("-m", "backproof", "--help"))
    print(f"python -c pass     {bare:7.3f} s")
    print(f"backproof --help   {helped:7.3f} s   {helped / bare:.1f} times")
    if "--no-verify" not in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            for budget in ("quick", "normal"):
                arguments = ("-m", "backproof", "verify", "-q", "--budget", budget, "--findings", f"{folder}/f.json")
                print(f"verify, {budget:7}    {seconds(start(*arguments), 1):7.1f} s")
    sweep()


if __name__ == "__main__":
    main()
