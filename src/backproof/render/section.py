"""Sections of the report: what each of them is made of, and how they are found.

A section is a file ``report/<name>.py`` with one public function::

    def section(results: Results) -> Section | None: ...

It turns results into a frozen dataclass, which a template of ``templates/`` shows. Sections know nothing of
one another. A section that has nothing to say in this run returns ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backproof.content import home, modules
from backproof.errors import ContentError
from backproof.findings import Findings
from backproof.lint.finding import Lint
from backproof.verdict import JSON

FOLDER = "report"
"""The content folder that holds the sections."""


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that one report is made of.

    Parameters
    ----------
    findings
        What the catalogue came to.
    lint
        What lectures of the reader's own came to, if any were given.
    atlas
        What implementations compute, as ``atlas.json`` has it.
    earlier
        The findings of an earlier run to compare with, as ``findings.json`` has them.
    """

    findings: Findings
    lint: Lint | None = None
    atlas: Mapping[str, JSON] | None = None
    earlier: Mapping[str, JSON] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section that the table of contents names: its anchor on the page, and its title."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the report.

    Parameters
    ----------
    order
        Sections are shown in ascending order; ties by anchor.
    anchor
        Identifier of the section on the page. Every other identifier of a section starts with it, except
        ``claim-<id>``, which belongs to the one section that shows claims in full.
    title
        Its heading.
    template
        File in ``templates/`` that shows it; ``<name>.css`` beside it is its style, if there is one.
    content
        What the template shows, a frozen dataclass; the template calls it ``content``.
    parts
        What the table of contents lists below the section.
    """

    order: int
    anchor: str
    title: str
    template: str
    content: object
    parts: tuple[Part, ...] = ()


def claim_anchor(claim_id: str) -> str:
    """Where the page shows a claim in full."""
    return f"claim-{claim_id}"


def load_sections(results: Results, roots: Sequence[Path] = ()) -> list[Section]:
    """The sections of the project's own ``report/`` and of those under ``roots``, in the order of the page.

    Raises
    ------
    ContentError
        If a file does not import, has no function ``section``, or two sections share an anchor.
    """
    found: dict[str, Section] = {}
    for root in dict.fromkeys([home(), *(r.resolve() for r in roots)]):
        for module in modules(root / FOLDER):
            make = getattr(module, "section", None)
            if not callable(make):
                raise ContentError(f"{module.__file__} has no function 'section': it shows nothing in the report")
            made = make(results)
            if made is None:
                continue
            if not isinstance(made, Section):
                raise ContentError(f"{module.__file__}: 'section' returned {type(made).__name__}, not a Section")
            if made.anchor in found:
                raise ContentError(f"{module.__file__}: another section has the anchor '{made.anchor}' already")
            found[made.anchor] = made
    return sorted(found.values(), key=lambda s: (s.order, s.anchor))
