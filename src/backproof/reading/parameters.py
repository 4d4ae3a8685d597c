r"""What a text restricts a parameter to: "for $0 < \alpha < 1$", "where $\alpha$ is a small positive constant"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import sympy as sp

from backproof.activations import X
from backproof.documents.model import Block, PieceKind
from backproof.reading.comparisons import NUMBER, relations, small, words
from backproof.reading.known import Function, mentions
from backproof.reading.statements import Defines, DerivativeIs, Equals, Statement, ValueAt
from backproof.reading.tone import SENTENCE_END

Given = tuple[str, sp.Set | None, bool]
"""A letter, the numbers that it may be (``None`` if that is not understood), and whether this is said right beside."""

_SIGNS = (
    (r"\\leq?(?:slant)?(?![a-zA-Z])|⩽|<=", "≤"),
    (r"\\geq?(?:slant)?(?![a-zA-Z])|⩾|>=", "≥"),
    (r"\\(?:lt|ll)(?![a-zA-Z])|≪|<<", "<"),
    (r"\\(?:gt|gg)(?![a-zA-Z])|≫|>>", ">"),
    (r"\\in(?![a-zA-Z])", "∈"),
    (r"\\(?:approx|sim|colon)(?![a-zA-Z])|≈|:=", "="),
    (r"\\infty(?![a-zA-Z])", "∞"),
    (r"\\mathbb\s*\{?R\}?\s*\^?\s*\{?[+>]\}?|ℝ\+", "(0, ∞)"),
    (r"\\mathbb\s*\{?R\}?|ℝ", "(-∞, ∞)"),
    (r"\\(?:quad|qquad|left|right|text|mathrm|[,;:! ])|[{}*_`]", " "),
    ("−", "-"),
    (r"\bzero\b", "0"),
    (r"\b(?:one|unity)\b", "1"),
)
_POWER = re.compile(r"(?:1\s*\\(?:cdot|times)\s*)?10\s*\^\s*\{?\s*[-−]\s*([1-9])\s*\}?")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{?\s*(\d+)\s*\}?\s*\{?\s*(\d+)\s*\}?")
_MATH = re.compile(r"\$\$?([^$]+)\$\$?|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "lambda": "λ", "rho": "ρ", "epsilon": "ε"}
_FURTHER = re.compile(
    rf"[<>≤≥∈≠]|\\(?:neq?|notin)\b|(?<![\w.]){NUMBER}|\b(?:less|smaller|larger|greater|bigger|below|above|between|"
    r"at most|at least|exceeds?|large|big|small|tiny|fraction|close|near|drawn|sampled|restricted|"
    r"constrained|bounded|negative)\b",
    re.IGNORECASE,
)
"""What restricts a letter if it stands near it."""
_NEGATED = re.compile(r"\b(?:not|never|no|unless|except|without|cannot|nor)\b|n't\b|\\not\b", re.IGNORECASE)
_AROUND = 50
_GOES_ON = re.compile(r"\s*(?:where|with|here|for|in which)\b", re.IGNORECASE)


def letters_of(statement: Statement) -> tuple[str, ...]:
    """The letters besides x in the formulas of a statement whose truth may depend on them."""
    if not isinstance(statement, Defines | DerivativeIs | Equals | ValueAt):
        return ()
    formulas = (getattr(statement, name, None) for name in ("of", "printed", "left", "right"))
    letters = set[sp.Symbol]().union(*(f.free_symbols for f in formulas if isinstance(f, sp.Basic)))
    return tuple(sorted({str(s.name) for s in letters - {X}}))


def with_restrictions(statement: Statement, block: Block, above: str, behind: str) -> Statement:
    """A statement with what its block restricts its letters to, or the words right above and the block behind do."""
    letters = letters_of(statement)
    if not letters or not block.pieces:
        return statement
    before, rest = around(block, statement.passage.start, statement.passage.end)
    before = before if len(SENTENCE_END.split(before)) > 1 else f"{above} {before}"
    sentence, others = sentences(before, rest, behind)
    return replace(statement, restricted=given(letters, sentence, [s for s in others if not _of_another(s, statement)]))


def _of_another(sentence: str, statement: Statement) -> bool:
    """Whether a sentence names functions, and not the one that a statement is about."""
    named = {f.name for _, _, f in mentions(sentence)}
    return bool(named) and (statement.function is None or statement.function.name not in named)


def only_restrictions(found: Sequence[Statement], about: Function | None) -> Callable[[str], bool]:
    """Tells the formulas that only restrict a letter of some statements, or of the function that a text is about."""
    letters = {letter for s in found for letter in letters_of(s)}
    for function in (about, *(s.function for s in found)):
        if function is not None and function.parameters:
            letters |= {"alpha", *(str(p.name) for p in function.parameters)}
    return lambda formula: only_restricts(sorted(letters), formula)


def given(letters: Sequence[str], sentence: str, others: Sequence[str]) -> tuple[Given, ...]:
    """What is said of the letters of a formula.

    Parameters
    ----------
    letters
        Names of symbols: ``"alpha"``, ``"a"``.
    sentence
        The formula's own sentence, without the formula.
    others
        Sentences before and behind it, which count where its own says nothing.
    """
    found = []
    for letter in letters:
        own = list(_said(letter, sentence))
        said = own or [s for text in others for s in _said(letter, text)]
        if said:
            found.append((letter, _met(said), len(own) == 1 and _directly(letter, sentence)))
    return tuple(found)


def only_restricts(letters: Sequence[str], formula: str) -> bool:
    """Whether a formula says nothing but which numbers a letter may be."""
    return any(
        re.fullmatch(rf"\s*(?:{pattern.pattern})[\s.,;]*", _signs(formula, letter))
        for letter in letters
        for pattern, _ in relations(_name(letter))
    )


def around(block: Block, start: int, end: int) -> tuple[str, str]:
    """What a block says in front of a stretch of the source and behind it, its formulas between dollar signs."""
    before, behind = [], []
    for piece in block.pieces:
        mark = "$" if piece.kind is PieceKind.MATH else ""
        left = "".join(c for c, at in zip(piece.text, piece.offsets, strict=False) if at < start)
        right = "".join(c for c, at in zip(piece.text, piece.offsets, strict=False) if at >= end)
        before.append(f"{mark}{left}{mark}" if left.strip() else left)
        behind.append(f"{mark}{right}{mark}" if right.strip() else right)
    return "".join(before), "".join(behind)


def sentences(before: str, behind: str, next_block: str) -> tuple[str, list[str]]:
    """The sentence that a formula stands in, without it, and the others around it that ask nothing."""
    first, last = SENTENCE_END.split(before), SENTENCE_END.split(behind)
    others = [*first[:-1], *last[1:]]
    if _GOES_ON.match(next_block):
        others.append(SENTENCE_END.split(next_block)[0])
    return f"{first[-1]} ; {last[0]}", [s for s in others if not s.rstrip().endswith("?")]


def _directly(letter: str, sentence: str) -> bool:
    """Whether nothing but a restriction of the letter follows a formula, or opens its sentence."""
    plain = _prose(sentence, letter)
    relation = "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for pattern, _ in relations(_name(letter)))
    behind = rf"[^;]*;[\s,(]*(?:(?:for|with|where|when|if|provided(?: that)?)\s+)?(?:{relation})[\s).,:]*"
    in_front = rf"\s*(?:for|with|if|when|let)\s+(?:{relation})\s*,[^,]*;[\s).,:]*"
    return any(re.fullmatch(pattern, plain, re.IGNORECASE) for pattern in (behind, in_front))


def _met(said: Sequence[sp.Set | None]) -> sp.Set | None:
    """The numbers that meet all that is said; of single values each may be meant."""
    sets = [s for s in said if s is not None]
    if len(sets) < len(said):
        return None
    values = [s for s in sets if isinstance(s, sp.FiniteSet)]
    bounds = sp.Intersection(sp.S.Reals, *(s for s in sets if not isinstance(s, sp.FiniteSet)))
    if not values:
        return bounds if bounds != sp.S.EmptySet else None
    either = sp.Union(*values)
    return either if either.is_subset(bounds) else None


def _said(letter: str, text: str) -> Iterator[sp.Set | None]:
    """What a text says of a letter, one thing after the other; ``None`` for what is not understood."""
    name = _name(letter)
    rest = _prose(text, letter)
    if re.search(name, rest) is None:
        return
    for pattern, meaning in (small(name), *relations(name), *words(name)):
        for match in pattern.finditer(rest):
            around = rest[max(0, match.start() - _AROUND) : match.end()]
            yield None if _NEGATED.search(around) else meaning(match)
        rest = pattern.sub(" § ", rest)
    for match in re.finditer(name, rest):
        before = re.split(r"[;:§]", rest[max(0, match.start() - _AROUND) : match.start()])[-1]
        behind = re.split(r"[;:§]", rest[match.end() : match.end() + _AROUND])[0]
        if _FURTHER.search(before) or _FURTHER.search(behind):
            yield None


def _prose(text: str, letter: str) -> str:
    """A text in plain signs, without the formulas that are more than a letter or what restricts it."""
    return _signs(_MATH.sub(lambda m: _kept(m, letter), text), letter)


def _kept(match: re.Match[str], letter: str) -> str:
    formula = next(g for g in match.groups() if g is not None)
    plain, name = _signs(formula, letter), _name(letter)
    of_it = re.search(rf"{name}\s*[<>≤≥∈≠,]|[<>≤≥]\s*{name}", plain)
    others = re.search(r"[A-Za-zα-ω\\]", re.sub(name, "", plain))
    if plain.strip() == letter:
        return f" ⟨{letter}⟩ "
    return f" {formula} " if of_it or not others else " § "


def _signs(text: str, letter: str) -> str:
    greek = _GREEK.get(letter)
    if greek is not None:
        text = re.sub(rf"\\?(?<![A-Za-z]){letter}(?![A-Za-z])", greek, text)
    text = _POWER.sub(lambda m: f"0.{'0' * (int(m[1]) - 1)}1", text)
    text = _FRACTION.sub(r"\1/\2", text)
    for written, sign in _SIGNS:
        text = re.sub(written, sign, text, flags=re.IGNORECASE if written.startswith(r"\b") else 0)
    return text


@cache
def _name(letter: str) -> str:
    """A pattern for the letter; a word of one letter, such as "a", counts in a formula or beside a sign only."""
    greek = _GREEK.get(letter)
    if greek is not None:
        return rf"{greek}(?![\w(])"
    alone = rf"(?<![\w\\'⟨]){re.escape(letter)}(?![\w('⟩])"
    return rf"⟨{re.escape(letter)}⟩|{alone}(?=\s*[<>≤≥∈=])|(?<=[<≤>≥])\s*{alone}"
