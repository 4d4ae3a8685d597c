"""Conditions in words: "for positive inputs", "in the negative region", "as x goes to infinity", "everywhere"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import sympy as sp

from backproof.activations import X
from backproof.phrases.normal import Normal
from backproof.phrases.slots import ZERO
from backproof.phrases.values import Towards, Where


@dataclass(frozen=True, slots=True)
class Condition:
    """Where on the line something is said.

    Parameters
    ----------
    side
        ``"left"``, ``"right"``, ``"both"`` or "".
    under
        A relation in X, ``sp.true`` if it is said of every x.
    end
        The end or the point that x goes to.
    at
        The point.
    except_at
        The point that is left out.
    everywhere
        Whether the text says "everywhere" or the like.
    large
        Whether "for large x" leaves the sign open.
    """

    side: str = ""
    under: sp.Basic = sp.true
    end: sp.Expr | None = None
    at: sp.Expr | None = None
    except_at: sp.Expr | None = None
    everywhere: bool = False
    large: bool = False

    @property
    def says(self) -> bool:
        """Whether it restricts anything."""
        return self != Condition(everywhere=self.everywhere)


NOWHERE_SAID = Condition()
"""No condition."""


_RIGHT = Condition("right", sp.StrictGreaterThan(X, 0))
_LEFT = Condition("left", sp.StrictLessThan(X, 0))
_X = r"(?:⟦[xm]\d+⟧ |(?:x|z) )"
_THING = (
    rf"(?:(?:real |weighted )?(?:input values?|inputs?|arguments?|numbers?|pre ?activations?|values?|sums?|ones) "
    rf"(?:(?:of |for )(?:{_X}|(?:the |its )?(?:inputs?|pre ?activation|argument) ))?|{_X})"
)
_IT = rf"(?:(?:the |its |an? |their )?{_THING}|it )"
_FOR = r"(?:for|with|given|at|on|when given) (?:(?:all|any|every|the|a|an|each) )*"
_WHEN = r"(?:when|if|whenever|where|for|as long as|once|as) "
_PLACE = (
    r"(?:region|regions|side|sides|half|direction|directions|regime|range|part|half line|half axis|half plane|axis|"
    r"quadrant|domain|branch|end|tail|saturation region|values|inputs) (?:of (?:the )?(?:domain|inputs?|axis|line) )?"
)
_VERY = r"(?:(?:very|extremely|sufficiently|too|really|quite|arbitrarily|strongly|highly) )*"
_GREAT = r"(?:large|big|high|huge) "
_GOES = (
    r"(?:goes|go|tends|tend|approaches|approach|grows|grow|→|increases|increase|moves|becomes|heads|runs) "
    r"(?:to |towards? )?"
)

_TABLE: tuple[tuple[str, Condition], ...] = (
    (
        (
            r"(?:everywhere (?:else )?|(?:for|at|over|on|in|across) (?:all|any|every|each|the whole|the entire|"
            rf"its entire|its whole) (?:real )?(?:{_X}|points? |values? (?:of (?:{_X}|the input ))?|"
            r"inputs? (?:values? )?|numbers? |"
            r"real line |domain |range of inputs |number line |real axis |line |input range )"
            r"(?:in ⟦[im]\d+⟧ )?|on (?:all of )?(?:⟦i\d+⟧ |r |the reals |the real line |the real axis )|"
            r"for all reals |throughout (?:its domain )?)(?!except|but|apart)"
        ),
        Condition(everywhere=True),
    ),
    (
        (
            r"(?:(?:everywhere|anywhere|at (?:all|every) points?|for all (?:inputs|values|x)) )?(?:, )?(?:except|"
            r"but|apart from|"
            rf"other than|away from)(?: for| at| in)? (?:the (?:point|kink) )?(?:at )?(?:{_X}= )?(?P<but>{ZERO}|"
            r"⟦n[^⟧]*⟧ |⟦w\d+⟧ )"
        ),
        Condition(),
    ),
    (rf"{_FOR}non negative {_THING}", Condition("right", sp.GreaterThan(X, 0))),
    (rf"{_FOR}non positive {_THING}", Condition("left", sp.LessThan(X, 0))),
    (
        (
            rf"(?:(?:for|at|with|in|on) (?:both )?{_VERY}(?:{_GREAT})?(?:the )?(?:positive|negative) (?:and|or|as "
            r"well as|nor) (?:for |at |with |in |on )?(?:the )?"
            rf"{_VERY}(?:{_GREAT})?(?:the )?(?:positive|negative) (?:{_THING}|{_PLACE})|"
            r"(?:on the |to the )?left and (?:on the |to the )?right |(?:in|on|at|for|towards|to) (?:both|"
            r"either|its|the two|any) (?:of its )?(?:sides?|directions?|"
            r"regions?|ends?|tails?|"
            r"extremes?|extremities|regimes?)(?: of (?:its|the) (?:range|domain|curve|graph|axis))? |"
            rf"(?:for|at|with) {_VERY}{_GREAT}(?:and|or) {_VERY}(?:small|low|negative) (?:{_THING})?|"
            rf"(?:for|at|with) {_VERY}{_GREAT}(?:⟦b\d+⟧ |\| x \| |magnitudes? |absolute values? (?:of {_THING})?|"
            rf"positive (?:and|or) negative {_THING})|"
            rf"(?:for|when|at) {_IT}(?:is |are |of |with |that is |that are )?(?:a )?{_VERY}{_GREAT}"
            r"(?:in )?(?:magnitude|absolute value|modulus) |"
            rf"(?:for|when) (?:⟦b\d+⟧ |\| x \| )is {_VERY}{_GREAT}|"
            rf"(?:far )(?:away )?from (?:{ZERO})|at (?:the|its) (?:tails|extremes|ends|extremities) |"
            rf"(?:at|for) extreme {_THING}|as (?:⟦b\d+⟧ |\| x \| )(?:grows |increases |gets large |becomes large ))"
        ),
        Condition("both", end=sp.zoo),
    ),
    (
        (
            rf"(?:(?:for|at|with|given) (?:all |any |the )?(?:{_VERY}{_GREAT}(?:in magnitude |and )?negative|(?:very|"
            rf"strongly|highly|extremely|sufficiently) (?:negative|low)) {_THING}|{_WHEN}{_IT}(?:is|are|becomes|"
            rf"gets) {_VERY}(?:{_GREAT}and negative |{_GREAT}negative |very negative |strongly negative |"
            rf"negative and {_GREAT}))"
        ),
        Condition("left", end=-sp.oo),
    ),
    (
        (
            rf"(?:{_FOR}{_VERY}{_GREAT}(?:and )?positive {_THING}|{_WHEN}{_IT}(?:is|are|becomes|gets) {_VERY}"
            rf"(?:{_GREAT}and positive |{_GREAT}positive |very positive |strongly positive |positive and {_GREAT})|"
            rf"{_FOR}(?:very|strongly|highly) positive {_THING})"
        ),
        Condition("right", end=sp.oo),
    ),
    (
        (
            rf"(?:{_FOR}{_VERY}{_GREAT}{_THING}|{_WHEN}{_IT}(?:is|are|becomes|gets|grows) {_VERY}{_GREAT}|"
            rf"as {_IT}(?:grows|increases|gets {_GREAT.strip()}|becomes {_VERY}{_GREAT.strip()}|gets larger)(?: "
            r"without bound)? )"
        ),
        Condition("right", end=sp.oo, large=True),
    ),
    (
        rf"(?:as|when|for|if) {_IT}{_GOES}(?:minus|negative|⟦n[^⟧=]*=-oo⟧) (?:infinity )?",
        Condition("left", end=-sp.oo),
    ),
    (rf"(?:as|when|for|if) {_IT}{_GOES}(?:(?:plus |positive )?infinity |⟦n[^⟧=]*=oo⟧ )", Condition("right", end=sp.oo)),
    (
        (
            rf"(?:{_FOR}(?:strictly )?positive {_THING}|(?:in|on|along|over|to|at|towards) (?:the "
            rf")?(?:positive|right)(?: "
            rf"hand)? {_PLACE}|"
            rf"{_WHEN}{_IT}(?:is|are) (?:strictly )?(?:positive|above {ZERO}|greater than {ZERO}|larger than {ZERO}) ?|"
            rf"(?:to|on) the right (?:(?:of|from) {ZERO})?|(?:for|at) {_THING}?(?:above|greater than|larger than|"
            rf"over) {ZERO}|"
            rf"for (?:the )?(?:positive|right) (?:{_PLACE})|if positive |when positive |"
            rf"(?:when|if|as|for) (?:\( )?{_IT}(?:\) )?(?:→ |becomes |turns |gets )positive )"
        ),
        _RIGHT,
    ),
    (
        (
            rf"(?:{_FOR}(?:strictly )?negative {_THING}|(?:in|on|along|over|to|at|towards) (?:the "
            rf")?(?:negative|left)(?: "
            rf"hand)? {_PLACE}|"
            rf"{_WHEN}{_IT}(?:is|are) (?:strictly )?(?:negative|below {ZERO}|less than {ZERO}|smaller than {ZERO}) ?|"
            rf"(?:to|on) the left (?:(?:of|from) {ZERO})?|(?:for|at) {_THING}?(?:below|less than|smaller than|under) "
            rf"{ZERO}|"
            rf"for (?:the )?(?:negative|left) (?:{_PLACE})|if negative |when negative |"
            rf"(?:when|if|as|for) (?:\( )?{_IT}(?:\) )?(?:→ |becomes |turns |gets )negative )"
        ),
        _LEFT,
    ),
)
_RULES = tuple((re.compile(regex), condition) for regex, condition in _TABLE)
_FORMULA = re.compile(
    rf"(?:for|when|if|where|at|as|whenever|in|on|with) (?:all |every |any )?(?:{_IT})?(?P<where>⟦[wt]\d+⟧ )|\( "
    r"(?P<bracket>⟦[wt]\d+⟧ )\) "
)
_AT = re.compile(
    rf"(?:(?:at|in|around) (?:the )?(?:point |input )?(?:{_X}= |{_THING}(?:of )?)?(?P<at>{ZERO}|⟦n\d+=[^⟧]*⟧ )|"
    rf"(?:for|with|given) (?:an )?(?:inputs? |{_X})(?:of |= |equal to )(?P<of>{ZERO}|⟦n\d+=[^⟧]*⟧ )|"
    rf"(?:when|if|where) {_IT}(?:is |= |equals )(?:exactly )?(?P<when>{ZERO}|⟦n\d+=[^⟧]*⟧ ))"
)


def condition_at(text: Normal, position: int) -> tuple[Condition, int] | None:
    """The condition that begins at a position of normal text, and where it ends; ``None`` if there is none."""
    found: list[tuple[int, Condition]] = []
    if text.text.startswith("( ", position) and (inside := condition_at(text, position + 2)) is not None:
        return (inside[0], inside[1] + 2) if text.text.startswith(") ", inside[1]) else None
    for regex, condition in _RULES:
        match = regex.match(text.text, position)
        if match is not None:
            found.append((match.end(), _left_out(text, match, condition)))
    match = _FORMULA.match(text.text, position)
    if match is not None:
        meant = _of_value(text.first(match["where"] or match["bracket"]))
        if meant is not None:
            found.append((match.end(), meant))
    match = _AT.match(text.text, position)
    if match is not None:
        point = _point(text, match["at"] or match["of"] or match["when"])
        if point is not None and point.is_finite:
            found.append((match.end(), Condition(at=point)))
    if not found:
        return None
    end, condition = max(found, key=lambda f: f[0])
    return condition, end


def _left_out(text: Normal, match: re.Match[str], condition: Condition) -> Condition:
    if "but" not in match.re.groupindex:
        return condition
    return replace(condition, except_at=_point(text, match["but"]))


def _point(text: Normal, said: str) -> sp.Expr | None:
    if said.strip() in {"zero", "the origin"}:
        return sp.Integer(0)
    value = text.first(said)
    if isinstance(value, Where) and isinstance(value.under, sp.Equality):
        return value.under.rhs
    return value if isinstance(value, sp.Expr) else None


def _of_value(value: object) -> Condition | None:
    match value:
        case Towards(end=end, side=side):
            if side:
                return None
            return Condition("right" if end == sp.oo else "left" if end == -sp.oo else "", end=end)
        case Where(under=under):
            if isinstance(under, sp.Equality):
                return Condition(at=under.rhs)
            if under == sp.true:
                return Condition(everywhere=True)
            bound = under.rhs if isinstance(under, sp.core.relational.Relational) else None
            if bound is None:
                return Condition(under=under)
            right = under.rel_op in {">", ">="}
            side = (
                ""
                if not bound.is_number
                else "right"
                if right and bound >= 0
                else "left"
                if not right and bound <= 0
                else ""
            )
            return Condition(side, under)
    return None


def conditions_at(text: Normal, position: int) -> tuple[Condition, int]:
    """All conditions from a position on, joined; no condition if there is none or if they contradict each other."""
    joined = Condition()
    while True:
        found = condition_at(text, position)
        if found is None:
            return joined, position
        condition, end = found
        if joined.says and condition.says:
            return joined, position
        joined = condition if condition.says else replace(joined, everywhere=True)
        position = end
