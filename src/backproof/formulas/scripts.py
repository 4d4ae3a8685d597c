"""What stands above and below the line: powers, indices, primes."""

from __future__ import annotations

from abc import abstractmethod

from backproof.formulas.cursor import STARTS, Cursor
from backproof.formulas.tokens import Token
from backproof.formulas.tree import Group, Juxtaposition, Node, Number, Power, Sum, Symbol
from backproof.formulas.words import FUNCTIONS, fan

_INDEX = frozenset({"letter", "number", "sign", "comma", "word", "keyword"})
_INDICATORS = frozenset({"1", "I"})
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


class Scripts(Cursor):
    """Reads the scripts behind an operand."""

    def scripted(self, base: Node) -> Node:
        """The base with everything that is attached to it."""
        if self.token.kind not in {"script", "prime"}:
            return base
        primes = 0
        below: str | None = None
        condition: Node | None = None
        above = ""
        exponent: Node | None = None
        while True:
            token = self.token
            if token.kind == "prime":
                if exponent is not None:
                    self.fail("whether the prime belongs to the power or to its base is not clear")
                primes += len(token.text)
                self.step()
            elif token.kind != "script":
                break
            elif token.text == "_":
                if below is not None or condition is not None:
                    self.fail("there are two indices below")
                if exponent is not None and isinstance(base, Symbol) and base.name == "e":
                    self.fail("whether the index belongs to the power or to its base is not clear")
                self.step()
                if self._is_indicator(base):
                    condition = self._condition()
                else:
                    below = self.index()
            else:
                if exponent is not None:
                    self.fail("there are two powers")
                self.step()
                count = self._primes()
                if count:
                    primes += count
                elif (index := self._upper(base)) is not None:
                    if above:
                        self.fail("there are two indices above")
                    above = index
                else:
                    exponent = self._exponent(loose=isinstance(base, Number) or getattr(base, "name", "") == "e")
        node = self._attach(base, primes, below, above)
        if condition is not None:
            group = Group(start=condition.start, end=self.end, opening="_", closing="", items=(condition,))
            node = Juxtaposition(start=base.start, end=self.end, parts=(self._indicator(node), group))
            if exponent is not None:
                self.fail("a power of an indicator is not read")
        if exponent is not None:
            return Power(start=base.start, end=self.end, base=node, exponent=exponent)
        return node

    def index(self) -> str:
        """The text of what stands below the line."""
        token = self.token
        if token.kind == "begin":
            first, last = self.at + 1, self.pairs[self.at]
            self.at = last
            self.step()
            return self.text(first, last)
        if token.kind in {"letter", "number", "word", "sign", "times", "keyword", "words"}:
            self.step()
            return token.text
        if token.kind == "open" and token.text in "([{":
            inside = self._bracketed()
            if inside is not None:
                return inside
        raise self.expected("an index")

    def _bracketed(self) -> str | None:
        """A short index in visible brackets at this place, without them if they are round: ``(t)``, ``[l]``."""
        closing = _BRACKETS[self.token.text]
        for by in range(1, 8):
            token = self.ahead(by)
            if token.kind == "close" and token.text == closing and by > 1:
                inside = self.text(self.at, self.at + by + 1)
                self.at += by
                self.step()
                return inside
            if token.kind not in _INDEX:
                break
        return None

    def _is_indicator(self, base: Node) -> bool:
        """Whether a condition below makes the base an indicator, and one stands there."""
        name = base.text if isinstance(base, Number) else base.name if isinstance(base, Symbol) else ""
        if name not in _INDICATORS or self.token.kind != "begin":
            return False
        last = self.pairs[self.at]
        return any(token.kind == "relation" for token in self.found[self.at : last])

    def _condition(self) -> Node:
        self.step()
        self.deeper()
        node = self.statements()
        self.deep -= 1
        if self.token.kind != "end":
            self.unexpected("the end of the condition")
        self.step()
        if isinstance(node, Group) and node.opening == "{" and len(node.items) == 1:
            return node.items[0]
        return node

    @staticmethod
    def _indicator(node: Node) -> Node:
        return Symbol(start=node.start, end=node.end, name="1") if isinstance(node, Number) else node

    def _primes(self) -> int:
        """Primes written as a power, and how many."""
        if self.token.kind == "prime":
            return len(self.step().text)
        if self.token.kind == "begin":
            last = self.pairs[self.at]
            inside = self.found[self.at + 1 : last]
            if inside and all(token.kind == "prime" for token in inside):
                self.at = last
                self.step()
                return sum(len(token.text) for token in inside)
        return 0

    def _upper(self, base: Node) -> str | None:
        """The text of what stands above the line, where it cannot be a power; else nothing is read."""
        token = self.token
        named = isinstance(base, Group) or (isinstance(base, Symbol) and base.name != "e")
        if token.kind == "begin":
            first, last = self.at + 1, self.pairs[self.at]
            if self._is_upper(self.found[first:last], named=named, number=isinstance(base, Number)):
                self.at = last
                self.step()
                return self.text(first, last)
            return None
        if token.kind == "sign" and token.text in {"+", "-"}:
            following = self.ahead()
            if (
                following.kind in STARTS
                and following.kind != "open"
                and not following.blank
                and (token.text == "-" or not named)
            ):
                return None
            return self.step().text
        if token.kind == "times" and token.text == "*":
            return self.step().text
        if token.kind == "letter" and token.text == "T" and named:
            return self.step().text
        if token.kind == "open" and token.text in "([" and named:
            at = self.at
            inside = self._bracketed()
            if inside is not None and self.plain and inside.startswith("(") and inside[1:-1].lstrip("-").isalnum():
                if inside[1] == "-":
                    self.at = at
                    self.token = self.found[at]
                    return None
                self.fail(f"{inside} above the line may be a power or an index", token)
            return inside
        return None

    def _is_upper(self, inside: list[Token], *, named: bool, number: bool) -> bool:
        if len(inside) == 1:
            (token,) = inside
            if token.kind == "sign" or (token.kind == "times" and token.text == "*"):
                return True
            return named and (
                (token.kind == "letter" and token.text == "T")
                or token.kind in {"words", "keyword"}
                or (token.kind == "word" and token.text.lower() not in FUNCTIONS)
            )
        if not named or number or len(inside) < 3:
            return False
        first, last = inside[0], inside[-1]
        if first.kind != "open" or last.kind != "close" or _BRACKETS.get(first.text) != last.text:
            return False
        return all(token.kind in _INDEX for token in inside[1:-1]) and (inside[1].kind != "sign" or first.text == "[")

    def _exponent(self, *, loose: bool) -> Node:
        """What a power is to; behind a ``loose`` base many write ``e^2x`` and mean e to the 2x."""
        token = self.token
        if token.kind == "begin":
            return self.braced()
        sign = self.step() if token.kind == "sign" else None
        follows = self.token
        if follows.kind not in STARTS:
            self.unexpected("an exponent")
        if follows.kind == "open":
            exponent = self.atom()
            if isinstance(exponent, Group) and len(exponent.items) == 1 and exponent.opening in "([{":
                exponent = exponent.items[0]
        else:
            exponent = self.atom()
        following = self.token
        if following.kind == "script" and following.text == "^" and self.plain:
            self.deeper()
            exponent = self.scripted(exponent)
            self.deep -= 1
        elif (
            following.kind == "script"
            and follows.kind != "open"
            and (sign is not None or self.plain)
            and follows.kind == "letter"
        ):
            exponent = self.scripted(exponent)
        clings = following.kind in {"letter", "word"} and not following.blank and follows.kind in {"number", "letter"}
        if (clings and (sign is not None or (loose and self.plain))) or (
            follows.kind == "word" and follows.text.lower() in FUNCTIONS
        ):
            self.fail("where the power ends is not clear: write braces", follows)
        if sign is None or sign.text == "+":
            return exponent
        if sign.text != "-":
            self.fail("this sign does not belong to a power", sign)
        return Sum(start=sign.start, end=exponent.end, terms=((-1, exponent),))

    def braced(self) -> Node:
        """The sum inside braces that nobody sees."""
        opening = self.step()
        self.deeper()
        bar, self.bar = self.bar, ""
        if self.token.kind == "end":
            self.fail("these braces are empty", opening)
        node = self.sum()
        if self.token.kind != "end":
            self.unexpected("the end of the braces")
        self.step()
        self.bar = bar
        self.deep -= 1
        return node

    @abstractmethod
    def atom(self) -> Node:
        """An operand without scripts."""

    def _attach(self, base: Node, primes: int, below: str | None, above: str) -> Node:
        """The base with its indices and primes, which only names and brackets have."""
        if not primes and below is None and not above:
            return base
        end = self.end
        if isinstance(base, Symbol):
            name = base.name
            if below is not None and base.subscript:
                self.fail("there are two indices below")
            sub = base.subscript if below is None else below
            if name in {"fan", "num"} and sub in {"in", "out", "avg"}:
                name, sub = f"fan_{sub}", ""
            return Symbol(
                start=base.start, end=end, name=fan(name) if base.word else name, primes=base.primes + primes,
                dots=base.dots, accent=base.accent, subscript=sub, superscript=above or base.superscript,
                font=base.font, word=base.word,
            )  # fmt: skip
        if isinstance(base, Group):
            return Group(
                start=base.start, end=end, opening=base.opening, closing=base.closing, items=base.items,
                primes=base.primes + primes, subscript=below or base.subscript, superscript=above or base.superscript,
            )  # fmt: skip
        if isinstance(base, Number) and above and not primes and below is None:
            return Symbol(start=base.start, end=end, name=base.text, superscript=above)
        raise self.error("what is primed or has an index here is no name", self.found[self.at - 1])
