"""The functions that lectures name: the catalogue's activations, and others that a text may define."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import sympy as sp

from backproof.activations import ACTIVATIONS, Activation, X

SLOPE = sp.Symbol("a", real=True)
SCALE = sp.Symbol("alpha", positive=True)
SHARPNESS = sp.Symbol("beta", positive=True)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of one variable, as the field knows it or as a text defines it.

    Parameters
    ----------
    name
        The catalogue's slug, or a slug of the same kind for others of the field, or the letter that a text gives it.
    title
        How messages call it.
    definition
        In :data:`backproof.activations.X` and parameters.
    variants
        Other definitions that are established under the same name; each is right.
    names
        How texts call it, lower case, blanks for hyphens.
    activation
        Its entry in the catalogue.
    of_the_field
        False for one that only the text knows.
    """

    name: str
    title: str
    definition: sp.Expr
    variants: tuple[sp.Expr, ...] = ()
    names: tuple[str, ...] = ()
    activation: Activation | None = None
    of_the_field: bool = True

    @property
    def definitions(self) -> tuple[sp.Expr, ...]:
        """All that are right under this name."""
        return (self.definition, *self.variants)

    @property
    def parameters(self) -> tuple[sp.Symbol, ...]:
        """Of all its definitions, in alphabetical order."""
        return _parameters(self.definitions)


@lru_cache(maxsize=1024)
def _parameters(definitions: tuple[sp.Expr, ...]) -> tuple[sp.Symbol, ...]:
    free = set[sp.Symbol]().union(*(d.free_symbols for d in definitions))
    return tuple(sorted(free - {X}, key=lambda s: str(s.name)))


def _piecewise(left: sp.Expr, right: sp.Expr) -> sp.Expr:
    return sp.Piecewise((right, X > 0), (left, True))


_SIGMOID = 1 / (1 + sp.exp(-X))
_CUBE = sp.Rational(44715, 1000000)
_VARIANTS: dict[str, tuple[sp.Expr, ...]] = {
    "leaky-relu": tuple(_piecewise(slope * X, X) for slope in sp.sympify(["1/100", "1/10", "1/5", "3/10"])),
    "silu": (X / (1 + sp.exp(-SHARPNESS * X)),),
    "softplus": (sp.log(1 + sp.exp(SHARPNESS * X)) / SHARPNESS,),
    "elu": (_piecewise(sp.exp(X) - 1, X),),
    "gelu": (
        X / 2 * (1 + sp.tanh(sp.sqrt(2 / sp.pi) * (X + _CUBE * X**3))),
        X / (1 + sp.exp(-sp.Rational(1702, 1000) * X)),
    ),
    "identity": (SLOPE * X,),
}
_ALSO: dict[str, tuple[str, ...]] = {
    "sigmoid": (
        "sigmoid",
        "sigmoid function",
        "logistic sigmoid function",
        "logistic neuron",
        "sigmoid neuron",
        "sigm",
    ),
    "tanh": (
        "tanh",
        "hyperbolic tangent function",
        "tan h",
        "tangente hyperbolique",
        "tangente hiperbólica",
        "tangens hyperbolicus",
    ),
    "relu": ("relu", "rectified linear", "rectified linear units", "relus", "rectifier function"),
    "leaky-relu": ("leaky relu", "leakyrelu", "leaky rectified linear unit", "lrelu", "leaky relus"),
    "prelu": ("prelu", "parametric relu", "parameterized relu", "parametrised relu", "parametrized relu"),
    "elu": ("elu", "exponential linear", "exponential linear units"),
    "selu": ("selu", "scaled elu", "scaled exponential linear units"),
    "softplus": ("softplus", "soft plus"),
    "silu": ("silu", "swish", "swish function", "sigmoid weighted linear unit"),
    "gelu": ("gelu", "gaussian error linear units", "gelus"),
    "identity": ("identity", "identity function", "linear activation", "linear function", "identity activation"),
}


def _known(activation: Activation) -> Function:
    names = {activation.name, activation.title, *activation.aliases, *_ALSO.get(activation.name, ())}
    if activation.name == "identity":
        names -= {"linear", "id"}  # words of every other sentence
    if activation.name == "sigmoid":
        names -= {"sigma"}  # a letter, bound by context
    tidy = tuple(sorted({n.lower().replace("-", " ") for n in names}))
    variants = _VARIANTS.get(activation.name, ())
    return Function(activation.name, activation.title, activation.definition, variants, tidy, activation)


