"""How lectures word ranges, bounds, limits, extrema and values, in the language of :mod:`backproof.phrases.pattern`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Inside:
    """Values lie in ``{interval}``; ``gives`` tells whether the text gives the range."""

    gives: bool = False


@dataclass(frozen=True, slots=True)
class Below:
    """Values are at most ``{number}``; ``strict`` for less than."""

    strict: bool = False


@dataclass(frozen=True, slots=True)
class Above:
    """Values are at least ``{number}``; ``strict`` for greater than."""

    strict: bool = False


@dataclass(frozen=True, slots=True)
class Nears:
    """Values tend to ``{number}`` where the condition says; ``reached`` for "is"."""

    reached: bool = False


@dataclass(frozen=True, slots=True)
class Levels:
    """Values level off at one ``{number}`` where the condition says, or at two, one for each end."""


@dataclass(frozen=True, slots=True)
class Peak:
    """The ``which`` is ``{number}``, or is attained where the condition says, or at the origin."""

    which: str
    at_origin: bool = False


@dataclass(frozen=True, slots=True)
class Exactly:
    """The value is ``{number}`` at a point, under a condition or everywhere."""


@dataclass(frozen=True, slots=True)
class Sends:
    """The value at the first ``{number}`` is the second."""


@dataclass(frozen=True, slots=True)
class Negative:
    """All values are below 0."""


@dataclass(frozen=True, slots=True)
class Passes:
    """The definition of ReLU in words: the input where it is positive, else 0."""


Meaning: TypeAlias = Inside | Below | Above | Nears | Levels | Peak | Exactly | Sends | Negative | Passes


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases of one meaning.

    ``kinds`` are "f" function, "o" output, "d" derivative, "r" range, "q" derivative's range, and "g" and "h" for what
    goes on without its verb.
    """

    meaning: Meaning
    phrases: tuple[str, ...]
    kinds: str = "fod"
    alone: bool = False


_MAPS = (
    "(squashes|squash|squeezes|squeeze|maps|map|compresses|transforms|converts|scales|normalises|limits|"
    "restricts|confines|"
    "constrains|constrain|shrinks|forces|pushes|brings|bounds|translates|condenses|rescales|projects|clips)"
)
_INPUT = (
    "[any|all|every|each|the|its|a|an] [real] [range of|set of] [valued|number|numbers|input|inputs|value|"
    "values|output|outputs|"
    "pre-activation|real line|number line|output values|input values|data|real input|it|signal|result|line|"
    "activation|activations]"
    " [value|values|number|numbers|x|z|{formula}|of a neuron|of the neuron|of real numbers]"
)
_WITHIN = "(in|between|within|inside|from|in between|lying in|lying between|ranging from|ranging between|restricted to)"

_PASSES = (
    "(outputs|returns|passes|gives|keeps|lets|leaves) [the|its|any] (input [value]|x|positive inputs|{x}) "
    "[itself|directly|unchanged|as is|as it is|through|pass] (if|when|for|whenever)"
)
_ELSE = (
    "(and|else|otherwise|and otherwise|; otherwise|or else) [it] [outputs|returns|gives|is] {zero} "
    "[otherwise|[if it is|when it is|for] negative [inputs|values|ones]|else|for all (other|negative) (inputs|"
    "values)|if it is not]"
)

_ABOUT = "[about|around|approximately|roughly|≈|exactly]"

