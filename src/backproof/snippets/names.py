"""What the name of a function or of a class in code says: ``my_sigmoid_derivative`` is about the sigmoid."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backproof.reading.known import Function, named
from backproof.snippets.vocabulary import names

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NOISE = names(
    "my fn func function activation activate act np numpy torch tf tensorflow jax jnp keras scalar vectorized "
    "vectorised vector stable safe simple naive custom compute calc calculate get the v manual basic forward "
    "numerically py python call eval evaluate impl implementation layer op elementwise 0 1 2 3"
)
_DERIVATIVE = names(
    "derivative derivatives derivate deriv der prime grad gradient gradients d dx dz dv diff differential backward "
    "backprop bprop jacobian"
)
_SECOND = names("second 2nd twice double")
_APPROXIMATE = names("approx approximate approximation quick fast exact tanh")
_WEAK = names("step ramp logistic threshold sign absolute identity unit id")
_FLAG = re.compile(r"(?:is_|return_|compute_|use_|as_)?(?:d|dx|deriv\w*|der|prime|grad\w*|diff|differentiate|backward)")
_UPSTREAM = re.compile(r"d(?:_?out\w*|[A-Z]\w*|y|a|h|_?values|_[lL]\w*|_y|_a)|\w*grad\w*|upstream\w*|deltas?|error|g")
_OUTPUT = re.compile(r"a|A|h|y|s|o|out\w*|act\w*|y_?hat|sig\w*|tanh\w*|\w*_output|fx|f_x|value")


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says.

    Parameters
    ----------
    function
        The function of the field.
    order
        0 for the function, 1 for its derivative, 2 for the second.
    weak
        Whether the name is a word with other meanings too, so that something else under it is not wrong.
    """

    function: Function
    order: int
    weak: bool


def read_name(name: str) -> Named | None:
    """The function, or the derivative of a function, that a name speaks of; ``None`` if it speaks of none."""
    if (whole := named(name)) is not None:
        return Named(whole, 0, name.lower().strip("_") in _WEAK)
    words = [w.lower() for w in _WORD.findall(name)]
    rest = [w for w in words if w not in _DERIVATIVE | _NOISE | _SECOND]
    order = int(len(rest) < len([w for w in words if w not in _NOISE | _SECOND]))
    order += bool(order and (_SECOND & set(words) or words.count("prime") == 2))
    found = named(" ".join(rest)) or _without(rest, _APPROXIMATE, "gelu")
    if found is None and rest and rest[0].startswith("d") and (found := named(" ".join([rest[0][1:], *rest[1:]]))):
        order += 1
    if found is None or order > 2:
        return None
    return Named(found, order, bool(set(rest) & _WEAK))


def _without(words: list[str], noise: frozenset[str], only: str) -> Function | None:
    found = named(" ".join(w for w in words if w not in noise))
    return found if found is not None and found.name == only else None


def is_flag(name: str) -> bool:
    """Whether an argument asks for the derivative."""
    return _FLAG.fullmatch(name.lower()) is not None


def is_upstream(name: str) -> bool:
    """Whether an argument is a gradient that comes from above."""
    return _UPSTREAM.fullmatch(name) is not None


def is_output(name: str) -> bool:
    """Whether an argument may be called so because it is the function's output."""
    return _OUTPUT.fullmatch(name) is not None
