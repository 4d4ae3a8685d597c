"""Pieces of what a notebook shows: plain elements with a little style of their own, legible on light and on dark.

Text has the colour of the notebook; only marks and rules are coloured, in tones of medium lightness, so nothing has to
know the notebook's theme. Style sheets and identifiers would leak from one output into the next: there are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from backproof.render.lint_words import visible
from backproof.render.notebook_formula import complete, drawn
from backproof.render.passage import sentence as as_sentence
from backproof.render.prose import prose

BLUE, AMBER, RED, GREY = "#3d85c6", "#b5790f", "#d9435f", "#808080"
"""Tones with a contrast of 3 to 1 or more on white and on black."""
_MARKS: Mapping[str, tuple[str, str]] = {
    "proved": ("■", BLUE),
    "exhausted": ("●", BLUE),
    "tested": ("◐", BLUE),
    "measured": ("±", BLUE),
    "ok": ("✓", BLUE),
    "conditional": ("◇", AMBER),
    "imprecise": ("≈", AMBER),
    "refuted": ("✕", RED),
    "wrong": ("✕", RED),
    "undecided": ("?", GREY),
    "vacuous": ("∅", GREY),
    "unread": ("…", GREY),
}
"""The mark of a verdict, or of the status of a claim in a lecture; its word says the same."""
_MONO = "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em"
_RULE = "rgba(128,128,128,.4)"


def cell(*parts: Markup) -> Markup:
    """One output."""
    output = Markup('<div style="max-width:48em;line-height:1.5;overflow-wrap:break-word">{}</div>')
    return output.format(complete(_join(parts)))


def paragraph(*parts: Markup | str) -> Markup:
    """A paragraph."""
    return Markup('<p style="margin:.4em 0">{}</p>').format(_join(parts))


def strong(text: str) -> Markup:
    """An emphasised word."""
    return Markup("<strong>{}</strong>").format(words(text))


def words(text: str) -> Markup:
    """Running text, with the formulas in it set."""
    return prose(visible(text))


def sentence(text: str) -> Markup:
    """Running text as a sentence."""
    return prose(as_sentence(text))


def quiet(*parts: Markup | str) -> Markup:
    """What matters less."""
    return Markup('<span style="opacity:.75">{}</span>').format(_join(parts))


def badge(verdict: str, word: str = "") -> Markup:
    """The mark of a verdict and its word."""
    mark, tone = _MARKS[verdict]
    return Markup(
        '<strong style="white-space:nowrap"><span aria-hidden="true" style="color:{}">{}</span> {}</strong>'
    ).format(tone, mark, word or verdict)


def beside(verdict: str, *parts: Markup) -> Markup:
    """What belongs to a verdict, beside a rule of its colour."""
    return Markup('<div style="border-left:3px solid {};padding-left:.9em;margin:.9em 0">{}</div>').format(
        _MARKS[verdict][1], _join(parts)
    )


def display(latex: str) -> Markup:
    """A formula on a line of its own."""
    drawing = drawn(latex, inline=False) or code(latex)
    return Markup(
        '<div style="margin:.6em 0 .6em 1.5em;overflow-x:auto;overflow-y:hidden;font-size:1.08em">{}</div>'
    ).format(drawing)


def inline(latex: str) -> Markup:
    """A formula within a line; its source where it cannot be set."""
    return drawn(latex, inline=True) or code(latex)


def code(text: str) -> Markup:
    """Code within a line."""
    return Markup('<code style="{};color:inherit;background:none;padding:0">{}</code>').format(_MONO, visible(text))


def marked(before: str, passage: str, behind: str) -> Markup:
    """A line of source with a passage marked."""
    line = Markup('{}<mark style="color:inherit;background:rgba(128,128,128,.28);padding:.1em 0">{}</mark>{}')
    return Markup('<code style="{};color:inherit;background:none;padding:0">{}</code>').format(
        _MONO, line.format(visible(before), visible(passage), visible(behind))
    )


def listing(text: str) -> Markup:
    """Code in lines, to be copied."""
    return Markup(
        '<pre style="{};color:inherit;background:none;border:1px solid {};padding:.5em .7em;margin:.4em 0;'
        'white-space:pre-wrap;overflow-wrap:anywhere">{}</pre>'
    ).format(_MONO, _RULE, "\n".join(map(visible, text.split("\n"))))


def items(parts: Iterable[Markup], *, numbered: bool = False) -> Markup:
    """A list."""
    lines = Markup("").join(Markup('<li style="margin:.3em 0">{}</li>').format(part) for part in parts)
    tag = "ol" if numbered else "ul"
    return Markup('<{} style="margin:.4em 0;padding-left:1.8em">{}</{}>').format(tag, lines, tag)


def fold(title: str, *parts: Markup) -> Markup:
    """What is shown when asked for."""
    return Markup('<details style="margin:.4em 0"><summary style="cursor:pointer">{}</summary>{}</details>').format(
        title, _join(parts)
    )


def table(rows: Iterable[Iterable[Markup | str]], head: Iterable[str] = ()) -> Markup:
    """A table whose rows begin with their heading."""
    style = f"text-align:left;vertical-align:top;padding:.25em 1.2em .25em 0;border:0;border-bottom:1px solid {_RULE}"
    body = Markup("").join(_row(row, style) for row in rows)
    names = Markup("").join(Markup('<th scope="col" style="{}">{}</th>').format(style, name) for name in head)
    top = Markup("<thead><tr>{}</tr></thead>").format(names) if names else Markup("")
    whole = Markup('<table style="border-collapse:collapse;margin:.5em 0">{}<tbody>{}</tbody></table>').format(
        top, body
    )
    return Markup('<div style="overflow-x:auto">{}</div>').format(whole)


def _row(row: Iterable[Markup | str], style: str) -> Markup:
    first, *rest = row
    cells = Markup("").join(Markup('<td style="{}">{}</td>').format(style, part) for part in rest)
    return Markup('<tr style="background:none"><th scope="row" style="{};font-weight:normal">{}</th>{}</tr>').format(
        style, first, cells
    )


def _join(parts: Iterable[Markup | str]) -> Markup:
    return Markup("").join(parts)
