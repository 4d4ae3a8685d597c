"""The commands that judge the catalogue and check its proofs again: verify, recheck."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backproof.cli.shared import (
    CLEAN,
    FINDINGS,
    against_option,
    common,
    content_option,
    earlier_run,
    examples,
    how_far,
    judge,
    must_be_writable,
    since_then,
    status_of,
    tell,
    wants_progress,
)
from backproof.errors import BackproofError

if TYPE_CHECKING:
    from backproof.findings import Findings
    from backproof.verdict import World

_FINDINGS = Path("findings.json")


@click.command(
    epilog=examples(
        "backproof verify",
        "backproof verify sigmoid tanh.derivative -v",
        "backproof verify --output-format json --output findings.json",
        "backproof verify --certificates certificates",
        "backproof verify --findings now.json --against findings.json",
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
    show_default=str(_FINDINGS),
    help="Where the text format leaves the findings as JSON.",
)
@click.option(
    "--certificates",
    type=click.Path(file_okay=False, path_type=Path),
    help="A new or empty folder for what the proofs rest on; see 'backproof recheck'.",
)
@against_option
@content_option("proofs", "checks")
@common
def verify(
    claims: Sequence[str],
    output_format: str,
    output: Path | None,
    findings: Path | None,
    certificates: Path | None,
    against: Path | None,
    **common: Any,
) -> int:
    """Judge the catalogue of claims, or those CLAIMs (an identifier, or a subject such as sigmoid).

    Of the whole catalogue a row for each subject is printed, of CLAIMs a row for each claim; -v prints all in full.

    Exit status: 0 all verdicts are the declared ones, 1 one is not, 2 could not do it, 130 interrupted by Ctrl-C: what
    had been judged by then is printed and written, and marked as incomplete.
    """
    from backproof.findings import to_json, write

    earlier = earlier_run(against)
    must_be_writable(output, "--output")
    if output_format == "text":
        must_be_writable(findings, "--findings")
    found = judge(claims, **common)
    if certificates is not None and found.complete:
        from backproof.export import export

        export(found, certificates)
    written = [] if output is None else [output]
    if output_format == "json":
        text = to_json(found)
    else:
        written += _kept(found, findings)
        text = _table(found, claims, to_file=output is not None, **common)
    if output is None:
        click.echo(text, nl=False)
    else:
        write(text, output)
    since_then(earlier, found, beside=output_format == "json")
    if not found.complete:
        held = written[-1] if written else "standard output"
        without = "" if certificates is None else "; no certificates were written"
        tell(f"{how_far(found)}: {held} holds these{without}")
    elif written and not common["quiet"]:
        click.echo(f"written: {', '.join(map(str, written))}", err=True)
    return status_of(found)


def _kept(found: Findings, asked_for: Path | None) -> list[Path]:
    """Leave the findings as JSON; only where nobody asked for the file can a run go on without it."""
    from backproof.findings import to_json, write

    file = asked_for or _FINDINGS
    try:
        write(to_json(found), file)
    except BackproofError as refused:
        if asked_for is not None:
            raise
        tell(f"{refused}; --findings FILE names another place")
        return []
    return [file]


def _table(
    found: Findings,
    claims: Sequence[str],
    *,
    to_file: bool,
    content: Sequence[Path],
    quiet: bool,
    verbose: bool,
    **_: Any,
) -> str:
    from backproof.render.screen import FILE, screen
    from backproof.render.terminal import table

    shown_on = FILE if to_file else screen()
    places = {} if found.as_expected else _places(found, content)
    return table(found, shown_on, by_subject=not claims, quiet=quiet, verbose=verbose, places=places)


def _places(found: Findings, content: Sequence[Path]) -> dict[tuple[str, World], str]:
    """Where the judges stand whose verdicts are not as declared."""
    from backproof.catalogue import load, place

    loaded = load(content)
    return {
        (f.claim.id, world): place(loaded[f.claim.id].judges[world])
        for f in found.findings
        for world, judged in f.worlds.items()
        if not judged.as_expected
    }


@click.command(epilog=examples("backproof verify --certificates certificates", "backproof recheck certificates"))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-q", "--quiet", is_flag=True, help="Print what was not confirmed, and the summary only.")
def recheck(folder: Path, *, quiet: bool) -> int:
    """Check the certificates in FOLDER again, by a small checker that shares no code with what proves.

    Exit status: 0 all are confirmed, 1 one is not, or a proved claim has none, 2 the folder cannot be read, 130
    interrupted by Ctrl-C.
    """
    from backproof import recheck as checker
    from backproof.cli.shared import Count
    from backproof.render.progress import progress_bar
    from backproof.render.screen import fitted, screen

    with progress_bar("checking", shown=wants_progress(quiet=quiet)) as progress:
        count = Count(progress)
        try:
            report = checker.recheck(folder, count)
        except checker.UnreadableError as problem:
            raise BackproofError(f"{folder}: {problem}") from problem
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"{count.stopped('claims')}") from None
    click.echo(fitted(checker.table(report, quiet=quiet), screen()), nl=False)
    return CLEAN if report.confirmed else FINDINGS
