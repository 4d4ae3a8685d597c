"""What the slots of phrases stand for, as regular expressions over normal text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from backproof.phrases.words import HEDGES, NEGATIONS, NEUTRAL, NUMBER_WORDS


def _any(words: Iterable[str]) -> str:
    listed = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", " ") + " " for w in listed) + ")"


NAME = r"⟦f\d+⟧ "
LETTER = r"⟦g\d+⟧ "
DERIVED = r"⟦d\d+⟧ "
FORMULA = r"⟦[gdmpqrvwxt]\d+⟧ "
VARIABLE = r"(?:⟦x\d+⟧ |(?:x|z) )"

_DETERMINERS = r"(?:(?:the|a|an|our|this|standard|usual|classical|classic|plain|vanilla|basic|ordinary|original|common|"
_DETERMINERS += r"well known|popular|regular|simple|famous|so called|traditional|conventional) )*"
_NOUNS = r"(?:(?:activation|activations|function|functions|unit|units|neuron|neurons|non linearity|non linearities|"
_NOUNS += r"curve|curves|itself|nodes|activated) )*"
_BRACKET = r"(?:\( (?:[^()]{0,60}?)\) )?"
_SHOWN = r"(?:⟦[gmr]\d+⟧ |, ⟦[gmr]\d+⟧ , |\( x \) |\( z \) )?"
ONE = rf"{_DETERMINERS}{NAME}{_NOUNS}{_SHOWN}{_BRACKET}"
"""One function by its name."""
SEVERAL = rf"(?:(?:both|neither|either) )?{ONE}(?:(?:, )?(?:and also |and |or |as well as |/ |& |nor |, ){ONE})*"
RELATIVE = rf"(?:the |an? )?{NAME}{_NOUNS}{_SHOWN}{_BRACKET}(?:, )?which "
PRONOUN = (
    r"(?:it |this function |this activation (?:function )?|the function |the activation function |the activation |"
    r"this activation |its graph |its curve |this non linearity |the non linearity |the curve |the unit )"
)
SEVERAL_MEANT = (
    r"(?:(?:both (?:of )?(?:these |the )?|these (?:two )?|those (?:two )?|the two |all (?:of )?these )(?:activation )?"
    r"(?:functions|activations|activation functions|non linearities|curves) |both of (?:them|these) )"
)
"""Several functions that the words before name."""
_WHOSE = rf"(?:the |an? )?{NAME}{_NOUNS}{_SHOWN}{_BRACKET}(?:, )?whose "
_OWNERS = r"(?:its |the |their |all (?:of )?(?:its |the |their )?|any |both )"
_OUTPUT = (
    r"(?:output values?|output activations?|outputs?|function values?|values?|activation values?|activations|images?) "
)
_SLOPE = r"(?:first )?(?:derivatives?|gradients?|slopes?) (?:function )?(?:⟦d\d+⟧ )?"
_OF = r"(?:of |for |from |produced by |returned by |given by )"
FUNCTION = rf"(?:{RELATIVE}|{SEVERAL}|{LETTER}|{PRONOUN}|{SEVERAL_MEANT})"
_OWNED = rf"(?:{SEVERAL}|{LETTER}|{PRONOUN}|{SEVERAL_MEANT})"


def _belonging(noun: str) -> str:
    """A thing of a function, in the ways to say whose it is."""
    return (
        rf"(?:{_DETERMINERS}(?:all (?:the )?)?{noun}{_OF}{_OWNED}|{_DETERMINERS}{NAME}(?:{_NOUNS})'s {noun}"
        rf"|{_DETERMINERS}{NAME}{_NOUNS}{_SHOWN}{noun}|{_WHOSE}{noun}|{_OWNERS}?{noun})"
    )


OUTPUT = _belonging(_OUTPUT)
OUTPUTS_MEANT = r"(?:they |these (?:values |outputs |numbers )?|all of them )"
"""Outputs that the words before name."""
DERIVATIVE = rf"(?:{_belonging(_SLOPE)}|{DERIVED})"
_RANGE = (
    r"(?:(?:output |value )?ranges?|range of (?:its |the |possible )?(?:values|outputs?)|image|codomain|set of values) "
)
RANGE = _belonging(_RANGE)
DERIVATIVE_RANGE = rf"(?:the )?{_RANGE}of {DERIVATIVE}"
DOMAIN = _belonging(r"(?:input )?domain ")
_EXTREME = r"(?P<which{n}>maximum|maximal|max|largest|highest|peak|greatest|minimum|minimal|min|smallest|lowest) "
EXTREME = rf"(?:the |its )?{_EXTREME}(?:possible )?(?:value )?(?:of |for )(?:{DERIVATIVE}|{FUNCTION})"
EXTREME_SLOPE = rf"(?:the |its )?{_EXTREME}(?:possible )?(?:derivative|gradient|slope) (?:value )?(?:of {_OWNED})?"
EXTREME_OWN = rf"(?:its ){_EXTREME}(?:possible )?(?:value |output )"

ADVERBS = _any(
    (HEDGES | NEUTRAL | NEGATIONS) - {"nor", "without", "no", "may", "can", "could", "might", "tend", "tends"}
)
"""One adverb, weakening, denying or neither."""
MODALS = r"(?:will |may |can |could |might )?"
_BE = r"(?:is|are|be|was|remains|remain|stays|stay|become|becomes|being) "
IS = rf"(?P<how{{n}}>(?:{ADVERBS})*{MODALS}(?:{ADVERBS})*{_BE}(?:no longer )?(?:{ADVERBS})*(?:to be )?)"
DOES = rf"(?P<how{{n}}>(?:{ADVERBS})*(?:(?:does|do|did|will|may|can|could|might|tends to|tend to) )?(?:{ADVERBS})*)"
ADVERB = rf"(?P<how{{n}}>(?:{ADVERBS})*)"

_NUMBER_WORDS = _any(NUMBER_WORDS)
NUMBER = rf"(?P<number{{n}}>{_NUMBER_WORDS}|⟦n\d+[^⟧]*⟧ |(?:plus |positive |minus |negative )?infinity )"
ZERO = r"(?:zero |the origin |⟦n\d+=0⟧ )"
UNITY = r"(?:one |unity |⟦n\d+=1⟧ )"
INTERVAL = (
    rf"(?P<interval{{n}}>(?:(?:the |an? )?(?:range |interval |open |closed |bounded |finite |half open |unit |"
    r"values? )*"
    rf"(?:of |from |: )?(?:⟦i\d+⟧ |(?:strictly )?(?:from |between )?{NUMBER}(?:to |and |, |→ |– ){NUMBER})"
    rf"(?:(?:, )?(?:(?:both )?(?:excluded|exclusive|inclusive|included) |interval |range ))?|the unit interval |"
    rf"(?:the |any |all )?(?:real numbers?|reals|real line|real axis|real values?) |"
    rf"(?:the )?non negative (?:real )?(?:numbers?|reals) |(?:the )?positive (?:real )?(?:numbers?|reals) ))"
)
CODE = r"⟦c\d+⟧ "

SLOTS = {
    "function": rf"(?P<function{{n}}>{FUNCTION})",
    "output": rf"(?P<output{{n}}>{OUTPUT}|{FUNCTION})",
    "derivative": rf"(?P<derivative{{n}}>{DERIVATIVE})",
    "name": NAME,
    "is": IS,
    "does": DOES,
    "adverb": ADVERB,
    "number": NUMBER,
    "zero": ZERO,
    "one": UNITY,
    "interval": INTERVAL,
    "code": CODE,
    "draws": rf"(?P<draws{{n}}>(?:the (?:function |command |call |code )?)?{CODE})",
    "neuron": r"(?:(?:hidden )?(?:neuron|unit|node)s? )",
    "formula": FORMULA,
    "gradient": r"⟦[pd]\d+⟧ ",
    "tiny": r"⟦q\d+⟧ ",
    "aside": r"(?:\( [^()]*\) )",
    "unit": r"(?:⟦m\d+⟧ |[ah] ⟦n\d+=\d+⟧ |(?:the |this |its )?(?:activation|output) )",
    "part": r"(?:(?:a |one )?half |⟦n\d+=\d+/\d+⟧ )",
    "it": r"(?P<it{n}>(?:it|this|they|these|such a (?:network|model|stack)) )",
    "within": r"(?P<interval{n}>⟦v\d+⟧ )",
    "x": rf"(?:{VARIABLE}|(?:the |its |an? )?(?:inputs?|pre ?activation|argument) )",
}
"""By name. ``{n}`` in a group's name is a number of its own for each use."""


def numbered(regex: str) -> str:
    """Give every named group a number of its own: ``how{n}`` becomes ``how1``, ``how2`` and so on."""
    count = itertools.count(1)
    return re.sub(r"\{n\}", lambda _: str(next(count)), regex)
