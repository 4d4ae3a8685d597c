"""Statements as lectures make them, each with the status and the code that it deserves."""

from typing import Any

import sympy as sp

from backproof.activations import X
from backproof.activations.exponential import SELU_ALPHA, SELU_LAMBDA
from backproof.reading.known import Function, named
from backproof.reading.statements import (
    ConstantIs,
    Defines,
    DerivativeIs,
    Equals,
    Extremum,
    HasProperty,
    LiesIn,
    Passage,
    Statement,
    TendsTo,
    ValueAt,
)

HERE = Passage(0, 0, "")
ALPHA, LAMBDA, BETA = (sp.Symbol(name, real=True) for name in ("alpha", "lambda", "beta"))
OO = sp.oo
S, T = 1 / (1 + sp.exp(-X)), sp.tanh(X)
R = sp.Rational
DENSITY = sp.exp(-(X**2) / 2) / sp.sqrt(2 * sp.pi)
CDF = (1 + sp.erf(X / sp.sqrt(2))) / 2


def function(name: str) -> Function:
    found = named(name)
    assert found is not None, name
    return found


def closed(left: sp.Expr, right: sp.Expr, when: sp.Basic = X > 0) -> sp.Expr:
    """Cases of which the left one takes the rest."""
    return sp.Piecewise((right, when), (left, True))


def split(left: sp.Expr, right: sp.Expr) -> sp.Expr:
    """Cases that leave 0 out."""
    return sp.Piecewise((right, X > 0), (left, X < 0))


def defines(name: str, printed: sp.Expr, *, explicit: bool = True, **more: Any) -> Defines:
    return Defines(passage=HERE, function=function(name), printed=sp.sympify(printed), explicit=explicit, **more)


def derivative(name: str, printed: sp.Expr, **more: Any) -> DerivativeIs:
    f = function(name)
    return DerivativeIs(passage=HERE, function=f, **{"of": f.definition, "printed": sp.sympify(printed), **more})


def equal(left: sp.Expr, right: sp.Expr, **more: Any) -> Equals:
    return Equals(passage=HERE, left=sp.sympify(left), right=sp.sympify(right), **more)


def values(name: str, of: sp.Set, *, gives: bool = True, **more: Any) -> LiesIn:
    f = function(name)
    return LiesIn(passage=HERE, function=f, of=f.definition, values=of, gives_range=gives, **more)


def at(name: str, place: sp.Expr, printed: sp.Expr, digits: str = "", **more: Any) -> ValueAt:
    f, place, printed = function(name), sp.sympify(place), sp.sympify(printed)
    return ValueAt(passage=HERE, function=f, of=f.definition, at=place, printed=printed, digits=digits, **more)


def tends(name: str, end: sp.Expr, value: sp.Expr, **more: Any) -> TendsTo:
    f, end, value = function(name), sp.sympify(end), sp.sympify(value)
    return TendsTo(passage=HERE, function=f, of=f.definition, end=end, value=value, **more)


def extreme(name: str, which: str, value: sp.Expr, place: sp.Expr = None, **more: Any) -> Extremum:
    f = function(name)
    value, place = (None if v is None else sp.sympify(v) for v in (value, place))
    return Extremum(passage=HERE, function=f, of=f.definition, which=which, value=value, at=place, **more)


def constant(name: str, true: sp.Expr, digits: str, **more: Any) -> ConstantIs:
    return ConstantIs(passage=HERE, function=function("selu"), constant=name, true=true, digits=digits, **more)


def has(name: str, feature: str, **more: Any) -> HasProperty:
    return HasProperty(passage=HERE, function=function(name), feature=feature, **more)


OK, WRONG, CONDITIONAL, IMPRECISE, UNDECIDED = "ok", "wrong", "conditional", "imprecise", "undecided"
Row = tuple[Statement, str, str]

