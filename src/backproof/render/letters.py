"""Letters that stand in for others: small figures above and below the line, and ASCII for screens that have no more."""

from __future__ import annotations

import unicodedata

_ABOVE = dict(
    zip("0123456789+−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
) | dict(zip("ABDEGHIJKLMNOPRTUVW⊤", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ", strict=True))
_BELOW = dict(zip("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_ASCII = {
    "−": "-", "′": "'", "″": "''", "‴": "'''", "·": "*", "⋅": "*", "×": "x", "≤": "<=", "≥": ">=", "≠": "!=",
    "≈": "~=", "≡": "==", "→": "->", "⟶": "->", "←": "<-", "↦": "|->", "↔": "<->", "⇒": "=>", "⟹": "=>", "⟸": "<=",
    "⇔": "<=>", "⟺": "<=>", "∞": "inf", "√": "sqrt", "∂": "d", "∇": "grad", "∑": "sum", "∏": "prod", "∫": "int",
    "∈": "in", "∉": "not in", "⊆": "within", "⊂": "within", "∪": "or", "∩": "and", "±": "+-", "∓": "-+", "‖": "||",
    "…": "...", "⋯": "...", "∝": "~", "≪": "<<", "≫": ">>", "∘": "o", "⊙": "(.)", "⊕": "(+)", "⊤": "T",
    "\N{NO-BREAK SPACE}": " ", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "²": "^2", "³": "^3",
    "─": "-", "│": "|", "┤": "+", "└": "+", "λ": "lambda", "Λ": "Lambda",
}  # fmt: skip
_LONGEST = 6


def above(text: str) -> str | None:
    """Text in letters above the line, if it is short and all of them exist."""
    return _small(text, _ABOVE)


def below(text: str) -> str | None:
    """Text in letters below the line, if it is short and all of them exist."""
    return _small(text, _BELOW)


def in_ascii(text: str) -> str:
    """Text in ASCII: the names of Greek letters, and what programmers write for signs."""
    return "".join(c if c.isascii() else _plain(c) for c in text)


def _small(text: str, letters: dict[str, str]) -> str | None:
    text = text.replace(" ", "")
    return "".join(letters[c] for c in text) if 0 < len(text) <= _LONGEST and set(text) <= letters.keys() else None


def _plain(character: str) -> str:
    if character in _ASCII:
        return _ASCII[character]
    simple = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    if simple:
        return simple
    words = unicodedata.name(character, "").split()
    if words[:1] == ["GREEK"] and "LETTER" in words:
        name = words[words.index("LETTER") + 1].lower()
        return name.capitalize() if "CAPITAL" in words else name
    return "" if unicodedata.combining(character) else "?"
