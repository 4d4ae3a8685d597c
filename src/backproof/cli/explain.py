"""The command explain: a function, a claim or a code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backproof.cli.shared import (
    CLEAN,
    INTERRUPTED,
    content_option,
    examples,
    how_far,
    judge,
    must_be_writable,
    tell,
    wants_progress,
)

if TYPE_CHECKING:
    from backproof.explain import Explanation


@click.command(
    epilog=examples(
        "backproof explain 'x*tanh(log(1+exp(x)))'",
        "backproof explain 'max(a*x, x)' -o figure.svg",
        "backproof explain 'where(x > 0, x, c*(exp(x/2) - 1))' --positive c",
        "backproof explain silu",
        "backproof explain sigmoid.derivative",
        "backproof explain BP201",
        "backproof explain -- '-x*exp(-x^2)'",
    )
)
@click.argument("what", metavar="EXPRESSION|ACTIVATION|CLAIM|CODE")
@content_option("proofs", "checks")
@click.option("--positive", multiple=True, metavar="NAME", help="A parameter that is positive, not just real.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Also draw into an SVG file.")
def explain(what: str, content: Sequence[Path], positive: Sequence[str], output: Path | None) -> int:
    """Explain a function or a claim: derivation step by step, properties with their conditions, and a drawing.

    Of a CODE of 'backproof lint' the page is printed: what it finds, why it matters, what is wrong and what is right.

    An EXPRESSION is made of x, parameters, numbers, + - * / ^, comparisons in where(x > 0, a, b), exp, log, tanh,
    sinh, cosh, sqrt, abs, sign, max, min, heaviside, erf, erfc, and the names of activations.
    """
    if re.fullmatch(r"BP\d+", what, re.IGNORECASE):
        if output is not None:
            raise click.UsageError("a code has no drawing: -o goes with an expression or an activation")
        _show_page(what.upper())
        return CLEAN
    if re.fullmatch(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+", what):
        if output is not None:
            raise click.UsageError("a claim has no drawing: -o goes with an expression or an activation")
        return _show_claim(what, content)
    must_be_writable(output, "--output")
    explained = _explained(what, positive)
    from backproof.render.explained import function_text
    from backproof.render.screen import screen

    click.echo(function_text(explained, screen()), nl=False)
    if output is not None:
        from backproof.render.plot_file import write_figure

        write_figure(explained, output)
    return CLEAN


def _show_claim(claim: str, content: Sequence[Path]) -> int:
    found = judge([claim], budget="quick", seed=0, jobs=1, content=content, quiet=False, verbose=False)
    from backproof.render.explained import claim_text
    from backproof.render.screen import screen

    click.echo(claim_text(found.findings[0], screen()), nl=False)
    if not found.complete:
        tell(how_far(found))
        return INTERRUPTED
    return CLEAN


def _explained(what: str, positive: Sequence[str]) -> Explanation:
    from backproof.explain import asked_for
    from backproof.explain import explain as explain_function
    from backproof.render.progress import progress_bar

    f, title, defaults = asked_for(what, positive)
    with progress_bar("explaining", shown=wants_progress(quiet=False)) as progress:
        return explain_function(f, title, defaults, progress=progress)


def _show_page(code: str) -> None:
    """Print the page of a code; typeset on a terminal."""
    from backproof.codes import page
    from backproof.render.screen import screen

    text, shown_on = page(code).text, screen()
    if not shown_on.terminal:
        click.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=shown_on.measure, no_color=not shown_on.colour).print(Markdown(text))
