"""The curves of an explanation for a notebook: colours that are legible on light and on dark, no identifiers twice."""

from __future__ import annotations

import re

from markupsafe import Markup

from backproof.explain import Explanation
from backproof.render import cell
from backproof.render import figure as style

_COLOURS = {
    style.INK: "currentColor",
    style.MUTED: cell.GREY,
    style.RULE: "rgba(128,128,128,.3)",
    style.FIRST: cell.BLUE,
    style.SECOND: cell.AMBER,
}
_DASHED = (0, (4, 2))
_LOOK = re.compile(r"svg\.figure \.([\w-]+) \{ (.*?) \}")


def curves(explained: Explanation) -> Markup:
    """Draw f, a solid line, and f', a dashed one, with a caption."""
    figure, axes = style.canvas(5.0, 3.2)
    for curve, colour, line in zip(explained.curves, (style.FIRST, style.SECOND), ("-", _DASHED), strict=False):
        y = [float("nan") if v is None else v for v in curve.y]
        axes.plot(explained.x, y, color=colour, linestyle=line, label=curve.name)
    axes.axhline(0, color=style.MUTED, linewidth=0.7)
    axes.axvline(0, color=style.MUTED, linewidth=0.7)
    axes.set_xlim(explained.x[0], explained.x[-1])
    axes.set_xlabel("x")
    axes.legend(frameon=False, labelcolor=style.INK)
    says = f"Graph of {explained.title}, a solid line"
    says += ", and of its derivative, a dashed line." if len(explained.curves) > 1 else "."
    at = ", ".join(f"{name} = {value:.6g}" for name, value in explained.drawn_at.items())
    drawing = _alone(str(style.drawn(figure, f"notebook {explained.title}", says)))
    caption = says.removesuffix(".") + (f", for {at}." if at else ".")
    return Markup('<figure style="margin:.8em 0">{}<figcaption style="opacity:.75">{}</figcaption></figure>').format(
        drawing, cell.words(caption)
    )


def _alone(drawing: str) -> Markup:
    """A drawing of the page without the page: its variables and classes spelled out."""
    for name, look in _LOOK.findall(style.rules()):
        drawing = drawing.replace(f'class="{name}"', f'style="{look}"')
    for stand_in, colour in _COLOURS.items():
        drawing = drawing.replace(style.variable(stand_in), colour)
    drawing = drawing.replace("var(--sans)", "sans-serif").replace("var(--serif)", "serif")
    drawing = re.sub(r"\bxlink:href=", "href=", drawing)
    drawing = drawing.replace('class="figure"', 'style="width:100%;max-width:30em;height:auto"', 1)
    return Markup(drawing)  # noqa: S704  (Matplotlib's drawing, in which it has escaped all text)
