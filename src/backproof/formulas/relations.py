"""Chains of relations."""

from __future__ import annotations

from backproof.formulas.products import Products
from backproof.formulas.tree import Missing, Node, Relation

_WEAK = frozenset({"implies", "iff"})


class Relations(Products):
    """Reads chains of relations."""

    def chain(self) -> Node:
        """Sums with relations between them; ``implies`` and ``iff`` bind weakest."""
        token = self.token
        if token.kind == "relation":
            first: Node = Missing(start=token.start, end=token.start, text="")
        elif token.kind == "words":
            first = self._words()
        else:
            first = self.sum()
        if not self._relation_follows():
            return first
        sides = [first]
        operators: list[str] = []
        while self._relation_follows():
            operators.append(self.step().text)
            if self.token.kind == "relation":
                self.fail("two relations stand side by side")
            sides.append(self._side())
        if not _WEAK.intersection(operators):
            return Relation(start=first.start, end=self._last(sides), sides=tuple(sides), operators=tuple(operators))
        return _nested(sides, operators)

    def _last(self, sides: list[Node]) -> int:
        return self.end if isinstance(sides[-1], Missing) else sides[-1].end

    def _words(self) -> Node:
        r"""Prose in the place of a sum; before an operand it belongs to it: ``\text{old } w``."""
        following = self.ahead()
        if following.kind in {"letter", "number", "word", "command", "open", "begin", "big", "partial"}:
            return self.sum()
        return self.factor()

    def _side(self) -> Node:
        while self.token.kind == "quad" and (
            self.ahead().kind == "sign" or self.ahead().kind not in {"keyword", "quad", "last", "row", "relation"}
        ):
            self.step()
        if self.token.kind == "row" and self.rows and self.ahead().kind not in {"relation", "last", "finish"}:
            self.step()
        if self.token.kind == "words":
            return self._words()
        if (
            self.operand_follows()
            or self.token.kind in {"sign", "bar"}
            or (self.token.kind, self.token.text) == ("close", "]")
        ):
            return self.sum()
        if self.token.kind in {
            "last",
            "row",
            "quad",
            "end",
            "comma",
            "stop",
            "finish",
            "keyword",
            "semicolon",
            "close",
        }:
            return self.missing()
        return self.sum()

    def _relation_follows(self) -> bool:
        token = self.token
        if token.kind == "relation":
            return True
        if token.kind == "row" and self.rows:
            by = 1
            while self.ahead(by).kind == "quad":
                by += 1
            if self.ahead(by).kind == "relation":
                for _ in range(by):
                    self.step()
                return True
        if token.kind == "quad":
            by = 1
            while self.ahead(by).kind == "quad":
                by += 1
            if self.ahead(by).kind == "relation":
                for _ in range(by):
                    self.step()
                return True
        return False


def _nested(sides: list[Node], operators: list[str]) -> Node:
    """The chain cut at ``implies`` and ``iff``."""
    outer: list[Node] = []
    weak: list[str] = []
    part: list[Node] = [sides[0]]
    strong: list[str] = []

    def close() -> None:
        if len(part) == 1:
            outer.append(part[0])
        else:
            outer.append(Relation(start=part[0].start, end=part[-1].end, sides=tuple(part), operators=tuple(strong)))

    for operator, side in zip(operators, sides[1:], strict=True):
        if operator in _WEAK:
            close()
            weak.append(operator)
            part, strong = [side], []
        else:
            part.append(side)
            strong.append(operator)
    close()
    return Relation(start=outer[0].start, end=outer[-1].end, sides=tuple(outer), operators=tuple(weak))
