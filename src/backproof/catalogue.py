"""The catalogue: every claim with its judges, as loaded from content folders."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from types import ModuleType

from backproof.claim import Claim, Family, Judge
from backproof.content import home, modules
from backproof.errors import ContentError, UnknownClaim
from backproof.verdict import World

FOLDERS = ("proofs", "checks")
"""The content folders that state and judge claims."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim, its judges by world, and the file that states it."""

    claim: Claim
    judges: dict[World, Judge]
    file: Path
    about: str
    """Docstring of that file."""


@dataclass(slots=True)
class Catalogue:
    """All claims by identifier, in the order of files and of statements within them."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, claim_id: str) -> Entry:
        try:
            return self.entries[claim_id]
        except KeyError:
            words = [*self.entries, *{e.claim.subject for e in self}]
            near = difflib.get_close_matches(claim_id, words, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else "; 'backproof verify' lists them all"
            raise UnknownClaim(f"there is no claim '{claim_id}'{hint}") from None

    def select(self, wanted: Sequence[str]) -> list[Entry]:
        """The entries asked for: by identifier, or by a subject (``sigmoid`` for all claims on it).

        Raises
        ------
        UnknownClaim
            If a word names neither.
        """
        if not wanted:
            return list(self)
        chosen: dict[str, Entry] = {}
        for word in wanted:
            of_subject = [e for e in self if e.claim.subject == word]
            for entry in of_subject or [self[word]]:
                chosen[entry.claim.id] = entry
        return list(chosen.values())


def load(roots: Sequence[Path] = ()) -> Catalogue:
    """Load the project's own claims, and those of the folders ``proofs`` and ``checks`` under ``roots``.

    Raises
    ------
    ContentError
        If a file does not import, a claim is stated twice, judged twice in one world, judged but nowhere
        stated, or stated but nowhere judged.
    """
    claims: dict[str, tuple[Claim, ModuleType]] = {}
    judges: dict[str, dict[World, Judge]] = {}
    for root in dict.fromkeys([home(), *(r.resolve() for r in roots)]):
        for folder in FOLDERS:
            for module in modules(root / folder):
                for item in stated(module):
                    if isinstance(item, Claim):
                        _add_claim(claims, item, module)
                    else:
                        _add_judge(judges, item, module)
    for claim_id in judges.keys() - claims.keys():
        raise ContentError(f"'{claim_id}' is judged, but no file in {' or '.join(FOLDERS)} states it")
    for claim_id, (_, module) in claims.items():
        if claim_id not in judges:
            raise ContentError(f"{module.__file__}: the claim '{claim_id}' has no verdict: no judge is attached to it")
    return Catalogue(
        {
            claim.id: Entry(claim, judges[claim.id], Path(str(module.__file__)), (module.__doc__ or "").strip())
            for claim, module in claims.values()
        }
    )


@cache
def own() -> Catalogue:
    """The project's own claims, loaded once in a process. Nobody changes it.

    Raises
    ------
    ContentError
        As :func:`load` does.
    """
    return load()


def place(judge: Judge) -> str:
    """Where a judge stands, as ``file:line``, or the file alone; relative to the working folder if it is below."""
    file = judge.file.relative_to(Path.cwd()) if judge.file.is_relative_to(Path.cwd()) else judge.file
    functions = (judge.decide, inspect.getclosurevars(judge.decide).nonlocals.get("decide"))
    codes = (getattr(function, "__code__", None) for function in functions)
    lines = (code.co_firstlineno for code in codes if code is not None and Path(code.co_filename) == judge.file)
    return ":".join([str(file), *(str(line) for line in islice(lines, 1))])


def stated(module: ModuleType) -> Iterator[Claim | Judge]:
    """The claims and judges of a loaded module, families spelled out, in the order in which they stand."""
    for value in list(vars(module).values()):
        yield from _items(value)


def _items(value: object) -> Iterable[Claim | Judge]:
    if isinstance(value, Claim | Judge):
        return [value]
    if isinstance(value, Family):
        from backproof.activations import ACTIVATIONS

        return [item for activation in ACTIVATIONS for item in value.state(activation)]
    if isinstance(value, list | tuple) and value and all(isinstance(v, Claim | Judge) for v in value):
        return list(value)
    return []


def _add_claim(claims: dict[str, tuple[Claim, ModuleType]], claim: Claim, module: ModuleType) -> None:
    if claim.id in claims:
        other = claims[claim.id][1]
        raise ContentError(f"{module.__file__}: the claim '{claim.id}' is stated in {other.__file__} already")
    claims[claim.id] = (claim, module)


def _add_judge(judges: dict[str, dict[World, Judge]], judge: Judge, module: ModuleType) -> None:
    by_world = judges.setdefault(judge.claim_id, {})
    if judge.world in by_world:
        raise ContentError(f"{module.__file__}: '{judge.claim_id}' is judged twice in the world '{judge.world}'")
    by_world[judge.world] = judge
