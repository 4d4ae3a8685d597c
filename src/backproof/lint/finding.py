"""What lint finds, as plain data that every output is made of. Nothing here imports what reads or judges.

The JSON is described by ``schemas/lint.schema.json``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from backproof.shown import Shown

OK, WRONG, CONDITIONAL, IMPRECISE, UNDECIDED, UNREAD = "ok", "wrong", "conditional", "imprecise", "undecided", "unread"
STATUSES = (OK, WRONG, CONDITIONAL, IMPRECISE, UNDECIDED)
"""How a claim that was read came out; ``UNREAD`` is one that was not."""
ERROR, NOTE = "error", "note"
UNREAD_CODE, UNREADABLE, INTERNAL, UNUSED, NO_REASON = "BP901", "BP902", "BP903", "BP904", "BP905"

_PAPER = {OK: "proved", WRONG: "refuted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Shown):
    """One claim of a document, or a formula that could not be read (status ``unread``).

    Parameters
    ----------
    path, cell, line, column, end_line, end_column
        Where: lines and columns from 1, in the file or in the notebook cell, whose index counts from 0. The end is the
        first character behind it.
    text, kind, subject
        The passage as its author wrote it, what it states, and about which function ("" if about none).
    status, code, message
        How it came out, the rule, and one sentence. Of an unread formula the message is the reason.
    counterexample, condition, suggestion, replacement, claim
        As in :class:`backproof.judging.outcome.Outcome`.
    floats, training
        The verdicts that the catalogue declares for ``claim`` in the other two worlds.
    excerpt, before
        The source line around the passage, and how many characters of that line are left out before it.
    suppressed
        The reason that a comment in the document gives for not counting it.
    known
        Whether the baseline lists it.
    ignored
        Whether its code is not selected.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    status: str
    cell: int | None = None
    kind: str = ""
    subject: str = ""
    code: str = ""
    message: str = ""
    counterexample: Mapping[str, Any] = field(default_factory=dict)
    condition: str = ""
    suggestion: str = ""
    replacement: str = ""
    claim: str = ""
    floats: str | None = None
    training: str | None = None
    excerpt: str = ""
    before: int = 0
    suppressed: str | None = None
    known: bool = False
    ignored: bool = False

    @property
    def counts(self) -> bool:
        """Whether nobody took it out: no comment, no baseline, no option."""
        return self.suppressed is None and not self.known and not self.ignored

    def fails(self, *, strict: bool) -> bool:
        """Whether it makes the run fail; a strict run lets nothing pass but what was shown to be right."""
        return self.counts and (self.status == WRONG or (strict and self.status != OK))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something other than a claim: an ``error`` kept a file from being checked, a ``note`` did not."""

    path: str
    line: int
    column: int
    code: str
    message: str
    level: str = ERROR
    cell: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A comment that takes findings out, and the lines (first and last) of the ranges that it covers."""

    path: str
    line: int
    column: int
    codes: tuple[str, ...]
    reason: str
    ranges: tuple[tuple[int, int], ...]
    cell: int | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether the comment speaks of a finding."""
        return (
            (self.path, self.cell) == (finding.path, finding.cell)
            and finding.code.startswith(self.codes)
            and any(first <= finding.line <= last for first, last in self.ranges)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came out of one file, before options and baselines; ``complete`` if it would come out so again.

    ``digest`` and ``includes`` tell of which bytes: SHA-256 of the file, and of each file that it includes by path.
    """

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    digest: str = ""
    includes: tuple[tuple[str, str], ...] = ()
    complete: bool = True

    def as_data(self) -> dict[str, Any]:
        """As plain data for the cache."""
        return asdict(self)

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Checked:
        """Back from plain data.

        Raises
        ------
        KeyError, TypeError, ValueError
            If the data are not what :meth:`as_data` gave.
        """
        return Checked(
            findings=tuple(Finding(**f) for f in data["findings"]),
            problems=tuple(Problem(**p) for p in data["problems"]),
            suppressions=tuple(
                Suppression(**{**s, "codes": tuple(s["codes"]), "ranges": tuple((a, b) for a, b in s["ranges"])})
                for s in data["suppressions"]
            ),
            digest=data["digest"],
            includes=tuple((path, digest) for path, digest in data["includes"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint(Shown):
    """The outcome of a run over files: claims, formulas that could not be read, and problems, in reading order."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    cached: int = 0
    fixed: int = 0
    gone: int = 0
    """How many entries of the baseline are no longer found."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file as it was read, also of those that others include; "" of one that was not."""

    def __repr__(self) -> str:
        counts = self.summary()
        said = ", ".join(f"{counts[status]} {status}" for status in (*STATUSES, UNREAD) if counts[status])
        files = f"{counts['files']} file{'s' * (counts['files'] != 1)}"
        return f"<Lint of {files}: {said or 'no claims'}>"

    @property
    def claims(self) -> tuple[Finding, ...]:
        """The claims that were read."""
        return tuple(f for f in self.findings if f.status != UNREAD)

    @property
    def unread(self) -> tuple[Finding, ...]:
        """The formulas that were not."""
        return tuple(f for f in self.findings if f.status == UNREAD)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What kept files from being checked."""
        return tuple(p for p in self.problems if p.level == ERROR)

    def fails(self, *, strict: bool) -> bool:
        """Whether a claim makes the run fail; a strict run also fails on notes."""
        return any(f.fails(strict=strict) for f in self.findings) or (
            strict and any(p.level == NOTE for p in self.problems)
        )

    def summary(self) -> dict[str, int]:
        """How many of each."""
        by_status = Counter(f.status for f in self.findings)
        return {
            "files": len(self.files),
            "claims": len(self.claims),
            **{status: by_status[status] for status in (*STATUSES, UNREAD)},
            "suppressed": sum(f.suppressed is not None for f in self.findings),
            "baseline": sum(f.known for f in self.findings),
            "ignored": sum(f.ignored for f in self.findings),
            "problems": len(self.problems),
            "fixed": self.fixed,
        }


def worlds(finding: Finding) -> dict[str, str | None]:
    """The verdicts of a claim by world."""
    paper = _PAPER.get(finding.status, finding.status)
    return {"paper": paper, "floats": finding.floats, "training": finding.training}
