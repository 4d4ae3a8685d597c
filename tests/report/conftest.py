"""Findings to render: a few made by hand, with every verdict, and the whole catalogue judged on paper."""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backproof import catalogue
from backproof.certificate import Certificate
from backproof.claim import Claim, sources
from backproof.counterexample import Counterexample
from backproof.findings import Finding, Findings, Judged, as_data
from backproof.render.html import write_report
from backproof.render.section import Results
from backproof.run import Run
from backproof.verdict import Judgement, Step, Verdict, World
from backproof.verify import decide

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WRONG = Counterexample(
    at={"dtype": "float32", "x": 16.635532379150390},
    setup="import numpy as np; x = np.float32(16.635532); s = 1 / (1 + np.exp(-x))",
    got="s * (1 - s)",
    want="5.96e-08",
    holds="got > 0",
    prints="0.0 | 5.96e-08 | False",
    got_value="0.0",
    want_value="5.96e-08",
)
_FLOATS = {
    "formats": {
        "float16": {"tried": 65536, "coverage": "exhausted", "max_ulp": 3.001, "worst_x": -1.2, "lost": 120},
        "float32": {"tried": 50819, "coverage": "sampled", "max_ulp": "inf", "worst_x": 90.0, "lost": 7932},
    },
    "regions": [{"dtype": "float32", "start": 16.63553237915039, "end": 102.58577728271484, "got": "0"}],
    "profile": {
        "dtype": "float32",
        "x": [-100.0, 0.0, 20.0, 100.0],
        "max_ulp": [2.0, 0.5, 1.6e7, math.inf],
    },
}


def judgement(verdict: Verdict, **more: object) -> Judgement:
    """A judgement with all that any verdict may need."""
    given = {
        "verdict": verdict,
        "method": f"looked at it as {verdict}",
        "steps": (Step("by definition", r"\sigma(x) = \frac{1}{1 + e^{-x}}"),) if verdict is Verdict.PROVED else (),
        "certificate": "a second method agrees" if verdict is Verdict.PROVED else None,
        "proof": (Certificate("identity", {}),) if verdict is Verdict.PROVED else (),
        "tried": 400 if verdict in {Verdict.EXHAUSTED, Verdict.TESTED, Verdict.MEASURED} else None,
        "condition": "x is small" if verdict is Verdict.CONDITIONAL else None,
        "correction": "the other way round" if verdict in {Verdict.REFUTED, Verdict.IMPRECISE} else None,
        "counterexample": WRONG if verdict in {Verdict.REFUTED, Verdict.CONDITIONAL} else None,
        "evidence": {"spread": 0.25} if verdict is Verdict.MEASURED else {},
    }
    return Judgement(**(given | more))  # type: ignore[arg-type]


def finding(claim_id: str, text: str = "It is so.", **worlds: Judgement) -> Finding:
    """A finding that came out as declared."""
    subject = claim_id.partition(".")[0]
    claim = Claim(id=claim_id, subject=subject, text=text, sources=sources("001_lecture.txt", 7, 9))
    return Finding(claim, "", {World(name): Judged(found, found.verdict, 0.25) for name, found in worlds.items()})


def collected(*found: Finding) -> Findings:
    """Findings of a run."""
    return Findings(found, Run(), {"python": "3.12.0", "cpu": "a processor"}, 1.5)


def handmade() -> tuple[Finding, ...]:
    """Findings with every verdict, in every world, about an activation and about networks."""
    return (
        finding(
            "sigmoid.textbook-derivative",
            floats=judgement(Verdict.REFUTED, evidence=_FLOATS, tried=116355),
        ),
        finding("sigmoid.accurate-derivative", floats=judgement(Verdict.TESTED, evidence=_FLOATS | {"regions": []})),
        finding("sigmoid.worlds-apart", paper=judgement(Verdict.PROVED), floats=judgement(Verdict.REFUTED)),
        *(finding(f"network.{verdict}", training=judgement(verdict)) for verdict in Verdict),
    )


@pytest.fixture(scope="session")
def on_paper() -> Findings:
    """Every claim of the catalogue that speaks about the real numbers, judged there."""
    entries = [entry for entry in catalogue.load() if World.PAPER in entry.judges]
    run = Run()
    return collected(
        *(Finding(e.claim, e.about, {World.PAPER: decide(e.judges[World.PAPER], run)}) for e in entries), *handmade()
    )


@pytest.fixture(scope="session")
def report(on_paper: Findings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the whole catalogue, with findings made by hand for the other two worlds."""
    return write_report(Results(on_paper), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def small_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the findings made by hand, and of one real derivation."""
    entry = catalogue.load()["sigmoid.derivative-derived"]
    derived = Finding(entry.claim, entry.about, {World.PAPER: decide(entry.judges[World.PAPER], Run())})
    return write_report(Results(collected(derived, *handmade())), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def rich_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with every section: lectures of the examples, an atlas, and an earlier run that came out differently."""
    from backproof.lint.run import lint
    from backproof.lint.settings import Settings

    from .test_atlas_section import DIGITS, LOST, atlas, row, sample

    entries = [e for e in catalogue.load() if e.claim.subject in {"relu", "he"} and World.PAPER in e.judges]
    judged = (Finding(e.claim, e.about, {World.PAPER: decide(e.judges[World.PAPER], Run())}) for e in entries)
    found = collected(*judged, *handmade())
    earlier = as_data(found)
    earlier["claims"][0]["worlds"]["paper"]["verdict"] = "undecided"
    earlier["run"]["seed"] = 7
    results = Results(
        found,
        lint(sorted(Path("examples").glob("lecture.*")), Settings(cache=False)),
        atlas(
            row("torch", "relu", "float32", LOST, DIGITS),
            row("jax", "relu", "bfloat16"),
            initialisers={"level": 1e-6, "samples": [sample("xavier_uniform_", "the variance")]},
        ),
        earlier,
    )
    return write_report(results, tmp_path_factory.mktemp("rich"))


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, without a network."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("Chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=executable,
            args=[*quiet.split(), "--headless", "--disable-component-update", "--disable-sync"],
        )
        yield found
        found.close()
