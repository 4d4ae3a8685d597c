"""The command atlas: what frameworks compute as activations, and what they draw as initial weights."""

from __future__ import annotations

from pathlib import Path

import click

from backproof.cli.shared import CLEAN, Count, examples, wants_progress
from backproof.run import Budget, Run

_TYPES = ("float16", "bfloat16", "float32", "float64")


@click.command(
    epilog=examples(
        "backproof atlas",
        "backproof atlas --frameworks numpy,torch --dtype float32 --dtype bfloat16",
        "backproof atlas --frameworks jax --dtype float32 --exhaustive -o jax-atlas",
        "python -m webbrowser backproof-atlas/atlas.html",
    )
)
@click.option(
    "--frameworks",
    metavar="NAME,...",
    help="numpy, scipy, torch, jax, onnx, sklearn, tinygrad, tensorflow, keras; all that are installed by default.",
)
@click.option(
    "--dtype",
    "dtypes",
    type=click.Choice(_TYPES),
    multiple=True,
    default=("float16", "bfloat16", "float32"),
    show_default=True,
    help="A type; may be given several times. Those of 16 bits are always tried in full.",
)
@click.option("--exhaustive", is_flag=True, help="Try all 2^32 values of float32: minutes for each function.")
@click.option("--device", metavar="NAME", help="Also sweep float32 there with torch and JAX, such as cuda.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("backproof-atlas"),
    show_default=True,
    help="The folder to write atlas.html, atlas.json and scripts/ into.",
)
@click.option(
    "--budget",
    type=click.Choice([str(b) for b in Budget]),
    default=str(Budget.NORMAL),
    show_default=True,
    help="How many values to try where not all are.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Where pseudo-random draws start.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes to use; all cores by default.")
@click.option("-q", "--quiet", is_flag=True, help="No progress; print the summary only.")
def atlas(
    frameworks: str | None,
    dtypes: tuple[str, ...],
    exhaustive: bool,
    device: str | None,
    output: Path,
    budget: str,
    seed: int,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Compare the activations, derivatives and initial weights of frameworks with the true ones.

    Frameworks come with extras: pip install 'backproof[torch]', [jax], [onnx], [scikit-learn], [tinygrad],
    [tensorflow]. Each finding gets a short script that shows it without backproof; scripts are run before they are
    written.

    Exit status: 0 the atlas is written, whatever it shows; 2 nothing could be measured; 130 interrupted by Ctrl-C.
    """
    from backproof.atlas.entries import NAMES
    from backproof.atlas.survey import survey
    from backproof.atlas.text import table
    from backproof.atlas.write import write_atlas
    from backproof.floats import format_of
    from backproof.render.progress import progress_bar
    from backproof.render.screen import fitted, screen

    names = tuple(n.strip() for n in frameworks.split(",")) if frameworks else NAMES
    formats = [format_of(d) for d in dict.fromkeys(dtypes)]
    run = Run(Budget(budget), seed)
    with progress_bar("measuring", shown=wants_progress(quiet=quiet)) as progress:
        count = Count(progress)
        try:
            found = survey(names, formats, run=run, jobs=jobs, exhaustive=exhaustive, device=device, progress=count)
        except KeyboardInterrupt:
            advice = "an atlas is written whole or not at all; --frameworks and --dtype make a smaller one"
            raise KeyboardInterrupt(f"{count.stopped('steps')}; {advice}") from None
    page = write_atlas(found, output)
    click.echo(fitted(table(found, quiet=quiet), screen()), nl=False)
    click.echo(f"written: {page}", err=True)
    return CLEAN
