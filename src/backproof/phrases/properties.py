"""How lectures word the properties of a function: data, in the language of :mod:`backproof.phrases.pattern`.

``COMPLEMENTS`` may follow "is" and stand alone in a list; ``VERBS`` follow the subject. Each says a feature of
:class:`~backproof.reading.statements.HasProperty`; ``alone`` tells whether an item of a list that has no verb and no
subject may be read so ("Linear" in a list may be a heading).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Has:
    """The property ``feature``, or its absence.

    Parameters
    ----------
    order
        1 if the phrase itself speaks of the derivative.
    itself
        Whether what is said of the derivative is a property of the function ("its derivative is undefined at 0").
    needs
        What the phrase does not say without: ``"side"``, ``"where"`` (a condition or "everywhere") or "".
    """

    feature: str
    holds: bool = True
    side: str = ""
    order: int = 0
    needs: str = ""
    itself: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """Understood, and not judged: it lets the next word of an enumeration be read."""


Meaning: TypeAlias = Has | Nothing


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases that mean the same. ``kinds`` are the subjects they fit: "f" function, "o" output, "d" derivative."""

    meaning: Meaning
    phrases: tuple[str, ...]
    kinds: str = "fo"
    alone: bool = True


COMPLEMENTS: tuple[Wording, ...] = (
    Wording(
        Has("zero-centred"),
        (
            "zero-centred [in nature|by nature|on average]",
            "zero-centre",
            "{zero} centred",
            "centred (around|at|about|on|in|round) {zero}",
            "(balanced|distributed symmetrically) around {zero}",
            "zero-centric",
        ),
    ),
    Wording(
        Has("zero-centred", holds=False),
        ("non-zero-centred", "un-centred", "off-centred", "not-zero-centred", "non {zero} centred"),
    ),
    Wording(Has("smooth"), ("smooth", "infinitely [often|many times] differentiable", "C infinity"), "fod"),
    Wording(Has("smooth", holds=False), ("non-smooth", "un-smooth"), "fod"),
    Wording(Has("differentiable"), ("[continuously] differentiable", "derivable"), "f"),
    Wording(Has("differentiable", holds=False), ("non-differentiable", "un-differentiable", "in-differentiable"), "f"),
    Wording(Has("continuous"), ("continuous",), "fod"),
    Wording(Has("continuous", holds=False), ("discontinuous", "non-continuous"), "fod"),
    Wording(Has("monotone"), ("monotone", "monotonic"), "fod"),
    Wording(Has("monotone", holds=False), ("non-monotonic", "non-monotone"), "fod"),
    Wording(
        Has("strictly-increasing"),
        (
            "strictly [monotonically|monotone] increasing",
            "strictly (monotonic|monotone)",
            "strictly (monotonic|monotone) increasing",
        ),
        "fod",
    ),
    Wording(
        Has("increasing"),
        (
            "(monotonically|monotone|monotonic) [and continuously] increasing",
            "increasing [monotonically]",
            "[monotonically] non-decreasing",
            "monotonically growing",
        ),
        "fod",
    ),
    Wording(Has("bounded"), ("bounded [function]", "of bounded range"), "fod"),
    Wording(Has("bounded-above"), ("bounded [from] above", "upper-bounded", "bounded on the right"), "fod"),
    Wording(Has("bounded-below"), ("bounded [from] below", "lower-bounded", "bounded on the left"), "fod"),
    Wording(Has("unbounded"), ("unbounded", "un-bounded", "not-bounded"), "fod"),
    Wording(
        Has("bounded-above", holds=False),
        (
            "(unbounded|un-bounded) [from] above",
            "(unbounded|un-bounded) (on|in|for|at|to|towards) the (right|positive) [side|region|direction|half]",
            "(unbounded|un-bounded) (for|with) positive (inputs|values|x|input)",
        ),
        "fo",
    ),
    Wording(
        Has("bounded-below", holds=False),
        (
            "(unbounded|un-bounded) [from] below",
            "(unbounded|un-bounded) (on|in|for|at|to|towards) the (left|negative) [side|region|direction|half]",
            "(unbounded|un-bounded) (for|with) negative (inputs|values|x|input)",
        ),
        "fo",
    ),
    Wording(Has("odd"), ("[an] odd function",), "f"),
    Wording(Has("even"), ("[an] even function",), "f"),
    Wording(Has("odd"), ("odd", "antisymmetric", "anti-symmetric", "point symmetric"), "fo", alone=False),
    Wording(
        Has("odd"),
        (
            "[rotationally|point] symmetric (about|around|at|with respect to|w.r.t.|through|in|over) the origin",
            "[anti] symmetric (about|around|with respect to) {zero}",
            "antisymmetric (about|around|with respect to) ({zero}|the origin)",
        ),
    ),
    Wording(Has("odd"), ("[an] odd function",), "f"),
    Wording(Has("even"), ("even",), "f", alone=False),
    Wording(
        Has("even"),
        (
            "symmetric (about|around|with respect to|across|in|w.r.t.) the (y|vertical) axis",
            "mirror symmetric",
            "axially symmetric",
        ),
    ),
    Wording(Has("convex"), ("[strictly] convex",), "f"),
    Wording(Has("convex", holds=False), ("non-convex",), "f"),
    Wording(Has("linear"), ("linear", "a linear function", "a linear map"), "f", alone=False),
    Wording(Has("non-linear"), ("non-linear", "non-linear in nature"), "f"),
    Wording(Has("saturates"), ("saturating",), "f"),
    Wording(Has("saturates", needs="where"), ("saturated",), "fo"),
    Wording(
        Has("non-saturating"), ("non-saturating", "non-saturated", "un-saturated", "free (of|from) saturation"), "fo"
    ),
    Wording(
        Has("defined-everywhere"),
        ("defined (everywhere|for all inputs|for (all|any|every) (real [numbers|number]|x))",),
        "f",
    ),
    Wording(Has("never-dies"), ("immune to dying", "free (of|from) dying (units|neurons)"), "f"),
    Wording(
        Has("positive"),
        ("positive [definite|numbers|values|valued]", "[strictly] greater than {zero}", "[strictly] above {zero}"),
        "fod",
        alone=False,
    ),
    Wording(
        Has("positive"),
        ("strictly positive", "positive everywhere", "[strictly] larger than {zero}"),
        "fod",
        alone=False,
    ),
    Wording(Has("non-negative"), ("non-negative",), "fod", alone=False),
    Wording(
        Has("derivative-nowhere-zero"),
        ("[never|nowhere] non-zero everywhere", "non-zero for (all|every|any) (x|inputs|input|real x)"),
        "d",
        alone=False,
    ),
    Wording(Has("sparse"), ("sparse",), "o", alone=False),
    Wording(Has("differentiable", needs="where", itself=True), ("[well] defined",), "d", alone=False),
    Wording(Has("differentiable", holds=False, needs="where", itself=True), ("undefined",), "d", alone=False),
    Wording(
        Nothing(),
        (
            "piecewise linear",
            "[computationally] (cheap|efficient|expensive|inexpensive|simple|fast|easy) [to compute|to evaluate]",
            "(simple|popular|common|widely used)",
            "(S|s)-shaped",
            "sigmoidal",
            "[a] (rescaled|shifted|scaled) [and shifted|and scaled] [version of the] {name} [function]",
        ),
        "f",
        alone=False,
    ),
)

