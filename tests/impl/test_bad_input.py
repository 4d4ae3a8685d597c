"""A callable that cannot be judged is an error with its reason and exit status 2, and no figure is made of it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from backproof.cli import _status
from backproof.errors import BackproofError
from backproof.impl.judge import judge
from backproof.impl.target import Target, Unfit

LAYERS = """
import os
import time
import numpy as np

rng = np.random.default_rng()
calls = 0
number = 3

def good(x):
    z = np.exp(-np.abs(x.astype(np.float64)))
    return (np.where(x < 0, z, 1) / (1 + z)).astype(x.dtype)

def raises(x):
    raise RuntimeError("out of ideas")

def raises_at_infinity(x):
    if np.isinf(x).any():
        raise ValueError("infinite")
    return good(x)

def scalar_only(x):
    return 1 / (1 + np.exp(-float(x)))

def total(x):
    return good(x).sum()

def shorter(x):
    return good(x)[1:]

def column(x):
    return good(x)[:, None]

def wider(x):
    return good(x).astype(np.float64)

def listed(x):
    return good(x).tolist()

def nothing(x):
    return None

def writes(x):
    x[x < 0] = 0
    return good(x)

def hidden_writes(x):
    result = good(x)
    x += 0
    x[:] = 1
    return result

def random(x):
    return (good(x) * (1 + 0.01 * rng.random(x.shape))).astype(x.dtype)

def counts(x):
    global calls
    calls += 1
    return (good(x) + calls).astype(x.dtype)

def softmax(x):
    wide = x.astype(np.float64)
    return (good(x) * (1 + (wide[:1] > 0))).astype(x.dtype)

def neighbours(x):
    return np.roll(good(x), 1)

def hangs(x):
    while True:
        time.sleep(1)

def hangs_late(x):
    if (np.abs(x) > 30000).all():
        time.sleep(1000)
    return good(x)

def ends_badly(x):
    result = good(x)
    left = x.size % 16
    if left:
        result[-left:] *= np.asarray(1.01, dtype=x.dtype)
    return result

def dies(x):
    os._exit(3)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("course")
    (home / "bp_layers.py").write_text(LAYERS, encoding="utf-8")
    (home / "bp_broken.py").write_text("import bp_not_there\n", encoding="utf-8")
    (home / "bp_wrong.py").write_text("1 / 0\n", encoding="utf-8")
    return home


def judged(folder: Path, name: str, **options: object) -> object:
    target = Target("bp_layers", name, folder=str(folder))
    return judge(target, "sigmoid", dtype="float16", jobs=1, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("raises", r"bp_layers:raises raised RuntimeError .*: out of ideas"),
        ("raises_at_infinity", r"raised ValueError .*: infinite"),
        ("scalar_only", r"raised TypeError"),
        ("total", r"shape \(16384,\) and answered with shape \(\); it has to take arrays"),
        ("shorter", r"answered with shape \(16383,\)"),
        ("column", r"answered with shape \(16384, 1\)"),
        ("wider", r"given float16 and answered with float64"),
        ("listed", r"answered with list, not with an array"),
        ("nothing", r"answered with NoneType"),
        ("writes", r"writes into its argument"),
        ("hidden_writes", r"writes into its argument"),
        ("random", r"is random: asked twice"),
        ("counts", r"is random: asked twice"),
        ("softmax", r"does not compute value by value"),
        ("neighbours", r"does not compute value by value"),
        ("dies", r"the process that ran the callable died"),
    ],
)
def test_unfit_callables_are_named_with_the_reason(folder: Path, name: str, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        judged(folder, name)


@pytest.mark.parametrize("name", ["hangs", "hangs_late"])
def test_a_callable_that_hangs_is_given_up(folder: Path, name: str) -> None:
    with pytest.raises(Unfit, match=r"no answer within 8 s: the callable hangs"):
        judged(folder, name, time_limit=8.0, size=1 << 8)


def test_after_the_bad_ones_a_good_one_is_judged(folder: Path) -> None:
    assert judged(folder, "good").clean  # type: ignore[attr-defined]


def test_results_that_depend_on_the_length_of_the_array_are_noted(folder: Path) -> None:
    found = judged(folder, "ends_badly")
    assert [note.kind for note in found.notes] == ["length"]  # type: ignore[attr-defined]
    assert found.clean  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("module", "name", "says"),
    [
        ("bp_layers", "missing", "has no 'missing'"),
        ("bp_layers", "number", "cannot be called"),
        ("bp_not_there", "f", "cannot import bp_not_there"),
        ("bp_broken", "f", "bp_not_there"),
        ("bp_wrong", "f", "does not import: ZeroDivisionError"),
    ],
)
def test_what_is_missing_is_said(folder: Path, module: str, name: str, says: str) -> None:
    with pytest.raises(BackproofError, match=says):
        judge(Target(module, name, folder=str(folder)), "sigmoid", dtype="float16", jobs=1)


def test_the_activation_has_to_be_known() -> None:
    with pytest.raises(BackproofError, match="no activation 'sigmund' in the catalogue; it has identity, sigmoid"):
        judge(Target("numpy", "tanh"), "sigmund")


def test_float64_cannot_be_exhausted() -> None:
    with pytest.raises(BackproofError, match=r"2\^64 values"):
        judge(Target("numpy", "tanh"), "tanh", dtype="float64", exhaustive=True)


@pytest.mark.parametrize("text", ["numpy", "numpy.tanh", ":tanh", "numpy:", "a b:c", "numpy:tanh:x", "os:system('x')"])
def test_the_form_of_the_argument_is_checked(text: str) -> None:
    with pytest.raises(Unfit, match="MODULE:CALLABLE"):
        Target.parse(text)


def test_the_command_ends_with_2_and_prints_no_figure(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    for name in ("random", "missing", "raises"):
        status = _status(
            ["impl", f"bp_layers:{name}", "--as", "sigmoid", "--dtype", "float16", "-j", "1", "--no-cache"]
        )
        shown = capsys.readouterr()
        assert status == 2
        assert shown.out == ""
        assert f"{name}" in shown.err


def test_the_command_judges_a_module_of_the_working_directory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from backproof.cli import cli

    monkeypatch.chdir(folder)
    arguments = ["impl", "bp_layers:good", "--as", "sigmoid", "--dtype", "float16", "-j", "1", "--no-cache"]
    run = CliRunner().invoke(cli, [*arguments, "--output-format", "json"], standalone_mode=False)
    assert run.return_value == 0
    assert json.loads(run.output)["findings"] == []
