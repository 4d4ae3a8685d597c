"""Formulas that a page shows more than once, drawn once: what repeats is kept on a sheet and referred to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

_FORMULA = re.compile(r'(<svg class="m" [^>]*>)(.*?)(</svg>)', re.DOTALL)
"""As the typesetter draws it; nothing that a claim or a lecture says can look like this, since its ``<`` is escaped."""
_LEAST = 60
"""Shorter drawings are not worth a reference."""


def shared(parts: Sequence[str]) -> tuple[list[str], Markup]:
    """Take the drawings out of parts of a page that occur more than once in all of them.

    Returns
    -------
    tuple
        The parts, and the sheet that the page has to hold once.
    """
    seen = Counter(match[2] for part in parts for match in _FORMULA.finditer(part))
    repeated = [drawing for drawing, number in seen.items() if number > 1 and len(drawing) > _LEAST]
    names = {drawing: f"f{i}" for i, drawing in enumerate(repeated)}

    def refer(match: re.Match[str]) -> str:
        name = names.get(match[2])
        return match[0] if name is None else f'{match[1]}<use href="#{name}"/>{match[3]}'

    drawings = "".join(f'<g id="{name}">{drawing}</g>' for drawing, name in names.items())
    sheet = f'<svg class="sheet" width="0" height="0" aria-hidden="true"><defs>{drawings}</defs></svg>'
    return [_FORMULA.sub(refer, part) for part in parts], Markup(sheet)  # noqa: S704  (drawn by the typesetter)
