"""A run of lint: files found, read and judged side by side, then comments, options and the baseline applied."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from backproof.errors import BackproofError
from backproof.lint import baseline, fix, suppress
from backproof.lint.cache import Cache, place, sum_of
from backproof.lint.finding import INTERNAL, NOTE, Checked, Finding, Lint, Problem
from backproof.lint.pool import Failed, cores, each
from backproof.lint.settings import Settings, matches

SECONDS = 360.0
"""After so many seconds a worker is ended; the bounds of one file's reading and judging are below it."""

Progress = Callable[[int, int, str], None]
"""Called with the number of files done, how many there are, and the one done last."""

_Table = dict[str, dict[str, str]]
_Task = tuple[str, str, int] | None
"""A file, the folder that it may include from, and in how many processes; ``None`` asks for the declared verdicts."""
_THREADS = "OPENBLAS_NUM_THREADS"
_MOST_PROCESSES = 4
_SMALL = 4000
"""Files of fewer bytes are judged in one process."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a run.

    Parameters
    ----------
    lint
        What came out of the files that were finished; the baseline's entries are not missed.
    planned
        How many files there were to check.
    """

    def __init__(self, lint: Lint, planned: int) -> None:
        super().__init__(f"{len(lint.files)} of {planned} files were finished")
        self.lint, self.planned = lint, planned


def lint(paths: Sequence[Path], settings: Settings, *, fixing: bool = False, progress: Progress | None = None) -> Lint:
    """Read and judge files.

    Parameters
    ----------
    paths
        Files, and folders to look for files in.
    fixing
        Whether to put exact corrections in; the files are read and judged again then.
    progress
        Told before the first file that is not in the cache, and after each.

    Raises
    ------
    BackproofError
        If there is no file, or the baseline cannot be read.
    Interrupted
        On Ctrl-C: with what came out of the files that were finished. No worker process is left, and ``fixing`` has
        changed no file, or all that it was to change.
    """
    start = time.perf_counter()
    files, closed = found(paths, settings)
    cache = Cache((settings.cache_dir or place(Path.cwd())) if settings.cache else None)
    run = _Run(cache, settings.jobs, progress)
    roots = {str(file): _root(file, paths) for file in files}
    checked = run.check(roots)
    done = 0
    if fixing and not run.interrupted:
        changes = fix.fixed(_assembled(checked, closed, run.declared, settings).findings)
        fix.write(changes)
        done = sum(count for *_, count in changes.values())
        touched = {str(file) for file in changes}
        again = {p: roots[p] for p, c in checked.items() if touched & {p, *(f.path for f in c.findings)}}
        checked = {path: c for path, c in checked.items() if path not in again} | run.check(again)
        checked = {path: checked[path] for path in roots if path in checked}
    outcome = _assembled(checked, closed, run.declared, settings)
    outcome = replace(outcome, seconds=time.perf_counter() - start, cached=run.cached, fixed=done)
    if run.interrupted:
        raise Interrupted(replace(outcome, gone=0), len(roots))
    return outcome


def found(paths: Sequence[Path], settings: Settings) -> tuple[list[Path], list[Problem]]:
    """The files to check, and the folders that cannot be read.

    Raises
    ------
    BackproofError
        If there is neither.
    """
    from backproof.documents.read import SUFFIXES
    from backproof.lint.discovery import find

    def is_excluded(path: Path | str) -> bool:
        return any(matches(str(path), glob) for glob in settings.exclude)

    named, (below, closed) = set(paths), find(paths)
    files = [file for file in below if file in named or not is_excluded(file)]
    closed = [problem for problem in closed if Path(problem.path) in named or not is_excluded(problem.path)]
    if not files and not closed:
        where = ", ".join(map(str, paths))
        raise BackproofError(f"there is nothing to check: no {', '.join(sorted(SUFFIXES))} file in {where}")
    return files, closed


class _Run:
    """The state of one run: what is in the cache, and what has to be worked out."""

    def __init__(self, cache: Cache, jobs: int | None, progress: Progress | None) -> None:
        self._cache, self._jobs, self._progress = cache, jobs, progress
        self.cached = 0
        self.declared: _Table = {}
        self.interrupted = False

    def check(self, roots: dict[str, str]) -> dict[str, Checked]:
        """Files with what came out of them, in the order given; without those that Ctrl-C came before."""
        digests = {path: sum_of(Path(path)) for path in roots}
        done = {path: c for path, d in digests.items() if (c := self._cache.get(path, d)) is not None}
        self.cached += len(done)
        table = self._cache.table()
        self.declared = table or self.declared
        tasks = _tasks({path: root for path, root in roots.items() if path not in done}, jobs := self._jobs or cores())
        if not self.declared and (tasks or any(f.claim for c in done.values() for f in c.findings)):
            tasks.append(None)
        if self._progress is not None and tasks:
            self._progress(len(done), len(roots), "")
        try:
            for task, answer in each(_work, tasks, jobs=jobs, seconds=SECONDS, prepare=_prepare):
                if task is None:
                    self._take_table(answer)
                    continue
                self._take(task[0], answer, digests, done)
                if self._progress is not None:
                    self._progress(len(done), len(roots), task[0])
        except KeyboardInterrupt:
            self.interrupted = True
        return {path: done[path] for path in roots if path in done}

    def _take(self, path: str, answer: Any, digests: dict[str, str], done: dict[str, Checked]) -> None:
        done[path] = answer if isinstance(answer, Checked) else _died(path, answer)
        if done[path].digest == digests[path]:
            self._cache.put(path, done[path])

    def _take_table(self, answer: Any) -> None:
        if isinstance(answer, Failed):
            raise BackproofError(f"the catalogue cannot be loaded: {answer.says}")
        self.declared = answer
        self._cache.put_table(answer)


