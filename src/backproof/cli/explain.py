"""The command explain: a function, a claim or a code."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from backproof.cli.shared import CLEAN, examples, judge, must_be_writable


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
@click.option("--positive", multiple=True, metavar="NAME", help="A parameter that is positive, not just real.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Also draw into an SVG file.")
def explain(what: str, positive: Sequence[str], output: Path | None) -> int:
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
    from backproof.explain import activation_named
    from backproof.explain import explain as explain_function
    from backproof.expression import parse
    from backproof.render.explained import claim_text, function_text
    from backproof.render.plot_file import write_figure

    if re.fullmatch(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+", what):
        if output is not None:
            raise click.UsageError("a claim has no drawing: -o goes with an expression or an activation")
        found = judge([what], budget="quick", seed=0, jobs=1, content=(), quiet=True, verbose=False)
        click.echo(claim_text(found.findings[0]), nl=False)
        return CLEAN
    must_be_writable(output)
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


def _show_page(code: str) -> None:
    """Print the page of a code; typeset on a terminal."""
    from backproof.codes import page

    text = page(code).text
    if not sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