DEFINITIONS: list[Row] = [
    (defines("sigmoid", S), OK, ""),
    (defines("sigmoid", sp.exp(X) / (1 + sp.exp(X))), OK, ""),
    (defines("sigmoid", 1 / (1 + sp.exp(-BETA * X))), OK, ""),
    (defines("sigmoid", (1 + sp.tanh(X / 2)) / 2), OK, ""),
    (defines("sigmoid", 1 / (1 + sp.exp(X))), WRONG, "BP101"),
    (defines("sigmoid", 1 / (1 - sp.exp(-X))), WRONG, "BP101"),
    (defines("sigmoid", T), WRONG, "BP101"),
    (defines("sigmoid", T, explicit=False), OK, ""),
    (defines("sigmoid", X**2, explicit=False), UNDECIDED, ""),
    (defines("tanh", (sp.exp(X) - sp.exp(-X)) / (sp.exp(X) + sp.exp(-X))), OK, ""),
    (defines("tanh", sp.sinh(X) / sp.cosh(X)), OK, ""),
    (defines("tanh", 2 / (1 + sp.exp(-2 * X)) - 1), OK, ""),
    (defines("tanh", sp.cosh(X) / sp.sinh(X)), WRONG, "BP101"),
    (defines("tanh", (sp.exp(X) - sp.exp(-X)) / 2), WRONG, "BP101"),
    (defines("relu", sp.Max(0, X)), OK, ""),
    (defines("relu", closed(0, X, X >= 0)), OK, ""),
    (defines("relu", (X + sp.Abs(X)) / 2), OK, ""),
    (defines("relu", X * sp.Heaviside(X)), OK, ""),
    (defines("relu", sp.Piecewise((0, X < 0), (X, X > 0))), OK, ""),
    (defines("relu", sp.Piecewise((0, X < 0), (X, X > 0), (1, True))), IMPRECISE, "BP103"),
    (defines("relu", sp.Min(0, X)), WRONG, "BP101"),
    (defines("relu", closed(X, 0)), WRONG, "BP101"),
    (defines("relu", sp.Piecewise((X, X > 0))), CONDITIONAL, "BP102"),
    (defines("leaky relu", sp.Max(X / 100, X)), OK, ""),
    (defines("leaky relu", closed(ALPHA * X, X)), OK, ""),
    (defines("leaky relu", closed(X / ALPHA, X)), OK, ""),
    (defines("leaky relu", sp.Max(ALPHA * X, X)), CONDITIONAL, "BP102"),
    (defines("leaky relu", closed(-X / 100, X)), WRONG, "BP101"),
    (defines("leaky relu", sp.Max(0, X)), WRONG, "BP101"),
    (defines("leaky relu", closed(100 * X, X)), IMPRECISE, "BP103"),
    (defines("leaky relu", closed(X, X / 100)), WRONG, "BP101"),
    (defines("prelu", closed(ALPHA * X, X)), OK, ""),
    (defines("prelu", sp.Max(ALPHA * X, X)), CONDITIONAL, "BP102"),
    (defines("prelu", closed(0, ALPHA * X)), WRONG, "BP101"),
    (defines("elu", closed(ALPHA * (sp.exp(X) - 1), X)), OK, ""),
    (defines("elu", closed((sp.exp(X) - 1) / 2, X)), OK, ""),
    (defines("elu", closed(ALPHA * sp.exp(X - 1), X)), WRONG, "BP101"),
    (defines("elu", closed(ALPHA * (sp.exp(X) + 1), X)), WRONG, "BP101"),
    (defines("elu", closed(ALPHA * (sp.exp(-X) - 1), X)), WRONG, "BP101"),
    (defines("selu", LAMBDA * closed(ALPHA * (sp.exp(X) - 1), X)), OK, ""),
    (defines("selu", R("1.0507") * closed(R("1.6733") * (sp.exp(X) - 1), X)), OK, ""),
    (defines("selu", closed(R("1.758") * (sp.exp(X) - 1), R("1.0507") * X)), OK, ""),
    (defines("selu", R("1.6733") * closed(R("1.0507") * (sp.exp(X) - 1), X)), WRONG, "BP402"),
    (defines("selu", R("1.0508") * closed(R("1.6733") * (sp.exp(X) - 1), X)), WRONG, "BP101"),
    (defines("selu", closed(LAMBDA * (LAMBDA * sp.exp(X) - LAMBDA), LAMBDA * X)), WRONG, "BP101"),
    (defines("selu", ALPHA * closed(LAMBDA * (sp.exp(X) - 1), X)), IMPRECISE, "BP103"),
    (defines("swish", X * S), OK, ""),
    (defines("swish", X / (1 + sp.exp(-BETA * X))), OK, ""),
    (defines("swish", X / (1 + sp.exp(-2 * X))), OK, ""),
    (defines("swish", X / (1 + sp.exp(X))), WRONG, "BP101"),
    (defines("swish", X / (1 + sp.exp(BETA * X))), WRONG, "BP101"),
    (defines("softplus", sp.log(1 + sp.exp(X))), OK, ""),
    (defines("softplus", sp.log(1 + sp.exp(2 * X)) / 2), OK, ""),
    (defines("softplus", sp.log(1 + sp.exp(-X))), WRONG, "BP101"),
    (defines("softplus", sp.log(1 - sp.exp(X))), WRONG, "BP101"),
    (defines("softplus", sp.log(1 + sp.exp(BETA * X))), CONDITIONAL, "BP102"),
    (defines("gelu", X * CDF), OK, ""),
    (defines("gelu", X / 2 * (1 + sp.tanh(R("0.7978845608") * (X + R("0.044715") * X**3)))), OK, ""),
    (defines("gelu", X / 2 * (1 + sp.erf(X / R("1.41421")))), OK, ""),
    (defines("gelu", X * S.subs(X, R("1.702") * X)), OK, ""),
    (defines("gelu", X / 2 * (1 + sp.erf(X))), WRONG, "BP101"),
    (defines("gelu", X / 2 * (1 + sp.tanh(sp.sqrt(2 / sp.pi) * (X + R("0.044715") * X**2)))), WRONG, "BP101"),
    (defines("step", closed(0, 1, X >= 0)), OK, ""),
    (defines("step", sp.Heaviside(X)), OK, ""),
    (defines("step", closed(1, 0, X >= 0)), WRONG, "BP101"),
    (defines("hard sigmoid", sp.Max(0, sp.Min(1, R("0.1667") * X + R("0.5")))), OK, ""),
    (defines("linear function", 3 * X + BETA), OK, ""),
    (defines("arctan", sp.atan(X)), OK, ""),
    (defines("arctan", sp.atan(2 * X)), WRONG, "BP101"),
]

