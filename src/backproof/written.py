"""Reading JSON files that backproof wrote before: their size, syntax and schema are checked, and nothing is trusted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from backproof.errors import BackproofError

LARGEST = 256 << 20
"""Files of more bytes than this are not read."""


def read(
    file: Path, schema: str, *, what: str, made_by: str, check: Callable[[Mapping[str, Any]], object]
) -> dict[str, Any]:
    """Read a JSON file that follows a schema of ours.

    Parameters
    ----------
    file
        Where it is.
    schema
        What its field ``schema`` has to say.
    what
        What it holds, in the plural: ``findings``.
    made_by
        The command that writes such a file.
    check
        Takes what is inside, or raises :class:`BackproofError`.

    Returns
    -------
    dict
        The whole document.

    Raises
    ------
    BackproofError
        If it cannot be read, is too large, is no JSON, follows another schema, or holds something else than it should;
        the message says what to give instead.
    """
    advice = f"give a file with {what} that '{made_by}' wrote"
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as refused:
        raise BackproofError(f"cannot read {file}: {refused.strerror or refused}; {advice}") from refused
    if len(content) > LARGEST:
        raise BackproofError(f"{file} is larger than {LARGEST >> 20} MiB: {advice}")
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except RecursionError as deep:
        raise BackproofError(f"{file} is nested too deeply: {advice}") from deep
    except UnicodeDecodeError as odd:
        raise BackproofError(f"{file} is not UTF-8 (byte {odd.start}): {advice}") from odd
    except ValueError as odd:
        raise BackproofError(f"{file} is not JSON ({odd}): {advice}") from odd
    found = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(found, str):
        raise BackproofError(f"{file} has no field 'schema': {advice}")
    if found != schema:
        raise BackproofError(f"{file} follows the schema '{found[:60]}', not '{schema}': {advice}")
    try:
        check(data)
    except BackproofError as odd:
        raise BackproofError(f"{file}: {odd}; write it again with '{made_by}'") from odd
    return data


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number of JSON")
