"""Fractions, and derivatives in all their spellings."""

from __future__ import annotations

from backproof.formulas.atoms import Atoms
from backproof.formulas.cursor import STARTS
from backproof.formulas.tokens import Token
from backproof.formulas.tree import Derivative, Group, Juxtaposition, Node, Number, Power, Quotient, Symbol

_GREATEST_ORDER = 9


class Derivatives(Atoms):
    """Reads quotients of differentials."""

    def fraction(self) -> Node:
        """A fraction or a derivative."""
        start = self.step().start
        if self._differential_at(self.at + 1) and self.token.kind == "begin":
            last = self.pairs[self.at]
            if self.found[last + 1].kind == "begin" and self._is_derivative(self.at + 1, last, last + 2):
                return self._derivative(start, last)
            if self.found[self.at + 1].kind == "partial":
                self.fail("a ∂ stands without the one that it is divided by", self.found[self.at + 1])
        top = self._argument()
        bottom = self._argument()
        return Quotient(start=start, end=self.end, top=top, bottom=bottom, stacked=True)

    def _argument(self) -> Node:
        if self.token.kind == "begin":
            return self.braced()
        if self.token.kind == "number" and len(self.token.text) > 1:
            self.fail("what belongs to the fraction is not clear: write braces")
        if self.token.kind not in STARTS:
            self.unexpected("a part of the fraction")
        return self.atom()

    def _differential_at(self, at: int) -> bool:
        token = self.found[min(at, len(self.found) - 1)]
        return token.kind == "partial" or (token.kind == "letter" and token.text == "d" and not token.accent)

    def _is_derivative(self, top: int, top_end: int, bottom: int) -> bool:
        """Whether both parts of a fraction begin with a differential that belongs to something."""
        if not self._differential_at(bottom):
            return False
        if self.found[top].kind == "partial" or self.found[bottom].kind == "partial":
            return True
        following = self.found[top + 1]
        if (
            top + 1 < top_end
            and following.kind not in STARTS
            and not (following.kind == "script" and following.text == "^")
        ):
            return False
        return self.found[bottom + 1].kind in {"letter", "word", "command", "begin"}

    def _derivative(self, start: int, last: int) -> Node:
        """The derivative whose numerator ends at the brace ``last``."""
        self.step()
        self.deeper()
        head = self.step()
        order = self._order()
        of = self.product() if self.at < last else None
        if self.token.kind != "end":
            self.unexpected("the end of the numerator")
        self.step()
        self.step()
        by, partial = self._variables(order)
        if self.token.kind != "end":
            self.unexpected("the end of the denominator")
        self.step()
        self.deep -= 1
        end = self.end
        partial = partial or head.kind == "partial"
        return self._applied(start, end, of, by, partial=partial)

    def _applied(self, start: int, end: int, of: Node | None, by: tuple[Node, ...], *, partial: bool) -> Node:
        """The derivative, and what is differentiated behind it if nothing was said above."""
        if of is None:
            of = self._operand()
            end = max(end, self.end)
        return Derivative(start=start, end=end, of=of, by=by, partial=partial)

    def _operand(self) -> Node:
        """What follows an operator, up to the end of its product."""
        if not self.operand_follows() and not (self.token.kind == "bar" and not self.bar):
            return self.missing()
        self.deeper()
        node = self.juxtaposition(evaluated=False)
        if isinstance(node, Number):
            while self.token.kind == "times" and self.token.text == "*":
                self.step()
                rest = self.juxtaposition(evaluated=False)
                node = Juxtaposition(start=node.start, end=rest.end, parts=(node, rest))
        self.deep -= 1
        if self.token.kind in {"times", "slash"} and not self._derivative_behind():
            self.fail("how far the derivative reaches is not clear: write brackets")
        return node

    def _derivative_behind(self) -> bool:
        following = self.ahead()
        if following.kind == "command" and following.text == "frac":
            return self._differential_at(self.at + 3)
        return self._differential_at(self.at + 1)

    def _order(self) -> int:
        if self.token.kind != "script" or self.token.text != "^":
            return 1
        self.step()
        braces = self.token.kind == "begin"
        if braces:
            self.step()
        token = self.step()
        if token.kind != "number" or not token.text.isdigit() or not 0 < int(token.text[:3]) <= _GREATEST_ORDER:
            self.fail("only derivatives of a small whole order are read", token)
        if braces:
            if self.token.kind != "end":
                self.unexpected("the end of the order")
            self.step()
        return int(token.text)

    def _variables(self, order: int) -> tuple[tuple[Node, ...], bool]:
        """What a derivative is by, as often as its order says."""
        by: list[Node] = []
        partial = False
        first = self.token
        while self._differential_at(self.at):
            partial = partial or self.token.kind == "partial"
            self.step()
            if self.token.kind not in STARTS or self.token.kind == "number":
                self.unexpected("a variable")
            variable = self.factor()
            if isinstance(variable, Symbol) and self.token.kind == "open" and self.token.text == "(" and self._called():
                argument = self.group()
                variable = Juxtaposition(start=variable.start, end=argument.end, parts=(variable, argument))
            if (
                isinstance(variable, Power)
                and isinstance(variable.exponent, Number)
                and variable.exponent.text.isdigit()
            ):
                if int(variable.exponent.text[:3]) > _GREATEST_ORDER:
                    self.fail("only derivatives of a small whole order are read", first)
                by += [variable.base] * int(variable.exponent.text)
            else:
                by.append(variable)
        if len(by) != order:
            self.fail("above and below, the derivative has different orders", first)
        return tuple(by), partial

    def _called(self) -> bool:
        r"""Whether the bracket here ends the denominator: ``\partial f(x)}``."""
        deep = 0
        for at in range(self.at, len(self.found)):
            kind = self.found[at].kind
            deep += (kind == "open") - (kind == "close")
            if deep == 0:
                return self.found[at + 1].kind == "end"
        return False

    def differential(self) -> Node | None:
        r"""A derivative on one line, ``df/dx``, ``d/dx f``, ``\partial_x f``; nothing is read if there is none."""
        token = self.token
        slash = self._slash(self.at + 1)
        if slash:
            return self._inline_derivative(token, slash)
        if token.kind == "partial" and self.ahead().kind == "script" and self.ahead().text == "_":
            self.step()
            self.step()
            by = self.boxed()
            return self._applied(token.start, self.end, None, (by,), partial=True)
        return None

    def _slash(self, at: int) -> int:
        """Where the slash of a derivative on one line stands whose differential is before ``at``; 0 if nowhere."""
        at = self._behind_scripts(at)
        token = self.found[at]
        if token.kind != "slash":
            if token.kind not in {"letter", "word", "command", "open"} or (
                token.kind == "command" and token.text == "frac"
            ):
                return 0
            if token.kind == "command":
                at += 1
                at = self.pairs[at] if self.found[at].kind == "begin" else at
            elif token.kind == "open":
                at = self._behind_bracket(at) - 1
            at = self._behind_scripts(at + 1)
            if self.found[at].kind == "open":
                at = self._behind_scripts(self._behind_bracket(at))
        if self.found[at].kind != "slash" or not self._differential_at(at + 1):
            return 0
        named = self.found[min(at + 2, len(self.found) - 1)]
        return at if named.kind in {"letter", "word", "command", "begin"} else 0

    def _behind_scripts(self, at: int) -> int:
        at = min(at, len(self.found) - 1)
        while self.found[at].kind in {"script", "prime"}:
            at += 1
            if self.found[at - 1].kind == "script":
                at = (self.pairs[at] if self.found[at].kind == "begin" else at) + 1
                at = min(at, len(self.found) - 1)
        return at

    def _behind_bracket(self, at: int) -> int:
        deep = 0
        for place in range(at, min(at + 200, len(self.found))):
            kind = self.found[place].kind
            deep += (kind == "open") - (kind == "close")
            if deep == 0:
                return place + 1
        return at

    def _inline_derivative(self, head: Token, slash: int) -> Node:
        self.step()
        self.deeper()
        order = self._order()
        of = None
        if self.at < slash:
            of = self.factor()
            if self.at < slash and self.token.kind == "open":
                argument = self.scripted(self.group())
                of = Juxtaposition(start=of.start, end=argument.end, parts=(of, argument))
            if self.at != slash:
                self.unexpected("the slash of the derivative")
        self.step()
        by, partial = self._line_variables(order)
        self.deep -= 1
        return self._applied(head.start, self.end, of, by, partial=partial or head.kind == "partial")

    def _line_variables(self, order: int) -> tuple[tuple[Node, ...], bool]:
        """The variables behind the slash: one differential, or as many partial ones as follow each other closely."""
        by: list[Node] = []
        partial = False
        first = self.token
        while self._differential_at(self.at) and (not by or (len(by) < order and not self.token.blank)):
            partial = partial or self.token.kind == "partial"
            self.step()
            variable = self.factor()
            power = isinstance(variable, Power) and isinstance(variable.exponent, Number)
            if (
                isinstance(variable, Power)
                and isinstance(variable.exponent, Number)
                and variable.exponent.text == str(order)
            ):
                by += [variable.base] * order
            elif power:
                self.fail("above and below, the derivative has different orders", first)
            else:
                by.append(variable)
        if len(by) != order:
            self.fail("above and below, the derivative has different orders", first)
        return tuple(by), partial

    def gradient(self, token: Token) -> Node:
        """What stands behind a nabla: a name with its indices and brackets."""
        by: tuple[Node, ...] = ()
        if self.token.kind == "script" and self.token.text == "_":
            self.step()
            by = (self.boxed(),)
        if self.token.kind == "script" and self.token.text == "^":
            self.fail("a power of ∇ is not read")
        if not self.operand_follows():
            return Derivative(start=token.start, end=self.end, of=self.missing(), by=by, partial=False)
        self.deeper()
        of = self.factor()
        self.deep -= 1
        if isinstance(of, Symbol) and self.token.kind == "open" and self.token.text in "([":
            argument = self.scripted(self.group())
            of = Juxtaposition(start=of.start, end=argument.end, parts=(of, argument))
        elif not isinstance(of, (Symbol, Group)):
            self.fail("how far the gradient reaches is not clear: write brackets", token)
        return Derivative(start=token.start, end=of.end, of=of, by=by, partial=False)
