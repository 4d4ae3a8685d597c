"""The initialisations, one by one: how weights are drawn, what is wrong with what is said of it, and what holds."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from backproof.findings import Finding
from backproof.judging.init_forms import SCHEMES
from backproof.reading.statements import FAN_IN, FAN_OUT
from backproof.render.laws import WORST, Law, law
from backproof.render.section import Part, Results, Section
from backproof.render.subjects import INITIALISATIONS, Subject, by_subject
from backproof.verdict import World

_DRAWN = {
    "zero-init": "all weights and biases 0",
    "constant-init": "all weights of a layer one number",
    "small-init": "random, of one small size for every width, such as 0.01 times a standard normal draw",
    "large-init": "random, of one large size for every width, such as a standard normal draw",
    "xavier": "random, with a variance that falls with the widths before and behind the weights",
    "lecun": "random, with a variance that falls with the width before the weights",
    "he": "random, with a variance that falls with one width and makes up for what ReLU leaves out",
}
"""What the names stand for."""
_NAMES = {FAN_IN: r"\mathrm{fan}_{\mathrm{in}}", FAN_OUT: r"\mathrm{fan}_{\mathrm{out}}"}


@dataclass(frozen=True, slots=True)
class Form:
    """A variance that goes by the name (LaTeX), what that form is called, and the claim that says what it is for."""

    variance: str
    title: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that came out alike; ``outlook`` is a class of the page's style sheet."""

    outlook: str
    title: str
    laws: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Initialisation:
    """All that the section says of one initialisation."""

    anchor: str
    name: str
    title: str
    drawn: str
    forms: tuple[Form, ...]
    groups: tuple[Group, ...]
    claims: int
    tried: int

    def counted(self, outlook: str) -> int:
        """How many of its claims came out like this."""
        return sum(len(group.laws) for group in self.groups if group.outlook == outlook)


@dataclass(frozen=True, slots=True)
class Initialisations:
    """The initialisations of this run; ``titles`` are those of the groups that occur, by outlook."""

    initialisations: tuple[Initialisation, ...]
    titles: dict[str, str]


_TITLES = {"wrong": "Wrong", "open": "Not decided", "partly": "Right in part", "holds": "Right"}


def section(results: Results) -> Section | None:
    """The section, if anything about an initialisation was judged."""
    subjects = {subject.name: subject for subject in by_subject(results.findings)}
    known = {finding.claim.id: finding for finding in results.findings.findings}
    made = tuple(_initialisation(subjects[name], known) for name in INITIALISATIONS if name in subjects)
    if not made:
        return None
    titles = {outlook: title for outlook, title in _TITLES.items() if any(i.counted(outlook) for i in made)}
    return Section(
        order=36,
        anchor="initialisations",
        title="Initialisations",
        template="initialisations.html.j2",
        content=Initialisations(made, titles),
        parts=tuple(Part(i.anchor, i.title) for i in made),
    )


def _initialisation(subject: Subject, known: dict[str, Finding]) -> Initialisation:
    laws = [law(finding) for finding in subject.findings]
    groups = {outlook: tuple(each for each in laws if each.outlook == outlook) for outlook in WORST}
    judged = [j for f in subject.findings for j in f.worlds.values()]
    return Initialisation(
        anchor=f"initialisations-{subject.name}",
        name=subject.name,
        title=subject.title,
        drawn=_DRAWN[subject.name],
        forms=_forms(subject.name, known),
        groups=tuple(Group(outlook, _TITLES[outlook], found) for outlook, found in groups.items() if found),
        claims=len(subject.findings),
        tried=sum(j.judgement.tried or 0 for j in judged),
    )


def _forms(name: str, known: dict[str, Finding]) -> tuple[Form, ...]:
    """The established forms of a scheme, each with the first of its claims that was judged on paper in this run."""
    made = []
    for form in SCHEMES.get(name, ()):
        found = (known[claim] for claim in form.claims.values() if claim in known)
        deciding = next((f for f in found if World.PAPER in f.worlds), None)
        if deciding is not None:
            variance = rf"\mathrm{{Var}}(w) = {sp.latex(form.variance, symbol_names=_NAMES)}"
            made.append(Form(variance, form.title, deciding))
    return tuple(made)
