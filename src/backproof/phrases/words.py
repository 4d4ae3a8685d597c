"""The vocabulary that decides whether a sentence claims anything: spellings, negations, hedges, forbidding words."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_SPELLINGS = (
    (re.compile(r"centered$"), "centred"),
    (re.compile(r"center(s?)$"), r"centre\1"),
    (re.compile(r"(saturat|differentia|initiali|normali|generali|parameteri|vectori|minimi|maximi)z"), r"\1s"),
    (re.compile(r"behavior"), "behaviour"),
    (re.compile(r"neurone"), "neuron"),
    (re.compile(r"^nonlinear"), "non linear"),
    (
        re.compile(r"^non(negative|zero|saturating|saturated|monoton\w+|decreasing|increasing|convex|positive)$"),
        r"non \1",
    ),
    (re.compile(r"^monotonous(ly)?$"), r"monotonic\1"),
    (re.compile(r"^antisymmetrical$"), "antisymmetric"),
    (re.compile(r"^symmetrical$"), "symmetric"),
    (re.compile(r"^continously$"), "continuously"),
    (re.compile(r"^continous$"), "continuous"),
    (re.compile(r"^differentiabl$"), "differentiable"),
    (re.compile(r"^infinit[ey]$"), "infinity"),
)
_CONTRACTIONS = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "it's": "it is",
    "that's": "that is",
    "there's": "there is",
    "what's": "what is",
    "bcz": "because",
    "bcoz": "because",
    "bcos": "because",
    "cuz": "because",
    "coz": "because",
    "everytime": "every time",
    "nullzentriert": "zero centred",
    "nicht": "not",
    "betn": "between",
    "betⁿ": "between",
    "btw": "between",
}


@lru_cache(maxsize=1 << 16)
def spelled(word: str) -> str:
    """The normal form of a lower-case word: one spelling for the American and the British one; may be two words."""
    word = word.replace("’", "'")
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    if word.endswith("n't"):
        return f"{word[:-3]} not"
    for ending, meant in (("'ll", "will"), ("'re", "are"), ("'ve", "have")):
        if word.endswith(ending):
            return f"{word.removesuffix(ending)} {meant}"
    for pattern, normal in _SPELLINGS:
        word = pattern.sub(normal, word)
    return word


NUMBER_WORDS = {
    "zero": Fraction(0),
    "one": Fraction(1),
    "two": Fraction(2),
    "minus one": Fraction(-1),
    "plus one": Fraction(1),
    "half": Fraction(1, 2),
    "a half": Fraction(1, 2),
    "one half": Fraction(1, 2),
    "quarter": Fraction(1, 4),
    "a quarter": Fraction(1, 4),
    "one quarter": Fraction(1, 4),
    "one fourth": Fraction(1, 4),
    "a fourth": Fraction(1, 4),
    "unity": Fraction(1),
}

NEGATIONS = frozenset({"not", "never", "no", "nowhere", "neither", "without", "hardly", "nor"})
HEDGES = frozenset(
    {
        *("usually", "almost", "nearly", "roughly", "mostly", "typically", "may", "can", "could", "might", "tends"),
        *("tend", "approximately", "often", "sometimes", "generally", "practically", "essentially", "basically"),
        *("somewhat", "fairly", "quite", "rather", "largely", "effectively", "virtually", "partially", "partly"),
        *("close to", "close to being", "approx", "likely", "more or less", "kind of", "sort of", "commonly"),
        *("near to",),
        *("in practice", "most of the time", "in many cases", "in general", "in most cases", "frequently"),
        *("relatively",),
    }
)
NEUTRAL = frozenset(
    {
        *("always", "also", "therefore", "thus", "hence", "clearly", "obviously", "still", "itself", "indeed", "now"),
        *("then", "again", "naturally", "certainly", "actually", "simply", "all", "both", "too", "of course"),
        *("in fact", "by definition", "by construction", "exactly", "itself", "either", "ever", "at all times"),
        *("at all",),
        *("inherently", "necessarily", "everywhere", "known to be", "once more", "themselves", "well", "just", "very"),
    }
)

FORBIDDEN = frozenset(
    {
        *("if", "suppose", "supposing", "imagine", "assume", "assumes", "assuming", "unless", "whether", "were"),
        *("would",),
        *("should", "shall", "ought", "must", "need", "needs", "want", "wants", "wanted", "wish", "hope", "ideally"),
        *("ideal", "desirable", "desired", "desire", "prefer", "preferably", "require", "requires", "required", "let"),
        *("myth", "mistake", "mistaken", "misconception", "believe", "believed", "believes", "belief", "claim"),
        *("claims",),
        *("claimed", "false", "wrong", "wrongly", "untrue", "according", "incorrect", "incorrectly", "supposedly"),
        *("allegedly",),
        *("pretend", "hypothetical", "hypothetically", "why", "how", "what", "ask", "asks", "disprove", "quiz"),
        *("exercise",),
        *("question", "think", "thinks", "thought", "guess", "expect", "expected", "seem", "seems", "seemingly"),
        *("looks",),
        *("deny", "denies", "contrary", "doubt", "unclear", "unknown", "conjecture", "try", "tries", "could have"),
        *("else", "otherwise", "instead", "not mean", "not imply", "not true", "not that", "hardly", "scarcely"),
        *("modified", "modify", "replace", "variant", "variants", "version", "versions", "student", "students"),
    }
)
"""Words to the left of a statement, in its sentence, that take it out of its author's mouth."""

