"""A sweep over float32: the callable alone, and the comparison in the compiled loop and with plain NumPy, in one run.

Without a share all 2^32 values are tried by the compiled loop. NumPy gets one chunk in 32 of those, and its times are
scaled; so are those of the loop if a share is given, which takes evenly spaced chunks. Seconds of the processor are
those of all workers together.

Usage: python benchmarks/sweep.py [MODULE:CALLABLE NAME [SHARE]]      (SHARE: one chunk in so many; 1 by default)
"""

from __future__ import annotations

import sys
import time

from backproof.floats import FLOAT32
from backproof.impl import work
from backproof.impl.chunks import Chunk, chunks, plan
from backproof.impl.judge import default_way
from backproof.impl.schedule import Pool, pool
from backproof.impl.sweep import COMPILED, PLAIN
from backproof.impl.target import Target
from backproof.impl.work import Work
from backproof.run import Run

SIZE = 1 << 22
"""Magnitudes in a chunk, both signs of which are tried."""
SPARSE = 32
"""NumPy gets one in so many of the chunks that the loop gets."""


def swept(task: Work, taken: list[Chunk], workers: Pool) -> tuple[float, float, float]:
    """Seconds on the clock, and of the processor for the callable and for the comparison, on some chunks."""
    start = time.perf_counter()
    results = list(workers.each(work.compare, [(task, chunk) for chunk in taken]))
    wall = time.perf_counter() - start
    return wall, sum(r["calling"] for r in results), sum(r["comparing"] for r in results)


def main() -> None:
    """Measure and print."""
    given = sys.argv[1:]
    target, name = given[:2] if len(given) > 1 else ("torch:sigmoid", "sigmoid")
    share = int(given[2]) if len(given) > 2 else 1
    planned = plan(FLOAT32, Run(), exhaustive=True, size=SIZE)
    every = chunks(planned, FLOAT32, ())
    print(
        f"{target} as {name}: {len(every[::share]) * 2 * SIZE / 2**32:.1%} of all 2^32 values of float32, scaled to all"
    )
    print(f"{'':10}{'wall s':>10}{'callable':>10}{'compare':>10}{'ratio':>8}   (the last three of the processor)")
    for way in (COMPILED, PLAIN):
        if way == COMPILED and default_way(FLOAT32) != COMPILED:
            print("numba is not installed (pip install 'backproof[fast]'): plain NumPy alone")
            continue
        task = Work(Target.parse(target), name, False, planned, way)
        taken = every[:: share * (SPARSE if way == PLAIN else 1)]
        with pool() as workers:
            list(workers.each(work.compare, [(task, every[0])] * 4))  # imports and compiles, in all processes
            scale = len(every) / len(taken)
            wall, calling, comparing = (scale * seconds for seconds in swept(task, taken, workers))
        print(f"{way:10}{wall:10.1f}{calling:10.1f}{comparing:10.1f}{comparing / calling:8.2f}")


if __name__ == "__main__":
    main()
