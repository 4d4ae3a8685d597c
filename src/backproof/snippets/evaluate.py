"""Expressions of Python as formulas, by walking their syntax trees. A walk has a limited number of steps."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace

import sympy as sp
from sympy.logic.boolalg import Boolean

from backproof.snippets import library, sampling
from backproof.snippets.operands import bound, combined, dotted, no_bound, parameter
from backproof.snippets.table import Table
from backproof.snippets.values import (
    IRRATIONAL,
    TINY,
    Draw,
    UnreadError,
    Value,
    as_condition,
    as_number,
    constant,
    is_truth,
    made,
    piecewise,
    power,
    recognised,
    relate,
)

STEPS = 3000
"""Nodes that are visited for one function."""
DEEPEST = 120
"""How deep expressions are nested."""
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.Is: "==",
}  # fmt: skip
_CONSTANTS = {"pi": sp.pi, "e": sp.E, "inf": None, "Inf": None, "nan": None}


@dataclass(slots=True)
class Box:
    """A variable's content. Two names of one array share a box.

    ``only`` is the condition under which entries were taken out of an array, ``None`` for whole arrays.
    """

    value: Value | None
    only: Boolean | None = None


@dataclass(slots=True)
class Evaluator:
    """Evaluates expressions where ``names`` have values.

    Parameters
    ----------
    table
        What the document has defined.
    names
        Local variables; a box with ``None`` is a variable of unknown content.
    sizes
        Whether things such as ``layer_dims[l-1]`` and ``self.n_in`` are numbers, named as they are written.
    itself
        The name of the function that is being read: a call of it is recursion.
    mask
        The condition under which entries are being assigned.
    free
        Names that were met without a value, in order; each is a symbol of its own.
    constants
        Irrational numbers and parameters that a decimal number stands for if it has their digits.
    """

    table: Table
    names: dict[str, Box]
    sizes: bool = False
    itself: str = ""
    mask: Boolean | None = None
    steps: list[int] = field(default_factory=lambda: [STEPS])
    free: dict[str, sp.Symbol] = field(default_factory=dict)
    constants: tuple[tuple[sp.Expr, sp.Expr], ...] = IRRATIONAL
    depth: int = 0

    def value(self, node: ast.expr) -> Value:
        """The value of an expression.

        Raises
        ------
        UnreadError
            If it has none here.
        """
        self.steps[0] -= 1
        if self.steps[0] < 0 or self.depth > DEEPEST:
            raise UnreadError("too much code")
        self.depth += 1
        try:
            return self._value(node)
        finally:
            self.depth -= 1

    def number(self, node: ast.expr) -> sp.Expr:
        """The value of an expression that is a number."""
        return as_number(self.value(node))

    def _value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=bool() as truth):
                return sp.true if truth else sp.false
            case ast.Constant():
                return recognised(constant(node.value), node.value, self.constants)
            case ast.Name():
                return self._name(node.id)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BinOp():
                return self._binary(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.BoolOp():
                join = sp.And if isinstance(node.op, ast.And) else sp.Or
                return join(*(as_condition(self.value(v)) for v in node.values))
            case ast.IfExp():
                test = as_condition(self.value(node.test))
                if test in (sp.true, sp.false):
                    return self.value(node.body if test is sp.true else node.orelse)
                return piecewise(test, self.number(node.body), self.number(node.orelse))
            case ast.Call():
                return self._call(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Subscript():
                return self._subscript(node)
            case ast.ListComp(elt=elt, generators=[ast.comprehension(target=ast.Name(id=name), iter=over, ifs=[])]):
                return replace(self, names={**self.names, name: Box(self.value(over))}).value(elt)
        raise UnreadError(f"{type(node).__name__} has no value here")

    def _name(self, name: str) -> Value:
        if name in self.names:
            box = self.names[name]
            value = box.value
            if value is None or (box.only is not None and box.only != self.mask):
                raise UnreadError(f"{name} is not known here")
            return value
        if name in self.table.functions:
            raise UnreadError(f"{name} is a function")
        if name in self.table.numbers and not self.sizes:
            if (number := self.table.numbers[name]) is None:
                raise UnreadError(f"{name} is not known here")
            return number
        if name == "pi" or (name == "e" and not self.sizes):
            return sp.pi if name == "pi" else sp.E
        return self._symbol(name)

    def _symbol(self, name: str) -> sp.Symbol:
        return self.free.setdefault(name, parameter(name))

    def _module(self, name: str) -> bool:
        return name in self.table.modules or (name in library.MODULES and not self.table.knows(name))

    def _unary(self, node: ast.UnaryOp) -> Value:
        value = self.value(node.operand)
        if is_truth(value):
            if isinstance(node.op, ast.Not | ast.Invert):
                return sp.Not(value)
            value = as_number(value)
        if isinstance(node.op, ast.USub):
            return value.times(sp.S.NegativeOne) if isinstance(value, Draw) else made(lambda: -value)
        if isinstance(node.op, ast.UAdd):
            return value
        raise UnreadError("not a number")

    def _binary(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        if is_truth(left) and is_truth(right) and isinstance(node.op, ast.BitAnd | ast.BitOr):
            return (sp.And if isinstance(node.op, ast.BitAnd) else sp.Or)(left, right)
        if isinstance(left, Draw) or isinstance(right, Draw):
            return combined(left, node.op, right)
        a, b = as_number(left), as_number(right)
        match node.op:
            case ast.Add() | ast.Sub():
                if any(v.is_Rational and 0 < abs(v) <= TINY for v in (a, b)):
                    raise UnreadError("a guard against division by zero")
                return made(lambda: a + b) if isinstance(node.op, ast.Add) else made(lambda: a - b)
            case ast.Mult():
                return made(lambda: a * b)
            case ast.Div():
                return made(lambda: a / b)
            case ast.Pow():
                return power(a, b)
        raise UnreadError("an operator that formulas do not have")

    def _comparison(self, node: ast.Compare) -> Value:
        values = [self.value(v) for v in (node.left, *node.comparators)]
        if any(is_truth(v) for v in values):
            if len(values) == 2 and isinstance(node.ops[0], ast.Eq | ast.Is) and values[1] in (sp.true, sp.false):
                return values[0] if values[1] is sp.true else sp.Not(as_condition(values[0]))
            raise UnreadError("a comparison of truth values")
        if any(type(op) not in _SIGNS for op in node.ops):
            raise UnreadError("not a comparison of numbers")
        signs = [_SIGNS[type(op)] for op in node.ops]
        pairs = zip(signs, values[:-1], values[1:], strict=True)
        return sp.And(*(relate(sign, as_number(a), as_number(b)) for sign, a, b in pairs))

    def _attribute(self, node: ast.Attribute) -> Value:
        if isinstance(node.value, ast.Name) and node.value.id not in self.names:
            if self._module(node.value.id) and node.attr in _CONSTANTS:
                if (number := _CONSTANTS[node.attr]) is None:
                    raise UnreadError("infinite")
                return number
            if node.value.id == "self" or self.sizes:
                return self._symbol(node.attr if node.value.id == "self" else ast.unparse(node))
        if node.attr == "T":
            return self.value(node.value)
        raise UnreadError("an attribute")

    def _subscript(self, node: ast.Subscript) -> Value:
        if self.mask is not None:
            chosen = self.without_mask().value(node.slice)
            if is_truth(chosen) and chosen == self.mask:
                return self.without_mask().value(node.value)
        if self.sizes and isinstance(node.value, ast.Name | ast.Attribute):
            return self._symbol(ast.unparse(node))
        raise UnreadError("a part of an array")

    def without_mask(self) -> Evaluator:
        """The same outside of an assignment to some entries."""
        return replace(self, mask=None)

    def _call(self, node: ast.Call) -> Value:
        if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
            raise UnreadError("arguments that are not written out")
        path = dotted(node.func)
        if path and path[0] not in self.names:
            made_before = len(path) > 1 and path[0] in self.table.numbers
            known = self.table.knows(path[0]) and not made_before
            drawn = None if known else sampling.drawn(node, path, self.number)
            if drawn is not None:
                return drawn
        name = ".".join(path)
        if (len(path) == 1 and self.table.knows(name)) or (path[:1] == ("self",) and name in self.table.functions):
            return self._defined(name, node)
        if isinstance(node.func, ast.Name) and (node.func.id == self.itself or node.func.id in self.names):
            raise UnreadError("a function that is not known here")
        if path and (len(path) == 1 or self._module(path[0])):
            return self._library(path[0] if len(path) > 1 else "", path[-1], [], node)
        if isinstance(node.func, ast.Call) and (inner := dotted(node.func.func)) and inner[-1][0].isupper():
            options = {k.arg: self.value(k.value) for k in node.func.keywords if k.arg and k.arg not in library.FLAGS}
            values = [self.value(a) for a in (*node.args, *node.func.args)]
            return library.apply(inner[0], inner[-1].lower(), values, options)
        if isinstance(node.func, ast.Attribute) and not (path and path[0] not in self.names):
            owner = node.func.value
            if isinstance(drawn := sampling.method(node, self.number), Draw):
                return drawn
            return self._library("", node.func.attr, [self.value(owner)], node)
        raise UnreadError("a function that is not known here")

    def _defined(self, name: str, node: ast.Call) -> sp.Expr:
        defined = self.table.functions.get(name)
        if defined is None or name == self.itself or not node.args or len(node.args) > 1 + len(defined.parameters):
            raise UnreadError(f"{name} is not known here")
        return bound(
            defined, [self.number(a) for a in node.args], {str(k.arg): self.number(k.value) for k in node.keywords}
        )

    def _library(self, root: str, name: str, first: list[Value], node: ast.Call) -> Value:
        if name in library.ZEROS or name in library.ONES:
            return sp.S.Zero if name in library.ZEROS else sp.S.One
        if name in library.FULL and len(node.args) == 2:
            return self.value(node.args[1])
        if name in library.SAME:
            value = (first or [self.value(a) for a in node.args[:1]])[0] if first or node.args else None
            if value is None:
                raise UnreadError("no argument")
            return value
        arguments = list(node.args)
        if name in ("max", "min") and len(arguments) == 1 and isinstance(arguments[0], ast.List | ast.Tuple):
            arguments, root = list(arguments[0].elts), ""
        keywords = [k for k in node.keywords if k.arg not in library.FLAGS]
        values = [*first, *(None if no_bound(a) else self.value(a) for a in arguments)]
        options = {str(k.arg): self.value(k.value) for k in keywords if not no_bound(k.value)}
        if any(isinstance(v, Draw) for v in values):
            raise UnreadError("random")
        return library.apply(root, name, values, options)
