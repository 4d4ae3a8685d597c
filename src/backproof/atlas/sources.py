"""The catalogue's own NumPy forms as plain Python, for scripts that a reader runs without backproof."""

from __future__ import annotations

import ast
import inspect
import textwrap
from types import FunctionType, ModuleType
from typing import Any

from backproof.activations import Form
from backproof.errors import BackproofError


def source(form: Form) -> tuple[str, str]:
    """Write a form, and whatever it calls, as Python that needs NumPy alone (and SciPy where it says so).

    Returns
    -------
    tuple
        The code, without annotations and docstrings, and the name of the function in it.

    Raises
    ------
    BackproofError
        If the form is not a function with a name, such as one that NumPy offers itself, or a closure.
    """
    if not isinstance(form.compute, FunctionType) or form.compute.__name__ == "<lambda>":
        raise BackproofError(f"the form {form.printed} is no plain function: it cannot be written out")
    parts: dict[str, str] = {}
    _collect(form.compute, parts)
    return "\n\n".join(parts.values()), form.compute.__name__


def _collect(function: FunctionType, parts: dict[str, str]) -> None:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for name in sorted(names & set(function.__globals__)):
        value: Any = function.__globals__[name]
        if isinstance(value, FunctionType) and name not in parts:
            _collect(value, parts)
        elif isinstance(value, float | tuple) and name not in parts:
            parts[name] = f"{name} = {value!r}"
        elif isinstance(value, ModuleType):
            continue
    parts[function.__name__] = ast.unparse(_Plain().visit(tree))


class _Plain(ast.NodeTransformer):
    """Takes annotations and docstrings away."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        for argument in (*node.args.args, *node.args.kwonlyargs, node.args.kwarg):
            if argument is not None:
                argument.annotation = None
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return node
        return ast.copy_location(ast.Assign(targets=[node.target], value=node.value), node)
