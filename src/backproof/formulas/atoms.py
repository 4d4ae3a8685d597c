"""Operands: numbers, names, roots, accents, boxes, and braces that nobody sees."""

from __future__ import annotations

from abc import abstractmethod

from backproof.formulas.brackets import Brackets
from backproof.formulas.cursor import STARTS
from backproof.formulas.tokens import Token
from backproof.formulas.tree import (
    Cases,
    Group,
    Juxtaposition,
    Missing,
    Node,
    Noted,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
    Words,
)
from backproof.formulas.words import LIMITED

_LOOSE = (Sum, Product, Juxtaposition, Quotient)


class Atoms(Brackets):
    """Reads single operands."""

    def factor(self) -> Node:
        """An operand with its scripts."""
        token = self.token
        kind = token.kind
        if kind == "letter":
            if token.text == "d" and (node := self.differential()) is not None:
                return node
            self.step()
            base: Node = Symbol(start=token.start, end=token.end, name=token.text, accent=token.accent, font=token.font)
            follows = self.token.kind
            return self.scripted(base) if follows == "script" or follows == "prime" else base  # noqa: PLR1714
        if kind == "number":
            return self.scripted(self._number())
        if kind == "word":
            return self._word()
        if kind == "partial":
            node = self.differential()
            if node is None:
                self.fail("a ∂ stands without the one that it is divided by")
            return node
        if kind == "big":
            return self.big()
        if kind == "words":
            self.step()
            return Words(start=token.start, end=token.end, text=token.text)
        return self.scripted(self.atom())

    def atom(self) -> Node:
        """An operand without scripts."""
        token = self.token
        kind = token.kind
        if kind == "letter" or kind == "word":  # noqa: PLR1714
            self.step()
            word = kind == "word"
            return Symbol(
                start=token.start, end=token.end, name=token.text, accent=token.accent, font=token.font, word=word
            )
        if kind == "number":
            return self._number()
        if kind == "open":
            return self.group()
        if kind == "bar":
            return self.bars()
        if kind == "begin":
            return self._braces()
        if kind == "command":
            return self._command(token.text)
        if kind == "dots":
            self.step()
            return Missing(start=token.start, end=token.end, text="...")
        if kind == "environment":
            return self.environment()
        if kind == "close" and token.text == "]":
            return self.group()
        if kind == "times" and token.text == "*":
            self.step()
            if self.token.kind in {"close", "comma", "semicolon", "last", "end"}:
                return Missing(start=token.start, end=token.end, text="·")
            self.fail("this product sign has nothing before it", token)
        raise self.expected("a number, a letter or a bracket")

    def _number(self) -> Node:
        token = self.step()
        dots = self.token.kind == "dots" and self.token.text == "goes on"
        if dots:
            self.step()
        return Number(start=token.start, end=self.end if dots else token.end, text=token.text, dots=dots)

    def _word(self) -> Node:
        token = self.token
        low = token.text.lower()
        following = self.ahead()
        if low in LIMITED and following.kind == "script" and following.text == "_":
            return self.big()
        if low == "lim":
            self.fail("a limit needs what goes where below it: \\lim_{x \\to 0}")
        self.step()
        if low == "sqrt":
            return self.scripted(self._root(token.start, None))
        if low == "arg" and self.token.kind == "word" and self.token.text in {"max", "min"}:
            joined = self.token._replace(text="arg" + self.token.text, start=token.start)
            self.found[self.at] = self.token = joined
            return self._word()
        base = Symbol(start=token.start, end=token.end, name=token.text, font=token.font, word=True)
        follows = self.token.kind
        return self.scripted(base) if follows == "script" or follows == "prime" else base  # noqa: PLR1714

    def _braces(self) -> Node:
        """Braces that nobody sees at the place of an operand."""
        opening = self.step()
        before = self.found[self.at - 2] if self.at > 1 else None
        self.deeper()
        kept = self.bar, self.rows
        self.bar = ""
        if self.token.kind == "end":
            self.fail("these braces are empty", opening)
        node = self.statements()
        if self.token.kind == "over":
            self.step()
            bottom = self.chain()
            node = Quotient(start=node.start, end=bottom.end, top=node, bottom=bottom, stacked=True)
        if self.token.kind != "end":
            self.unexpected("the end of the braces")
        self.step()
        self.bar, self.rows = kept
        self.deep -= 1
        argument = before is not None and before.kind in {"word", "prime"}
        if "," in self._inside(opening.start) and argument:
            items = getattr(node, "items", (node,))
            return Group(start=opening.start, end=self.end, opening="{", closing="}", items=tuple(items))
        if self.plain and isinstance(node, Cases):
            return node
        if self.plain:
            return Group(start=opening.start, end=self.end, opening="{", closing="}", items=(node,))
        tight = self.token.kind in {"script", "prime"} or (not argument and self._has_neighbours(before))
        if isinstance(node, Sum) and not argument and self._has_neighbours(before):
            self.fail("these braces cannot be seen: whether they hold the sum together is not clear", opening)
        if tight and self.token.kind in {"script", "prime"} and isinstance(node, (*_LOOSE, Power)):
            self.fail("what this power or index belongs to cannot be seen: write brackets", self.token)
        return node

    def _inside(self, start: int) -> set[str]:
        """The separators between a place and here, those in deeper braces included."""
        at = self.at - 1
        seen = set()
        while at >= 0 and self.found[at].start >= start:
            if self.found[at].kind == "comma":
                seen.add(",")
            at -= 1
        return seen

    def _has_neighbours(self, before: object) -> bool:
        kind = getattr(before, "kind", "")
        return (
            self.token.kind in STARTS
            or self.token.kind in {"times", "slash"}
            or (kind in {"number", "letter", "end", "close", "times", "slash", "sign"})
        )

    def _root(self, start: int, degree: Node | None) -> Node:
        if self.token.kind == "begin":
            radicand = self.braced()
        elif self.token.kind == "open":
            group = self.group()
            single = isinstance(group, Group) and len(group.items) == 1 and group.opening in "([{"
            radicand = group.items[0] if single and isinstance(group, Group) else group
        elif self.token.kind in STARTS and self.token.kind != "environment":
            radicand = self.atom()
        else:
            self.unexpected("what the root is of")
        return Root(start=start, end=self.end, radicand=radicand, degree=degree)

    def _command(self, name: str) -> Node:
        """A command with arguments."""
        token = self.token
        if name == "frac":
            return self.fraction()
        self.step()
        if name == "sqrt":
            degree = None
            if self.token.kind == "begin" and self.token.text == "[":
                degree = self.braced()
            return self._root(token.start, degree)
        if name == "√":
            clings = self.token.kind == "number" and self.ahead().kind in {"letter", "word"} and not self.ahead().blank
            if clings:
                self.fail("how far the root reaches is not clear: write brackets")
            if self.token.kind == "letter":
                radicand = self.factor()
                if not isinstance(radicand, Symbol):
                    self.fail("how far the root reaches is not clear: write brackets", token)
                return Root(start=token.start, end=radicand.end, radicand=radicand, degree=None)
            return self._root(token.start, None)
        if name in {"hat", "bar", "tilde", "vec", "dot", "ddot"}:
            return self._accent(name, token.start)
        if name == "boxed":
            return self.boxed()
        if name in {"underbrace", "overbrace"}:
            inside = self.boxed()
            return self._brace_note(inside, token.start)
        if name in {"underset", "overset"}:
            return self._set(token.start)
        if name == "nabla":
            return self.gradient(token)
        raise self.error(f"\\{name} is not understood here", token)

    def boxed(self) -> Node:
        """An argument that holds together visibly."""
        if self.token.kind != "begin":
            return self.atom() if self.token.kind in STARTS else self.unexpected("an argument")
        self.step()
        self.deeper()
        kept = self.bar, self.rows
        self.bar = ""
        node = self.statements()
        if self.token.kind != "end":
            self.unexpected("the end of the braces")
        self.step()
        self.bar, self.rows = kept
        self.deep -= 1
        return node

    def _accent(self, name: str, start: int) -> Node:
        inside = self.boxed()
        if isinstance(inside, Number) and len(inside.text) == 1:
            inside = Symbol(start=inside.start, end=inside.end, name=inside.text)
        if not isinstance(inside, Symbol) or inside.accent or inside.dots:
            self.fail("only a single name may carry this accent", self.found[self.at - 1])
        dots = {"dot": 1, "ddot": 2}.get(name, 0)
        return Symbol(
            start=start, end=self.end, name=inside.name, primes=inside.primes, dots=dots, accent="" if dots else name,
            subscript=inside.subscript, superscript=inside.superscript, font=inside.font, word=inside.word,
        )  # fmt: skip

    def _brace_note(self, inside: Node, start: int) -> Node:
        if self.token.kind != "script":
            return inside
        self.step()
        note = self.note()
        return Noted(start=start, end=self.end, inside=inside, note=note)

    def note(self) -> Node:
        """A note above or below: a formula if it can be read, else its text."""
        first = self.at
        token = self.token
        if token.kind != "begin":
            self.step()
            return Words(start=token.start, end=token.end, text=token.text)
        last = self.pairs[first]
        inside = self.found[first + 1 : last]
        self.at = last
        self.step()
        text = self.text(first, last)
        start = inside[0].start if inside else token.end
        if len(inside) == 1 and inside[0].kind == "letter":
            return Symbol(start=start, end=inside[0].end, name=inside[0].text, font=inside[0].font)
        return self.reread(first + 1, last) or Words(start=start, end=inside[-1].end if inside else start, text=text)

    @abstractmethod
    def reread(self, first: int, last: int) -> Node | None:
        """The statements between two tokens if they can be read."""

    def _set(self, start: int) -> Node:
        r"""``\underset{note}{inside}`` where the inside is no relation: those are joined with their notes before."""
        first = self.at
        if self.token.kind != "begin":
            self.unexpected("an argument in braces")
        second = self.pairs[first] + 1
        inner = self.found[second + 1] if self.found[second].kind == "begin" else self.found[second]
        if inner.kind == "word" and inner.text.lower() in LIMITED:
            return self.big_below(start)
        note = self.note()
        inside = self.boxed()
        return Noted(start=start, end=self.end, inside=inside, note=note)

    @abstractmethod
    def differential(self) -> Node | None:
        """A derivative at a ``d`` or a ``∂``; nothing is read if there is none."""

    @abstractmethod
    def fraction(self) -> Node:
        """A fraction or a derivative."""

    @abstractmethod
    def gradient(self, token: Token) -> Node:
        """What stands behind a nabla."""

    @abstractmethod
    def big(self) -> Node:
        """A sum, a limit or their like."""

    @abstractmethod
    def big_below(self, start: int) -> Node:
        """A maximum or its like with what stands below it before it."""

    @abstractmethod
    def environment(self, *, braced: bool = False) -> Node:
        r"""What stands between ``\begin`` and ``\end``."""
