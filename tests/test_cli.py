"""The command line: exit statuses, messages, what is written and what is not."""

import json
import os
import signal
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

HEADER = (
    "from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, in_training\n"
    "from backproof.certificate import Certificate\n"
    "ONE = Certificate('identity', {})\n"
)
PROVED = """
C = Claim(id="course.proved", subject="course", text="One is one.")
@on_paper(C, expect=Verdict.PROVED)
def proved() -> Judgement:
    return Judgement(
        verdict=Verdict.PROVED, method="looked", steps=(Step("1 = 1"),), certificate="again", proof=(ONE,)
    )
"""


def backproof(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backproof", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "COLUMNS": "80"},
    )


def content(folder: Path, text: str) -> str:
    (folder / "mine" / "proofs").mkdir(parents=True)
    (folder / "mine" / "proofs" / "one.py").write_text(HEADER + text, encoding="utf-8")
    return str(folder / "mine")


def test_help_imports_neither_sympy_nor_numpy(tmp_path: Path) -> None:
    code = "import sys; from backproof.cli import cli; cli.main(['--help'], standalone_mode=False); "
    code += "print(sorted({'sympy', 'numpy', 'scipy', 'hypothesis', 'matplotlib', 'joblib'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.strip().endswith("[]")


@pytest.mark.parametrize("command", [[], ["verify"], ["report"]])
def test_every_command_has_an_example_in_its_help(command: list[str], tmp_path: Path) -> None:
    run = backproof(*command, "--help", cwd=tmp_path)
    assert run.returncode == 0
    assert "Examples:\n    backproof" in run.stdout


def test_verify_prints_a_table_and_writes_findings_that_follow_the_schema(tmp_path: Path) -> None:
    run = backproof("verify", "relu.range-open", "prelu.as-max", "relu.kink", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "relu.range-open" in run.stdout
    assert "refuted" in run.stdout
    assert "all as declared" in run.stdout
    data = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    schema = json.loads(files("backproof").joinpath("schemas/findings.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    claim = next(c for c in data["claims"] if c["id"] == "relu.range-open")
    assert claim["sources"] == [{"document": "002_cfde82123b9e7a9e.txt", "line": 92}]
    assert claim["worlds"]["paper"]["counterexample"]["prints"].endswith("False")
    assert claim["expected"]["paper"] == "refuted"


def test_json_goes_to_standard_output_alone(tmp_path: Path) -> None:
    run = backproof("verify", "relu.kink", "--output-format", "json", cwd=tmp_path)
    assert json.loads(run.stdout)["summary"]["claims"] == 1
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_the_same_run_gives_the_same_findings(tmp_path: Path) -> None:
    def findings() -> dict[str, object]:
        data = json.loads(
            backproof("verify", "elu", "--budget", "quick", "--output-format", "json", cwd=tmp_path).stdout
        )
        for claim in data["claims"]:
            for judgement in claim["worlds"].values():
                if judgement is not None:
                    judgement.pop("seconds")
        data.pop("run")
        data["claims"] = [c for c in data["claims"] if c["id"] != "elu.expensive"]  # measured by the clock
        return data  # type: ignore[no-any-return]

    assert findings() == findings()


def test_lines_fit_into_eighty_columns(tmp_path: Path) -> None:
    run = backproof("verify", "relu", "leaky-relu", "--budget", "quick", cwd=tmp_path)
    assert max(map(len, run.stdout.splitlines())) <= 80


def test_verbose_shows_the_counterexample_to_copy(tmp_path: Path) -> None:
    run = backproof("verify", "relu.range-open", "-v", cwd=tmp_path)
    assert "run: python -c 'import math; x = -1.0;" in run.stdout


def test_a_verdict_that_is_not_the_declared_one_exits_1(tmp_path: Path) -> None:
    mine = content(tmp_path, PROVED.replace("expect=Verdict.PROVED", "expect=Verdict.TESTED"))
    run = backproof("verify", "course", "--content", mine, cwd=tmp_path)
    assert run.returncode == 1
    assert "not as declared: course.proved paper: proved !, declared tested" in run.stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PROVED.replace("return Judgement", "Judgement"), "gave no verdict: it returned NoneType"),
        (PROVED.replace("return Judgement", "raise KeyError('oh'); Judgement"), "broke: KeyError: 'oh'"),
        (PROVED.replace("certificate=", "method2="), "broke: TypeError"),
        (PROVED.replace(', certificate="again"', ""), "a judgement 'proved' needs certificate"),
        ("import no_such_module\n", "does not import: ModuleNotFoundError"),
        ('C = Claim(id="course.bare", subject="course", text="t")\n', "has no verdict"),
    ],
)
def test_broken_content_is_a_clear_message_and_exit_2(tmp_path: Path, text: str, message: str) -> None:
    run = backproof("verify", "course", "--content", content(tmp_path, text), cwd=tmp_path)
    assert run.returncode == 2
    assert message in run.stderr
    assert "one.py" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "findings.json").exists()


def test_an_unknown_claim_exits_2_with_a_suggestion(tmp_path: Path) -> None:
    run = backproof("verify", "sigmoid.derivativ", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "did you mean sigmoid.derivative" in run.stderr


def test_a_wrong_option_exits_2(tmp_path: Path) -> None:
    run = backproof("verify", "--budget", "huge", cwd=tmp_path)
    assert run.returncode == 2
    assert "quick" in run.stderr


@pytest.mark.parametrize("command", [["verify", "--findings"], ["report", "-o"], ["verify", "--output"]])
def test_an_unwritable_place_is_noticed_before_the_work(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    start = time.perf_counter()
    format_ = ["--output-format", "json"] if "--output" in command else []
    run = backproof(*command, "file/below", *format_, cwd=tmp_path)
    assert run.returncode == 2
    assert "cannot write" in run.stderr
    assert "Traceback" not in run.stderr
    assert time.perf_counter() - start < 20  # far below the whole catalogue


LISTENING = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from backproof.cli import main; main(sys.argv[1:])"
)
"""The command, also where the tests run in the background: a shell lets such processes ignore Ctrl-C."""


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_says_so_and_leaves_nothing_half_written(tmp_path: Path, jobs: str) -> None:
    sleepy = "import time\n" + "".join(
        PROVED.replace("C =", f"C{i} =")
        .replace("(C,", f"(C{i},")
        .replace("proved", f"p{i}", 1)
        .replace("def proved", f"def p{i}")
        .replace("    return", "    time.sleep(60)\n    return")
        for i in range(3)
    )
    mine = content(tmp_path, sleepy)
    process = subprocess.Popen(
        [sys.executable, "-c", LISTENING, "report", "course", "--content", mine, "-o", "out", "-j", jobs],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(6)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=40)
    assert process.returncode == 2
    assert "interrupted" in errors
    assert "Traceback" not in errors
    assert not list((tmp_path / "out").glob("*"))
