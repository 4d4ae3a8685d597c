"""How the site is built: ``tox -e docs``, or ``sphinx-build -W docs build/docs``. Nobody needs a network for it."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "backproof"
author = "The backproof developers"
project_copyright = author
version = release = version_of("backproof")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "backproof_site"]
exclude_patterns = ["_ext"]
nitpicky = True
nitpick_ignore_regex = [
    # Types of libraries have pages of their own, elsewhere: this build asks no network for them.
    (r"py:.*", r"(np|numpy|sp|sympy|flint|hypothesis|collections|pathlib)\..*"),
    (r"py:class", r"NDArray|Path|SearchStrategy"),
    # Names that only the engine's own modules use: what their functions hand on to each other.
    (
        r"py:class",
        r"Array|Box|Certificate|Decision|Family|Holds|Image|JSON|Layer|Mean|Memories|Memory|Ordinals|Predicate",
    ),
    (r"py:class", r"Product|Row|Shape|Values|WrittenRule"),
    (r"py:(mod|func|class)", r"backproof\.(judging|paper|phrases)\..*"),
]

myst_enable_extensions = ["amsmath", "deflist", "dollarmath"]
myst_heading_anchors = 3
html_math_renderer = "mathml"

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
add_module_names = False
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_attr_annotations = False

html_theme = "furo"
html_title = "backproof"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_show_search_summary = False  # it would fetch pages, which a browser forbids to files
