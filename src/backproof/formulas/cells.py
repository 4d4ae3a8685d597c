r"""What ``&`` means in lines of equations: a place to align at, or the beginning of another column."""

from __future__ import annotations

from collections.abc import Sequence

from backproof.formulas import commands
from backproof.formulas.tokens import Token

_GOES_ON = frozenset({"relation", "sign", "times", "slash", "open", "begin"})
"""After one of these a formula goes on."""
_JOINS = frozenset({"sign", "times", "slash"})
_ENDS = frozenset({"row", "finish", "last", "end", "close"})


def without_cells(found: Sequence[Token]) -> list[Token]:
    r"""The tokens without ``&`` in lines of equations.

    In ``f'(x) &= 1 && x > 0`` the first ``&`` says where lines are aligned, beside the relation, and is left out; the
    others begin a column of its own, a condition or another equation, and become a wide blank. In matrices and cases
    ``&`` stays.
    """
    kept: list[Token] = []
    inside: list[str] = []
    at, column = 0, 0
    while at < len(found):
        token = found[at]
        if token.kind == "environment":
            braced = bool(kept) and kept[-1].kind == "open" and kept[-1].text == "{"
            inside.append("cases" if braced else token.text)
        elif token.kind == "finish" and inside:
            inside.pop()
        if token.kind != "cell" or (inside and inside[-1] not in commands.ALIGNED):
            column = 0 if token.kind in {"row", "environment"} else column
            kept.append(token)
            at += 1
            continue
        last = at
        while last + 1 < len(found) and found[last + 1].kind == "cell":
            last += 1
        column += last - at + 1
        following = found[last + 1] if last + 1 < len(found) else None
        if _divides(kept[-1] if kept else None, following, together=last > at, even=column % 2 == 0):
            kept.append(Token("quad", "quad", token.start, found[last].end))
        at = last + 1
    return kept


def _divides(before: Token | None, behind: Token | None, *, together: bool, even: bool) -> bool:
    """Whether another column begins between two tokens: columns of equations come in pairs, right and left."""
    if before is None or behind is None or before.kind in {"row", "environment"} or behind.kind in _ENDS:
        return False
    if behind.kind == "relation" or before.kind in _GOES_ON:
        return False
    return together or even or behind.kind not in _JOINS
