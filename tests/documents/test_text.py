"""Plain text: Markdown in truth, without indented code, and with lines that are statements."""

from collections.abc import Callable

Blocks = Callable[[str, str], list[str]]


def test_short_lines_are_statements(blocks: Blocks) -> None:
    source = "Saturates at $1$\nNot zero centred\nComputes $e^x$\n\n$a = 1$ first\n$b = 2$ second"
    assert blocks("a.txt", source) == [
        "paragraph: Saturates at <1>",
        "paragraph: Not zero centred",
        "paragraph: Computes <e^x>",
        "paragraph: <a = 1> first",
        "paragraph: <b = 2> second",
    ]


def test_a_tree_of_arrows_is_a_list(blocks: Blocks) -> None:
    assert blocks("a.txt", "NETS\n  -> ReLU\n       -> range: [0, inf)\n  => tanh\n") == [
        "paragraph: NETS",
        "item2: ReLU",
        "item4: range: [0, inf)",
        "item2: tanh",
    ]


def test_lines_with_labels_are_statements(blocks: Blocks) -> None:
    lines = ["Xavier → divide the normal draws by the root of the inputs", "He → divide them by the root of n/2"]
    assert blocks("a.txt", "\n".join(lines)) == [f"paragraph: {line}" for line in lines]


def test_a_wrapped_paragraph_stays_one(blocks: Blocks) -> None:
    lines = [
        "The logistic function maps every real number into the interval from zero",
        "Towards one, and it does so without ever reaching either of the two ends",
        "that it approaches; its derivative is largest",
        "at zero.",
    ]
    assert blocks("a.txt", "\n".join(lines)) == ["paragraph: " + " ".join(lines)]


def test_indentation_makes_no_code(blocks: Blocks) -> None:
    assert blocks("a.txt", "a\n\n        $f(x) = x$ here") == ["paragraph: a", "paragraph: <f(x) = x> here"]
