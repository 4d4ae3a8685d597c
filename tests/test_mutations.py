"""Right formulas in many notations, and each with one slip: lint reports every slip and no right formula.

A formula is a Python expression. Slips are made in its syntax tree, one at a time; a slip counts only if the changed
expression, evaluated here without any code of the engine, differs from the right one and from every other established
form. The trees are then printed as teachers write: LaTeX of two styles, Unicode, ASCII, tables, NumPy. Statements that
are no formulas in x (values, limits, ranges, constants, properties) stand in a table with a check of their own.
"""

from __future__ import annotations

import ast
import copy
import json
import math
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

CAUGHT_FLOOR = 0.98
"""Least part of the slips that lint calls wrong; measured, and raised when lint gets better."""
MUTANTS_EACH = 4
"""So many slips of one formula in one notation are tried."""
LOST_PARENTHESES = "lost parentheses"
"""A slip of notations on one line; nobody makes it in a fraction."""

# --- evaluation ------------------------------------------------------------------------------------------------------

POINTS = (-3.1, -1.3, -0.45, 0.35, 0.8, 1.9, 3.2)
PARAMETERS = {"a": 0.3, "alpha": 0.7, "beta": 1.7, "fan_in": 30.0, "fan_out": 70.0}
SELU = {"alpha": 1.6732632423543772, "lam": 1.0507009873554805}


def sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def normal_cdf(x: float) -> float:
    return (1 + math.erf(x / math.sqrt(2))) / 2


