"""Statements, separators and joining words in a row: which condition belongs to which statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from backproof.formulas.environments import bare, is_condition
from backproof.formulas.occurrences import calls, is_simple, names
from backproof.formulas.tree import Branch, Cases, Conditioned, Listing, Missing, Node, Relation, Words
from backproof.formulas.unreadable import Unreadable

CONDITIONAL = frozenset({"if", "for", "when", "forall", "as", "at"})
_TRAILING = frozenset({"where", "with"})
_DEFINING = frozenset({"=", "defined", "equiv"})


class Piece(NamedTuple):
    """A statement (``kind`` is ``node``), a joining word (``keyword``) or a separator (``mark``)."""

    kind: str
    text: str
    at: int
    node: Node | None = None


@dataclass(slots=True)
class _Clause:
    """A statement with its condition."""

    node: Node
    condition: Node | None = None
    word: str = ""
    otherwise: bool = False
    joint: str = ""


@dataclass(slots=True)
class _Arranger:
    pieces: list[Piece]
    at: int = 0
    clauses: list[_Clause] = field(default_factory=list)

    def peek(self, by: int = 0) -> Piece:
        place = self.at + by
        return self.pieces[place] if place < len(self.pieces) else Piece("last", "", self.pieces[-1].at)

    def is_keyword(self, *names: str, by: int = 0) -> bool:
        piece = self.peek(by)
        return piece.kind == "keyword" and piece.text in names

    def marks(self, allowed: str) -> int:
        """How many marks of these kinds stand here."""
        by = 0
        while self.peek(by).kind == "mark" and self.peek(by).text in allowed.split():
            by += 1
        return by

    def fail(self, reason: str) -> NoReturn:
        raise Unreadable(reason, self.peek().at)

    def condition(self) -> Node:
        """The statements of a condition: several joined by ``and`` and ``or``, or comparisons by commas."""
        first = self.peek()
        if first.node is None:
            self.fail("a condition is expected here")
        self.at += 1
        nodes = [bare(first.node)]
        word = ""
        while True:
            by = self.marks(",")
            joint = self.peek(by)
            if joint.kind == "keyword" and joint.text in {"and", "or"}:
                by += 1
            elif not by:
                break
            following = self.peek(by)
            after = self.peek(by + 1)
            if (
                following.node is None
                or not is_condition(following.node)
                or (after.kind == "keyword" and (after.text in CONDITIONAL))
            ):
                break
            if not all(is_simple(node) for node in (following.node,)):
                break
            if joint.kind == "keyword":
                if word and word != joint.text:
                    self.fail("and and or together: which binds first is not clear")
                word = joint.text
            nodes.append(following.node)
            self.at += by + 1
        if len(nodes) == 1:
            return nodes[0]
        return Listing(start=nodes[0].start, end=nodes[-1].end, items=tuple(nodes), word=word or "and")

    def run(self) -> list[_Clause]:
        joint = ""
        while self.at < len(self.pieces):
            piece = self.peek()
            if piece.kind == "mark":
                joint = joint or piece.text
                self.at += 1
            elif piece.kind == "keyword" and piece.text in {"and", "or"}:
                joint = piece.text
                self.at += 1
            elif self.is_keyword("otherwise"):
                self.otherwise(joint)
                joint = ""
            elif piece.kind == "keyword":
                self.leading(joint)
                joint = ""
            else:
                self.statement(joint)
                joint = ""
        return self.clauses

    def otherwise(self, joint: str) -> None:
        self.at += 1
        self.at += self.marks(", quad :")
        node = self.peek().node
        if node is None:
            self.fail("what holds otherwise is expected here")
        self.at += 1
        self.clauses.append(_Clause(node, otherwise=True, joint=joint))

    def leading(self, joint: str) -> None:
        """A condition before its statement, or one that stands alone."""
        word = self.peek()
        if word.text in _TRAILING | {"then"}:
            self.at += 1
            if word.text == "then":
                return
            if not self.clauses:
                empty = Missing(start=word.at, end=word.at, text="")
                self.clauses.append(_Clause(empty, self.condition(), word.text, joint=joint))
                return
            self.trailing(word.text)
            return
        self.at += 1
        condition = self.condition()
        self.at += self.marks(", quad :")
        if self.is_keyword("then"):
            self.at += 1
        node = self.peek().node
        if node is None:
            if self.at < len(self.pieces) and self.peek().kind == "keyword" and self.peek().text not in _TRAILING:
                self.fail("two conditions stand side by side")
            node = Missing(start=word.at, end=word.at, text="")
        else:
            self.at += 1
            if self.peek().kind == "keyword" and self.peek().text in CONDITIONAL:
                self.fail("which statement this condition belongs to is not clear")
        self.clauses.append(_Clause(node, condition, word.text, joint=joint))

    def trailing(self, word: str) -> None:
        """What stands behind ``where`` or ``with``: all the rest belongs to the statement before."""
        rest = arrange(self.pieces[self.at :]) if self.at < len(self.pieces) else None
        if rest is None:
            self.fail(f"nothing stands behind {word}")
        self.at = len(self.pieces)
        last = self.clauses.pop()
        self.clauses.append(_Clause(_joined([last]), rest, word, joint=last.joint))

    def statement(self, joint: str) -> None:
        node = self.peek().node
        assert node is not None  # noqa: S101
        self.at += 1
        clause = _Clause(node, joint=joint)
        self.clauses.append(clause)
        by = self.marks(", quad")
        following = self.peek(by)
        if following.kind == "keyword" and following.text in CONDITIONAL:
            self.at += by + 1
            clause.condition = self.condition()
            clause.word = following.text
            if by and self.disputed():
                self.fail("which statement the condition belongs to is not clear")
        elif self.is_keyword("otherwise", by=by) and self.ends(by + 1):
            self.at += by + 1
            clause.otherwise = True
        elif by and following.node is not None and self.by_comma(clause, following.node, by):
            self.at += by
            clause.condition = self.condition()
            clause.word = ","

    def ends(self, by: int) -> bool:
        """Whether the pieces end there, or a new statement is set off."""
        return self.peek(by).kind in {"last", "mark"} or self.is_keyword("and", by=by)

    def disputed(self) -> bool:
        """Whether the statement behind a comma could take the condition before it just as well."""
        by = self.marks(", quad")
        following = self.peek(by).node
        after = self.peek(by + 1)
        return by > 0 and isinstance(following, Relation) and not is_condition(following) and after.kind == "last"

    def by_comma(self, clause: _Clause, following: Node, by: int) -> bool:
        """Whether a comparison behind a comma or a wide blank is the condition of the statement before."""
        following = bare(following)
        if not is_condition(following) or not is_simple(following):
            return False
        after = self.peek(by + 1)
        if after.kind == "keyword" and after.text in CONDITIONAL:
            return False
        about = names(following)
        node = clause.node
        if isinstance(node, Relation):
            defines = any(operator in _DEFINING for operator in node.operators)
            return defines and bool(about & names(node)) and calls(node.sides[0])
        previous = self.clauses[-2] if len(self.clauses) > 1 else None
        return previous is not None and previous.condition is not None


def _joined(clauses: list[_Clause]) -> Node:
    """One clause as a node."""
    (clause,) = clauses
    if clause.otherwise:
        branch = Branch(start=clause.node.start, end=clause.node.end, value=clause.node, condition=None)
        return Cases(start=branch.start, end=branch.end, branches=(branch,))
    if clause.condition is None:
        return clause.node
    start = min(clause.node.start, clause.condition.start)
    end = max(clause.node.end, clause.condition.end)
    return Conditioned(start=start, end=end, statement=clause.node, condition=clause.condition, word=clause.word)


def _is_value(clause: _Clause) -> bool:
    """Whether a clause is a further branch: a value, no equation, under a condition."""
    return (clause.otherwise or clause.condition is not None) and not isinstance(
        clause.node, (Relation, Missing, Words)
    )


def _branch(clause: _Clause, value: Node) -> Branch:
    end = max(value.end, clause.condition.end) if clause.condition is not None else value.end
    start = min(value.start, clause.condition.start) if clause.condition is not None else value.start
    return Branch(start=start, end=end, value=value, condition=clause.condition)


def _cases(branches: list[Branch]) -> Cases:
    start = min(branch.start for branch in branches)
    return Cases(start=start, end=max(branch.end for branch in branches), branches=tuple(branches))


def _branches(clauses: list[_Clause]) -> Node:
    """Branches on one line, the first of which may carry the left side of the definition."""
    first = clauses[0].node
    for clause in clauses[:-1]:
        if clause.otherwise:
            raise Unreadable("another branch stands behind the one for all other values", clause.node.end)
    if not isinstance(first, Relation):
        branches = [_branch(clause, clause.node) for clause in clauses]
        return _cases(branches)
    if first.operators[-1] not in _DEFINING or isinstance(first.sides[-1], Missing):
        raise Unreadable("what these branches define is not clear", first.start)
    value = first.sides[-1]
    branches = [_branch(clauses[0], value), *(_branch(clause, clause.node) for clause in clauses[1:])]
    cases = _cases(branches)
    return Relation(
        start=min(first.start, cases.start), end=cases.end, sides=(*first.sides[:-1], cases), operators=first.operators
    )


def _tidy(pieces: list[Piece]) -> list[Piece]:
    """Without separators at the ends and wide blanks next to another separator."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind == "mark":
            if not kept:
                continue
            if kept[-1].kind == "mark":
                if kept[-1].text == "quad":
                    kept.pop()
                elif piece.text == "quad" or piece.text == kept[-1].text:
                    continue
            if kept and kept[-1].kind == "keyword" and piece.text == "quad":
                continue
        elif piece.kind == "keyword" and kept and kept[-1].kind == "mark" and kept[-1].text == "quad":
            kept.pop()
        kept.append(piece)
    while kept and kept[-1].kind == "mark":
        kept.pop()
    return kept


