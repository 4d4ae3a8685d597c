"""The words that a formula may contain as names, though they are written as a run of letters."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


FUNCTIONS = _set(
    """
    exp log ln lg log2 log10 log1p expm1 sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos
    arctan arcsinh arccosh arctanh arsinh arcosh artanh asin acos atan asinh acosh atanh erf erfc erfinv sqrt
    cbrt sigmoid logistic softplus softsign softmax softmin logsigmoid logsoftmax logsumexp lse relu prelu lrelu
    rrelu elu selu celu gelu silu swish mish hardswish hardtanh hardsigmoid relu6 crelu leakyrelu tanhshrink
    softshrink hardshrink threshold heaviside maxout swiglu geglu glu squareplus bentidentity hswish hsigmoid
    expit logit leaky_relu hard_tanh hard_sigmoid hard_swish log_softmax log_sigmoid soft_plus soft_sign sgn
    sign signum abs relun bce mse sinc gaussian
    """
)
"""Functions of one argument, in small letters."""

OTHERS = _set(
    """
    max min maximum minimum argmax argmin lim limsup liminf sup det diag tr rank clip clamp round floor ceil
    ceiling arg trace var variance cov covariance corr std mean avg average median mode stddev sd prob pr
    kl gain limit bound fan fan_in fan_out fan_avg fan_mode fanin fanout num_in num_out num_inputs num_outputs
    in_features out_features uniform normal randn rand loss cost error err net sum prod grad gradient slope
    negative_slope bias weight weights input output inputs outputs const range domain step unif bernoulli
    identity linear id lr dim deg ker gcd lcm mod sig
    """
)
"""Words that are no functions of one number: statistics, bounds, sizes of layers."""

WORDS = FUNCTIONS | OTHERS

PROSAIC = _set(
    """
    loss cost error err net sum grad gradient slope bias weight weights input output inputs outputs range domain step
    uniform normal identity linear mean average median mode limit bound gain prod threshold gaussian round variance
    covariance correlation const abs sign sig logistic maximum minimum floor clip clamp trace rank fan
    """
)
"""Words of the table that are prose as well."""

LIMITED = frozenset({"max", "min", "sup", "inf", "lim", "limsup", "liminf", "argmax", "argmin", "maximum", "minimum"})
"""Words that become a :class:`~backproof.formulas.tree.Big` when something stands below them."""

SUBSCRIPTS = _set(
    """
    in out avg new old max min true pred hid hidden next prev best init eff tot total data model loc train test
    val input output inputs outputs fan unif norm lin pos neg left right net relu elu selu tanh sigmoid softmax
    """
)
"""Runs of letters that are one index when they stand behind ``_`` without braces."""

KEYWORDS = {
    "if": "if",
    "elif": "if",
    "for": "for",
    "when": "when",
    "whenever": "when",
    "where": "where",
    "otherwise": "otherwise",
    "else": "otherwise",
    "elsewhere": "otherwise",
    "then": "then",
    "and": "and",
    "or": "or",
    "with": "with",
    "as": "as",
    "at": "at",
    "forall": "forall",
    "falls": "if",
    "wenn": "if",
    "si": "if",
    "se": "if",
    "pour": "for",
    "sonst": "otherwise",
    "sinon": "otherwise",
    "autrement": "otherwise",
    "altrimenti": "otherwise",
}
"""Words that join statements, and what they are called in the tree."""

SHORT = frozenset({"or", "as", "at", "si", "se"})
"""Joining words which could be products of letters, so that they count only in plain text."""

PROSE = _set(
    """
    is are was be been the of to by we us it its so not no on an this that these those has have from into than
    then thus hence therefore because since let here there each every any all some such which while but also
    only very more less most same new old both one two three zero value values function functions derivative
    output outputs high low large small close near far about between positive negative greater smaller equal
    equals always never get gets got gives given give means mean note see use using used can could will would
    may might must do does did
    """
)
"""Words of prose that are no names of anything."""

FILLERS = _set(
    """
    let so thus hence therefore since because then now here note recall and but also
    """
) | {
    "note that", "we get", "we have", "we see", "it follows", "it follows that", "so that", "this gives", "i.e.",
    "e.g.",
    "that is", "let us", "suppose", "assume", "assuming", "given", "recall that",
}  # fmt: skip
"""What may stand before a whole statement without changing it."""

GREEK = _set(
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi
    psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    """
)

CODE = frozenset(
    {"np", "numpy", "math", "torch", "tf", "nn", "jax", "jnp", "scipy", "keras", "F", "K", "sp", "special"}
)
"""What a dotted name of program code begins with."""


def is_word(run: str) -> bool:
    """Whether a run of letters is a well-known word, however it is capitalised."""
    return run.lower() in WORDS


def fan(name: str) -> str:
    """The spellings of ``fan_in`` and ``fan_out`` brought to one; other names stay."""
    plain = name.lower().replace("-", "").replace("_", "").replace(" ", "")
    return {"fanin": "fan_in", "fanout": "fan_out", "fanavg": "fan_avg"}.get(plain, name)
