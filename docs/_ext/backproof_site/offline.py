"""The site fetches nothing: a page that would is an error of the build."""

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

_FETCHED = re.compile(r"""<(?:script|img|iframe|source|link)\b[^>]*\b(?:src|href)=["'](?:https?:)?//[^"']*|@import""")


def register(app: Sphinx) -> None:
    """Look at every page when the site stands."""
    app.connect("build-finished", _check)


def _check(app: Sphinx, problem: Exception | None) -> None:
    if problem is not None:
        return
    for file in sorted(Path(app.outdir).rglob("*.html")):
        fetched = _FETCHED.search(file.read_text(encoding="utf-8"))
        if fetched is not None:
            raise ExtensionError(f"{file.name} fetches something: {fetched[0]}")