WORDINGS: tuple[Wording, ...] = (
    Wording(
        Inside(gives=True),
        (
            "{does} (ranges|range|varies|vary|runs|goes) [in|within|over|only] {interval}",
            "(ranging|varying) [in|within|over] {interval}",
            (
                f"{{does}} {_MAPS} {_INPUT} (in|into|to|onto|between|within|down to|to be between|to be in|to lie "
                f"in|to lie between|on) {{interval}}"
            ),
            (
                "(has|have|with) [a|an|the|its] [output|value|bounded|limited|finite] range [of] [values] [:|"
                "between|from|is|in] {interval}"
            ),
            "(has|have) [a|an|the|its] image [of|:] {interval}",
            "(covers|spans) [the] {interval}",
        ),
        "fod",
        alone=True,
    ),
    Wording(
        Inside(gives=True),
        (
            "{is} [given by|from|in|between] {interval}",
            "[:|=|→|–] {interval}",
            "{does} (lies|lie|goes|extends|runs|spans) (in|between|from|over) {interval}",
        ),
        "rq",
        alone=False,
    ),
    Wording(
        Inside(),
        (
            (
                f"{{does}} (lies|lie|falls|fall|stays|stay|live|lives|is located|are located|sits|lay|is situated|"
                f"are situated|remain|remains|exist|exists) [only|strictly|always|anywhere|somewhere] {_WITHIN} "
                f"{{interval}}"
            ),
            (
                f"{{does}} (outputs|output|returns|return|produces|produce|gives|give|yields|yield|takes|take|has|"
                "have|assumes|generates|emits) [on|only|always|out] [a|an|the|its] [output|real] [value|values|"
                "number|numbers|output|outputs|result|results|activation|activations] [that is|which is|that are|"
                f"that lie|that lies|strictly] {_WITHIN} {{interval}}"
            ),
            (
                "[only] (takes|assumes|attains) [on] [only] [values|all values|any value] (in|between|from|within) "
                "{interval}"
            ),
        ),
        "fod",
        alone=True,
    ),
    Wording(
        Inside(),
        (
            (
                "{is} [a|any] [value|number|values|numbers] [in|within|between|inside|restricted to|confined to|"
                "limited to|limited between|bounded to|constrained to|contained in|normalised to|squashed (to|into|"
                "between)|squeezed (to|into|between)|mapped to|bounded in|bounded between|bounded by|bounded "
                "within|restricted between] {interval}"
            ),
            (
                "{is} (lying|bounded|restricted|limited|confined|squashed) [strictly] (in|between|within|from|to|"
                "by) {interval}"
            ),
        ),
        "fod",
    ),
    Wording(Inside(), ("[:|in|between|within|lies in|=|→] {interval}",), "o"),
    Wording(Inside(), ("(in|between|within|lies [in|between|within]) {interval}",), "d"),
    Wording(Inside(), ("[:|are|is|lie in|lies in|satisfy|satisfies|obey] {within}",), "od"),
    Wording(Inside(gives=True), ("(→|:|–) [output] [range] [:|=|→] {interval}",), "f"),
    Wording(Inside(), ("[bounded] (between|in|within) {interval}",), "", alone=True),
    Wording(
        Below(),
        (
            (
                "{is} (at most|no more than|no larger than|no greater than|no bigger than|bounded [from] above by|"
                "bounded by|upper bounded by|capped at|limited to|not more than) {number}"
            ),
            (
                "(never|can not|does not|do not|can never|will never) (exceed|exceeds|goes above|go above|gets "
                "above|rise above|rises above|surpass|surpasses|be larger than|be greater than) {number}"
            ),
            "(is|are) (never|not ever) (larger|greater|bigger|higher|more) than {number}",
            "{is} [always] less than or equal to {number}",
            "{is} smaller than or equal to {number}",
            "(has|have) [an|a] (output|outputs|value|values|activation|slope|slopes) of at most {number}",
        ),
    ),
    Wording(
        Below(strict=True),
        ("{is} [strictly] (less|smaller|lower) than {number}", "{is} [strictly] below {number}", "{is} < {number}"),
    ),
    Wording(
        Above(),
        (
            (
                "{is} (at least|no less than|no smaller than|bounded [from] below by|lower bounded by|not less "
                "than) {number}"
            ),
            (
                "(never|can not|does not|can never|will never) (goes below|go below|drops below|drop below|falls "
                "below|fall below|get below|gets below|be less than) {number}"
            ),
            "(is|are) (never|not ever) (smaller|less|lower) than {number}",
            "{is} (greater|larger) than or equal to {number}",
            "(has|have) [an|a] (output|outputs|value|values|activation) of at least {number}",
        ),
    ),
    Wording(
        Above(strict=True), ("{is} [strictly] (greater|larger|bigger|more|higher) than {number}", "{is} > {number}")
    ),
    Wording(
        Nears(),
        (
            (
                "{does} (tend|tends|go|goes|converge|converges|get close|gets close|asymptotes|come close|comes "
                "close|decays|decay|drop|drops|falls|shrinks|get closer|gets closer) [asymptotically|exponentially|"
                "very close|rapidly|quickly|towards|down] (to|towards) {number}"
            ),
            "{does} (approach|approaches|near|nears) [the value|towards] {number}",
            "{is} [very|arbitrarily|extremely|really|close|almost|nearly] (close|near|equal) to {number}",
            "{does} (becomes|become|gets|get) [very|arbitrarily] close to {number}",
            "(has|have) [a|the] [horizontal] (limit|asymptote) [of|at] {number}",
            "→ {number}",
        ),
    ),
    Wording(Nears(), ("[to|towards] {number}",), "h"),
    Wording(Nears(), ("{does} (vanish|vanishes)", "{does} (become|becomes|get|gets) vanishingly small"), "d"),
    Wording(
        Levels(),
        (
            (
                "{does} (saturate|saturates|flattens out|levels off|levels out|flatten out|level off|plateaus) (at|"
                "to|towards|near) {number} [and [at] {number}]"
            ),
            "{does} (saturate|saturates) at (either|both) {number} (or|and) {number}",
            "{does} (saturate|saturates) at {number} or [at] {number}",
            "(has|have) [horizontal] asymptotes [at] {number} and {number}",
        ),
        "fo",
    ),
    Wording(
        Peak("max"),
        (
            (
                "(has|have|with) [a|its|the] (maximum|max|peak|maximal|largest|highest) [value|slope] (of|=|:|at "
                f"value) {_ABOUT} {{number}}"
            ),
            (
                "(reaches|attains|takes|achieves|hits) [a|its|the] (maximum|max|peak|maximal|largest|highest) "
                "[value] [of|=|,] {number}"
            ),
            "{does} (peaks|peak) at [a] value [of] {number}",
            "(reaches|attains|has|takes|achieves) [a|its|the] (maximum|max|peak|maximal|largest|highest) [value]",
            "(has|have) [a|its|the] (maximum|max|peak|maximal) [value] {number}",
            "{is} (largest|maximal|highest|greatest|at its maximum|at its peak|steepest)",
            "(peaks|is maximised)",
        ),
    ),
    Wording(
        Peak("max", at_origin=True),
        (
            (
                "(is|are) (largest|maximal|highest|greatest|steepest) at [the point] {zero} where (it|its value|the "
                f"slope) (is|equals|has the value) {_ABOUT} {{number}}"
            ),
        ),
    ),
    Wording(
        Sends(),
        (
            (
                "(maps|sends) [an|the] [input|score|logit|value|point] [of|value|number] {number} (to|into|onto) [the] "
                f"[value|number|output] {_ABOUT} {{number}}"
            ),
        ),
        "f",
    ),
    Wording(
        Negative(),
        (
            "(is|are|stays|stay|remains|remain) (always|everywhere|strictly) [strictly] negative",
            "(is|are) negative (everywhere|for all (inputs|x|real x|real numbers))",
        ),
    ),
    Wording(
        Peak("min"),
        (
            f"(has|have|with) [a|its|the] (minimum|min|minimal|smallest|lowest) [value] (of|=|:) {_ABOUT} {{number}}",
            "(has|have) [a|its|the] (minimum|min|minimal) [value] {number}",
            "(reaches|attains|takes) [a|its|the] (minimum|min|minimal|smallest|lowest) [value] [of|=|,] {number}",
        ),
    ),
    Wording(
        Exactly(),
        (
            "{is} [exactly|equal to|constantly|identically|always|simply|just|about|around|≈] {number}",
            "(equals|equal) [about|around|approximately|roughly] {number}",
            "= {number}",
            (
                "{does} (takes|take|has|have|assumes|gives|outputs|output|returns|return|produces|yields) [the|a] "
                "[constant] [value|output] [of] {number}"
            ),
        ),
    ),
    Wording(Exactly(), ("(:|→|of) {number}",), "d"),
    Wording(Exactly(), ("{number}",), "d"),
    Wording(Exactly(), ("[is|equals|it is] {number}",), "g"),
    Wording(
        Passes(),
        (
            f"{_PASSES} [it is|{{x}} is|this is] positive [inputs|values|ones] {_ELSE}",
            f"{_PASSES} {{formula}} {_ELSE}",
            (
                "{is} [equal to] {zero} for negative [inputs|values] and [equal to] the input [itself] for "
                "positive [inputs|values|ones]"
            ),
            (
                "(outputs|returns|gives) {zero} (for|if the input is|when the input is|if it is) negative [inputs|"
                "values|input|ones] and [outputs|returns|gives] the input [itself|unchanged|value] (otherwise|for "
                "positive [inputs|values|ones]|if it is positive)"
            ),
        ),
        "f",
        alone=True,
    ),
)
