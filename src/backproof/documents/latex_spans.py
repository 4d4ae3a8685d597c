r"""Formulas, code, comments and definitions in LaTeX, found before the text is read and covered up for it.

As in Markdown, every other character keeps its offset, and what is not closed stays text: a lone dollar or a missing
``\end`` costs one formula and not the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backproof.documents.macros import definitions
from backproof.documents.scanning import LONGEST_DISPLAY, LONGEST_INLINE, Nexts
from backproof.documents.spans import (
    BARE_ENVIRONMENTS,
    COVER,
    ENVIRONMENTS,
    Span,
    SpanKind,
)
from backproof.documents.words import words

CODE_ENVIRONMENTS = words("verbatim verbatim* Verbatim lstlisting minted alltt pycode python semiverbatim")
_LEFT_OUT = words("comment tikzpicture pgfpicture filecontents filecontents* thebibliography forest")
_START = re.compile(
    r"(?P<comment>%[^\n]*(?:\n(?![ \t]*\n)[ \t]*)?)|(?P<dollars>\$\$?)|\\begin\{(?P<environment>[A-Za-z]+\*?)\}"
    r"|\\(?:verb|lstinline)\*?(?:\[[^\[\]\n]{0,200}\])?(?P<quote>[^A-Za-z0-9\s{*\[\\])(?P<verb>[^\n]{0,500}?)(?P=quote)"
    r"|\\(?:texttt|code|lstinline|mintinline(?:\[[^\[\]\n]{0,200}\])?\{[a-z0-9]{1,20}\})"
    r"\{(?P<code>(?:[^{}\\\n]|\\[_#%&{}$]){0,500})\}"
    r"|\\(?P<bracket>[(\[])|\\.",
    re.DOTALL,
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_ESCAPED = re.compile(r"\\(?=[_#%&{}$])")
_SECTION = r"\\(?:chapter|section|subsection|begin\{(?:frame|document)\}|end\{document\})"
OPTIONS = re.compile(r"(?:\[[^\[\]\n]{0,300}\])?(?:\{[a-z0-9]{1,20}\})?[ \t]*\n?")
_LANGUAGE = re.compile(r"language=\{?([A-Za-z0-9+#]+)|\{([a-z0-9]{1,20})\}")


def latex_spans(source: str) -> tuple[list[Span], dict[str, tuple[int, str]]]:
    """All spans of a LaTeX source in order, and the macros that it defines."""
    nexts = Nexts(source)
    defined = {start: (name, count, body, end) for name, count, body, start, end in definitions(source)}
    starts = iter([*defined, len(source)])
    upcoming = next(starts)
    spans: list[Span] = []
    macros: dict[str, tuple[int, str]] = {}
    position = 0
    while True:
        while upcoming < position:
            upcoming = next(starts)
        match = _START.search(source, position)
        if upcoming < len(source) and (match is None or upcoming <= match.start()):
            name, count, body, position = defined[upcoming]
            macros[name] = (count, body)
            spans.append(Span(SpanKind.NOTHING, upcoming, position, position, position))
            continue
        if match is None:
            return spans, macros
        span = _span(match, source, nexts)
        if span is not None:
            spans.append(span)
        position = span.end if span is not None else match.end()


def _span(match: re.Match[str], source: str, nexts: Nexts) -> Span | None:
    start, inner = match.span()
    if match["comment"]:
        return Span(SpanKind.NOTHING, start, inner, inner, inner)
    if match["verb"] is not None:
        return Span(SpanKind.CODE, start, inner, *match.span("verb"))
    if match["code"] is not None:
        return Span(SpanKind.CODE, start, inner, *match.span("code"))
    if match["environment"]:
        return _environment(match["environment"], start, inner, nexts)
    if match["dollars"]:
        closing, width = (r"(?<!\\)\$\$", 2) if match["dollars"] == "$$" else (r"(?<!\\)\$", 1)
        return _formula(source, nexts, start, inner, closing, width, display=width == 2)
    if match["bracket"]:
        display = match["bracket"] == "["
        return _formula(source, nexts, start, inner, r"\\\]" if display else r"\\\)", 2, display=display)
    return None


def _formula(
    source: str, nexts: Nexts, start: int, inner: int, closing: str, width: int, *, display: bool
) -> Span | None:
    outer = nexts.after(closing, inner)
    end = outer + width
    if end > len(source) or not source[inner:outer].strip() or outer > nexts.after(_SECTION, inner):
        return None
    if display:
        fits = outer - inner <= LONGEST_DISPLAY
    else:
        fits = outer - inner <= LONGEST_INLINE and outer <= nexts.after(r"\n[ \t]*\n", inner)
    return Span(SpanKind.DISPLAY if display else SpanKind.FORMULA, start, end, inner, outer) if fits else None


def _environment(name: str, start: int, inner: int, nexts: Nexts) -> Span | None:
    if name not in ENVIRONMENTS and name not in CODE_ENVIRONMENTS and name not in _LEFT_OUT:
        return None
    closing = f"\\end{{{name}}}"
    outer = nexts.after(re.escape(closing), inner)
    end = outer + len(closing)
    if end > nexts.length:
        return None
    if name in _LEFT_OUT:
        return Span(SpanKind.NOTHING, start, end, end, end)
    if name in CODE_ENVIRONMENTS:
        return Span(SpanKind.CODE, start, end, inner, outer)
    if outer - inner > LONGEST_DISPLAY or outer > nexts.after(_SECTION, inner):
        return None
    return Span(SpanKind.DISPLAY, start, end, *((inner, outer) if name in BARE_ENVIRONMENTS else (start, end)))


def covered_latex(source: str, spans: list[Span]) -> str:
    """The source with its spans covered up."""
    out, position = [], 0
    for span in spans:
        out += [source[position : span.start], COVER * (span.end - span.start)]
        position = span.end
    return "".join([*out, source[position:]])


def code_of(source: str, span: Span) -> tuple[str, Sequence[int]]:
    r"""The characters of inline code and their offsets; ``\_`` and its like stand for the character."""
    text = source[span.inner : span.outer]
    if source.startswith("\\verb", span.start):
        return text, range(span.inner, span.outer + 1)
    return _without(_ESCAPED, text, span.inner)


def without_comments(source: str, span: Span) -> tuple[str, Sequence[int]]:
    """The characters of a formula and their offsets, comments left out."""
    return _without(_COMMENT, source[span.inner : span.outer], span.inner)


def _without(pattern: re.Pattern[str], text: str, start: int) -> tuple[str, Sequence[int]]:
    kept: list[str] = []
    offsets: list[int] = []
    position = 0
    for match in pattern.finditer(text):
        kept.append(text[position : match.start()])
        offsets.extend(range(start + position, start + match.start()))
        position = match.end()
    if position == 0:
        return text, range(start, start + len(text) + 1)
    return "".join([*kept, text[position:]]), [*offsets, *range(start + position, start + len(text) + 1)]


def listing(source: str, span: Span) -> tuple[int, str]:
    """Where the code of a verbatim environment begins, behind its options, and its language."""
    options = OPTIONS.match(source, span.inner, span.outer)
    found = _LANGUAGE.search(options[0]) if options else None
    language = (found[1] or found[2]).lower() if found else ""
    if not language and re.match(r"\\begin\{(?:python|pycode)\}", source[span.start : span.inner]):
        language = "python"
    return options.end() if options else span.inner, language
