"""Figures as vector drawings that belong to the page: its letters, its colours, light and dark.

Matplotlib draws with stand-in colours, and the drawing is then rewritten to name the page's CSS variables.
The same drawing gives the same text, whatever the day or the machine's fonts.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

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
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(url\(#|href="#)([^")]+)')
_PLACES = re.compile(r'\b(?:d|x|y|transform|x1|x2|y1|y2|width|height)="[^"]*"')
_DECIMAL = re.compile(r"-?\d+\.\d{2,}")
_FONTS = {"'DejaVu Sans'": "var(--sans)", "'DejaVu Serif'": "var(--serif)"}
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
    inside = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", inside, flags=re.DOTALL)
    used = {match[2] for match in _REFERENCE.finditer(inside)}
    inside = _ID.sub(lambda m: f'id="{name}-{m[1]}"' if m[1] in used else "", inside)
    inside = _REFERENCE.sub(lambda m: f"{m[1]}{name}-{m[2]}", inside).replace("xlink:href", "href")
    inside = _PLACES.sub(lambda m: _DECIMAL.sub(_rounded, m[0]), inside)
    inside = _UNTURNED.sub("", inside)
    for stand_in, variable in (_VARIABLES | _FONTS).items():
        inside = inside.replace(stand_in, variable)
    inside = re.sub(r"\s*\n\s*", "\n", inside).replace(" >", ">").strip()
    width, height = (round(float(v) * 72, 1) for v in figure.get_size_inches())
    return Markup('<svg class="figure" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>').format(
        says,
        width,
        height,
        Markup(inside),  # noqa: S704  (Matplotlib escapes the text that it draws)
    )


def variable(stand_in: str) -> str:
    """The page's name for a colour of this module, as drawings hold it."""
    return _VARIABLES[stand_in]


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
