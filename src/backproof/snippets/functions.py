"""Functions in code that are activations or their derivatives, as statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import sympy as sp

from backproof.activations import SELU, Activation, X
from backproof.reading.known import Function
from backproof.reading.known import named as known_function
from backproof.reading.statements import CodeDoes, ConstantIs, Defines, DerivativeIs, Passage, Statement
from backproof.snippets.agree import agree
from backproof.snippets.body import UPSTREAM, Callable_, returned, signature
from backproof.snippets.clean import span
from backproof.snippets.names import Named, is_flag, is_output, read_name
from backproof.snippets.parameters import SELU_SYMBOLS, SELU_VALUES, candidates, fitted, is_right
from backproof.snippets.precedence import bracketed
from backproof.snippets.table import Defined, Table
from backproof.snippets.values import IRRATIONAL, UnreadError, made

_CASES = (sp.Piecewise, sp.Max, sp.Min, sp.Abs, sp.Heaviside, sp.sign)


@dataclass(frozen=True, slots=True)
class Subject:
    """A function in the code: its tree, the text it stands in, and what its name says."""

    node: Callable_
    text: str
    called: str
    named: Named
    symbols: Mapping[str, sp.Symbol]

    @property
    def function(self) -> Function:
        """The function of the field."""
        return self.named.function

    def read(self, table: Table, *, flags: Mapping[str, bool] | None = None, node: Callable_ | None = None) -> Defined:
        """What it returns."""
        constants = tuple((v, s) for s, v in SELU_VALUES) if self.function.name == "selu" else ()
        return returned(
            node or self.node,
            table,
            name=self.called,
            flags=flags,
            symbols=self.symbols,
            constants=(*constants, *IRRATIONAL),
            backward=self.named.order > 0,
        )


def subject(node: Callable_, text: str, called: str, also: str = "") -> Subject | None:
    """The function that a definition speaks of by its name, or by its name together with the name of its class."""
    named = read_name(f"{also} {called}" if also else called)
    if named is None:
        return None
    return Subject(node, text, called, named, SELU_SYMBOLS if named.function.name == "selu" else {})


def statements(subject: Subject, table: Table) -> Iterator[CodeDoes]:
    """What a function in code says about the function of the field whose name it bears."""
    if isinstance(_value(subject.node), ast.Constant | ast.Name) and subject.function.name != "identity":
        return  # the stub of an exercise
    yield from _constants(subject)
    if subject.named.order:
        yield from _derivative(subject, table, subject.read(table), subject.named.order)
        return
    flags = signature(subject.node).flags
    asks = [name for name in flags if is_flag(name)]
    yield from _definition(subject, table, subject.read(table, flags=dict.fromkeys(asks, False)))
    if len(asks) == 1:
        yield from _derivative(subject, table, subject.read(table, flags={asks[0]: True}), 1)


def _definition(subject: Subject, table: Table, defined: Defined) -> Iterator[CodeDoes]:
    function = subject.function
    printed = fitted(function, defined)
    if printed is None:
        return
    right = is_right(function, printed)
    if subject.named.weak and not right:
        return
    table.definitions.setdefault(function.name, printed)
    passage = _passage(subject)
    inner = Defines(passage=passage, function=function, name=f"{subject.called}(x)", printed=printed, explicit=True)
    yield _found(inner, "" if right else _forgotten(subject, table))


def _forgotten(subject: Subject, table: Table) -> str:
    """What brackets would make a wrong definition right, in words; "" if none would."""
    value = _value(subject.node)
    if value is None:
        return ""

    def right(changed: ast.expr) -> bool:
        try:
            formula = fitted(subject.function, subject.read(table, node=_with(subject.node, changed)))
        except UnreadError:
            return False
        return formula is not None and is_right(subject.function, formula)

    meant = bracketed(value, right)
    if meant is None:
        return ""
    return f"multiplication and division bind before addition and subtraction; with brackets: {ast.unparse(meant)}"


def _derivative(subject: Subject, table: Table, defined: Defined, order: int) -> Iterator[CodeDoes]:
    """A derivative, of the pre-activation or of the function's output: code calls it with either."""
    function = subject.function
    if UPSTREAM in defined.formula.free_symbols:
        alone = defined.formula.xreplace({UPSTREAM: sp.S.One})
        if not agree(defined.formula, made(lambda: UPSTREAM * alone)):
            return
        defined = replace(defined, formula=alone)
    printed = _fitted_derivative(function, defined, order)
    if printed is None or subject.named.weak:
        return
    own = table.definitions.get(function.name)
    if own is not None and any(agree(own, d) for d in candidates(function, own)):
        originals = [own, *candidates(function, printed)]
        own = None
    else:
        originals = [*([own] if own is not None else []), *candidates(function, printed)]
    of = next((f for f in originals if agree(printed, _differentiated(f, order))), None)
    if of is None:
        through = next((f for f in originals if agree(printed, _differentiated(f, order), f)), None)
        if through is None and is_output(signature(subject.node, backward=bool(subject.named.order)).data):
            through = function.definition
        of = through or (originals[0] if own is None else function.definition)
        if function.activation is not None and not printed.free_symbols - {X} and through is None:
            of = _at_numbers(function.activation, of, defined)
        if through is not None:
            if printed.has(*_CASES) or through.has(*_CASES):
                return
            printed = made(partial(printed.xreplace, {X: through}))
    inner = DerivativeIs(
        passage=_passage(subject),
        function=function,
        name=f"{subject.called}(x)",
        of=function.definition if of is own else of,
        printed=printed,
        order=order,
        as_printed=own,
        convention=True,
    )
    yield _found(inner)


