"""Roles, literals and directives of reStructuredText as Sphinx knows them, made fit for docutils.

What docutils does not know it refuses, text and all. So roles and literals are covered up, as formulas are in
Markdown, and a directive that it does not know is given the name of one that it does, whose content is text.
"""

from __future__ import annotations

import re

from backproof.documents.fences import blank
from backproof.documents.spans import COVER, Span, SpanKind, role_content
from backproof.documents.words import words

_DIRECTIVE = re.compile(
    r"^(?P<indent>[ ]*)\.\.[ ]+(?:\|[^|\n]+\|[ ]+)?(?P<name>[A-Za-z][\w:.+-]*)::(?P<argument>.*)$", re.MULTILINE
)
_OPTIONS = re.compile(r"(?:\n[ ]+:[A-Za-z][\w -]*:(?:[ ].*)?(?=\n|\Z))+")
_LEFT_OUT = words(
    "toctree include raw literalinclude bibliography role default-role highlight image automodule autoclass "
    "autofunction only index tabularcolumns currentmodule module meta contents sectnum plot graphviz mermaid "
    "replace date unicode"
)
_CODE = words("ipython ipython3 doctest testcode jupyter-execute prompt execute_code parsed-literal")
_KNOWN = words(
    "attention caution danger error hint important note tip warning admonition sidebar topic code code-block "
    "sourcecode math figure table csv-table list-table container compound rubric epigraph highlights "
    "pull-quote line-block"
)
_KEEP_OPTIONS = frozenset({"csv-table", "list-table", "table"})
_TITLED = frozenset({"theorem", "lemma", "proposition", "corollary", "definition", "example", "exercise", "remark"})
_BLANKS = re.compile(r"(?<=[^\s])[ \t]*\t[ \t]*|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What docutils writes as several blanks or takes for a line break."""
_MARKS = re.compile(
    r"``(?P<literal>[^`\s](?:[^`\n]|`(?!`)|\n(?!\s*\n)){0,500}?)``"
    r"|:(?P<role>[A-Za-z][\w:.+-]{0,40}):`(?P<content>(?:[^`\n]|\n(?!\s*\n)){1,1000})`"
    r"|(?<![`\w:])`(?P<bare>[^`\s](?:[^`\n]|\n(?!\s*\n)){0,500})`(?::(?P<suffix>[A-Za-z][\w.+-]{0,40}):|(?P<link>_))?(?!`)"
)


def restructured_spans(source: str) -> list[Span]:
    """The roles and literals of a source, in order."""
    default = "math" if re.search(r"^\.\.[ ]+default-role::[ ]+math\s*$", source, re.MULTILINE) else ""
    spans = []
    for match in _MARKS.finditer(source):
        if match["link"]:
            continue
        if match["literal"] is not None:
            spans.append(Span(SpanKind.CODE, *match.span(), *match.span("literal")))
            continue
        name = match["role"] or match["suffix"] or default
        if name:
            kind, inner, outer = role_content(name.lower(), source, *match.span("content" if match["role"] else "bare"))
            spans.append(Span(kind, *match.span(), inner, outer))
    return spans


def covered_restructured(source: str, spans: list[Span]) -> str:
    """The source with spans covered up, line breaks and indentation excepted, and unknown directives renamed."""
    edits = [
        (span.start, span.end, re.sub(r"[^\s]|(?<=[^\n ])[ ](?=[^\n ])", COVER, source[span.start : span.end]))
        for span in spans
    ]
    directives = _directives(source)
    out, position = [], 0
    for start, end, instead in sorted([*directives, *edits], key=lambda edit: (edit[0], -edit[1])):
        if start >= position:
            out += [source[position:start], instead]
            position = end
    return _BLANKS.sub(lambda match: " " * len(match[0]), "".join([*out, source[position:]]))


def _directives(source: str) -> list[tuple[int, int, str]]:
    edits = []
    position = 0
    while match := _DIRECTIVE.search(source, position):
        position = match.end()
        name = match["name"].lower()
        if name in _LEFT_OUT:
            position = _body_end(source, match)
            edits.append((match.start(), position, blank(source[match.start() : position])))
            continue
        if name in _CODE:
            edits.append((match.start("name"), match.start("argument"), "code::".ljust(len(name) + 2)))
        elif name not in _KNOWN:
            end = match.start("argument") if name.rpartition(":")[2] in _TITLED else match.end()
            instead = "tip::" if len(name) > 2 else ""
            edits.append((match.start("name"), end, instead.ljust(end - match.start("name"))))
        options = _OPTIONS.match(source, match.end())
        if options is not None and name not in _KEEP_OPTIONS:
            edits.append((options.start(), options.end(), blank(options[0])))
            position = options.end()
    return edits


def _body_end(source: str, match: re.Match[str]) -> int:
    """Where the indented body of a directive ends."""
    indent = len(match["indent"])
    body = re.compile(rf"(?:\n[ \t]*(?=\n|\Z)|\n[ ]{{{indent + 1}}}.*)*").match(source, match.end())
    return body.end() if body else match.end()
