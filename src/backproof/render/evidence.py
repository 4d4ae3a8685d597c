"""Reading the figures that judgements carry: any of them may be missing, and none is made up here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from backproof.verdict import JSON, Judgement


@dataclass(frozen=True, slots=True)
class Format:
    """How a form fared in one float type.

    ``max_ulp`` is the largest error in units in the last place and ``worst_x`` where it occurs; ``lost`` counts
    the values at which nothing of the true value is left.
    """

    dtype: str
    coverage: str
    tried: int | None
    max_ulp: float | None
    worst_x: float | None
    lost: int | None


_DRAWN = ("layers", "widths", "activations", "rates")
_LARGEST = {
    "float16": 65504.0,
    "bfloat16": float.fromhex("0x1.fep127"),
    "float32": float.fromhex("0x1.fffffep127"),
    "float64": float.fromhex("0x1.fffffffffffffp1023"),
}


@dataclass(frozen=True, slots=True)
class Region:
    """Where a form loses the value altogether: from ``start`` to ``end``, with ``got`` instead of it."""

    dtype: str
    start: float
    end: float
    got: str

    @property
    def endless(self) -> bool:
        """Whether it goes on to the largest number of the type."""
        return abs(self.end) == _LARGEST.get(self.dtype)


@dataclass(frozen=True, slots=True)
class Profile:
    """The largest error (ULP) near each of many places ``x``, in one float type."""

    dtype: str
    x: tuple[float, ...]
    max_ulp: tuple[float, ...]


def figures(judgement: Judgement) -> tuple[tuple[str, JSON], ...]:
    """The single figures of a judgement, with names that can be read."""
    return tuple(
        (name.replace("_", " "), value)
        for name, value in judgement.evidence.items()
        if isinstance(value, bool | int | float | str) and not name.endswith("latex")
    )


def drawn(judgement: Judgement) -> tuple[tuple[str, str], ...]:
    """How often each depth, width, activation and learning rate was drawn, among the examples that counted."""
    told: dict[str, Counter[str]] = {}
    for part in (judgement.evidence, *judgement.evidence.values()):
        found = part.get("drawn") if isinstance(part, Mapping) else None
        for what, tally in found.items() if isinstance(found, Mapping) else ():
            if what in _DRAWN and isinstance(tally, Mapping):
                counts = {str(name): _whole(count) or 0 for name, count in tally.items()}
                told.setdefault(what, Counter()).update(counts)
    return tuple((f"{what} drawn", ", ".join(f"{name}: {n}" for name, n in t.items())) for what, t in told.items())


def formats(judgement: Judgement) -> tuple[Format, ...]:
    """The float types that were compared, in the order of the judgement."""
    found = judgement.evidence.get("formats")
    if not isinstance(found, Mapping):
        return ()
    return tuple(
        Format(
            dtype=dtype,
            coverage=str(row.get("coverage", "")),
            tried=_whole(row.get("tried")),
            max_ulp=_real(row.get("max_ulp")),
            worst_x=_real(row.get("worst_x")),
            lost=_whole(row.get("lost")),
        )
        for dtype, row in found.items()
        if isinstance(row, Mapping)
    )


def regions(judgement: Judgement) -> tuple[Region, ...]:
    """Where the form loses the value."""
    found = judgement.evidence.get("regions")
    rows = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list | tuple) else []
    made = []
    for row in rows:
        start, end = _real(row.get("start")), _real(row.get("end"))
        if start is not None and end is not None:
            made.append(Region(str(row.get("dtype", "")), start, end, str(row.get("got", ""))))
    return tuple(made)


def profile(judgement: Judgement) -> Profile | None:
    """The error over x, if it was recorded."""
    found = judgement.evidence.get("profile")
    if not isinstance(found, Mapping):
        return None
    xs, errors = found.get("x"), found.get("max_ulp")
    if not isinstance(xs, list | tuple) or not isinstance(errors, list | tuple):
        return None
    pairs = [(_real(x), _real(e)) for x, e in zip(xs, errors, strict=False)]
    whole = [(x, e) for x, e in pairs if x is not None and e is not None]
    if not whole:
        return None
    return Profile(str(found.get("dtype", "")), tuple(x for x, _ in whole), tuple(e for _, e in whole))


def _real(value: object) -> float | None:
    """A number, or its name as JSON has it (``"inf"``)."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
