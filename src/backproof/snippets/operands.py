"""What expressions are made of: names with dots, bounds, draws in sums and products, functions of the document."""

from __future__ import annotations

import ast

import sympy as sp

from backproof.activations import X
from backproof.snippets.table import Defined
from backproof.snippets.values import Draw, UnreadError, Value, as_number, made


def no_bound(node: ast.expr) -> bool:
    """Whether an argument is ``None`` or infinite, as bounds of ``clip`` may be; other functions do not take it."""
    if isinstance(node, ast.Call) and dotted(node.func) == ("float",) and len(node.args) == 1:
        node = node.args[0]
        return isinstance(node, ast.Constant) and str(node.value).lower().lstrip("+-") in ("inf", "infinity")
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return (isinstance(node, ast.Constant) and node.value is None) or dotted(node)[-1:] in (("inf",), ("Inf",))


def combined(left: Value, op: ast.operator, right: Value) -> Draw:
    """A linear function of a draw."""
    if isinstance(left, Draw) and isinstance(right, Draw):
        raise UnreadError("two draws")
    draw, other = (left, right) if isinstance(left, Draw) else (right, left)
    if not isinstance(draw, Draw):
        raise UnreadError("no draw")
    number = as_number(other)
    match op:
        case ast.Mult():
            return draw.times(number)
        case ast.Div() if draw is left:
            return draw.times(made(lambda: 1 / number))
        case ast.Add():
            return draw.plus(number)
        case ast.Sub():
            return draw.plus(-number) if draw is left else draw.times(sp.S.NegativeOne).plus(number)
    raise UnreadError("not a linear function of a draw")


def parameter(name: str) -> sp.Symbol:
    """The symbol for a name that is not the variable, whatever it is called."""
    return sp.Symbol(f"{name}_" if name == X.name else name, real=True)


def dotted(node: ast.expr) -> tuple[str, ...]:
    """``np.random.randn`` as its names; empty for what is not a chain of names."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return (node.id, *reversed(names)) if isinstance(node, ast.Name) else ()


def bound(defined: Defined, values: list[sp.Expr], options: dict[str, sp.Expr]) -> sp.Expr:
    """A function of the document at arguments."""
    given = {**{s: defined.defaults[n] for n, s in defined.parameters if n in defined.defaults}}
    given |= {s: v for (_, s), v in zip(defined.parameters, values[1:], strict=False)}
    by_name = dict(defined.parameters)
    if set(options) - set(by_name):
        raise UnreadError("an argument that the function does not have")
    given |= {by_name[n]: v for n, v in options.items()}
    if any(s not in given for n, s in defined.parameters if n not in defined.free):
        raise UnreadError("a missing argument")
    return made(lambda: defined.formula.xreplace({X: values[0], **given}))
