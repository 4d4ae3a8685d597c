"""An atlas as ``atlas.json`` keeps it, read back into what the report shows of it."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from backproof.atlas.data import SCHEMA
from backproof.atlas.entries import TITLES
from backproof.atlas.measure import INFINITY, NAN
from backproof.atlas.tally import DIGITS, LOST
from backproof.errors import BackproofError
from backproof.floats import format_of
from backproof.verdict import JSON, Verdict
from backproof.written import read as read_json

KINDS = (LOST, DIGITS, INFINITY, NAN)
"""How an implementation can break, the worst first."""
_FORM = " form"
"""How the names of the catalogue's own NumPy forms end."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A stretch of floats, or a special value, at which an implementation breaks.

    See :class:`backproof.atlas.measure.Break`; ``reproduced`` tells whether a script of its own showed it again.
    """

    kind: str
    x: float
    until: float
    got: float
    want: float
    reproduced: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found out about one implementation in one type; ``refused`` says why nothing could be."""

    framework: str
    activation: str
    derivative: bool
    name: str
    dtype: str
    version: str = ""
    verdict: Verdict | None = None
    tried: int = 0
    max_ulp: float = 0.0
    breaks: tuple[Broken, ...] = ()
    refused: str = ""

    @property
    def label(self) -> str:
        """How tables call the implementation: its framework, and for NumPy the form."""
        title = TITLES.get(self.framework, self.framework)
        return f"{title}, {self.name.removesuffix(_FORM)}" if self.name.endswith(_FORM) else title


@dataclass(frozen=True, slots=True)
class Drawn:
    """Initial weights of layers of one size: what is claimed, and which tests refute it."""

    framework: str
    name: str
    fan_in: int
    fan_out: int
    claimed: str
    ratio: float
    draws: int
    refuted_by: tuple[str, ...]
    refused: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What a framework promises of a whole matrix, how far off that was, and what rounding allows."""

    name: str
    rows: int
    columns: int
    says: str
    off: float
    allowed: float
    kept: bool


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain of PyTorch's table, the exact one, and by what a layer multiplies the second moment with the former."""

    name: str
    table: float
    exact: float
    right: bool
    factor: float


@dataclass(frozen=True, slots=True)
class Swept:
    """What an implementation came to on another device."""

    name: str
    derivative: bool
    device: str
    tried: int
    max_ulp: float
    lost: int
    refused: str


@dataclass(frozen=True, slots=True)
class Kept:
    """All of it, with the run and the machine; by chance, a test of right initial weights fails with ``level``."""

    budget: str
    seed: int
    seconds: float
    environment: Mapping[str, str]
    rows: tuple[Measured, ...]
    devices: tuple[Swept, ...]
    level: float
    drawn: tuple[Drawn, ...]
    promises: tuple[Promise, ...]
    gains: tuple[Gain, ...]


def read(file: Path) -> Mapping[str, JSON]:
    """Read an atlas that was made before.

    Raises
    ------
    BackproofError
        If the file cannot be read or holds no atlas; the message says what to give instead.
    """
    return read_json(file, SCHEMA, what="the data of an atlas", made_by="backproof atlas", check=kept)


def kept(data: Mapping[str, Any]) -> Kept:
    """Take an atlas from plain data; fields that are not known here are ignored.

    Raises
    ------
    BackproofError
        If this is no atlas; the message says what is missing or odd.
    """
    try:
        shown = _reproduced(data["findings"])
        run, level = data["run"], _probability(float(data["initialisers"]["level"]))
        return Kept(
            budget=str(run["budget"]),
            seed=int(run["seed"]),
            seconds=float(run["seconds"]),
            environment={str(name): str(value) for name, value in data["environment"].items()},
            rows=tuple(_row(row, shown) for row in data["rows"]),
            devices=tuple(_swept(each) for each in data["devices"]),
            level=level,
            drawn=tuple(_drawn(each) for each in data["initialisers"]["samples"]),
            promises=tuple(_promise(each) for each in data["promises"]),
            gains=tuple(_gain(each) for each in data["gains"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, ZeroDivisionError) as odd:
        missing = f"has no field {odd}" if isinstance(odd, KeyError) else f"holds something else than it should ({odd})"
        raise BackproofError(f"what should be an atlas {missing}") from odd


def _probability(level: float) -> float:
    if not 0 < level <= 1:
        raise ValueError(f"{level:g} is no probability")
    return level


_Shown = Mapping[tuple[str, str, str], deque[bool]]


def _reproduced(findings: list[Mapping[str, Any]]) -> _Shown:
    """Whether the script of a break showed it, by name, type and break. Findings stand in the order of the rows."""
    shown: dict[tuple[str, str, str], deque[bool]] = defaultdict(deque)
    for found in findings:
        shown[_key(found, found["break"])].append(found["reproduced"] is True)
    return shown


def _key(where: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(where["name"]), str(where["dtype"]), json.dumps(found, sort_keys=True)


def _row(row: Mapping[str, Any], shown: _Shown) -> Measured:
    framework, activation, name, dtype = (str(row[part]) for part in ("framework", "activation", "name", "dtype"))
    whose = Measured(framework, activation, row["derivative"] is True, name, format_of(dtype).name)
    if "refused" in row:
        return replace(whose, refused=str(row["refused"]))
    sample = row["sample"]
    return replace(
        whose,
        version=str(row["version"]),
        verdict=Verdict(row["verdict"]),
        tried=int(sample["tried"]),
        max_ulp=float(sample["max_ulp"]),
        breaks=tuple(_broken(found, shown.get(_key(row, found))) for found in row["breaks"]),
    )


def _broken(found: Mapping[str, Any], shown: deque[bool] | None) -> Broken:
    kind = str(found["kind"])
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is no kind of break")
    x, until, got, want = (float(found[name]) for name in ("x", "until", "got", "want"))
    return Broken(kind, x, until, got, want, reproduced=bool(shown and shown.popleft()))


def _swept(each: Mapping[str, Any]) -> Swept:
    name, device, refused = (str(each[part]) for part in ("name", "device", "refused"))
    tried, max_ulp, lost = int(each["tried"]), float(each["max_ulp"]), int(each["lost"])
    return Swept(name, each["derivative"] is True, device, tried, max_ulp, lost, refused)


def _drawn(each: Mapping[str, Any]) -> Drawn:
    law = each.get("claimed")
    return Drawn(
        framework=str(each["framework"]),
        name=str(each["name"]),
        fan_in=int(each["fan_in"]),
        fan_out=int(each["fan_out"]),
        claimed=str(law["law"]) if law else "",
        ratio=float(each["std"]) / float(law["std"]) if law else 0.0,
        draws=int(each["draws"]) if law else 0,
        refuted_by=tuple(str(test) for test in each["refuted_by"]) if law else (),
        refused=str(each.get("refused", "")),
    )


def _promise(each: Mapping[str, Any]) -> Promise:
    rows, columns = (int(side) for side in each["shape"])
    name, says, off, allowed = str(each["name"]), str(each["says"]), float(each["off"]), float(each["allowed"])
    return Promise(name, rows, columns, says, off, allowed, kept=each["kept"] is True)


def _gain(each: Mapping[str, Any]) -> Gain:
    table, exact, factor = (float(each[part]) for part in ("table", "exact_low", "layer_multiplies_it_by"))
    right = each["keeps_the_second_moment"] is True
    return Gain(str(each["name"]), table, exact, right, factor)
