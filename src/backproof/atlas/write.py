"""Writing the atlas into a folder."""

from __future__ import annotations

from pathlib import Path

from backproof.atlas.data import to_json
from backproof.atlas.page import render
from backproof.atlas.survey import Atlas
from backproof.errors import BackproofError
from backproof.findings import write

SCRIPTS = "scripts"
"""The folder of the scripts, inside the atlas's own."""


def write_atlas(atlas: Atlas, folder: Path) -> Path:
    """Write ``atlas.html``, ``atlas.json`` and the scripts that show what they say.

    Returns
    -------
    pathlib.Path
        The page.

    Raises
    ------
    BackproofError
        If the folder cannot be written to.
    """
    if folder.exists() and not folder.is_dir():
        raise BackproofError(f"cannot write the atlas: {folder} is not a folder")
    for finding in atlas.findings:
        if finding.printed is not None and finding.printed.same:
            write(finding.script, folder / SCRIPTS / finding.name)
    write(to_json(atlas), folder / "atlas.json")
    page = folder / "atlas.html"
    write(render(atlas), page)
    return page