VERBS: tuple[Wording, ...] = (
    Wording(
        Has("saturates", needs="where"),
        ("(has|have|suffers from|suffer from) [a|the] vanishing (gradient|gradients|derivative|slope)",),
        "f",
    ),
    Wording(Has("differentiable", needs="where", itself=True), ("{does} (exist|exists)",), "d"),
    Wording(Has("differentiable", holds=False, needs="where"), ("(has|have) (a kink|a corner|no derivative)",), "f"),
    Wording(Has("differentiable", holds=False, needs="where"), ("([a] (kink|corner)|no derivative)",), ""),
    Wording(
        Has("saturates"),
        (
            "{does} saturate[s]",
            "{does} saturate[s] at {formula} [(or|and) [at] ({formula}|{number})]",
            "{does} (suffer|suffers) from saturation [problem|problems]",
            "{does} (have|has|show|shows) saturation [problem|problems|regions]",
            "{does} (reach|reaches) saturation",
        ),
        "fo",
    ),
    Wording(
        Has("saturates", holds=False),
        (
            "saturate[s] (neither|not) for positive nor [for] negative (inputs|values|x)",
            "saturate[s] neither in the positive nor in the negative (region|direction|regime|part)",
            "saturate[s] (in|on|at|for) neither (direction|region|side|end|sign|of its ends)",
        ),
        "fo",
    ),
    Wording(
        Has("saturates", needs="where"),
        ("{does} (flatten|flattens|level|levels) (out|off)", "{does} become[s] flat", "{is} flat"),
        "fo",
    ),
    Wording(
        Has("never-dies"),
        (
            (
                "{does} (avoid|avoids|solve|solves|fix|fixes|prevent|prevents|eliminate|eliminates) [the] dying "
                "[{name}] [neuron|unit] [problem|problems|issue|units|neurons]"
            ),
            "(has|have) no (dying|dead) [{name}] (problem|problems|issue|units|neurons|neuron problem|unit problem)",
            "no dying [{name}] [problem|problems|issue|units|neurons|neuron problem]",
            "(never|can not|will not|does not|do not|can never|will never) die[s]",
            "(does not|do not|never) (suffer|suffers) from (dying|dead) [{name}] (units|neurons|nodes)",
            (
                "(does not|do not|never) (suffer|suffers|have|has) [from] [the|a] dying [{name}] [neuron|unit] "
                "(problem|issue|phenomenon)"
            ),
            "no (neuron|unit) [ever] dies",
            "never produces dead (units|neurons)",
        ),
        "f",
    ),
    Wording(
        Has("can-die"),
        (
            "(can|may|could|might) [also] die",
            (
                "[can|may] (suffer|suffers) from [the] (dying|dead) [{name}] [neuron|unit] (problem|issue|"
                "phenomenon|units|neurons)"
            ),
            "(has|have) (the|a) dying [{name}] [neuron|unit] (problem|issue)",
        ),
        "f",
    ),
    Wording(
        Has("differentiable", holds=False, needs="where"), ("(no|undefined) derivative", "derivative undefined"), ""
    ),
    Wording(
        Has("bounded-above", holds=False), ("(has|have) no (upper bound|upper limit|maximum|maximum value)",), "fo"
    ),
    Wording(
        Has("bounded-below", holds=False), ("(has|have) no (lower bound|lower limit|minimum|minimum value)",), "fo"
    ),
    Wording(
        Has("non-negative", holds=False),
        (
            "(can|may|could) [also|even] (be|become) negative",
            (
                "(can|may|could|does) [also|even] (take|output|produce|return|have|give|yield) negative (values|"
                "outputs|numbers|activations)"
            ),
            "(takes|outputs|produces|returns|gives|yields) [also|both] negative (values|outputs|numbers)",
            (
                "(takes|outputs|produces|returns|gives|yields|has) [both] (positive and negative|negative and "
                "positive) (values|outputs|numbers)"
            ),
        ),
        "fo",
    ),
    Wording(
        Has("non-negative"),
        (
            "(never|can not|can never) (be|become|becomes|is|goes|go) negative",
            (
                "(never|can not|can never) (take|takes|output|outputs|produce|produces|return|returns) [a] "
                "negative (value|values|outputs|numbers)"
            ),
            "(is|are) (never|not ever) negative",
            "(outputs|produces|returns|gives|yields|takes) [only|always] non-negative (values|outputs|numbers)",
            "(always|only) (outputs|produces|returns|gives|yields|takes) non-negative (values|outputs|numbers)",
        ),
        "fod",
    ),
    Wording(
        Has("positive"),
        (
            (
                "(only|always) (outputs|output|produces|produce|returns|gives|yields|takes|take|has) [strictly] "
                "positive (values|outputs|numbers|output|value)"
            ),
            "(outputs|produces|returns|gives|yields|takes) (only|always) [strictly] positive (values|outputs|numbers)",
        ),
        "f",
    ),
    Wording(
        Has("derivative-nowhere-zero"),
        (
            "(is|are) (never|nowhere|not ever) [exactly|equal to] {zero}",
            "(never|nowhere) (vanishes|vanish|becomes zero|reaches zero|equals zero|is zero)",
            (
                "(never|does not ever|will never) (vanish|vanishes|become {zero}|becomes {zero}|reach {zero}|"
                "reaches {zero}|equal {zero}|equals {zero})"
            ),
            "(is|are) (non-zero everywhere|everywhere non-zero|always non-zero|non-zero for all (x|inputs))",
            "(vanishes|vanish) nowhere",
        ),
        "d",
    ),
    Wording(
        Has("derivative-nowhere-zero", needs="where"),
        ("(does not|do not) vanish", "(is|are) (non-zero|not {zero}|always non-zero)"),
        "d",
    ),
    Wording(
        Has("sparse"),
        (
            (
                "(gives|produces|induces|creates|yields|leads to|results in|introduces|promotes) sparse "
                "(activations|representations|outputs)"
            ),
            "(gives|produces|induces|creates|leads to|results in|introduces|promotes) sparsity",
        ),
        "f",
    ),
    Wording(
        Has("zero-centred"),
        (
            "(has|have|with) [a] zero-centred (output|outputs|range)",
            "{does} (produce|produces|give|gives) zero-centred (outputs|output|activations|values)",
        ),
        "f",
    ),
    Wording(Has("non-saturating"), ("(has|have) no saturation [problem|region]", "no saturation"), "f"),
    Wording(
        Has("defined-everywhere"),
        ("(accepts|takes) (any|all|every) real (number|numbers|value|values|input|inputs) as [its|an] input",),
        "f",
    ),
)
