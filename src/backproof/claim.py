r"""Claims, and the judges that decide them.

A claim file states claims and attaches judges to them, one for each world that the claim speaks about::

    DERIVATIVE = Claim(
        id="sigmoid.derivative",
        subject="sigmoid",
        text="The derivative of the logistic sigmoid is f(x) (1 - f(x)).",
        latex=r"\sigma'(x) = \sigma(x) (1 - \sigma(x))",
    )

    @on_paper(DERIVATIVE, expect=Verdict.PROVED)
    def derivative() -> Judgement: ...

A claim is stated once. A file that judges it in another world refers to it by its identifier::

    @in_floats("sigmoid.derivative", expect=Verdict.REFUTED)
    def derivative(run: Run) -> Judgement: ...
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backproof.errors import ContentError
from backproof.run import Run
from backproof.shown import Shown
from backproof.verdict import Judgement, Verdict, World

if TYPE_CHECKING:
    from backproof.activations import Activation

_SLUG = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+")


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a lecture makes the claim: a document's file name and a line, counted from 1."""

    document: str
    line: int


def sources(document: str, *lines: int) -> tuple[Source, ...]:
    """Several lines of one document. Add the tuples of several documents."""
    return tuple(Source(document, line) for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Shown):
    """One statement about neural networks, right or wrong.

    Parameters
    ----------
    id
        Permanent slug, ``subject.what``, for example ``sigmoid.derivative``.
    subject
        What the claim is about: the name of an activation, or a topic such as ``network``.
    text, latex
        The statement in words and as a formula (LaTeX without dollar signs; empty if there is none).
    assumptions
        What has to be so for the claim to mean anything, a phrase each.
    sources
        Where lectures make the claim.
    references
        Where it comes from: paper, section, equation.
    phrases, denied
        How lectures word it, and how they word its opposite, in the language of :mod:`backproof.phrases.pattern`:
        sentences from which ``lint`` knows that a text makes this claim.
    """

    id: str
    subject: str
    text: str
    latex: str = ""
    assumptions: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    references: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.id):
            raise ContentError(f"'{self.id}' is no claim identifier: write subject.what in lower case")
        if not self.text:
            raise ContentError(f"the claim {self.id} says nothing: give it a text")


@dataclass(frozen=True, slots=True)
class Judge:
    """A function that judges one claim in one world, the verdict that it is expected to reach, and its file.

    ``but`` is what can be said instead of a measured claim that the data do not support as it stands.
    """

    claim: Claim | str
    world: World
    expect: Verdict
    decide: Callable[[Run], object]
    file: Path
    but: str = ""

    @property
    def claim_id(self) -> str:
        """Identifier of the claim that it judges."""
        return self.claim if isinstance(self.claim, str) else self.claim.id


def on_paper(claim: Claim | str, *, expect: Verdict) -> Callable[[Callable[[], Judgement]], Judge]:
    """Judge ``claim`` over the real numbers. The function takes nothing: what is proved needs no seed."""

    def attach(decide: Callable[[], Judgement]) -> Judge:
        return Judge(claim, World.PAPER, expect, lambda _: decide(), _file(decide))

    return attach


def in_floats(claim: Claim | str, *, expect: Verdict) -> Callable[[Callable[[Run], Judgement]], Judge]:
    """Judge ``claim`` as a program computes it."""
    return lambda decide: Judge(claim, World.FLOATS, expect, decide, _file(decide))


def in_training(claim: Claim | str, *, expect: Verdict, but: str = "") -> Callable[[Callable[[Run], Judgement]], Judge]:
    """Judge ``claim`` on networks that run."""
    return lambda decide: Judge(claim, World.TRAINING, expect, decide, _file(decide), but)


def _file(decide: Callable[..., object]) -> Path:
    code = getattr(decide, "__code__", None)
    return Path(code.co_filename if code is not None else "unknown")


@dataclass(frozen=True, slots=True)
class Family:
    """A claim that is made of every activation of the catalogue."""

    state: Callable[[Activation], Iterable[Claim | Judge]]


def for_every_activation(state: Callable[[Activation], Iterable[Claim | Judge]]) -> Family:
    """Make a claim of every activation: the function returns the claim and its judges for one of them."""
    return Family(state)
