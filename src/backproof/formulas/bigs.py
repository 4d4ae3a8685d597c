"""Sums, products and integrals over a range, limits, and maxima with something below them."""

from __future__ import annotations

from backproof.formulas.derivatives import Derivatives
from backproof.formulas.tree import Big, Node, Symbol


class Bigs(Derivatives):
    """Reads large operators."""

    def big(self) -> Node:
        """A large operator with what stands below and above it, and its body."""
        token = self.step()
        lower = upper = None
        while self.token.kind == "script":
            below = self.step().text == "_"
            if (lower if below else upper) is not None:
                self.fail("there are two bounds at the same place")
            bound = self._bound()
            if below:
                lower = bound
            else:
                upper = bound
        return self._body(token.start, token.text, lower, upper)

    def big_below(self, start: int) -> Node:
        r"""``\underset{x}{\max}``: what stands below comes first."""
        lower = self._bound()
        braces = self.token.kind == "begin"
        if braces:
            self.step()
        kind = self.step().text
        if self.token.kind == "word" and kind.lower() == "arg":
            kind += self.step().text
        if braces:
            if self.token.kind != "end":
                self.unexpected("the end of the braces")
            self.step()
        return self._body(start, kind, lower, None)

    def _bound(self) -> Node:
        if self.token.kind != "begin":
            if self.token.kind == "sign":
                self.unexpected("a bound in braces")
            return self.atom()
        self.step()
        self.deeper()
        kept, self.integral = self.integral, False
        node = self.statements()
        self.integral = kept
        self.deep -= 1
        if self.token.kind != "end":
            self.unexpected("the end of the bound")
        self.step()
        return node

    def _body(self, start: int, kind: str, lower: Node | None, upper: Node | None) -> Node:
        kind = kind.lower()
        if not self.operand_follows() and not (self.token.kind == "bar" and not self.bar):
            return Big(start=start, end=self.end, kind=kind, lower=lower, upper=upper, body=self.missing())
        self.deeper()
        kept, self.integral = self.integral, self.integral or kind == "int"
        body = self.product()
        by = None
        if kind == "int" and self.token.kind == "letter" and self.token.text == "d" and self.ahead().kind == "letter":
            self.step()
            name = self.step()
            by = Symbol(start=name.start, end=name.end, name=name.text, font=name.font)
        self.integral = kept
        self.deep -= 1
        return Big(start=start, end=self.end, kind=kind, lower=lower, upper=upper, body=body, by=by)
