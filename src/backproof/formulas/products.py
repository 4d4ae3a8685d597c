"""Operands side by side, products, quotients and sums."""

from __future__ import annotations

from dataclasses import replace

from backproof.formulas.bigs import Bigs
from backproof.formulas.cursor import STARTS
from backproof.formulas.tree import (
    Derivative,
    Evaluated,
    Group,
    Juxtaposition,
    Node,
    Noted,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Words,
)

_SIGNS = {"+": 1, "-": -1, "+-": 0, "-+": 0}


def _is_word(node: Node) -> bool:
    """Whether a node is a word, or a power of one, that takes what follows as its argument."""
    if isinstance(node, Power):
        node = node.base
    return isinstance(node, Symbol) and node.word


class Products(Bigs):
    """Reads sums of products."""

    def juxtaposition(self, *, evaluated: bool = True) -> Node:
        """Operands side by side, and a bar with a place behind them."""
        first = self.factor()
        token = self.token
        kind = token.kind
        if kind in STARTS or kind == "bar" or kind == "close" or kind == "quad":  # noqa: PLR1714
            parts = [first]
            while self._goes_on(parts[-1]):
                parts.append(self.factor())
            if len(parts) > 1:
                first = Juxtaposition(start=first.start, end=parts[-1].end, parts=tuple(parts))
        if evaluated and self.is_place():
            placed = self.place(first, first.start)
            if isinstance(first, Derivative) and isinstance(placed, Evaluated):
                return replace(first, at=placed.at, end=placed.end)
            return placed
        return first

    def _goes_on(self, before: Node) -> bool:
        """Whether the operand here stands side by side with the one before."""
        token = self.token
        kind = token.kind
        if kind in STARTS:
            if kind == "number" and not (_is_word(before) or isinstance(before, Words)):
                if isinstance(before, Number):
                    self.fail("two numbers stand side by side")
                self.fail("a number stands behind its factor without a sign: is it a power, an index or a factor?")
            if kind == "open" and token.text == "[" and self.turned():
                return False
            return not (kind == "letter" and token.text == "d" and self.integral and self.ahead().kind == "letter")
        if kind == "bar":
            return not self.is_place() and self.opens_bar()
        return kind == "quad" and self._wide_product(before)

    def _wide_product(self, before: Node) -> bool:
        """Whether a wide blank stands between two factors of a chain of derivatives."""
        if not isinstance(before, (Derivative, Noted)) and self.found[self.at - 1].kind != "end":
            return False
        at = self.at
        while self.found[at].kind == "quad":
            at += 1
        token = self.found[at]
        if token.kind != "command" or token.text not in {"frac", "boxed"}:
            return False
        inner = at + 3 if token.text == "boxed" else at + 1
        if not self._differential_at(inner + 1):
            return False
        deep = 0
        for follower in self.found[at:]:
            deep += (follower.kind in {"begin", "open"}) - (follower.kind in {"end", "close"})
            if deep < 0 or (deep == 0 and follower.kind in {"quad", "row", "comma", "semicolon", "last", "keyword"}):
                break
            if deep == 0 and follower.kind == "relation" and follower.text not in {"to", "implies"}:
                return False
        while self.token.kind == "quad":
            self.step()
        return True

    def product(self) -> Node:
        """Factors with products and quotients between them, from left to right."""
        left = self.juxtaposition()
        while True:
            kind = self.token.kind
            if kind == "row" and self.rows and self.ahead().kind == "times":
                self.step()
                kind = "times"
            if kind == "times":
                operator = self.step().text
                right = self._signed() if self.token.kind == "sign" else self._right()
                left = Product(start=left.start, end=right.end, left=left, right=right, operator=operator)
            elif kind == "slash":
                self.step()
                bottom = self._bottom()
                left = Quotient(start=left.start, end=bottom.end, top=left, bottom=bottom, stacked=False)
            else:
                return left

    def _right(self) -> Node:
        if self.token.kind == "row":
            self.step()
        return self.juxtaposition()

    def _signed(self) -> Node:
        """An operand with a sign before it, behind a product sign."""
        sign = self.step()
        self.deeper()
        term = self._signed() if self.token.kind == "sign" else self.juxtaposition()
        self.deep -= 1
        return Sum(start=sign.start, end=term.end, terms=((_SIGNS[sign.text], term),))

    def _bottom(self) -> Node:
        """What stands below a slash: one operand; a second one must be its argument."""
        if self.token.kind == "sign":
            sign = self.step()
            term = self._bottom() if self.token.kind != "sign" else self.unexpected("an operand")
            return Sum(start=sign.start, end=term.end, terms=((_SIGNS[sign.text], term),))
        bottom = self.factor()
        name = bottom.base if isinstance(bottom, Power) else bottom
        if self.token.kind == "open" and self.token.text in "([{" and isinstance(name, Symbol) and not self.turned():
            argument = self.scripted(self.group())
            bottom = Juxtaposition(start=bottom.start, end=argument.end, parts=(bottom, argument))
        elif _is_word(bottom) and self.token.kind in {"letter", "number", "command", "begin"}:
            argument = self.factor()
            if isinstance(argument, Group) or isinstance(name, Symbol):
                bottom = Juxtaposition(start=bottom.start, end=argument.end, parts=(bottom, argument))
        if self.operand_follows() and not (self.token.kind == "open" and self.turned()):
            if self.integral and self.token.text == "d":
                return bottom
            self.fail("how far the slash reaches is not clear: write brackets")
        return bottom

    def sum(self) -> Node:
        """Terms with their signs."""
        token = self.token
        if token.kind != "sign":
            first = self.product()
            if self.token.kind != "sign" and not self._row_goes_on():
                return first
            terms = [(1, first)]
            start = first.start
        else:
            start = token.start
            terms = []
        while True:
            token = self.token
            if token.kind != "sign":
                if self._row_goes_on():
                    continue
                break
            self.step()
            if self.token.kind == "row" and self.rows:
                self.step()
            sign = _SIGNS[token.text]
            term = self._signed() if self.token.kind == "sign" else self.product()
            terms.append((sign, term))
        if len(terms) == 1 and terms[0][0] == 1:
            return terms[0][1]
        return Sum(start=start, end=terms[-1][1].end, terms=tuple(terms))

    def _row_goes_on(self) -> bool:
        """Go on to the next row if it begins with a sign and is no equation of its own."""
        if self.token.kind != "row" or not self.rows:
            return False
        at = self.at + 1
        while self.found[at].kind == "quad":
            at += 1
        if self.found[at].kind != "sign":
            return False
        for token in self.found[at:]:
            if token.kind == "relation":
                return False
            if token.kind in {"row", "last", "finish"}:
                break
        self.at = at
        self.token = self.found[at]
        return True