_OTHERS = (
    Function(
        "step",
        "step function",
        sp.Heaviside(X, 1),
        (sp.Heaviside(X, 0), sp.Heaviside(X, sp.Rational(1, 2))),
        (
            "step",
            "step function",
            "heaviside",
            "heaviside step function",
            "binary step",
            "unit step",
            "threshold function",
            "binary step function",
            "heaviside function",
        ),
    ),
    Function("sign", "sign function", sp.sign(X), (), ("sign function", "signum", "sgn")),
    Function("softsign", "softsign", X / (1 + sp.Abs(X)), (), ("softsign", "soft sign")),
    Function("mish", "Mish", X * sp.tanh(sp.log(1 + sp.exp(X))), (), ("mish",)),
    Function("relu6", "ReLU6", sp.Min(sp.Max(0, X), 6), (), ("relu6", "relu 6")),
    Function("hard-tanh", "hard tanh", sp.Max(-1, sp.Min(1, X)), (), ("hard tanh", "hardtanh")),
    Function(
        "hard-sigmoid",
        "hard sigmoid",
        sp.Max(0, sp.Min(1, X / 5 + sp.Rational(1, 2))),
        (sp.Max(0, sp.Min(1, X / 6 + sp.Rational(1, 2))), sp.Max(0, sp.Min(1, (X + 1) / 2))),
        ("hard sigmoid", "hardsigmoid"),
    ),
    Function(
        "hard-swish",
        "hard swish",
        X * sp.Max(0, sp.Min(1, X / 6 + sp.Rational(1, 2))),
        (),
        ("hard swish", "hardswish", "h swish"),
    ),
    Function("arctan", "arctan", sp.atan(X), (), ("arctan", "arc tangent", "arctangent")),
    Function("celu", "CELU", _piecewise(SCALE * (sp.exp(X / SCALE) - 1), X), (), ("celu",)),
    Function("log-sigmoid", "log-sigmoid", -sp.log(1 + sp.exp(-X)), (), ("log sigmoid", "logsigmoid")),
    Function("tanhshrink", "tanhshrink", X - sp.tanh(X), (), ("tanhshrink", "tanh shrink")),
    Function(
        "absolute", "absolute value", sp.Abs(X), (), ("absolute value activation", "absolute value rectification")
    ),
)


NORMAL_CDF = Function("normal-cdf", "standard normal distribution function", (1 + sp.erf(X / sp.sqrt(2))) / 2)
NORMAL_DENSITY = Function("normal-density", "standard normal density", sp.exp(-(X**2) / 2) / sp.sqrt(2 * sp.pi))
"""What GELU is made of; letters only, no names."""


@cache
def functions() -> tuple[Function, ...]:
    """All functions of the field, the catalogue's first."""
    return (*(_known(a) for a in ACTIVATIONS), *_OTHERS)


def canonical(name: str) -> Function:
    """The function of the field with a slug."""
    return next(f for f in (*functions(), NORMAL_CDF, NORMAL_DENSITY) if f.name == name)


@cache
def _by_name() -> dict[str, Function]:
    return {name: f for f in functions() for name in f.names}


@cache
def _mention() -> re.Pattern[str]:
    names = sorted(_by_name(), key=len, reverse=True)
    spelled = "|".join(re.escape(n).replace(r"\ ", r"[\s_-]*") for n in names)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{spelled})(?![A-Za-z0-9])", re.IGNORECASE)


_OTHER = re.compile(r"[\s-]*(?:loss|regression|cost|classifier|model|cross|growth|distribution)\b", re.IGNORECASE)
"""Words behind a function's name that make it the name of something else."""
_ALTERED = re.compile(
    r"\b(?:bipolar|bent|(?:re)?scaled|shifted|stretched|translated|clipped|capped|squared|noisy|randomi[sz]ed|concatenated|"
    r"thresholded|threshold|generali[sz]ed|modified|steeper|penali[sz]ed|inverse|double|quanti[sz]ed|"
    r"skaliert\w*|verschoben\w*|verallgemeinert\w*)[\s-]+$",
    re.IGNORECASE,
)
"""Words in front of a function's name that make it the name of another function."""
_IS_A = re.compile(r"\b(?:is|are|as|just)\s+(?:\w+\s+){0,2}?(?:an?\s+)(?:\w+\s+and\s+)?$", re.IGNORECASE)
"""Words in front of such a name that say what the function that a text is about is made of."""
_FAR = 120
"""No words in front of a name begin farther from it."""


def named(text: str) -> Function | None:
    """The function of the field that a word or a few words name; ``None`` if it is none."""
    return _by_name().get(re.sub(r"[\s_-]+", " ", text).strip().lower()) or _squeezed().get(
        re.sub(r"[\s_-]+", "", text).lower()
    )


@cache
def _squeezed() -> dict[str, Function]:
    return {name.replace(" ", ""): f for name, f in _by_name().items()}


def mentions(text: str) -> Iterator[tuple[int, int, Function]]:
    """The functions that a text names, with the places of their names; the longest name wins."""
    for match in _mention().finditer(text):
        found = named(match[0])
        if found is None or _OTHER.match(text, match.end()) or _altered(text, match.start()):
            continue
        yield match.start(), match.end(), found


def alters(text: str) -> bool:
    """Whether a text turns to a function that is made of one of the field, such as "scaled tanh"."""
    found = (_altered(text, match.start()) for match in _mention().finditer(text))
    return any(m is not None and not _IS_A.search(text, max(0, m.start() - _FAR), m.start()) for m in found)


def _altered(text: str, end: int) -> re.Match[str] | None:
    return _ALTERED.search(text, max(0, end - _FAR), end)
