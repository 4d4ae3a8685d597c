"""What claims are about, and where lectures make them."""

from __future__ import annotations

from dataclasses import dataclass

from backproof.claim import Claim
from backproof.findings import Finding, Findings

INITIALISATIONS = {
    "zero-init": "Zero initialisation",
    "constant-init": "Constant initialisation",
    "small-init": "Small random weights",
    "large-init": "Large random weights",
    "xavier": "Xavier (Glorot) initialisation",
    "lecun": "LeCun initialisation",
    "he": "He (Kaiming) initialisation",
}
"""Subjects that are ways to start, with their titles."""
NETWORKS = {
    "symmetry": "Equal neurons",
    "dead": "Dead units",
    "vanishing": "Vanishing gradients",
    "propagation": "Signals from layer to layer",
    "network": "Gradients and capacity",
    "linear": "Layers without activation",
    "forward": "The forward pass",
}
"""Subjects that are laws of networks, with their titles."""
_TITLES = {**INITIALISATIONS, **NETWORKS, "zero-centred": "Zero-centred outputs"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that was found about one subject."""

    name: str
    title: str
    findings: tuple[Finding, ...]


def by_subject(findings: Findings) -> tuple[Subject, ...]:
    """The findings by subject: those that lectures speak of first, activations in the order of the catalogue.

    Within a subject, too, claims that lectures make come first. A subject without a title is called by its name.
    """
    from backproof.activations import ACTIVATIONS

    titles = {a.name: a.title for a in ACTIVATIONS} | _TITLES
    groups: dict[str, list[Finding]] = {a.name: [] for a in ACTIVATIONS}
    for finding in findings.findings:
        groups.setdefault(finding.claim.subject, []).append(finding)
    made = [
        Subject(
            name,
            titles.get(name, name.replace("-", " ")),
            tuple(sorted(found, key=lambda f: not f.claim.sources)),
        )
        for name, found in groups.items()
        if found
    ]
    return tuple(sorted(made, key=lambda subject: not subject.findings[0].claim.sources))


@dataclass(frozen=True, slots=True)
class Cited:
    """Where one document makes a claim. ``short`` tells the documents of one report apart."""

    document: str
    short: str
    lines: tuple[int, ...]


def citing(claim: Claim, short: dict[str, str]) -> tuple[Cited, ...]:
    """The claim's sources, by document; ``short`` is made by :func:`short_names`."""
    lines: dict[str, list[int]] = {}
    for source in sorted(claim.sources):
        lines.setdefault(source.document, []).append(source.line)
    return tuple(Cited(document, short[document], tuple(found)) for document, found in lines.items())


def short_names(findings: Findings) -> dict[str, str]:
    """For each document the shortest beginning, cut before ``_`` or ``.``, that no other document shares."""
    documents = sorted({s.document for f in findings.findings for s in f.claim.sources})
    return {document: _shortest(document, [d for d in documents if d != document]) for document in documents}


def _shortest(document: str, others: list[str]) -> str:
    for end, letter in enumerate(document):
        if end and letter in "_." and not any(other.startswith(document[:end]) for other in others):
            return document[:end]
    return document
