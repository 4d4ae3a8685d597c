"""The one meaning of a formula: surface trees become SymPy expressions by what is known where they stand.

Side by side, a name of a function and brackets are a function with its argument; a number's letter and brackets are a
product. Where neither is known the formula is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.formulas.tree import (
    Big,
    Cases,
    Derivative,
    Group,
    Juxtaposition,
    Node,
    Noted,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
)
from backproof.paper.derivatives import differentiate
from backproof.reading.errors import UnreadError
from backproof.reading.known import NORMAL_CDF, NORMAL_DENSITY, Function, named
from backproof.reading.letters import FUNCTION_LETTERS, PARAMETERS, key, lone_argument, symbols, without_primes
from backproof.reading.scope import Scope

LARGEST_POWER = 200
_MOST_BITS = 4096
ELEMENTARY: Mapping[str, Callable[[sp.Expr], sp.Expr]] = {
    "exp": sp.exp,
    "log": sp.log,
    "ln": sp.log,
    "tanh": sp.tanh,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "sech": lambda t: 1 / sp.cosh(t),
    "coth": lambda t: 1 / sp.tanh(t),
    "sin": sp.sin,
    "cos": sp.cos,
    "arctan": sp.atan,
    "sqrt": sp.sqrt,
    "abs": sp.Abs,
    "sign": sp.sign,
    "sgn": sp.sign,
    "erf": sp.erf,
    "erfc": sp.erfc,
}
_SEVERAL: Mapping[str, Callable[..., sp.Expr]] = {"max": sp.Max, "min": sp.Min, "maximum": sp.Max, "minimum": sp.Min}
OF_GELU = {"Phi": NORMAL_CDF, "phi": NORMAL_DENSITY}
"""Letters that mean the normal distribution in a text on GELU."""


@dataclass(frozen=True, slots=True)
class Head:
    """A function's name as it stands in a formula: what it does to an argument, its order, the power on it."""

    apply: Callable[[sp.Expr], sp.Expr]
    letter: bool = False
    quantity: bool = False
    several: Callable[..., sp.Expr] | None = None
    power: Node | None = None


