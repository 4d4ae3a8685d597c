"""Drawings that the engine makes while the site is built."""

from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from backproof.render.diagrams import draw
from backproof.render.figure import rules
from backproof_site.worlds import DIAGRAMS

_LOOKS = "drawings.css"


class Drawing(SphinxDirective):
    """``{drawing} paper``: one of the diagrams of :mod:`backproof_site.worlds`, with its caption."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Compute the diagram, and draw it in the site's colours."""
        name = self.arguments[0]
        if name not in DIAGRAMS:
            raise self.error(f"there is no drawing '{name}'")
        diagram = DIAGRAMS[name]()
        html = Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(draw(diagram, name), diagram.caption)
        return [nodes.raw("", html, format="html")]


def register(app: Sphinx) -> None:
    """Register the directive, and the looks that all drawings share."""
    app.add_directive("drawing", Drawing)
    app.add_css_file(_LOOKS)
    app.connect("builder-inited", _looks)


def _looks(app: Sphinx) -> None:
    file = Path(app.doctreedir) / _LOOKS
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(rules(), encoding="utf-8")
    app.config.html_static_path.append(str(file))
