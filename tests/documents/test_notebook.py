"""Notebooks of both formats, whole and broken."""

import json
from collections.abc import Callable

import pytest

from backproof.documents.model import Document

Read = Callable[..., Document]


def _cells(found: Document) -> list[tuple[int | None, list[tuple[str, str, str]]]]:
    return [
        (part.number, [(block.kind.value, block.language, block.pieces[0].text) for block in part.blocks])
        for part in found.parts
    ]


def test_each_cell_is_a_part_with_its_number(document: Read) -> None:
    notebook = {
        "nbformat": 4,
        "metadata": {"language_info": {"name": "Python"}},
        "cells": [
            {"cell_type": "raw", "source": "left out"},
            {"cell_type": "markdown", "source": ["# H\n", "\n", "text"], "attachments": {"a.png": {}}},
            {"cell_type": "code", "source": "x = 1  # $a$", "outputs": [{"text": "left out"}]},
            {"cell_type": "code", "source": "%%bash\nls"},
        ],
    }
    assert _cells(document("a.ipynb", json.dumps(notebook))) == [
        (1, [("heading", "", "H"), ("paragraph", "", "text")]),
        (2, [("code", "python", "x = 1  # $a$")]),
        (3, [("code", "bash", "%%bash\nls")]),
    ]


def test_places_count_inside_of_the_cell(document: Read) -> None:
    notebook = {"cells": [{"cell_type": "markdown", "source": ["first\n", "\n", "in $x$"]}]}
    part = document("a.ipynb", json.dumps(notebook)).parts[0]
    place = part.place(part.blocks[1].pieces[1].offsets[0])
    assert (place.line, place.column) == (3, 5)


def test_the_third_format_is_read(document: Read) -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Title"},
        {"cell_type": "code", "input": ["y = 2"], "language": "julia"},
    ]
    found = document("a.ipynb", json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}))
    assert _cells(found) == [(0, [("heading", "", "Title")]), (1, [("code", "julia", "y = 2")])]


@pytest.mark.parametrize(
    ("content", "line"),
    [("", 1), ('{"cells": [\n{', 2), ("[" * 100_000, 1), ("[1, 2]", 1), ('{"cells": 3}', 1), ('{"worksheets": 3}', 1)],
)
def test_a_broken_notebook_is_a_problem(document: Read, content: str, line: int) -> None:
    found = document("a.ipynb", content)
    assert found.parts == ()
    assert [problem.line for problem in found.problems] == [line]


def test_a_broken_cell_costs_itself_alone(document: Read) -> None:
    cells = [3, {"cell_type": "code"}, {"cell_type": "code", "source": [1]}, {"cell_type": "markdown", "source": "ok"}]
    found = document("a.ipynb", json.dumps({"cells": cells}))
    assert [problem.cell for problem in found.problems] == [0, 1, 2]
    assert _cells(found) == [(3, [("paragraph", "", "ok")])]
