"""Running the scripts: without backproof, all of one framework in one fresh interpreter, so that it starts once."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backproof.floats.reference import BOUND

_RUNNER = """
import contextlib, io, json, runpy, sys, traceback, warnings
warnings.simplefilter("ignore")
said = []
for name in sys.argv[2:]:
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            runpy.run_path(name, run_name="__main__")
        said.append([True, out.getvalue()])
    except Exception:
        said.append([False, traceback.format_exc()])
assert "backproof" not in sys.modules
json.dump(said, open(sys.argv[1], "w", encoding="utf-8"))
"""
_LINE = re.compile(r"computed (\S+), true value (\S+)$")
_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Printed:
    """What a script printed, and whether that is what the atlas saw.

    ``same`` is false if the script failed, or computed another value than the sweep did: then the break depends on
    more than the value itself, such as the length of the array.
    """

    text: str
    same: bool


def run(scripts: Sequence[tuple[str, float, float]]) -> list[Printed]:
    """Run scripts, each given with the value that was computed and the true one, and compare what they print."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, (text, _, _) in enumerate(scripts):
            files.append(Path(folder, f"{i}.py"))
            files[-1].write_text(text, encoding="utf-8")
        answer = Path(folder, "said.json")
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _RUNNER, str(answer), *map(str, files)],
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return [Printed(f"not done after {_SECONDS} s", same=False)] * len(scripts)
        if done.returncode or not answer.exists():
            return [Printed(done.stderr.strip()[-400:], same=False)] * len(scripts)
        said = json.loads(answer.read_text(encoding="utf-8"))
    return [_judged(ok, text.strip(), got, want) for (ok, text), (_, got, want) in zip(said, scripts, strict=True)]


def _judged(ok: bool, text: str, got: float, want: float) -> Printed:
    match = _LINE.search(text) if ok else None
    if match is None:
        return Printed(text.splitlines()[-1] if text else "nothing", same=False)
    return Printed(text, same=_same(float(match[1]), got, 0.0) and _same(float(match[2]), want, BOUND * 2.0**-52))


def _same(a: float, b: float, relative: float) -> bool:
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return a == b or (math.isfinite(a) and abs(a - b) <= relative * abs(b) + 5e-324)
