"""What the code of a document has defined so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sympy as sp


@dataclass(frozen=True, slots=True)
class Defined:
    """A function that the document's code defines.

    Parameters
    ----------
    formula
        In :data:`backproof.activations.X` and in the symbols of ``parameters``.
    parameters
        The names of its arguments after the first, in order, with their symbols.
    defaults
        The values of those that have one.
    free
        Names among ``parameters`` that are no arguments: globals and attributes without a value.
    """

    formula: sp.Expr
    parameters: tuple[tuple[str, sp.Symbol], ...] = ()
    defaults: Mapping[str, sp.Expr] = field(default_factory=dict)
    free: frozenset[str] = frozenset()


@dataclass(slots=True)
class Table:
    """What code that was read before means in code that follows; one for a document, passed from block to block.

    Parameters
    ----------
    functions
        Functions by name, and methods as ``self.name`` inside of their class;
        ``None`` for a name that the document gives a meaning that is not read.
    numbers
        Values of global names; ``None`` likewise.
    modules
        Names under which the document imports libraries that are known here.
    selu
        Whether the code that is being read speaks of SELU, so that its constants may stand on their own.
    definitions
        By the slug of a function of the field, how the document's code defines it.
    """

    functions: dict[str, Defined | None] = field(default_factory=dict)
    numbers: dict[str, sp.Expr | None] = field(default_factory=dict)
    modules: set[str] = field(default_factory=set)
    definitions: dict[str, sp.Expr] = field(default_factory=dict)
    selu: bool = False

    def copy(self) -> Table:
        """The same at this place, not touched by what follows."""
        return Table(dict(self.functions), dict(self.numbers), set(self.modules), dict(self.definitions), self.selu)

    def knows(self, name: str) -> bool:
        """Whether the document itself gives the name a meaning."""
        return name in self.functions or name in self.numbers
