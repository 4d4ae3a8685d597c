"""The notebook of the tutorial: executed afresh, it says what is stored in it.

``python tests/test_notebook.py`` executes it and stores its outputs, to be looked at before they are committed.
"""

import json
import re
import subprocess
import sys
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parents[1]
NOTEBOOK = HOME / "docs" / "tutorial" / "lecture.ipynb"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
DRAWING = re.compile(r'<svg [^>]*?aria-label="([^"]*)".*?</svg>', re.DOTALL)
DRAWN = re.compile(r"\d[\d\N{NARROW NO-BREAK SPACE}]* tried")
"""How many cases Hypothesis drew: its versions differ in this."""
SHEET = re.compile(r'<svg width="0".*?</svg>', re.DOTALL)


def stored() -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return notebook


def executed(folder: Path) -> dict[str, Any]:
    """The notebook with the outputs of a fresh kernel that runs in a folder; without what every run changes."""
    for needed in ("ipykernel", "nbformat", "nbclient"):
        pytest.importorskip(needed, reason=f"to execute the notebook, {needed} has to be installed")
    nbformat, nbclient = import_module("nbformat"), import_module("nbclient")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(
        notebook, kernel_name="python3", timeout=300, record_timing=False, resources={"metadata": {"path": str(folder)}}
    ).execute()
    notebook.metadata = METADATA
    found: dict[str, Any] = json.loads(nbformat.writes(notebook))
    return found


def said(notebook: dict[str, Any]) -> list[list[str]]:
    """What a reader of each code cell's outputs sees, formulas and figures as their text alternatives."""
    return [[_said(output) for output in cell["outputs"]] for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _said(output: dict[str, Any]) -> str:
    if output["output_type"] == "stream":
        return "".join(output["text"])
    shown = output["data"]
    if "text/html" not in shown:
        return "".join(shown["text/plain"])
    html = SHEET.sub("", "".join(shown["text/html"]))
    html = DRAWING.sub(lambda drawing: unescape(drawing[1]), html)
    return DRAWN.sub("tried", html)


def test_executed_afresh_the_notebook_says_what_is_stored(tmp_path: Path) -> None:
    assert said(executed(tmp_path)) == said(stored())


def test_the_stored_notebook_was_executed_from_its_first_cell_to_its_last() -> None:
    code = [cell for cell in stored()["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert not [output for cell in code for output in cell["outputs"] if output["output_type"] == "error"]
    assert not [output for cell in code for output in cell["outputs"] if output.get("name") == "stderr"]


def test_the_stored_notebook_tells_nothing_of_the_machine_that_ran_it() -> None:
    notebook = stored()
    assert notebook["metadata"] == METADATA
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    text = json.dumps(notebook["cells"])
    assert not re.search(r"/(?:home|root|tmp|usr|work|Users)/|[A-Z]:\\\\|\d+(?:\.\d+)? (?:s|ms|seconds)\b", text)


def test_lint_reads_the_claims_around_the_lecture_and_not_the_lecture_in_a_string(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "backproof", "lint", "--strict", "--no-cache", "--output-format", "json", str(NOTEBOOK)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    found = json.loads(run.stdout)
    kinds = [cell["cell_type"] for cell in stored()["cells"]]
    assert {kinds[claim["cell"]] for claim in found["claims"]} == {"markdown"}


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as place:
        NOTEBOOK.write_text(json.dumps(executed(Path(place)), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
