"""Work shared out to forked children."""

import os
import signal
import threading
import time

import pytest

from backproof.lint.beside import worked

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


@pytest.fixture(autouse=True)
def children(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The children that are forked, also beside the threads of a test runner."""
    made: list[int] = []
    fork = os.fork

    def recorded() -> int:
        made.append(child := fork())
        return child

    monkeypatch.setattr(os, "fork", recorded)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    return made


@pytest.mark.parametrize("count", [0, 1, 2, 7, 8192, 20_001])
@pytest.mark.parametrize("processes", [1, 2, 3, 9])
def test_answers_keep_the_order_of_the_items(count: int, processes: int) -> None:
    assert worked(lambda n: n * n, range(count), processes) == [n * n for n in range(count)]


@forks
def test_children_share_the_work() -> None:
    def work(_: int) -> int:
        time.sleep(0.05)
        return os.getpid()

    answers = worked(work, range(12), 3)
    assert os.getpid() in answers
    assert len(set(answers)) == 3


@forks
def test_who_is_free_takes_what_comes_next() -> None:
    def work(number: int) -> int:
        time.sleep(0.5 if number == 0 else 0.01)
        return os.getpid()

    answers = worked(work, range(12), 2)
    assert set(answers[1:]) == {next(a for a in answers[1:])}
    assert answers[0] != answers[1]


@forks
def test_what_a_dead_child_leaves_is_worked_out_here() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert worked(work, range(5), 2) == [0, 1, 2, 3, 4]


@forks
@pytest.mark.parametrize("wrong", [0, 1, 3])
def test_what_raises_raises_here(wrong: int, children: list[int]) -> None:
    def work(number: int) -> int:
        return 1 // (number - wrong)

    with pytest.raises(ZeroDivisionError):
        worked(work, range(4), 2)
    for child in children:  # none is left
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def test_beside_threads_nothing_is_forked(children: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert set(worked(lambda _: os.getpid(), range(4), 2)) == {os.getpid()}
    assert children == []