def normal_density(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


FUNCTIONS: dict[str, Any] = {
    **{name: getattr(math, name) for name in ("exp", "log", "sqrt", "tanh", "cosh", "sinh", "erf", "pi")},
    "max": max,
    "min": min,
    "abs": abs,
    "sigma": sigma,
    "Phi": normal_cdf,
    "phi": normal_density,
}


def evaluate(tree: ast.expr, names: Mapping[str, Any]) -> float:
    code = compile(ast.fix_missing_locations(ast.Expression(copy.deepcopy(tree))), "formula", "eval")
    try:
        return float(eval(code, {"__builtins__": {}}, {**FUNCTIONS, **names}))  # noqa: S307 - our own expressions
    except (ArithmeticError, ValueError):
        return math.nan


def graph(tree: ast.expr, names: Mapping[str, Any]) -> list[float]:
    return [evaluate(tree, {**names, "x": x}) for x in POINTS]


def differ(one: list[float], other: list[float]) -> bool:
    return any(math.isnan(q) or abs(p - q) > 1e-3 * (1 + abs(p)) for p, q in zip(one, other, strict=True))


def parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


# --- slips -----------------------------------------------------------------------------------------------------------


def is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


def called(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def begins_with_minus(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp) or (isinstance(node, ast.BinOp) and begins_with_minus(node.left))


def call(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def slips_at(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """What a tired author may write instead of one node."""
    match node:
        case ast.IfExp(test=ast.Compare() as test, body=body, orelse=orelse):
            yield "swapped branches", ast.IfExp(test, orelse, body)
            turned: list[ast.cmpop] = [ast.Lt() if isinstance(test.ops[0], ast.Gt) else ast.Gt()]
            yield "turned inequality", ast.IfExp(ast.Compare(test.left, turned, test.comparators), body, orelse)
        case ast.BinOp(left, ast.Add(), right):
            yield "sign", ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left, ast.Sub(), right):
            yield "sign", ast.BinOp(left, ast.Add(), right)
            if called(left, "exp") and is_number(right):
                inner = left.args[0]  # type: ignore[attr-defined] # called() tells
                yield "misplaced subtraction", call("exp", ast.BinOp(inner, ast.Sub(), right))
        case ast.BinOp(left, ast.Pow(), ast.Constant(value=int() as power)):
            yield "lost power", left
            yield "other power", ast.BinOp(left, ast.Pow(), ast.Constant(power + 1))
        case ast.BinOp(left, ast.Mult(), right):
            yield "lost factor", right
            yield "lost factor", left
        case ast.BinOp(left, ast.Div(), right):
            if not is_number(left) or not is_number(right):
                yield "upside down", ast.BinOp(right, ast.Div(), left)
            if isinstance(right, ast.BinOp) and isinstance(right.op, ast.Add | ast.Sub):
                yield LOST_PARENTHESES, ast.BinOp(ast.BinOp(left, ast.Div(), right.left), right.op, right.right)
        case ast.UnaryOp(ast.USub(), operand):
            yield "lost minus", operand
        case ast.Call(ast.Name("exp"), [inner]) if not begins_with_minus(inner):
            yield "exponent's sign", call("exp", ast.UnaryOp(ast.USub(), inner))
        case ast.Call(ast.Name("max"), arguments):
            yield "min for max", call("min", *arguments)
        case ast.Call(ast.Name("sqrt"), [inner]):
            yield "lost root", inner
        case ast.Call(ast.Name("f" | "tanh" | "sigma" as name), arguments):
            yield "added square", ast.BinOp(call(name, *arguments), ast.Pow(), ast.Constant(2))
        case ast.Name("fan_in"):
            yield "other fan", ast.Name("fan_out", ast.Load())
        case ast.Name("fan_out"):
            yield "other fan", ast.Name("fan_in", ast.Load())
        case ast.Constant(value=int() as number):
            yield "other number", ast.Constant({0: 1, 1: 2, 2: 3, 4: 2, 6: 3}.get(number, number + 1))
        case ast.Constant(value=float() as number):
            yield "other number", ast.Constant(round(number * 10, 6) if number < 0.1 else number * 2)
        case _:
            pass


def slips(tree: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """All trees that differ from this one in one node."""
    yield from slips_at(tree)
    for name, value in ast.iter_fields(tree):
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if not isinstance(child, ast.expr) or isinstance(child, ast.Compare):
                continue
            if isinstance(tree, ast.Call) and name == "func":
                continue
            if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow) and name == "right":
                continue
            for kind, changed in slips(child):
                whole = copy.copy(tree)
                setattr(
                    whole, name, [*children[:index], changed, *children[index + 1 :]] if value is children else changed
                )
                yield kind, whole


# --- notations -------------------------------------------------------------------------------------------------------

SUM, PRODUCT, UNARY, POWER, ATOM = range(5)


@dataclass(frozen=True, eq=False)
class Style:
    """How one notation prints a tree."""

    name: str
    words: Mapping[str, str]
    fraction: Callable[[str, str], str] | None = None
    power: Callable[[str, str], str] = "{}^{}".format
    times: str = " "
    exp: Callable[[str], str] = "exp({})".format
    sqrt: Callable[[str], str] = "sqrt({})".format
    absolute: Callable[[str], str] = "|{}|".format
    cases: Callable[[list[tuple[str, str]]], str] = lambda rows: ", ".join(f"{v} if {c}" for v, c in rows)
    less_equal: str = "<="
    brackets: tuple[str, str] = ("(", ")")
    python: bool = False

    def text(self, tree: ast.expr, *, strict: bool = False) -> str:
        """The formula; ``strict`` leaves the point between two branches out."""
        if isinstance(tree, ast.IfExp) and isinstance(tree.test, ast.Compare):
            value, otherwise = self.level(tree.body)[0], self.level(tree.orelse)[0]
            greater = isinstance(tree.test.ops[0], ast.Gt)
            if self.python:
                return f"np.where(x {'>' if greater else '<'} 0, {value}, {otherwise})"
            rest = ("<" if greater else ">") if strict else (self.less_equal if greater else self.greater_equal)
            return self.cases([(value, f"x {'>' if greater else '<'} 0"), (otherwise, f"x {rest} 0")])
        return self.level(tree)[0]

    @property
    def greater_equal(self) -> str:
        return self.less_equal.replace("<", ">").replace("le", "ge").replace("≤", "≥")

    def inside(self, tree: ast.expr, least: int) -> str:
        text, level = self.level(tree)
        return text if level >= least else f"{self.brackets[0]}{text}{self.brackets[1]}"

    def level(self, tree: ast.expr) -> tuple[str, int]:
        match tree:
            case ast.Constant(value=value):
                return str(value), ATOM
            case ast.Name(name):
                return self.words.get(name, name), ATOM
            case ast.UnaryOp(ast.USub(), operand):
                return f"-{self.inside(operand, PRODUCT)}", UNARY if is_number(operand) else SUM
            case ast.BinOp(left, ast.Add(), right):
                return f"{self.inside(left, SUM)} + {self.inside(right, PRODUCT)}", SUM
            case ast.BinOp(left, ast.Sub(), right):
                return f"{self.inside(left, SUM)} - {self.inside(right, PRODUCT)}", SUM
            case ast.BinOp(left, ast.Mult(), right):
                return f"{self.inside(left, PRODUCT)}{self.times}{self.inside(right, UNARY)}", PRODUCT
            case ast.BinOp(left, ast.Div(), right) if self.fraction is not None:
                return self.fraction(self.level(left)[0], self.level(right)[0]), UNARY
            case ast.BinOp(left, ast.Div(), right):
                return f"{self.inside(left, PRODUCT)} / {self.inside(right, UNARY)}", PRODUCT
            case ast.BinOp(
                ast.Call(ast.Name("tanh" | "sinh" | "cosh" as name), [inner]), ast.Pow(), ast.Constant(power)
            ) if not self.python:
                return f"{self.power(self.words.get(name, name), str(power))}({self.level(inner)[0]})", POWER
            case ast.BinOp(left, ast.Pow(), right):
                return self.power(self.inside(left, ATOM), self.level(right)[0]), POWER
            case ast.Call(ast.Name("exp"), [inner]):
                return self.exp(self.level(inner)[0]), ATOM if self.python else POWER
            case ast.Call(ast.Name("sqrt"), [inner]):
                return self.sqrt(self.level(inner)[0]), ATOM
            case ast.Call(ast.Name("abs"), [inner]):
                return self.absolute(self.level(inner)[0]), ATOM
            case ast.Call(ast.Name(name), arguments):
                return f"{self.words.get(name, name)}({', '.join(self.level(a)[0] for a in arguments)})", ATOM
            case _:
                raise AssertionError(ast.dump(tree))


def cases_in_latex(rows: list[tuple[str, str]]) -> str:
    return r"\begin{cases} " + r" \\ ".join(f"{v} & {c}" for v, c in rows) + r" \end{cases}"


SUPERSCRIPTS = str.maketrans("0123456789+-x", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ˣ")
GREEK = {"alpha": "α", "beta": "β", "lam": "λ", "sigma": "σ", "Phi": "Φ", "phi": "φ", "pi": "π", "log": "ln"}
TEX = {
    "alpha": r"\alpha",
    "beta": r"\beta",
    "lam": r"\lambda",
    "sigma": r"\sigma",
    "Phi": r"\Phi",
    "phi": r"\varphi",
    **{n: rf"\{n}" for n in ("pi", "max", "min", "tanh", "sinh", "cosh")},
    "log": r"\ln",
    "erf": r"\operatorname{erf}",
    "fan_in": r"n_{in}",
    "fan_out": r"n_{out}",
}


def raised(base: str, power: str) -> str:
    return f"{base}{power.translate(SUPERSCRIPTS)}"


def exponential(power: str) -> str:
    return raised("e", power) if set(power) <= set("0123456789-x") else f"exp({power})"


LATEX = Style(
    "latex",
    TEX,
    fraction=r"\frac{{{}}}{{{}}}".format,
    power="{}^{{{}}}".format,
    exp="e^{{{}}}".format,
    sqrt=r"\sqrt{{{}}}".format,
    cases=cases_in_latex,
    less_equal=r"\le",
)
SLASH = Style(
    "latex with slashes",
    TEX,
    power="{}^{}".format,
    times=r" \cdot ",
    exp=r"\exp({})".format,
    sqrt=r"\sqrt{{{}}}".format,
    absolute=r"\lvert {} \rvert".format,
    cases=lambda rows: (
        r"\left\{\begin{array}{ll} "
        + r" \\ ".join(rf"{v} & \text{{if }} {c}" for v, c in rows)
        + r" \end{array}\right."
    ),
    less_equal=r"\leq",
)
UNICODE = Style(
    "unicode",
    {**GREEK, "fan_in": "nᵢₙ", "fan_out": "nₒᵤₜ"},
    power=raised,
    times="·",
    exp=exponential,
    sqrt="√({})".format,
    less_equal="≤",
)
ASCII = Style("ascii", {"lam": "lambda", "sigma": "sigmoid"}, times="*")
CODE = Style(
    "code",
    {
        **{n: f"np.{n}" for n in ("tanh", "sinh", "cosh", "log", "pi")},
        "max": "np.maximum",
        "min": "np.minimum",
        "sigma": "sigmoid",
        "lam": "scale",
    },
    power="{}**{}".format,
    times=" * ",
    exp="np.exp({})".format,
    sqrt="np.sqrt({})".format,
    absolute="np.abs({})".format,
    python=True,
)


# --- formulas --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Formula:
    """One right formula and what is known about it."""

    title: str
    what: str
    lhs: Mapping[str, str]
    right: str
    also: tuple[str, ...] = ()
    own: str = ""
    names: Mapping[str, float] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    @property
    def tree(self) -> ast.expr:
        return parsed(self.right)

    def values(self, tree: ast.expr, **parameters: float) -> list[float]:
        own = parsed(self.own) if self.own else None
        names: dict[str, Any] = {**PARAMETERS, **self.names, **parameters}
        if own is not None:
            names["f"] = lambda x: evaluate(own, {**names, "x": x})
        return graph(tree, names)

    def enough(self, kind: str, tree: ast.expr) -> tuple[str, ...]:
        """Another width may be imprecise; what holds for parameters of 1 is conditional."""
        if kind == "other fan":
            return "wrong", "imprecise"
        if not differ(self.values(self.tree, a=1.0, alpha=1.0), self.values(tree, a=1.0, alpha=1.0)):
            return "wrong", "conditional"
        return ("wrong",)

    def mutants(self) -> list[tuple[str, ast.expr]]:
        """The slips that change the meaning, no two the same; kinds of slips take turns."""
        known = [self.values(parsed(t)) for t in (self.right, *self.also)]
        groups: dict[str, list[ast.expr]] = {}
        seen: list[list[float]] = []
        for kind, tree in slips(self.tree):
            values = self.values(tree)
            if self.what in {"definition", "derivative"} and not differ(values, values[:1] * len(values)):
                continue  # nobody takes a constant for the function
            if kind in self.without or not all(differ(k, values) for k in known):
                continue
            if any(not differ(s, values) for s in seen if not any(map(math.isnan, s + values))):
                continue
            seen.append(values)
            groups.setdefault(kind, []).append(tree)
        most = max(map(len, groups.values()), default=0)
        return [(kind, trees[i]) for i in range(most) for kind, trees in groups.items() if i < len(trees)]


def sides(latex: str, plain: str = "", ascii_: str = "", code: str = "") -> dict[str, str]:
    return {"latex": latex, "unicode": plain or latex, "ascii": ascii_ or plain or latex, "code": code}


F = sides("f(x)")
DF = sides("f'(x)", "f′(x)", "f'(x)")
LOGISTIC = "1/(1 + exp(-x))"
ELU = "x if x > 0 else alpha*(exp(x) - 1)"
PLAIN_ELU = ("x if x > 0 else exp(x) - 1",)


def define(title: str, latex: str, plain: str, right: str, *also: str, code: str = "", **more: Any) -> Formula:
    return Formula(title, "definition", sides(latex, plain, "", code), right, also, **more)


def derive(title: str, latex: str, plain: str, right: str, *also: str, code: str = "", **more: Any) -> Formula:
    return Formula(title, "derivative", sides(latex, plain, "", code), right, also, **more)


def state(title: str, latex: str, plain: str, right: str, **more: Any) -> Formula:
    return Formula(title, "identity", sides(latex, plain, plain.replace("σ", "sigmoid")), right, **more)


FORMULAS = (
    define("sigmoid", r"\sigma(x)", "σ(x)", LOGISTIC, code="sigmoid"),
    define("sigmoid", "f(x)", "f(x)", "exp(x)/(1 + exp(x))"),
    define("tanh", r"\tanh(x)", "tanh(x)", "(exp(x) - exp(-x))/(exp(x) + exp(-x))", code="tanh"),
    define("tanh", "f(x)", "f(x)", "(exp(2*x) - 1)/(exp(2*x) + 1)"),
    define("tanh", r"\tanh(x)", "tanh(x)", "(1 - exp(-2*x))/(1 + exp(-2*x))"),
    define("ReLU", r"\mathrm{ReLU}(x)", "ReLU(x)", "max(0, x)", code="relu"),
    define("ReLU", "f(x)", "f(x)", "x if x > 0 else 0"),
    define("Leaky ReLU", "f(x)", "f(x)", "max(0.01*x, x)", without=("other number", "lost factor"), code="leaky_relu"),
    define("Leaky ReLU", "f(x)", "f(x)", "x if x > 0 else 0.01*x", without=("other number", "lost factor")),
    define("PReLU", r"\operatorname{PReLU}(x)", "PReLU(x)", "x if x > 0 else a*x", without=("lost factor",)),
    define("ELU", r"\text{ELU}(x)", "ELU(x)", ELU, *PLAIN_ELU, code="elu"),
    define("SELU", r"\mathrm{SELU}(x)", "SELU(x)", "lam*x if x > 0 else lam*alpha*(exp(x) - 1)", names=SELU),
    define("Softplus", r"\mathrm{softplus}(x)", "softplus(x)", "log(1 + exp(x))", code="softplus"),
    define("SiLU", r"\mathrm{SiLU}(x)", "SiLU(x)", "x/(1 + exp(-x))", code="silu"),
    define("Swish", r"\operatorname{swish}(x)", "swish(x)", "x*sigma(x)"),
    define("GELU", r"\mathrm{GELU}(x)", "GELU(x)", "x*Phi(x)"),
    define("GELU", r"\mathrm{GELU}(x)", "GELU(x)", "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))", code="gelu"),
    define("Softsign", "f(x)", "f(x)", "x/(1 + abs(x))", code="softsign"),
    define("Mish", r"\mathrm{Mish}(x)", "Mish(x)", "x*tanh(log(1 + exp(x)))", code="mish"),
    derive("sigmoid", "f'(x)", "f′(x)", "f(x)*(1 - f(x))", own=LOGISTIC),
    derive("sigmoid", r"\sigma'(x)", "σ′(x)", "sigma(x)*(1 - sigma(x))", code="sigmoid_prime"),
    derive("sigmoid", r"\frac{d\sigma}{dx}", "dσ/dx", "exp(-x)/(1 + exp(-x))**2"),
    derive("sigmoid", r"\sigma''(x)", "σ″(x)", "sigma(x)*(1 - sigma(x))*(1 - 2*sigma(x))"),
    derive("tanh", "f'(x)", "f′(x)", "1 - f(x)**2", own="tanh(x)"),
    derive("tanh", r"\frac{d}{dx}\tanh(x)", "d/dx tanh(x)", "1 - tanh(x)**2", code="tanh_prime"),
    derive("tanh", r"\tanh'(x)", "tanh′(x)", "1/cosh(x)**2"),
    derive("tanh", r"\tanh'(x)", "tanh′(x)", "4/(exp(x) + exp(-x))**2"),
    derive("ReLU", "f'(x)", "f′(x)", "1 if x > 0 else 0", code="relu_derivative"),
    derive("Leaky ReLU", "f'(x)", "f′(x)", "1 if x > 0 else 0.01", own="max(0.01*x, x)"),
    derive("ELU", "f'(x)", "f′(x)", "1 if x > 0 else alpha*exp(x)", own=ELU),
    derive("ELU", "f'(x)", "f′(x)", "1 if x > 0 else f(x) + alpha", own=ELU),
    derive("SELU", "f'(x)", "f′(x)", "lam if x > 0 else lam*alpha*exp(x)", names=SELU),
    derive("Softplus", r"\mathrm{softplus}'(x)", "softplus′(x)", LOGISTIC),
    derive("Softplus", r"\frac{d}{dx}\ln(1+e^x)", "d/dx ln(1 + eˣ)", "sigma(x)"),
    derive("SiLU", r"\mathrm{SiLU}'(x)", "SiLU′(x)", "sigma(x) + x*sigma(x)*(1 - sigma(x))"),
    derive("SiLU", r"\mathrm{SiLU}'(x)", "SiLU′(x)", "sigma(x)*(1 + x*(1 - sigma(x)))"),
    derive("Softsign", "f'(x)", "f′(x)", "1/(1 + abs(x))**2", own="x/(1 + abs(x))"),
    derive("Arctan", "f'(x)", "f′(x)", "1/(1 + x**2)"),
    state("tanh and sigmoid", r"\tanh(x)", "tanh(x)", "2*sigma(2*x) - 1"),
    state("tanh and sigmoid", r"\sigma(x)", "σ(x)", "(1 + tanh(x/2))/2"),
    state("sigmoid", r"\sigma(-x)", "σ(-x)", "1 - sigma(x)"),
)


def spread(scheme: str, quantity: str, right: str, *also: str) -> Formula:
    lhs = {
        "variance": sides(r"\operatorname{Var}(w)", "Var(w)"),
        "standard deviation": sides(r"\mathrm{std}(w)", "std(w)"),
        "uniform": sides("w"),
    }[quantity]
    return Formula(scheme, quantity, lhs, right, also)


INITIALISATIONS = (
    spread("Xavier", "variance", "2/(fan_in + fan_out)", "1/fan_in", "1/fan_out"),
    spread("Xavier", "standard deviation", "sqrt(2/(fan_in + fan_out))", "sqrt(1/fan_in)", "sqrt(1/fan_out)"),
    spread("Xavier", "uniform", "sqrt(6/(fan_in + fan_out))", "sqrt(3/fan_in)", "sqrt(3/fan_out)"),
    spread("He", "variance", "2/fan_in", "2/fan_out"),
    spread("He", "standard deviation", "sqrt(2/fan_in)", "sqrt(2/fan_out)"),
    spread("He", "uniform", "sqrt(6/fan_in)", "sqrt(6/fan_out)"),
    spread("LeCun", "variance", "1/fan_in"),
    spread("LeCun", "standard deviation", "sqrt(1/fan_in)"),
)


# --- documents -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Document:
    """One file, and the lines of it that make the statement."""

    base: str
    slip: str
    statement: str
    suffix: str
    text: str
    enough: tuple[str, ...] = ("wrong",)
    """Statuses that count as caught: the conventions leave some slips open."""

    @property
    def lines(self) -> range:
        first = self.text[: self.text.index(self.statement)].count("\n") + 1
        return range(first, first + self.statement.count("\n") + 1)


def lead(formula: Formula, style: Style) -> str:
    match formula.what:
        case "definition":
            return f"The {formula.title} activation is defined as"
        case "derivative" if formula.own:
            own = f"f(x) = {style.text(parsed(formula.own))}"
            own = own if style in {UNICODE, ASCII} else f"${own}$"
            return f"Let {own}. Its derivative is"
        case "derivative":
            return "Its derivative is"
        case "identity":
            return "The following holds for all x:"
        case "uniform":
            return f"{formula.title} uniform initialisation draws"
        case quantity:
            return f"{formula.title} initialisation uses the {quantity}"


def equation(formula: Formula, style: Style, tree: ast.expr) -> str:
    side = formula.lhs["latex" if style in {LATEX, SLASH} else style.name]
    right = style.text(tree, strict=formula.what == "derivative")
    if formula.what == "uniform":
        relation = {LATEX.name: r"\sim", SLASH.name: r"\sim"}.get(style.name, "~")
        return f"{side} {relation} U(-{right}, {right})"
    return f"{side} = {right}"


def display(formula: Formula, tree: ast.expr) -> tuple[str, str, str]:
    line = equation(formula, LATEX, tree)
    return line, ".md", f"## {formula.title}\n\n{lead(formula, LATEX)}\n\n$$\n{line}\n$$\n"


def inline(formula: Formula, tree: ast.expr) -> tuple[str, str, str]:
    line = equation(formula, SLASH, tree)
    return line, ".md", f"# {formula.title}\n\n- {lead(formula, SLASH)} ${line}$.\n"


def tex(formula: Formula, tree: ast.expr) -> tuple[str, str, str]:
    line = equation(formula, LATEX, tree)
    body = f"\\section{{{formula.title}}}\n{lead(formula, LATEX)}\n\\begin{{equation}}\n  {line}\n\\end{{equation}}\n"
    return line, ".tex", f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\\end{{document}}\n"


def rst(formula: Formula, tree: ast.expr) -> tuple[str, str, str]:
    line = equation(formula, LATEX, tree)
    underline = "=" * len(formula.title)
    start = lead(formula, LATEX).replace("$", "`").replace("Let `", "Let :math:`")
    return line, ".rst", f"{formula.title}\n{underline}\n\n{start}\n\n.. math::\n\n   {line}\n"


def unicode_text(formula: Formula, tree: ast.expr) -> tuple[str, str, str]:
    line = equation(formula, UNICODE, tree)
    return line, ".txt", f"1. {formula.title}\n\n{lead(formula, UNICODE)}\n\n    {line}\n"


def ascii_text(formula: Formula, tree: ast.expr) -> tuple[str, str, str]:
    line = equation(formula, ASCII, tree)
    return line, ".md", f"## {formula.title}\n\n{lead(formula, ASCII)} `{line}`\n"


def table(formula: Formula, tree: ast.expr) -> tuple[str, str, str]:
    line = equation(formula, LATEX, tree)
    column = {"definition": "Formula", "derivative": "Derivative"}[formula.what]
    row = f"| {formula.title} | ${line}$ |".replace("|x|", r"\lvert x\rvert")
    line = line.replace("|x|", r"\lvert x\rvert")
    given = f"Let ${F['latex']} = {LATEX.text(parsed(formula.own))}$.\n\n" if formula.own else ""
    return line, ".md", f"# Overview\n\n{given}| Name | {column} |\n|---|---|\n{row}\n"


def code(formula: Formula, tree: ast.expr) -> tuple[str, str, str]:
    line = f"    return {CODE.text(tree)}"
    parameters = "x, alpha=1.0" if "alpha" in formula.right else "x"
    before = f"def sigmoid(x):\n    return {CODE.text(parsed(LOGISTIC))}\n\n\n" if "sigma" in formula.right else ""
    source = f"import numpy as np\n\n\n{before}def {formula.lhs['code']}({parameters}):\n{line}\n"
    statement = f"def {formula.lhs['code']}({parameters}):\n{line}"
    return statement, ".md", f"## {formula.title}\n\n```python\n{source}```\n"


Notation = Callable[[Formula, ast.expr], tuple[str, str, str]]
ON_ONE_LINE: tuple[Notation, ...] = (inline, unicode_text, ascii_text, code)
NOTATIONS: tuple[Notation, ...] = (display, inline, unicode_text, ascii_text, tex, rst)


def notations(index: int, formula: Formula) -> list[Notation]:
    """Four of the six, and tables and code where they apply."""
    result = list(islice(cycle(NOTATIONS), index % 6, index % 6 + 4))
    if formula.what in {"definition", "derivative"}:
        result.append(table)
    if formula.lhs["code"]:
        result.append(code)
    return result


def from_formulas() -> Iterator[Document]:
    for index, formula in enumerate((*FORMULAS, *INITIALISATIONS)):
        mutants = formula.mutants()
        for turn, notation in enumerate(notations(index, formula)):
            base = f"{formula.title} {formula.what} {index}, {notation.__name__}"
            line, suffix, text = notation(formula, formula.tree)
            yield Document(base, "", line, suffix, text)
            possible = [m for m in mutants if notation in ON_ONE_LINE or m[0] != LOST_PARENTHESES]
            start = turn * MUTANTS_EACH % max(len(possible), 1)
            for kind, tree in [*possible[start:], *possible[:start]][:MUTANTS_EACH]:
                line, suffix, text = notation(formula, tree)
                yield Document(base, kind, line, suffix, text, formula.enough(kind, tree))


# --- statements that are no formulas in x ----------------------------------------------------------------------------


def off(true: float, *printed: float) -> bool:
    """Whether every printed number is wrong by more than the rounding of two digits."""
    return all(abs(p - true) > 0.02 for p in printed)


def outside(f: Callable[[float], float], low: float, high: float, *, left: str = "(", right: str = ")") -> bool:
    """Whether a value of f lies outside an interval."""
    values = [f(x / 8) for x in range(-64, 65)]
    return any(v < low or v > high or (v == low and left == "(") or (v == high and right == ")") for v in values)


def relu(x: float) -> float:
    return max(0.0, x)


def dsigma(x: float) -> float:
    return sigma(x) * (1 - sigma(x))


def dtanh(x: float) -> float:
    return 1 - math.tanh(x) ** 2


def softplus(x: float) -> float:
    return math.log1p(math.exp(x))


def elu(x: float) -> float:
    return x if x > 0 else math.expm1(x)


def silu(x: float) -> float:
    return x * sigma(x)


def gelu(x: float) -> float:
    return x * normal_cdf(x)


INF = math.inf
FAR = 40.0

# heading, template, right filling, wrong fillings, and a check that each wrong filling is wrong
TOLD: tuple[tuple[str, str, str, tuple[str, ...], Callable[[], bool]], ...] = (
    ("Sigmoid", r"$\sigma(0) = {}$", "0.5", ("0", "1", "0.25", "-0.5"), lambda: off(sigma(0), 0.0, 1.0, 0.25, -0.5)),
    ("Sigmoid", "σ(2) ≈ {}", "0.88", ("0.98", "0.12", "0.73"), lambda: off(sigma(2), 0.98, 0.12, 0.73)),
    (
        "Sigmoid",
        r"$\sigma'(0) = {}$",
        r"\frac{1}{4}",
        (r"\frac{1}{2}", "1", "0"),
        lambda: off(dsigma(0), 0.5, 1.0, 0.0),
    ),
    (
        "Sigmoid",
        "sigmoid(-1) is about {}",
        "0.269",
        ("-0.731", "0.369", "0.731"),
        lambda: off(sigma(-1), -0.731, 0.369, 0.731),
    ),
    ("tanh", r"$\tanh(1) \approx {}$", "0.76", ("0.67", "-0.76", "0.86"), lambda: off(math.tanh(1), 0.67, -0.76, 0.86)),
    ("tanh", r"$\tanh'(0) = {}$", "1", ("0", "0.25", "0.5"), lambda: off(dtanh(0), 0.0, 0.25, 0.5)),
    ("tanh", r"\(\tanh(0) = {}\)", "0", ("1", "0.5"), lambda: off(math.tanh(0), 1.0, 0.5)),
    ("ReLU", r"$\operatorname{{ReLU}}(-2) = {}$", "0", ("2", "-2"), lambda: off(relu(-2), 2.0, -2.0)),
    ("ReLU", "ReLU(3) = {}", "3", ("0", "1"), lambda: off(relu(3), 0.0, 1.0)),
    (
        "Softplus",
        r"$\text{{softplus}}(0) = {}$",
        r"\ln 2",
        ("0", "1", r"\ln 3"),
        lambda: off(softplus(0), 0.0, 1.0, 1.099),
    ),
    (
        "GELU",
        r"$\mathrm{{GELU}}(1) \approx {}$",
        "0.841",
        ("0.814", "0.731", "0.159"),
        lambda: off(gelu(1), 0.814, 0.731, 0.159),
    ),
    ("SiLU", r"$\mathrm{{SiLU}}(1) \approx {}$", "0.731", ("0.371", "0.841"), lambda: off(silu(1), 0.371, 0.841)),
    ("Sigmoid", "The derivative of the sigmoid is at most {}.", "0.25", ("0.2", "0.125"), lambda: dsigma(0) > 0.2),
    (
        "Sigmoid",
        "The maximum of the derivative of the sigmoid is {}.",
        "0.25",
        ("0.5", "1", "0.75"),
        lambda: off(dsigma(0), 0.5, 1.0, 0.75),
    ),
    (
        "tanh",
        "The maximum of the derivative of tanh is {}.",
        "1",
        ("0.25", "0.5", "2"),
        lambda: off(dtanh(0), 0.25, 0.5, 2.0),
    ),
    ("Sigmoid", r"$\lim_{{x\to\infty}} \sigma(x) = {}$", "1", ("0", r"\infty", "-1"), lambda: sigma(FAR) > 0.9),
    ("Sigmoid", r"$\lim_{{x\to-\infty}} \sigma(x) = {}$", "0", ("1", "-1"), lambda: 0 <= sigma(-FAR) < 0.1),
    ("tanh", r"$\tanh(x) \to {}$ as $x \to -\infty$", "-1", ("0", "1"), lambda: math.tanh(-FAR) < -0.9),
    ("tanh", "As x → ∞, tanh(x) → {}.", "1", ("0", "-1"), lambda: math.tanh(FAR) > 0.9),
    ("Sigmoid", r"$\lim_{{x \to \infty}} \sigma'(x) = {}$", "0", ("1", r"\frac14"), lambda: dsigma(FAR) < 0.1),
    (
        "ELU",
        r"For $\alpha = 1$: $\lim_{{x\to-\infty}} \mathrm{{ELU}}(x) = {}$",
        "-1",
        ("0", "1"),
        lambda: elu(-FAR) < -0.9,
    ),
    (
        "Softplus",
        r"$\lim_{{x\to-\infty}} \ln(1+e^x) = {}$",
        "0",
        ("1", r"-\infty", r"\ln 2"),
        lambda: softplus(-FAR) < 0.1,
    ),
    (
        "Sigmoid",
        "The range of the sigmoid is ${}$.",
        "(0, 1)",
        ("(0, 0.5)", "(0.5, 1)", "(-1, 0)"),
        lambda: outside(sigma, 0, 0.5) and outside(sigma, 0.5, 1) and outside(sigma, -1, 0),
    ),
    (
        "tanh",
        "The output of tanh lies in {}.",
        "(-1, 1)",
        ("(0, 1)", "[0, 1]", "(-0.5, 0.5)"),
        lambda: outside(math.tanh, 0, 1, left="[", right="]") and outside(math.tanh, -0.5, 0.5),
    ),
    (
        "ReLU",
        "The range of ReLU is ${}$.",
        r"[0, \infty)",
        (r"(0, \infty)", r"(-\infty, 0]", "[0, 1]", "[-1, 1]"),
        lambda: (
            outside(relu, 0, INF) and outside(relu, -INF, 0, right="]") and outside(relu, -1, 1, left="[", right="]")
        ),
    ),
    (
        "Softplus",
        "The range of softplus is ${}$.",
        r"(0, \infty)",
        (r"(1, \infty)", r"(-\infty, 0)", r"(\ln 2, \infty)"),
        lambda: outside(softplus, math.log(2), INF) and outside(softplus, -INF, 0),
    ),
    (
        "Sigmoid",
        r"$\sigma'(x) \in {}$",
        r"(0, \frac{1}{4}]",
        (r"(0, \frac{1}{4})", r"(0, \frac{1}{8}]", r"(\frac14, \frac12]"),
        lambda: (
            outside(dsigma, 0, 0.25) and outside(dsigma, 0, 0.125, right="]") and outside(dsigma, 0.25, 0.5, right="]")
        ),
    ),
    (
        "tanh",
        r"$\tanh'(x) \in {}$",
        "(0, 1]",
        ("(0, 1)", r"(0, \frac14]", "[1, 2]"),
        lambda: outside(dtanh, 0, 1) and outside(dtanh, 0, 0.25, right="]"),
    ),
    (
        "tanh",
        "tanh outputs values between {}.",
        "-1 and 1",
        ("0 and 1", "-0.5 and 0.5"),
        lambda: outside(math.tanh, 0, 1),
    ),
    (
        "ELU",
        r"With $\alpha = 1$ the range of ELU is ${}$.",
        r"(-1, \infty)",
        (r"(0, \infty)", r"[0, \infty)", r"(-\infty, 1)"),
        lambda: outside(elu, 0, INF, left="[") and outside(elu, -INF, 1),
    ),
    (
        "SiLU",
        "The minimum of SiLU is about {}.",
        "-0.278",
        ("-0.5", "0", "0.278"),
        lambda: off(min(silu(x / 1000) for x in range(-3000, 0)), -0.5, 0.0, 0.278),
    ),
    (
        "SELU",
        r"$\lambda \approx {}$",
        "1.0507",
        ("1.6733", "1.0057", "1.507"),
        lambda: off(SELU["lam"], 1.6733, 1.0057, 1.507),
    ),
    (
        "SELU",
        r"The constant $\alpha$ of SELU is about {}.",
        "1.6733",
        ("1.0507", "1.6373", "1.7633"),
        lambda: off(SELU["alpha"], 1.0507, 1.6373, 1.7633),
    ),
    ("Sigmoid", "The sigmoid is {}.", "not zero-centred", ("zero-centred",), lambda: sigma(-2) + sigma(2) > 0.5),
    ("tanh", "The tanh function is {}.", "zero-centred", ("not zero-centred",), lambda: math.tanh(-2) == -math.tanh(2)),
    ("ReLU", "ReLU is {} at 0.", "not differentiable", ("differentiable",), lambda: relu(1e-3) != -relu(-1e-3)),
    ("ReLU", "The ReLU function is {}.", "not bounded", ("bounded",), lambda: relu(1e9) > 1e8),
    ("ReLU", "ReLU {} for positive inputs.", "does not saturate", ("saturates",), lambda: relu(1e9) - relu(1e8) > 1),
    (
        "Sigmoid",
        "The sigmoid {} for large inputs.",
        "saturates",
        ("does not saturate",),
        lambda: sigma(30) - sigma(20) < 1e-8,
    ),
    ("Softplus", "Softplus is {} everywhere.", "differentiable", ("not differentiable",), lambda: softplus(1e-3) > 0),
    (
        "SiLU",
        "The SiLU is {}.",
        "not monotonic",
        ("monotonic", "monotonically increasing"),
        lambda: silu(-1.3) < silu(-4),
    ),
    ("tanh", "tanh is an {} function.", "odd", ("even",), lambda: math.tanh(1) == -math.tanh(-1)),
    ("ReLU", "The derivative of ReLU is {} for negative inputs.", "0", ("1", "-1"), lambda: relu(-1) == relu(-2)),
    (
        "Xavier",
        "W = np.random.{}(fan_in, fan_out) * np.sqrt(2 / (fan_in + fan_out))  # Xavier normal",
        "randn",
        ("rand",),
        lambda: True,
    ),
    (
        "He",
        "W = np.random.randn(n_in, n_out) * {}  # He initialisation",
        "np.sqrt(2 / n_in)",
        ("np.sqrt(1 / n_in)", "(2 / n_in)", "np.sqrt(2) / n_in", "np.sqrt(6 / n_in)"),
        lambda: len({2 / 50, 1 / 50, (2 / 50) ** 2, 2 / 50**2, 6 / 50}) == 5,
    ),
    (
        "Random numbers",
        "`np.random.randn(100)` draws from {}.",
        "a normal distribution",
        ("[0, 1]", "[-1, 1]"),
        lambda: normal_cdf(1) < 0.9,
    ),
)


def from_tables() -> Iterator[Document]:
    for index, (title, template, right, wrong, is_wrong) in enumerate(TOLD):
        assert is_wrong(), template
        for filling in (right, *wrong):
            statement = template.format(filling) if "{}" in template else template
            item = f"```python\n{statement}\n```" if statement.startswith("W = ") else f"- {statement}"
            text = f"## {title}\n\nWhat we know by now:\n\n{item}\n"
            yield Document(f"told {index} {title}", "" if filling == right else "other words", statement, ".md", text)


DOCUMENTS = (*from_formulas(), *from_tables())


# --- the test --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    document: Document
    statuses: tuple[str, ...]
    said: tuple[str, ...]
    problem: str

    @property
    def outcome(self) -> str:
        """What became of it: the strongest word that lint found for it."""
        if set(self.document.enough) & set(self.statuses):
            return "caught"
        ranked = ("conditional", "imprecise", "undecided", "ok", "unread")
        return next((s for s in ranked if s in self.statuses), "nothing read")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    folder = tmp_path_factory.mktemp("mutations")
    files = {folder / f"{i:04}{d.suffix}": d for i, d in enumerate(DOCUMENTS)}
    for file, document in files.items():
        file.write_text(document.text, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "backproof", "lint", ".", "--output-format", "json", "--no-cache", "-q", "-j", "2"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    output = json.loads(run.stdout)
    problems = {Path(p["path"]).name: p["message"] for p in output["problems"] if p["level"] == "error"}
    said: dict[str, list[dict[str, Any]]] = {}
    for entry in (*output["claims"], *output["unread"]):
        said.setdefault(Path(entry["path"]).name, []).append(entry)
    found = []
    for file, document in files.items():
        here = [
            e
            for e in said.get(file.name, [])
            if e["line"] < document.lines.stop and document.lines.start <= e["end_line"]
        ]
        found.append(
            Result(
                document,
                tuple(e.get("status", "unread") for e in here),
                tuple(e.get("message", "") or e.get("reason", "") for e in here),
                problems.get(file.name, ""),
            )
        )
    return found


def shown(result: Result) -> str:
    document = result.document
    return f"{document.base}: {document.slip or 'right'}: {document.statement!r}: {result.problem or result.said}"


def test_there_are_enough_of_them() -> None:
    assert len({d.base for d in DOCUMENTS}) >= 60
    assert sum(d.slip != "" for d in DOCUMENTS) >= 400


def test_every_document_can_be_checked(results: list[Result]) -> None:
    assert [shown(r) for r in results if r.problem] == []


def test_no_right_formula_is_called_wrong(results: list[Result]) -> None:
    assert [shown(r) for r in results if r.document.slip == "" and "wrong" in r.statuses] == []


def test_slips_are_caught(results: list[Result]) -> None:
    mutants = [r for r in results if r.document.slip]
    outcomes = Counter(r.outcome for r in mutants)
    rights = Counter(r.outcome for r in results if not r.document.slip)
    print(f"\n{len(mutants)} slips: {dict(outcomes)}\n{sum(rights.values())} right ones: {dict(rights)}")
    kinds: dict[str, Counter[str]] = {}
    for r in mutants:
        kinds.setdefault(r.document.slip, Counter())[r.outcome] += 1
    for kind, counts in sorted(kinds.items()):
        print(f"  {kind}: {dict(counts)}")
    for r in results:
        if r.outcome != ("caught" if r.document.slip else "ok"):
            print(f"{r.outcome}: {shown(r)}")
    assert outcomes["caught"] >= CAUGHT_FLOOR * len(mutants)
