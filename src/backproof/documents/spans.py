"""Formulas, code spans and comments of Markdown, found before anything else looks at the text.

Markdown knows nothing of formulas: it takes their underscores for emphasis, their line breaks for paragraphs and
their minus signs for lists. So they are found first, in one pass over the source, and covered up: each is replaced
by as many letters as it has, and what parses the rest finds every character at its old offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from backproof.documents.fences import Fences, blank
from backproof.documents.scanning import LONGEST_DISPLAY, LONGEST_INLINE, MATHS, Nexts, is_prose

COVER = "\ue000"
"""The letter that covers up a span, of Unicode's private area: neither blank nor punctuation to Markdown."""


class SpanKind(Enum):
    """What a span is."""

    FORMULA = auto()
    DISPLAY = auto()
    CODE = auto()
    TEXT = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source from ``start`` to ``end``, whose content goes from ``inner`` to ``outer``."""

    kind: SpanKind
    start: int
    end: int
    inner: int
    outer: int


ENVIRONMENTS = frozenset(
    name + star
    for name in (
        *("equation", "displaymath", "math", "align", "aligned", "alignat", "flalign", "gather", "multline"),
        *("eqnarray", "cases", "split", "dmath"),
    )
    for star in ("", "*")
)
"""Environments that are formulas of their own."""
BARE_ENVIRONMENTS = frozenset({"equation", "equation*", "displaymath", "math", "math*", "displaymath*"})
"""Those of them which are mere delimiters. The others give ``&`` and ``\\\\`` a meaning and stay in the formula."""

_START = re.compile(
    r"(?P<ticks>`+)|(?P<dollars>\$+)|(?P<escape>\\\\[(\[]|\\begin\{(?P<name>[a-z]+\*?)\}|\\.)"
    r"|(?P<comment><!--)|<(?P<raw>script|style|pre|textarea)\b(?=[^<>\n]{0,300}>)",
    re.DOTALL | re.IGNORECASE,
)
_ROLE = re.compile(r"\{([a-z][a-z0-9:_-]{0,30})\}\Z", re.IGNORECASE)
_BARRIER = re.compile(r"\n[ \t]{0,3}(?:#{1,6}[ \t]|```|~~~)")
_MARKER = re.compile(r"\n[ \t>]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t])")


class Spans:
    """All spans of a source, in order, found in linear time."""

    def __init__(self, source: str, fences: Fences) -> None:
        self.source = source
        self.found: list[Span] = []
        self._nexts = Nexts(source)
        position = 0
        for start, end in [*fences.skipped(), (len(source), len(source))]:
            self._scan(position, start)
            position = max(position, end)
        nothing = [Span(SpanKind.NOTHING, start, end, end, end) for start, end in fences.nothing]
        if nothing:
            self.found = _merged(self.found, nothing)

    def _scan(self, position: int, limit: int) -> None:
        while match := _START.search(self.source, position, limit):
            span = self._span(match, limit)
            if span is None:
                position = match.end()
            else:
                self.found.append(span)
                position = span.end

    def _span(self, match: re.Match[str], limit: int) -> Span | None:
        start = match.start()
        if match["ticks"]:
            return self._code(start, match.end(), limit)
        if match["dollars"]:
            return self._dollars(start, len(match["dollars"]), limit)
        if match["comment"]:
            return self._until(SpanKind.NOTHING, start, match.end(), "-->", 3, limit)
        if match["raw"]:
            name = match["raw"].lower()
            kind = SpanKind.CODE if name == "pre" else SpanKind.NOTHING
            opened = self.source.index(">", start) + 1
            return self._until(kind, start, opened, f"(?i:</{name}>)", len(name) + 3, limit)
        return self._backslash(match, limit)

    def _until(self, kind: SpanKind, start: int, inner: int, closing: str, width: int, limit: int) -> Span | None:
        outer = self._nexts.after(closing, inner)
        return Span(kind, start, outer + width, inner, outer) if outer + width <= limit else None

    def _paragraph_end(self, position: int) -> int:
        return self._nexts.after(r"\n[ \t>]*(?=\n)", position)

    def _code(self, start: int, opened: int, limit: int) -> Span | None:
        width = opened - start
        outer = self._nexts.after(rf"(?<!`)`{{{width}}}(?!`)", opened)
        if outer + width > limit or outer > self._paragraph_end(opened):
            return None
        end = outer + width
        if self.source[start - 1 : start] == "$" and self.source[end : end + 1] == "$" and start > 0:
            return Span(SpanKind.FORMULA, start - 1, end + 1, opened, outer)
        role = _ROLE.search(self.source[max(0, start - 33) : start]) if self.source[start - 1 : start] == "}" else None
        if role is None:
            return Span(SpanKind.CODE, start, end, opened, outer)
        kind, inner, outer = role_content(role[1].lower(), self.source, opened, outer)
        return Span(kind, start - len(role[0]), end, inner, outer)

    def _dollars(self, start: int, count: int, limit: int) -> Span | None:
        if count == 1:
            if self.source[start + 1 : start + 2] == "`":
                return self._ticked(start, limit)
            return self._single(start, limit)
        if count == 2:
            inner = start + 2
            outer = self._nexts.after(r"(?<!\\)\$\$", inner)
            if outer + 2 <= limit and self._fits(inner, outer):
                return Span(SpanKind.DISPLAY, start, outer + 2, inner, outer)
        return None

    def _ticked(self, start: int, limit: int) -> Span | None:
        ticks = re.compile("`+").match(self.source, start + 1)
        span = self._code(start + 1, ticks.end(), limit) if ticks else None
        return span if span is not None and span.kind is SpanKind.FORMULA else None

    def _fits(self, inner: int, outer: int) -> bool:
        """Whether a display formula may have this content: something, not too long, no heading and no fence in it."""
        barrier = self._nexts.after(_BARRIER.pattern, inner)
        return outer - inner <= LONGEST_DISPLAY and outer <= barrier and bool(self.source[inner:outer].strip())

    def _single(self, start: int, limit: int) -> Span | None:
        inner = start + 1
        outer = self._nexts.after(r"(?<!\\)\$", inner)
        if outer >= limit or outer - inner > LONGEST_INLINE or outer > self._paragraph_end(inner):
            return None
        content = self.source[inner:outer]
        if not content.strip() or is_prose(content) or ("\n" in content and _MARKER.search(content)):
            return None
        if content[0].isspace() != content[-1].isspace() and MATHS.search(content) is None:
            return None
        if content[0].isdigit() and self.source[outer + 1 : outer + 2].isdigit():
            return None
        return Span(SpanKind.FORMULA, start, outer + 1, inner, outer)

    def _backslash(self, match: re.Match[str], limit: int) -> Span | None:
        start, inner, opening = match.start(), match.end(), match["escape"]
        if match["name"]:
            name = match["name"]
            if name not in ENVIRONMENTS:
                return None
            closing = f"\\end{{{name}}}"
            outer = self._nexts.after(re.escape(closing), inner)
            end = outer + len(closing)
            if end > limit or not self._fits(inner, outer):
                return None
            if name in BARE_ENVIRONMENTS:
                return Span(SpanKind.DISPLAY, start, end, inner, outer)
            return Span(SpanKind.DISPLAY, start, end, start, end)
        if opening[-1] not in "([":
            return None
        slashes, display = opening[:-1], opening[-1] == "["
        before = r"(?<!\\)" + re.escape(slashes)
        outer = self._nexts.after(before + (r"\]" if display else r"\)"), inner)
        end = outer + len(opening)
        if end > limit or self._nexts.after(before + re.escape(opening[-1]), inner) < outer:
            return None
        if display:
            fits = self._fits(inner, outer) and self._is_formula(start, end, self.source[inner:outer])
        else:
            fits = outer - inner <= LONGEST_INLINE and outer < self._paragraph_end(inner)
            fits = fits and not is_prose(self.source[inner:outer])
        return Span(SpanKind.DISPLAY if display else SpanKind.FORMULA, start, end, inner, outer) if fits else None

    def _is_formula(self, start: int, end: int, content: str) -> bool:
        r"""Whether ``\[``...``\]`` is a formula and not a pair of escaped brackets."""
        line = (
            self.source[max(0, start - 100) : start].rpartition("\n")[2] + self.source[end : end + 100].split("\n")[0]
        )
        return bool(MATHS.search(content)) or (not line.strip(" \t>") and not is_prose(content))


_WORDED = frozenset(
    ("abbr", "any", "doc", "download", "emphasis", "index", "numref", "ref", "strong", "sub", "sup", "term", "title")
)
"""Roles whose content is words, even if it is one word."""


def _merged(spans: list[Span], more: list[Span]) -> list[Span]:
    """All spans in order; where two overlap, the first of them."""
    out: list[Span] = []
    for span in sorted([*spans, *more], key=lambda span: span.start):
        if not out or span.start >= out[-1].end:
            out.append(span)
    return out


def role_content(name: str, source: str, start: int, end: int) -> tuple[SpanKind, int, int]:
    """What a role of MyST makes of its content, and where that goes from and to."""
    if name == "math":
        return SpanKind.FORMULA, start, end
    if name in ("code", "code-block", "command", "kbd", "samp", "file", "func", "meth", "class", "mod", "attr"):
        return SpanKind.CODE, start, end
    if name in ("eq", "label", "cite", "bibliography") or name.startswith(("cite:", "cite_")):
        return SpanKind.NOTHING, start, end
    if name not in _WORDED and not re.search(r"\s", source[start:end]):
        return SpanKind.CODE, start, end  # an identifier of some extension
    target = source.rfind("<", start, end)
    return SpanKind.TEXT, start, target if target > start and source[end - 1] == ">" else end


def covered(source: str, spans: list[Span], fences: Fences) -> str:
    """The source with spans and the lines of directives covered up, every other character at its old offset."""
    out, position = [], 0
    edits = [(span.start, span.end, _cover(source, span)) for span in spans]
    for start, end, instead in sorted([*fences.edits, *edits]):
        if start >= position:
            out += [source[position:start], instead]
            position = end
    out.append(source[position:])
    return "".join(out)


def _cover(source: str, span: Span) -> str:
    if span.kind is SpanKind.NOTHING:
        line = source.rfind("\n", 0, span.start) + 1
        rest = source.find("\n", span.end)
        rest = len(source) if rest < 0 else rest
        if span.start - line < 200 and not source[line : span.start].strip() and not source[span.end : rest].strip():
            return blank(source[span.start : span.end])
    return COVER * (span.end - span.start)