@dataclass(slots=True)
class Meaning:
    r"""Reads formulas of one passage.

    Parameters
    ----------
    scope
        What is known there.
    variable
        The key of the symbol that is the argument, "" if none is; it becomes :data:`~backproof.activations.X`.
    bare
        Whether functions may stand without their argument, as in ``\sigma' = \sigma (1 - \sigma)``.
    """

    scope: Scope
    variable: str = ""
    bare: bool = False

    def expression(self, node: Node) -> sp.Expr:
        """The SymPy expression that a formula means.

        Raises
        ------
        UnreadError
            If it has no meaning here or more than one.
        """
        match node:
            case Number():
                return _number(node)
            case Symbol():
                return self._symbol(node)
            case Sum():
                if any(sign == 0 for sign, _ in node.terms):
                    raise UnreadError("a plus-or-minus sign means two numbers", node)
                return sp.Add(*(sign * self.expression(term) for sign, term in node.terms))
            case Product():
                if node.operator != "*":
                    raise UnreadError("a product of matrices or of vectors", node)
                return self.expression(node.left) * self.expression(node.right)
            case Quotient():
                bottom = self.expression(node.bottom)
                if bottom.is_zero:
                    raise UnreadError("a division by zero", node)
                return self.expression(node.top) / bottom
            case Power():
                return self._power(node)
            case Root():
                return self._root(node)
            case Group():
                return self._group(node)
            case Juxtaposition():
                return self._side_by_side(node.parts)
            case Cases():
                return self._cases(node)
            case Noted():
                return self.expression(node.inside)
            case Derivative():
                return self._derivative(node)
            case Big(kind="max" | "min", lower=None, upper=None):
                return self.expression(node.body)
        raise UnreadError("this is not a number, as the formula needs one here", node)

    def _symbol(self, node: Symbol) -> sp.Expr:
        if node.superscript == "+" and not node.primes:
            inside = replace(node, superscript="")
            return sp.Max(0, self._symbol(inside))
        if key(node) == self.variable:
            return X
        head = self.head(node)
        if head is not None:
            if head.several:
                raise UnreadError(f"'{node.name}' of what is not written", node)
            self._may_stand_bare(node)
            return head.apply(X)
        plain = key(node)
        if plain in self.scope.numbers:
            return self.scope.numbers[plain]
        if plain == "e":
            return sp.E
        if plain == "pi":
            return sp.pi
        if plain == "infinity":
            return sp.oo
        if node.primes or node.dots:
            raise UnreadError(f"what is differentiated here ('{plain}') is not known", node)
        if plain == X.name and self.variable:
            raise UnreadError("a formula in several variables", node)
        if node.superscript in _TRANSPOSED:
            raise UnreadError(f"'{plain}' is a vector or a matrix", node)
        if node.name in _MATRICES:
            raise UnreadError(f"'{plain}' is a matrix of weights", node)
        if plain in FUNCTION_LETTERS:
            raise UnreadError(f"which function '{plain}' is, is not known here", node)
        return sp.Symbol(plain, real=True)

    def _may_stand_bare(self, node: Node) -> None:
        """A letter such as sigma is a function without its argument only where the formula uses it so throughout."""
        if isinstance(node, Power):
            node = node.base
        if not isinstance(node, Symbol):
            return
        bound = self.scope.names.get(without_primes(node))
        if bound is not None and not bound.variable and len(node.name) > 1 and node.name == "sigma" and not self.bare:
            raise UnreadError("whether sigma is the function here, or a deviation, is not known", node)

    def head(self, node: Node) -> Head | None:
        """The function that a node names, with its primes and a power on it; ``None`` if it names none."""
        if isinstance(node, Power) and isinstance(node.base, Symbol) and node.base.name == "tan":
            return Head(sp.atan) if _is_minus_one(node.exponent) else None
        if isinstance(node, Power) and (base := self.head(node.base)) is not None and isinstance(node.base, Symbol):
            return replace(base, power=node.exponent)
        if not isinstance(node, Symbol) or key(node) == self.variable or node.dots > 1:
            return None
        order = node.primes + node.dots
        plain = without_primes(node)
        bound = self.scope.names.get(plain)
        if bound is not None and (bound.lost or bound.instead is not None):
            raise UnreadError(f"which function '{plain}' is here is not known", node)
        if bound is not None:
            letter = len(plain) == 1 or named(plain) is None
            return Head(_of(bound.function.definition, order), letter=letter, quantity=bool(bound.variable))
        if plain in _SEVERAL and not order:
            return Head(lambda t: t, several=_SEVERAL[plain])
        if plain in ELEMENTARY:
            function = ELEMENTARY[plain]
            return Head(function if not order else _of(function(X), order))
        if plain.startswith("log_") and not order:
            return Head(_logarithm(node))
        if plain in OF_GELU and self.scope.subject is not None and self.scope.subject.name == "gelu":
            return Head(_of(OF_GELU[plain].definition, order), letter=True)
        found = named(node.name) if not node.subscript and not node.superscript else None
        if found is not None and (node.word or len(node.name) > 1):
            return Head(_of(self._settled(found), order))
        return None

    def _settled(self, function: Function) -> sp.Expr:
        """The definition of a function by its name, with the parameter that the text gave it, if it did."""
        bound = self.scope.names.get(function.name)
        return function.definition if bound is None else bound.function.definition

    def _side_by_side(self, parts: Sequence[Node]) -> sp.Expr:
        factors: list[sp.Expr] = []
        at = 0
        while at < len(parts):
            part = parts[at]
            following = parts[at + 1] if at + 1 < len(parts) else None
            head = self.head(part)
            if head is not None:
                value, at = self._applied(head, parts, at)
            elif isinstance(part, Symbol) and part.name == "1" and following is not None:
                value, at = self._indicator(following), at + 2
            else:
                self._must_be_a_factor(part, following)
                value, at = self.expression(part), at + 1
            factors.append(value)
        return sp.Mul(*factors)

    def _must_be_a_factor(self, part: Node, following: Node | None) -> None:
        """A letter that is no number must not be multiplied by the brackets behind it."""
        if not isinstance(part, Symbol) or following is None:
            return
        inside = lone_argument(following)
        if inside is not None and part.name in _OPERATORS:
            raise UnreadError(f"'{part.name}' of something is not computed here", part)
        if inside is None or key(part) == self.variable or part.name in ("e", "pi"):
            return
        plain = key(part)
        if isinstance(inside, Symbol) and key(inside) == self.variable and part.name not in _GREEK:
            raise UnreadError(f"whether '{plain}' is a function or a factor is not known", part)
        if part.name in FUNCTION_LETTERS or (part.word and plain not in PARAMETERS):
            raise UnreadError(f"which function '{plain}' is, is not known here", part)

    def _applied(self, head: Head, parts: Sequence[Node], at: int) -> tuple[sp.Expr, int]:
        """The value of a function with what follows it, and where the next factor begins."""
        following = parts[at + 1] if at + 1 < len(parts) else None
        if head.several is not None:
            return self._of_several(head, parts, at)
        raised = isinstance(following, Power) and lone_argument(following.base) is not None
        inside = lone_argument(following.base) if raised and isinstance(following, Power) else None
        if following is not None and not raised:
            inside = lone_argument(following)
        if inside is None and isinstance(following, Group) and following.opening == "|" and not head.letter:
            inside = following
        if inside is not None and head.letter and not self._is_argument(inside):
            inside, raised = None, False
        if inside is not None:
            value = self._raised(head.apply(self.expression(inside)), head.power)
            if raised and isinstance(following, Power):
                value = self._raised(value, following.exponent)
            return value, at + 2
        if not head.letter and following is not None and (inner := self.head(following)) is not None:
            return self._composed(head, inner, parts, at)
        if head.letter or following is None:
            self._may_stand_bare(parts[at])
            return self._raised(head.apply(X), head.power), at + 1
        return self._bare_argument(head, parts, at)

    def _composed(self, head: Head, inner: Head, parts: Sequence[Node], at: int) -> tuple[sp.Expr, int]:
        r"""``\log \sigma(x)``: a function of what the next one gives; ``\tanh \tanh'`` may be a product."""
        name = parts[at].base if isinstance(parts[at], Power) else parts[at]  # type: ignore[attr-defined]
        if not isinstance(name, Symbol) or name.name not in ELEMENTARY or name.name in ("tanh", "sinh", "cosh"):
            raise UnreadError(
                "whether one function is taken of the other, or both are multiplied, is not known", parts[at]
            )
        value, end = self._applied(inner, parts, at + 1)
        return self._raised(head.apply(value), head.power), end

    def _is_argument(self, inside: Node) -> bool:
        """Whether brackets behind a bound letter hold its argument, and not another factor."""
        within = symbols(inside)
        if any(key(s) == self.variable for s in within):
            return True
        if isinstance(inside, Sum) and any(self.head(s) is not None for s in within):
            return False
        if all(key(s) in ("e", "pi", "infinity") for s in within):
            return not isinstance(inside, Symbol)
        raise UnreadError("whether the brackets hold an argument or a factor is not known", inside)

    def _bare_argument(self, head: Head, parts: Sequence[Node], at: int) -> tuple[sp.Expr, int]:
        r"""``\tanh 2x``: the argument is all that follows up to the end, as long as only numbers and letters do."""
        end = at + 1
        while end < len(parts) and self.head(parts[end]) is None and not isinstance(parts[end], Group):
            end += 1
        if end == at + 1 or (end < len(parts) and isinstance(parts[end], Group)):
            raise UnreadError("where the argument of the function ends is not written", parts[at])
        argument = self._side_by_side(parts[at + 1 : end])
        return self._raised(head.apply(argument), head.power), end

    def _of_several(self, head: Head, parts: Sequence[Node], at: int) -> tuple[sp.Expr, int]:
        following = parts[at + 1] if at + 1 < len(parts) else None
        if not isinstance(following, Group) or len(following.items) < 2 or head.several is None:
            raise UnreadError("the numbers to choose from are not written in brackets", parts[at])
        return head.several(*(self.expression(item) for item in following.items)), at + 2

    def _indicator(self, group: Node) -> sp.Expr:
        inside = group.items[0] if isinstance(group, Group) and len(group.items) == 1 else group
        return sp.Piecewise((1, self.condition(inside)), (0, True))

    def _raised(self, value: sp.Expr, exponent: Node | None) -> sp.Expr:
        if exponent is None:
            return value
        power = self.expression(exponent)
        if power == -1:
            raise UnreadError("the exponent -1 on a function may mean its inverse", exponent)
        return _checked_power(value, power, exponent)

    def _power(self, node: Power) -> sp.Expr:
        head = self.head(node.base)
        if head is not None and isinstance(node.base, Symbol):
            if node.base.name == "exp":
                return sp.exp(self.expression(node.exponent))
            self._may_stand_bare(node.base)
            return self._raised(head.apply(X), node.exponent)
        if isinstance(node.exponent, Symbol) and node.exponent.name == "+":
            return sp.Max(0, self.expression(node.base))
        base, exponent = self.expression(node.base), self.expression(node.exponent)
        return _checked_power(base, exponent, node)

    def _root(self, node: Root) -> sp.Expr:
        inside = self.expression(node.radicand)
        degree = sp.Integer(2) if node.degree is None else self.expression(node.degree)
        if inside.is_negative or not (degree.is_Integer and 0 < degree < LARGEST_POWER):
            raise UnreadError("a root that has no real value", node)
        return inside ** (1 / degree)

    def _group(self, node: Group) -> sp.Expr:
        if len(node.items) != 1:
            raise UnreadError("several things in brackets are not a number", node)
        if (node.opening, node.closing) == ("[", "]") and _is_condition(node.items[0]):
            return self._indicator(node)
        inside = self.expression(node.items[0])
        if node.opening in ("‖", "||", "\\|") and inside == X:  # the norm of a number
            return sp.Abs(inside)
        if node.opening == "|":
            return sp.Abs(inside)
        if node.opening in ("⌊", "⌈", "⟨", "‖", "||"):
            raise UnreadError("these brackets mean something else than grouping", node)
        if "+" in (node.subscript, node.superscript):
            return sp.Max(0, inside)
        return slope(inside, node.primes)

    def _cases(self, node: Cases) -> sp.Expr:
        branches = []
        for branch in node.branches:
            condition = sp.true if branch.condition is None else self.condition(branch.condition)
            branches.append((self.expression(branch.value), condition))
        if not branches or all(c is sp.false for _, c in branches):
            raise UnreadError("no branch of the definition ever holds", node)
        return sp.Piecewise(*branches, evaluate=False) if len(branches) > 1 else sp.Piecewise(*branches)

    def condition(self, node: Node) -> sp.Basic:
        """The relation in x that a condition means."""
        if isinstance(node, Group) and len(node.items) == 1:
            return self.condition(node.items[0])
        if not isinstance(node, Relation):
            raise UnreadError("this condition is not a comparison", node)
        sides = [self.expression(side) for side in node.sides]
        found = []
        for left, operator, right in zip(sides, node.operators, sides[1:], strict=False):
            make = _COMPARISONS.get(operator)
            if make is None:
                raise UnreadError("this condition is not a comparison", node)
            found.append(make(left, right))
        return sp.And(*found)

    def _derivative(self, node: Derivative) -> sp.Expr:
        if node.at is not None or not node.by:
            raise UnreadError("a derivative at a point, or by nothing, is read only on its own", node)
        for by in node.by:
            if not isinstance(by, Symbol) or key(by) != self.variable:
                raise UnreadError("a derivative by something else than the argument", node)
        return slope(self.expression(node.of), len(node.by))


