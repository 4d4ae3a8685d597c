"""What an author wrote, as the page may show it: a formula to draw, code, or words, and the line that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from backproof.formulas.tokens import closing
from backproof.formulas.unreadable import Unreadable
from backproof.lint.finding import Finding
from backproof.reading.known import functions
from backproof.render.lint_words import visible

FORMULA, CODE, WORDS = "formula", "code", "words"
"""What a text is shown as."""
_COMMAND = re.compile(
    r"\\(?:text|textit|textbf|textrm|mathrm|mathbf|mathit|mathsf|operatorname|mbox)\*?\s*\{[^{}]*\}"
    r"|\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+|\\."
)
_HIDING = re.compile(
    r"(?<!\\)[%#$]"
    r"|\\(?:def|let|(?:re|provide)?newcommand|renewcommand|[hv]?phantom|color|textcolor|tag|label|href|url|style|[bx]?cancel|enclose|sout|(?:over|under)(?:left|right|leftright)arrow)\b"
)
"""What a drawn formula would leave out, so that it would not say what its author wrote."""
_NUMBERED = re.compile(r"\\(?:label|tag)\*?\s*\{[^{}]*\}|\\(?:nonumber|notag)\b")
"""The number of a formula, which says nothing here."""
_FRAME = re.compile(r"\\(?:boxed|fbox)\s*(?=\{)")
"""A box around a part of a formula: it is drawn without."""
_BRACE = re.compile(r"\\(under|over)brace\s*\{")
_LABELLED = {"under": re.compile(r"\s*_\s*\{"), "over": re.compile(r"\s*\^\s*\{")}
_ALIGNED = re.compile(r"\\(begin|end)\{(?:align|eqnarray|gather|multline|flalign|dmath)\*?\}")
"""Formulas in several lines, which are drawn without their numbers."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SPOKEN = re.compile(r"[^\W\d_]{2,}[,;:]?\s+[^\W\d_]{2,}")
_ONE_WORD = re.compile(r"\s*[^\W\d_]{2,}(?:-[^\W\d_]+)*\s*")
_STEP = re.compile(r"(?P<inward>\\left\b|\\begin\b|(?<!\\)\{)|\\right\b|\\end\b|(?<!\\)\}")
_LONGEST = 500
_DEEPEST = 7
"""Deeper formulas are shown as code: what drawing costs doubles with each level."""
_AROUND = 60
"""Characters of the line that are shown on both sides of a passage."""
_MOST = 2000
_BEGINNING = re.compile(r"[a-z]{2,}(?=[ ,:])|a(?= (?!is\b|lies\b|has\b)[a-z]{2})")


@dataclass(frozen=True, slots=True)
class Text:
    """A text without steering characters, and what it is shown as."""

    shape: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """The line of the source that holds a passage, cut to what surrounds it."""

    before: str
    passage: str
    behind: str


def shaped(text: str, kind: str = "") -> Text:
    """A text with what it may be shown as.

    Parameters
    ----------
    text
        As its author wrote it.
    kind
        What it states, as in :class:`backproof.lint.finding.Finding`.
    """
    if kind == "code":
        return Text(CODE, "\n".join(map(visible, text[:_MOST].split("\n"))))
    shown = visible(text[:_MOST])
    bare = _COMMAND.sub(" ", shown)
    if kind == "property" or _SPOKEN.search(bare) or _ONE_WORD.fullmatch(shown):
        return Text(WORDS, shown)
    is_tex = "\\" in shown or not _LETTERS.search(bare)
    return _drawn(shown) if is_tex and len(text) <= _LONGEST else Text(CODE, shown)


def formula(text: str) -> Text:
    """A formula that its author set apart as one: drawn, if nothing that it says would be left out."""
    shown = visible(text)
    return (
        _drawn(_ALIGNED.sub(r"\\\1{aligned}", _NUMBERED.sub("", shown))) if len(text) <= _LONGEST else Text(CODE, shown)
    )


def _drawn(shown: str) -> Text:
    if _HIDING.search(shown) or _depth(shown) > _DEEPEST:
        return Text(CODE, shown)
    return Text(FORMULA, _unbraced(_FRAME.sub("", shown)))


def _unbraced(text: str) -> str:
    """With lines for the braces below and above parts of a formula, which cannot be drawn; their labels stay."""
    try:
        while (found := _BRACE.search(text)) is not None:
            end = closing(text, found.end() - 1) + 1
            part = text[found.end() - 1 : end]
            label = ""
            if (behind := _LABELLED[found[1]].match(text, end)) is not None:
                end = closing(text, behind.end() - 1) + 1
                label = text[behind.end() - 1 : end]
            line = rf"\{found[1]}line{part}"
            text = text[: found.start()] + (rf"\{found[1]}set{label}{{{line}}}" if label else line) + text[end:]
    except Unreadable:  # a brace is missing: the typesetter says the same
        return text
    return text


def _depth(text: str) -> int:
    depth = deepest = 0
    for step in _STEP.finditer(text):
        depth += 1 if step["inward"] else -1
        deepest = max(deepest, depth)
    return deepest


def line(finding: Finding) -> Line:
    """Where the passage stands: its own characters, and some of its line on both sides."""
    first = finding.column - 1 - finding.before
    last = len(finding.excerpt) if finding.end_line > finding.line else finding.end_column - 1 - finding.before
    before, passage, behind = finding.excerpt[:first], finding.excerpt[first:last], finding.excerpt[last:]
    before, behind = before.lstrip(), behind.rstrip()
    if finding.before or len(before) > _AROUND:
        before = "… " + re.sub(r"^\S*\s", "", before[-_AROUND:])
    if len(behind) > _AROUND:
        behind = re.sub(r"\s\S*$", "", behind[:_AROUND]) + " …"
    if finding.end_line > finding.line:
        behind = " …"
    return Line(visible(before), visible(passage), visible(behind))


@cache
def _names() -> frozenset[str]:
    """Words that are written small at the beginning of a sentence too."""
    return frozenset({"backproof", *(f.name for f in functions())})


def sentence(text: str) -> str:
    """A message as a sentence: a capital letter where it begins with a word of ours, and a full stop."""
    shown = visible(text).strip()
    begins = _BEGINNING.match(shown)
    begin = shown[:1].upper() if begins and begins[0] not in _names() else shown[:1]
    return f"{begin}{shown[1:]}{'' if shown.endswith(('.', '!', '?')) else '.'}"
