"""Every character knows its place, in every format and for every input."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.documents.latex import read_latex
from backproof.documents.markdown import read_markdown
from backproof.documents.model import Part, PieceKind
from backproof.documents.notebook import read_notebook
from backproof.documents.restructured import read_restructured

_SCRAPS = (
    *(
        "$",
        "$$",
        "`",
        "``",
        "```\n",
        "*",
        "**",
        "_",
        "~~",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "x",
        "é",
        "ab c",
        " ",
        "  ",
        "\n",
    ),
    *(
        "\n\n",
        "- ",
        "> ",
        "1. ",
        "a. ",
        "# ",
        "| a | b |\n|---|---|\n",
        "|",
        "[",
        "]",
        "](u)",
        "![",
        "<b>",
        "</b>",
        "\t",
    ),
    *("&lt;", "<sub>2</sub>", "<!-- c -->", "\\*", "\\|", "\\", "{", "}", "%", "~", "--", "\\item ", "\\section{", "&"),
    *(
        "\\begin{align}",
        "\\end{align}",
        "\\begin{tabular}{l}",
        "\\end{tabular}",
        "\\\\",
        ":math:`",
        "::\n\n  ",
        "====\n",
    ),
    *(
        ".. math::\n\n   ",
        ".. note:: ",
        "```{note}\n",
        ":::",
        "---\n",
        "^",
        "\ue000",
        "\r",
        "\x0b",
        "    ",
        "(i) ",
        "→ ",
    ),
)
_SOURCES = st.lists(st.sampled_from(_SCRAPS), max_size=30).map("".join)
_STANDS_FOR = frozenset(' \n_^{}<–—"')
"""Characters that may be written otherwise in the source."""


def _parts(form: str, source: str, tmp_path: Path) -> list[Part]:
    if form == "notebook":
        return list(read_notebook("a", json.dumps({"cells": [{"cell_type": "markdown", "source": source}]})).parts)
    if form == "latex":
        return list(read_latex(tmp_path / "a.tex", source, tmp_path).parts)
    if form == "restructured":
        return list(read_restructured("a", source).parts)
    return [Part("a", source, read_markdown(source, plain=form == "plain").blocks)]


@pytest.mark.parametrize("form", ["markdown", "plain", "notebook", "latex", "restructured"])
def test_offsets_are_exact(form: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    tmp_path = tmp_path_factory.mktemp("offsets")

    @given(_SOURCES)
    def check(source: str) -> None:
        for part in _parts(form, source, tmp_path):
            for block in part.blocks:
                assert block.pieces
                for piece in block.pieces:
                    assert len(piece.offsets) == len(piece.text) + 1
                    assert list(piece.offsets) == sorted(piece.offsets)
                    assert piece.offsets[0] >= 0
                    assert piece.offsets[-1] <= len(part.source)
                    for character, offset in zip(piece.text, piece.offsets, strict=False):
                        written = part.source[offset]
                        stands_for = character in _STANDS_FOR or (form == "latex" and written == "\\")
                        assert character == written or (piece.kind is PieceKind.TEXT and stands_for)

    check()
