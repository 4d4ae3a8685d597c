"""What cannot be read with one meaning."""

from __future__ import annotations

from backproof.errors import BackproofError
from backproof.formulas.tree import Node


class UnreadError(BackproofError):
    """A formula, or a part of it, has no meaning here, or more than one: the message says why."""

    def __init__(self, reason: str, node: Node) -> None:
        super().__init__(reason)
        self.reason = reason
        self.start = node.start
        self.end = node.end
