"""What stands on the left of an equation: a function, its derivative, its value at a point, a limit, a maximum."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backproof.formulas.tree import Big, Derivative, Evaluated, Group, Juxtaposition, Node, Power, Relation, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.functions import ELEMENTARY, OF_GELU
from backproof.reading.known import Function, named
from backproof.reading.letters import (
    FUNCTION_LETTERS,
    PARAMETERS,
    VARIABLES,
    key,
    lone_argument,
    symbols,
    walk,
    without_primes,
)
from backproof.reading.meaning import Meaning
from backproof.reading.scope import Bound, Scope

_ORDERS = {"(1)": 1, "(2)": 2, "(3)": 3}
NEAREST = 2
"""A subject farther away than this does not say what a letter means."""


_LOGARITHMS = frozenset({"ln", "log"})
_OF_NUMBERS = _LOGARITHMS | {"e", "exp", "pi"}
"""Names that leave a number a number: the argument of ``f(\\ln 2)`` is a point."""


@dataclass(frozen=True, slots=True)
class Head:
    """A function as it is named, perhaps differentiated, perhaps at a point.

    Parameters
    ----------
    letter
        The key of its name.
    bound
        What it is; ``None`` if that is not known.
    order
        How often it is differentiated.
    variable
        The key of its argument's symbol; "" where it stands without one or at a point.
    at
        The point, if it is taken at one.
    bare
        Whether it stands without an argument.
    """

    letter: str
    bound: Bound | None
    order: int = 0
    variable: str = ""
    at: Node | None = None
    bare: bool = False


def head_of(node: Node, scope: Scope) -> Head | None:
    """The function that a side of an equation is about; ``None`` if it is no lone function."""
    if isinstance(node, Group) and len(node.items) == 1 and node.opening in ("(", "["):
        inner = head_of(node.items[0], scope)
        return None if inner is None else replace(inner, order=inner.order + node.primes)
    if isinstance(node, Symbol):
        return _bare(node, scope)
    if isinstance(node, Juxtaposition) and len(node.parts) == 2 and isinstance(node.parts[0], Symbol):
        return _with_argument(node.parts[0], node.parts[1], scope)
    if isinstance(node, Derivative):
        return _derivative(node, scope)
    if isinstance(node, Evaluated):
        return _evaluated(node, scope)
    return None


def _evaluated(node: Evaluated, scope: Scope) -> Head | None:
    """``f'(x)|_{x=0}``: a head at a point."""
    inner = head_of(node.inside, scope)
    at = node.at.sides[-1] if isinstance(node.at, Relation) else node.at
    if inner is None or inner.at is not None or symbols(at):
        return None
    return replace(inner, variable="", at=at)


def _bare(node: Symbol, scope: Scope, *, alone: bool = True) -> Head | None:
    order = node.primes + node.dots
    letter = without_primes(node)
    if letter == "sigma" and not order and alone:  # a deviation as likely
        return None
    bound = binding(node, scope)
    if bound is None and not (order and letter in FUNCTION_LETTERS):
        return None
    return Head(letter, bound, order, bound.variable if bound else "", bare=True)


def _with_argument(name: Symbol, behind: Node, scope: Scope) -> Head | None:
    inside = _argument(behind)
    if inside is None and name.name in ("tanh", "ReLU", "softplus") and isinstance(behind, Symbol):
        inside = behind
    if inside is None:
        return None
    order, letter, bound = name.primes + name.dots, without_primes(name), binding(name, scope)
    if name.superscript in _ORDERS and bound is None:
        plain = Symbol(start=name.start, end=name.end, name=name.name, subscript=name.subscript, word=name.word)
        order, letter, bound = _ORDERS[name.superscript], without_primes(plain), binding(plain, scope)
    if bound is not None and bound.variable and not (isinstance(inside, Symbol) and key(inside) == bound.variable):
        return None
    if letter in PARAMETERS and bound is None and not order:
        return None
    if letter in ELEMENTARY and bound is None:
        return None
    if isinstance(inside, Symbol) and inside.name not in ("e", "pi", "infinity"):
        return Head(letter, bound, order, key(inside))
    names = {s.name for s in symbols(inside)}
    if not names or (names & _LOGARITHMS and names <= _OF_NUMBERS):
        return Head(letter, bound, order, at=inside)
    return None


def _argument(behind: Node) -> Node | None:
    r"""The argument in brackets; parameters behind it (``f(x; \alpha)``) are left out."""
    inside = lone_argument(behind)
    if inside is None and isinstance(behind, Group) and behind.opening == "(" and behind.items and not behind.primes:
        rest = behind.items[1:]
        if all(isinstance(r, Symbol) and r.name in PARAMETERS for r in rest):
            return behind.items[0]
    return inside


def _derivative(node: Derivative, scope: Scope) -> Head | None:
    if len({key(b) if isinstance(b, Symbol) else "" for b in node.by}) != 1 or not isinstance(node.by[0], Symbol):
        return None
    by = key(node.by[0])
    if (quantity := scope.names.get(by)) is not None and quantity.variable:
        raise UnreadError(f"a derivative by '{by}', which is itself a function", node)
    inner = _bare(node.of, scope, alone=False) if isinstance(node.of, Symbol) else head_of(node.of, scope)
    if inner is None or inner.at is not None or (inner.variable and inner.variable != by):
        return None
    at = None
    if node.at is not None:
        at = node.at.sides[-1] if isinstance(node.at, Relation) else node.at
        if symbols(at):
            return None
    return Head(inner.letter, inner.bound, inner.order + len(node.by), "" if at is not None else by, at)


