"""The atlas as plain data. Infinities and nan are strings there, since JSON has none."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from importlib import metadata

from backproof.atlas.conduct import Conduct
from backproof.atlas.measure import Break, Row
from backproof.atlas.survey import Atlas, Finding
from backproof.atlas.tally import Tally
from backproof.initialisers.gains import Gain
from backproof.initialisers.laws import Law
from backproof.initialisers.sample import LEVEL, Sample
from backproof.verdict import JSON

SCHEMA = "backproof/atlas/1"


def to_json(atlas: Atlas) -> str:
    """The atlas as JSON text, ending in a newline."""
    return json.dumps(as_data(atlas), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_data(atlas: Atlas) -> dict[str, JSON]:
    """The atlas as plain data."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "backproof", "version": metadata.version("backproof")},
        "environment": dict(atlas.environment),
        "run": {"budget": str(atlas.run.budget), "seed": atlas.run.seed, "seconds": round(atlas.seconds, 3)},
        "profile_x": _profile_x(atlas),
        "rows": [_row(row) for row in atlas.rows],
        "findings": [_finding(finding) for finding in atlas.findings],
        "devices": [{"name": entry.name, "derivative": entry.derivative, **asdict(f)} for entry, f in atlas.devices],
        "initialisers": {"level": LEVEL, "samples": [_sample(sample) for sample in atlas.initialisers]},
        "promises": [
            {**asdict(promise), "shape": [*promise.shape], "kept": promise.kept} for promise in atlas.promises
        ],
        "gains": [_gain(gain) for gain in atlas.gains],
    }


def _profile_x(atlas: Atlas) -> list[JSON]:
    """The middles of the stretches of x of all profiles."""
    return next(([*row.profile.x] for row in atlas.rows if row.profile), [])


def _number(value: float) -> JSON:
    return value if math.isfinite(value) else str(value)


def _row(row: Row) -> dict[str, JSON]:
    entry = row.entry
    data: dict[str, JSON] = {
        "framework": entry.framework,
        "activation": entry.activation,
        "derivative": entry.derivative,
        "name": entry.name,
        "dtype": row.dtype,
    }
    if row.tally is None or row.verdict is None or row.profile is None:
        return data | {"refused": row.refused}
    return data | {
        "version": row.version,
        "threads": row.threads,
        "device": row.device,
        "differentiated_by": row.means,
        "verdict": str(row.verdict),
        "seconds": round(row.seconds, 3),
        "sample": _tally(row.tally),
        "every_value": _conduct(row.conduct),
        "breaks": [_break(found) for found in row.breaks],
        "profile": {
            "max_ulp": list(row.profile.max_ulp),
            "lost": [bool(lost) for lost in row.profile.lost],
        },
    }


def _tally(tally: Tally) -> dict[str, JSON]:
    counts = tally.histogram.tolist()
    return {
        "tried": tally.tried,
        "max_ulp": _number(tally.max_ulp),
        "worst_x": tally.worst_x,
        "lost": tally.lost,
        "within_ulp": {("0.5" if k == 0 else f"{2.0 ** (k - 1):g}"): count for k, count in enumerate(counts) if count},
    }


def _conduct(conduct: Conduct | None) -> JSON:
    if conduct is None:
        return None
    return {
        "tried": conduct.tried,
        "max_ulp": _number(conduct.max_ulp),
        "worst_x": conduct.worst_x,
        "lost": conduct.lost,
        "counts": dict(conduct.counts),
    }


def _break(found: Break) -> dict[str, JSON]:
    return {
        "kind": found.kind,
        "x": _number(found.x),
        "until": _number(found.until),
        "got": _number(found.got),
        "want": _number(found.want),
        "every_float_before_tried": found.exact,
    }


def _finding(finding: Finding) -> dict[str, JSON]:
    printed = finding.printed
    return {
        "name": finding.row.entry.name,
        "dtype": finding.row.dtype,
        "break": _break(finding.found),
        "script": finding.name if finding.script else None,
        "prints": printed.text if printed else None,
        "reproduced": bool(printed and printed.same),
    }


def _sample(sample: Sample) -> dict[str, JSON]:
    data: dict[str, JSON] = {
        "framework": sample.framework,
        "name": sample.name,
        "source": sample.source,
        "fan_in": sample.fan_in,
        "fan_out": sample.fan_out,
    }
    if sample.law is None:
        return data | {"refused": sample.refused}
    return data | {
        "claimed": _law(sample.law),
        "draws": sample.draws,
        "std": sample.std,
        "largest": sample.largest,
        "probabilities": dict(sample.probabilities or {}),
        "verdict": str(sample.verdict),
        "refuted_by": list(sample.fallen),
    }


def _law(law: Law) -> dict[str, JSON]:
    return {"law": law.says(), "std": law.std, "limit": _number(law.limit)}


def _gain(gain: Gain) -> dict[str, JSON]:
    return {
        "activation": gain.activation,
        "name": gain.name,
        "table": gain.table,
        "exact_low": gain.low,
        "exact_high": gain.high,
        "keeps_the_second_moment": gain.right,
        "layer_multiplies_it_by": gain.factor,
    }
