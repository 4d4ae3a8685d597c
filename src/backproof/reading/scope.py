"""What is known at a place of a document: which function the text is about, and what its letters stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sympy as sp

from backproof.reading.known import Function


@dataclass(frozen=True, slots=True)
class Bound:
    """What a letter or a word stands for from here on.

    Parameters
    ----------
    function
        The function.
    printed
        The definition that the text gave it where that is not a definition of the function; else ``None``.
    explicit
        Whether the text said so (by a definition or in words); else it follows from the section's subject only.
    settled
        Whether ``function.definition`` is what the text printed itself: its parameters are the text's.
    instead
        What a letter stands for if its section's subject is not it: the function that the text printed for it.
    variable
        The key of the symbol that it was defined with; "" for one that takes any argument, as in ``f(x)``.
    lost
        Whether the text gave the letter a meaning that was not understood: formulas with it are left unread.
    """

    function: Function
    printed: sp.Expr | None = None
    explicit: bool = True
    settled: bool = False
    instead: Function | None = None
    variable: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    r"""What is known at one place. Scopes are values: reading on makes a new one.

    Parameters
    ----------
    subject
        The function that the section, the list item, the table row or the sentence is about; ``None`` if it is none or
        several.
    near
        How near it was named: 0 the same sentence, cell or item; 1 the heading, caption or sentence right above; 2
        farther
        up in the section. Larger is less certain.
    topic
        ``"xavier"``, ``"he"``, ``"lecun"``, ``"dead"``, ``"symmetry"``, ``"vanishing"``, ... or "".
    role
        What an unnamed formula here is: ``"definition"``, ``"derivative"``, ``"range"``, ``"derivative-range"`` or
        ""; from a
        column's header, a label such as "Derivative:", or a heading.
    names
        Letters and words that stand for functions.
    equations
        Definitions of a network's quantities given so far: symbol -> expression.
    numbers
        Letters with values given so far: ``\\alpha = 0.1``.
    """

    subject: Function | None = None
    near: int = 0
    topic: str = ""
    role: str = ""
    names: Mapping[str, Bound] = field(default_factory=dict)
    equations: Mapping[sp.Symbol, sp.Expr] = field(default_factory=dict)
    numbers: Mapping[str, sp.Expr] = field(default_factory=dict)
