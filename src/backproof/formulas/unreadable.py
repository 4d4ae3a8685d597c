"""What is raised where a formula is not understood."""

from __future__ import annotations

from backproof.errors import BackproofError


class Unreadable(BackproofError):  # noqa: N818
    """A formula has no meaning, or more than one: ``reason`` says what is not understood, ``at`` where it stands."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(f"at character {at + 1}: {reason}")
        self.reason = reason
        self.at = at
