"""Ctrl-C: what was done is shown and written, nothing is half written, and no process stays behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from tests.lint.conftest import FAKE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")

CLAIMS = """
import os, time
from pathlib import Path
from backproof import Claim, Judgement, Step, Verdict, on_paper
from backproof.certificate import Certificate

def judged() -> Judgement:
    return Judgement(
        verdict=Verdict.PROVED, method="looked", steps=(Step("1 = 1"),), certificate="again",
        proof=(Certificate("identity", {}),),
    )

def slow() -> Judgement:
    Path(f"started-{os.getpid()}").touch()
    time.sleep(600)
    return judged()
"""
CLAIM = """
C{number} = Claim(id="course.{name}-{number}", subject="course", text="One is one.")
@on_paper(C{number}, expect=Verdict.PROVED)
def claim_{number}() -> Judgement:
    return {call}()
"""
SLEEPING_SECTION = """
import time
from pathlib import Path

def section(results: object) -> None:
    Path("rendering").touch()
    time.sleep(600)
"""
LISTENING = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""The command hears Ctrl-C also where the tests run in the background: a shell lets such processes ignore it."""
COMMAND = LISTENING + "from backproof.cli import main; main(sys.argv[1:])"
FAKED = LISTENING + "import runpy; sys.argv[0] = sys.argv.pop(1); runpy.run_path(sys.argv[0], run_name='__main__')"
SOON = 120.0
"""Seconds within which a slow machine comes to the point where it is interrupted."""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a program in a process group of its own; what is left of it is killed at the end."""
    begun: list[subprocess.Popen[str]] = []

    def run(program: str, *arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "xdg")},
        )
        begun.append(process)
        return process

    yield run
    for process in begun:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def course(folder: Path, *, quick: int, slow: int) -> str:
    """Claims that are judged at once, and after them claims that are not."""
    (folder / "mine" / "proofs").mkdir(parents=True)
    names = ["quick"] * quick + ["slow"] * slow
    calls = {"quick": "judged", "slow": "slow"}
    claims = (CLAIM.format(number=number, name=name, call=calls[name]) for number, name in enumerate(names))
    (folder / "mine" / "proofs" / "one.py").write_text(CLAIMS + "".join(claims), encoding="utf-8")
    return str(folder / "mine")


def wait_for(reached: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + SOON
    while not reached():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "it did not get so far"
        time.sleep(0.05)
    time.sleep(0.5)  # what was finished before the sign is on its way


def interrupted(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """What a program says that a terminal interrupts, with all its children."""
    os.killpg(process.pid, signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in out + errors
    return out, errors


def sleepers(folder: Path) -> list[int]:
    return [int(file.name.removeprefix("started-")) for file in folder.glob("started-*")]


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has asked for its status has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def schema_of(name: str) -> jsonschema.Draft202012Validator:
    text = files("backproof").joinpath(f"schemas/{name}.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


@pytest.mark.parametrize("jobs", [1, 2])
def test_verify_shows_and_writes_what_was_judged(tmp_path: Path, start: Start, jobs: int) -> None:
    mine = course(tmp_path, quick=2, slow=3)
    process = start(COMMAND, "verify", "course", "--content", mine, "-j", str(jobs))
    wait_for(lambda: len(sleepers(tmp_path)) == jobs, process)
    out, errors = interrupted(process)
    assert "interrupted after 2 of 5 judgements" in errors
    assert "course.quick-1" in out
    assert "course.slow" not in out
    assert "all as declared so far; interrupted, 3" in out
    data = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    schema_of("findings").validate(data)
    assert (data["run"]["complete"], data["run"]["missing"], data["summary"]["claims"]) == (False, 3, 2)
    if sys.platform == "linux":
        assert all(is_gone(pid) for pid in sleepers(tmp_path))


def test_a_run_with_nothing_judged_writes_nothing(tmp_path: Path, start: Start) -> None:
    mine = course(tmp_path, quick=0, slow=2)
    process = start(COMMAND, "verify", "course", "--content", mine, "--certificates", "proofs", "-j", "2")
    wait_for(lambda: len(sleepers(tmp_path)) == 2, process)
    out, errors = interrupted(process)
    assert out == ""
    assert errors.strip() == "backproof: interrupted before anything was judged; nothing was written"
    assert {p.name for p in tmp_path.iterdir() if not p.name.startswith("started-")} == {"mine"}


def test_report_makes_a_page_of_what_was_judged(tmp_path: Path, start: Start) -> None:
    mine = course(tmp_path, quick=2, slow=2)
    process = start(COMMAND, "report", "course", "--content", mine, "-o", "out", "-j", "2")
    wait_for(lambda: len(sleepers(tmp_path)) == 2, process)
    out, errors = interrupted(process)
    assert "interrupted after 2 of 4 judgements" in errors
    assert "2 claims, incomplete, all as declared" in out
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "course.quick-1" in page
    assert "This run was interrupted" in page
    assert not json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))["run"]["complete"]


def test_a_second_interrupt_stops_at_once_and_keeps_the_findings(tmp_path: Path, start: Start) -> None:
    mine = course(tmp_path, quick=2, slow=2)
    (tmp_path / "mine" / "report").mkdir()
    (tmp_path / "mine" / "report" / "sleeping.py").write_text(SLEEPING_SECTION, encoding="utf-8")
    process = start(COMMAND, "report", "course", "--content", mine, "-o", "out", "-j", "2")
    wait_for(lambda: len(sleepers(tmp_path)) == 2, process)
    os.killpg(process.pid, signal.SIGINT)
    wait_for((tmp_path / "rendering").exists, process)
    _, errors = interrupted(process)
    assert "interrupted while the page was written" in errors
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["findings.json"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere worker processes do not inherit the fakes")
@pytest.mark.parametrize("format_", ["text", "json"])
def test_lint_reports_the_files_that_were_finished(tmp_path: Path, start: Start, format_: str) -> None:
    (tmp_path / "a.md").write_text("{{wrong BP201 tanh: too small}}\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("{{ok - tanh: sleep}}\n" * 400, encoding="utf-8")
    arguments = ("--output-format", format_, "--write-baseline", "known.json")
    process = start(FAKED, str(FAKE), "lint", "a.md", "b.md", "-j", "2", *arguments)
    # The cache keeps what is finished: the file, and the declared verdicts.
    wait_for(lambda: len(list((tmp_path / "xdg").rglob("*.json"))) >= 2, process)
    out, errors = interrupted(process)
    assert "interrupted after 1 of 2 files: this is what came out of them; no baseline was written" in errors
    assert not (tmp_path / "known.json").exists()
    if format_ == "json":
        data = json.loads(out)
        schema_of("lint").validate(data)
        assert [claim["path"] for claim in data["claims"]] == ["a.md"]
    else:
        assert "a.md:1:1: BP201 wrong: " in out
        assert "says too small\n" in out
        assert "b.md" not in out


def test_impl_says_where_it_stopped_and_goes_on_there(tmp_path: Path, start: Start) -> None:
    arguments = ("impl", "numpy:tanh", "--as", "tanh", "--exhaustive", "--cache-dir", "kept", "-j", "2")
    process = start(COMMAND, *arguments)
    wait_for(lambda: any((tmp_path / "kept").glob("impl/*/0*.json")), process)
    _, errors = interrupted(process)
    assert "chunks; they are kept, and the same command goes on from there" in errors
    assert "interrupted after" in errors
    assert not list((tmp_path / "kept").rglob("*.partial"))
