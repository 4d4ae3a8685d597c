"""The command line with a reader and a judge that tests can steer, in the place of the real ones.

``{{status CODE subject: text => replacement}}`` in a document is a claim. Some texts misbehave: see ``judge``.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import backproof
import backproof.reading
from backproof.limits import Limits

_CLAIM = re.compile(r"\{\{(\w+) (BP\d+|-) ([\w.-]+): (.*?)(?: => (.*?))?\}\}")


def read(document: Any) -> Any:
    import sympy as sp

    from backproof.reading.statements import DerivativeIs, Passage

    reading = SimpleNamespace(statements=[], unread=[])
    for part in document.parts:
        if "UNEXPECTED" in part.source:
            raise KeyError("unexpected")
        for said in _CLAIM.finditer(part.source):
            passage = Passage(said.start(), said.end(), said[0])
            if said[1] == "unread":
                reading.unread.append((part, passage, said[4]))
            else:
                x = sp.Symbol("x")
                statement = DerivativeIs(passage=passage, of=x, printed=x, name=said[3])
                reading.statements.append((part, statement))
    return reading


def judge(statement: Any) -> Any:
    from backproof.judging.outcome import Outcome, Status

    said = _CLAIM.fullmatch(statement.passage.text)
    assert said is not None
    match said[4]:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(0.6)
        case "break":
            raise ZeroDivisionError("broken")
        case "print":
            print("this must not be seen in the result")
    wrong = said[1] in ("wrong", "conditional")
    return Outcome(
        status=Status(said[1]),
        code=said[2].replace("-", ""),
        message=f"says {said[4]}",
        counterexample={"x": 1.0, "claimed": 0.25, "true": float("inf")} if wrong else {},
        correction=said[5] or "",
        replacement=said[5] or "",
        claim=said[3] if "." in said[3] else "",
    )


def install() -> None:
    """Put the fakes where :mod:`backproof.lint.check` looks for the real ones."""
    document, judging = ModuleType("backproof.reading.document"), ModuleType("backproof.judging")
    vars(document)["read"] = read
    vars(judging).update(judge=judge, LIMITS=Limits(seconds=0.5))
    judging.__path__ = [str(Path(backproof.__file__).parent / "judging")]
    sys.modules["backproof.reading.document"] = document
    sys.modules["backproof.judging"] = judging
    catalogue = ModuleType("backproof.catalogue")
    judges = {world: SimpleNamespace(expect=verdict) for world, verdict in (("paper", "proved"), ("floats", "refuted"))}
    entries = {"sigmoid.derivative": SimpleNamespace(judges=judges)}
    vars(catalogue)["own"] = lambda: SimpleNamespace(entries=entries)
    sys.modules["backproof.catalogue"] = backproof.catalogue = catalogue
    backproof.reading.document = document
    backproof.judging = judging


if __name__ == "__main__":
    install()
    from backproof.cli import main

    main()
