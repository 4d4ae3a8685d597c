"""The same chunks on a Dask cluster: the same results, also when a worker is killed in the middle."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backproof.errors import BackproofError
from backproof.impl.judge import judge
from backproof.impl.outcome import Outcome
from backproof.impl.target import Target, Unfit

distributed = pytest.importorskip("distributed", reason="pip install 'backproof[dask]'")

SLOW = """
import os
import time
import numpy as np

def sigmoid(x):
    time.sleep(0.02)
    z = np.exp(-np.abs(x.astype(np.float64)))
    return (np.where(x < 0, z, 1) / (1 + z)).astype(x.dtype)

def deadly(x):
    if (np.abs(x) > 30000).all():
        os._exit(1)
    return sigmoid(x)
"""
CHUNKS = 32


@pytest.fixture
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("slow")
    (home / "bp_slow.py").write_text(SLOW, encoding="utf-8")
    return home


def judged(folder: Path, name: str = "sigmoid", **options: Any) -> Outcome:
    target = Target("bp_slow", name, folder=str(folder))
    return judge(target, "sigmoid", dtype="float16", size=(1 << 15) // CHUNKS, time_limit=60.0, **options)


def figures(outcome: Outcome) -> dict[str, object]:
    data = outcome.as_data()
    del data["seconds"], data["chunks"]
    return data


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_worker_is_killed_and_nothing_is_lost(cluster: Any, folder: Path, tmp_path: Path) -> None:
    killed: list[int] = []
    done: list[int] = []

    def kill_one(count: int, total: int, _: str) -> None:
        assert total == CHUNKS
        done.append(count)
        if count == 5 and not killed:
            with distributed.Client(cluster, set_as_default=False) as client:
                pid = next(iter(client.run(os.getpid).values()))
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    found = judged(folder, scheduler=cluster.scheduler_address, cache=tmp_path, progress=kill_one)
    assert killed
    assert done == list(range(CHUNKS + 1))
    assert len(list(tmp_path.glob("impl/*/0*.json"))) == CHUNKS
    here = judged(folder, jobs=1)
    assert figures(found) == figures(here)
    assert found.tried == 1 << 16
    # What the cluster did is known here.
    assert judged(folder, jobs=1, cache=tmp_path).resumed == CHUNKS


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_callable_that_kills_every_worker_is_given_up(cluster: Any, folder: Path) -> None:
    with pytest.raises(Unfit, match=r"died again and again|no answer from the cluster"):
        judged(folder, "deadly", scheduler=cluster.scheduler_address)


def test_a_scheduler_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(BackproofError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        judged(folder, scheduler="tcp://127.0.0.1:9")