def arrange(pieces: list[Piece]) -> Node:
    """The statements in a row as one node.

    Raises
    ------
    Unreadable
        If they can be joined in two ways, or in none.
    """
    at = pieces[0].at if pieces else 0
    pieces = _tidy(pieces)
    if not pieces:
        raise Unreadable("there is nothing to read", at)
    if len(pieces) == 1 and pieces[0].node is not None:
        return pieces[0].node
    clauses = _Arranger(pieces).run()
    nodes: list[Node] = []
    joints: list[str] = []
    at = 0
    while at < len(clauses):
        last = at + 1
        first = clauses[at]
        if first.condition is not None and not isinstance(first.node, Missing):
            while last < len(clauses) and _is_value(clauses[last]):
                last += 1
        if last - at > 1:
            nodes.append(_branches(clauses[at:last]))
        elif first.otherwise and len(clauses) > 1:
            raise Unreadable("what holds otherwise has no other branch before it", first.node.start)
        else:
            nodes.append(_joined([first]))
        joints.append(first.joint)
        at = last
    if not nodes:
        raise Unreadable("there is nothing to read", pieces[0].at)
    if len(nodes) == 1:
        return nodes[0]
    if "|" in joints:
        raise Unreadable("this bar is not understood", nodes[0].end)
    word = "or" if "or" in joints else "and" if "and" in joints else ""
    if "or" in joints and "and" in joints:
        raise Unreadable("and and or together: which binds first is not clear", nodes[0].end)
    return Listing(start=nodes[0].start, end=nodes[-1].end, items=tuple(nodes), word=word)
