"""Things side by side: a function's name and brackets are a function of its argument, a number's a product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import sympy as sp

from backproof.activations import X
from backproof.formulas.tree import Group, Node, Power, Sum, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.functions import ELEMENTARY, Head, may_stand_bare
from backproof.reading.letters import FUNCTION_LETTERS, PARAMETERS, key, lone_argument, symbols
from backproof.reading.powers import checked_power
from backproof.reading.scope import Scope

_OPERATORS = frozenset({"O", "o", "E", "Var", "V", "P", "Pr", "Cov", "mean", "std", "expectation"})
_GREEK = frozenset(
    {"alpha", "beta", "gamma", "lambda", "theta", "delta", "kappa", "tau", "rho", "epsilon", "eta", "mu"}
)


class Reader(Protocol):
    """What reads the parts: the meaning of a formula where it stands."""

    scope: Scope
    variable: str
    bare: bool

    def head(self, node: Node) -> Head | None:
        """The function that a node names."""
        ...

    def expression(self, node: Node) -> sp.Expr:
        """The expression that a node means."""
        ...

    def condition(self, node: Node) -> sp.Basic:
        """The relation that a condition means."""
        ...


def side_by_side(reader: Reader, parts: Sequence[Node]) -> sp.Expr:
    """The product of things side by side, each function taken of its argument."""
    factors: list[sp.Expr] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        following = parts[at + 1] if at + 1 < len(parts) else None
        head = reader.head(part)
        if head is not None:
            value, at = _applied(reader, head, parts, at)
        elif isinstance(part, Symbol) and part.name == "1" and following is not None:
            value, at = indicator(reader, following), at + 2
        else:
            _must_be_a_factor(reader, part, following)
            value, at = reader.expression(part), at + 1
        factors.append(value)
    return sp.Mul(*factors)


def _must_be_a_factor(reader: Reader, part: Node, following: Node | None) -> None:
    """A letter that is no number must not be multiplied by the brackets behind it."""
    if not isinstance(part, Symbol) or following is None:
        return
    inside = lone_argument(following)
    if inside is not None and part.name in _OPERATORS:
        raise UnreadError(f"'{part.name}' of something is not computed here", part)
    if inside is None or key(part) == reader.variable or part.name in ("e", "pi"):
        return
    plain = key(part)
    if isinstance(inside, Symbol) and key(inside) == reader.variable and part.name not in _GREEK:
        raise UnreadError(f"whether '{plain}' is a function or a factor is not known", part)
    if part.name in FUNCTION_LETTERS or (part.word and plain not in PARAMETERS):
        raise UnreadError(f"which function '{plain}' is, is not known here", part)


def _applied(reader: Reader, head: Head, parts: Sequence[Node], at: int) -> tuple[sp.Expr, int]:
    """The value of a function with what follows it, and where the next factor begins."""
    following = parts[at + 1] if at + 1 < len(parts) else None
    if head.several is not None:
        return _of_several(reader, head, parts, at)
    raised = isinstance(following, Power) and lone_argument(following.base) is not None
    inside = lone_argument(following.base) if raised and isinstance(following, Power) else None
    if following is not None and not raised:
        inside = lone_argument(following)
    if inside is None and isinstance(following, Group) and following.opening == "|" and not head.letter:
        inside = following
    if inside is not None and head.letter and not _is_argument(reader, inside):
        inside, raised = None, False
    if inside is not None:
        value = raised_to(reader, head.apply(reader.expression(inside)), head.power)
        if raised and isinstance(following, Power):
            value = raised_to(reader, value, following.exponent)
        return value, at + 2
    if not head.letter and following is not None and (inner := reader.head(following)) is not None:
        return _composed(reader, head, inner, parts, at)
    if head.letter or following is None:
        may_stand_bare(parts[at], reader.scope, bare=reader.bare)
        return raised_to(reader, head.apply(X), head.power), at + 1
    return _bare_argument(reader, head, parts, at)


def _composed(reader: Reader, head: Head, inner: Head, parts: Sequence[Node], at: int) -> tuple[sp.Expr, int]:
    r"""``\log \sigma(x)``: a function of what the next one gives; ``\tanh \tanh'`` may be a product."""
    name = parts[at].base if isinstance(parts[at], Power) else parts[at]  # type: ignore[attr-defined]
    if not isinstance(name, Symbol) or name.name not in ELEMENTARY or name.name in ("tanh", "sinh", "cosh"):
        raise UnreadError("whether one function is taken of the other, or both are multiplied, is not known", parts[at])
    value, end = _applied(reader, inner, parts, at + 1)
    return raised_to(reader, head.apply(value), head.power), end


def _is_argument(reader: Reader, inside: Node) -> bool:
    """Whether brackets behind a bound letter hold its argument, and not another factor."""
    within = symbols(inside)
    if any(key(s) == reader.variable for s in within):
        return True
    if isinstance(inside, Sum) and any(reader.head(s) is not None for s in within):
        return False
    if all(key(s) in ("e", "pi", "infinity") for s in within):
        return not isinstance(inside, Symbol)
    raise UnreadError("whether the brackets hold an argument or a factor is not known", inside)


def _bare_argument(reader: Reader, head: Head, parts: Sequence[Node], at: int) -> tuple[sp.Expr, int]:
    r"""``\tanh 2x``: the argument is all that follows up to the end, as long as only numbers and letters do."""
    end = at + 1
    while end < len(parts) and reader.head(parts[end]) is None and not isinstance(parts[end], Group):
        end += 1
    if end == at + 1 or (end < len(parts) and isinstance(parts[end], Group)):
        raise UnreadError("where the argument of the function ends is not written", parts[at])
    argument = side_by_side(reader, parts[at + 1 : end])
    return raised_to(reader, head.apply(argument), head.power), end


def _of_several(reader: Reader, head: Head, parts: Sequence[Node], at: int) -> tuple[sp.Expr, int]:
    following = parts[at + 1] if at + 1 < len(parts) else None
    if not isinstance(following, Group) or len(following.items) < 2 or head.several is None:
        raise UnreadError("the numbers to choose from are not written in brackets", parts[at])
    return head.several(*(reader.expression(item) for item in following.items)), at + 2


def indicator(reader: Reader, group: Node) -> sp.Expr:
    """1 where the condition in brackets holds, else 0."""
    inside = group.items[0] if isinstance(group, Group) and len(group.items) == 1 else group
    return sp.Piecewise((1, reader.condition(inside)), (0, True))


def raised_to(reader: Reader, value: sp.Expr, exponent: Node | None) -> sp.Expr:
    """The value of a function to the power that stands on its name or brackets."""
    if exponent is None:
        return value
    power = reader.expression(exponent)
    if power == -1:
        raise UnreadError("the exponent -1 on a function may mean its inverse", exponent)
    return checked_power(value, power, exponent)
