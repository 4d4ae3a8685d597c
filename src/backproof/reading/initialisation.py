r"""Reading formulas about drawing weights: ``\mathrm{Var}(w) = 2/n_{in}``, ``W \sim U[-a, a]``, ``randn * \sqrt{1/n}``.

The scheme is the one that the formula, the words around it or the section name. A letter that could be something else
than the size of a layer is read only where somebody speaks of drawing weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sympy as sp

from backproof.formulas.tree import (
    Conditioned,
    Group,
    Juxtaposition,
    Listing,
    Node,
    Noted,
    Number,
    Relation,
    Sum,
)
from backproof.reading.errors import UnreadError
from backproof.reading.init_calls import Call, call, chunks, is_weight, quantity
from backproof.reading.init_parts import (
    degree,
    is_random_uniform,
    is_zero,
    numbers,
    prose,
    scheme_inside,
    sizes,
    slope_inside,
    without_labels,
)
from backproof.reading.init_widths import Widths, leaf_for, widths
from backproof.reading.init_words import Around
from backproof.reading.letters import walk
from backproof.reading.network_terms import arithmetic
from backproof.reading.scope import Scope
from backproof.reading.statements import FAN_IN, FAN_OUT, DrawsLieIn, InitialisesWith, Passage, Statement

_EQUAL = frozenset({"=", "approx", "equiv", "defined"})
_JOINED = frozenset({"where", "with", ",", "for"})
_KINDS = {"N": "normal", "TN": "truncated", "U": "uniform"}

Again = Callable[[str], Statement | None]


def read(node: Node, scope: Scope, passage: Passage, words: str, again: Again | None = None) -> list[Statement]:
    """The statements that a formula makes about drawing weights; none if it is about something else.

    Parameters
    ----------
    node, scope, passage, again
        The formula, what is known where it stands, and what its statements keep.
    words
        The sentence around it, in small letters; :data:`~backproof.reading.init_words.HERE` may mark its place.
    """
    inside = " ".join(filter(None, map(prose, walk(node))))
    around = Around(f"{words.lower()} {inside.lower()}".strip(), scope.topic)
    reader = _Reader(
        scope, passage, around, again, scheme_inside(node) or around.scheme, around.slope or slope_inside(node)
    )
    return list(dict.fromkeys(reader.statements(node)))


@dataclass(frozen=True, slots=True)
class _Reader:
    scope: Scope
    passage: Passage
    around: Around
    again: Again | None
    scheme: str
    slope: str

    def statements(self, node: Node) -> Iterator[Statement]:
        match node:
            case Listing():
                for item in node.items:
                    yield from self.statements(item)
            case Conditioned():
                yield from self.statements(node.statement)
                if node.word in _JOINED:
                    yield from self.statements(node.condition)
            case Noted():
                yield from self.statements(node.inside)
            case _:
                try:
                    yield from self._one(node)
                except UnreadError:  # not about weights: another reader's
                    return

    def _one(self, node: Node) -> Iterator[Statement]:
        if isinstance(node, Relation):
            yield from self._relation(node)
            return
        node = without_labels(node)
        if isinstance(node, Relation):
            yield from self._relation(node)
        elif (drawn := self._drawn(node, "")) is not None:
            yield drawn
        elif (bare := self._bare(node)) is not None:
            yield bare

    def _relation(self, node: Relation) -> Iterator[Statement]:
        if "in" in node.operators:
            yield from self._inside(node)
            return
        if not set(node.operators) <= _EQUAL | {"~", "propto"}:
            return
        uniform = (
            "uniform" in self.around.words or self.around.quantity == "limit" or any(map(is_random_uniform, walk(node)))
        )
        kinds = [quantity(without_labels(side), uniform=uniform) for side in node.sides]
        told = next((k for k in kinds if k), "")
        for side, kind in zip(node.sides, kinds, strict=True):
            if kind:
                continue
            drawn = self._drawn(side, told)
            if drawn is not None:
                yield drawn
            elif "propto" in node.operators:
                if told == "weights" and len(node.sides) == 2:
                    yield from self._made(side, "proportion", "", plain_needs_scheme=False)
            elif told == "weights" and self.scheme and "~" not in node.operators:
                yield from self._made(side, "", self.around.distribution, plain_needs_scheme=True)
            elif told in ("variance", "deviation", "limit") and "~" not in node.operators:
                distribution = "uniform" if told == "limit" else self.around.distribution
                yield from self._made(side, told, distribution, plain_needs_scheme=False)
        if not told and len(node.sides) == 2 and node.operators == ("=",):
            yield from self._solved(node)

    def _made(self, side: Node, kind: str, distribution: str, *, plain_needs_scheme: bool) -> Iterator[Statement]:
        side = without_labels(side)
        if isinstance(side, Sum) and len(side.terms) == 1 and side.terms[0][0] == 0:
            side = side.terms[0][1]
        found = widths(side, self.around)
        value = arithmetic(side, leaf_for(found, self.scope, {}))
        if value.has(FAN_IN, FAN_OUT) and self._speaks_of_weights(found, plain_needs_scheme):
            yield self._statement(kind, distribution, value, found)

    def _solved(self, node: Relation) -> Iterator[Statement]:
        """``n_{in} Var(w) = 1``: solved for the variance."""
        left, right = node.sides
        parts = chunks(left)
        kinds = [
            isinstance(c, Call) and c.kind == "variance" and len(c.items) == 1 and is_weight(c.items[0])
            for c, _ in parts
        ]
        if kinds.count(True) != 1 or not isinstance(right, Number):
            return
        found = widths(left, self.around)
        leaf = leaf_for(found, self.scope, {})
        rest = sp.Mul(
            *(
                arithmetic(c, leaf) ** p
                for (c, p), is_it in zip(parts, kinds, strict=True)
                if not is_it and not isinstance(c, Call)
            )
        )
        if rest.has(FAN_IN, FAN_OUT) and parts[kinds.index(True)][1] == 1:
            yield self._statement("variance", self.around.distribution, arithmetic(right, leaf) / rest, found)

    def _inside(self, node: Relation) -> Iterator[Statement]:
        if len(node.sides) != 2:
            return
        left, right = node.sides
        called = call(left)
        if called is not None and called.kind.startswith("random-"):
            values = numbers(right)
            if values is not None:
                yield self._lies(called.kind.removeprefix("random-"), values)
        elif is_weight(left) and (drawn := self._drawn(right, "weights")) is not None:
            yield drawn

    def _drawn(self, side: Node, told: str) -> Statement | None:
        """A distribution with its spread, an interval of limits, or standard draws times a factor."""
        side = without_labels(side)
        if isinstance(side, Sum) and len(side.terms) == 1 and side.terms[0][0] == 0:
            return self._limit(side.terms[0][1])
        if isinstance(side, Group) and len(side.items) == 2:
            return self._interval(side, told)
        parts = chunks(side)
        calls = [c for c, power in parts if isinstance(c, Call) and power == 1]
        if len(calls) != 1 or any(isinstance(c, Call) and c is not calls[0] for c, _ in parts):
            return None
        drawn = calls[0]
        if len(parts) == 1 and drawn.kind in _KINDS:
            return self._distribution(drawn)
        return self._factor(drawn, [(c, p) for c, p in parts if not isinstance(c, Call)])

    def _distribution(self, drawn: Call) -> Statement | None:
        if drawn.kind == "U":
            if len(drawn.items) == 2:
                return self._limits(*drawn.items)
            return self._drawn(drawn.items[0], "weights") if len(drawn.items) == 1 else None
        if len(drawn.items) != 2 or not is_zero(drawn.items[0]):
            return None
        second, kind = drawn.items[1], "second"
        if isinstance(second, Relation):
            kind = quantity(second.sides[0], uniform=False)
            second = second.sides[-1]
            if kind not in ("variance", "deviation"):
                return None
        distribution = "truncated" if self.around.distribution == "truncated" else _KINDS[drawn.kind]
        return next(self._made(second, kind, distribution, plain_needs_scheme=False), None)

    def _interval(self, group: Group, told: str) -> Statement | None:
        if group.opening not in ("(", "[", "]") or group.closing not in (")", "]", "["):
            return None
        values = numbers(group)
        if values is None:
            return self._limits(*group.items)
        if told or not any(
            word in self.around.words for word in ("between", "lie", "range", "in the interval", "values")
        ):
            return None
        randn, rand = (
            ("randn" in self.around.words or "standard normal" in self.around.words),
            "rand(" in self.around.words,
        )
        return self._lies("normal" if randn else "uniform", values) if randn != rand else None

    def _limits(self, low: Node, high: Node) -> Statement | None:
        found = widths(high, self.around)
        leaf = leaf_for(found, self.scope, {})
        if sp.simplify(arithmetic(low, leaf) + arithmetic(high, leaf)) != 0:
            return None
        return self._limit(high)

    def _limit(self, node: Node) -> Statement | None:
        return next(self._made(node, "limit", "uniform", plain_needs_scheme=False), None)

    def _factor(self, drawn: Call, rest: list[tuple[Node, int]]) -> Statement | None:
        standard = drawn.kind in ("N", "TN") and [getattr(i, "text", "") for i in drawn.items] == ["0", "1"]
        if not rest or not (standard or drawn.kind == "random-normal"):
            return None
        found = widths(Juxtaposition(start=0, end=0, parts=tuple(c for c, _ in rest)), self.around)
        leaf = leaf_for(found, self.scope, {} if standard else sizes(drawn))
        value = sp.Mul(*(arithmetic(c, leaf) ** power for c, power in rest))
        if not value.has(FAN_IN, FAN_OUT):
            return None
        distribution = "truncated" if drawn.kind == "TN" or self.around.distribution == "truncated" else "normal"
        return self._statement("factor", distribution, value, found)

    def _bare(self, node: Node) -> Statement | None:
        """A formula alone; its words tell what it is, if anything does."""
        found = widths(node, self.around)
        value = arithmetic(node, leaf_for(found, self.scope, {}))
        power = degree(value)
        if power is None or not self._speaks_of_weights(found, plain_needs_scheme=True):
            return None
        around = self.around
        if power > 0:
            return self._statement("factor", "", 1 / value, found) if around.divides and self.scheme else None
        kind = "factor" if around.multiplies and not around.quantity else around.quantity
        if found.plain and not kind and not around.distribution and power == -1:
            return None
        return self._statement(kind, "uniform" if kind == "limit" else around.distribution, value, found)

    def _speaks_of_weights(self, found: Widths, plain_needs_scheme: bool) -> bool:
        if not found.plain:
            return bool(self.scheme) or self.around.on_initialisation or not found.one_fan
        return bool(self.scheme) if plain_needs_scheme else bool(self.scheme) or self.around.on_initialisation

    def _statement(self, kind: str, distribution: str, spread: sp.Expr, found: Widths) -> InitialisesWith:
        return InitialisesWith(
            passage=self.passage,
            function=self.scope.subject,
            hedged=self.around.hedged,
            again=self.again,
            scheme=self.scheme,
            distribution=distribution,
            quantity=kind,
            spread=spread,
            one_fan=found.one_fan,
            slope=sp.Rational(self.slope) if self.slope else None,
        )

    def _lies(self, distribution: str, values: sp.Set) -> DrawsLieIn:
        return DrawsLieIn(
            passage=self.passage,
            hedged=self.around.hedged,
            again=self.again,
            distribution=distribution,
            values=values,
            open_unknown=False,
        )
