"""Why a fact, or a whole folder, was not confirmed."""


class FalseFactError(Exception):
    """The fact is wrong, or not even a fact: a number, a side, a sign or a cell is not what it has to be."""


class OpenFactError(Exception):
    """The checker has no method that decides the fact. It counts as not confirmed, never as a pass."""


class UnreadableError(Exception):
    """The folder or a file in it cannot be read, so that there is nothing to check."""