def binding(name: Symbol, scope: Scope) -> Bound | None:
    """What a function's name stands for here; ``None`` if that is not known."""
    letter = without_primes(name)
    if letter in scope.names:
        if scope.names[letter].lost:
            raise UnreadError(f"what '{letter}' was set to above was not understood", name)
        return scope.names[letter]
    base = name.name
    if name.subscript and not name.superscript:
        found = named(name.subscript)
        if found is not None and (base in FUNCTION_LETTERS or len(base) == 1):
            return Bound(found)
        if name.subscript in PARAMETERS or name.subscript in ("beta", "alpha"):
            return binding(Symbol(start=name.start, end=name.end, name=base, word=name.word), scope)
    if name.superscript or name.subscript:
        return None
    found = named(base) if name.word or len(base) > 1 else None
    if found is not None:
        settled = scope.names.get(found.name)
        return Bound(found) if settled is None else settled
    if scope.subject is not None and scope.subject.name == "gelu" and letter in OF_GELU:
        return Bound(OF_GELU[letter])
    if (
        letter in FUNCTION_LETTERS
        and letter not in ("sigma", "Phi", "F", "G")
        and scope.subject is not None
        and scope.near <= NEAREST
        and not any(
            len(k) == 1 and k != letter and (b.instead or not b.function.of_the_field) for k, b in scope.names.items()
        )
    ):
        return Bound(scope.subject, explicit=False)
    if letter == "sigma" and scope.subject is not None and scope.subject.name == "sigmoid":
        return Bound(scope.subject)
    return None


def infer_variable(node: Node, scope: Scope) -> str:
    """The symbol that a formula is a function of, where no left side says so; "" if it has none.

    Raises
    ------
    UnreadError
        If several symbols could be it.
    """
    meaning = Meaning(scope)
    found: dict[str, Symbol] = {}
    for symbol in symbols(node):
        plain = key(symbol)
        if plain in ("e", "pi", "infinity", "1") or meaning.head(symbol) is not None or plain in scope.numbers:
            continue
        found.setdefault(plain, symbol)
    inside = _in_arguments(node, meaning)
    if len(found) <= 1:
        only = next(iter(found.values()), None)
        if only is not None and only.name not in VARIABLES and key(only) not in inside and _has_bare(node, meaning):
            return ""
        return next(iter(found), "")
    inner = inside & set(found)
    if len(inner) == 1:
        return inner.pop()
    likely = [plain for plain, symbol in found.items() if symbol.name in VARIABLES and symbol.name not in PARAMETERS]
    if len(likely) == 1:
        return likely[0]
    raise UnreadError("which of its letters the formula is a function of is not known", node)


def _in_arguments(node: Node, meaning: Meaning) -> set[str]:
    """The symbols in exponents of e and in arguments of functions."""
    inside: set[str] = set()
    for item in walk(node):
        if isinstance(item, Power) and isinstance(item.base, Symbol) and item.base.name == "e":
            inside |= {key(s) for s in symbols(item.exponent)}
        if isinstance(item, Juxtaposition):
            for name, behind in zip(item.parts, item.parts[1:], strict=False):
                head = meaning.head(name)
                if head is not None and head.several is None and isinstance(behind, Group):
                    inside |= {key(s) for s in symbols(behind)}
    return inside


def _has_bare(node: Node, meaning: Meaning) -> bool:
    """Whether a function stands in a formula without its argument, as in ``r f (1 - f)``."""
    return any(
        (head := meaning.head(s)) is not None and head.letter and not head.quantity and len(s.name) == 1
        for s in symbols(node)
    ) and not any(isinstance(g, Group) and len(g.items) == 1 and isinstance(g.items[0], Symbol) for g in walk(node))


def bare_scope(scope: Scope, head: Head) -> Scope:
    """The scope in which the head's own letter stands for its function, as in ``f' = f(1 - f)``."""
    if head.bound is None or head.letter in scope.names:
        return scope
    return replace(scope, names={**scope.names, head.letter: head.bound})


def operator_of(node: Node) -> tuple[str, Node] | None:
    r"""``\max f'(x)`` and ``\max_x f'(x)``, ``\sup``, ``\min``: the operator and what it is applied to."""
    if isinstance(node, Big) and node.kind in ("max", "min", "sup", "inf"):
        return node.kind, node.body
    if isinstance(node, Juxtaposition) and isinstance(node.parts[0], Symbol) and len(node.parts) > 1:
        kind, rest = node.parts[0].name, node.parts[1:]
        if kind in ("max", "min", "sup", "inf") and not node.parts[0].primes:
            if len(rest) == 1 and (inside := lone_argument(rest[0])) is not None:
                return kind, inside
            if not isinstance(rest[0], Group):
                body = rest[0] if len(rest) == 1 else Juxtaposition(start=rest[0].start, end=rest[-1].end, parts=rest)
                return kind, body
    return None


def is_name(letter: str, function: Function) -> bool:
    """Whether a letter or a word is a name of the function itself, and not one that a text gives it for a while."""
    if letter == "sigma":
        return function.name == "sigmoid"
    found = named(letter.rsplit("_", maxsplit=1)[-1]) if len(letter) > 1 else None
    return found is not None and found.name == function.name
