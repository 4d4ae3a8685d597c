"""Figures as vector drawings that belong to the page: its letters, its colours, light and dark.

Matplotlib draws with stand-in colours, and the drawing is then rewritten to name the page's CSS variables.
The same drawing gives the same text, whatever the day or the machine's fonts.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from backproof.render.drawing import compact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#010101"
"""Axes and labels."""
MUTED = "#020202"
"""Tick labels and remarks."""
RULE = "#030303"
"""Grid lines."""
FIRST = "#040404"
"""The first curve."""
SECOND = "#050505"
"""The second curve."""
ALARM = "#060606"
"""What is wrong."""

_VARIABLES = {
    INK: "var(--ink)",
    MUTED: "var(--muted)",
    RULE: "var(--rule)",
    FIRST: "var(--first)",
    SECOND: "var(--second)",
    ALARM: "var(--wrong)",
}
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "backproof",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 3.0,
    "ytick.major.size": 3.0,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
}
_FONTS = {"'DejaVu Sans'": "var(--sans)", "'DejaVu Serif'": "var(--serif)"}
_OTHER_FONTS = re.compile(r"(var\(--(?:sans|serif)\))(?:, ?(?:'[^']*'|[\w-]+))+")
FURNITURE = {
    "fill:none;stroke:var(--rule);stroke-width:0.6;stroke-linecap:round": "grid",
    "fill:var(--muted);stroke:var(--muted);stroke-width:0.6": "tick",
    "fill:none;stroke:var(--muted);stroke-width:0.7;stroke-linejoin:miter;stroke-linecap:square": "axis",
    "font-size:9px;font-family:var(--sans);text-anchor:middle;fill:var(--muted)": "across",
    "font-size:9px;font-family:var(--sans);text-anchor:end;fill:var(--muted)": "up",
    "font-size:10px;font-family:var(--sans);text-anchor:start;fill:var(--ink)": "key",
}
"""Looks of what belongs to the axes and the legend, by the class that the page's style sheet gives them."""
LOOKS = {
    "font-size:9px;font-family:var(--sans);text-anchor:middle;fill:var(--ink)": "quantity",
    "font-style:italic;font-size:11px;font-family:var(--serif);text-anchor:middle;fill:var(--ink)": "variable",
    "fill:none;stroke:var(--first);stroke-width:1.4;stroke-linecap:square": "first",
    "fill:none;stroke:var(--first);stroke-width:5;stroke-linecap:round": "first-mark",
    "fill:var(--first);fill-opacity:0.14": "first-band",
    "fill:none;stroke:var(--first);stroke-width:1.1;stroke-linecap:square": "first-theory",
    "fill:none;stroke-dasharray:5.6,2.8;stroke:var(--second);stroke-width:1.4": "second",
    "fill:var(--second);stroke:var(--second);stroke-linejoin:miter": "second-mark",
    "fill:var(--second);fill-opacity:0.14": "second-band",
    "fill:none;stroke:var(--second);stroke-width:1.1;stroke-linecap:square": "second-theory",
    "fill:none;stroke-dasharray:1.4,2.1;stroke:var(--ink);stroke-width:1.4": "third",
    "fill:var(--ink);stroke:var(--ink);stroke-linejoin:miter": "third-mark",
    "fill:var(--ink);fill-opacity:0.14": "third-band",
    "fill:none;stroke:var(--ink);stroke-width:1.1;stroke-linecap:square": "third-theory",
    "fill:none;stroke:var(--first);stroke-width:2;stroke-linecap:square": "accurate",
}
"""Looks of curves and of what stands beside them, in the same way. A file that stands alone knows their colours."""


def canvas(width: float = 3.9, height: float = 2.6) -> tuple[Figure, Axes]:
    """An empty figure of ``width`` by ``height`` inches with one pair of axes in the style of the page."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.add_subplot()
        axes.grid(visible=True)
        axes.set_axisbelow(True)
    return figure, axes


def drawn(figure: Figure, name: str, says: str) -> Markup:
    """The figure as inline SVG.

    Parameters
    ----------
    figure
        Made by :func:`canvas`, coloured with the constants of this module.
    name
        Unique on the page: the identifiers inside the drawing start with it.
    says
        What the figure shows, for those who do not see it.
    """
    import matplotlib as mpl

    buffer = io.StringIO()
    with mpl.rc_context(_STYLE):
        blank = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(buffer, format="svg", transparent=True, metadata=blank)
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    for stand_in, variable in (_VARIABLES | _FONTS).items():
        text = text.replace(stand_in, variable)
    inside = compact(_OTHER_FONTS.sub(r"\1", text), f"f{zlib.crc32(name.encode()):x}-", FURNITURE, LOOKS)
    width, height = (round(float(v) * 72, 1) for v in figure.get_size_inches())
    return Markup('<svg class="figure" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>').format(
        says,
        width,
        height,
        Markup(inside),  # noqa: S704  (Matplotlib escapes the text that it draws)
    )


def rules() -> str:
    """The looks of :data:`FURNITURE` and :data:`LOOKS` as a style sheet."""
    looks = "".join(f"svg.figure .{name} {{ {look} }}\n" for look, name in (FURNITURE | LOOKS).items())
    return f"svg.figure {{ stroke-linejoin:round }}\n{looks}"


def variable(stand_in: str) -> str:
    """The page's name for a colour of this module, as drawings hold it."""
    return _VARIABLES[stand_in]
