"""Formulas as MathML, which browsers show by themselves: no script, no network."""

import re
from pathlib import Path

import ziamath
from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

_PRIME = re.compile(r"<msup>(<mi>[^<]*</mi>)<mi>(&#x0203[2-4];)</mi></msup>")
_FONT = "STIXTwoMath-Regular.ttf"


def register(app: Sphinx) -> None:
    """Register the renderer, and lay the mathematical font beside the style sheets."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("builder-inited", _font)


def _inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(_mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def _block(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="formula">{_mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def _mathml(latex: str, display: str) -> str:
    """Fonts raise a prime by themselves: in a superscript it would be raised, and made small, twice."""
    return _PRIME.sub(r'<mrow>\1<mo lspace="0" rspace="0">\2</mo></mrow>', convert(latex, display=display))


def _font(app: Sphinx) -> None:
    folder = Path(ziamath.__file__).parent / "fonts"
    if not (folder / _FONT).is_file():
        raise FileNotFoundError(f"ziamath has no {_FONT}: the site's formulas would have no font of their own")
    app.config.html_static_path.append(str(folder / _FONT))
