"""Folders of certificates: what is written, what is read, and what a damaged or hostile folder leads to."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from backproof import catalogue
from backproof.certificate import Certificate
from backproof.claim import Claim
from backproof.errors import BackproofError
from backproof.export import export
from backproof.findings import Finding, Findings, Judged, environment
from backproof.recheck import UnreadableError, recheck, table
from backproof.run import Run
from backproof.verdict import Judgement, Step, Verdict, World
from backproof.verify import decide
from tests.recheck.examples import RIGHT

SUBJECTS = ("sigmoid", "tanh", "relu", "leaky-relu", "prelu", "elu", "linear", "vanishing", "xavier", "he", "identity")
SLOW = ("tanh.matrix-row", "sigmoid.matrix-row")
"""What is left out here takes seconds each; ``backproof verify --certificates`` has all of it."""


def on_paper(subjects: tuple[str, ...]) -> Findings:
    """What the paper judges of some subjects say."""
    found = [
        Finding(e.claim, e.about, {World.PAPER: decide(e.judges[World.PAPER], Run())})
        for e in catalogue.load().select(subjects)
        if World.PAPER in e.judges and e.claim.id not in SLOW
    ]
    return Findings(tuple(found), Run(), environment(), 0.0)


@pytest.fixture(scope="module")
def judged() -> Findings:
    return on_paper(SUBJECTS)


@pytest.fixture(scope="module")
def few() -> Findings:
    return on_paper(("sigmoid.range", "tanh.range", "linear"))


@pytest.fixture
def folder(few: Findings, tmp_path: Path) -> Path:
    return export(few, tmp_path / "certificates").parent


def backproof(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backproof", *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_everything_proved_is_exported_and_confirmed(judged: Findings, tmp_path: Path) -> None:
    folder = export(judged, tmp_path / "certificates").parent
    report = recheck(folder)
    assert report.confirmed, table(report, quiet=True)
    proved = {f.claim.id for f in judged.findings if f.worlds[World.PAPER].judgement.verdict is Verdict.PROVED}
    assert {c.claim for c in report.claims} == proved
    assert len(proved) > 40
    text = files("backproof").joinpath("schemas/certificate.schema.json").read_text(encoding="utf-8")
    checker = jsonschema.Draft202012Validator(json.loads(text))
    for file in folder.glob("*.paper.json"):
        checker.validate(json.loads(file.read_text(encoding="utf-8")))


def test_the_schema_knows_every_kind_and_no_other(folder: Path) -> None:
    schema = json.loads(files("backproof").joinpath("schemas/certificate.schema.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator(schema)
    one = json.loads((folder / "sigmoid.range.paper.json").read_text(encoding="utf-8"))
    checker.validate({**one, "facts": list(RIGHT.values())})
    for fact in RIGHT.values():
        assert not checker.is_valid({**one, "facts": [{**fact, "note": "trust me"}]})


def test_two_exports_are_the_same(few: Findings, folder: Path) -> None:
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    export(few, folder)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_an_export_does_not_mix_with_other_files(few: Findings, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BackproofError, match=r"holds thesis\.txt"):
        export(few, tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_proved_without_a_certificate_is_not_confirmed(tmp_path: Path) -> None:
    claim = Claim(id="course.bare", subject="course", text="One is one.")
    bare = Judgement(
        verdict=Verdict.PROVED,
        method="looked",
        steps=(Step("1 = 1"),),
        certificate="again",
        proof=(Certificate("identity", {}),),
    )
    object.__setattr__(bare, "proof", ())
    finding = Finding(claim, "", {World.PAPER: Judged(bare, Verdict.PROVED, 0.0)})
    export(Findings((finding,), Run(), {}, 0.0), tmp_path / "out")
    report = recheck(tmp_path / "out")
    assert not report.confirmed
    assert "proved, but without a certificate" in table(report)


def test_the_command_prints_a_table_and_says_all_is_confirmed(folder: Path) -> None:
    done = backproof("recheck", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "sigmoid.range" in done.stdout
    assert "claims confirmed" in done.stdout.splitlines()[-1]


DAMAGE: dict[str, Callable[[str], str]] = {
    "a digit": lambda text: text.replace('"value": ["num", "1"]', '"value": ["num", "2"]', 1),
    "a sign": lambda text: text.replace('"sign": 1', '"sign": -1', 1),
    "its end": lambda text: text[: len(text) // 2],
    "garbage": lambda text: text.replace(":", ";", 3),
    "depth": lambda text: "[" * 100_000 + text,
    "nothing left": lambda _: "",
    "a float": lambda text: text.replace('"sign": 1', '"sign": 1.0', 1),
    "nan": lambda text: text.replace('"sign": 1', '"sign": NaN', 1),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("rehashed", [False, True], ids=["as it was", "with a new hash"])
def test_an_altered_file_is_rejected(folder: Path, damage: str, *, rehashed: bool) -> None:
    file = folder / "sigmoid.range.paper.json"
    before = file.read_text(encoding="utf-8")
    after = DAMAGE[damage](before)
    assert after != before
    file.write_text(after, encoding="utf-8")
    if rehashed:
        rewrite(folder, lambda m: entry(m).update(sha256=hashlib.sha256(after.encode()).hexdigest()))
    report = recheck(folder)
    assert not report.confirmed
    assert [c.claim for c in report.claims if not c.confirmed] == ["sigmoid.range"]


def entry(manifest: dict[str, Any]) -> dict[str, Any]:
    found: list[dict[str, Any]] = [e for e in manifest["claims"] if e["claim"] == "sigmoid.range"]
    return found[0]


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


MANIFESTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no claims": lambda m: m.update(claims=[]),
    "another schema": lambda m: m.update(schema="backproof/certificates/2"),
    "a path out of the folder": lambda m: entry(m).update(file="../secret.json"),
    "an absolute path": lambda m: entry(m).update(file="/etc/passwd"),
    "itself": lambda m: entry(m).update(file="manifest.json"),
    "a hash that is none": lambda m: entry(m).update(sha256="0"),
    "a claim twice": lambda m: m["claims"].append(entry(m)),
    "a claim that is a list": lambda m: entry(m).update(claim=["sigmoid.range"]),
    "an entry that is text": lambda m: m["claims"].append("sigmoid.range"),
}


@pytest.mark.parametrize("change", MANIFESTS)
def test_a_manifest_that_cannot_be_used_is_refused(folder: Path, change: str) -> None:
    rewrite(folder, MANIFESTS[change])
    with pytest.raises(UnreadableError, match=r"manifest\.json"):
        recheck(folder)
    done = backproof("recheck", str(folder))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_certificate_of_another_claim_is_rejected(folder: Path) -> None:
    other = (folder / "tanh.range.paper.json").read_bytes()
    (folder / "sigmoid.range.paper.json").write_bytes(other)
    rewrite(folder, lambda m: entry(m).update(sha256=hashlib.sha256(other).hexdigest()))
    assert "speaks of another claim" in table(recheck(folder))


def test_missing_and_unlisted_files_are_named(folder: Path) -> None:
    (folder / "sigmoid.range.paper.json").unlink()
    (folder / "extra.json").write_text("{}", encoding="utf-8")
    report = recheck(folder)
    assert not report.confirmed
    text = table(report, quiet=True)
    assert "sigmoid.range.paper.json cannot be read" in text
    assert "extra.json is not in the manifest" in text


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, '{"schema": ' + "9" * 50 + "}", "\ud800"])
def test_a_folder_without_a_manifest_has_nothing_to_check(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert backproof("recheck", str(tmp_path)).returncode == 2


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    done = backproof("recheck", str(tmp_path))
    assert done.returncode == 2
    assert "manifest.json cannot be read" in done.stderr


def test_verify_writes_what_recheck_confirms(tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    verified = backproof(
        "verify", "linear.collapse", "prelu.left-branch", "-q", "-j1", "--certificates", str(folder),
        "--findings", str(tmp_path / "findings.json"),
    )  # fmt: skip
    assert verified.returncode == 0, verified.stderr
    assert sorted(p.name for p in folder.iterdir()) == [
        "linear.collapse.paper.json",
        "manifest.json",
        "prelu.left-branch.paper.json",
    ]
    assert backproof("recheck", str(folder)).returncode == 0
