"""The command lint: teaching materials, their claims judged."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backproof.cli.shared import CLEAN, FAILED, FINDINGS, INTERRUPTED, examples, must_be_writable, tell, wants_progress
from backproof.lint.settings import FORMATS, Settings, codes, from_file, ignores_of, settings_file

if TYPE_CHECKING:
    from backproof.lint.finding import Lint

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE = click.Path(dir_okay=False, path_type=Path)


def _options(command: _Command) -> _Command:
    for option in reversed(
        (
            click.option(
                "--output-format", type=click.Choice(FORMATS), help="How to write the result; text by default."
            ),
            click.option("--output", type=_FILE, help="Write the result to a file instead of standard output."),
            click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes to use; all cores by default."),
            click.option("--select", metavar="CODES", help="Count these codes only, or their beginnings: BP2,BP301."),
            click.option("--ignore", metavar="CODES", help="Do not count these codes, or their beginnings."),
            click.option(
                "--per-file-ignores",
                metavar="GLOB:CODES",
                multiple=True,
                help="Do not count these codes in files that match; may be given several times.",
            ),
            click.option("--baseline", type=_FILE, help="A file with findings that are known and do not count."),
            click.option("--write-baseline", type=_FILE, help="Write what is found now into a baseline."),
            click.option("--fix", is_flag=True, help="Put exact corrections in, and judge again."),
            click.option("--diff", is_flag=True, help="Print what --fix would change, and change nothing."),
            click.option("--strict", is_flag=True, default=None, help="Fail on everything not shown to be right."),
            click.option("--allow-empty", is_flag=True, default=None, help="Pass where no claim was found."),
            click.option(
                "--cache-dir", type=click.Path(file_okay=False, path_type=Path), help="Where to keep results."
            ),
            click.option("--no-cache", is_flag=True, help="Judge everything anew and keep nothing."),
            click.option("-q", "--quiet", is_flag=True, help="No progress; print problems and the summary only."),
            click.option("-v", "--verbose", is_flag=True, help="Print every claim, and what could not be read."),
        )
    ):
        command = option(command)
    return command


@click.command(
    epilog=examples(
        "backproof lint lectures",
        "backproof lint notes.md week7.ipynb -v",
        "backproof lint lectures --output-format sarif --output lint.sarif",
        "backproof lint lectures --fix --diff",
        "backproof lint lectures --write-baseline known.json",
        "backproof explain BP201",
    )
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@_options
def lint(
    paths: Sequence[Path],
    *,
    output: Path | None,
    write_baseline: Path | None,
    fix: bool,
    diff: bool,
    quiet: bool,
    verbose: bool,
    **given: Any,
) -> int:
    """Judge the claims of teaching materials: .md .qmd (Quarto) .ipynb .tex .rst .txt, files or folders.

    A comment takes a finding out, with a reason: <!-- backproof: ignore BP201 -- reason -->, in LaTeX after %, in
    reStructuredText after '..', in code after #. It speaks for its own line, or for the next block.

    Settings stand in [tool.backproof.lint] of the nearest pyproject.toml.

    Exit status: 0 no claim is wrong, 1 one is, 2 could not do it: a file cannot be read, or there is no claim; 130
    interrupted by Ctrl-C: the files that were finished are reported, and what was found is kept for the next run.
    """
    settings = _settings(given)
    if diff and (settings.output_format != "text" or output is not None):
        raise click.UsageError("--diff prints text on standard output: it goes with no --output and no other format")
    must_be_writable(output, "--output")
    must_be_writable(write_baseline, "--write-baseline")
    found, stopped = _checked(paths, settings, fixing=fix and not diff, quiet=quiet)
    if write_baseline is not None and not stopped:
        found = _with_baseline(found, write_baseline)
    result = _differences(found) if diff else _rendered(found, settings, output, quiet=quiet, verbose=verbose)
    if output is not None:
        from backproof.findings import write

        write(result, output)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(result.encode(sys.stdout.encoding or "utf-8", "replace"))
        sys.stdout.flush()
    if stopped:
        without = "" if write_baseline is None else "; no baseline was written"
        tell(f"{stopped}: this is what came out of them{without}")
        return INTERRUPTED
    return _status(found, settings)


def _checked(paths: Sequence[Path], settings: Settings, *, fixing: bool, quiet: bool) -> tuple[Lint, str]:
    """What came out, and how far an interrupted run came; "" if it ran to its end."""
    from backproof.lint import run
    from backproof.render.progress import progress_bar

    try:
        with progress_bar("judging files", shown=wants_progress(quiet=quiet)) as progress:
            return run.lint(paths, settings, fixing=fixing, progress=progress), ""
    except run.Interrupted as stop:
        if not stop.lint.files:
            one = "the file" if stop.planned == 1 else f"one of {stop.planned} files"
            raise KeyboardInterrupt(f"interrupted before {one} was finished") from None
        return stop.lint, f"interrupted after {len(stop.lint.files)} of {stop.planned} files"


def _settings(given: dict[str, Any]) -> Settings:
    """The command line's word before the file's."""
    file = settings_file(Path.cwd())
    values = from_file(file) if file is not None else {}
    if given.pop("no_cache"):
        values["cache"] = False
    for name in ("select", "ignore"):
        listed = given.pop(name)
        if listed is not None:
            values[name] = codes(listed)
    values["per_file_ignores"] = (
        *values.get("per_file_ignores", ()),
        *map(ignores_of, given.pop("per_file_ignores")),
    )
    return Settings(**values | {name: value for name, value in given.items() if value is not None})


def _with_baseline(found: Lint, file: Path) -> Lint:
    """What is found now is known from now on."""
    from backproof.findings import write
    from backproof.lint import baseline
    from backproof.render.plural import plural

    counted = [f for f in found.findings if not f.ignored]
    write(baseline.as_text(counted, file), file)
    findings, gone = baseline.apply(found.findings, file)
    known = sum(f.known for f in findings)
    are = "is" if known == 1 else "are"
    click.echo(f"{file}: {plural(known, 'finding')} {are} known from now on", err=True)
    return replace(found, findings=findings, gone=gone)


def _differences(found: Lint) -> str:
    from backproof.lint import fix

    return fix.diff(fix.fixed(found.findings))


def _rendered(found: Lint, settings: Settings, output: Path | None, *, quiet: bool, verbose: bool) -> str:
    match settings.output_format:
        case "json":
            from backproof.render.lint_json import to_json

            return to_json(found)
        case "sarif":
            from backproof.render.lint_sarif import sarif

            return sarif(found, strict=settings.strict)
        case "github":
            from backproof.render.lint_github import commands

            return commands(found, strict=settings.strict)
        case "junit":
            from backproof.render.lint_junit import junit

            return junit(found, strict=settings.strict)
    from backproof.render.lint_text import text
    from backproof.render.screen import FILE, screen

    shown_on = screen() if output is None else FILE
    return text(found, shown_on, quiet=quiet, verbose=verbose, strict=settings.strict)


def _status(found: Lint, settings: Settings) -> int:
    for problem in found.errors:
        if settings.output_format != "text":
            tell(f"{problem.path}:{problem.line}: {problem.message}")
    if found.errors:
        return FAILED
    if not found.claims and not settings.allow_empty:
        files, unread = len(found.files), len(found.unread)
        none = "1 file has" if files == 1 else f"{files} files have"
        seen = f", and {unread} formula{'s' * (unread != 1)} could not be read" if unread else ""
        tell(f"nothing was checked: {none} no claim that was read{seen}")
        return FAILED
    return FINDINGS if found.fails(strict=settings.strict) else CLEAN
