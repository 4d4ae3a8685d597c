"""A failing case as a program that a reader can run again."""

from __future__ import annotations

import inspect
from pathlib import Path

from backproof.counterexample import Counterexample
from backproof.training.cases import Case
from backproof.training.outcome import Law


def failure(case: Case, law: Law) -> Counterexample:
    """Write a failing case as a program of one line, not yet executed."""
    spec = ", ".join(f"{name}={value!r}" for name, value in case.spec().items())
    return Counterexample(
        at=case.spec(),
        setup=f"from backproof.training import Held, case; {_import(law)}; outcome = law(case({spec}))",
        got="getattr(outcome, 'got', None)",
        want="getattr(outcome, 'want', None)",
        holds="isinstance(outcome, Held)",
    )


def _import(law: Law) -> str:
    """Write statements that name the law: a module of backproof is imported, any other file loaded by its path."""
    if law.__module__.partition(".")[0] == __package__.partition(".")[0]:
        return f"from {law.__module__} import {law.__name__} as law"
    file = Path(inspect.getfile(law))
    shown = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
    load = "from pathlib import Path; from backproof.content import load"
    return f"{load}; law = load(Path({shown.as_posix()!r})).{law.__name__}"
