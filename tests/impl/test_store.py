"""What was done is kept: a sweep goes on where it stopped, and does again what was damaged or belongs to another."""

import json
from pathlib import Path

import pytest

from backproof.impl import work
from backproof.impl.judge import judge
from backproof.impl.outcome import Outcome
from backproof.impl.store import Store
from backproof.impl.target import Target, sources

GOOD = """
import numpy as np

def sigmoid(x):
    z = np.exp(-np.abs(x.astype(np.float64)))
    return (np.where(x < 0, z, 1) / (1 + z)).astype(x.dtype)
"""


def judged(folder: Path, module: str, **options: object) -> Outcome:
    target = Target(module, "sigmoid", folder=str(folder))
    options = {"dtype": "bfloat16", "jobs": 1, "cache": folder / "cache", "size": 1 << 12} | options
    return judge(target, "sigmoid", **options)  # type: ignore[arg-type]


def figures(outcome: Outcome) -> dict[str, object]:
    data = outcome.as_data()
    del data["seconds"], data["chunks"]
    return data


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("cache/impl/*/0*.json"))


def test_a_sweep_goes_on_where_it_stopped(tmp_path: Path) -> None:
    (tmp_path / "bp_kept.py").write_text(GOOD, encoding="utf-8")
    seen: list[int] = []

    def stop(done: int, total: int, _: str) -> None:
        seen.append(done)
        assert total == 8
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judged(tmp_path, "bp_kept", progress=stop)
    assert len(kept(tmp_path)) == 3
    outcome = judged(tmp_path, "bp_kept")
    assert outcome.resumed == 3
    again = judged(tmp_path, "bp_kept")
    assert again.resumed == 8
    whole = judged(tmp_path, "bp_kept", cache=None)
    assert figures(outcome) == figures(again) == figures(whole)
    assert outcome.tried == 1 << 16


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "other", "foreign", "swapped"])
def test_a_damaged_chunk_is_noticed_and_done_again(tmp_path: Path, damage: str) -> None:
    module = f"bp_damaged_{damage}"
    (tmp_path / f"{module}.py").write_text(GOOD, encoding="utf-8")
    whole = judged(tmp_path, module)
    file = kept(tmp_path)[5]
    text = file.read_text(encoding="utf-8")
    data = json.loads(text)
    if damage == "flip":
        data["result"]["tally"]["bins"][0] += 1
    file.write_text(
        {
            "flip": json.dumps(data),
            "cut": text[: len(text) // 2],
            "empty": "",
            "other": "[1, 2]",
            "foreign": '{"sha256": "0", "result": 3}',
            "swapped": kept(tmp_path)[4].read_text(encoding="utf-8"),
        }[damage],
        encoding="utf-8",
    )
    again = judged(tmp_path, module)
    assert (again.resumed, again.damaged) == (7, 1)
    assert figures(again) == figures(whole)
    assert judged(tmp_path, module).damaged == 0


def test_a_changed_callable_is_swept_anew(tmp_path: Path) -> None:
    (tmp_path / "bp_before.py").write_text(GOOD, encoding="utf-8")
    judged(tmp_path, "bp_before")
    target = Target("bp_before", "sigmoid", folder=str(tmp_path))
    assert target.adapted.call is not None
    one = sources("bp_before")
    (tmp_path / "bp_before.py").write_text(GOOD + "\nmore = 1\n", encoding="utf-8")
    assert sources("bp_before") != one


def test_keys_tell_apart_what_differs(tmp_path: Path) -> None:
    base = {"callable": "m:f", "plan": {"dtype": "float16"}}
    homes = {Store(tmp_path, {**base, **other}).home for other in ({}, {"callable": "m:g"}, {"plan": {"dtype": "b"}})}
    assert len(homes) == 3
    assert Store(tmp_path, dict(reversed(base.items()))).home == Store(tmp_path, base).home


def test_the_engines_own_files_are_part_of_the_key() -> None:
    names = set(work.engine())
    assert {"impl/loop.py", "impl/formulas.py", "floats/compare.py", "impl/adapters/torch.py"} <= names
