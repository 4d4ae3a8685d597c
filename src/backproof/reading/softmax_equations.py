"""Equations between outputs of softmax, and derivatives of them, with one meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import sympy as sp

from backproof.formulas.tree import (
    Big,
    Branch,
    Cases,
    Derivative,
    Group,
    Juxtaposition,
    Node,
    Number,
    Relation,
    Symbol,
)
from backproof.reading.errors import UnreadError
from backproof.reading.letters import walk
from backproof.reading.softmax_terms import FIRST, SECOND, Classes, bare
from backproof.reading.statements import Passage, SoftmaxEquals, SoftmaxSlope

_LOSS = re.compile(r"cross[\s-]?entropy|negative log[\s-]likelihood", re.IGNORECASE)
_OTHER_LOSS = re.compile(
    r"(?<!negative )log[\s-]likelihood|maximi[sz]|squared error|label smoothing|temperature|averaged? over|mini-?batch|"
    r"focal|weighted",
    re.IGNORECASE,
)
_TARGET = sp.Symbol("y", positive=True)
_LOSSES = frozenset({"L", "J", "C", "E", "l", "ell", "loss", "CE", "H"})
_EQUAL, _DIFFERENT = re.compile(r"i\s*=\s*j"), re.compile(r"i\s*(?:\\neq?\b|≠|!=)\s*j|j\s*(?:\\neq?\b|≠|!=)\s*i")


@dataclass(slots=True)
class Section:
    """What is known under one heading."""

    outputs: set[str] = field(default_factory=set)
    inputs: str = "z"
    words: str = ""


def called(node: Node) -> str:
    """The letter of the inputs in ``softmax(z)``, "" for anything else."""
    if not isinstance(node, Juxtaposition) or len(node.parts) != 2:
        return ""
    name, group = node.parts
    if not isinstance(name, Symbol) or name.name != "softmax" or not isinstance(group, Group) or len(group.items) != 1:
        return ""
    inside = group.items[0]
    return inside.name if isinstance(inside, Symbol) and not inside.superscript else ""


def stated(item: Relation, section: Section, around: str) -> SoftmaxEquals | None:
    """The statement of a relation; ``None`` if it is not one that is read."""
    left, right = item.sides[0], item.sides[-1]
    if not set(item.operators) <= {"=", "equiv"}:
        return None
    try:
        if isinstance(left, Derivative):
            return _derivative(left, right, section, around)
        return _plain(left, right, section)
    except (UnreadError, ArithmeticError, RecursionError):
        return None


def _statement(kind: type[SoftmaxEquals], cases: list[tuple[str, sp.Expr, sp.Expr]]) -> SoftmaxEquals:
    return kind(passage=Passage(0, 0, ""), about="", cases=tuple(cases))


def _derivative(left: Derivative, right: Node, section: Section, around: str) -> SoftmaxEquals | None:
    if (
        len(left.by) != 1
        or not isinstance(left.by[0], Symbol)
        or left.by[0].name != section.inputs
        or left.at is not None
    ):
        return None
    by = left.by[0].subscript
    if isinstance(left.of, Symbol) and left.of.name in _LOSSES and not left.of.subscript:
        return _of_loss(by, right, section)
    of = left.of.subscript if isinstance(left.of, Symbol) and bare(left.of) in section.outputs else _index(left.of)
    if not of or not by:
        return None
    cases: list[tuple[str, sp.Expr, sp.Expr]] = []
    for case, values in _cases(of, by):
        printed = _branch(right, case, around, same=of == by)
        if printed is not None:
            classes = Classes(frozenset(section.outputs), section.inputs, values)
            own, other = (values[i] / classes.total for i in (of, by))
            true = own * ((1 if case != "i ≠ j" else 0) - other)
            cases.append((case, true, classes.value(printed)))
    return _statement(SoftmaxSlope, cases) if cases else None


def _index(node: Node) -> str:
    """The index of ``softmax(z)_i``."""
    if not isinstance(node, Juxtaposition) or not called(node):
        return ""
    group = node.parts[1]
    return group.subscript if isinstance(group, Group) else ""


def _cases(of: str, by: str) -> list[tuple[str, dict[str, sp.Expr]]]:
    if of == by:
        return [("", {of: FIRST})]
    return [("i = j", {of: FIRST, by: FIRST}), ("i ≠ j", {of: FIRST, by: SECOND})]


def _branch(right: Node, case: str, around: str, *, same: bool) -> Node | None:
    """What is printed for a case of the indices, ``None`` for nothing."""
    if same:
        return None if isinstance(right, Cases) else right
    if isinstance(right, Cases):
        return next((b.value for b in right.branches if _is_for(b, right) == case), None)
    if any(isinstance(n, Symbol) and n.name == "delta" for n in walk(right)):
        return right
    told = ["i = j"] * bool(_EQUAL.search(around)) + ["i ≠ j"] * bool(_DIFFERENT.search(around))
    return right if told == [case] else None


def _is_for(branch: Branch, cases: Cases) -> str:
    """The case of the indices that a branch is for."""
    condition = branch.condition
    if isinstance(condition, Relation) and condition.operators == ("=",):
        return "i = j"
    if isinstance(condition, Relation) and condition.operators == ("!=",):
        return "i ≠ j"
    first = cases.branches[0]
    return "i ≠ j" if condition is None and first is not branch and _is_for(first, cases) == "i = j" else ""


def _of_loss(by: str, right: Node, section: Section) -> SoftmaxEquals | None:
    """The gradient of the cross-entropy by an input: output minus target."""
    if not _LOSS.search(section.words) or _OTHER_LOSS.search(section.words):
        return None
    letters = [s for s in walk(right) if isinstance(s, Symbol)]
    targets = {bare(s) for s in letters} - section.outputs
    if len(targets) != 1 or any(s.subscript != by for s in letters) or not targets <= {"y", "t"}:
        return None
    classes = Classes(frozenset(section.outputs), section.inputs, {by: FIRST}, {next(iter(targets)): _TARGET})
    return _statement(SoftmaxSlope, [("", FIRST / classes.total - _TARGET, classes.value(right))])


def _plain(left: Node, right: Node, section: Section) -> SoftmaxEquals | None:
    """A sum over the classes, shifted inputs, the definition, or two classes."""
    symbols = [s for side in (left, right) for s in walk(side) if isinstance(s, Symbol)]
    known = any(s.name == "softmax" or bare(s) in section.outputs for s in symbols)
    if not known or (isinstance(left, Symbol) and called(right)) or not _says_how(left, right, section):
        return None
    named = {s.subscript for s in symbols if s.name == section.inputs or bare(s) in section.outputs}
    indexed = {g.subscript for side in (left, right) for g in walk(side) if isinstance(g, Group)}
    free = sorted((named | indexed) - {""}) or [""]
    if {"1", "2"} >= set(free) and set(free):
        two = any(s.name in ("sigma", "sigmoid") for s in symbols) or not any(s.name == "softmax" for s in symbols)
        if not two:
            return None
        classes = Classes(frozenset(section.outputs), section.inputs, {"1": FIRST, "2": SECOND}, two=True)
    else:
        bound = _summed(left) | _summed(right)
        own = [index for index in free if index not in bound]
        if len(own) > 1 or (isinstance(left, Number) and isinstance(right, Number)):
            return None
        classes = Classes(frozenset(section.outputs), section.inputs, dict.fromkeys(own or [""], FIRST))
    return _statement(SoftmaxEquals, [("", classes.value(left), classes.value(right))])


def _says_how(left: Node, right: Node, section: Section) -> bool:
    """Whether an equation is about softmax itself, and not about the values of an example."""
    both = [any(isinstance(n, Symbol) and n.name == section.inputs for n in walk(side)) for side in (left, right)]
    own = isinstance(left, Symbol) and bare(left) in section.outputs
    total = isinstance(left, Big) and left.kind == "sum" and isinstance(right, Number)
    return total or (both[1] and (both[0] or own))


def _summed(node: Node) -> set[str]:
    """The indices that sums run over."""
    lower = [n.lower for n in walk(node) if isinstance(n, Big)]
    names = [n.sides[0] if isinstance(n, Relation) else n for n in lower]
    return {n.name for n in names if isinstance(n, Symbol)}
