"""Processes that run chunks, beside those of joblib."""

import os

import joblib

from backproof.impl.schedule import pool, stop_workers


def test_sweeps_and_joblib_have_processes_of_their_own() -> None:
    def sweep() -> set[int]:
        with pool(jobs=2) as workers:
            return {os.getpid(), *workers.each(os.getpid, [()] * 4)}

    def other() -> set[int]:
        return set(joblib.Parallel(n_jobs=2)(joblib.delayed(os.getpid)() for _ in range(4)))

    first, theirs, second = sweep(), other(), sweep()
    assert len(first) > 1
    assert not theirs & (first | second)
    stop_workers()
    with pool(jobs=2) as workers:
        assert sorted(workers.each(abs, [(-1,), (-2,)])) == [1, 2]