_TRANSPOSED = frozenset({"T", "top", "\\top", "intercal", "⊤"})
_MATRICES = frozenset({"W", "U", "V"})
_OPERATORS = frozenset({"O", "o", "E", "Var", "V", "P", "Pr", "Cov", "mean", "std", "expectation"})
_GREEK = frozenset(
    {"alpha", "beta", "gamma", "lambda", "theta", "delta", "kappa", "tau", "rho", "epsilon", "eta", "mu"}
)
_COMPARISONS: Mapping[str, Callable[[sp.Expr, sp.Expr], sp.Basic]] = {
    "<": sp.StrictLessThan,
    "<=": sp.LessThan,
    ">": sp.StrictGreaterThan,
    ">=": sp.GreaterThan,
    "=": sp.Eq,
    "!=": sp.Ne,
}


def _is_minus_one(node: Node) -> bool:
    return isinstance(node, Sum) and [(sign, getattr(term, "text", "")) for sign, term in node.terms] == [(-1, "1")]


def _is_condition(node: Node) -> bool:
    """Whether brackets around it are Iverson's: 1 where it holds, else 0."""
    return isinstance(node, Relation) and set(node.operators) <= {"<", ">", "<=", ">=", "!="}


def _number(node: Number) -> sp.Expr:
    text = node.text.replace(",", "")
    if text.endswith("%"):
        return sp.Rational(text[:-1]) / 100
    try:
        value = sp.Rational(text)
    except (TypeError, ValueError) as wrong:
        raise UnreadError(f"'{node.text}' is not a number", node) from wrong
    if max(int(value.p).bit_length(), int(value.q).bit_length()) > _MOST_BITS:
        raise UnreadError("this number is too large", node)
    return value


