"""The text of one Markdown block: markup taken off, every character with its place.

Links, tags, escapes and entities are found here. What is emphasis, the Markdown parser says: it gets the text with
everything else neutralised, and the marks that it takes for emphasis are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from markdown_it import MarkdownIt

from backproof.documents.assemble import Pieces
from backproof.documents.spans import COVER, Span, SpanKind
from backproof.documents.words import words

_EMPHASIS = MarkdownIt("zero").enable(["emphasis", "strikethrough"])
_TOKEN = re.compile(
    r"\\(?P<escape>[!-/:-@\[-`{-~])|\\(?=\n)|&(?P<entity>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?P<rest>(?:[\s/][^<>]{0,500})?)>)|<(?P<auto>https?://[^\s<>]{1,999})>"
    r"|(?P<shortcode>\{%[^\n%]{0,300}%\}|\{\{[<%][^\n{}]{0,300}[%>]\}\}|\{:?[.#][^{}\n]{0,300}\})"
    rf"|(?P<cover>{COVER})|(?P<break>[ \t]*\n[ \t]*)"
)
_TAGS = words(
    "a abbr b big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd label li main mark "
    "nav ol p pre q s samp section small source span strike strong style sub summary sup table tbody td tfoot "
    "th thead tr tt u ul var video"
)
_SHORT = words("a b i p q s u tt")
_BLOCK = words(
    "blockquote caption center dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p section "
    "summary table tbody td tfoot th thead tr ul"
)
_BRACKET = re.compile(rf"\\.|!\[|[\[\]]|{COVER}+", re.DOTALL)
_TARGET = re.compile(
    r"\(\s{0,9}(?:<[^<>\n]{0,2000}>|(?:[^\s()\\]|\\.|\([^\s()]{0,200}\)){0,2000})"
    r"(?:\s{1,9}(?:\"[^\"]{0,500}\"|'[^']{0,500}'|\([^()]{0,500}\)))?\s{0,9}\)"
)
_ATTRIBUTES = re.compile(r"\A\{[^{}]{0,300}\}")
_LABEL = re.compile(r"\[([^\[\]]{0,200})\]")
_BEFORE, _AFTER = re.compile(r"[A-Za-z0-9)\]]"), re.compile(r"[A-Za-z0-9(\[]")


@dataclass(frozen=True)
class Line:
    """The covered text of a block, without the marks of quotes and lists, and where each character stands."""

    text: str
    offsets: Sequence[int]


def inline(
    line: Line,
    source: str,
    spans: Mapping[int, Span],
    references: Mapping[str, object],
    out: Pieces,
    split: Callable[[], None],
) -> None:
    """Write the pieces of a block's text to ``out``; ``split`` is called where an HTML tag begins a new block."""
    dropped = _links(line.text, references)
    dropped += _emphasis(line.text, dropped)
    _Writer(line, source, spans, out, split).write(sorted(dropped))


def _links(text: str, references: Mapping[str, object]) -> list[tuple[int, int]]:
    """The stretches of a text that make links and images of what stands between them."""
    if "[" not in text:
        return []
    dropped: list[tuple[int, int]] = []
    opened: list[tuple[int, int]] = []
    position = 0
    while match := _BRACKET.search(text, position):
        position = match.end()
        if match[0] in ("[", "!["):
            opened.append(match.span())
        elif match[0] == "]" and opened:
            start, after = opened.pop()
            end = _link_end(text, start, after, position, references)
            if end is None:
                continue
            position = end
            if text[after] == "^" or (after - start == 2 and (start > 0 or _rest(text, end))):
                dropped.append((start, end))
            else:
                dropped += [(start, after), (match.start(), end)]
    return dropped


def _rest(text: str, position: int) -> str:
    """What follows an image, attributes aside; an image with nothing around it has its caption in the brackets."""
    return _ATTRIBUTES.sub("", text[position:]).strip()


def _link_end(text: str, start: int, after: int, closed: int, references: Mapping[str, object]) -> int | None:
    if closed - after > 1 and text[after] == "^":
        return closed
    target = _TARGET.match(text, closed)
    if target is not None:
        return target.end()
    label = _LABEL.match(text, closed)
    if label is not None and (label[1] or text[after : closed - 1]).strip().upper() in references:
        return label.end()
    if references and closed - start < 300 and text[after : closed - 1].strip().upper() in references:
        return closed
    return None


