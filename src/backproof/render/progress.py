"""The progress bar: on a terminal only, on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backproof.verify import Progress


@contextmanager
def progress_bar(what: str, *, shown: bool) -> Iterator[Progress | None]:
    """Give a function that draws progress with an estimate of the time left, or ``None`` where none is wanted."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (what, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading", total=None)

        def advance(done: int, total: int, last: str) -> None:
            bar.update(task, completed=done, total=total, description=last)

        yield advance
