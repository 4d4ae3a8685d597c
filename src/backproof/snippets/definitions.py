"""Goes through the top level of a snippet: what it defines is remembered, and what it says is read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from backproof.reading.statements import CodeDoes
from backproof.snippets import functions, library
from backproof.snippets.body import Callable_, returned
from backproof.snippets.evaluate import Evaluator
from backproof.snippets.names import is_upstream, read_name
from backproof.snippets.operands import dotted
from backproof.snippets.table import Defined, Table
from backproof.snippets.values import UnreadError
from backproof.snippets.vocabulary import names

_LIBRARIES = names("numpy torch tensorflow keras jax scipy math cupy random autograd")
_DECORATORS = names("staticmethod classmethod jit njit vectorize function script float_function compile")
_FORWARD = names("forward __call__ call activate activation apply fn function func f evaluate compute value")
_SLOPES = re.compile(r"deriv|prime|grad|^d[_A-Z]")


def definitions(tree: ast.Module, text: str, table: Table) -> Iterator[CodeDoes]:
    """The statements of a snippet's functions, classes and named values; fills the table."""
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name):
                yield from _function(statement, text, name, table)
                table.functions[name] = _remembered(statement, name, table)
                table.numbers.pop(name, None)
            case ast.ClassDef():
                yield from _methods(statement, text, table)
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                yield from _named_value(name, value, text, table)
            case ast.Import() | ast.ImportFrom():
                _imported(statement, table)
            case _:
                _forget(statement, table)


def _function(node: Callable_, text: str, name: str, table: Table, also: str = "") -> list[CodeDoes]:
    if isinstance(node, ast.FunctionDef) and not _plain(node):
        return []
    subject = functions.subject(node, text, name, also)
    if subject is None:
        return []
    try:
        return list(functions.statements(subject, table))
    except (UnreadError, RecursionError):
        return []


def _plain(node: ast.FunctionDef) -> bool:
    """Whether decorators leave the function what it is."""
    paths = [dotted(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list]
    return all(path and path[-1] in _DECORATORS for path in paths)


def _remembered(node: Callable_, name: str, table: Table) -> Defined | None:
    if isinstance(node, ast.FunctionDef) and not _plain(node):
        return None
    try:
        return returned(node, table, name=name)
    except (UnreadError, RecursionError):
        return None


def _methods(node: ast.ClassDef, text: str, table: Table) -> Iterator[CodeDoes]:
    """The methods of a class: in ``class Sigmoid`` under its name, in any other under their own."""
    before = dict(table.functions)
    for method in node.body:
        if not isinstance(method, ast.FunctionDef):
            continue
        if read_name(node.name) is None:
            yield from _function(method, text, method.name, table)
        elif method.name in _FORWARD:
            yield from _function(method, text, node.name, table)
        elif _SLOPES.search(method.name):
            yield from _function(method, text, method.name, table, node.name)
        table.functions[f"self.{method.name}"] = _remembered(method, method.name, table)
    table.functions = before


def _named_value(name: str, value: ast.expr, text: str, table: Table) -> Iterator[CodeDoes]:
    """``sigmoid = lambda x: ...``, or ``sigmoid = 1 / (1 + np.exp(-x))`` where x is the one variable in it."""
    if isinstance(value, ast.Lambda):
        yield from _function(value, text, name, table)
        table.functions[name] = _remembered(value, name, table)
        table.numbers.pop(name, None)
        return
    if table.selu:
        yield from functions.constants_of_selu(name, value, text, only_near=True)
    spoken = read_name(name)
    variables = _variables(value, table)
    if spoken is not None and len(variables) == 1 and (spoken.order == 0 or _SLOPES.search(name)):
        of = ast.arguments([], [ast.arg(variables[0])], None, [], [], None, [])
        if not is_upstream(variables[0]):
            yield from _function(ast.Lambda(of, value), text, name, table)
    table.functions.pop(name, None)
    try:
        number = Evaluator(table, {}).number(value)
    except (UnreadError, RecursionError):
        number = None
    table.numbers[name] = number if number is not None and number.is_number else None


def _variables(value: ast.expr, table: Table) -> list[str]:
    """The names in an expression that stand for data: not modules, not functions, no numbers."""
    called = {id(n.func) for n in ast.walk(value) if isinstance(n, ast.Call)}
    roots = {id(n.value) for n in ast.walk(value) if isinstance(n, ast.Attribute)}
    found: dict[str, None] = {}
    for node in ast.walk(value):
        if isinstance(node, ast.Name) and id(node) not in called:
            module = id(node) in roots and (node.id in library.MODULES or node.id in table.modules)
            if not module and table.numbers.get(node.id) is None and node.id not in ("pi", "e"):
                found[node.id] = None
    return list(found)


def _imported(statement: ast.Import | ast.ImportFrom, table: Table) -> None:
    source = statement.module or "" if isinstance(statement, ast.ImportFrom) else ""
    for alias in statement.names:
        name = alias.asname or alias.name.partition(".")[0]
        known = (source or alias.name).partition(".")[0] in _LIBRARIES
        table.functions.pop(name, None)
        table.numbers.pop(name, None)
        if known and (isinstance(statement, ast.Import) or alias.name in library.MODULES):
            table.modules.add(name)
        elif not known or (alias.asname or alias.name) != alias.name:
            table.modules.discard(name)
            table.functions[name] = None


def _forget(statement: ast.stmt, table: Table) -> None:
    """What is assigned or defined inside of another statement has a meaning that is not read."""
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            table.functions[node.name] = None
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            table.functions.pop(node.id, None)
            table.numbers[node.id] = None
