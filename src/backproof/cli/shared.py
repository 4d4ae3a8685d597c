"""What the commands share: exit statuses, examples, options, checks before the work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backproof.errors import BackproofError
from backproof.run import Budget, Run

if TYPE_CHECKING:
    from backproof.findings import Findings
    from backproof.verdict import JSON

CLEAN, FINDINGS, FAILED, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses: all as declared; a verdict is not the declared one; could not do it; Ctrl-C, as shells have it."""

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
            click.option("-q", "--quiet", is_flag=True, help="No progress; print problems and the summary only."),
            click.option("-v", "--verbose", is_flag=True, help="Print statements, methods and counterexamples."),
        )
    ):
        command = option(command)
    return command


def content_option(*folders: str) -> Callable[[_Command], _Command]:
    """The option ``--content``: folders of somebody's own, each with at least one of ``folders`` in it."""
    listed = f"{', '.join(f'{name}/' for name in folders[:-1])} or {folders[-1]}/"

    def checked(_: click.Context, option: click.Parameter, roots: tuple[Path, ...]) -> tuple[Path, ...]:
        for root in roots:
            if not any((root / name).is_dir() for name in folders):
                raise click.BadParameter(f"{root} has no folder {listed}: name the one that holds them", param=option)
        return roots

    return click.option(
        "--content",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        multiple=True,
        callback=checked,
        help=f"A folder that holds {listed} of your own; may be given several times.",
    )


def wants_progress(*, quiet: bool) -> bool:
    """Whether progress is drawn: on a terminal only."""
    return not quiet and sys.stderr.isatty()


@dataclass(slots=True)
class Count:
    """Passes progress on, and knows how far it was when somebody interrupts."""

    then: Callable[[int, int, str], None] | None
    done: int = 0
    total: int = 0

    def __call__(self, done: int, total: int, last: str) -> None:
        """Take what was done."""
        self.done, self.total = done, total
        if self.then is not None:
            self.then(done, total, last)

    def stopped(self, things: str) -> str:
        """For example ``interrupted after 3 of 12 chunks``."""
        return f"interrupted after {self.done} of {self.total} {things}" if self.total else "interrupted at the start"


def tell(message: str) -> None:
    """Say something beside the result, on standard error."""
    from backproof.render.screen import fitted, screen

    click.echo(fitted(f"backproof: {message}\n", screen(sys.stderr)), err=True, nl=False)


against_option = click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The findings.json of an earlier run: say which verdicts changed since, and what could be why.",
)
"""The option of commands that compare with an earlier run."""


def earlier_run(file: Path | None) -> Mapping[str, JSON] | None:
    """Read an earlier run; before anything is written, since it may be the file that is written over."""
    from backproof import history

    return None if file is None else history.read(file)


def since_then(
    earlier: Mapping[str, JSON] | None, found: Findings, *, beside: bool = False, lectures: bool = False
) -> None:
    """Say what has changed since an earlier run; on standard error where the result is for a program.

    ``lectures`` tells that lectures were judged too, which no earlier run knows.
    """
    if earlier is None:
        return
    from backproof.history import compare
    from backproof.render.history_text import since
    from backproof.render.screen import fitted, screen

    text = since(compare(earlier, found), lectures=lectures)
    click.echo(fitted(text, screen(sys.stderr if beside else sys.stdout)), nl=False, err=beside)


def must_be_writable(file: Path | None, option: str) -> None:
    """Fail before minutes of work rather than after them; no folder is made for a file.

    Raises
    ------
    BackproofError
        If the file that an option names cannot be written.
    """
    if file is None:
        return
    if not file.parent.is_dir():
        raise BackproofError(f"cannot write {file} ({option}): there is no folder {file.parent}")
    probe = file.with_name(f".{file.name}.{os.getpid()}.probe")
    try:
        probe.touch()
        probe.unlink()
    except OSError as refused:
        raise BackproofError(f"cannot write {file} ({option}): {refused.strerror or refused}") from refused


def must_be_a_folder(folder: Path, option: str) -> None:
    """Make the folder that an option names, and fail early if nothing can be written into it.

    Raises
    ------
    BackproofError
        If it cannot be made or written into.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise BackproofError(f"cannot write into {folder} ({option}): {refused.strerror or refused}") from refused
    must_be_writable(folder / "index.html", option)


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
    """Judge claims of the catalogue, with progress; what had been judged, if the run is interrupted.

    Raises
    ------
    KeyboardInterrupt
        If it is interrupted before anything was judged.
    """
    from backproof.render.progress import progress_bar
    from backproof.verify import Interrupted
    from backproof.verify import verify as judge_all

    try:
        with progress_bar("judging", shown=wants_progress(quiet=quiet)) as progress:
            return judge_all(claims, run=Run(Budget(budget), seed), jobs=jobs, roots=tuple(content), progress=progress)
    except Interrupted as stop:
        if not stop.findings.findings:
            raise KeyboardInterrupt("interrupted before anything was judged; nothing was written") from None
        return stop.findings


def status_of(found: Findings) -> int:
    """The exit status that findings ask for."""
    if not found.complete:
        return INTERRUPTED
    return CLEAN if found.as_expected else FINDINGS


def how_far(found: Findings) -> str:
    """Say how far an interrupted run came."""
    return f"interrupted after {found.judgements} of {found.judgements + found.missing} judgements"
