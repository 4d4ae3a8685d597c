"""Bodies of functions as formulas: straight lines of assignments, cases, and entries assigned under a mask."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import sympy as sp
from sympy.logic.boolalg import Boolean

from backproof.activations import X
from backproof.snippets.evaluate import Box, Evaluator
from backproof.snippets.names import is_upstream
from backproof.snippets.operands import parameter
from backproof.snippets.table import Defined, Table
from backproof.snippets.values import IRRATIONAL, UnreadError, Value, as_number, constant, is_truth, piecewise

UPSTREAM = sp.Symbol("upstream", real=True)
"""The gradient from above that a backward function multiplies with."""
Callable_: TypeAlias = ast.FunctionDef | ast.Lambda
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
_WRITES_ENTRIES = "entries of something else"


@dataclass(frozen=True, slots=True)
class Signature:
    """The arguments of a function.

    Parameters
    ----------
    data
        The argument that the function is one of.
    others
        The rest, in order, with the values of those that have one; switches (with a truth value) are apart.
    flags
        Switches, with what they are set to where nothing is said.
    upstream
        Arguments that are a gradient from above, of a backward function.
    """

    data: str
    others: tuple[tuple[str, sp.Expr | None], ...]
    flags: Mapping[str, bool]
    upstream: tuple[str, ...] = ()


def signature(function: Callable_, *, backward: bool = False) -> Signature:
    """Read the arguments of a function."""
    spec = function.args
    arguments = [*spec.posonlyargs, *spec.args]
    padding: list[ast.expr | None] = [None] * (len(arguments) - len(spec.defaults))
    defaults = [*padding, *spec.defaults, *spec.kw_defaults]
    pairs = list(zip([a.arg for a in (*arguments, *spec.kwonlyargs)], defaults, strict=True))
    if pairs and pairs[0][0] in ("self", "cls", "ctx"):
        pairs = pairs[1:]
    truths = {n: d.value for n, d in pairs if isinstance(d, ast.Constant) and isinstance(d.value, bool)}
    plain = [(n, d) for n, d in pairs if n not in truths]
    above = tuple(n for n, _ in plain if is_upstream(n)) if backward and len(plain) > 1 else ()
    plain = [(n, d) for n, d in plain if n not in above]
    if not plain:
        raise UnreadError("no argument")
    return Signature(plain[0][0], tuple((n, _default(d)) for n, d in plain[1:]), truths, above)


def _default(node: ast.expr | None) -> sp.Expr | None:
    if node is None:
        return None
    try:
        return Evaluator(Table(), {}).number(node)
    except UnreadError:
        return None


def returned(
    function: Callable_,
    table: Table,
    *,
    name: str = "",
    flags: Mapping[str, bool] | None = None,
    symbols: Mapping[str, sp.Symbol] | None = None,
    constants: tuple[tuple[sp.Expr, sp.Expr], ...] = IRRATIONAL,
    backward: bool = False,
) -> Defined:
    """What a function returns, as a formula in its first argument.

    Parameters
    ----------
    flags
        How switches are set; else as they are where nothing is said.
    symbols
        Names that stand for parameters, whatever numbers are assigned to them.
    constants
        See :class:`Evaluator`.

    Raises
    ------
    UnreadError
        If the body does anything that has no formula, or may return nothing.
    """
    head = signature(function, backward=backward)
    symbols = symbols or {}
    known = [(n, symbols.get(n) or parameter(n), d) for n, d in head.others]
    set_to = {**head.flags, **(flags or {})}
    names = {head.data: Box(X), **{n: Box(s) for n, s, _ in known}, **{n: Box(UPSTREAM) for n in head.upstream}}
    names |= {n: Box(sp.true if v else sp.false) for n, v in set_to.items()}
    names |= {n: Box(s) for n, s in symbols.items() if n not in names}
    evaluator = Evaluator(table, names, itself=name, constants=constants)
    if isinstance(function, ast.Lambda):
        formula = evaluator.number(function.body)
    else:
        formula = _Body(symbols).run(function.body, evaluator)
    free = [(n, s, None) for n, s in evaluator.free.items()]
    parameters = tuple((n, s) for n, s, _ in (*known, *free))
    return Defined(formula, parameters, {n: d for n, _, d in known if d is not None}, frozenset(evaluator.free))


class _Body:
    def __init__(self, symbols: Mapping[str, sp.Symbol]) -> None:
        self._symbols = symbols

    def run(self, statements: Sequence[ast.stmt], at: Evaluator) -> sp.Expr:
        """The value that is returned; every way through has to return one."""
        for place, statement in enumerate(statements):
            match statement:
                case ast.Return(value=ast.Tuple(elts=[first, *rest])) if all(isinstance(r, ast.Name) for r in rest):
                    return at.number(first)
                case ast.Return(value=value) if value is not None:
                    return at.number(value)
                case ast.If():
                    return self._choice(statement, statements[place + 1 :], at)
                case ast.With():
                    return self.run([*statement.body, *statements[place + 1 :]], at)
                case _:
                    self._step(statement, at)
        raise UnreadError("nothing is returned")

    def _choice(self, statement: ast.If, rest: Sequence[ast.stmt], at: Evaluator) -> sp.Expr:
        test = at.value(statement.test)
        if not is_truth(test):
            raise UnreadError("not a condition")
        if test in (sp.true, sp.false):
            return self.run([*(statement.body if test is sp.true else statement.orelse), *rest], at)
        one = self.run([*statement.body, *rest], _fork(at))
        return piecewise(test, one, self.run([*statement.orelse, *rest], _fork(at)))

    def _step(self, statement: ast.stmt, at: Evaluator) -> None:
        match statement:
            case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Assert():
                return
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
                return
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._assign(name, value, at)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                self._assign(name, value, at)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
                results = [at.value(v) for v in values]
                for target, result in zip(names, results, strict=True):
                    if not isinstance(target, ast.Name):
                        raise UnreadError(_WRITES_ENTRIES)
                    at.names[target.id] = Box(result)
            case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                if name not in at.names or self._shared(name, at):
                    raise UnreadError("changed in place under two names")
                at.names[name] = Box(at.value(_joined(target, op, value)))
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=mask)], value=value):
                self._entries(name, mask, value, at)
            case ast.AugAssign(target=ast.Subscript(value=ast.Name(id=name), slice=mask) as target, op=op, value=value):
                self._entries(name, mask, _joined(target, op, value), at)
            case _:
                raise UnreadError(f"{type(statement).__name__} has no formula")

    def _assign(self, name: str, value: ast.expr, at: Evaluator) -> None:
        if name in self._symbols and isinstance(value, ast.Constant):
            constant(value.value)
            return
        if isinstance(value, ast.Name) and value.id in at.names:
            at.names[name] = at.names[value.id]
            return
        only = self._taken(value, at)
        at.names[name] = Box(replace(at, mask=only).value(value), only)

    def _taken(self, value: ast.expr, at: Evaluator) -> Boolean | None:
        """The mask by which a right side takes entries out of arrays, ``None`` if it takes none."""
        slices = {ast.unparse(n.slice): n.slice for n in ast.walk(value) if isinstance(n, ast.Subscript)}
        if len(slices) != 1:
            return None
        chosen = at.value(*slices.values())
        return chosen if is_truth(chosen) else None

    def _shared(self, name: str, at: Evaluator) -> bool:
        return sum(box is at.names[name] for box in at.names.values()) > 1

    def _entries(self, name: str, mask: ast.expr, value: ast.expr, at: Evaluator) -> None:
        if name not in at.names:
            raise UnreadError(_WRITES_ENTRIES)
        chosen, box = at.value(mask), at.names[name]
        if not is_truth(chosen) or box.value is None:
            raise UnreadError(_WRITES_ENTRIES)
        new: Value = replace(at, mask=chosen).value(value)
        box.value = piecewise(chosen, as_number(new), as_number(box.value))


def _joined(target: ast.expr, op: ast.operator, value: ast.expr) -> ast.BinOp:
    if not isinstance(op, _OPERATORS):
        raise UnreadError("an operator that formulas do not have")
    return ast.BinOp(left=target, op=op, right=value)


def _fork(at: Evaluator) -> Evaluator:
    """The same variables in other boxes; what shared a box goes on sharing one."""
    boxes = {id(box): Box(box.value) for box in at.names.values()}
    return replace(at, names={name: boxes[id(box)] for name, box in at.names.items()})
