"""The commands that judge the catalogue: verify, report, recheck."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backproof.cli.shared import CLEAN, FAILED, FINDINGS, common, examples, judge, must_be_writable, wants_progress
from backproof.errors import BackproofError

if TYPE_CHECKING:
    from backproof.lint.finding import Lint
    from backproof.lint.settings import Settings


@click.command(
    epilog=examples(
        "backproof verify",
        "backproof verify sigmoid tanh.derivative -v",
        "backproof verify --output-format json --output findings.json",
        "backproof verify --certificates certificates",
    )
)
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the result to a file instead of standard output.",
)
@click.option(
    "--findings",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("findings.json"),
    show_default=True,
    help="Where the text format leaves the findings as JSON.",
)
@click.option(
    "--certificates",
    type=click.Path(file_okay=False, path_type=Path),
    help="A new or empty folder for what the proofs rest on; see 'backproof recheck'.",
)
@common
def verify(
    claims: Sequence[str],
    output_format: str,
    output: Path | None,
    findings: Path,
    certificates: Path | None,
    **common: Any,
) -> int:
    """Judge the catalogue of claims, or those CLAIMs (an identifier, or a subject such as sigmoid)."""
    from backproof.findings import to_json, write

    target = output if output_format == "json" else findings
    must_be_writable(target)
    found = judge(claims, **common)
    if certificates is not None:
        from backproof.export import export

        export(found, certificates)
    if output_format == "json":
        text = to_json(found)
    else:
        from backproof.render.terminal import table

        write(to_json(found), findings)
        text = table(found, colour=output is None, quiet=common["quiet"], verbose=common["verbose"])
    if output is None:
        click.echo(text, nl=False)
    else:
        write(text, output)
    return CLEAN if found.as_expected else FINDINGS


@click.command(
    epilog=examples(
        "backproof report",
        "backproof report sigmoid -o sigmoid-report",
        "backproof report --materials lectures --materials exercises/week7.ipynb",
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
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("backproof-report"),
    show_default=True,
    help="The folder to write index.html and findings.json into.",
)
@common
def report(claims: Sequence[str], materials: Sequence[Path], output: Path, **common: Any) -> int:
    """Judge the catalogue, or those CLAIMs, and write one self-contained HTML page about it.

    With --materials the page begins with what lint finds in your lectures; settings stand in [tool.backproof.lint] of
    the nearest pyproject.toml, as for lint.

    Exit status: 0 all verdicts are the declared ones and no claim of a lecture is wrong, 1 one is, 2 could not do it:
    of a lecture too, if a file cannot be read, or no claim is in it. The page is written all the same then.
    """
    from backproof.findings import to_json, write
    from backproof.render.html import write_report
    from backproof.render.progress import progress_bar
    from backproof.render.section import Results

    must_be_writable(output / "index.html")
    lint, lectures = _lectures(materials, jobs=common["jobs"], quiet=common["quiet"])
    found = judge(claims, **common)
    with progress_bar("rendering", shown=wants_progress(quiet=common["quiet"])) as progress:
        page = write_report(Results(found, lint), output, roots=common["content"], progress=progress)
    write(to_json(found), output / "findings.json")
    said = "" if lint is None else f"; {_counted(lint)}"
    click.echo(f"{page}: {len(found.findings)} claims, {'all' if found.as_expected else 'NOT all'} as declared{said}")
    return max(lectures, CLEAN if found.as_expected else FINDINGS)


def _lectures(paths: Sequence[Path], *, jobs: int | None, quiet: bool) -> tuple[Lint | None, int]:
    """What the lectures came to, and the exit status that it asks for."""
    if not paths:
        return None, CLEAN
    from backproof.lint.run import lint
    from backproof.lint.settings import Settings, from_file, settings_file
    from backproof.render.progress import progress_bar

    file = settings_file(Path.cwd())
    settings = Settings(**((from_file(file) if file is not None else {}) | ({"jobs": jobs} if jobs else {})))
    with progress_bar("reading lectures", shown=wants_progress(quiet=quiet)) as progress:
        found = lint(paths, settings, progress=progress and (lambda done, total, _: progress(done, total, "")))
    return found, _status(found, settings)


def _status(found: Lint, settings: Settings) -> int:
    from backproof.render.lint_words import visible, where

    for problem in found.errors:
        click.echo(f"backproof: {where(problem)}: {visible(problem.message)}", err=True)
    if not found.claims and not settings.allow_empty:
        click.echo(f"backproof: no claim was read in {len(found.files)} files of lectures", err=True)
        return FAILED
    return FAILED if found.errors else FINDINGS if found.fails(strict=settings.strict) else CLEAN


def _counted(found: Lint) -> str:
    wrong = sum(f.status == "wrong" and f.counts for f in found.findings)
    return f"lectures: {len(found.claims)} claims, {wrong or 'none'} wrong"


@click.command(epilog=examples("backproof verify --certificates certificates", "backproof recheck certificates"))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-q", "--quiet", is_flag=True, help="Print what was not confirmed, and the summary only.")
def recheck(folder: Path, *, quiet: bool) -> int:
    """Check the certificates in FOLDER again, by a small checker that shares no code with what proves.

    Exit status: 0 all are confirmed, 1 one is not, or a proved claim has none, 2 the folder cannot be read.
    """
    from backproof import recheck as checker

    try:
        report = checker.recheck(folder)
    except checker.UnreadableError as problem:
        raise BackproofError(f"{folder}: {problem}") from problem
    click.echo(checker.table(report, quiet=quiet), nl=False)
    return CLEAN if report.confirmed else FINDINGS
