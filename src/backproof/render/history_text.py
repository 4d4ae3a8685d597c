"""What changed since an earlier run, in a few lines for a terminal, and the words that the report shares with them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from backproof.history import Change, Comparison, Difference
from backproof.recorded import Stated
from backproof.render.lint_words import visible
from backproof.verdict import World

_WIDTH = 80
_SHOWN = 12
"""How many changes and claims a terminal lists; the report has all of them."""
_WHERE = {World.PAPER: "on paper", World.FLOATS: "in floats", World.TRAINING: "in training"}
UNRECORDED = (
    "What is not recorded can matter too: the code of a version under development, and that of a course's own judges."
)
"""What a comparison cannot know."""
LECTURES = "Lectures are not compared: findings.json holds the claims of the catalogue."
"""What a comparison leaves out."""


def since(comparison: Comparison, *, lectures: bool = False) -> str:
    """The comparison as lines of at most 80 columns, ending in a newline. Reasons that changes share are said once.

    ``lectures`` tells that lectures were judged too.
    """
    lines = [*_lines(comparison), *([LECTURES] if lectures else [])]
    return "".join(f"{line}\n" for line in lines)


def in_a_sentence(comparison: Comparison) -> str:
    """How many verdicts changed."""
    changed, compared = len(comparison.changes), comparison.compared
    if not compared:
        return "The two runs have no verdict in common."
    of = "The one verdict" if compared == 1 else f"{changed or 'None'} of the {compared} verdicts"
    has = "have" if changed > 1 else "has"
    return f"{of} that both runs reached {has} {'not ' if compared == 1 and not changed else ''}changed."


def by_reason(changes: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    """The changes with what is known of their reasons, in sentences; those that share it together."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(" ".join(_reasons(change)), []).append(change)
    return list(groups.items())


def _reasons(change: Change) -> Iterator[str]:
    claimed = [d.name for d in change.restated if d.name != "declared verdict"]
    if claimed:
        yield f"The claim itself is another now: its {' and '.join(claimed)}."
    if len(claimed) < len(change.restated):
        yield "Another verdict is declared now."
    if change.could_matter:
        yield f"What differs that could matter: {', '.join(d.name for d in change.could_matter)}."
    elif change.world is World.PAPER:
        yield "Nothing that is recorded and that a proof depends on differs."
    else:
        yield "Nothing else that is recorded differs." if change.restated else "Nothing that is recorded differs."


def told(difference: Difference) -> str:
    """``numpy 2.3.1 -> 2.4.6``."""
    return f"{difference.name} {difference.before or 'not recorded'} -> {difference.now or 'not recorded'}"


def _lines(comparison: Comparison) -> Iterator[str]:
    before = comparison.before
    settings = f"backproof {before['backproof']}, budget {before['budget']}, seed {before['seed']}"
    yield from _wrapped(f"Since the earlier run ({settings}): {in_a_sentence(comparison)}", "")
    if comparison.missing:
        yield from _wrapped(f"It was interrupted: {comparison.missing} of its judgements are missing.", "")
    if comparison.differences:
        yield from _wrapped(f"What differs: {', '.join(map(told, comparison.differences))}.", "")
    listed = 0
    for reason, changes in by_reason(comparison.changes):
        shown = changes[: _SHOWN - listed]
        listed += len(shown)
        for change in shown:
            yield from _wrapped(_change(change), "  ")
        if shown:
            yield from _wrapped(reason, "    ")
    if listed < len(comparison.changes):
        yield f"  and {len(comparison.changes) - listed} more; 'backproof report --against' shows all."
    if comparison.changes:
        yield from _wrapped(UNRECORDED, "")
    for what, claims in (
        ("Same verdict, with something else about it", [detail.claim for detail in comparison.details]),
        ("Stated in another way", [claim for claim, _ in comparison.restated]),
        ("Judged in another world too", [claim for claim, *_ in comparison.begun]),
        ("Judged in a world less", [claim for claim, *_ in comparison.ended]),
        ("Judged now only", comparison.new),
        ("Judged then only", comparison.gone),
    ):
        if claims:
            yield from _wrapped(f"{what}: {_few(claims)}", "")


def _change(change: Change) -> str:
    alarm = "" if change.now.as_declared else f" (declared {change.now.declared})"
    return f"{change.claim.id} {_WHERE[change.world]}: {change.before.verdict} -> {change.now.verdict}{alarm}"


def _few(claims: Sequence[Stated]) -> str:
    names = list(dict.fromkeys(claim.id for claim in claims))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{len(names)} ({', '.join(names[:_SHOWN])}{more})"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        visible(text), _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
    )
