"""Weights drawn in code, as statements on the scheme that names, comments or prose call them by."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import sympy as sp

from backproof.reading.statements import FAN_IN, FAN_OUT, CodeDoes, InitialisesWith
from backproof.snippets.clean import Comment
from backproof.snippets.evaluate import Box, Evaluator
from backproof.snippets.functions import passage_of
from backproof.snippets.operands import dotted
from backproof.snippets.schemes import named_scheme, scheme_in_prose
from backproof.snippets.table import Table
from backproof.snippets.values import Draw, UnreadError, Value
from backproof.snippets.vocabulary import names
from backproof.snippets.widths import Sizes, resolved

_XAVIER, _HE, _LECUN = 2 / (FAN_IN + FAN_OUT), 2 / FAN_IN, 1 / FAN_IN
_VARIANCES = {"xavier": (_XAVIER, _LECUN, 1 / FAN_OUT), "he": (_HE, 2 / FAN_OUT), "lecun": (_LECUN,)}
_LIBRARY = {
    "xavier": ("xavier", _XAVIER), "Glorot": ("xavier", _XAVIER), "glorot": ("xavier", _XAVIER),
    "kaiming": ("he", _HE), "He": ("he", _HE), "he": ("he", _HE),
    "Lecun": ("lecun", _LECUN), "lecun": ("lecun", _LECUN),
}  # fmt: skip
_INITIALISER = re.compile(r"(xavier|Glorot|glorot|kaiming|He|he|Lecun|lecun)_?([Uu]niform|[Nn]ormal)_?")
_OPTIONS = names("seed generator dtype key")
_NORMAL = re.compile(
    r"\bgaussians?\b|\bnormal(?:ly)?[\s-]distribut|\bstandard[\s-]normal\b|\bzero[\s-]mean"
    r"|\bmean (?:of |is |= ?)?(?:0|zero)"
)
_NORMAL_NEAR = re.compile(r"\bnormal\b|\bnormally\b|\brandn\b")
_FAR = 200
"""Characters of prose before the code that may tell which distribution is meant."""
_CONTAINERS = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp, ast.GeneratorExp)


@dataclass(slots=True)
class Walk:
    """Goes through statements in order, remembering what variables hold and what the code around is called.

    Parameters
    ----------
    text, remarks
        The code that was parsed, and its comments.
    words, topic
        The prose before it, and what the section is about.
    """

    text: str
    table: Table
    remarks: Sequence[Comment] = ()
    words: str = ""
    topic: str = ""
    names: dict[str, Box] = field(default_factory=dict)
    origins: dict[str, ast.expr] = field(default_factory=dict)
    around: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def through(self, statements: Sequence[ast.stmt]) -> Iterator[CodeDoes]:
        """What the statements say on how weights are drawn."""
        for place, statement in enumerate(statements):
            match statement:
                case ast.FunctionDef() | ast.ClassDef():
                    said = (ast.get_docstring(statement) or "", *self._near(statement.lineno), *self.said)
                    inside = replace(
                        self,
                        names={},
                        origins={},
                        around=(statement.name, *self.around),
                        said=tuple(filter(None, said)),
                    )
                    yield from inside.through(statement.body)
                case ast.If():
                    yield from self._branches(statement)
                case ast.For() | ast.While() | ast.With():
                    yield from replace(self, names=dict(self.names)).through(statement.body)
                    self._forget(statement)
                case (
                    ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value)
                ):
                    yield from self._assigned(target, value, value, statements[place + 1 :])
                case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                    whole = ast.copy_location(ast.BinOp(ast.Name(name, ast.Load()), op, value), value)
                    yield from self._assigned(target, whole, value, statements[place + 1 :])
                case ast.Return(value=ast.Name()):
                    continue
                case ast.Return(value=ast.expr() as value) | ast.Expr(value=value):
                    yield from self._assigned(None, value, value, ())

    def _branches(self, statement: ast.If) -> Iterator[CodeDoes]:
        nodes = ast.walk(statement.test)
        told = tuple(str(n.value) for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
        yield from replace(self, names=dict(self.names), around=(*told, *self.around)).through(statement.body)
        yield from replace(self, names=dict(self.names)).through(statement.orelse)
        self._forget(statement)

    def _forget(self, statement: ast.stmt) -> None:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.names[node.id] = Box(None)

    def _near(self, line: int) -> list[str]:
        """The comment on a line, and those above it that no empty line parts from it."""
        by_line = {c.line: c.text for c in self.remarks}
        lines = self.text.split("\n")
        found = [by_line[line]] if line in by_line else []
        at = line - 1
        while at > 0 and lines[at - 1].strip() and not (at + 1 in by_line and at not in by_line and at + 1 != line):
            found += [by_line[at]] if at in by_line and lines[at - 1].lstrip().startswith("#") else []
            at -= 1
        return found

    def _assigned(
        self, target: ast.expr | None, value: ast.expr, shown: ast.expr, rest: Sequence[ast.stmt]
    ) -> Iterator[CodeDoes]:
        if isinstance(value, _CONTAINERS):
            for inner in _items(value):
                yield from self._assigned(target, inner, inner, ())
            return
        result = self._evaluated(value)
        if isinstance(target, ast.Name):
            if not isinstance(result, Draw) and _has_formula(value):
                self.origins[target.id] = value
            self.names[target.id] = Box(result)
            if isinstance(result, Draw) and _goes_on(target.id, rest):
                return
        near = self._near(shown.lineno)
        names = [ast.unparse(target), *self.around] if target is not None else list(self.around)
        firm = named_scheme(names, [*near, *self.said])
        if isinstance(result, Draw):
            yield from self._drawn(result, value, shown, firm, [*near, *self.said, *names])
        elif firm and isinstance(value, ast.Call):
            yield from _by_library(value, firm, self.text)

    def _evaluated(self, value: ast.expr) -> Value | None:
        try:
            result = Evaluator(self.table, dict(self.names), sizes=True).value(value)
            if isinstance(result, Draw) and any(s.isdigit() for s in result.shape):
                by_name = Sizes(result.shape).visit(copy.deepcopy(value))
                result = Evaluator(self.table, dict(self.names), sizes=True).value(by_name)
        except (UnreadError, RecursionError):
            return None
        return result

    def _drawn(
        self, draw: Draw, value: ast.expr, shown: ast.expr, firm: str, near: Sequence[str]
    ) -> Iterator[CodeDoes]:
        scheme = firm or scheme_in_prose(self.words, self.topic)
        symmetric = draw.kind != "uniform" and draw.shift == 0
        spread = draw.factor
        if draw.kind == "uniform" and sp.expand(2 * draw.shift + draw.factor) == 0:
            symmetric, spread = True, draw.factor / 2
        found = resolved(spread, draw.shape)
        if draw.kind == "uniform" and draw.shift == 0 and not draw.scaled and (firm or self._means_normal(near)):
            if found is not None or self._means_normal(near):
                says = "these numbers are uniform on [0, 1): never negative, mean 1/2; standard normal ones are randn's"
                yield CodeDoes(passage=passage_of(shown, self.text), inner=None, slip="uniform-for-normal", says=says)
            return
        if not scheme or not symmetric or found is None:
            return
        resolved_spread, one_fan = found
        if (scheme, draw.kind, resolved_spread) == ("xavier", "uniform", 1 / sp.sqrt(FAN_IN)):
            return  # the older heuristic, which many texts call by this name
        if not firm and not self.topic and _is_of_another(scheme, draw.kind, resolved_spread):
            return
        quantity = "limit" if draw.kind == "uniform" else "deviation" if draw.scaled else "factor"
        passage = passage_of(self._source(value, shown), self.text)
        inner = InitialisesWith(
            passage=passage,
            scheme=scheme,
            distribution=draw.kind,
            quantity=quantity,
            spread=resolved_spread,
            one_fan=one_fan,
        )
        yield CodeDoes(passage=passage, inner=inner)

    def _means_normal(self, near: Sequence[str]) -> bool:
        close, far = " ".join(near).lower().replace("_", " "), self.words[-_FAR:]
        if "uniform" in close or ("uniform" in far and not close):
            return False
        if _NORMAL.search(close) or _NORMAL_NEAR.search(close):
            return True
        return "uniform" not in far and _NORMAL.search(far) is not None

    def _source(self, value: ast.expr, shown: ast.expr) -> ast.expr:
        """Where the spread is written: in a variable's own line, if the draw only names it."""
        used = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)} & set(self.origins)
        return self.origins[used.pop()] if len(used) == 1 else shown