def _fitted_derivative(function: Function, defined: Defined, order: int) -> sp.Expr | None:
    """The formula with the parameters of the function that it is the derivative of."""
    slopes = tuple(_differentiated(d, order) for d in function.definitions)
    return fitted(replace(function, definition=slopes[0], variants=(*slopes[1:], function.definition)), defined)


def _at_numbers(activation: Activation, of: sp.Expr, defined: Defined) -> sp.Expr:
    """The function at the defaults of the code, or else at the usual ones: where code has numbers only."""
    numbers = [n for n in defined.defaults.values() if n.is_number]
    if len(activation.parameters) == 1 and len(numbers) == 1:
        return of.xreplace({activation.parameters[0].symbol: numbers[0]})
    return activation.at_defaults(of)


def _differentiated(formula: sp.Expr, order: int) -> sp.Expr:
    return sp.diff(formula, X, order)


def _found(inner: Statement, forgotten: str = "") -> CodeDoes:
    slip = "precedence" if forgotten else ""
    return CodeDoes(
        passage=inner.passage, function=inner.function, name=inner.name, inner=inner, slip=slip, says=forgotten
    )


def _constants(subject: Subject) -> Iterator[CodeDoes]:
    """The constants of SELU where code gives them a number."""
    if subject.function.name != "selu" or isinstance(subject.node, ast.Lambda):
        return
    spec = subject.node.args
    arguments = [*spec.posonlyargs, *spec.args]
    given: list[tuple[str, ast.expr | None]] = [
        (a.arg, d) for a, d in zip(arguments[len(arguments) - len(spec.defaults) :], spec.defaults, strict=True)
    ]
    given += [
        (target.id, statement.value)
        for statement in subject.node.body
        if isinstance(statement, ast.Assign) and isinstance(target := statement.targets[0], ast.Name)
    ]
    for name, node in given:
        yield from constants_of_selu(name, node, subject.text)


def constants_of_selu(name: str, node: ast.expr | None, text: str, *, only_near: bool = False) -> Iterator[CodeDoes]:
    """A number under the name of a constant of SELU; ``only_near`` one that looks like one of the two."""
    symbol = SELU_SYMBOLS.get(name)
    if symbol is None or not (isinstance(node, ast.Constant) and isinstance(node.value, float)):
        return
    if only_near and not any(abs(node.value - float(value)) < 0.01 for _, value in SELU_VALUES):
        return
    passage = passage_of(node, text)
    inner = ConstantIs(
        passage=passage,
        function=known_function("selu"),
        name=name,
        constant=f"selu.{symbol.name}",
        true=next(p.default for p in SELU.parameters if p.symbol == symbol),
        digits=passage.text,
    )
    yield _found(inner)


def _value(node: Callable_) -> ast.expr | None:
    """The expression that a function consists of, if it is only one."""
    if isinstance(node, ast.Lambda):
        return node.body
    body = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    return body[0].value if len(body) == 1 and isinstance(body[0], ast.Return) else None


def _with(node: Callable_, value: ast.expr) -> Callable_:
    if isinstance(node, ast.Lambda):
        return ast.Lambda(node.args, value)
    changed = ast.FunctionDef(node.name, node.args, [ast.Return(value)], [])
    return ast.copy_location(changed, node)


def _passage(subject: Subject) -> Passage:
    """The one expression that a function consists of, or its body without the docstring."""
    value = _value(subject.node)
    if value is not None or isinstance(subject.node, ast.Lambda):
        return passage_of(value if value is not None else subject.node, subject.text)
    body = subject.node.body
    if len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    start, end = span(body[0], subject.text)[0], span(body[-1], subject.text)[1]
    return Passage(start, end, subject.text[start:end])


def passage_of(node: ast.expr | ast.stmt, text: str) -> Passage:
    """The stretch of the text in which a node stands."""
    start, end = span(node, text)
    return Passage(start, end, text[start:end])