DERIVATIVES: list[Row] = [
    (derivative("sigmoid", S * (1 - S)), OK, ""),
    (derivative("sigmoid", sp.exp(-X) / (1 + sp.exp(-X)) ** 2), OK, ""),
    (derivative("sigmoid", S * (1 + S)), WRONG, "BP201"),
    (derivative("sigmoid", 1 - S), WRONG, "BP201"),
    (derivative("sigmoid", S**2), WRONG, "BP201"),
    (derivative("sigmoid", S * (1 - S) * (1 - 2 * S), order=2), OK, ""),
    (derivative("sigmoid", S * (1 - S), order=2), WRONG, "BP201"),
    (derivative("tanh", 1 - T**2), OK, ""),
    (derivative("tanh", 1 / sp.cosh(X) ** 2), OK, ""),
    (derivative("tanh", 1 - T), WRONG, "BP201"),
    (derivative("tanh", 1 + T**2), WRONG, "BP201"),
    (derivative("relu", split(0, 1)), OK, ""),
    (derivative("relu", closed(0, 1)), IMPRECISE, "BP203"),
    (derivative("relu", closed(0, 1, X >= 0)), IMPRECISE, "BP203"),
    (derivative("relu", closed(0, 1), convention=True), OK, ""),
    (derivative("relu", sp.Piecewise((1, X > 0), (0, X < 0), (2, True))), WRONG, "BP203"),
    (derivative("relu", closed(1, 0)), WRONG, "BP201"),
    (derivative("relu", closed(0, X)), WRONG, "BP201"),
    (derivative("relu", 1, under=X > 0), OK, ""),
    (derivative("relu", 0, under=X < 0), OK, ""),
    (derivative("relu", 1, under=X < 0), WRONG, "BP201"),
    (derivative("relu", 0, under=sp.Eq(X, 0)), IMPRECISE, "BP203"),
    (derivative("leaky relu", split(R("0.01"), 1)), OK, ""),
    (derivative("leaky relu", split(ALPHA, 1)), OK, ""),
    (derivative("leaky relu", split(-R("0.01"), 1)), WRONG, "BP201"),
    (derivative("leaky relu", split(ALPHA * X, 1)), WRONG, "BP201"),
    (derivative("leaky relu", split(R("0.1"), 1), of=closed(X / 100, X)), WRONG, "BP201"),
    (derivative("selu", LAMBDA * sp.exp(X), under=X < 0), WRONG, "BP201"),
    (derivative("elu", split(ALPHA * sp.exp(X), 1)), OK, ""),
    (derivative("elu", split(sp.exp(X), 1)), OK, ""),
    (derivative("elu", closed(sp.exp(X), 1)), OK, ""),
    (derivative("elu", sp.Piecewise((1, X >= 0), (ALPHA * sp.exp(X), X <= 0))), CONDITIONAL, "BP202"),
    (derivative("elu", closed(ALPHA * sp.exp(X), 1)), CONDITIONAL, "BP202"),
    (derivative("elu", split(ALPHA * (sp.exp(X) - 1), 1)), WRONG, "BP201"),
    (
        derivative("elu", split(ALPHA * sp.exp(X - 1), 1), as_printed=split(ALPHA * sp.exp(X - 1), X)),
        WRONG,
        "BP201",
    ),
    (derivative("elu", split(ALPHA * sp.exp(X), 1), as_printed=split(ALPHA * sp.exp(X - 1), X)), OK, ""),
    (derivative("selu", split(LAMBDA * ALPHA * sp.exp(X), LAMBDA)), OK, ""),
    (derivative("selu", closed(LAMBDA * ALPHA * sp.exp(X), LAMBDA)), IMPRECISE, "BP203"),
    (derivative("selu", split(LAMBDA**2 * sp.exp(X), LAMBDA)), WRONG, "BP201"),
    (derivative("softplus", S), OK, ""),
    (derivative("softplus", 1 / (1 + sp.exp(X))), WRONG, "BP201"),
    (derivative("swish", S + X * S * (1 - S)), OK, ""),
    (derivative("swish", S + X * S), WRONG, "BP201"),
    (derivative("gelu", CDF + X * DENSITY), OK, ""),
    (derivative("gelu", CDF + DENSITY), WRONG, "BP201"),
    (derivative("softsign", 1 / (1 + sp.Abs(X)) ** 2), OK, ""),
    (derivative("softsign", 1 / (1 + X) ** 2), WRONG, "BP201"),
    (derivative("step", 0), CONDITIONAL, "BP202"),
    (derivative("arctan", 1 / (1 + X**2)), OK, ""),
    (derivative("arctan", 1 / (1 - X**2)), WRONG, "BP201"),
    (derivative("sigmoid", 2 * X, of=X**2), OK, ""),
]

