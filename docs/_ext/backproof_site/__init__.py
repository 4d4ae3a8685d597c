"""What the site shows that no page holds: formulas, help of commands, codes, claims, public names, drawings."""

from sphinx.application import Sphinx

from backproof_site import api, claims, codes, commands, drawings, formulas, notebook, offline


def setup(app: Sphinx) -> dict[str, bool]:
    """Register every part with Sphinx."""
    for part in (formulas, commands, codes, claims, api, drawings, notebook, offline):
        part.register(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
