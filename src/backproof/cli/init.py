"""The command init: files for a course repository."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backproof.cli.shared import CLEAN, examples

if TYPE_CHECKING:
    from backproof.course.plan import Step


@click.command(
    epilog=examples(
        "backproof init",
        "backproof init --dry-run",
        "backproof init course --lectures slides --lectures labs",
        "backproof init --requirement 'backproof>=0.1'",
        "backproof init --requirement 'backproof @ git+https://host/backproof'",
    )
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--lectures",
    multiple=True,
    metavar="FOLDER",
    help="Where lectures are, below DIR; found if not given. May be given several times.",
)
@click.option(
    "--requirement",
    metavar="TEXT",
    help="What pip is to install: a version, or 'backproof @ URL'. By default the address that this backproof was "
    "installed from, if other machines can reach it, else 'backproof' of the package index.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Print the files, and write nothing.")
def init(folder: Path, *, lectures: Sequence[str], requirement: str | None, dry_run: bool) -> int:
    """Write the files that judge the lectures of the course in DIR: tox, pre-commit, GitHub or GitLab, settings.

    A file that exists is left as it is, and what belongs into it is printed. Nothing is asked. The last lines say what
    pip is to install, and in which files that stands.

    Exit status: 0 done, or nothing to do; 2 could not do it: there is no lecture, or a file cannot be written.
    """
    from backproof.course.lectures import detected, named
    from backproof.course.origin import origin
    from backproof.course.plan import plan, take
    from backproof.course.texts import Course
    from backproof.render.screen import screen, wrapped

    found = named(folder, lectures) if lectures else detected(folder)
    came = origin()
    asked = requirement or came.requirement
    steps = plan(folder, Course(found, asked))
    click.echo(f"lectures: {', '.join(found)}")
    above = _repository(folder)
    if above is not None:
        click.echo(f"note: pre-commit, GitHub and GitLab read their files in the repository's root, {above}", err=True)
    for step in steps:
        if not step.exists and not dry_run:
            take(folder, step)
        click.echo(_line(step, dry_run=dry_run))
        if step.text and (step.exists or dry_run):
            click.echo("\n" + textwrap.indent(step.text, "    "))
    files = [step.file for step in steps if step.installs and step.text]
    if files:
        click.echo(f"pip installs: {asked} (in {', '.join(files)})")
        if requirement is None:
            click.echo(wrapped(came.says, screen().measure, "  "))
            if came.instead:
                click.echo(f"    {came.instead}")
    return CLEAN


def _line(step: Step, *, dry_run: bool) -> str:
    if not step.exists:
        return f"{'would write' if dry_run else 'wrote'} {step.file} ({step.says})"
    if not step.text:
        return f"kept {step.file} ({step.says}): it has this already"
    return f"kept {step.file} ({step.says}): it exists, and lacks"


def _repository(folder: Path) -> Path | None:
    """The root of the git repository that a folder is in, if that is a folder above it."""
    folder = folder.resolve()
    root = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    return None if root == folder else root