EQUATIONS: list[Row] = [
    (equal(T, 2 * S.subs(X, 2 * X) - 1), OK, ""),
    (equal(T, 2 * S - 1), WRONG, "BP110"),
    (equal(S.subs(X, -X), 1 - S), OK, ""),
    (equal(sp.Max(ALPHA * X, X), closed(ALPHA * X, X)), CONDITIONAL, "BP111"),
    (equal((X**2 - X) / (X - 1), X), CONDITIONAL, "BP111"),
    (equal(sp.Abs(X), X, under=X > 0), OK, ""),
    (equal(closed(0, 1), closed(0, 1, X >= 0)), IMPRECISE, "BP111"),
    (equal(sp.exp(X), 1 + X, about=True), UNDECIDED, ""),
]

RANGES: list[Row] = [
    (values("sigmoid", sp.Interval.open(0, 1)), OK, ""),
    (values("sigmoid", sp.Interval(0, 1)), IMPRECISE, "BP302"),
    (values("sigmoid", sp.Interval(0, 1), gives=False), OK, ""),
    (values("sigmoid", sp.Interval(0, 1), open_unknown=True), OK, ""),
    (values("sigmoid", sp.Interval.open(-1, 1)), IMPRECISE, "BP302"),
    (values("sigmoid", sp.Interval.open(0, 1), gives=False, order=1), OK, ""),
    (values("sigmoid", sp.Interval.Lopen(0, R(1, 4)), order=1), OK, ""),
    (values("sigmoid", sp.Interval.open(0, R(1, 4)), order=1), WRONG, "BP301"),
    (values("sigmoid", sp.Interval(0, R(1, 5)), gives=False, order=1), WRONG, "BP301"),
    (values("tanh", sp.Interval.open(-1, 1)), OK, ""),
    (values("tanh", sp.Interval.open(0, 1)), WRONG, "BP301"),
    (values("tanh", sp.Interval.open(0, 1), gives=False, order=1), WRONG, "BP301"),
    (values("tanh", sp.Interval.Lopen(0, 1), order=1), OK, ""),
    (values("relu", sp.Interval.open(0, OO)), WRONG, "BP301"),
    (values("relu", sp.Interval(0, OO)), OK, ""),
    (values("relu", sp.Interval(0, 1)), WRONG, "BP301"),
    (values("relu", sp.FiniteSet(0, 1), order=1), OK, ""),
    (values("leaky relu", sp.S.Reals), OK, ""),
    (values("leaky relu", sp.Interval(0, OO)), WRONG, "BP301"),
    (values("elu", sp.Interval.open(-ALPHA, OO)), OK, ""),
    (values("elu", sp.Interval.open(-1, OO)), CONDITIONAL, "BP302"),
    (values("elu", sp.Interval.open(0, OO)), WRONG, "BP301"),
    (values("selu", sp.Interval.open(-R("1.758"), OO)), OK, ""),
    (values("softplus", sp.Interval.open(0, OO)), OK, ""),
    (values("softplus", sp.Interval(0, OO)), IMPRECISE, "BP302"),
    (values("swish", sp.Interval(-R("0.28"), OO)), OK, ""),
    (values("swish", sp.Interval(-R("0.2"), OO)), WRONG, "BP301"),
    (values("swish", sp.S.Reals), IMPRECISE, "BP302"),
    (values("gelu", sp.Interval(-R("0.17"), OO)), OK, ""),
    (values("gelu", sp.Interval.open(0, OO)), WRONG, "BP301"),
    (values("step", sp.FiniteSet(0, 1)), OK, ""),
    (values("relu", sp.Interval.open(0, OO), under=X > 0), OK, ""),
]

