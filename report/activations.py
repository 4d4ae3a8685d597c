"""The activation functions, one by one: definition, derivative, derivation, and how floats treat them."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp
from markupsafe import Markup

from backproof.activations import ACTIVATIONS, Activation, Form
from backproof.findings import Finding, Judged
from backproof.render import evidence, plots
from backproof.render.evidence import Format, Region
from backproof.render.section import Part, Results, Section
from backproof.render.subjects import Subject, by_subject
from backproof.verdict import Judgement, World

_DIGITS = 12
"""How many digits of a default are printed when it is not a short fraction."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A parameter: its symbol and default (LaTeX), and where the default comes from."""

    symbol: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Convention:
    """What programs return for the derivative at a kink (LaTeX), and who does so."""

    formula: str
    source: str


@dataclass(frozen=True, slots=True)
class Computed:
    """One way to compute f or f', and how it fared in floats."""

    style: str
    printed: str
    claim_id: str
    judged: Judged | None
    formats: tuple[Format, ...]
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """All forms in one float type, in the order of ``Profile.compared``; ``tried`` is any of them."""

    dtype: str
    tried: Format
    forms: tuple[Format | None, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """f or f' in floats: its textbook and accurate forms, and the figure of their errors in one ``dtype``."""

    name: str
    forms: tuple[Computed, ...]
    figure: Markup | None
    dtype: str


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the report says of one activation; ``failing`` claims do not hold as stated in some world."""

    anchor: str
    name: str
    title: str
    aliases: tuple[str, ...]
    symbol: str
    definition: str
    derivative: str | None
    derivation: Judged | None
    parameters: tuple[Constant, ...]
    conventions: tuple[Convention, ...]
    references: tuple[str, ...]
    curves: Markup
    functions: tuple[Function, ...]
    compared: tuple[str, ...]
    types: tuple[Compared, ...]
    failing: tuple[Finding, ...]
    tried: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Activations:
    """The activations of this run, in the order of the catalogue."""

    profiles: tuple[Profile, ...]


def section(results: Results) -> Section | None:
    """The section, if anything about an activation was judged."""
    subjects = {subject.name: subject for subject in by_subject(results.findings)}
    profiles = tuple(_profile(a, subjects[a.name]) for a in ACTIVATIONS if a.name in subjects)
    if not profiles:
        return None
    return Section(
        order=30,
        anchor="activations",
        title="Activation functions",
        template="activations.html.j2",
        content=Activations(profiles),
        parts=tuple(Part(p.anchor, p.title) for p in profiles),
    )


def _profile(activation: Activation, subject: Subject) -> Profile:
    anchor = f"activations-{activation.name}"
    known = {f.claim.id: f for f in subject.findings}
    derived = known.get(f"{activation.name}.derivative-derived")
    derivation = derived.worlds.get(World.PAPER) if derived else None
    formula = derivation.judgement.evidence.get("derivative_latex") if derivation else None
    judged = [j for f in subject.findings for j in f.worlds.values()]
    functions = _functions(activation, known, anchor)
    forms = [(f"{form.style} {function.name}", form) for function in functions for form in function.forms]
    return Profile(
        anchor=anchor,
        name=activation.name,
        title=activation.title,
        aliases=tuple(name for name in activation.aliases if name != activation.title),
        symbol=activation.symbol,
        definition=f"{activation.symbol}(x) = {sp.latex(activation.definition)}",
        derivative=str(formula) if formula else None,
        derivation=derivation,
        parameters=tuple(Constant(sp.latex(p.symbol), _default(p.default), p.meaning) for p in activation.parameters),
        conventions=tuple(
            Convention(f"{activation.symbol}'({sp.latex(k.at)}) = {sp.latex(k.convention)}", k.source)
            for k in activation.kinks
        ),
        references=activation.references,
        curves=plots.curves(activation, f"{anchor}-curves"),
        functions=functions,
        compared=tuple(label for label, form in forms if form.formats),
        types=_types([form for _, form in forms if form.formats]),
        failing=tuple(f for f in subject.findings if any(_falls_short(j.judgement) for j in f.worlds.values())),
        tried=sum(j.judgement.tried or 0 for j in judged),
        findings=subject.findings,
    )


def _falls_short(judgement: Judgement) -> bool:
    return judgement.correction is not None or judgement.condition is not None


def _functions(activation: Activation, known: dict[str, Finding], anchor: str) -> tuple[Function, ...]:
    a = activation
    forms = _forms(a.name, "form", a.textbook, a.accurate, known)
    slopes = _forms(a.name, "derivative", a.textbook_derivative, a.accurate_derivative, known)
    return tuple(
        _function(name, forms, f"{anchor}-{part}")
        for name, part, forms in (("f", "f", forms), ("f′", "slope", slopes))
        if any(form.judged for form in forms)
    )


def _forms(name: str, what: str, textbook: Form, accurate: Form, known: dict[str, Finding]) -> tuple[Computed, ...]:
    made = []
    for style, form in (("textbook", textbook), ("accurate", accurate)):
        claim_id = f"{name}.{style}-{what}"
        finding = known.get(claim_id)
        judged = finding.worlds.get(World.FLOATS) if finding else None
        rows = evidence.formats(judged.judgement) if judged else ()
        lost = evidence.regions(judged.judgement) if judged else ()
        made.append(Computed(style, form.printed, claim_id, judged, rows, lost))
    return tuple(made)


def _function(name: str, forms: tuple[Computed, ...], anchor: str) -> Function:
    found = [(form, evidence.profile(form.judged.judgement)) for form in forms if form.judged]
    drawn = [(form.style, profile) for form, profile in found if profile is not None]
    if not drawn:
        return Function(name, forms, None, "")
    dtype = drawn[0][1].dtype
    regions = [r for r in forms[0].regions if r.dtype == dtype]
    return Function(name, forms, plots.errors(drawn, regions, f"{anchor}-error", name), dtype)


def _types(forms: list[Computed]) -> tuple[Compared, ...]:
    columns = [{row.dtype: row for row in form.formats} for form in forms]
    types = dict.fromkeys(dtype for column in columns for dtype in column)
    return tuple(
        Compared(t, next(c[t] for c in columns if t in c), tuple(column.get(t) for column in columns)) for t in types
    )


def _default(value: sp.Expr) -> str:
    exact = sp.latex(value)
    if value.is_Rational:
        return f"= {exact}"
    return rf"\approx {sp.N(value, _DIGITS)}"