def _tasks(roots: dict[str, str], jobs: int) -> list[_Task]:
    """The files, large ones first; one that would keep a process busy after all others have ended may use several."""
    sizes = {path: _size(path) for path in roots}
    total = sum(sizes.values())
    tasks: list[_Task] = []
    for path, root in sorted(roots.items(), key=lambda item: -sizes[item[0]]):
        tasks.append((path, root, min(jobs, _MOST_PROCESSES) if sizes[path] > max(_SMALL, total / jobs) else 1))
    return tasks


def _prepare() -> None:
    """Import what every worker needs; the libraries start no threads then, which a fork would lose."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        from backproof.lint.check import prepare

        prepare()
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before


def _work(task: _Task) -> Checked | _Table:
    """In a worker process."""
    if task is None:
        from backproof import catalogue

        entries = catalogue.own().entries
        return {
            claim: {str(world): str(judge.expect) for world, judge in entry.judges.items()}
            for claim, entry in entries.items()
        }
    from backproof.lint.check import check

    return check(*task)


def _assembled(checked: dict[str, Checked], closed: Sequence[Problem], table: _Table, settings: Settings) -> Lint:
    files = tuple(checked)
    digests = {path: c.digest for path, c in checked.items()}
    digests |= {path: digest for c in checked.values() for path, digest in c.includes}
    checked = _without_included(checked)
    findings = _without_doubles(checked)
    findings = tuple(_with_worlds(f, table.get(f.claim, {})) if f.claim else f for f in findings)
    findings, unused = suppress.apply(
        findings, tuple(dict.fromkeys(s for c in checked.values() for s in c.suppressions))
    )
    gone = 0
    if settings.baseline is not None:
        findings, gone = baseline.apply(findings, settings.baseline)
    findings = tuple(
        replace(f, ignored=True) if f.code and not settings.is_selected(f.code, f.path) else f for f in findings
    )
    problems = [*closed, *(p for c in checked.values() for p in c.problems), *unused]
    kept = [p for p in dict.fromkeys(problems) if p.level != NOTE or settings.is_selected(p.code, p.path)]
    kept.sort(key=lambda p: (p.path, -1 if p.cell is None else p.cell, p.line, p.column))
    return Lint(files=files, findings=findings, problems=tuple(kept), gone=gone, digests=digests)


def _without_included(checked: dict[str, Checked]) -> dict[str, Checked]:
    """Without the files that another one includes: they are taken as they are read there, with its macros."""
    includes = {os.path.realpath(p): {os.path.realpath(f) for f, _ in c.includes} for p, c in checked.items()}

    def is_included(file: str) -> bool:
        return any(file in inner and by not in includes[file] for by, inner in includes.items() if by != file)

    return {path: c for path, c in checked.items() if not is_included(os.path.realpath(path))}


def _without_doubles(checked: dict[str, Checked]) -> tuple[Finding, ...]:
    """All findings once, also of a file that two others include."""
    findings: dict[tuple[object, ...], Finding] = {}
    for f in (f for c in checked.values() for f in c.findings):
        key = (os.path.realpath(f.path), f.cell, f.line, f.column, f.end_line, f.end_column, f.kind, f.code)
        findings.setdefault((*key, f.status, f.message), f)
    return tuple(findings.values())


def _with_worlds(finding: Finding, declared: dict[str, str]) -> Finding:
    return replace(finding, floats=declared.get("floats"), training=declared.get("training"))


def _died(path: str, answer: object) -> Checked:
    says = answer.says if isinstance(answer, Failed) else f"internal error: the answer was a {type(answer).__name__}"
    return Checked(problems=(Problem(path=path, line=1, column=1, code=INTERNAL, message=says),), complete=False)


def _root(file: Path, paths: Iterable[Path]) -> str:
    return next((str(folder) for folder in paths if folder != file and file.is_relative_to(folder)), "")


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
