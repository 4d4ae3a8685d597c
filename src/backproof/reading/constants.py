"""Constants of the field that lectures print with their digits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import sympy as sp

from backproof.activations import SELU
from backproof.formulas.tree import Relation, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.here import Here, Said
from backproof.reading.statements import ConstantIs, Statement
from backproof.reading.values import digits_of

_LEAST_DIGITS = 3
_OTHERS = re.compile(r"\b(?:learning|decay|momentum|dropout|regulari\w+|rate|penalty|lernrate)\b")
"""Words that make the letters constants of something else."""
_NEARLY = 0.5
"""A number that is off by more than this factor is not meant as the constant."""
_NAMES = {
    "lambda": "selu.lambda",
    "scale": "selu.lambda",
    "lambda_01": "selu.lambda",
    "alpha": "selu.alpha",
    "alpha_01": "selu.alpha",
}


@cache
def _true() -> Mapping[str, sp.Expr]:
    return {f"selu.{p.name}": p.default for p in SELU.parameters}


def constant(node: Relation, here: Here) -> Said | None:
    r"""``\lambda \approx 1.0507`` in a text on SELU; ``None`` if it is no constant that is known."""
    left, right = node.sides[0], node.sides[1]
    subject = here.scope.subject
    if (
        not isinstance(left, Symbol)
        or subject is None
        or subject.name != "selu"
        or node.operators[0] not in ("=", "approx", "defined")
    ):
        return None
    plain = f"{left.name}_{left.subscript}".rstrip("_").replace("{", "").replace("}", "")
    slug = _NAMES.get(plain)
    digits = digits_of(right)
    if slug is None or len(digits.replace(".", "").replace("-", "").lstrip("0")) < _LEAST_DIGITS:
        return None

    def read(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            again = constant(other.parse(), other)  # type: ignore[arg-type]
        except UnreadError:
            return None
        return again.statements[0] if again is not None and again.statements else None

    if _OTHERS.search(here.words) or not _NEARLY < abs(float(digits) / float(_true()[slug])) < 1 / _NEARLY:
        return None
    about = node.operators[0] == "approx" or "about" in here.words
    found = ConstantIs(
        passage=here.passage(node.start, right.end),
        function=subject,
        name=here.text[left.start : left.end],
        constant=slug,
        true=_true()[slug],
        digits=digits,
        about=about,
    )
    return Said([replace(found, again=read)])
