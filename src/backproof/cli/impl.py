"""The command impl: an implementation that people use, value by value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from backproof.cli.shared import CLEAN, FINDINGS, Count, examples, must_be_writable, tell, wants_progress
from backproof.run import Budget, Run

_Command = TypeVar("_Command", bound=Callable[..., Any])
DTYPES = ("float16", "bfloat16", "float32", "float64")


def _options(command: _Command) -> _Command:
    for option in reversed(
        (
            click.option("--as", "activation", required=True, metavar="NAME", help="What it is to be: sigmoid, SELU."),
            click.option("--derivative", is_flag=True, help="Judge its derivative, by its framework's autograd."),
            click.option("--dtype", type=click.Choice(DTYPES), default="float32", show_default=True),
            click.option("--exhaustive", is_flag=True, help="Try all 2^32 values of float32, not a sample."),
            click.option(
                "--budget",
                type=click.Choice([str(b) for b in Budget]),
                default=str(Budget.NORMAL),
                show_default=True,
                help="How many values to try where not all are.",
            ),
            click.option("--seed", type=int, default=0, show_default=True, help="Where pseudo-random draws start."),
            click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes to use; all cores by default."),
            click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers run the chunks."),
            click.option(
                "--time-limit",
                type=click.FloatRange(min=0, min_open=True),
                default=300.0,
                show_default=True,
                help="Seconds without any result after which the callable counts as hanging.",
            ),
            click.option(
                "--cache-dir", type=click.Path(file_okay=False, path_type=Path), help="Where to keep results."
            ),
            click.option("--no-cache", is_flag=True, help="Try everything anew and keep nothing."),
            click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True),
            click.option(
                "--output",
                type=click.Path(dir_okay=False, path_type=Path),
                help="Write the result to a file instead of standard output.",
            ),
            click.option("-q", "--quiet", is_flag=True, help="No progress; print what is wrong only."),
            click.option("-v", "--verbose", is_flag=True, help="With an error, print where it was raised."),
        )
    ):
        command = option(command)
    return command


@click.command(
    epilog=examples(
        "backproof impl scipy.special:expit --as sigmoid",
        "backproof impl numpy:tanh --as tanh --dtype float16",
        "backproof impl torch.nn.functional:selu --as selu --exhaustive",
        "backproof impl jax.nn:silu --as silu --derivative",
        "backproof impl mycourse.layers:sigmoid --as sigmoid --output-format json",
        "backproof impl torch:tanh --as tanh --exhaustive --scheduler tcp://cluster:8786",
    )
)
@click.argument("target", metavar="MODULE:CALLABLE")
@_options
def impl(
    target: str,
    *,
    activation: str,
    derivative: bool,
    budget: str,
    seed: int,
    cache_dir: Path | None,
    no_cache: bool,
    output_format: str,
    output: Path | None,
    quiet: bool,
    verbose: bool,  # noqa: ARG001 - the caller's
    **given: Any,
) -> int:
    """Judge MODULE:CALLABLE, a function of arrays, as an activation function: float by float against the true values.

    All values of float16 and bfloat16 are tried, all of float32 with --exhaustive, and a sample of float64. What was
    done is kept, so that an interrupted sweep goes on where it stopped.

    Exit status: 0 nothing is wrong, 1 something is, 2 could not do it: the callable is missing, raises, hangs, is
    random, writes into its argument, or does not answer value by value in the same type; 130 interrupted by Ctrl-C.
    """
    from backproof.findings import write
    from backproof.impl.judge import judge
    from backproof.impl.schedule import stop_workers
    from backproof.impl.target import Target
    from backproof.lint.cache import place
    from backproof.render.impl_json import to_json
    from backproof.render.impl_text import text
    from backproof.render.progress import progress_bar
    from backproof.render.screen import FILE, screen

    must_be_writable(output, "--output")
    cache = None if no_cache else cache_dir or place(Path.cwd())
    chosen = Target.parse(target, derivative=derivative, folder=str(Path.cwd()))
    with progress_bar("sweeping", shown=wants_progress(quiet=quiet)) as progress:
        count = Count(progress)
        try:
            found = judge(chosen, activation, run=Run(Budget(budget), seed), cache=cache, progress=count, **given)
        except KeyboardInterrupt:
            stop_workers()
            kept = "they are kept, and the same command goes on from there" if cache else "nothing was kept"
            raise KeyboardInterrupt(f"{count.stopped('chunks')}; {kept}") from None
    if found.damaged:
        kept = "1 kept chunk was" if found.damaged == 1 else f"{found.damaged} kept chunks were"
        tell(f"{kept} damaged, and done again")
    shown_on = screen() if output is None else FILE
    result = to_json(found) if output_format == "json" else text(found, shown_on, quiet=quiet)
    if output is None:
        click.echo(result, nl=False)
    else:
        write(result, output)
    return CLEAN if found.clean else FINDINGS
