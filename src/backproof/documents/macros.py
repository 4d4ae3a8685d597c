"""Definitions of LaTeX macros by the author, collected and not expanded: offsets stay what they are."""

from __future__ import annotations

import re

_DEFINITION = re.compile(
    r"""\\(?:
      (?:re|provide)?newcommand | renewcommand | providecommand | DeclareRobustCommand | DeclareMathOperator
    )\*?\s{0,9}(?:\{\s{0,9}\\(?P<braced>[A-Za-z@]+)\s{0,9}\}|\\(?P<bare>[A-Za-z@]+))
      \s{0,9}(?:\[(?P<count>\d)\]\s{0,9})?(?:\[[^\[\]\n]{0,99}\]\s{0,9})?(?=\{)
    | \\[gex]?def\s{0,9}\\(?P<defined>[A-Za-z@]+)\s{0,9}(?P<parameters>(?:\#\d){0,9})\s{0,9}(?=\{)""",
    re.VERBOSE,
)
_LONGEST = 1000
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def definitions(text: str) -> list[tuple[str, int, str, int, int]]:
    """Every definition in a text: name, number of arguments, body, and where the definition starts and ends."""
    if "\\def" not in text and "newcommand" not in text and "\\Declare" not in text and "def\\" not in text:
        return []
    found = []
    position = 0
    while match := _DEFINITION.search(text, position):
        end = group_end(text, match.end())
        position = match.end()
        if end is None:
            continue
        name = match["braced"] or match["bare"] or match["defined"]
        count = int(match["count"] or 0) if match["defined"] is None else match["parameters"].count("#")
        body = text[match.end() + 1 : end - 1]
        if match[0].startswith("\\DeclareMathOperator"):
            body = f"\\operatorname{{{body}}}"
        found.append((name, count, body, match.start(), end))
        position = end
    return found


def group_end(text: str, start: int) -> int | None:
    """Where the group ends whose brace stands at a position; ``None`` if it does not end, or not soon."""
    depth = 0
    for match in _BRACE.finditer(text, start, min(len(text), start + _LONGEST)):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return None


def only_defines(text: str) -> bool:
    """Whether a formula consists of definitions alone, and so states nothing."""
    rest, position = [], 0
    for *_, start, end in definitions(text):
        rest.append(text[position:start])
        position = end
    return position > 0 and not "".join([*rest, text[position:]]).strip()