VALUES: list[Row] = [
    (at("sigmoid", 0, R(1, 2)), OK, ""),
    (at("sigmoid", 0, 0), WRONG, "BP305"),
    (at("sigmoid", 0, R(1, 4), order=1), OK, ""),
    (at("sigmoid", 0, 1, order=1), WRONG, "BP305"),
    (at("sigmoid", 1, R("0.73"), "0.73"), OK, ""),
    (at("sigmoid", 1, R("0.74"), "0.74"), WRONG, "BP305"),
    (at("sigmoid", 1, R("0.74"), "0.74", about=True), OK, ""),
    (at("relu", -1, 0), OK, ""),
    (at("relu", 0, 0, order=1), IMPRECISE, "BP203"),
    (at("relu", 0, 1, order=1, convention=True), OK, ""),
    (at("relu", 0, 2, order=1), WRONG, "BP203"),
    (at("leaky relu", -2, R("0.02"), "0.02"), WRONG, "BP305"),
    (at("leaky relu", -2, -R("0.02"), "-0.02"), OK, ""),
    (at("elu", 0, ALPHA), WRONG, "BP305"),
    (at("elu", -1, ALPHA * (sp.exp(-1) - 1)), OK, ""),
    (at("tanh", OO, 1), OK, ""),
    (tends("sigmoid", OO, 1), OK, ""),
    (tends("sigmoid", -OO, -1), WRONG, "BP303"),
    (tends("tanh", OO, 1, reached=True), CONDITIONAL, "BP304"),
    (tends("tanh", OO, 0, order=1, reached=True), CONDITIONAL, "BP304"),
    (tends("hard tanh", OO, 1, reached=True), OK, ""),
    (tends("relu", OO, 1), WRONG, "BP303"),
    (tends("elu", -OO, -ALPHA), OK, ""),
    (tends("elu", -OO, -1), CONDITIONAL, "BP303"),
    (tends("sign function", 0, 1, side="+"), OK, ""),
    (tends("sign function", 0, 1), WRONG, "BP303"),
    (extreme("sigmoid", "max", R(1, 4), order=1), OK, ""),
    (extreme("sigmoid", "max", R(1, 4), 0, order=1), OK, ""),
    (extreme("sigmoid", "max", 1, order=1), WRONG, "BP306"),
    (extreme("sigmoid", "max", None, 1, order=1), WRONG, "BP306"),
    (extreme("swish", "min", None, -1, about=True), OK, ""),
    (extreme("swish", "min", None, -2, about=True), WRONG, "BP306"),
    (tends("selu", -OO, -R("1.7581")), OK, ""),
    (tends("selu", -OO, -R("1.7681")), WRONG, "BP303"),
    (at("sigmoid", 1, 0, "0"), WRONG, "BP305"),
    (at("sigmoid", 1, R("0.7"), "0.7"), OK, ""),
    (at("sigmoid", 1, R("0.8"), "0.8"), WRONG, "BP305"),
    (extreme("tanh", "max", 1), IMPRECISE, "BP306"),
    (extreme("swish", "min", -R("0.28"), -R("1.28"), digits="-0.28", about=True), OK, ""),
    (extreme("swish", "min", -R("0.25"), digits="-0.25"), WRONG, "BP306"),
    (extreme("swish", "min", None, 0), WRONG, "BP306"),
    (extreme("relu", "max", 10), WRONG, "BP306"),
    (constant("selu.lambda", SELU_LAMBDA, "1.0507"), OK, ""),
    (constant("selu.lambda", SELU_LAMBDA, "1.67326"), WRONG, "BP402"),
    (constant("selu.alpha", SELU_ALPHA, "1.68"), WRONG, "BP401"),
    (constant("selu.alpha", SELU_ALPHA, "about"), UNDECIDED, ""),
]

