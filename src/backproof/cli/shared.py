"""What the commands share: exit statuses, examples, options, checks before the work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backproof.run import Budget, Run

if TYPE_CHECKING:
    from backproof.findings import Findings

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""Exit statuses: all as declared; a verdict is not the declared one; could not do it."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def examples(*lines: str) -> str:
    """Lines for the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def common(command: _Command) -> _Command:
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


def wants_progress(*, quiet: bool) -> bool:
    """Whether progress is drawn: on a terminal only."""
    return not quiet and sys.stderr.isatty()


def must_be_writable(file: Path | None) -> None:
    """Fail before minutes of work rather than after them."""
    from backproof.findings import write

    if file is not None:
        probe = file.with_name(f".{file.name}.probe")
        write("", probe)
        probe.unlink()


def judge(
    claims: Sequence[str],
    *,
    budget: str,
    seed: int,
    jobs: int | None,
    content: Sequence[Path],
    quiet: bool,
    verbose: bool,  # noqa: ARG001 - the caller's
) -> Findings:
    """Judge claims of the catalogue, with progress."""
    from backproof.render.progress import progress_bar
    from backproof.verify import verify as judge_all

    with progress_bar("judging", shown=wants_progress(quiet=quiet)) as progress:
        return judge_all(claims, run=Run(Budget(budget), seed), jobs=jobs, roots=tuple(content), progress=progress)