GOVERNORS = frozenset(
    {
        *("note", "notice", "remember", "recall", "see", "seen", "sees", "know", "knows", "known", "observe"),
        *("observed",),
        *("means", "mean", "meaning", "implies", "ensures", "guarantees", "shows", "showed", "shown", "is", "was"),
        *("are",),
        *("fact", "so", "clear", "obvious", "say", "saying", "find", "found", "follows", "given", "mind", "property"),
        *("problem", "advantage", "disadvantage", "drawback", "issue", "shortcoming", "benefit", "reason", "because"),
        *("such", "evident", "true", "check", "verify", "verified", "showing", "learned", "learnt", "understand"),
        *("conclude", "realise", "realize", "point", "says", "states", "tells", "now", "being", "easy"),
    }
)
"""The last word before a "that" which lets the clause behind it stand as a statement."""

LEAD_INS = (
    *("so", "thus", "hence", "therefore", "also", "but", "however", "and", "note", "again", "first", "second", "third"),
    *("firstly", "secondly", "finally", "moreover", "furthermore", "besides", "additionally", "similarly", "likewise"),
    *("clearly", "obviously", "indeed", "consequently", "as a result", "as a consequence", "in addition", "in fact"),
    *("for example", "for instance", "in particular", "on the other hand", "by contrast", "in contrast", "e.g."),
    *("i.e.",),
    *("in other words", "that is", "of course", "now", "here", "then", "nevertheless", "nonetheless", "still", "yet"),
    *("though", "although", "because", "since", "as", "while", "whereas", "even though", "where", "for this reason"),
    *("in short", "note well", "nb", "as well", "recall", "remember", "as we saw", "as we know", "as you can see"),
    *("as shown", "just like before", "which means", "this means", "meaning", "one", "next", "namely", "after all"),
    *("as mentioned", "as mentioned before", "as seen above", "as before", "too", "advantage", "advantages"),
    *("disadvantage", "disadvantages", "pro", "pros", "con", "cons", "property", "properties", "drawback", "problem"),
    *("benefit", "fact", "example", "summary", "conclusion", "warning", "caution", "important", "remark", "answer"),
    *("compared", "this is because", "it is clear", "the reason is", "hint", "observation", "since then", "by the way"),
)
"""What may stand before the subject of a statement without changing what is said."""

GENERAL_LEAD_INS = (
    "in practice",
    "in general",
    "usually",
    "typically",
    "often",
    "sometimes",
    "in most cases",
    "mostly",
)
"""Lead-ins that weaken what follows."""

BEFORE_COMMA = (
    *("in contrast to", "in contrast with", "in comparison", "compared", "unlike", "like", "just like", "similar to"),
    *("contrary to", "as opposed to", "in fact", "in general", "in practice", "in addition to", "besides"),
    *("apart from", "similarly to", "opposed to", "at all times", "to solve this", "for solving this"),
    *("to compute this", "while calculating", "when calculating", "while computing", "when computing"),
    *("when we calculate", "when we compute"),
    *("in the case where we calculate", "in the case where we are calculating", "in the backward pass"),
    *("during backpropagation", "in backpropagation"),
)
"""How a phrase may begin that ends with a comma and names another function than the subject behind it."""

RESTRICTIONS = frozenset(
    {
        *("if", "unless", "only", "except", "provided", "assuming", "than", "when", "whenever", "as long", "given"),
        *("for", "in", "at", "on", "near", "around", "under", "during", "until", "within", "with", "without", "by"),
        *("after", "before", "up", "outside", "inside", "over", "through", "from", "to", "of", "compared", "relative"),
        *("but only", "but not", "not", "although not", "and only", "where", "enough", "away", "once", "however only"),
    }
)
"""Words behind a statement that may restrict it: what they begin has to be understood, or nothing is read."""