def _emphasis(text: str, dropped: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks that the Markdown parser takes for emphasis, without stars between factors such as ``a*b*c``."""
    if "*" not in text and "_" not in text and "~~" not in text:
        return []
    neutral = list(text)
    for match in _TOKEN.finditer(text):
        if match["escape"]:
            neutral[match.start() + 1] = "."
        elif match["tag"] or match["auto"]:
            neutral[match.start() + 1 : match.end() - 1] = "." * (match.end() - match.start() - 2)
    for start, end in dropped:
        neutral[start:end] = "." * (end - start)
    marks: list[tuple[int, int]] = []
    opened: list[tuple[int, int]] = []
    position = 0
    for token in _EMPHASIS.parseInline("".join(neutral))[0].children or []:
        width = len(token.markup) if token.type != "text" else len(token.content)
        if token.nesting == 1:
            opened.append((position, position + width))
        elif token.nesting == -1:
            start, end = opened.pop()
            if token.markup == "~~":
                marks.append((start, position + width))  # struck out: its author does not say it
            elif not (width == 1 and _is_product(text, start, position)):
                marks += [(start, end), (position, position + width)]
        position += width
    return marks


def _is_product(text: str, first: int, second: int) -> bool:
    """Whether two stars multiply: each has a factor directly at its left and at its right."""
    return text[first] == "*" and all(
        _BEFORE.match(text[place - 1 : place]) and _AFTER.match(text, place + 1) for place in (first, second)
    )


class _Writer:
    """Writes one block's characters, without the markup."""

    def __init__(
        self, line: Line, source: str, spans: Mapping[int, Span], out: Pieces, split: Callable[[], None]
    ) -> None:
        self._line, self._source, self._spans, self._out, self._split = line, source, spans, out, split
        lowered = line.text.lower() if "</" in line.text else ""
        self._closed = {name: lowered.rfind(f"</{name}>") for name in (*_SHORT, "sub", "sup")}
        self._pending: list[str] = []

    def write(self, dropped: Sequence[tuple[int, int]]) -> None:
        text, offsets = self._line.text, self._line.offsets
        position = 0
        for start, end in [*dropped, (len(text), len(text))]:
            while position < start:
                match = _TOKEN.search(text, position, start)
                until = match.start() if match else start
                self._plain(position, until)
                position = self._token(match) if match else start
            position = max(position, end)
        for closing in reversed(self._pending):
            self._out.instead(closing, offsets[len(text) - 1])

    def _plain(self, start: int, end: int) -> None:
        """Characters as they are."""
        self._out.text(self._line.text[start:end], self._line.offsets[start:end])

    def _token(self, match: re.Match[str]) -> int:
        text, offsets, out = self._line.text, self._line.offsets, self._out
        start, end = match.span()
        if match["cover"]:
            span = self._spans.get(offsets[start])
            if span is None:
                self._plain(start, end)
                return end
            write_span(span, self._source, out)
            return start + span.end - span.start
        if match["escape"]:
            self._plain(start + 1, end)
        elif match["entity"]:
            out.instead(unescape(match[0]), offsets[start])
        elif match["auto"]:
            self._plain(start + 1, end - 1)
        elif match["break"]:
            hard = match[0].startswith("  ") or text[start - 1 : start] == "\\"
            out.instead("\n" if hard else " ", offsets[text.index("\n", start)])
        elif match["tag"]:
            self._tag(match)
        return end

    def _tag(self, match: re.Match[str]) -> None:
        name, start = match["name"].lower(), self._line.offsets[match.start()]
        closing = match[0].startswith("</")
        unlike = match["rest"].strip(" /") and "=" not in match["rest"]
        unlike = unlike or (not closing and self._closed.get(name, match.end()) < match.start())
        if name not in _TAGS or (unlike and name in self._closed):
            self._plain(match.start(), match.end())
        elif name in ("sub", "sup"):
            if not closing:
                self._out.instead("_{" if name == "sub" else "^{", start)
                self._pending.append("}")
            elif self._pending:
                self._out.instead(self._pending.pop(), start)
        elif name == "br":
            self._out.instead("\n", start)
        elif name in _BLOCK:
            self._split()


def write_span(span: Span, source: str, out: Pieces) -> None:
    """Write a span's content as what it is."""
    if span.kind is SpanKind.NOTHING:
        return
    if span.kind is SpanKind.TEXT:
        out.text(source[span.inner : span.outer], range(span.inner, span.outer))
        return
    text, offsets = unquoted(source, span.inner, span.outer)
    if span.kind is SpanKind.CODE:
        if len(text) > 2 and text[0] == text[-1] == " " and text.strip():
            text, offsets = text[1:-1], offsets[1:-1]
        out.code(text, offsets)
    else:
        out.formula(text, offsets, display=span.kind is SpanKind.DISPLAY)


_QUOTE = re.compile(r"\n[ \t]{0,9}>[ \t>]*")


def unquoted(source: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """A stretch of the source without the marks of a block quote, if it stands in one."""
    text = source[start:end]
    if "\n" not in text:
        return text, range(start, end + 1)
    line = source.rfind("\n", 0, start) + 1
    if not source[line:start].lstrip().startswith(">"):
        return text, range(start, end + 1)
    characters: list[str] = []
    offsets: list[int] = []
    position = start
    for match in [*_QUOTE.finditer(source, start, end), None]:
        stop = match.start() + 1 if match else end
        characters.append(source[position:stop])
        offsets.extend(range(position, stop))
        position = match.end() if match else end
    return "".join(characters), (*offsets, end)
