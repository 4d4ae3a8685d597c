"""The command line. Heavy imports happen inside the commands: ``--help`` must answer at once."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backproof.errors import BackproofError
from backproof.run import Budget, Run

if TYPE_CHECKING:
    from backproof.findings import Findings

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""Exit statuses: all as declared; a verdict is not the declared one; could not do it."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _common(command: _Command) -> _Command:
    """The options of every command that judges."""
    for option in reversed(
        (
            click.option(
                "--budget",
                type=click.Choice([str(b) for b in Budget]),
                default=str(Budget.NORMAL),
                show_default=True,
                help="How many examples to try where not all can be.",
            ),
            click.option("--seed", type=int, default=0, show_default=True, help="Where pseudo-random draws start."),
            click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes to use; all cores by default."),
            click.option(
                "--content",
                type=click.Path(exists=True, file_okay=False, path_type=Path),
                multiple=True,
                help="A folder with proofs/ and checks/ of your own; may be given several times.",
            ),
            click.option("-q", "--quiet", is_flag=True, help="No progress; print problems and the summary only."),
            click.option("-v", "--verbose", is_flag=True, help="Print statements, methods and counterexamples."),
        )
    ):
        command = option(command)
    return command


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_examples("backproof verify", "backproof verify sigmoid", "backproof report -o report-folder"),
)
@click.version_option(package_name="backproof", message="%(prog)s %(version)s")
def cli() -> None:
    """Judge claims about activation functions: on paper, in floats and in training.

    Exit status: 0 all verdicts are the declared ones, 1 one is not, 2 could not do it.
    """


@cli.command(
    epilog=_examples(
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
@_common
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
    _must_be_writable(target)
    found = _judge(claims, **common)
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


@cli.command(
    epilog=_examples(
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
@_common
def report(claims: Sequence[str], output: Path, **common: Any) -> int:
    """Judge the catalogue, or those CLAIMs, and write one self-contained HTML page about it."""
    from backproof.findings import to_json, write
    from backproof.render.html import write_report
    from backproof.render.progress import progress_bar

    _must_be_writable(output / "index.html")
    found = _judge(claims, **common)
    with progress_bar("rendering", shown=_wants_progress(quiet=common["quiet"])) as progress:
        page = write_report(found, output, roots=common["content"], progress=progress)
    write(to_json(found), output / "findings.json")
    click.echo(f"{page}: {len(found.findings)} claims, {'all' if found.as_expected else 'NOT all'} as declared")
    return CLEAN if found.as_expected else FINDINGS


@cli.command(epilog=_examples("backproof verify --certificates certificates", "backproof recheck certificates"))
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


@cli.command(
    epilog=_examples(
        "backproof explain 'x*tanh(log(1+exp(x)))'",
        "backproof explain 'max(a*x, x)' -o figure.svg",
        "backproof explain 'where(x > 0, x, c*(exp(x/2) - 1))' --positive c",
        "backproof explain silu",
        "backproof explain sigmoid.derivative",
        "backproof explain -- '-x*exp(-x^2)'",
    )
)
@click.argument("what", metavar="EXPRESSION|ACTIVATION|CLAIM")
@click.option("--positive", multiple=True, metavar="NAME", help="A parameter that is positive, not just real.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Also draw into an SVG file.")
def explain(what: str, positive: Sequence[str], output: Path | None) -> int:
    """Explain a function or a claim: derivation step by step, properties with their conditions, and a drawing.

    An EXPRESSION is made of x, parameters, numbers, + - * / ^, comparisons in where(x > 0, a, b), exp, log, tanh,
    sinh, cosh, sqrt, abs, sign, max, min, heaviside, erf, erfc, and the names of activations.
    """
    from backproof.explain import activation_named
    from backproof.explain import explain as explain_function
    from backproof.expression import parse
    from backproof.render.explained import claim_text, function_text
    from backproof.render.plot_file import write_figure

    if re.fullmatch(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+", what):
        if output is not None:
            raise click.UsageError("a claim has no drawing: -o goes with an expression or an activation")
        found = _judge([what], budget="quick", seed=0, jobs=1, content=(), quiet=True, verbose=False)
        click.echo(claim_text(found.findings[0]), nl=False)
        return CLEAN
    _must_be_writable(output)
    activation = activation_named(what)
    if activation is None:
        explained = explain_function(parse(what, positive=positive), what)
    else:
        defaults = {p.symbol: p.default for p in activation.parameters}
        explained = explain_function(activation.definition, activation.title, defaults)
    click.echo(function_text(explained), nl=False)
    if output is not None:
        write_figure(explained, output)
    return CLEAN


def _wants_progress(*, quiet: bool) -> bool:
    return not quiet and sys.stderr.isatty()


def _must_be_writable(file: Path | None) -> None:
    """Fail before minutes of work rather than after them."""
    from backproof.findings import write

    if file is not None:
        probe = file.with_name(f".{file.name}.probe")
        write("", probe)
        probe.unlink()


def _judge(
    claims: Sequence[str],
    *,
    budget: str,
    seed: int,
    jobs: int | None,
    content: Sequence[Path],
    quiet: bool,
    verbose: bool,  # noqa: ARG001 - the caller's
) -> Findings:
    from backproof.render.progress import progress_bar
    from backproof.verify import verify as judge_all

    with progress_bar("judging", shown=_wants_progress(quiet=quiet)) as progress:
        return judge_all(claims, run=Run(Budget(budget), seed), jobs=jobs, roots=tuple(content), progress=progress)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    sys.exit(_status(arguments))


def _status(arguments: Sequence[str] | None) -> int:
    wordy = bool({"-v", "--verbose"} & set(sys.argv[1:] if arguments is None else arguments))
    try:
        status = cli.main(args=arguments, prog_name="backproof", standalone_mode=False)
        return status if isinstance(status, int) else CLEAN
    except click.ClickException as wrong:
        wrong.show()
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("backproof: interrupted; nothing was written", err=True)
        return FAILED
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except BackproofError as problem:
        if wordy:
            traceback.print_exc()
        click.echo(f"backproof: {problem}", err=True)
        return FAILED
    except Exception as bug:  # noqa: BLE001 - the last resort: an internal error must not look like findings
        if wordy:
            traceback.print_exc()
        hint = "" if wordy else "; run it again with -v for the traceback"
        click.echo(f"backproof: internal error: {type(bug).__name__}: {bug}{hint}", err=True)
        return FAILED
