r"""Reading the shapes of arrays: ``W \in \mathbb{R}^{4 \times 3}``, "W has shape (n_in, n_out)", "78,500 parameters".

What a section says of shapes is gathered first, declarations and equations; each declaration is then a statement that
knows all that has to fit. Where a section gives an array several shapes, writes a product both ways round, or speaks
of what does not fit, nothing is called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from backproof.documents.model import Block, BlockKind, Document, Part, PieceKind
from backproof.formulas import Unreadable
from backproof.reading.here import Here
from backproof.reading.scope import Scope
from backproof.reading.sections import sections
from backproof.reading.shape_code import made, remarks
from backproof.reading.shape_formulas import equations, memberships
from backproof.reading.shape_layers import Layers, counts, layers
from backproof.reading.shape_sections import Declared, Section, of_code, statements
from backproof.reading.shape_terms import Array, EitherWay, Equation, Shape, gradient
from backproof.reading.shape_words import LONGEST, Flat, flat, said, same_shape
from backproof.reading.statements import CountIs, Passage, ShapeIs, Statement
from backproof.reading.tone import asserts

_WORTH = re.compile(
    r"\\times|×|\bshapes?\b|\bdimensions?\b|\bsize\b|\bmatrix\b|\d[ -](?:by|x)[ -]\d|"
    r"\bparam(?:eter)?s\b|\.shape\b|\d (?:weights|biases)\b|(?:\\in\b|∈)[^$=]{0,20}R\}?\s?\^",
    re.IGNORECASE,
)
_BESIDE = "the layer"


def read(document: Document) -> list[tuple[Part, Statement]]:
    """What a document says of the shapes of arrays and of numbers of parameters."""
    if not any(_WORTH.search(part.source) for part in document.parts):
        return []
    found: list[tuple[Part, Statement]] = []
    for stretch in sections(document):
        if not _WORTH.search(stretch.words):
            continue
        section = Section(quiz=stretch.quiz)
        for part, block in stretch.blocks:
            if block.kind is BlockKind.CODE:
                _code(block, part, section)
            elif block.kind is not BlockKind.HEADING:
                _prose(block, part, section, document.macros)
        found += statements(section)
    return found


def _code(block: Block, part: Part, section: Section) -> None:
    for piece in block.pieces:
        if block.language not in ("", "python", "python3", "py", "ipython", "ipython3"):
            continue
        code = made(piece.text)
        for name, one in code.items():
            section.made[name] = one if section.made.get(name, one) == one else None
        for remark in remarks(piece.text, code):
            start, end = piece.offsets[remark.start], piece.offsets[remark.end - 1] + 1
            passage = Passage(start, end, part.source[start:end])
            said_there = Declared(remark.name, remark.shape, part, passage, remark.spelled, remark.read)
            section.declared.append(of_code(said_there, remark.made))


def _prose(block: Block, part: Part, section: Section, macros: Mapping[str, tuple[int, str]]) -> None:
    text = flat(block, part.source)
    if not text.text.strip() or len(text.text) > LONGEST:
        return
    section.words.append(text.text)
    at = 0
    for piece in block.pieces:
        mark = piece.kind in (PieceKind.MATH, PieceKind.CODE) and piece.text != ""
        if piece.kind is PieceKind.MATH and re.search(r"=|\\in\b|∈|\\gets|\\leftarrow", piece.text):
            here = Here(piece.text, piece.offsets, part.source, Scope(), macros=macros)
            told = asserts(text.text[:at], text.text[at + len(piece.text) + 2 :])
            _formula(here, part, section, asserted=told)
        at += len(piece.text) + 2 * mark
    current: Layers | None = None
    for number, (start, end) in enumerate(text.sentences()):
        sentence = text.text[start:end]
        found = layers(sentence)
        follows = _GOES_ON.match(sentence) is not None and not _ANOTHER.search(sentence)
        current = found or (current if number and follows else None)
        _said(text, start, sentence, part, section, found)
        if current is not None:
            _counted(text, start, sentence, part, section, current)


_GOES_ON = re.compile(
    r"\s*(?:so|hence|thus|therefore|it|this|that|together|in total|altogether|there are|we)\b", re.IGNORECASE
)
_ANOTHER = re.compile(
    r"\b(?:first|second|third|next|other|last|another|final|both|"
    r"(?:hidden|output|input|previous) layer|between|remaining)\b",
    re.IGNORECASE,
)


def _formula(here: Here, part: Part, section: Section, *, asserted: bool) -> None:
    try:
        node = here.parse()
        told = list(equations(node, here.text)) if asserted else []
    except (Unreadable, RecursionError):
        return
    section.equations += told
    for name, shape, spelled, inner in memberships(node, here.text):

        def again(text: str, name: str = name) -> tuple[str, Shape] | None:
            other = here.saying(text)
            try:
                return next(((n, s) for n, s, *_ in memberships(other.parse(), other.text) if n == name), None)
            except Unreadable:
                return None

        passage = here.passage(inner.start, inner.end)
        section.declared.append(Declared(name, shape, part, passage, spelled, again, asserted=asserted))


def _said(text: Flat, start: int, sentence: str, part: Part, section: Section, found: Layers | None) -> None:
    one_layer = found is not None and len(found.sizes) == 2
    told = list(said(sentence))
    for one in told:
        passage = _passage(text, start + one.start, start + one.end, part)
        asserted = asserts(sentence[: one.start], sentence[one.end :])
        extra, beside = _of_layer(one.name, one.shape, found) if found is not None and one_layer else ((), ())

        def again(changed: str, name: str = one.name) -> tuple[str, Shape] | None:
            return next(((s.name, s.shape) for s in said(changed) if s.name == name), None)

        declared = Declared(one.name, one.shape, part, passage, one.spelled, again, extra, beside, asserted)
        if extra and len(told) > 1 and [t.name for t in told].count(one.name) > 1:
            continue
        section.declared.append(declared)
    same = same_shape(sentence)
    if same is not None and asserts(sentence[: same[1]], sentence[same[2] :]):
        name, first, last = same
        passage = _passage(text, start + first, start + last, part)
        equation = Equation(Array(gradient(name)), Array(name), f"the gradient of {name} has the shape of {name}")
        section.equations.append(equation)
        section.counted.append((part, ShapeIs(passage=passage, array=gradient(name), shapes=(), equations=(equation,))))


def _of_layer(name: str, shape: Shape, found: Layers) -> tuple[tuple[Equation, ...], tuple[tuple[str, Shape], ...]]:
    """What a layer's sizes demand of its weight matrix, in either convention, or of its bias."""
    inputs, outputs = found.sizes
    if len(shape) == 2 and not name.startswith(("b", "the bias", "x", "h")):
        text = f"a layer from {inputs} to {outputs}"
        return (Equation(Array(name), EitherWay(Array(_BESIDE)), text),), ((_BESIDE, (inputs, outputs)),)
    if len(shape) == 1 and name.startswith(("b", "the bias")):
        text = f"a bias for each of {outputs} outputs"
        return (Equation(Array(name), Array(_BESIDE), text),), ((_BESIDE, (outputs,)),)
    return (), ()


def _counted(text: Flat, start: int, sentence: str, part: Part, section: Section, found: Layers) -> None:
    numbers = tuple(d for d in found.sizes if isinstance(d, int))
    if len(numbers) != len(found.sizes) or (len(numbers) > 2 and _ANOTHER.search(sentence)):
        return
    for one in counts(sentence):
        if not asserts(sentence[: one.start], sentence[one.end :]):
            continue
        passage = _passage(text, start + one.start, start + one.end, part)
        counted = CountIs(
            passage=passage,
            sizes=numbers,
            counted=one.counted,
            printed=one.printed,
            digits=one.digits,
            biases=one.biases,
            doubted=section.quiz,
        )
        section.counted.append((part, replace(counted, again=_count_again(counted))))


def _count_again(statement: CountIs) -> Callable[[str], Statement | None]:
    def again(changed: str) -> Statement | None:
        one = next(counts(changed), None)
        return None if one is None else replace(statement, printed=one.printed, digits=one.digits)

    return again


def _passage(text: Flat, start: int, end: int, part: Part) -> Passage:
    first, last = text.places[start], text.places[end - 1] + 1
    return Passage(first, last, part.source[first:last])
