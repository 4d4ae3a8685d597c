"""What the words around a formula say of it: its subject, its role, its condition and its tone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from backproof.documents.model import Block, Piece, PieceKind
from backproof.reading import conditions
from backproof.reading.context import text_of
from backproof.reading.known import mentions
from backproof.reading.naming import functions_in, in_sentence, named_behind, nobody, scheme_of
from backproof.reading.scope import Scope
from backproof.reading.statements import Defines, DerivativeIs, Equals, InitialisesWith, LiesIn, Statement
from backproof.reading.titles import role_of
from backproof.reading.tone import HEDGES, IN_FLOATS, SENTENCE_END, SUPPOSED, WANTED

_FORMULA = re.compile("\x00[^\x00]*\x00")
"""A formula among the words around another."""
_WAY = re.compile(r"\x00\s*[a-z]\s*(?:\\to|\\rightarrow|→)\s*[-+−]?\s*(?:\\infty|∞|0)\s*\x00")
"""A formula that says along which way something tends."""
_EACH = re.compile(r"\b(?:respectively|resp\.|beziehungsweise|bzw\.|respectivement|respectivamente)", re.IGNORECASE)
"""Words of a sentence that says one thing of each of several functions, in their order."""
_BY_SCHEME = re.compile(
    r"^(\s*)\((?=(?:He|Kaiming|Xavier|Glorot|LeCun)(?: et al\.?)?(?: (?:init\w*|normal|uniform))?(?:,? \d{4})?\))"
)
"""What opens a bracket right behind a formula that names the scheme it belongs to."""
_FAR = 200
"""Characters of the sentence before that a formula on lines of its own goes on from."""
_LABEL = re.compile(r"(?:^|[.;,(]\s*|\s)([^.;,()]{0,60}?)\s*(?::|=|→|->|\bis(?: given by)?|\bby)\s*$")
_GIVEN_NAME = re.compile(
    r"[\s*•-]*(?:(?:the|a|an)\s+)?(?P<name>\S.{1,40}?)(?:\s+is(?:\s+defined)?(?:\s+(?:as|by|given by))?|\s+computes|"
    r":)\s*:?\s*",
    re.IGNORECASE,
)
_NOUN = re.compile(r"[\s*_]*(?:(?:activation|function|unit)[\s*_]*)*", re.IGNORECASE)
_CLOSES = re.compile(
    r"\s*(?:[;.]?\s*$|[;.]\s+[A-Z]|,\s*(?:where (?!x|z)|which|with|a|an|the|and|so|it|whose|that is|i\.e)\b)",
    re.IGNORECASE,
)
"""What may follow a formula that says all of a definition."""
_DERIVATIVE_OF = re.compile(
    r"(?<!second )(?<!third )(?<!partial )(?<!zweite )"
    r"\b(?:derivative|ableitung|d[ée]riv[ée]e|derivada|derivata)\s+(?:of|von|de|di)(?:\s+the\s+function)?\s*$",
    re.IGNORECASE,
)
_WITH_DERIVATIVE = re.compile(
    r"\b(?:with|has|having)\s+(?:(?:the|a|its)\s+)?(?:first\s+)?derivative\s*$", re.IGNORECASE
)
_INVERSE = re.compile(
    r"[\s*_]*(?:(?:the|its)\s+)?inverse(?:\s+function)?\s+(?:of|to)\s+(?:the\s+)?(?P<name>.{2,40}?)\s+"
    r"(?:is|is given by)\s*(?:the (?:logit|log-odds)(?: function)?,?)?\s*:?\s*",
    re.IGNORECASE,
)
"""A whole sentence up to the formula for the inverse of a function."""
_DEFINED = re.compile(
    r"[\s:,(]*(?:(?:the|a|an|function|activation|unit|is|defined|given|as|by|and|it)[\s:,)]*)*", re.IGNORECASE
)
"""Words around the name of a function and its formula that say nothing else."""
_ENDS = re.compile(
    r"\s*\)?\s*(?:[.;]?\s*$|[.;]\s+(?=[A-Z])|,\s*(?:so|it|(?:which is )?(?:called|known as)|the logit)\b)"
)
"""What follows a formula that nothing behind it restricts."""
_OF_X = re.compile(r"(?<![\\a-zA-Z])[xztu](?![a-zA-Z])")
_CALL = re.compile(r"\s*\\?(?:(?:operatorname|mathrm|text)\{)?(?P<name>[A-Za-z]{2,})\}?\s*(?:\(\s*[a-z]\s*\))?\s*")
"""A function of one letter: ``\\tanh(x)``, ``\\operatorname{ReLU}(x)``, ``\\sigma``."""
_SLOPE = re.compile(
    r"\s*\\?(?:(?:operatorname|mathrm|text)\{)?(?P<name>[A-Za-z]+)\}?\s*(?:['′]|\^\{?\\prime\}?)\s*"
    r"(?:\(\s*[a-z]\s*\))?\s*"
)
"""A function's derivative: ``\\tanh'``, ``\\sigma'(x)``."""
_OF = re.compile(r"\b(?:of|for)(?:\s+the(?:\s+derivative)?)?\s*$", re.IGNORECASE)
_OF_SLOPE = re.compile(r"\b(?:of|for)\s+(?:the\s+)?\x00[^\x00]*(?:['′]|\\prime)[^\x00]*\x00", re.IGNORECASE)
"""Words that speak of a formula with a derivative in it."""
_SHORTEST = 5
"""A shorter formula behind a name is a branch or a letter for it."""


