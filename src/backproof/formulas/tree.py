"""The surface of a formula as a tree: what is written, before anybody says what it means.

``f(x)`` and ``a(b)`` are the same here, a :class:`Juxtaposition`; :mod:`backproof.reading` tells them apart by what is
known where they stand. Every node knows the first and the last-but-one character in the text that was parsed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What is written from ``start`` up to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    r"""Digits, as printed: ``0.01``, ``.5``, ``1.0507009873554``, ``1e-3``; also ``½`` and ``50\%`` as ``"50%"``.

    Thousands and decimal fractions written with ``{,}`` have none in ``text``: ``1{,}000`` is ``"1000"``, ``0{,}01`` is
    ``"0.01"``. ``dots`` tells that more digits follow which are not printed: ``1.0507\ldots``.
    """

    text: str
    dots: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol(Node):
    r"""A letter or a word that names something.

    Parameters
    ----------
    name
        ``"x"``; Greek letters by name whatever their form (``"sigma"`` for ``\sigma`` and ``σ``, ``"phi"`` for ``\phi``
        and ``\varphi``); words whole (``"ReLU"``, ``"fan_in"``, ``"tanh"``, ``"log"``, ``"max"``, ``"Var"``);
        ``"infinity"``.
        Fonts and ``\text``, ``\mathrm``, ``\operatorname`` are taken off.
    primes
        How often it is primed (``f'``, ``f^{\prime}``); ``f^{(2)}`` keeps its superscript.
    dots
        ``\dot`` 1, ``\ddot`` 2.
    accent
        ``"hat"``, ``"bar"``, ``"tilde"``, ``"vec"`` or "".
    subscript, superscript
        As text with fonts, braces and blanks taken off (``"in"``, ``"2,1"``); a superscript only where it cannot be a
        power: ``[l]``, ``(l)``, ``T``, ``+`` as in ``x^+`` and ``0^-``, ``\top``. "" if there is none.
    font
        ``"bold"``, ``"calligraphic"``, ``"blackboard"`` or "".
    word
        Whether it was written as one word (``\text``, ``\operatorname``, a command such as ``\tanh``, several letters
        in plain text) and not as a letter.
    """

    name: str
    primes: int = 0
    dots: int = 0
    accent: str = ""
    subscript: str = ""
    superscript: str = ""
    font: str = ""
    word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    r"""Something in visible brackets, with commas or semicolons: ``(x)``, ``[0, 1)``, ``\{0, 1\}``, ``|x|``, ``‖x‖``.

    ``primes`` counts primes behind it: ``(\tanh x)'``. ``superscript`` is as in :class:`Symbol`: ``(x)^+``, ``(Wx)^T``.
    A condition that stands below an indicator, as in ``\mathbb{1}_{x>0}``, is a group whose ``opening`` is ``"_"``,
    behind the symbol ``1``. Of a matrix ``opening`` is ``"matrix"``, ``closing`` the name of its environment, and the
    items are the rows, each a :class:`Listing`.
    """

    opening: str
    closing: str
    items: tuple[Node, ...]
    primes: int = 0
    subscript: str = ""
    superscript: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Juxtaposition(Node):
    """Two or more things side by side: a product, or a function with its argument."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(Node):
    r"""Terms with their signs, +1, -1, or 0 for ``\pm``; one term with -1 is a negative."""

    terms: tuple[tuple[int, Node], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Node):
    """An explicit product.

    ``operator`` is ``"*"`` (cdot, times, *), ``"@"``, ``"odot"``, ``"circ"``, or of sets ``"cup"``, ``"cap"``,
    ``"setminus"``.
    """

    left: Node
    right: Node
    operator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient(Node):
    r"""``\frac{a}{b}`` (``stacked``) or ``a / b``.

    A bottom that is not stacked may be a :class:`Juxtaposition` only of a symbol with a bracket or of a word with its
    argument, ``1/f(x)``: whoever finds that the bottom is a product there, ``1/n(n + 1)``, has two readings.
    """

    top: Node
    bottom: Node
    stacked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Power(Node):
    r"""``a^b``; of ``\tanh^2(x)`` the base is the symbol ``tanh`` and it stands in a juxtaposition with ``(x)``."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Root(Node):
    """A root; ``degree`` is ``None`` for a square root."""

    radicand: Node
    degree: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Node):
    """A line of a piecewise definition; ``condition`` is ``None`` for "otherwise" and "else"."""

    value: Node
    condition: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases(Node):
    """``cases``, a braced ``array``, or branches on one line (``0 if x < 0 | 1 if x > 0``)."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivative(Node):
    r"""``\frac{d}{dx} f``, ``\frac{\partial f}{\partial x}``, ``df/dx``, ``\nabla_x f``.

    Parameters
    ----------
    of
        What is differentiated: in the numerator, or what follows the operator up to the end of its product.
    by
        The variables, as often as the order says; empty for ``\nabla f``.
    partial
        Whether written with ``\partial``.
    at
        What stands behind a bar: ``\frac{df}{dx}|_{x=0}``; else ``None``.
    """

    of: Node
    by: tuple[Node, ...]
    partial: bool
    at: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Big(Node):
    r"""``\sum``, ``\prod``, ``\int``, ``\lim``, ``\max`` or ``\sup`` with bounds below: ``kind`` is the name.

    ``lower`` and ``upper`` may be missing; of ``\lim_{x \to 0}`` the lower one is a relation. ``by`` is the variable of
    an integral.
    """

    kind: str
    lower: Node | None
    upper: Node | None
    body: Node
    by: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated(Node):
    """``inside`` at a place, where it is no :class:`Derivative`: ``f'(x)|_{x=0}``."""

    inside: Node
    at: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Node):
    r"""``\underbrace{inside}_{note}``, ``\overbrace``, ``\underset{note}{inside}``, ``\xrightarrow`` has none of it.

    Also a statement with prose before or behind it, ``\text{let } w = 1``, ``z \neq 0 \text{ (as shown)}``, and with a
    label, ``\text{ReLU: } f(x) = x``: the prose or the label is the note.
    """

    inside: Node
    note: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Node):
    """Prose inside a formula, as written."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Node):
    r"""A chain ``a = b <= c``.

    ``operators`` are of
    ``= != < <= > >= << >> ~ approx propto equiv in notin subset to from implies iff defined maps mapsto``;
    ``defined`` is ``:=``, ``\triangleq``, ``\overset{def}{=}``; ``to`` is every single arrow to the right,
    ``implies`` every double one, ``~`` is ``\sim``, ``from`` an arrow to the left. ``implies`` and ``iff`` bind
    weakest: their sides are relations of their own. ``f: A \to B`` has the sides f, A, B and the operators ``maps``
    and ``to``;
    ``x \mapsto y`` has ``mapsto``. A line that goes on with ``&= ...`` is merged with the line before; a first or last
    side that is not written at all, ``= 0.25`` or ``x \to``, is :class:`Missing` with the text "".
    """

    sides: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditioned(Node):
    r"""A statement under a condition: ``f(x) = 0 if x < 0``, ``\sigma(x) > 0 \quad \forall x \in \mathbb{R}``.

    ``word`` is what joins them: ``"if"``, ``"for"``, ``"when"``, ``"where"``, ``"forall"``, ``"with"``, ``"as"``,
    ``"at"``, ``","``.
    A condition that stands alone, ``\text{if } x > 0``, has a :class:`Missing` statement.
    """

    statement: Node
    condition: Node
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Node):
    r"""Several statements in one formula: rows of ``align``, or with commas, semicolons, ``\quad``, "and", "or".

    ``word`` is ``"or"`` or ``"and"`` where one of these is written, else "".
    """

    items: tuple[Node, ...]
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(Node):
    r"""An empty place: a blank cell, ``\cdot`` as a dummy argument, or dots (``\dots``) standing for terms."""

    text: str
