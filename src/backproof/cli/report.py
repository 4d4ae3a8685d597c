"""The command report: everything that was found, on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backproof.cli.shared import (
    CLEAN,
    FAILED,
    FINDINGS,
    against_option,
    common,
    content_option,
    earlier_run,
    examples,
    how_far,
    judge,
    must_be_a_folder,
    since_then,
    status_of,
    tell,
    wants_progress,
)
from backproof.errors import BackproofError

if TYPE_CHECKING:
    from backproof.lint.finding import Lint
    from backproof.lint.settings import Settings
    from backproof.render.section import Results
    from backproof.run import Run
    from backproof.verdict import JSON

_ALWAYS = ("numpy", "scipy")
"""The libraries of the atlas that are installed with this one."""
_TYPES = ("float16", "bfloat16", "float32")


@click.command(
    epilog=examples(
        "backproof report",
        "backproof report sigmoid -o sigmoid-report",
        "backproof report --materials lectures --materials exercises/week7.ipynb",
        "backproof report --materials lectures --only-materials",
        "backproof report --against last-week/findings.json",
        "backproof report --atlas backproof-atlas/atlas.json",
        "python -m webbrowser backproof-report/index.html",
    )
)
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@click.option(
    "--materials",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="Lectures of your own to judge too, a file or a folder; may be given several times.",
)
@click.option(
    "--only-materials",
    is_flag=True,
    help="Judge only those claims of the catalogue that the lectures make: much sooner than all.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("backproof-report"),
    show_default=True,
    help="The folder to write index.html and findings.json into.",
)
@against_option
@click.option(
    "--atlas",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The atlas.json that 'backproof atlas' wrote, to show; else NumPy and SciPy are measured.",
)
@content_option("proofs", "checks", "report", "templates")
@common
def report(
    claims: Sequence[str],
    materials: Sequence[Path],
    only_materials: bool,
    output: Path,
    against: Path | None,
    atlas: Path | None,
    **common: Any,
) -> int:
    """Judge the catalogue, or those CLAIMs, and write one self-contained HTML page about it.

    With --materials the page begins with what lint finds in your lectures; settings stand in [tool.backproof.lint] of
    the nearest pyproject.toml, as for lint. With CLAIMs or --only-materials the page has an atlas only if --atlas gives
    one.

    Exit status: 0 all verdicts are the declared ones and no claim of a lecture is wrong, 1 one is, 2 could not do it:
    of a lecture too, if a file cannot be read, or no claim is in it; the page is written all the same then. 130
    interrupted by Ctrl-C: the page is made of what had been judged by then, and says so.
    """
    from backproof.render.plural import plural
    from backproof.render.section import Results

    if only_materials and (claims or not materials):
        raise click.UsageError("--only-materials takes the claims from lectures: it goes with --materials, not CLAIMs")
    earlier, kept = earlier_run(against), None if atlas is None else _kept(atlas)
    must_be_a_folder(output, "--output")
    lint, lectures = _lectures(materials, jobs=common["jobs"], quiet=common["quiet"])
    if only_materials and lint is not None:
        claims = _made_in(lint)
    found = judge(claims, **common)
    if not found.complete:
        tell(f"{how_far(found)}: the page is made of these; Ctrl-C again stops")
    if kept is None and not claims and found.complete:
        kept = _surveyed(found.run, jobs=common["jobs"], quiet=common["quiet"])
    results = Results(found, lint, kept, earlier)
    page = _written(results, output, roots=common["content"], quiet=common["quiet"])
    said = "" if lint is None else f"; {_counted(lint)}"
    ran = "" if found.complete else ", incomplete"
    outcome = "all" if found.as_expected else "NOT all"
    click.echo(f"{page}: {plural(len(found.findings), 'claim')}{ran}, {outcome} as declared{said}")
    since_then(earlier, found, lectures=lint is not None)
    return max(lectures, status_of(found))


def _kept(file: Path) -> Mapping[str, JSON]:
    from backproof.atlas import kept

    return kept.read(file)


def _surveyed(run: Run, *, jobs: int | None, quiet: bool) -> Mapping[str, JSON] | None:
    """What the libraries that are always there compute; ``None`` if that takes somebody too long."""
    from backproof.atlas.data import as_data
    from backproof.atlas.survey import survey
    from backproof.floats import format_of
    from backproof.render.progress import progress_bar

    try:
        with progress_bar("measuring", shown=wants_progress(quiet=quiet)) as progress:
            formats = [format_of(name) for name in _TYPES]
            return as_data(survey(_ALWAYS, formats, run=run, jobs=jobs, progress=progress))
    except KeyboardInterrupt:
        tell("interrupted while NumPy and SciPy were measured: the page has no atlas; Ctrl-C again stops")
        return None


def _written(results: Results, folder: Path, *, roots: Sequence[Path], quiet: bool) -> Path:
    """Write the page and its findings; the findings alone, if the page takes somebody too long."""
    from backproof.findings import to_json, write
    from backproof.render.html import write_report
    from backproof.render.progress import progress_bar

    file = folder / "findings.json"
    try:
        with progress_bar("writing the page", shown=wants_progress(quiet=quiet)) as progress:
            page = write_report(results, folder, roots=roots, progress=progress)
    except KeyboardInterrupt:
        write(to_json(results.findings), file)
        raise KeyboardInterrupt(f"interrupted while the page was written: only {file} was") from None
    write(to_json(results.findings), file)
    return page


def _lectures(paths: Sequence[Path], *, jobs: int | None, quiet: bool) -> tuple[Lint | None, int]:
    """What the lectures came to, and the exit status that it asks for."""
    if not paths:
        return None, CLEAN
    from backproof.lint.run import Interrupted, lint
    from backproof.lint.settings import Settings, from_file, settings_file
    from backproof.render.progress import progress_bar

    file = settings_file(Path.cwd())
    settings = Settings(**((from_file(file) if file is not None else {}) | ({"jobs": jobs} if jobs else {})))
    try:
        with progress_bar("reading lectures", shown=wants_progress(quiet=quiet)) as progress:
            found = lint(paths, settings, progress=progress)
    except Interrupted:
        raise KeyboardInterrupt("interrupted while lectures were read; nothing was written") from None
    return found, _status(found, settings)


def _made_in(lectures: Lint) -> list[str]:
    """The claims of the catalogue that lectures make.

    Raises
    ------
    BackproofError
        If they make none.
    """
    claims = list(dict.fromkeys(f.claim for f in lectures.claims if f.claim))
    if not claims:
        raise BackproofError("the lectures make no claim of the catalogue: --only-materials leaves nothing to judge")
    return claims


def _status(found: Lint, settings: Settings) -> int:
    from backproof.render.lint_words import visible, where
    from backproof.render.plural import plural

    for problem in found.errors:
        tell(f"{where(problem)}: {visible(problem.message)}")
    if not found.claims and not settings.allow_empty:
        tell(f"no claim was read in the lectures ({plural(len(found.files), 'file')})")
        return FAILED
    return FAILED if found.errors else FINDINGS if found.fails(strict=settings.strict) else CLEAN


def _counted(found: Lint) -> str:
    from backproof.render.plural import plural

    wrong = sum(f.status == "wrong" and f.counts for f in found.findings)
    return f"lectures: {plural(len(found.claims), 'claim')}, {wrong or 'none'} wrong"
