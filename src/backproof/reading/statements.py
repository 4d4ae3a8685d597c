"""What a passage says, with one meaning: the plain data that :mod:`backproof.judging` decides.

Formulas are SymPy expressions in :data:`backproof.activations.X`, whatever their author calls the variable, and in
parameters. A statement knows the passage that makes it; nothing here is decided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

import sympy as sp

from backproof.reading.known import Function
from backproof.reading.shape_terms import Dim, Equation, Shape

FAN_IN = sp.Symbol("fan_in", positive=True)
FAN_OUT = sp.Symbol("fan_out", positive=True)


@dataclass(frozen=True, slots=True)
class Passage:
    """The stretch of a part's source that makes a statement, and its text as the author wrote it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What all statements have in common.

    Parameters
    ----------
    passage
        Who says it.
    function
        What it is about, where it is about one function.
    name
        How the text writes the left side, LaTeX or plain (``"f'(x)"``).
    hedged
        Whether the text weakens it ("usually", "close to", "almost").
    doubted
        Whether the place leaves open that the text asserts it: among questions, in errata, behind "suppose". Such a
        statement may turn out right, and is never called wrong.
    restricted
        What the words around say of its letters: which numbers each may be (``None`` if that is not understood), and
        whether this is said right
        beside it.
    again
        Reads another text in the place of the passage's: what it would say there, or ``None``. Corrections are looked
        for with it, in the author's own notation.
    """

    kind: ClassVar[str]
    passage: Passage
    function: Function | None = None
    name: str = ""
    hedged: bool = False
    doubted: bool = False
    restricted: tuple[tuple[str, sp.Set | None, bool], ...] = ()
    again: Callable[[str], Statement | None] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defines(Statement):
    r"""A printed definition of a function of the field.

    ``explicit`` tells whether the text names the function in the formula itself (``\mathrm{ELU}(x) = ...``), or only
    its context does (``f(x) = ...`` in a section on ELU).
    """

    kind: ClassVar[str] = "definition"
    printed: sp.Expr
    explicit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivativeIs(Statement):
    """The derivative of ``of`` is ``printed``.

    ``of`` is the true function (or any expression); ``as_printed`` the text's own definition of it where that is
    another one. ``printed`` may be a ``Piecewise`` that leaves points out, and ``convention`` tells whether the text
    calls the value at a kink one. ``settled`` tells that the text printed ``of`` itself, so that the parameters in
    it are
    the text's. ``under`` restricts x (a relation in X), ``sp.true`` for everywhere.
    """

    kind: ClassVar[str] = "derivative"
    of: sp.Expr
    printed: sp.Expr
    order: int = 1
    as_printed: sp.Expr | None = None
    convention: bool = False
    settled: bool = False
    under: sp.Basic = sp.true


@dataclass(frozen=True, slots=True, kw_only=True)
class Equals(Statement):
    """``left = right`` for all x that satisfy ``under``; ``about`` for approximately.

    ``alone`` tells that the passage prints ``right`` only: ``name`` is what the words call ``left``.
    """

    kind: ClassVar[str] = "identity"
    left: sp.Expr
    right: sp.Expr
    under: sp.Basic = sp.true
    about: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAt(Statement):
    """The ``order``-th derivative of ``of`` at the point ``at`` is ``printed``.

    ``digits`` are the digits as printed where it is a decimal number ("0.02"), else "".
    """

    kind: ClassVar[str] = "value"
    of: sp.Expr
    at: sp.Expr
    printed: sp.Expr
    order: int = 0
    digits: str = ""
    about: bool = False
    convention: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LiesIn(Statement):
    """The values of ``of`` (its ``order``-th derivative) lie in ``values``.

    ``gives_range`` tells whether the text gives them as the range ("the range is [0, 1]") or only bounds them ("lies
    between", "is at most", "is positive"). ``open_unknown``: words such as "between 0 and 1", "from 0 to 1" that
    leave open
    whether the ends belong to it; then ``values`` is the closed interval. ``under`` restricts x.
    """

    kind: ClassVar[str] = "range"
    of: sp.Expr
    values: sp.Set
    gives_range: bool
    order: int = 0
    open_unknown: bool = False
    under: sp.Basic = sp.true


@dataclass(frozen=True, slots=True, kw_only=True)
class TendsTo(Statement):
    """``of`` (its ``order``-th derivative) tends to ``value`` when x tends to ``end``, from ``side`` ("+", "-", "").

    ``reached`` tells that the text says equal instead ("for large x, tanh(x) = 1").
    """

    kind: ClassVar[str] = "limit"
    of: sp.Expr
    end: sp.Expr
    value: sp.Expr
    order: int = 0
    side: str = ""
    reached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extremum(Statement):
    """The ``which`` ("max" or "min") of ``of`` (its ``order``-th derivative) is ``value``, attained at ``at``.

    Either may be ``None``; ``digits`` as in :class:`ValueAt`.
    """

    kind: ClassVar[str] = "value"
    of: sp.Expr
    which: str
    value: sp.Expr | None
    at: sp.Expr | None = None
    order: int = 0
    digits: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantIs(Statement):
    """A constant of the field is ``digits``: ``constant`` is a slug (``selu.lambda``), ``true`` its exact value."""

    kind: ClassVar[str] = "constant"
    constant: str
    true: sp.Expr
    digits: str
    about: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialisesWith(Statement):
    """Weights of a scheme are drawn with a spread.

    Parameters
    ----------
    scheme
        ``"xavier"``, ``"he"``, ``"lecun"``; "" where the text names none.
    distribution
        ``"normal"``, ``"uniform"``, ``"truncated"`` or "".
    quantity
        What ``spread`` is: ``"variance"``, ``"deviation"``, ``"limit"`` (of a symmetric uniform distribution),
        ``"second"`` (the second argument of N(0, s): variance or deviation), ``"factor"`` (what standard normal
        draws are
        multiplied by), ``"proportion"`` (weights are proportional to it) or "" (the text gives a formula only).
    spread
        In :data:`FAN_IN`, :data:`FAN_OUT` and parameters (a slope).
    one_fan
        True if the text has one width only and does not say which.
    slope
        The slope on the left that the text names for leaky units, if it does.
    """

    kind: ClassVar[str] = "init"
    scheme: str
    distribution: str
    quantity: str
    spread: sp.Expr
    one_fan: bool = False
    slope: sp.Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawsLieIn(Statement):
    """Draws of a distribution, times ``factor`` plus ``shift``, lie in ``values``.

    ``distribution`` is ``"normal"`` (standard normal), ``"uniform"`` (on [0, 1)) or ``"truncated"`` (at 2).
    """

    kind: ClassVar[str] = "init"
    distribution: str
    values: sp.Set
    factor: sp.Expr = sp.S.One
    shift: sp.Expr = sp.S.Zero
    open_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HasProperty(Statement):
    """``function`` has a property, or has it not (``holds`` false).

    ``feature`` is one of: zero-centred, odd, even, monotone, increasing, strictly-increasing, continuous,
    differentiable,
    smooth, bounded, bounded-below, bounded-above, unbounded, convex, linear, non-linear, positive, non-negative,
    saturates, non-saturating, derivative-nowhere-zero, never-dies, can-die, defined-everywhere, sparse.
    ``side`` is ``"left"`` or ``"right"`` where the text speaks of negative or of positive inputs, ``order`` 1 where
    it speaks
    of the derivative, ``at`` a point it speaks of. ``everywhere`` tells that it says "everywhere", "always" or "for
    all x".
    """

    kind: ClassVar[str] = "property"
    feature: str
    holds: bool = True
    side: str = ""
    order: int = 0
    at: sp.Expr | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatesClaim(Statement):
    """A sentence that says what a claim of the catalogue says (``holds``), or its opposite."""

    kind: ClassVar[str] = "property"
    claim: str
    holds: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Algebra(Statement):
    """``left = right`` between quantities of a network: each symbol a number of its own, but for ``definitions``.

    ``left`` and ``right`` are SymPy expressions in symbols named as in the text; ``definitions`` are equations that the
    text gave before (symbol -> expression). A derivative of one of them by a symbol is carried out by the reader.
    """

    kind: ClassVar[str] = "identity"
    left: sp.Expr
    right: sp.Expr
    definitions: tuple[tuple[sp.Symbol, sp.Expr], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeIs(Statement):
    """An array has a shape, among those that the text gives to other arrays and the equations that it puts them in.

    Parameters
    ----------
    array
        Whose shape the passage gives; "" where it is a product that the text forms.
    shapes
        All shapes that count here, in the order of the text, its own among them.
    equations
        What the text says of these arrays.
    given
        Arrays whose shapes are facts: code makes them, or the sizes of a layer do.
    spelled
        How the text writes each size.
    """

    kind: ClassVar[str] = "shape"
    array: str
    shapes: tuple[tuple[str, Shape], ...]
    equations: tuple[Equation, ...] = ()
    given: frozenset[str] = frozenset()
    spelled: tuple[tuple[Dim, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountIs(Statement):
    """Fully connected layers have so many parameters, weights or biases.

    Parameters
    ----------
    sizes
        Of the layers, inputs first.
    counted
        ``"parameters"``, ``"weights"`` or ``"biases"``.
    biases
        Whether the text counts biases among the parameters; ``None`` if it does not say.
    printed
        How many there are said to be.
    digits
        How that is written, "" where it is the result of a computation that is printed too.
    """

    kind: ClassVar[str] = "shape"
    sizes: tuple[int, ...]
    counted: str
    printed: int
    digits: str
    biases: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftmaxEquals(Statement):
    """Two expressions in the outputs of softmax are equal.

    ``cases`` has, for each case of the indices, its name ("i = j") and both sides, the true one first. They are
    rational in :data:`backproof.reading.softmax_terms.FIRST`, ``SECOND`` and ``REST``: e to the i-th and to the j-th
    input, and the sum over all others, each any positive number, so that the number of classes does not matter.
    ``about`` is the left side, which a correction leaves as it is.
    """

    kind: ClassVar[str] = "identity"
    about: str
    cases: tuple[tuple[str, sp.Expr, sp.Expr], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftmaxSlope(SoftmaxEquals):
    """A derivative of softmax, or of the cross-entropy behind it, is what is printed."""

    kind: ClassVar[str] = "derivative"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDoes(Statement):
    """Code computes ``meant`` says: ``inner`` is the statement that it makes, ``slip`` a slip that only code has.

    ``slip`` is one of "" (none), ``power-by-caret``, ``subscripted-function``, ``uniform-for-normal``, ``precedence``,
    ``integer-division``, ``shadowed``; ``says`` describes it in words.
    """

    kind: ClassVar[str] = "code"
    inner: Statement | None
    slip: str = ""
    says: str = ""
