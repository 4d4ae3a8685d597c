"""Formulas in running text: claims write ``e^-x`` and ``alpha <= 1``, and a page shows what is meant by it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_LETTERS = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "omega": "ω",
    "pi": "π",
    "sigma": "σ",
    "tau": "τ",
    "inf": "∞",
}
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "->": "→"}
_NUMBER = r"\w+(?:\.\w+)?"
_MINUS = (
    re.compile(r"(?<=[\w)\]|'²]) - (?=[\w(|√∞])"),  # between two terms
    re.compile(r"(?<![\w)\]|'-])-(?=[\w(|√∞])"),  # before one
)
_NAME = re.compile(rf"\b({'|'.join(_LETTERS)})\b(?!-)")
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_ROOT = re.compile(r"\bsqrt\((\w+)\)|\bsqrt(?=\()")
_TIMES = re.compile(r"(?<=[\w'])\*(?=[\w(√])|(?<=\))\*(?=[^\W\d]|[(√])")
_POWER = re.compile(rf"\^(?:\(([^()]*)\)|([-−]?(?:\d*\|\w+\||{_NUMBER})))")
_INDEX = re.compile(r"\b(fan|d?[a-zA-Z])_(in|out|[a-zA-Z]|\d{1,3})\b")


def prose(text: str) -> Markup:
    """``text`` with powers raised, indices lowered, and letters and signs as mathematics writes them; escaped.

    Only what is a formula by its form is touched: words stay words, and so does what is not understood.
    """
    shown = _NAME.sub(lambda m: _LETTERS[m[1]], text)
    shown = _SIGN.sub(lambda m: _SIGNS[m[0]], shown)
    shown = _ROOT.sub(lambda m: f"√{m[1] or ''}", shown)
    shown = _TIMES.sub("·", shown)
    for minus, sign in zip(_MINUS, (" − ", "−"), strict=True):
        shown = minus.sub(sign, shown)
    html = str(escape(shown)).replace("&#39;", "'")  # an apostrophe is harmless between tags
    html = _POWER.sub(lambda m: f"<sup>{(m[1] or m[2]).replace('-', '−')}</sup>", html)
    return Markup(_INDEX.sub(r"\1<sub>\2</sub>", html))  # noqa: S704  (escaped above)