def _checked_power(base: sp.Expr, exponent: sp.Expr, node: Node) -> sp.Expr:
    """A power, unless SymPy would write out digits for ever, or it has no real value."""
    if exponent.is_number and not exponent.has(sp.oo):
        if not exponent.is_Rational:
            if base is sp.E or base.is_positive:
                return base**exponent
            raise UnreadError("an irrational power", node)
        if abs(exponent) > LARGEST_POWER or exponent.q > LARGEST_POWER:
            raise UnreadError(f"the exponent is above {LARGEST_POWER}", node)
        if base.is_zero and exponent < 0:
            raise UnreadError("a division by zero", node)
        if base.is_Rational and max(base.p.bit_length(), base.q.bit_length()) * abs(exponent) > _MOST_BITS:
            raise UnreadError("this number is too large to be written out", node)
        if base.is_negative and not exponent.is_Integer:
            raise UnreadError("a root of a negative number", node)
        return base**exponent
    if base is sp.E:
        return sp.exp(exponent)
    if base.is_number and base.is_positive:
        return sp.exp(exponent * sp.log(base))
    raise UnreadError("a power whose exponent is no number", node)


def _logarithm(node: Symbol) -> Callable[[sp.Expr], sp.Expr]:
    if not node.subscript.isdigit() or int(node.subscript) < 2 or len(node.subscript) > 4:
        raise UnreadError("the base of this logarithm is no number", node)
    base = sp.Integer(int(node.subscript))
    return lambda t: sp.log(t) / sp.log(base)


def _of(definition: sp.Expr, order: int) -> Callable[[sp.Expr], sp.Expr]:
    return lambda t: slope(definition, order).subs(X, t)


@lru_cache(maxsize=512)
def slope(definition: sp.Expr, order: int) -> sp.Expr:
    """The derivative of an order, undefined at kinks."""
    for _ in range(order):
        try:
            definition = differentiate(definition)[0]
        except Undecided:
            definition = sp.diff(definition, X)
    return definition
