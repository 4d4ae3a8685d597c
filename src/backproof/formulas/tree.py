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
    """Digits, as printed: ``0.01``, ``.5``, ``1.0507009873554``, ``1e-3``; also ``½`` and ``50\\%`` as ``"50%"``."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol(Node):
    """A letter or a word that names something.

    Parameters
    ----------
    name
        ``"x"``; Greek letters by name whatever their form (``"sigma"`` for ``\\sigma`` and ``σ``, ``"phi"`` for ``\\phi``
        and ``\\varphi``); words whole (``"ReLU"``, ``"fan_in"``, ``"tanh"``, ``"log"``, ``"max"``, ``"Var"``); ``"infinity"``.
        Fonts and ``\\text``, ``\\mathrm``, ``\\operatorname`` are taken off.
    primes
        How often it is primed (``f'``, ``f^{\\prime}``, ``f^{(2)}`` for 2).
    dots
        ``\\dot`` 1, ``\\ddot`` 2.
    accent
        ``"hat"``, ``"bar"``, ``"tilde"``, ``"vec"`` or "".
    subscript, superscript
        As text with fonts, braces and blanks taken off (``"in"``, ``"2,1"``); a superscript only where it cannot be a
        power: ``[l]``, ``(l)``, ``T``, ``+`` as in ``x^+`` and ``0^-``, ``\\top``. "" if there is none.
    font
        ``"bold"``, ``"calligraphic"``, ``"blackboard"`` or "".
    word
        Whether it was written as one word (``\\text``, ``\\operatorname``, a command such as ``\\tanh``, several letters in
        plain text) and not as a letter.
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
    """Something in visible brackets, comma or semicolon separated: ``(x)``, ``[0, 1)``, ``\\{0, 1\\}``, ``|x|``, ``‖x‖``.

    ``primes`` counts primes behind it: ``(\\tanh x)'``.
    """

    opening: str
    closing: str
    items: tuple[Node, ...]
    primes: int = 0
    subscript: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Juxtaposition(Node):
    """Two or more things side by side: a product, or a function with its argument."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(Node):
    """Terms with their signs, +1, -1, or 0 for ``\\pm``; one term with -1 is a negative."""

    terms: tuple[tuple[int, Node], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Node):
    """An explicit product; ``operator`` is ``"*"`` (cdot, times, *), ``"@"`` or ``"odot"``."""

    left: Node
    right: Node
    operator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient(Node):
    """``\\frac{a}{b}`` (``stacked``) or ``a / b``."""

    top: Node
    bottom: Node
    stacked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Power(Node):
    """``a^b``; of ``\\tanh^2(x)`` the base is the symbol ``tanh`` and the power stands in a juxtaposition with ``(x)``."""

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
    """``\\frac{d}{dx} f``, ``\\frac{\\partial f}{\\partial x}``, ``df/dx``, ``\\nabla_x f``.

    Parameters
    ----------
    of
        What is differentiated: in the numerator, or what follows the operator up to the end of its product.
    by
        The variables, as often as the order says; empty for ``\\nabla f``.
    partial
        Whether written with ``\\partial``.
    at
        What stands behind a bar: ``\\frac{df}{dx}|_{x=0}``; else ``None``.
    """

    of: Node
    by: tuple[Node, ...]
    partial: bool
    at: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Big(Node):
    """``\\sum``, ``\\prod``, ``\\int``, ``\\lim``, ``\\max`` or ``\\sup`` with bounds below: ``kind`` is the name.

    ``lower`` and ``upper`` may be missing; of ``\\lim_{x \\to 0}`` the lower one is a relation.
    """

    kind: str
    lower: Node | None
    upper: Node | None
    body: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Node):
    """``\\underbrace{inside}_{note}``, ``\\overbrace``, ``\\underset{note}{inside}``, ``\\xrightarrow`` has none of it."""

    inside: Node
    note: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Node):
    """Prose inside a formula, as written."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Node):
    """A chain ``a = b <= c``.

    ``operators`` are of ``= != < <= > >= << >> ~ approx propto equiv in notin subset to implies iff defined``;
    ``defined`` is ``:=``, ``\\triangleq``, ``\\overset{def}{=}``; ``to`` is every single arrow to the right,
    ``implies`` every double one, ``~`` is ``\\sim``. A side that is not written (a line that goes on with ``&= ...``
    is merged with the line before) does not occur.
    """

    sides: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditioned(Node):
    """A statement under a condition: ``f(x) = 0 if x < 0``, ``\\sigma(x) > 0 \\quad \\forall x \\in \\mathbb{R}``.

    ``word`` is what joins them: ``"if"``, ``"for"``, ``"when"``, ``"where"``, ``"forall"``, ``"with"``, ``"iff"``, ``","``.
    """

    statement: Node
    condition: Node
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Node):
    """Several statements in one formula: rows of ``align``, or separated by commas, semicolons, ``\\quad``, "and", "or"."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(Node):
    """An empty place, such as a blank cell or ``\\cdot`` as a dummy argument, or dots (``\\dots``) standing for terms."""

    text: str
