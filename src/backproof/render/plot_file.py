"""The curves of an explanation as an SVG file that stands alone."""

from __future__ import annotations

from pathlib import Path

from backproof.explain import Explanation
from backproof.render import figure as style

_COLOURS = {
    style.INK: "#1b1b1b",
    style.MUTED: "#5c5c5c",
    style.RULE: "#dddddd",
    style.FIRST: "#1f5fa8",
    style.SECOND: "#b4501e",
}
_DASHED = (0, (4, 2))


def write_figure(explained: Explanation, file: Path) -> None:
    """Draw f, a solid line, and f', a dashed one.

    Raises
    ------
    BackproofError
        If the file cannot be written.
    """
    from backproof.findings import write

    figure, axes = style.canvas(6.0, 4.0)
    for curve, colour, line in zip(explained.curves, (style.FIRST, style.SECOND), ("-", _DASHED), strict=False):
        y = [float("nan") if v is None else v for v in curve.y]
        axes.plot(explained.x, y, color=colour, linestyle=line, label=curve.name)
    axes.axhline(0, color=style.MUTED, linewidth=0.7)
    axes.axvline(0, color=style.MUTED, linewidth=0.7)
    axes.set_xlim(explained.x[0], explained.x[-1])
    axes.set_xlabel("x")
    axes.legend(frameon=False)
    says = f"Graph of {explained.title}, a solid line, and of its derivative, a dashed line."
    drawing = str(style.drawn(figure, "figure", says))
    inside = drawing.index(">") + 1
    drawing = f"{drawing[:inside]}<style>{style.rules()}</style>{drawing[inside:]}"
    for stand_in, colour in _COLOURS.items():
        drawing = drawing.replace(style.variable(stand_in), colour)
    for name, family in (("var(--sans)", "sans-serif"), ("var(--serif)", "serif")):
        drawing = drawing.replace(name, family)
    namespaces = ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    drawing = drawing.replace("<svg", f"<svg{namespaces}", 1)
    write(f'<?xml version="1.0" encoding="UTF-8"?>\n{drawing}\n', file)