PROPERTIES: list[Row] = [
    (has("relu", "zero-centred"), WRONG, "BP601"),
    (has("relu", "zero-centred", hedged=True), IMPRECISE, "BP603"),
    (has("leaky relu", "zero-centred", hedged=True), IMPRECISE, "BP603"),
    (has("sigmoid", "zero-centred", holds=False), OK, ""),
    (has("tanh", "zero-centred"), OK, ""),
    (has("selu", "zero-centred"), OK, ""),
    (has("elu", "zero-centred", holds=False), OK, ""),
    (has("sigmoid", "differentiable"), OK, ""),
    (has("sigmoid", "differentiable", holds=False), WRONG, "BP601"),
    (has("relu", "differentiable"), CONDITIONAL, "BP602"),
    (has("relu", "differentiable", hedged=True), OK, ""),
    (has("relu", "differentiable", holds=False), OK, ""),
    (has("relu", "differentiable", at=sp.S.Zero), WRONG, "BP601"),
    (has("elu", "differentiable"), CONDITIONAL, "BP602"),
    (has("relu", "non-saturating"), CONDITIONAL, "BP602"),
    (has("relu", "saturates", side="right"), WRONG, "BP601"),
    (has("sigmoid", "saturates"), OK, ""),
    (has("leaky relu", "non-saturating"), OK, ""),
    (has("leaky relu", "saturates"), WRONG, "BP601"),
    (has("swish", "monotone"), WRONG, "BP601"),
    (has("swish", "monotone", holds=False), OK, ""),
    (has("relu", "strictly-increasing"), IMPRECISE, "BP603"),
    (has("relu", "convex"), OK, ""),
    (has("gelu", "convex"), WRONG, "BP601"),
    (has("relu", "linear"), WRONG, "BP601"),
    (has("relu", "linear", side="right"), OK, ""),
    (has("relu", "non-linear"), OK, ""),
    (has("relu", "positive"), IMPRECISE, "BP603"),
    (has("leaky relu", "non-negative"), WRONG, "BP601"),
    (has("softplus", "positive"), OK, ""),
    (has("relu", "derivative-nowhere-zero"), WRONG, "BP601"),
    (has("leaky relu", "derivative-nowhere-zero"), OK, ""),
    (has("relu", "can-die"), OK, ""),
    (has("elu", "never-dies"), OK, ""),
    (has("leaky relu", "can-die"), WRONG, "BP601"),
    (has("relu", "sparse"), OK, ""),
    (has("sigmoid", "sparse"), WRONG, "BP601"),
    (has("sigmoid", "odd"), WRONG, "BP601"),
    (has("tanh", "odd"), OK, ""),
    (has("relu", "bounded"), WRONG, "BP601"),
    (has("relu", "bounded", side="left"), OK, ""),
    (has("tanh", "unbounded"), WRONG, "BP601"),
    (has("step", "continuous"), WRONG, "BP601"),
    (has("relu", "continuous"), OK, ""),
    (has("relu", "nobody-knows"), UNDECIDED, ""),
]

ROWS = [*DEFINITIONS, *DERIVATIVES, *EQUATIONS, *RANGES, *VALUES, *PROPERTIES]


def label(statement: Statement) -> str:
    """What a test is called."""
    about = statement.function.name if statement.function is not None else "-"
    for part in ("printed", "values", "feature", "value", "digits", "right"):
        if hasattr(statement, part):
            return f"{statement.kind} {about} {getattr(statement, part)}".replace(" ", "_")
    return f"{statement.kind}_{about}"
