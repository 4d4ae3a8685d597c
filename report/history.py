"""What changed since an earlier run, and what differs between the runs that could be why."""

from __future__ import annotations

from dataclasses import dataclass

from backproof.history import Change, Comparison, compare
from backproof.render import history_text
from backproof.render.section import Results, Section


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of which the same is known, and that in sentences."""

    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The comparison, with its first sentence, its changes by reason, and what it cannot know."""

    sentence: str
    groups: tuple[Group, ...]
    unrecorded: str
    comparison: Comparison


def section(results: Results) -> Section | None:
    """The section, if there is an earlier run to compare with."""
    if results.earlier is None:
        return None
    comparison = compare(results.earlier, results.findings)
    content = History(
        sentence=history_text.in_a_sentence(comparison),
        groups=tuple(Group(why, tuple(found)) for why, found in history_text.by_reason(comparison.changes)),
        unrecorded=history_text.UNRECORDED,
        comparison=comparison,
    )
    return Section(
        order=12, anchor="history", title="Since the earlier run", template="history.html.j2", content=content
    )
