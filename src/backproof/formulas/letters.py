"""What the characters of Unicode mean: letters, signs, and small digits above and below the line."""

from __future__ import annotations

import unicodedata

_GREEK_NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi
omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega phi epsilon theta sigma rho pi mu Delta
"""
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩϕϵϑςϱϖµ∆",
        _GREEK_NAMES.split(),
        strict=True,
    )
) | {"∞": "infinity", "ℓ": "l", "Ω": "Omega", "∅": "emptyset"}

RELATIONS = {
    "=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≦": "<=", "≧": ">=", "≠": "!=",
    "≪": "<<", "≫": ">>", "≈": "approx", "≃": "approx", "≅": "approx", "∝": "propto", "∼": "~", "≡": "equiv",
    "≔": "defined", "≝": "defined", "≜": "defined", "∈": "in", "∉": "notin", "⊂": "subset", "⊆": "subset", "→": "to",
    "⟶": "to", "⇒": "implies", "⟹": "implies", "⇔": "iff", "⟺": "iff", "↦": "mapsto", "⟼": "mapsto", "←": "from",
    "⟵": "from",
}  # fmt: skip

SIGNS = {
    "+": "+", "-": "-", "−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "－": "-", "±": "+-", "∓": "-+", "＋": "+",
}  # fmt: skip

TIMES = {
    "*": "*", "·": "*", "⋅": "*", "×": "*", "∗": "*", "∙": "*", "⊙": "odot", "∘": "circ", "@": "@", "∪": "cup",
    "∩": "cap", "∖": "setminus", "⨀": "odot", "✕": "*",
}  # fmt: skip

SLASHES = {"/": "/", "÷": "/", "∕": "/", "⁄": "/"}

PRIMES = {"'": 1, "’": 1, "′": 1, "´": 1, "‘": 1, '"': 2, "″": 2, "”": 2, "‴": 3}

BRACKETS = {
    "(": ("open", "("), ")": ("close", ")"), "[": ("open", "["), "]": ("close", "]"), "⟨": ("open", "⟨"),
    "⟩": ("close", "⟩"), "⌊": ("open", "⌊"), "⌋": ("close", "⌋"), "⌈": ("open", "⌈"), "⌉": ("close", "⌉"),
    "|": ("bar", "|"), "‖": ("bar", "‖"), "∣": ("bar", "|"), "∥": ("bar", "‖"),
    "（": ("open", "("), "）": ("close", ")"),
}  # fmt: skip

SEPARATORS = {",": "comma", ";": "semicolon", ":": "colon", ".": "stop", "?": "question", "，": "comma", "、": "comma"}

BIG = {"∑": "sum", "∏": "prod", "∫": "int"}

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣʸᶻⁿⁱʲᵏˡᵐᵃᵇᵗᵀ⁼ᵉᶜ", "0123456789+-()xyznijklmabtT=ec", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₓₙᵢⱼₖₗₘₐₜₑₒₚₛᵣᵤᵥₕ", "0123456789+-()xnijklmateopsruvh", strict=True))

FRACTIONS = frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅒")

MARKS = {
    "\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u20d7": "vec", "\u0307": "dot",
    "\u0308": "ddot",
}  # fmt: skip
"""Marks that stand behind the letter over which they are set."""

BLANKS = frozenset("\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\ufe0f")
"""Characters that nobody sees."""


def letter(character: str) -> tuple[str, str, str] | None:
    """The name, the font and the accent of a character that is a letter, or ``None``."""
    if character in GREEK:
        return GREEK[character], "", ""
    shape = unicodedata.name(character, "")
    plain = unicodedata.normalize("NFKC", character)
    if (
        len(plain) == 1
        and plain != character
        and ("MATHEMATICAL" in shape or "DOUBLE-STRUCK" in shape or "SCRIPT" in shape)
    ):
        font = "blackboard" if "DOUBLE-STRUCK" in shape else ""
        font = font or (
            "calligraphic" if "SCRIPT" in shape or "FRAKTUR" in shape else "bold" if "BOLD" in shape else ""
        )
        return GREEK.get(plain, plain), font, ""
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in MARKS:
        return parts[0], "", MARKS[parts[1]]
    return None
