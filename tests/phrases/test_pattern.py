"""The language of phrases: what it matches, what it cannot match, and what is wrong with a phrase."""

import pytest

from backproof import catalogue
from backproof.errors import ContentError
from backproof.phrases.normal import normal
from backproof.phrases.pattern import compiled, told_apart
from backproof.phrases.sentence import sentences
from tests.phrases.compact import block, scope


def matches(phrase: str, text: str) -> bool:
    (sentence,) = sentences(block(text))
    written = normal(sentence, scope("tanh"))
    pattern = compiled(phrase)
    found = pattern.regex.fullmatch(written.text) is not None
    assert pattern.possible(written.words) or not found
    return found


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("zero-centred", "Zero centered"),
        ("zero-centred", "zerocentred"),
        ("output[s] stay[s]", "outputs stay"),
        ("cent(er|re) of mass", "centre of mass"),
        ("[the] (weights|biases) are equal", "biases are equal"),
        ("all weights ... equal", "all weights of this layer are equal"),
        ("all weights ... equal", "all weights equal"),
        ("if so, it stays", "if so it stays"),
        ("if so it stays", "if so, it stays"),
        ("{function} {is} odd", "the tanh function isn't odd"),
        ("{output} {is} {number}", "its output is one half"),
        ("{derivative} {does} vanish[es]", "the gradient of the sigmoid never vanishes"),
        ("values in {interval}", "values in the range [0, 1]"),
        ("dead {relu} {neuron}", "dead ReLU units"),
        ("{draws} in {interval}", "np.random.randn(3) in (0, 1)"),
    ],
)
def test_a_phrase_matches_its_wordings(phrase: str, text: str) -> None:
    assert matches(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("all weights ... equal", "all weights are not equal"),
        ("all weights ... equal", "all weights that we draw and draw and draw again stay equal"),
        ("all weights ... equal", "all weights: equal"),
        ("{function} {is} odd", "it may seem odd"),
        ("{function} {is} {number}", "tanh is bounded"),
        ("values in {interval}", "values in layers"),
    ],
)
def test_a_phrase_matches_nothing_else(phrase: str, text: str) -> None:
    assert not matches(phrase, text)


@pytest.mark.parametrize("phrase", ["a (b", "a b)", "a [b|c", "{nothing} is", "{function is", "un(a"])
def test_what_is_wrong_with_a_phrase_is_said(phrase: str) -> None:
    with pytest.raises(ContentError, match="the phrase"):
        compiled(phrase)


def test_every_phrase_of_the_catalogue_is_well_formed_and_selective() -> None:
    for entry in catalogue.load():
        for phrase in (*entry.claim.phrases, *entry.claim.denied):
            assert compiled(phrase).keywords, f"{entry.claim.id}: '{phrase}' has no word that it cannot do without"


def test_alternatives_that_name_functions_become_phrases_of_their_own() -> None:
    phrase = "({tanh}|{sigmoid}) (is|are) (bounded by|within [just] {one})"
    assert told_apart(phrase) == tuple(phrase.replace("({tanh}|{sigmoid})", name) for name in ("{tanh}", "{sigmoid}"))
    assert len(told_apart("({tanh} and {sigmoid}|{sigmoid} and {tanh}) or ({elu}|{relu})")) == 4
    assert told_apart("({function}|they) (is|are) bounded") == ("({function}|they) (is|are) bounded",)
