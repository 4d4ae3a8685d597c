"""Formulas in prose that nobody marked up, as they stand on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from backproof.documents.model import Piece
from backproof.formulas import Unreadable, find, parse
from backproof.formulas.tree import Cases, Node, Relation
from backproof.reading.letters import walk

_GOES_ON = re.compile(
    r"\s*(?:,|;|\||and|else|otherwise|or)\s*(?:[^.;]|\.(?=\d))*?(?:\b(?:if|for|when|else|otherwise)\b|[<>≤≥])(?:[^.;]|\.(?=\d))*"
)
_DRAWN = re.compile(r"\b[wWθΘ][\w{}\[\]^]*\s*[~∼]\s*(?:N|U|𝒩|𝒰|Normal|Uniform|N\(|U\[)?(?=\s*[(\[])")
_SPREAD = re.compile(
    r"(?:√|sqrt|\bgain|(?<!\d)\d+(?:\.\d+)?\s*/)\s*[^.;,:\s]*(?:\s*[-+*/]\s*[^.;,:\s]+)*", re.IGNORECASE
)
_WIDTH = re.compile(r"fan[_ -]?(?:in|out)|n_?\{?(?:in|out)\b|nᵢₙ|nₒᵤₜ", re.IGNORECASE)
_MOST_TRIES = 6
_LABELLED = re.compile(
    r"\W{0,4}(?:the |its |local |first )?(?:derivative|gradient|slope|ableitung|d[ée]riv[ée]e|derivada|derivata|"
    r"formula|"
    r"definition|equation|formel|formule|f[óo]rmula|definici[óo]n|d[ée]finition)(?: function)?\s*(?::|→|->|=>)\s*"
    r"(?P<formula>[^\n=]*[^\n=.;,\s])[.;,\s]*",
    re.IGNORECASE,
)
_OF_A_VARIABLE = re.compile(r"(?<![A-Za-z])[xztuv](?![A-Za-z_\d])")


def stretches(piece: Piece, source: str, macros: Mapping[str, tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Where formulas stand in a piece of prose, from left to right; none goes on over the end of a line."""
    ends = [n for n, at in enumerate(piece.offsets[:-1]) if source[at : at + 1] == "\n"]
    start = 0
    for end in (*ends, len(piece.text)):
        for first, last in _in_line(piece.text[start:end], macros):
            yield start + first, start + last
        start = end + 1


def labelled(text: str, macros: Mapping[str, tuple[int, str]]) -> tuple[int, int] | None:
    """Where the formula stands in a line that only says what it is: ``Derivative: 1 - tanh(x)^2``."""
    found = _LABELLED.fullmatch(text)
    if found is None or _OF_A_VARIABLE.search(found["formula"]) is None:
        return None
    whole = f"y = {found['formula']}"
    return found.span("formula") if _in_line(whole, macros) == [(0, len(whole))] else None


def _in_line(line: str, macros: Mapping[str, tuple[int, str]]) -> list[tuple[int, int]]:
    found = [(first, _last(line, first, last, macros)) for first, last in find(line)]
    found += [(match.start(), _closed(line, match.end())) for match in _DRAWN.finditer(line)]
    found += [
        (match.start(), match.start() + len(match[0].rstrip()))
        for match in _SPREAD.finditer(line)
        if _WIDTH.search(match[0]) and _parsed(match[0].rstrip(), macros) is not None
    ]
    kept: list[tuple[int, int]] = []
    for first, last in sorted(found, key=lambda span: (span[0], -span[1])):
        if last > first and (not kept or first >= kept[-1][1]):
            kept.append((first, last))
    return kept


def _last(line: str, first: int, last: int, macros: Mapping[str, tuple[int, str]]) -> int:
    """Where a formula ends that may go on with further branches: ``x if x > 0, 0 if x <= 0``."""
    tail = _GOES_ON.match(line, last)
    if tail is None:
        return last
    ends = [m.end() for m in re.finditer(r"\S+", line[: tail.end()]) if m.end() > last]
    for end in sorted(ends, reverse=True)[:_MOST_TRIES]:
        whole = _parsed(line[first:end].rstrip(" ,"), macros)
        if isinstance(whole, Relation) and any(isinstance(n, Cases) and len(n.branches) > 1 for n in walk(whole)):
            return first + len(line[first:end].rstrip(" ,"))
    return last


def _parsed(text: str, macros: Mapping[str, tuple[int, str]]) -> Node | None:
    try:
        return parse(text, macros)
    except Unreadable:
        return None


def _closed(line: str, at: int) -> int:
    """Behind the bracket that closes the next one, whatever its shape; the place itself if none does."""
    depth = 0
    for place in range(at, len(line)):
        depth += (line[place] in "([{") - (line[place] in ")]}")
        if depth == 0 and line[place] in ")]}":
            return place + 1
    return at
