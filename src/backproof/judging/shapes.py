"""Judging shapes of arrays and numbers of parameters: exact, by the algebra of shapes.

Both conventions are established, W x with a row for each output and x W with a row for each input. A shape is wrong
only where it contradicts what the same text says: no layout of its vectors makes its equations fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from backproof.errors import Undecided
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.judging.shape_algebra import Clash, certain, clashes, fit
from backproof.reading.shape_terms import Dim, EitherWay, Equation, Shape, arrays
from backproof.reading.statements import CountIs, ShapeIs

_Shapes = Sequence[tuple[str, Shape]]


def judge_shape(statement: ShapeIs) -> Outcome:
    """Judge the shape that a text gives to an array.

    Raises
    ------
    Undecided
        If sizes that clash may be the same number, or if another shape of the text is the one to be reported.
    """
    shapes = statement.shapes
    failing = [(equation, found) for equation in statement.equations if (found := clashes(shapes, equation))]
    if not failing or not any(_has(equation, statement.array) for equation, _ in failing):
        return _fits(statement)
    if not all(certain(shapes, found) for _, found in failing):
        raise Undecided("whether the letters of these sizes stand for the same number is not written")
    repairs = {name: list(_repairs(statement, name)) for name in _open(statement, failing)}
    blamed = _blamed(repairs)
    if statement.array and blamed != statement.array:
        raise Undecided(f"the shapes that the text gives contradict each other: see {blamed}")
    from backproof.judging.shape_numpy import shown

    equation, found = failing[0]
    only = [(name, shape) for name, shapes in repairs.items() for shape in shapes]
    correction = _written(statement, only[0][1]) if len(only) == 1 and only[0][0] == statement.array else ""
    return Outcome(
        status=Status.WRONG,
        code=Code.SHAPE,
        message=_message(statement, equation, found[0]),
        counterexample=shown(statement, equation, sides=found[0].kind == "sides"),
        correction=correction,
    )


def _fits(statement: ShapeIs) -> Outcome:
    used = sum(_has(equation, statement.array) for equation in statement.equations)
    if used:
        return Outcome(status=Status.OK, message=f"the shapes fit: {statement.equations[0].text}")
    return Outcome(status=Status.OK, message="a convention: nothing that the text says contradicts it")


def _has(equation: Equation, array: str) -> bool:
    return not array or array in {*arrays(equation.left), *arrays(equation.right)}


def _open(statement: ShapeIs, failing: Sequence[tuple[Equation, list[Clash]]]) -> list[str]:
    """The arrays of what does not fit whose shapes are said and not given, in the order of the text."""
    return [
        name
        for name, shape in statement.shapes
        if name not in statement.given and None not in shape and any(_has(equation, name) for equation, _ in failing)
    ]


def _repairs(statement: ShapeIs, name: str) -> Iterator[Shape]:
    """The shapes that make all fit in the place of one, one size or the order of two being changed."""
    own = dict(statement.shapes)[name]
    if len(own) == 2 and own[0] != own[1] and _fits_with(statement, name, (own[1], own[0])):
        yield own[1], own[0]
        return
    others = list(dict.fromkeys(d for _, shape in statement.shapes for d in shape if d is not None))
    for place in range(len(own)):
        for other in others:
            changed = (*own[:place], other, *own[place + 1 :])
            if changed != own and _fits_with(statement, name, changed):
                yield changed


def _fits_with(statement: ShapeIs, name: str, shape: Shape) -> bool:
    return fit([(n, shape if n == name else s) for n, s in statement.shapes], statement.equations)


def _blamed(repairs: Mapping[str, Sequence[Shape]]) -> str:
    """The array whose shape is reported: the only matrix of letters turned over, or the last of those that may be."""
    able = [name for name, shapes in repairs.items() if shapes]
    turned = [name for name in able if len(repairs[name][0]) == 2 and all(isinstance(d, str) for d in repairs[name][0])]
    if len(turned) == 1 and len(repairs[turned[0]]) == 1:
        return turned[0]
    return able[-1] if able else next(reversed([*repairs]), "")


def _written(statement: ShapeIs, shape: Shape) -> str:
    """The passage with the right sizes, in the spelling of the text."""
    spelled = dict(statement.spelled)
    own = dict(statement.shapes)[statement.array]
    text, at = statement.passage.text, len(statement.passage.text)
    for size, right in zip(reversed(own), reversed(shape), strict=True):
        found = _last(text, spelled.get(size, str(size)), at)
        if found < 0:
            return ""
        written = spelled.get(size, str(size))
        text = text[:found] + spelled.get(right, str(right)) + text[found + len(written) :]
        at = found
    return text


def _last(text: str, size: str, end: int) -> int:
    """Where a size stands last before a place, and is not a part of a longer one."""
    at = text.rfind(size, 0, end)
    while at > 0 and size.isalnum() and (text[at - 1].isalnum() or text[at + len(size) : at + len(size) + 1].isalnum()):
        at = text.rfind(size, 0, at)
    return at


def _message(statement: ShapeIs, equation: Equation, clash: Clash) -> str:
    sizes = dict(statement.spelled)
    if isinstance(equation.right, EitherWay):
        rows, columns = (sizes.get(d, str(d)) for d in dict(statement.shapes)[next(arrays(equation.right))])
        return f"{equation.text} has a matrix of {rows} x {columns} or {columns} x {rows}"
    if statement.given.intersection(arrays(equation.right)):
        true = dict(statement.shapes)[next(arrays(equation.right))]
        return f"{equation.text} has the shape ({', '.join(map(str, true))}{',' * (len(true) == 1)})"
    left, right = (_shape(s, sizes) for s in (clash.left, clash.right))
    if clash.kind == "product":
        return f"{equation.text} cannot be formed: {left} times {right}"
    if clash.kind == "sum":
        return f"{equation.text} cannot be formed: {left} and {right} have no sum"
    return f"{equation.text} does not fit: one side is {right}, the other {left}"


def _shape(shape: tuple[Dim, Dim], spelled: Mapping[Dim, str]) -> str:
    rows, columns = ("?" if d is None else spelled.get(d, str(d)) for d in shape)
    return f"{rows} x {columns}"


def judge_count(statement: CountIs) -> Outcome:
    """Judge the number of parameters of fully connected layers."""
    pairs = list(zip(statement.sizes, statement.sizes[1:], strict=False))
    weights, biases = sum(a * b for a, b in pairs), sum(b for _, b in pairs)
    right = {
        "weights": (weights,),
        "biases": (biases,),
        "parameters": {True: (weights + biases,), False: (weights,), None: (weights + biases, weights)}[
            statement.biases
        ],
    }[statement.counted]
    made = " + ".join(f"{a} * {b}" for a, b in pairs)
    if statement.printed in right:
        return Outcome(status=Status.OK, message=f"{made} = {weights} weights and {biases} biases")
    total = f"{made} = {weights} weights and {biases} biases are {weights + biases} parameters"
    true = right[0]
    new = f"{true:,}" if "," in statement.digits else str(true)
    text = statement.passage.text
    alone = len(right) == 1 and statement.digits and text.count(statement.digits) == 1
    fixed = text.replace(statement.digits, new, 1) if alone else ""
    return Outcome(
        status=Status.WRONG,
        code=Code.COUNT,
        message=f"{total}, not {statement.printed}",
        counterexample={"layers": "-".join(map(str, statement.sizes)), "claimed": statement.printed, "true": true},
        correction=fixed,
    )
