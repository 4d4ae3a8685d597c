"""Visible brackets: groups, lists of arguments, intervals, absolute values."""

from __future__ import annotations

from abc import abstractmethod

from backproof.formulas.cursor import STARTS
from backproof.formulas.scripts import Scripts
from backproof.formulas.tree import Branch, Cases, Evaluated, Group, Node

_CLOSES = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉", "|": "|", "‖": "‖"}
_ENDS_INTERVAL = frozenset(
    {"last", "end", "close", "comma", "semicolon", "relation", "stop", "quad", "row", "keyword", "finish", "cell"}
)


class Brackets(Scripts):
    """Reads what stands in visible brackets."""

    def group(self) -> Node:
        """A bracket, what is in it, and the bracket that closes it."""
        opening = self.step()
        shape = opening.text
        if shape == "{" and self.token.kind == "environment":
            return self._braced_lines()
        self.deeper()
        kept = self.bar, self.conditional, self.rows
        self.bar, self.conditional, self.rows = shape if shape in "|‖." else "", False, False
        if shape == ".":
            node = self._evaluated(opening.start)
        else:
            items = self._items(shape)
            closing = self.token
            if not self._closes(shape, len(items)):
                if closing.kind == "last":
                    self.fail(f"the bracket {shape} is never closed", opening)
                self.unexpected(f"the bracket {_CLOSES.get(shape, '')}")
            self.step()
            node = Group(start=opening.start, end=closing.end, opening=shape, closing=closing.text, items=tuple(items))
        self.bar, self.conditional, self.rows = kept
        self.deep -= 1
        return node

    def bars(self) -> Node:
        """An absolute value between bars that are the same on both sides."""
        if self.token.text == "mid":
            self.fail("this bar is not understood")
        if self.bar:
            self.fail("bars inside of bars: which belong together is not clear")
        return self.group()

    def _items(self, shape: str) -> list[Node]:
        items = [self._item(shape)]
        while self.token.kind in {"comma", "semicolon"}:
            separator = self.step()
            if self.token.kind == "quad":
                self.step()
            following = self.token
            before = self.found[self.at - 2]
            tight = not separator.blank and not following.blank and before.kind == following.kind == "number"
            if (
                tight
                and separator.text == ","
                and len(following.text) > 1
                and following.text.startswith("0")
                and "." not in following.text
            ):
                self.fail(f"{before.text},{following.text} may be one number or two", before)
            items.append(self._item(shape))
        while self.token.kind == "quad":
            self.step()
        return items

    def _item(self, shape: str) -> Node:
        while self.token.kind == "quad":
            self.step()
        if self.token.kind == "close" and self.token.text != "]":
            self.fail("these brackets are empty")
        node = self.chain()
        if self.token.kind == "keyword" and self.token.text == "if":
            node = self._inline(node)
        while self.token.kind == "quad":
            self.step()
        if self.token.kind == "colon" and shape == "{":
            self.fail("sets with a condition are not read")
        if self.token.kind == "bar" and shape in "([{" and not self.bar:
            self.fail("this bar is not understood" if shape != "{" else "sets with a condition are not read")
        return node

    def _inline(self, value: Node) -> Node:
        """``a if condition else b`` inside brackets."""
        self.step()
        condition = self.chain()
        if self.token.kind != "keyword" or self.token.text != "otherwise":
            self.unexpected("an else")
        self.step()
        other = self.chain()
        branches = (
            Branch(start=value.start, end=condition.end, value=value, condition=condition),
            Branch(start=other.start, end=other.end, value=other, condition=None),
        )
        return Cases(start=value.start, end=other.end, branches=branches)

    def _closes(self, shape: str, count: int) -> bool:
        """Whether the bracket here closes one of this shape: intervals may mix round and square ones."""
        token = self.token
        if shape in "|‖":
            return token.kind in {"bar", "close"} and token.text == shape
        if token.kind == "close":
            if token.text == _CLOSES.get(shape):
                return True
            return count == 2 and shape in "([]" and token.text in ")]"
        return token.kind == "open" and token.text == "[" and count == 2 and shape in "[](" and self.turned()

    def turned(self) -> bool:
        """Whether a square bracket that opens here ends an interval: ``[0, 1[``."""
        return self.token.text == "[" and self.ahead().kind in _ENDS_INTERVAL

    def _evaluated(self, start: int) -> Node:
        r"""What stands between ``\left.`` and a bar with a place below it."""
        inside = self.chain()
        if self.token.kind != "close" or self.token.text != "|":
            self.unexpected("a bar with a place below it")
        return self.place(inside, start)

    def place(self, inside: Node, start: int) -> Node:
        """A bar with a place below it, behind what is taken there."""
        bar = self.step()
        if self.token.kind != "script" or self.token.text != "_":
            self.fail("this bar has no place below it", bar)
        self.step()
        if self.token.kind == "begin":
            self.step()
            self.deeper()
            at = self.chain()
            self.deep -= 1
            if self.token.kind != "end":
                self.unexpected("the end of the place")
            self.step()
        else:
            at = self.atom()
        return Evaluated(start=start, end=self.end, inside=inside, at=at)

    def is_place(self) -> bool:
        """Whether a bar stands here with an index below it."""
        token = self.token
        if self.bar or (token.kind != "bar" and not (token.kind == "close" and token.text == "|")):
            return False
        following = self.ahead()
        return token.text == "|" and following.kind == "script" and following.text == "_"

    def opens_bar(self) -> bool:
        """Whether a bar behind an operand opens a new factor: one that closes it must follow."""
        if self.bar or self.conditional or self.token.text == "mid":
            return False
        deep = 0
        shape = self.token.text
        if self.ahead().kind not in STARTS and self.ahead().kind != "sign":
            return False
        for token in self.found[self.at + 1 :]:
            if token.kind in {"open", "begin"}:
                deep += 1
            elif token.kind in {"close", "end"}:
                deep -= 1
                if deep < 0:
                    return False
            elif deep == 0 and token.kind == "bar" and token.text == shape:
                return True
            elif deep == 0 and token.kind in {"keyword", "relation", "comma", "semicolon", "row", "last"}:
                return False
        return False

    def _braced_lines(self) -> Node:
        r"""``\left\{ \begin{array}...\end{array} \right.``: the lines of a piecewise definition."""
        node = self.environment(braced=True)
        if self.token.kind == "close" and self.token.text in {".", "}"}:
            self.step()
        return node

    @abstractmethod
    def environment(self, *, braced: bool = False) -> Node:
        r"""What stands between ``\begin`` and ``\end``."""
