"""The lines of Markdown that fence something: code, directives of MyST, divs of Quarto, and the header in YAML.

A fence around text is taken away so that its content is read like any other text; a fence around code is left to the
Markdown parser, and nothing in it is looked at before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backproof.documents.words import words

_FENCE = re.compile(
    r"^(?P<prefix>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<fence>`{3,}|~{3,}|:{3,})(?P<info>.*)$", re.MULTILINE
)
_DIRECTIVE = re.compile(r"[ \t]*\{(?P<name>[A-Za-z][\w:-]*)\}[ \t]*(?P<argument>.*?)[ \t]*\Z")
_DIV = re.compile(r"[ \t]*(?:\{[^{}]*\}|[\w-]*)[ \t]*:*[ \t]*\Z")
_OPTIONS = re.compile(
    r"(?:\n[ \t>]*:[A-Za-z][\w-]*:.*)+|\n[ \t>]*---[ \t]*(?:\n(?![ \t>]*---).*)*\n[ \t>]*---[ \t]*(?=\n)"
)
_HEADER = re.compile(
    r"\A---[ \t]*\n(?=[^\n]*\S)(?:(?!---[ \t]*$|\.\.\.[ \t]*$).*\n)*?(?:---|\.\.\.)[ \t]*$", re.MULTILINE
)
_TITLE = re.compile(r"^title:[ \t](?P<quote>[ \t]*[\"']?)(?P<title>[^\n]*?)(?P<end>[\"']?[ \t]*)$", re.MULTILINE)
_LONE = re.compile(r"^(?:\([\w:.-]+\)=|\+\+\+.*|\{%.*%\}|\{\{[<%].*[%>]\}\}|\{:.*\})[ \t]*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"^[ \t>]*(?P<label>\[\^[^\]\s]+\]:[ \t]*)", re.MULTILINE)

_CODE = words(
    "code code-cell code-block sourcecode ipython ipython3 python python3 py r julia ojs bash sh sql stan cpp c rcpp "
    "javascript js matlab octave jupyter-execute doctest testcode plot prompt math"
)
_LEFT_OUT = words("toctree bibliography raw include literalinclude image iframe mermaid contents eval-rst")
_FIGURES = words("figure figure-md subfigure table list-table csv-table")
_ADMONITIONS = words("note tip warning hint important seealso caution attention danger error margin")


@dataclass
class Fences:
    """What the lines of a source fence.

    Parameters
    ----------
    code
        Stretches that hold no formula: fenced code, and what is left out.
    edits
        Stretches with what stands for them when the rest is parsed, equally long.
    nothing
        Stretches inside of a paragraph that are no text.
    captions
        Stretches in which a paragraph is a caption.
    """

    code: list[tuple[int, int]] = field(default_factory=list)
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    nothing: list[tuple[int, int]] = field(default_factory=list)
    captions: list[tuple[int, int]] = field(default_factory=list)

    def skipped(self) -> list[tuple[int, int]]:
        """All stretches in which no formula is looked for, in order."""
        return sorted([*self.code, *self.nothing, *((start, end) for start, end, _ in self.edits)])


def blank(text: str) -> str:
    """As many blanks, with the line breaks left."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def fences(source: str) -> Fences:
    """Find the fences of a source."""
    found = Fences()
    position = _header(source, found)
    open_fences: list[tuple[str, int, bool]] = []
    while match := _FENCE.search(source, position):
        mark, info = match["fence"], match["info"]
        directive = _DIRECTIVE.match(info)
        position = match.end()
        top = open_fences[-1][0] if open_fences else ""
        if not info.strip() and (mark[0] == ":" or (top and top[0] == mark[0] and len(mark) >= len(top))):
            found.edits.append((match.start(), match.end(), blank(match[0])))
            if top and top[0] == mark[0]:
                _, start, is_figure = open_fences.pop()
                if is_figure:
                    found.captions.append((start, match.start()))
        elif directive is not None and directive["name"].lower() in _LEFT_OUT:
            position = _end(source, match)
            found.code.append((match.start(), position))
            found.edits.append((match.start(), position, blank(source[match.start() : position])))
        elif directive is not None and directive["name"].lower() not in _CODE:
            _open(match, directive, found)
            open_fences.append((mark, match.start(), directive["name"].lower() in _FIGURES))
            position = _options(source, match.end(), found)
        elif mark[0] == ":":
            if _DIV.match(info):
                found.edits.append((match.start(), match.end(), blank(match[0])))
                open_fences.append((mark, match.start(), info.strip().startswith(("{#fig", "{#tbl"))))
        elif "`" not in info or mark[0] == "~":
            position = _end(source, match)
            found.code.append((match.start(), position))
    _lines(source, found)
    return found


def _end(source: str, opening: re.Match[str]) -> int:
    mark = opening["fence"]
    closing = re.compile(rf"^[ \t>]*{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE).search(source, opening.end())
    return closing.end() if closing else len(source)


def _open(match: re.Match[str], directive: re.Match[str], found: Fences) -> None:
    """Take the opening line of a directive away; its title is a heading, or the beginning of its text."""
    name, argument = directive["name"].lower(), directive["argument"]
    start = match.start("fence")
    end = match.start("info") + directive.start("argument")
    if not argument or (name in _FIGURES and "table" not in name):
        found.edits.append((match.start(), match.end(), blank(match[0])))
    elif name in _ADMONITIONS or name in _FIGURES:
        found.nothing.append((start, end))
    else:
        found.edits.append((start, end, "######".ljust(end - start)))


def _options(source: str, position: int, found: Fences) -> int:
    options = _OPTIONS.match(source, position)
    if options is None:
        return position
    found.edits.append((position, options.end(), blank(options[0])))
    return options.end()


def _header(source: str, found: Fences) -> int:
    """The header in YAML: its title is a heading, the rest is left out."""
    header = _HEADER.match(source)
    if header is None:
        return 0
    title = _TITLE.search(source, 0, header.end())
    if title is None or not title["title"]:
        found.edits.append((0, header.end(), blank(header[0])))
        return header.end()
    found.edits += [
        (0, title.start(), blank(source[: title.start()])),
        (title.start(), title.start("title"), "#".ljust(title.start("title") - title.start())),
        (title.end("title"), header.end(), blank(source[title.end("title") : header.end()])),
    ]
    found.code += [(0, title.start("title")), (title.end("title"), header.end())]
    return header.end()


def _lines(source: str, found: Fences) -> None:
    """Labels, breaks between cells and the marks of footnotes, wherever they are not code."""
    code = iter([*found.code, (len(source) + 1, len(source) + 1)])
    start, end = next(code)
    matches = [*_LONE.finditer(source), *_FOOTNOTE.finditer(source)]
    for match in sorted(matches, key=lambda match: match.start()):
        while match.start() >= end:
            start, end = next(code)
        if match.start() >= start:
            continue
        if match.re is _FOOTNOTE:
            found.nothing.append(match.span("label"))
        else:
            found.edits.append((match.start(), match.end(), blank(match[0])))
