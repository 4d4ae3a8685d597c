import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from backproof.atlas.conduct import conduct
from backproof.atlas.device import sweep
from backproof.atlas.entries import Entry, entries
from backproof.atlas.held import Held, torch_library
from backproof.atlas.measure import measure
from backproof.atlas.tally import look, tally
from backproof.cli import main
from backproof.floats import BFLOAT16, FLOAT32, format_of
from backproof.impl.adapters import NotOffered
from backproof.impl.chunks import Chunk
from backproof.run import Budget, Run

RUN = Run(Budget.QUICK)


def row(framework: str, activation: str, dtype: str, derivative: bool = True):  # type: ignore[no-untyped-def]
    entry = next(e for e in entries((framework,)) if (e.activation, e.derivative) == (activation, derivative))
    return measure(entry, format_of(dtype), RUN)


def lost_from(found, sign: int) -> float:  # type: ignore[no-untyped-def]
    return min((abs(b.x) for b in found.breaks if b.kind == "lost" and b.x * sign > 0), default=float("nan"))


class Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.ids: list[str] = []
        self.outside: list[str] = []
        self.feed(page)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value and value.startswith("#"):
                self.targets.add(value[1:])
            if name in ("href", "src") and value and not value.startswith(("#", "data:")):
                self.outside.append(value)


def test_the_command_writes_page_data_and_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "atlas"
    with pytest.raises(SystemExit) as left:
        main(["atlas", "--frameworks", "numpy,scipy", "--dtype", "bfloat16", "--budget", "quick", "-o", str(folder)])
    assert left.value.code == 0
    printed = capsys.readouterr().out
    assert "44 implementations measured, 2 not" in printed
    data = json.loads((folder / "atlas.json").read_text(encoding="utf-8"))
    assert data["schema"] == "backproof/atlas/1"
    assert len(data["rows"]) == 46
    # SciPy widens bfloat16: said, not measured.
    measured = [r for r in data["rows"] if "refused" not in r]
    assert all(len(r["profile"]["max_ulp"]) == len(data["profile_x"]) for r in measured)
    assert {r["verdict"] for r in measured} == {"exhausted"}
    for found in data["findings"]:
        assert found["reproduced"]
        assert "backproof" not in (folder / "scripts" / found["script"]).read_text(encoding="utf-8")
    page = (folder / "atlas.html").read_text(encoding="utf-8")
    assert page.count('<details class="break">') == len(data["findings"]) > 0
    links = Links(page)
    assert links.targets <= set(links.ids)
    assert len(links.ids) == len(set(links.ids))
    assert links.outside == []
    styled = page[: page.index("</head>")]
    classes = {name for svg in page.split('<svg class="figure"')[1:] for name in re.findall(r'class="([a-z-]+)"', svg)}
    assert all(f".{name}" in styled for name in classes & {"across", "up", "grid", "tick"})


def test_nothing_measured_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(SystemExit) as left:
        main(["atlas", "--frameworks", "torch", "--dtype", "float16", "-j", "1", "-o", str(tmp_path / "a")])
    assert left.value.code == 2
    assert "nothing could be measured" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


def test_unknown_names_fail_before_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["atlas", "--frameworks", "numpy,theano", "-o", str(tmp_path / "a")])
    assert left.value.code == 2
    assert "theano" in capsys.readouterr().err


def test_the_logistic_slope_of_torch_and_jax_is_0_where_it_is_not() -> None:
    for framework in ("torch", "jax"):
        pytest.importorskip(framework)
        found = row(framework, "sigmoid", "float32")
        assert 16.6 < lost_from(found, 1) < 16.7
        edge = next(b for b in found.breaks if b.kind == "lost" and b.x > 0)
        assert (edge.got, edge.until > 100) == (0.0, True)
        assert edge.want == pytest.approx(np.exp(-edge.x), rel=1e-6)


def test_the_slope_of_tanh_is_0_from_where_tanh_is_1() -> None:
    torch = pytest.importorskip("torch")
    found = row("torch", "tanh", "float32")
    edge = lost_from(found, 1)
    one = torch.tanh(torch.full((64,), edge, dtype=torch.float32))
    assert (one == 1).all()
    before = torch.full((64,), FLOAT32.after(edge, -1), dtype=torch.float32)
    assert (torch.tanh(before) < 1).all()


