"""The rules, by permanent code. Each has a page of its own under ``backproof/codes``."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A rule; :attr:`title` is its one line. A code that was given once is never given to another rule."""

    title: str  # type: ignore[assignment]  # in the place of the method of str

    DEFINITION = "BP101", "the printed definition is not the function"
    DEFINITION_CONDITIONAL = "BP102", "the printed definition is right only under a condition"
    DEFINITION_IMPRECISE = "BP103", "the printed definition has an unusual parameter or swapped letters"
    NOTATION = "BP104", "exp is raised to its argument"
    IDENTITY = "BP110", "the two sides are not equal"
    IDENTITY_CONDITIONAL = "BP111", "the two sides are equal only under a condition"
    DERIVATIVE = "BP201", "the derivative is another one"
    DERIVATIVE_CONDITIONAL = "BP202", "the derivative is right only on some pieces or under a condition"
    KINK = "BP203", "a value at a point where there is no derivative, or another one"
    RANGE = "BP301", "an attained value lies outside the range"
    RANGE_IMPRECISE = "BP302", "the range is smaller than the one given, or an end is only approached"
    LIMIT = "BP303", "the limit is another one"
    ONLY_IN_THE_LIMIT = "BP304", "a value that is approached and never reached"
    VALUE = "BP305", "the value is another one"
    EXTREMUM = "BP306", "the largest or smallest value, or its place, is another one"
    CONSTANT = "BP401", "the printed constant has other digits"
    SWAPPED_CONSTANTS = "BP402", "the printed constant is another constant of the same function"
    INIT_SPREAD = "BP501", "the spread of the initial weights is not the scheme's"
    INIT_MIXED_UP = "BP502", "variance and standard deviation, or limit of a uniform draw, are mixed up"
    INIT_IMPRECISE = "BP503", "the initialisation is not said precisely"
    INIT_DRAWS = "BP504", "draws do not lie where the text says"
    SHAPE = "BP505", "shapes of arrays that contradict each other"
    COUNT = "BP506", "the number of parameters is not what the layers have"
    PROPERTY = "BP601", "the function does not have the property"
    PROPERTY_CONDITIONAL = "BP602", "the function has the property only under a condition"
    PROPERTY_IMPRECISE = "BP603", "the property is said too broadly"
    LAW = "BP611", "a statement about networks that is false"
    LAW_CONDITIONAL = "BP612", "a statement about networks that holds only under a condition"
    LAW_IMPRECISE = "BP613", "a statement about networks that is said too broadly"
    CODE = "BP701", "the code computes something else"
    CODE_CONDITIONAL = "BP702", "the code computes it only under a condition"
    CODE_IMPRECISE = "BP703", "the code computes it, but not everywhere as said"
    CODE_SLIP = "BP710", "a slip of the programming language"

    def __new__(cls, value: str, title: str) -> Self:
        """Make a member of the code and its title."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.title = title
        return member
