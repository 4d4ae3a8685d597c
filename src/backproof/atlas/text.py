"""The atlas for a terminal: a line for each implementation and type."""

from __future__ import annotations

from collections import Counter

from backproof.atlas.device import DeviceFigures
from backproof.atlas.entries import Entry
from backproof.atlas.measure import Break, Row
from backproof.atlas.survey import Atlas
from backproof.atlas.tally import LOST


def table(atlas: Atlas, *, quiet: bool = False) -> str:
    """Write the table, the initialisers that are refuted, the gains, and a summary; the summary alone if ``quiet``."""
    lines: list[str] = []
    if not quiet:
        lines += [_line(row) for row in atlas.rows]
        lines += [_on_device(entry, figures) for entry, figures in atlas.devices]
        lines += [
            f"{s.framework} {s.name}, fan_in {s.fan_in}, fan_out {s.fan_out}: refuted by {', '.join(s.fallen)}"
            for s in atlas.initialisers
            if s.fallen
        ]
        lines += [
            f"torch calculate_gain({g.name!r}) = {g.table:.7g}; {g.low:.7g} keeps the second moment, "
            f"the table multiplies it by {g.factor:.4g}"
            for g in atlas.gains
            if not g.right
        ]
    measured = [row for row in atlas.rows if row.tally]
    kinds = Counter(finding.found.kind for finding in atlas.findings)
    shown = sum(bool(f.printed and f.printed.same) for f in atlas.findings)
    drawn = [s for s in atlas.initialisers if s.law]
    lines.append(
        f"{len(measured)} implementations measured, {len(atlas.rows) - len(measured)} not; "
        f"{sum(1 for row in measured if row.breaks)} break: "
        f"{', '.join(f'{count} {kind}' for kind, count in kinds.items()) or 'none'}; "
        f"{shown} of {len(atlas.findings)} reproduced by a script"
    )
    if drawn:
        lines.append(f"{len(drawn)} samples of initial weights, {sum(bool(s.fallen) for s in drawn)} refuted")
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    what = f"{row.entry.activation}{chr(39) if row.entry.derivative else ''}"
    head = f"{what:<12} {row.entry.name:<52} {row.dtype:<9}"
    if row.tally is None:
        return f"{head} not measured: {row.refused}"
    over = "" if row.conduct is None else ", ".join(f"{name}: {count}" for name, count in row.conduct.counts.items())
    figures = f"{row.verdict!s:<10} max {row.tally.max_ulp:<10.4g} ulp {f'[{over}]' if over else ''}"
    return f"{head} {figures} {'; '.join(_break(b) for b in row.breaks)}".rstrip()


def _on_device(entry: Entry, figures: DeviceFigures) -> str:
    head = f"{entry.activation}{chr(39) if entry.derivative else ''} {entry.name} float32 on {figures.device}:"
    if figures.refused:
        return f"{head} not measured: {figures.refused}"
    return f"{head} {figures.tried} tried, max {figures.max_ulp:.4g} ulp at {figures.worst_x:.6g}, {figures.lost} lost"


def _break(found: Break) -> str:
    if found.kind == LOST:
        return f"{found.got:g} from {found.x:.6g} to {found.until:.4g} (true {found.want:.3g})"
    if found.kind == "digits":
        return f"half the digits from {found.x:.6g} to {found.until:.4g}"
    return f"{found.got:g} at {found.x:g} (true {found.want:g})"