def sentence_above(words: str) -> str:
    """The end of the last sentence of the block before."""
    return SENTENCE_END.split(words)[-1][-_FAR:]


def scope_around(scope: Scope, above: str, before: str, behind: str) -> Scope:
    """What is known of a formula between some words of its block."""
    sentence = SENTENCE_END.split(before)[-1]
    if scheme := "" if before.strip() else scheme_of(above):
        scope = replace(scope, topic=scheme)
    local = named_behind(in_sentence(scope, sentence), behind)
    if _OF_SLOPE.search(sentence):
        return nobody(local)
    if local.near and not functions_in(sentence) and _about_another(local, before[: len(before) - len(sentence)]):
        local = replace(nobody(local), names=local.names)  # what a formula bound stays so
    if _EACH.search(f"{sentence} {SENTENCE_END.split(behind)[0]}"):
        local = nobody(local)
    return local


def role_around(text: str, above: str, before: str, behind: str, heading_role: str, *, in_paragraph: bool) -> str:
    """The role that a label, a heading or a sentence gives to a formula, or ""."""
    sentence = SENTENCE_END.split(before)[-1]
    label = _LABEL.search(sentence)
    role = role_of(label[1]) if label else ""
    alone = not sentence.strip(" -•*.:→>") and not before.strip(" -•*.:→>")
    other = role or heading_role or role_of(f"{above} {before}")
    prose = in_paragraph and len(text) >= _SHORTEST
    if prose and other in ("", "definition") and _is_named(sentence) and _CLOSES.match(behind):
        role = "definition"
    if not role and _OF_X.search(text) and _has_derivative(sentence) and _ENDS.match(behind):
        role = "derivative"
    if (
        not role
        and (found := _INVERSE.fullmatch(sentence))
        and _is_named(f"{found['name']} is ")
        and _ENDS.match(behind)
    ):
        role = "inverse"
    return role or (heading_role if alone else "")


def _has_derivative(sentence: str) -> bool:
    """Whether a sentence names one function, perhaps with its formula, and goes on with "has the derivative"."""
    found = _WITH_DERIVATIVE.search(sentence)
    if found is None:
        return False
    words = _FORMULA.sub(" ", sentence[: found.start()])
    named = list(mentions(words))
    if len(named) != 1:
        return False
    start, end, _ = named[0]
    return all(_DEFINED.fullmatch(part) for part in (words[:start], words[end:]))


