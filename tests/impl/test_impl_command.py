"""The command: its text, its JSON, its exit status; and what is known of the frameworks comes out by itself."""

import importlib.util
import json
import math
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from backproof.cli import cli
from backproof.run import Budget

SCHEMA = Path(__file__).parents[2] / "src" / "backproof" / "schemas" / "impl.schema.json"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(
        cli, ["impl", *arguments, "-j", "1", "--time-limit", "100"], standalone_mode=False, catch_exceptions=False
    )


def judged(*arguments: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run(*arguments, "--no-cache", "--output-format", "json").output)
    import jsonschema

    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return data


def kinds(data: dict[str, Any]) -> set[str]:
    return {finding["kind"] for finding in data["findings"]}


def test_tanh_of_numpy_is_clean_and_its_figures_are_shown() -> None:
    found = run("numpy:tanh", "--as", "tanh", "--dtype", "float16", "--no-cache")
    assert found.return_value == 0
    first, *rest = found.output.splitlines()
    assert first == "numpy:tanh as tanh, float16: exhausted, nothing wrong"
    text = "\n".join(rest)
    for words in ("65,536 values", "proved", "correctly rounded", "right limit", "largest error"):
        assert words in text


def test_what_is_wrong_is_listed_and_the_status_is_1() -> None:
    found = run("numpy:negative", "--as", "tanh", "--dtype", "float16", "--no-cache", "-q")
    assert found.return_value == 1
    assert found.output.startswith("numpy:negative as tanh, float16: exhausted, ")
    assert "implementation" not in found.output
    assert "wrong           lost: of the wrong sign" in found.output
    assert "wrong           infinity: inf at -inf, where the limit is -1" in found.output


def test_results_are_kept_and_taken_up(tmp_path: Path) -> None:
    arguments = ("numpy:tanh", "--as", "tanh", "--dtype", "bfloat16", "--cache-dir", str(tmp_path))
    run(*arguments)
    assert "chunks that had been kept: 1" in " ".join(run(*arguments).output.split())
    file = next(tmp_path.glob("impl/*/0*.json"))
    file.write_text("{}", encoding="utf-8")
    again = run(*arguments)
    assert "1 kept chunk was damaged" in again.output


def test_json_goes_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    found = run(
        "numpy:tanh",
        "--as",
        "tanh",
        "--dtype",
        "float16",
        "--no-cache",
        "--output-format",
        "json",
        "--output",
        str(target),
    )
    assert found.output == ""
    assert json.loads(target.read_text(encoding="utf-8"))["activation"] == "tanh"


def test_float64_is_searched_and_says_so() -> None:
    data = judged("scipy.special:expit", "--as", "sigmoid", "--dtype", "float64", "--budget", str(Budget.QUICK))
    assert data["verdict"] == "tested"
    assert "near ties" in data["method"]
    assert data["reference"] == "Arb's intervals"
    assert kinds(data) == {"lost"}
    assert -745.2 < data["saturation"]["left"]["correct"] < -744.4
    assert data["saturation"]["right"]["correct"] == pytest.approx(54 * math.log(2), abs=1e-12)


def test_a_numpy_function_is_its_own_derivative() -> None:
    data = judged("numpy:ones_like", "--as", "identity", "--derivative", "--dtype", "float16")
    assert kinds(data) == {"nan"}
    assert data["worst"]["ulp"] == 0.0


@pytest.mark.parametrize(
    ("target", "activation", "more", "expected", "first"),
    [
        ("torch:sigmoid", "sigmoid", (), {"lost"}, -88.7228),
        ("scipy.special:expit", "sigmoid", (), {"lost"}, -88.7228),
        ("jax.nn:elu", "elu", (), {"lost"}, None),
        ("torch:tanh", "tanh", ("--derivative",), {"lost"}, 9.0),
        ("jax.nn:relu", "relu", ("--derivative",), {"nan"}, None),
    ],
)
def test_known_faults_of_frameworks_come_out(
    target: str, activation: str, more: tuple[str, ...], expected: set[str], first: float | None
) -> None:
    package = target.partition(":")[0].partition(".")[0]
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    if importlib.util.find_spec("numba") is None:
        pytest.skip("float32 takes minutes without numba (pip install 'backproof[fast]')")
    data = judged(target, "--as", activation, *more, "--budget", "quick")
    assert data["verdict"] == "tested"
    assert kinds(data) >= expected
    if first is not None:
        lost = [finding["shown"]["x"] for finding in data["findings"] if finding["kind"] == "lost"]
        assert any(x == pytest.approx(first, abs=0.05) for x in lost)
    if target == "jax.nn:elu":
        assert "flush" in {note["kind"] for note in data["notes"]}


def test_the_text_wraps_and_shares_are_never_rounded_to_all() -> None:
    from backproof.render.impl_text import _percent

    assert _percent(5, 5) == "100 %"
    assert _percent(0, 5) == "0.0 %"
    assert _percent(2**32 - 1, 2**32) == "99.99999998 %"
    assert _percent(1, 2**32) == "0.00000002 %"
