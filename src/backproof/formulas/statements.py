"""Whole formulas: statements with conditions, lists, lines, labels and maps."""

from __future__ import annotations

from backproof.formulas.arrange import CONDITIONAL, Piece, arrange
from backproof.formulas.environments import Environments
from backproof.formulas.tree import Branch, Cases, Node, Noted, Relation, Symbol, Words
from backproof.formulas.unreadable import Unreadable
from backproof.formulas.words import FILLERS

_MARKS = {"comma": ",", "semicolon": ";", "quad": "quad", "row": ";", "stop": ";", "colon": ":"}
_CELL_ENDS = frozenset({"cell", "row", "finish"})
_CLOSERS = frozenset({"last", "end", "close", "finish"})


class Statements(Environments):
    """Reads everything."""

    def statements(self, *, cells: bool = False) -> Node:
        """Everything up to the end, with conditions and separators; in ``cells`` up to the next cell."""
        pieces: list[Piece] = []
        kept = self.conditional
        self.conditional = False
        note: Node | None = None
        while True:
            token = self.token
            kind = token.kind
            if (
                (kind in _CLOSERS and not (not pieces and self.deep == 0 and token.text == "]"))
                or (cells and kind in _CELL_ENDS)
                or kind == "over"
            ):
                break
            if kind in _MARKS:
                self.step()
                if kind == "stop" and self.operand_follows() and not self.token.blank:
                    self.fail("this point is not understood", token)
                self._decimal(pieces)
                pieces.append(Piece("mark", _MARKS[kind], token.start))
                if kind in {"semicolon", "row"}:
                    self.conditional = False
            elif kind == "bar" and self._ends_branch(pieces):
                self.step()
                pieces.append(Piece("mark", "|", token.start))
                self.conditional = False
            elif kind == "keyword":
                self.step()
                pieces.append(Piece("keyword", token.text, token.start))
                self.conditional = token.text in CONDITIONAL
                if token.text == "forall":
                    pieces.append(self._bound_variable())
            elif kind == "words" and self._is_filler(pieces):
                self.step()
                note = Words(start=token.start, end=token.end, text=token.text)
                if self.token.kind == "comma":
                    self.step()
            else:
                if pieces and pieces[-1].kind == "node":
                    self._behind(pieces)
                    continue
                statement: Node = self._statement()
                if note is not None:
                    statement = Noted(start=note.start, end=statement.end, inside=statement, note=note)
                    note = None
                pieces.append(Piece("node", "", statement.start, statement))
        self.conditional = kept
        if note is not None and not pieces:
            return note
        if not pieces:
            self.unexpected("a formula")
        return arrange(pieces)

    def _decimal(self, pieces: list[Piece]) -> None:
        """Refuse ``0,01`` and ``1,000``: with a comma and no blank, one number or two."""
        comma = self.found[self.at - 1]
        before = self.found[self.at - 2]
        if (
            comma.kind == "comma" and pieces and before.kind == self.token.kind == "number"
            and not comma.blank and not self.token.blank
        ):  # fmt: skip
            self.fail(f"{before.text},{self.token.text} may be one number or two", before)

    def _ends_branch(self, pieces: list[Piece]) -> bool:
        if self.token.text != "mid" and pieces and pieces[-1].kind == "keyword" and pieces[-1].text != "otherwise":
            return False
        if self.token.text == "mid" or self.conditional:
            return True
        return bool(pieces) and not self.opens_bar() and pieces[-1].kind in {"node", "keyword"}

    def _is_filler(self, pieces: list[Piece]) -> bool:
        return self.token.text.lower().rstrip(",:") in FILLERS and (not pieces or pieces[-1].kind != "node")

    def _behind(self, pieces: list[Piece]) -> None:
        """Something stands behind a statement that is not set off from it: prose, or it cannot be read."""
        token = self.token
        if token.kind == "words":
            self.step()
            before = pieces.pop().node
            words = Words(start=token.start, end=token.end, text=token.text)
            if before is None:
                raise Unreadable("this prose stands at no formula", token.start)
            node = Noted(start=before.start, end=words.end, inside=before, note=words)
            pieces.append(Piece("node", "", node.start, node))
            return
        if token.kind == "question":
            condition = pieces.pop().node
            chosen = self._choice(condition)
            pieces.append(Piece("node", "", chosen.start, chosen))
            return
        if pieces[-1].text == "forall":
            pieces.append(Piece("mark", ",", token.start))
            return
        if token.kind == "bar":
            self.fail("this bar is not understood")
        if token.kind == "prime":
            self.fail("this prime belongs to nothing")
        self.unexpected("a sign or the end")

    def _statement(self) -> Node:
        """A chain of relations, a map, or a statement with its label."""
        if self.token.kind in {"script", "times", "slash", "question", "prime"}:
            self.fail(f"{self.token.text} has nothing before it")
        node = self.chain()
        if self.token.kind != "colon":
            if self.token.kind == "question":
                return self._choice(node)
            return node
        if not isinstance(node, (Symbol, Words, Noted)) or self.conditional:
            return node
        following = self.ahead()
        if following.kind in _CLOSERS:
            return node
        self.step()
        if not self.operand_follows() and self.token.kind not in {"sign", "bar"}:
            return node
        rest = self._statement()
        if isinstance(node, Symbol) and isinstance(rest, Relation) and rest.operators[0] in {"to", "mapsto"}:
            return Relation(
                start=node.start, end=rest.end, sides=(node, *rest.sides), operators=("maps", *rest.operators)
            )
        if isinstance(rest, Relation):
            return Noted(start=node.start, end=rest.end, inside=rest, note=node)
        raise self.error("what this colon says is not understood", following)

    def _choice(self, node: Node | None) -> Node:
        """``condition ? value : other``, perhaps behind an equals sign."""
        self.step()
        if not isinstance(node, Relation):
            self.fail("a condition is expected before the question mark")
        sides, operators = node.sides, node.operators
        count = next((at + 1 for at in reversed(range(len(operators))) if operators[at] in {"=", "defined"}), 0)
        condition = Relation(start=sides[count].start, end=node.end, sides=sides[count:], operators=operators[count:])
        if not condition.operators:
            self.fail("a condition is expected before the question mark")
        value = self.sum()
        if self.token.kind != "colon":
            self.unexpected("a colon")
        self.step()
        other = self.sum()
        cases = Cases(
            start=condition.start, end=other.end, branches=(
                Branch(start=condition.start, end=value.end, value=value, condition=condition),
                Branch(start=other.start, end=other.end, value=other, condition=None),
            )
        )  # fmt: skip
        if not count:
            return cases
        return Relation(start=node.start, end=cases.end, sides=(*sides[:count], cases), operators=operators[:count])

    def _bound_variable(self) -> Piece:
        """What ``for all`` is about: a variable, or a relation with one."""
        token = self.token
        if token.kind not in {"letter", "begin", "word"}:
            node: Node = self.chain()
            return Piece("node", "forall", node.start, node)
        by = 1
        while self.ahead(by).kind in {"script", "number", "begin", "end", "letter", "prime"} and not (
            self.ahead(by).kind == "letter"
            and self.ahead(by - 1).kind != "script"
            and self.ahead(by - 1).kind != "begin"
        ):
            by += 1
        node = self.chain() if self.ahead(by).kind == "relation" else self.factor()
        return Piece("node", "forall", node.start, node)