def test_the_slope_of_elu_by_its_value_is_0_below_minus_17() -> None:
    found = measure(Entry("numpy", "elu", "backproof.activations", "textbook", derivative=True), FLOAT32, RUN)
    assert 17.2 < lost_from(found, -1) < 17.4
    pytest.importorskip("jax")
    assert 17.2 < lost_from(row("jax", "elu", "float32"), -1) < 17.4


def test_jax_takes_subnormal_arguments_for_0() -> None:
    jax = pytest.importorskip("jax")
    if jax.default_backend() != "cpu":
        pytest.skip("XLA flushes on the cpu")
    found = row("jax", "selu", "float32", derivative=False)
    assert lost_from(found, 1) < FLOAT32.min_normal


def test_all_values_of_16_bits_are_tried() -> None:
    found = measure(Entry("numpy", "sigmoid", "backproof.activations", "textbook"), BFLOAT16, RUN)
    assert found.tally is not None
    assert found.conduct is not None
    assert (str(found.verdict), found.tally.tried, found.conduct.tried) == ("exhausted", 1 << 16, 1 << 16)
    assert found.conduct.lost == found.tally.lost


def test_what_is_counted_over_every_float32_is_what_a_part_of_them_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Entry("numpy", "sigmoid", "backproof.activations", "textbook", derivative=True)
    start, size = FLOAT32.ordinal(16.6), 1 << 16
    monkeypatch.setattr("backproof.atlas.conduct.chunks", lambda *_: [Chunk(0, start, start + size)])
    call = entry.adapted().call
    found = conduct(call, entry.target, FLOAT32, RUN)
    both = [FLOAT32.floats(sign * np.arange(start, start + size)) for sign in (1, -1)]
    mine = tally(call, entry.target, both, FLOAT32)
    assert (found.tried, found.lost) == (mine.tried, mine.lost)
    assert found.lost > 0


@pytest.mark.parametrize("framework", ["torch", "jax"])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "elu", "selu", "softplus", "silu", "gelu", "leaky-relu"])
@pytest.mark.parametrize("derivative", [False, True])
def test_the_sweep_on_a_device_counts_what_the_host_counts(framework: str, activation: str, derivative: bool) -> None:
    pytest.importorskip(framework)
    entry = next(e for e in entries((framework,)) if (e.activation, e.derivative) == (activation, derivative))
    size, every = 1 << 14, 1 << 12
    found = sweep(entry, "cpu", every=every, chunk=size)
    x = np.concatenate([np.arange(s, s + size, dtype=np.uint32) for s in range(0, 1 << 32, size * every)]).view(
        np.float32
    )
    finite = x[np.isfinite(x)]
    call = entry.adapted().call
    with np.errstate(all="ignore"):
        parts = [look(call, entry.target, part, FLOAT32) for part in np.split(finite, finite.size // size)]
    lost = sum(
        int((p.lost & (p.x != 0)).sum()) if derivative and entry.target.activation.kinks else int(p.lost.sum())
        for p in parts
    )
    kept = max(float(np.where(p.lost | ~np.isfinite(p.got), 0, p.ulp).max()) for p in parts)
    assert (found.tried, found.lost) == (finite.size, lost)
    assert found.max_ulp == pytest.approx(kept, rel=1e-6)


def test_a_device_that_is_not_there_is_named() -> None:
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("this machine has one")
    with pytest.raises(NotOffered, match="no CUDA device"):
        sweep(next(iter(entries(("torch",)))), "cuda")


def test_on_cuda_the_sweep_is_the_same() -> None:
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("torch sees no CUDA device here")
    for entry in entries(("torch",)):
        found = sweep(entry, "cuda", every=64)
        assert found.tried > 1 << 25
        assert np.isfinite(found.max_ulp)


def test_functions_that_the_library_lacks_are_named() -> None:
    torch = pytest.importorskip("torch")
    held = Held(torch.ones(3, dtype=torch.float64), torch_library("cpu"))
    with pytest.raises(NotOffered, match="arctan"):
        np.arctan(held)
