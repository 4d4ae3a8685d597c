"""A yes or a no in a cell answers the question of its column, and says nothing anywhere else."""

import pytest

from backproof.documents.model import Block, BlockKind, Cell, Piece, PieceKind
from backproof.phrases.match import match
from tests.phrases.compact import compact, scope


def read(text: str, column: str, row: str = "ReLU", subject: str = "relu", near: int = 0) -> str:
    cell = Cell(row=1, column=1, row_header=row, column_header=column)
    block = Block(BlockKind.TABLE_CELL, (Piece(PieceKind.TEXT, text, range(len(text) + 1)),), cell=cell)
    return "; ".join(compact(s) for s in match(block, scope(subject, near)))


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("no", "Zero-centred?", "relu: not zero-centred"),
        ("Yes.", "Zero-centered", "relu: zero-centred"),
        ("✗", "zero-centered output", "relu: not zero-centred"),
        ("✓", "Monotonic", "relu: monotone"),
        ("No", "Differentiable at 0?", "relu: not differentiable at 0"),
        ("no", "Not zero-centred", "relu: zero-centred"),
        ("yes", "Batch norm?", ""),
        ("no", "Used in hidden layers", ""),
        ("nearly", "Zero-centred?", ""),
        ("only on the left", "Saturates?", ""),
    ],
)
def test_an_answer(text: str, column: str, said: str) -> None:
    assert read(text, column) == said


def test_columns_may_be_the_functions() -> None:
    assert read("no", "ReLU", row="Bounded") == "relu: not bounded"


def test_only_of_the_function_that_the_row_names() -> None:
    assert read("no", "Zero-centred?", near=1) == ""
