"""Curves as plain data: what a judge has measured, for the report to draw."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from backproof.errors import BackproofError
from backproof.verdict import JSON


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows, with its unit if it has one, and whether it is logarithmic."""

    label: str
    log: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One curve.

    Parameters
    ----------
    name
        What the legend calls it.
    y
        One value for each x of the diagram; None where there is none.
    low, high
        Ends of an interval around each value (empty if there are none).
    theory
        Whether it was computed from a formula instead of measured: drawn as a line without marks.
    """

    name: str
    y: tuple[float | None, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    theory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """Curves over one axis.

    Parameters
    ----------
    title
        A heading of a few words.
    caption
        What to see in it, in a sentence or two.
    x
        Where the values of every series lie.
    across, up
        The axes.
    series
        The curves; up to six can be told apart.

    Raises
    ------
    BackproofError
        If a series has another number of values than there are x.
    """

    title: str
    caption: str
    x: tuple[float, ...]
    across: Axis
    up: Axis
    series: tuple[Series, ...]

    def __post_init__(self) -> None:
        for series in self.series:
            if any(len(values) not in (0, len(self.x)) for values in (series.low, series.high)) or len(series.y) != len(
                self.x
            ):
                raise BackproofError(f"the series '{series.name}' does not have {len(self.x)} values")

    def data(self) -> dict[str, JSON]:
        """Write it as plain data; :func:`diagram` makes it again."""
        return asdict(self)


def diagram(data: dict[str, JSON]) -> Diagram:
    """Make a diagram from the plain data of :meth:`Diagram.data`."""
    return _make(**data)  # type: ignore[arg-type]  # plain data: shapes are checked by Diagram itself


def _make(
    *,
    title: str,
    caption: str,
    x: list[float],
    across: dict[str, str | bool],
    up: dict[str, str | bool],
    series: list[dict[str, object]],
) -> Diagram:
    return Diagram(
        title=title,
        caption=caption,
        x=tuple(x),
        across=Axis(str(across["label"]), bool(across["log"])),
        up=Axis(str(up["label"]), bool(up["log"])),
        series=tuple(_series(**entry) for entry in series),  # type: ignore[arg-type]
    )


def _series(*, name: str, y: list[float | None], low: list[float], high: list[float], theory: bool) -> Series:
    return Series(name=name, y=tuple(y), low=tuple(low), high=tuple(high), theory=theory)
