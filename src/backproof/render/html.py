"""The report: one HTML file that needs nothing else, neither network nor script."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

from jinja2 import TemplateError

from backproof.content import home
from backproof.errors import BackproofError, ContentError
from backproof.findings import write
from backproof.render.page import environment
from backproof.render.section import Results, Section, load_sections
from backproof.render.sharing import shared
from backproof.render.typeset import Typesetter

NAME = "index.html"
"""The file that a report is."""
_BLANK = re.compile(r"\n\s*\n+")

Progress = Callable[[int, int, str], None]
"""Called with the number of steps done, how many there are, and what was done last."""


def write_report(
    results: Results,
    folder: Path,
    *,
    roots: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Path:
    """Write the report of a run.

    Parameters
    ----------
    results
        What was found; any part of the catalogue.
    folder
        Where ``index.html`` goes; made if it is not there.
    roots
        Further folders with ``report/`` and ``templates/`` of their own.
    progress
        Told after each formula of a derivation, which take longest, and after each section.

    Returns
    -------
    pathlib.Path
        The file, written whole.

    Raises
    ------
    BackproofError
        If the folder cannot be written to, or a section or a template is broken. Nothing is left behind.
    """
    file = folder / NAME
    if folder.exists() and not folder.is_dir():
        raise BackproofError(f"cannot write {file}: {folder} is not a folder")
    write(render(results, roots=roots, progress=progress), file)
    return file


def render(results: Results, *, roots: Sequence[Path] = (), progress: Progress | None = None) -> str:
    """The report as HTML text.

    Raises
    ------
    ContentError
        If a section or a template is broken.
    """
    sections = load_sections(results, roots)
    typesetter = Typesetter()
    formulas = _derivations(results)
    total = len(formulas) + len(sections)
    for done, latex in enumerate(formulas, start=1):
        typesetter.display(latex)  # it is remembered: most of the time goes here, and progress can be told of it
        if progress is not None:
            progress(done, total, "formulas")
    env = environment(typesetter, roots)
    bodies: list[tuple[Section, str]] = []
    try:
        for done, section in enumerate(sections, start=len(formulas) + 1):
            body = env.get_template(section.template).render(section=section, content=section.content)
            bodies.append((section, body))
            if progress is not None:
                progress(done, total, section.title)
        parts, drawings = shared([body for _, body in bodies])
        page = env.get_template("page.html.j2").render(
            sections=[(section, part) for (section, _), part in zip(bodies, parts, strict=True)],
            drawings=drawings,
            findings=results.findings,
            version=metadata.version("backproof"),
        )
    except TemplateError as broken:
        where = f"{home() / 'templates'}: {getattr(broken, 'name', None) or 'a template'}"
        raise ContentError(f"{where} cannot be shown: {broken.message}") from broken
    return _BLANK.sub("\n", page).strip() + "\n"


def _derivations(results: Results) -> list[str]:
    """The formulas of all derivations, each once."""
    judgements = (judged.judgement for finding in results.findings.findings for judged in finding.worlds.values())
    return list(dict.fromkeys(step.latex for j in judgements for step in j.steps if step.latex))
