"""Looking forward in a source in linear time, and telling prose from formulas."""

from __future__ import annotations

import re

LONGEST_INLINE, LONGEST_DISPLAY = 10_000, 20_000
"""How many characters a formula may have, to be found; one that can be read is far shorter."""

MATHS = re.compile(r"[\\^_=<>{}|]")
"""Characters that hardly occur outside of formulas."""
_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}[,.]?\s+[A-Za-z]{3,}")


class Nexts:
    """Finds the next occurrences of patterns. Asked at growing positions, it reads the source once for each."""

    def __init__(self, source: str) -> None:
        self.source, self.length = source, len(source)
        self._found: dict[str, tuple[re.Pattern[str], int]] = {}

    def after(self, pattern: str, position: int) -> int:
        """Where a pattern begins at or after a position; the length of the source if it does not."""
        compiled, found = self._found.get(pattern) or (re.compile(pattern), -1)
        if found < position:
            match = compiled.search(self.source, position)
            found = match.start() if match else self.length
            self._found[pattern] = compiled, found
        return found


def is_prose(content: str) -> bool:
    """Whether what stands between two dollars is rather text: words in a row and no sign of a formula."""
    return MATHS.search(content) is None and _WORDS.search(content) is not None
