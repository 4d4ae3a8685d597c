"""Laws about networks: sentences that say what a claim of the catalogue says.

A claim declares in its file how lectures word it (``Claim.phrases``) and how they word its opposite (``Claim.denied``).
Nothing here knows any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backproof import catalogue
from backproof.phrases.clauses import Start, ends_well
from backproof.phrases.normal import Normal
from backproof.phrases.pattern import Pattern, compiled, told_apart
from backproof.phrases.subjects import Context, owners
from backproof.phrases.told import denies, weakens
from backproof.reading.known import Function, functions
from backproof.reading.statements import StatesClaim

_ALL_ALONG = re.compile(
    r"(?:(?:forever|for ever|for good|permanently|for all time|too|as well|again|always|completely|at all|any "
    r"more|anymore) |"
    r"(?:during|throughout|through|in|for|over|under|at) (?:the |all )?(?:rest of |remainder of |course of |"
    r"whole of )?(?:the )?"
    r"(?:entire |whole |every |each |all )?(?:training|learning|backpropagation|back propagation|gradient "
    r"descent|steps?|"
    r"iterations?|updates?|epochs?|time|process) (?:process |steps? )?)*"
)


@dataclass(frozen=True, slots=True)
class Law:
    """One phrase of a claim; ``about`` is the activation that the claim is about, if it is one."""

    claim: str
    pattern: Pattern
    holds: bool
    about: str


@cache
def laws(roots: tuple[Path, ...] = ()) -> tuple[Law, ...]:
    """The phrases of all claims, of the project's own and of those under ``roots``."""
    names = {f.name for f in functions()}
    return tuple(
        Law(entry.claim.id, compiled(phrase), holds, entry.claim.subject if entry.claim.subject in names else "")
        for entry in (catalogue.load(roots) if roots else catalogue.own())
        for holds, phrases in ((True, entry.claim.phrases), (False, entry.claim.denied))
        for written in phrases
        for phrase in told_apart(written)
    )


def stated(text: Normal, start: Start, context: Context, among: tuple[Law, ...]) -> tuple[StatesClaim, int] | None:
    """The law that a clause states which begins at a start, and where it ends; the longest phrase wins."""
    found: list[tuple[int, StatesClaim]] = []
    for law in among:
        match = law.pattern.match(text.text, start.position)
        if match is None or start.condition.says or not _fits(law, match, context):
            continue
        behind = _ALL_ALONG.match(text.text, match.end())
        end = behind.end() if behind is not None else match.end()
        about = _about(text, match, law, context)
        if about is None or not ends_well(text, end):
            continue
        adverbs = " ".join(v for k, v in match.groupdict().items() if v and k.startswith("how"))
        statement = StatesClaim(
            passage=text.passage(start.position, end),
            function=about[0] if about else None,
            hedged=weakens(adverbs) or start.hedged,
            claim=law.claim,
            holds=law.holds != denies(adverbs),
        )
        found.append((end, statement))
    if not found:
        return None
    end, statement = max(found, key=lambda f: f[0])
    return statement, end


@cache
def _by_word(roots: tuple[Path, ...]) -> dict[str, tuple[Law, ...]]:
    """The laws by the words of their most telling keyword: the one with the longest words."""
    index: dict[str, list[Law]] = {}
    for law in laws(roots):
        telling = max(law.pattern.keywords, key=lambda words: min(map(len, words)), default=frozenset[str]())
        for word in telling or ("",):
            index.setdefault(word, []).append(law)
    return {word: tuple(found) for word, found in index.items()}


def possible(text: Normal, roots: tuple[Path, ...]) -> tuple[Law, ...]:
    """The laws whose words a sentence has."""
    index = _by_word(roots)
    near = {id(law): law for word in (*text.words, "") for law in index.get(word, ())}
    return tuple(law for law in near.values() if law.pattern.possible(text.words))


def _fits(law: Law, match: re.Match[str], context: Context) -> bool:
    """Whether the text is where the phrase may be said: in its section, or behind its sentence.

    A phrase of a claim about an activation that has no slot for one is said of the activation that the text is about.
    """
    pattern = law.pattern
    if pattern.topic and context.scope.topic != pattern.topic:
        return False
    slots = {name.rstrip("0123456789") for name in match.re.groupindex}
    if "it" in slots and match["it1"] and context.subject is not None:
        return False
    own = f"only_{law.about.replace('-', '_')}"
    named = any(slot == own or slot in {"function", "output", "derivative"} for slot in slots)
    if law.about and not named and (context.subject is None or context.subject.name != law.about):
        return False
    return not pattern.after or pattern.after in context.claims()


def _about(text: Normal, match: re.Match[str], law: Law, context: Context) -> tuple[Function, ...] | None:
    """The functions that the slots of a phrase hold; ``None`` if one of them is not the one that the phrase means."""
    held: list[Function] = []
    for slot, said in match.groupdict().items():
        if not said:
            continue
        kind = slot.rstrip("0123456789")
        if kind.startswith("only_"):
            wanted = kind.removeprefix("only_").replace("_", "-")
            if any(i.function is None or i.function.name != wanted for i in text.functions(said)):
                return None
        elif kind in {"function", "output", "derivative"}:
            held += owners(text, said, match.start(slot), context)
            if not held:
                return None
    if law.about and any(f.name != law.about for f in held):
        return None
    return tuple(held)


def law_statements(
    text: Normal, begun: Iterator[Start], context: Context, roots: tuple[Path, ...]
) -> list[StatesClaim]:
    """All laws that a sentence states."""
    among = possible(text, roots)
    if not among:
        return []
    found: list[StatesClaim] = []
    covered = 0
    for start in begun:
        one = stated(text, start, context, among) if start.position >= covered else None
        if one is not None:
            found.append(one[0])
            covered = one[1]
    return found
