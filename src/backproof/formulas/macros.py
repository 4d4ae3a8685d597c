"""The author's own commands, put in their places before anything is read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from backproof.formulas.tokens import closing
from backproof.formulas.unreadable import Unreadable

MOST = 500
"""So many commands of the author's own are put in their places in one formula."""

LARGEST = 20_000
"""A formula may have so many characters when all are."""

_COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z])")
_PARAMETER = re.compile(r"#([1-9])")
_ENDS_IN_COMMAND = re.compile(r"\\[A-Za-z]+$")

Place = tuple[int, int]


def expanded(text: str, macros: Mapping[str, tuple[int, str]]) -> tuple[str, list[Place] | None]:
    """The text with the macros expanded, and for each of its characters the stretch of the author's text.

    The places are ``None`` where nothing had to be expanded.

    Raises
    ------
    Unreadable
        If an argument is missing, or the expansion does not end.
    """
    known = {name.removeprefix("\\"): meaning for name, meaning in macros.items()} if macros else {}
    if not known or not any(found[1] in known for found in _COMMAND.finditer(text)):
        return text, None
    places = [(at, at + 1) for at in range(len(text))]
    at = count = 0
    while (found := _COMMAND.search(text, at)) is not None:
        name = found[1]
        if name not in known:
            at = found.end()
            continue
        count += 1
        start = found.start()
        place = places[start][0]
        if count > MOST:
            raise Unreadable(f"the command \\{name} is expanded without end", place)
        number, body = known[name]
        end = found.end()
        arguments = []
        for _ in range(number):
            first, last, end = _argument(text, end, name, place)
            arguments.append(text[first:last])
        body = _filled(body, arguments)
        if end < len(text) and text[end].isalpha() and _ENDS_IN_COMMAND.search(body):
            body += " "
        whole = (place, places[end - 1][1])
        text = text[:start] + body + text[end:]
        places[start:end] = [whole] * len(body)
        if len(text) > LARGEST:
            raise Unreadable(f"the command \\{name} becomes too long", place)
        at = start
    return text, places


def _argument(text: str, at: int, name: str, place: int) -> tuple[int, int, int]:
    """Where the inside of an argument begins and ends, and where the text goes on."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] == "}":
        raise Unreadable(f"the command \\{name} lacks an argument", place)
    if text[at] == "{":
        try:
            last = closing(text, at)
        except Unreadable as unreadable:
            raise Unreadable(unreadable.reason, place) from None
        return at + 1, last, last + 1
    command = _COMMAND.match(text, at)
    end = command.end() if command else at + 1
    return at, end, end


def _filled(body: str, arguments: list[str]) -> str:
    """The body with its arguments in their places."""
    parts: list[str] = []
    at = 0
    for found in _PARAMETER.finditer(body):
        number = int(found[1])
        if number > len(arguments):
            break
        before = body[at : found.start()]
        argument = arguments[number - 1]
        parts.append(before)
        if argument[:1].isalpha() and _ENDS_IN_COMMAND.search(before):
            parts.append(" ")
        parts.append(argument)
        at = found.end()
    parts.append(body[at:])
    return "".join(parts)
