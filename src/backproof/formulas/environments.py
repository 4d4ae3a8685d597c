r"""What stands between ``\begin`` and ``\end``: piecewise definitions, lines of equations, matrices."""

from __future__ import annotations

from backproof.formulas import commands
from backproof.formulas.relations import Relations
from backproof.formulas.tokens import Token
from backproof.formulas.tree import (
    Branch,
    Cases,
    Conditioned,
    Group,
    Listing,
    Missing,
    Node,
    Noted,
    Relation,
    Words,
)

_CONDITIONS = frozenset({"<", "<=", ">", ">=", "!=", "in", "notin", "<<", ">>"})
_OTHERWISE = "otherwise"


def is_condition(node: Node) -> bool:
    """Whether a statement compares, as conditions do, and does not define."""
    if isinstance(node, Relation):
        return _CONDITIONS.issuperset(node.operators)
    return isinstance(node, Listing) and all(is_condition(item) for item in node.items)


def bare(node: Node) -> Node:
    """A comparison without the brackets around it: ``(x > 0)``."""
    if isinstance(node, Group) and len(node.items) == 1 and isinstance(node.items[0], Relation):
        return node.items[0]
    return node


class Environments(Relations):
    """Reads environments."""

    def environment(self, *, braced: bool = False) -> Node:
        r"""What stands between ``\begin`` and ``\end``; ``braced`` tells that a brace opens before it."""
        opening = self.step()
        name = opening.text
        if name not in commands.STACKED | commands.ALIGNED | commands.MATRICES:
            self.fail(f"the environment {name} is not read", opening)
        self.deeper()
        kept = self.bar, self.conditional, self.rows, self.integral
        self.bar, self.conditional, self.rows, self.integral = "", False, name in commands.ALIGNED, False
        if name in commands.STACKED or braced:
            node = self._cases(opening)
        elif name in commands.ALIGNED:
            node = self.statements()
        else:
            node = self._matrix(opening)
        if self.token.kind != "finish":
            self.unexpected(f"\\end{{{name}}}")
        if self.token.text != name:
            self.fail(f"\\begin{{{name}}} ends as {self.token.text}")
        self.step()
        self.bar, self.conditional, self.rows, self.integral = kept
        self.deep -= 1
        return node

    def _rows(self) -> list[list[Node | str | None]]:
        """The cells of an environment row by row; an empty one is ``None``."""
        rows: list[list[Node | str | None]] = [[]]
        while True:
            while self.token.kind == "quad":
                self.step()
            if self.token.kind in {"cell", "row", "finish"}:
                rows[-1].append(None)
            else:
                rows[-1].append(self.cell())
            if self.token.kind == "cell":
                self.step()
            elif self.token.kind == "row":
                self.step()
                rows.append([])
            elif self.token.kind == "finish":
                break
            else:
                self.unexpected("the end of the line")
        return [row for row in rows if any(cell is not None for cell in row)]

    def _cases(self, opening: Token) -> Node:
        rows = self._rows()
        if not rows:
            self.fail("these cases are empty", opening)
        cells = [[cell for cell in row if cell is not None] for row in rows]
        if all(len(row) == 1 and isinstance(row[0], Relation) for row in cells):
            nodes = tuple(cell for row in cells for cell in row if not isinstance(cell, str))
            if not all(is_condition(node) for node in nodes):
                return Listing(start=opening.end, end=self.token.start, items=nodes)
        if all(len(row) == 1 and not isinstance(row[0], (Conditioned, Cases, Listing)) for row in cells):
            self.fail("the lines of these cases have no conditions", opening)
        branches = [self._branch(row, opening) for row in cells]
        if any(branch.condition is None for branch in branches[:-1]):
            self.fail("only the last line of cases may be the one for all other values", opening)
        return Cases(start=opening.start, end=self.token.end, branches=tuple(branches))

    def _branch(self, row: list[Node | str], opening: Token) -> Branch:
        """A line of a piecewise definition."""
        if len(row) == 1:
            (only,) = row
            if isinstance(only, Cases) and len(only.branches) == 1:
                return only.branches[0]
            if isinstance(only, Listing) and len(only.items) == 2 and is_condition(only.items[1]):
                value, compared = only.items
                return Branch(start=only.start, end=only.end, value=value, condition=compared)
            if isinstance(only, Conditioned):
                return Branch(start=only.start, end=only.end, value=only.statement, condition=only.condition)
            if isinstance(only, (str, Relation, Cases)):
                self.fail("this line of the cases has no value", opening)
            blank = Missing(start=only.end, end=only.end, text="")
            return Branch(start=only.start, end=only.end, value=only, condition=blank)
        if len(row) != 2:
            self.fail("this line of the cases has too many parts", opening)
        first, second = row
        if not isinstance(second, str):
            second = bare(second)
        if (
            isinstance(first, str)
            or _leads(first)
            or (not isinstance(second, str) and is_condition(first) and not _leads(second))
        ):
            first, second = second, first
        if isinstance(first, str) or _leads(first) or isinstance(first, Relation):
            self.fail("this line of the cases has no value", opening)
        start = first.start if isinstance(second, str) else min(first.start, second.start)
        end = first.end if isinstance(second, str) else max(first.end, second.end)
        if isinstance(second, str):
            condition: Node | None = None
        elif isinstance(second, Conditioned):
            condition = second.condition
        elif isinstance(second, (Relation, Listing, Words, Noted)):
            condition = second
        else:
            self.fail("the condition of this line is not understood", opening)
        return Branch(start=start, end=end, value=first, condition=condition)

    def cell(self) -> Node | str:
        """A cell of piecewise definitions and matrices: a statement, or ``"otherwise"``."""
        if self.token.kind in {"comma", "semicolon"}:
            self.step()
        while self.token.kind == "quad":
            self.step()
        if self.token.kind == "keyword" and self.token.text == _OTHERWISE:
            by = 1
            while self.ahead(by).kind in {"stop", "comma", "semicolon", "quad", "colon"}:
                by += 1
            if self.ahead(by).kind in {"row", "cell", "finish"}:
                for _ in range(by):
                    self.step()
                return _OTHERWISE
        return self.statements(cells=True)

    def _matrix(self, opening: Token) -> Node:
        rows = self._rows()
        cells = [[cell for cell in row if cell is not None and not isinstance(cell, str)] for row in rows]
        flat = [cell for row in cells for cell in row]
        if not flat:
            self.fail("this matrix is empty", opening)
        if all(isinstance(cell, Words) or getattr(cell, "word", False) for cell in flat):
            text = " ".join(getattr(cell, "text", getattr(cell, "name", "")) for cell in flat)
            return Words(start=opening.start, end=self.token.end, text=text)
        lines = tuple(Listing(start=row[0].start, end=row[-1].end, items=tuple(row)) for row in cells if row)
        return Group(start=opening.start, end=self.token.end, opening="matrix", closing=opening.text, items=lines)


def _leads(node: Node) -> bool:
    """Whether a cell is a condition with nothing before it."""
    return isinstance(node, Conditioned) and isinstance(node.statement, Missing)
