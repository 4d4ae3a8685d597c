"""Notebooks as they were executed: cells of Markdown, code, and the output that is stored with it."""

import json
from typing import Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx


class NotebookParser(MystParser):
    """Reads a notebook as the Markdown that says the same. Nothing is executed."""

    supported = ("notebook",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Write the cells as Markdown, and read that."""
        cells = json.loads(inputstring)["cells"]
        super().parse("\n\n".join(part for cell in cells for part in _parts(cell)), document)


def _parts(cell: dict[str, Any]) -> list[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] != "code":
        return [source]
    return [_fenced("python", source), *(_output(output) for output in cell["outputs"])]


def _output(output: dict[str, Any]) -> str:
    if output["output_type"] == "stream":
        return _fenced("text", "".join(output["text"]))
    data = output["data"]
    for kind in ("text/html", "image/svg+xml"):
        if kind in data:
            return _fenced("{raw} html", "".join(data[kind]))
    return _fenced("text", "".join(data["text/plain"]))


def _fenced(info: str, text: str) -> str:
    fence = "`" * 8
    return f"{fence}{info}\n{text.rstrip()}\n{fence}"


def register(app: Sphinx) -> None:
    """Register the kind of file."""
    app.add_source_suffix(".ipynb", "notebook")
    app.add_source_parser(NotebookParser)
