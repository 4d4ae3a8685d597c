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

from backproof.render.compact import compact

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
    "path.simplify": True,
    "path.simplify_threshold": 0.2,
}
_FONTS = {"'DejaVu Sans'": "var(--sans)", "'DejaVu Serif'": "var(--serif)"}
_OTHER_FONTS = re.compile(r"(var\(--(?:sans|serif)\))(?:, ?(?:'[^']*'|[\w-]+))+")
_CLIPPED_GRID = re.compile(r' clip-path="[^"]*" class="grid"')
CLASSES = {
    "fill:none;stroke:var(--rule);stroke-width:0.6;stroke-linecap:round": "grid",
    "fill:var(--muted);stroke:var(--muted);stroke-width:0.6": "tick",
    "fill:none;stroke:var(--muted);stroke-width:0.7;stroke-linejoin:miter;stroke-linecap:square": "axis",
    "font-size:9px;font-family:var(--sans);text-anchor:middle;fill:var(--muted)": "across",
    "font-size:9px;font-family:var(--sans);text-anchor:end;fill:var(--muted)": "up",
}
"""Looks that every figure repeats, by the class that the page's style sheet gives them."""
_UNTURNED = re.compile(r' transform="rotate\(-?0 [^"]*"')


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
    inside = text[text.index(">") + 1 : text.rindex("</svg>")]
    inside = compact(inside, f"f{zlib.crc32(name.encode()):x}-")
    inside = _UNTURNED.sub("", inside)
    for stand_in, variable in (_VARIABLES | _FONTS).items():
        inside = inside.replace(stand_in, variable)
    inside = _OTHER_FONTS.sub(r"\1", inside)
    for look, name_of_it in CLASSES.items():
        inside = inside.replace(f'style="{look}"', f'class="{name_of_it}"')
    inside = _CLIPPED_GRID.sub(' class="grid"', inside)
    width, height = (round(float(v) * 72, 1) for v in figure.get_size_inches())
    return Markup('<svg class="figure" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>').format(
        says,
        width,
        height,
        Markup(inside),  # noqa: S704  (Matplotlib escapes the text that it draws)
    )


def rules() -> str:
    """The looks of :data:`CLASSES` as a style sheet."""
    return "".join(f"svg.figure .{name} {{ {look} }}\n" for look, name in CLASSES.items())


def variable(stand_in: str) -> str:
    """The page's name for a colour of this module, as drawings hold it."""
    return _VARIABLES[stand_in]
