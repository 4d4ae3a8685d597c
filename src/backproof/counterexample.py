"""Counterexamples that were executed, and that a reader can run in one line."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from backproof.errors import EvidenceError
from backproof.verdict import JSON

_SECONDS = 60
"""How long the one line may take before it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterexample:
    """A place where a claim fails, as a program of one line.

    The fields ``prints``, ``got_value`` and ``want_value`` are filled by :meth:`executed`.

    Parameters
    ----------
    at
        The place, as plain data: ``{"x": 0}`` or ``{"dtype": "float32", "x": 16.7}``.
    setup
        Python statements, separated by ``;``, that define what the expressions below use.
    got
        Python expression: the value that the claim yields there, or that a program computes there.
    want
        Python expression: the value that is true there.
    holds
        Python expression: the claim itself at that place. It has to come out ``False``.
    """

    at: Mapping[str, JSON]
    got: str
    want: str
    setup: str = ""
    holds: str = "got == want"
    prints: str | None = None
    got_value: str = field(default="", compare=False)
    want_value: str = field(default="", compare=False)

    @property
    def code(self) -> str:
        """The program: prints the two values, and ``False`` for the claim."""
        setup = f"{self.setup}; " if self.setup else ""
        return f'{setup}got = {self.got}; want = {self.want}; print(got, "|", want, "|", {self.holds})'

    @property
    def line(self) -> str:
        """The shell line that a reader copies and runs."""
        return f"python -c {shlex.quote(self.code)}"

    def executed(self) -> Counterexample:
        """Run the line in a fresh interpreter and keep what it printed.

        Raises
        ------
        EvidenceError
            If the line fails, or if the claim is not false there after all.
        """
        try:
            run = subprocess.run(
                [sys.executable, "-I", "-W", "ignore", "-c", self.code],
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as slow:
            raise EvidenceError(f"the counterexample took over {_SECONDS} s: {self.line}") from slow
        if run.returncode != 0:
            raise EvidenceError(f"the counterexample does not run: {self.line}\n{run.stderr.strip()}")
        values = run.stdout.strip().split(" | ")
        if len(values) != 3 or values[2] != "False":
            raise EvidenceError(f"the claim is not false at its counterexample: {self.line} prints {run.stdout}")
        return replace(self, prints=run.stdout.strip(), got_value=values[0], want_value=values[1])
