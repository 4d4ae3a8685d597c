"""The commands that judge the catalogue: verify, report, recheck."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from backproof.cli.shared import CLEAN, FINDINGS, common, examples, judge, must_be_writable, wants_progress
from backproof.errors import BackproofError


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
        "python -m webbrowser backproof-report/index.html",
    )
)
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("backproof-report"),
    show_default=True,
    help="The folder to write index.html and findings.json into.",
)
@common
def report(claims: Sequence[str], output: Path, **common: Any) -> int:
    """Judge the catalogue, or those CLAIMs, and write one self-contained HTML page about it."""
    from backproof.findings import to_json, write
    from backproof.render.html import write_report
    from backproof.render.progress import progress_bar

    must_be_writable(output / "index.html")
    found = judge(claims, **common)
    with progress_bar("rendering", shown=wants_progress(quiet=common["quiet"])) as progress:
        page = write_report(found, output, roots=common["content"], progress=progress)
    write(to_json(found), output / "findings.json")
    click.echo(f"{page}: {len(found.findings)} claims, {'all' if found.as_expected else 'NOT all'} as declared")
    return CLEAN if found.as_expected else FINDINGS


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
