"""Shapes of arrays and numbers of parameters are read with one meaning or not at all."""

import pytest

from backproof.documents.markdown import read_markdown
from backproof.documents.model import Document, Part
from backproof.formulas import parse
from backproof.reading.shape_code import made
from backproof.reading.shape_terms import Array, Entrywise, Plus, Shape, Times, Transposed, arrays, term
from backproof.reading.shapes import read
from backproof.reading.statements import CountIs, ShapeIs, Statement


def statements(text: str) -> list[Statement]:
    part = Part("a.md", text, read_markdown(text).blocks)
    found = read(Document("a.md", (part,)))
    for _, statement in found:
        passage = statement.passage
        assert text[passage.start : passage.end] == passage.text
    return [statement for _, statement in found]


def shape(statement: Statement) -> tuple[str, Shape]:
    assert isinstance(statement, ShapeIs)
    return statement.array, dict(statement.shapes)[statement.array]


@pytest.mark.parametrize(
    ("text", "array", "expected"),
    [
        (r"Let $W \in \mathbb{R}^{4 \times 3}$.", "W", (4, 3)),
        (r"Let $\mathbf{W}^{[1]} \in \mathbb{R}^{n_1 \times n_0}$.", "W^[1]", ("n_1", "n_0")),
        (r"The input is $x \in \mathbb{R}^{3}$.", "x", (3,)),
        ("Here W ∈ R^n is no formula, $W ∈ R^{4×3}$ is.", "W", (4, 3)),
        (r"It is $\frac{\partial L}{\partial W} \in \mathbb{R}^{n \times m}$.", "dW", ("n", "m")),
        ("The weight matrix $W$ has shape $(n_{in}, n_{out})$.", "W", ("n_in", "n_out")),
        ("`W1` has shape `(784, 100)`.", "W_1", (784, 100)),
        ("W2 has dimensions 10 x 100.", "W_2", (10, 100)),
        ("$W_1$ is a $4 \\times 3$ matrix.", "W_1", (4, 3)),
        ("The shape of $W$ is (4, 3).", "W", (4, 3)),
        ("Thus $b$ has shape (3, 1) here.", "b", (3, 1)),
    ],
)
def test_a_shape_is_read(text: str, array: str, expected: Shape) -> None:
    (found,) = statements(text)
    assert shape(found) == (array, expected)


@pytest.mark.parametrize(
    "text",
    [
        r"For $x \in \mathbb{R}$ and $f: \mathbb{R}^3 \to \mathbb{R}^2$.",
        r"The image $I \in \mathbb{R}^{3 \times 32 \times 32}$.",
        "The kernel has size 3 x 3 x 64.",
        r"It is wrong that $W \in \mathbb{R}^{4 \times 3}$.",
        "A model of 7 parameters, each of size 2.",
        r"Some say `W` has not the shape `(2, 3)`.",
        "A convolutional layer with 3 inputs and 16 outputs has 448 parameters.",
        "Each unit of a layer with 20 inputs and 5 units has 20 weights.",
        "A layer with 20 inputs and 5 units has about 100 weights.",
        "Compared with a layer with 20 inputs and 5 units there are 999 parameters.",
        "A layer with 20 inputs and 5 outputs and one with 5 inputs and 2 outputs have 117 parameters.",
        "Does a layer with 20 inputs and 5 units have 100 parameters?",
    ],
)
def test_what_gives_no_shape_is_left_alone(text: str) -> None:
    assert [s for s in statements(text) if not s.doubted] == []


@pytest.mark.parametrize(
    ("text", "sizes", "counted", "printed", "biases"),
    [
        ("A layer with 784 inputs and 100 units has 78,500 parameters.", (784, 100), "parameters", 78500, None),
        ("A layer with 784 inputs and 100 units. So it has 78,400 weights.", (784, 100), "weights", 78400, None),
        ("A network with 3 inputs, 4 hidden units and 2 outputs has 26 parameters.", (3, 4, 2), "parameters", 26, None),
        ("A 3-4-2 network has 20 parameters without biases.", (3, 4, 2), "parameters", 20, False),
        ("A layer with 3 inputs and 2 units has 8 parameters, including biases.", (3, 2), "parameters", 8, True),
        ("A layer with 3 inputs and 2 units has 2 biases.", (3, 2), "biases", 2, None),
    ],
)
def test_a_number_of_parameters_is_read(
    text: str, sizes: tuple[int, ...], counted: str, printed: int, biases: bool | None
) -> None:
    (found,) = statements(text)
    assert isinstance(found, CountIs)
    assert (found.sizes, found.counted, found.printed, found.biases) == (sizes, counted, printed, biases)


def test_equations_of_a_section_are_known_to_its_shapes_and_to_no_others() -> None:
    text = (
        "# One\n\n$z = Wx + b$ with $W \\in \\mathbb{R}^{4 \\times 3}$.\n\n"
        "# Two\n\n$W \\in \\mathbb{R}^{3 \\times 4}$\n"
    )
    one, two = statements(text)
    assert isinstance(one, ShapeIs)
    assert isinstance(two, ShapeIs)
    assert [e.text for e in one.equations] == ["z = Wx + b"]
    assert two.equations == ()


def test_an_array_of_several_shapes_is_left_alone() -> None:
    assert statements(r"First $W \in \mathbb{R}^{2 \times 3}$, and then $W \in \mathbb{R}^{5 \times 6}$.") == []


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("W x + b", Plus((Times((Array("W"), Array("x"))), Array("b")))),
        (r"\sigma(W x)", Times((Array("W"), Array("x")))),
        ("W^T x", Times((Transposed(Array("W")), Array("x")))),
        (r"W^{[1]T} \delta", Times((Transposed(Array("W^[1]")), Array("delta")))),
        (r"\delta \odot z", Entrywise((Array("delta"), Array("z")))),
        (r"\frac{1}{m} X^\top \delta", Times((Transposed(Array("X")), Array("delta")))),
        (r"W - \eta \frac{\partial L}{\partial W}", Plus((Array("W"), Array("dW")))),
    ],
)
def test_a_side_of_an_equation_is_a_term(formula: str, expected: object) -> None:
    assert term(parse(formula, {})) == expected


def test_what_is_not_understood_in_a_term_names_no_array() -> None:
    assert list(arrays(term(parse(r"f(W x) + \sum_i w_i", {})))) == []


@pytest.mark.parametrize(
    ("code", "shapes"),
    [
        ("W = np.random.randn(2, 3)", {"W": (2, 3)}),
        ("n = 5\nW1 = 0.01 * np.random.randn(n, 3)", {"W_1": (5, 3)}),
        ("b = np.zeros((1, 4)).T", {"b": (4, 1)}),
        ("W = np.random.normal(0, 1, (2, 3))\nV = torch.zeros(2, 3)", {"W": (2, 3), "V": (2, 3)}),
        ("W = rng.normal(size=(2, 3))", {"W": (2, 3)}),
        ("W = np.random.randn(n, 3)", {}),
        ("W = np.random.randn(2, 3)\nW = W.T", {}),
        ("W = np.random.randn(2, 3)\nif big:\n    W = W.T", {}),
        ("W = make(2, 3)", {}),
        ("W = np.zeros(2, 3) if", {}),
    ],
)
def test_code_makes_arrays_of_known_shapes(code: str, shapes: dict[str, Shape]) -> None:
    assert {name: one.shape for name, one in made(code).items() if one is not None} == shapes