def way_of(sentence: str, behind: str) -> str:
    """The formula that says along which way something tends, or ""."""
    way = next((f for f in _FORMULA.findall(f"{sentence} {SENTENCE_END.split(behind)[0]}") if _WAY.fullmatch(f)), "")
    return way.strip("\x00")


def toned(statements: list[Statement], sentence: str, behind: str, *, doubted: bool) -> list[Statement]:
    """What a formula says, as far as the words around it claim it."""
    if SUPPOSED.search(sentence):
        statements = [s for s in statements if isinstance(s, Defines | DerivativeIs | InitialisesWith)]
    around = f"{sentence} {SENTENCE_END.split(behind)[0]}"
    if HEDGES.search(_FORMULA.sub(" ", around)):
        statements = [replace(s, hedged=True) for s in statements]
    wanted = WANTED.search(sentence) is not None
    if doubted or wanted or IN_FLOATS.search(around):
        statements = [replace(s, doubted=True) if doubted or isinstance(s, LiesIn | Equals) else s for s in statements]
    return statements


def clause(block: Block, above: str, sentence: str, behind: str) -> str:
    """The words around a formula, lower case: from the formula before it to the next, and a table's headers."""
    if block.cell is not None:
        cell = block.cell
        return f"{cell.row_header} {cell.column_header} {text_of(block)}".lower()
    rest = re.split(r"[,;:(]", SENTENCE_END.split(_BY_SCHEME.sub(r"\1", behind))[0])[0]
    first = sentence if sentence.strip() else above
    return f"{_FORMULA.split(first)[-1]} {_FORMULA.split(rest)[0]}".lower()


def condition(sentence: str, behind: str) -> sp.Basic | None:
    """What the prose around a formula restricts its argument to; ``None`` if it does so in a way not understood."""
    first, second = conditions.before(sentence), conditions.after(behind)
    if first is None or second is None:
        return None
    if sp.true in (first, second):
        return second if first is sp.true else first
    return sp.And(first, second)


def _is_named(sentence: str) -> bool:
    """Whether all that stands in front of a formula is "The sigmoid function is" or the like."""
    found = _GIVEN_NAME.fullmatch(sentence)
    if found is None:
        return False
    named = list(mentions(found["name"]))
    if len(named) != 1:
        return False
    start, end, _ = named[0]
    return not found["name"][:start].strip("*_ ") and _NOUN.fullmatch(found["name"], end) is not None


def as_one_word(formula: str) -> str:
    """A formula among words, without the dashes in blanks that would end a sentence."""
    return f" \x00{formula.replace(' - ', ' -')}\x00 "


def in_words(formula: str, before: str, scope: Scope) -> str:
    r"""A formula among words; in words where they speak of "the derivative of $\tanh(x)$" or "the range of $f'$"."""
    call, slope = _CALL.fullmatch(formula), _SLOPE.fullmatch(formula)
    if call is not None and _DERIVATIVE_OF.search(before):
        name = _known_as(call["name"], scope)
        return f" {name} " if name else as_one_word(formula)
    if slope is not None and _OF.search(before) and (name := _known_as(slope["name"], scope)):
        return f" the derivative of {name} "
    return as_one_word(formula)


def _known_as(name: str, scope: Scope) -> str:
    """What words call the function that a formula's name stands for; "" if that is not known."""
    bound = scope.names.get(name)
    known = functions_in(name) if bound is None else [] if bound.lost else [bound.function]
    return known[0].name if len(known) == 1 and functions_in(known[0].name) == known else ""


def words_behind(pieces: Sequence[Piece]) -> str:
    """The words and formulas of the pieces behind a formula."""
    return "".join(as_one_word(p.text) if p.kind is PieceKind.MATH else p.text for p in pieces)


def _about_another(scope: Scope, before: str) -> bool:
    """Whether the sentence before, of the same block, names a single function other than the section's."""
    named = functions_in(_FORMULA.sub(" ", SENTENCE_END.split(before.rstrip())[-1]))
    return scope.subject is not None and len(named) == 1 and named[0].name != scope.subject.name