def _items(value: ast.expr) -> list[ast.expr]:
    match value:
        case ast.Dict(values=values) | ast.List(elts=values) | ast.Tuple(elts=values):
            return values
        case ast.ListComp(elt=elt) | ast.GeneratorExp(elt=elt) | ast.DictComp(value=elt):
            return [elt]
    return []


def _has_formula(value: ast.expr) -> bool:
    """Whether an expression divides or takes a root: such things are spreads, others are sizes."""
    for node in ast.walk(value):
        if isinstance(node, ast.Div | ast.Pow) or (isinstance(node, ast.Call) and dotted(node.func)[-1:] == ("sqrt",)):
            return True
    return False


def _goes_on(name: str, rest: Sequence[ast.stmt]) -> bool:
    """Whether a statement that follows computes the variable again from itself."""
    for statement in rest:
        match statement:
            case ast.AugAssign(target=ast.Name(id=other)) if other == name:
                return True
            case ast.Assign(targets=[ast.Name(id=other)], value=value) if other == name:
                return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(value))
    return False


def _is_of_another(scheme: str, kind: str, spread: sp.Expr) -> bool:
    variance = spread**2 / 3 if kind == "uniform" else spread**2
    same = {name for name, forms in _VARIANCES.items() if any(sp.simplify(variance - f) == 0 for f in forms)}
    return bool(same) and scheme not in same


def _by_library(call: ast.Call, scheme: str, text: str) -> Iterator[CodeDoes]:
    """An initialiser of a library under the name of another scheme; under its own it is right by definition."""
    path = dotted(call.func)
    known = _INITIALISER.fullmatch(path[-1]) if path else None
    if known is None or len(call.args) > 1 or {k.arg for k in call.keywords} - _OPTIONS:
        return
    true, variance = _LIBRARY[known[1]]
    if true == scheme:
        return
    uniform = known[2].lower() == "uniform"
    passage = passage_of(call, text)
    inner = InitialisesWith(
        passage=passage,
        scheme=scheme,
        distribution="uniform" if uniform else "normal",
        quantity="limit" if uniform else "deviation",
        spread=sp.sqrt(3 * variance) if uniform else sp.sqrt(variance),
    )
    yield CodeDoes(passage=passage, inner=inner, name=path[-1])
