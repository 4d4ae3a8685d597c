"""Lint on made-up lectures: cold and warm, the share of each stage, and scieqlint on the same files in the same run.

The lectures are of ``tests/lint/lectures.py``: many notations, right and wrong. scieqlint is measured where it is
installed (``pip install scieqlint``); it checks other things, so that the ratio compares times alone.

Usage: python benchmarks/lint.py [FILES [FORMULAS_IN_EACH [JOBS]]]
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.lint.lectures import SUFFIXES, lecture

SAMPLE = 40
"""So many files show the share of each stage."""


def measured(command: list[str], folder: Path) -> tuple[float, float, str]:
    """Seconds on the clock and of the processor that a command takes, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if "Traceback" in done.stderr:
        raise SystemExit(done.stderr)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def timed(tally: defaultdict[str, float], stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function; the time that it takes is added to a stage."""

    def run(*arguments: Any) -> Any:
        start = time.process_time()
        try:
            return function(*arguments)
        finally:
            tally[stage] += time.process_time() - start

    return run


def stages(files: list[Path]) -> None:
    """Print what the time of some files goes to, in one process."""
    start = time.process_time()
    from backproof import judging
    from backproof.documents import read as documents
    from backproof.judging import repair
    from backproof.lint.check import check, prepare
    from backproof.reading import document as reading

    tally: defaultdict[str, float] = defaultdict(float)
    prepare()
    tally["imports and phrases"] = time.process_time() - start
    start = time.process_time()
    for module, name, stage in (
        (documents, "read", "documents"),
        (reading, "read", "reading"),
        (judging, "judge", "judging"),
        (repair, "corrected", "corrections"),
    ):
        setattr(module, name, timed(tally, stage, getattr(module, name)))
    for file in files:
        check(str(file), "")
    tally["judging"] -= tally["corrections"]
    tally["the rest"] = time.process_time() - start - sum(tally.values()) + tally["imports and phrases"]
    whole = sum(tally.values())
    print(f"\nshare of the time of {len(files)} files in one process, {whole:.1f} s:")
    for stage, seconds in sorted(tally.items(), key=lambda item: -item[1]):
        print(f"  {stage:20}{seconds / whole:6.1%}")


def peer(folder: Path) -> tuple[float, float] | None:
    """Seconds of scieqlint on the same files; ``None`` where it is not installed."""
    program = shutil.which("scieqlint", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if program is None:
        print("scieqlint is not installed (pip install scieqlint): no ratio")
        return None
    names = sorted(file.name for file in folder.iterdir() if file.suffix in (".md", ".tex"))
    seconds, processor, said = measured([program, "check", *names], folder)
    print(f"{'scieqlint':16}{seconds:10.2f}{processor:12.2f}   ({len(names)} files that it reads)")
    if not said.strip():
        print("scieqlint printed nothing: check its version")
    return seconds, len(names)


def main() -> None:
    """Measure and print."""
    given = [int(number) for number in sys.argv[1:]]
    number, formulas = (*given, 1000, 20)[:2] if len(given) != 1 else (given[0], 20)
    jobs = ["-j", str(given[2])] if len(given) > 2 else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "lectures")
        folder.mkdir()
        for seed in range(number):
            file = folder / f"{seed:05}{SUFFIXES[seed % len(SUFFIXES)]}"
            file.write_text(lecture(seed, formulas), encoding="utf-8")
        command = [sys.executable, "-m", "backproof", "lint", ".", "--cache-dir", str(Path(name, "cache")), *jobs]
        command += ["--output-format", "json"]
        print(f"{number} files, {number * formulas} formulas\n{'':16}{'seconds':>10}{'processor':>12}")
        times = {}
        for run in ("cold", "warm"):
            times[run], processor, said = measured(command, folder)
            print(f"{run:16}{times[run]:10.2f}{processor:12.2f}")
        summary = json.loads(said)["summary"]
        other = peer(folder)
        print(f"\ncold: {number / times['cold']:.1f} files/s, {number * formulas / times['cold']:.0f} formulas/s")
        print(", ".join(f"{summary[key]} {key}" for key in ("claims", "ok", "wrong", "undecided", "unread")))
        if other is not None:
            each = other[0] / other[1]
            print(f"scieqlint: a file takes cold {times['cold'] / number / each:.2f} times as long as it does there")
        stages(sorted(folder.iterdir())[:SAMPLE])


if __name__ == "__main__":
    main()
