import importlib.util
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.formulas import Unreadable, find, parse, tokens, tree

_spec = importlib.util.spec_from_file_location("formulas_table", Path(__file__).parent / "table.py")
assert _spec is not None
assert _spec.loader is not None
_table = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_table)
FORMULAS = [text for text, _ in _table.READ] + [text for text, _, _ in _table.REFUSED]
PIECES = sorted({piece for text in FORMULAS for piece in re.findall(r"\\[A-Za-z]+|\\.|[A-Za-z]+|\d+|\s|.", text)})


def _is_read_or_refused(text: str) -> None:
    refused: Unreadable | None = None
    node: tree.Node | None = None
    try:
        node = parse(text)
    except Unreadable as unreadable:
        refused = unreadable
    if refused is not None:
        assert refused.reason
        assert 0 <= refused.at <= len(text)
        return
    assert node is not None
    assert 0 <= node.start <= node.end <= len(text)
    places = [(token.start, token.end) for token in tokens(text)]
    assert all(0 <= start <= end <= len(text) for start, end in places)
    assert places == sorted(places)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_row_of_tokens_is_read_or_refused(pieces: list[str]) -> None:
    _is_read_or_refused("".join(pieces))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(FORMULAS), st.data())
def test_a_formula_with_changes_is_read_or_refused(text: str, data: st.DataObject) -> None:
    pieces = re.findall(r"\\[A-Za-z]+|\\.|[A-Za-z]+|\d+|\s|.", text)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(pieces)))
        new = data.draw(st.lists(st.sampled_from(PIECES), max_size=2))
        pieces[at : at + data.draw(st.integers(0, 2))] = new
    _is_read_or_refused("".join(pieces))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    _is_read_or_refused(text)
    assert all(0 <= start < end <= len(text) for start, end in find(text))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, " the ", " is ", ". ", " and "]), max_size=25))
def test_what_is_found_in_a_sentence_can_be_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    for start, end in find(text):
        parse(text[start:end])
