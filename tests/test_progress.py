"""Progress: on a terminal only, only of what takes a while, one line that fits and goes away."""

import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest

from backproof.limits import Limits, bounded
from backproof.render import progress
from backproof.render.progress import progress_bar
from backproof.render.screen import Screen, cut

PROGRAM = """
import sys, time
from backproof.render import progress
progress.PATIENCE = 0.3
progress.SURE = 0.3
with progress.progress_bar("judging", shown=sys.stderr.isatty()) as told:
    if told is None:
        sys.exit()
    told(0, 4, "")
    for number in range(1, int(sys.argv[1]) + 1):
        time.sleep(0.4)
        told(number, 4, "sigmoid.derivative\\x1b[2J" + "x" * 200)
"""
ERASED = "\r\x1b[K"


def on_a_terminal(steps: int) -> str:
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(steps)],
        stderr=theirs,
        check=True,
        timeout=60,
        env={**os.environ, "COLUMNS": "70", "PYTHONIOENCODING": "utf-8"},
    )
    os.close(theirs)
    seen = b""
    try:
        while block := os.read(ours, 65536):
            seen += block
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    return seen.decode()


def test_a_long_run_shows_how_far_it_is_and_for_how_long_it_goes_on() -> None:
    lines = on_a_terminal(4).split(ERASED)
    assert any(re.search(r"judging .* 3 of 4, about 1 s left: sigmoid\.d", line) for line in lines)
    assert all(len(line) < 70 for line in lines)
    assert "\x1b" not in "".join(lines)
    assert lines[-1] == ""  # the last thing is to take the line away


def test_a_short_run_shows_nothing() -> None:
    assert on_a_terminal(0) == ""


def test_nothing_is_shown_to_a_file() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM, "4"], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout + run.stderr == ""


def test_a_step_that_takes_long_is_no_standstill(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is drawn by an alarm too; a decision with a limit takes the alarm, and it rings again afterwards."""
    drawn: list[str] = []
    monkeypatch.setattr(progress, "_put", drawn.append)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    before = signal.getsignal(signal.SIGALRM)
    with progress_bar("judging", shown=True) as told:
        assert told is not None
        time.sleep(0.7)
        assert "judging: 1 s so far" in drawn[0]
        with bounded(Limits(seconds=60)):
            pass
        told(1, 2, "")
        already = len(drawn)
        time.sleep(0.7)
        assert len(drawn) > already
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_the_estimate_follows_the_speed_and_leaves_out_what_was_kept() -> None:
    bar = progress._Bar("sweeping", Screen(80, unicode=False))
    bar.advance(100, 120, "kept")
    bar.advance(110, 120, "")
    told = bar._told
    bar._counted_from = told - 30  # ten steps in half a minute
    assert bar.line(told) == "sweeping ##################.. 110 of 120, about 30 s left"
    assert bar.line(told + 10).endswith("about 20 s left")
    assert "left" not in progress._Bar("sweeping", Screen()).line(told)


@pytest.mark.parametrize(("seconds", "done", "said"), [(4.5, 1, False), (30, 2, False), (9, 50, False), (10, 50, True)])
def test_nothing_is_estimated_from_the_first_steps(seconds: float, done: int, said: bool) -> None:
    """The first answer comes when all processes have started: as a measure, it foretold hours."""
    bar = progress._Bar("judging", Screen(80))
    bar.advance(0, 458, "")
    bar.advance(done, 458, "")
    bar._counted_from = bar._told - seconds
    assert ("left" in bar.line(bar._told)) is said


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (59, "59 s"), (150, "2 min"), (5400, "1.5 h")])
def test_times_have_the_unit_that_suits_them(seconds: float, words: str) -> None:
    assert progress._words(seconds) == words


def test_what_is_cut_says_so() -> None:
    assert cut("a word", 6) == "a word"
    assert cut("two words", 6) == "two..."
    assert cut("\N{CJK UNIFIED IDEOGRAPH-6587}" * 4, 7) == "\N{CJK UNIFIED IDEOGRAPH-6587}" * 2 + "..."
