"""The command line: exit statuses, messages, what is written and what is not."""

import json
import os
import re
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


def backproof(*arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backproof", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "COLUMNS": "80", **env},
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


@pytest.mark.parametrize("command", [[], ["verify"], ["report"], ["lint"], ["impl"], ["atlas"], ["recheck"]])
def test_every_command_has_the_status_of_an_interrupt_in_its_help(command: list[str], tmp_path: Path) -> None:
    said = " ".join(backproof(*command, "--help", cwd=tmp_path).stdout.split())
    assert "130 interrupted by Ctrl-C" in said


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


def test_verify_says_where_it_wrote_and_counts_one_as_one(tmp_path: Path) -> None:
    mine = content(tmp_path, PROVED)
    run = backproof("verify", "course", "--content", mine, cwd=tmp_path)
    assert run.stderr == "written: findings.json\n"
    assert re.search(r"^1 claim, 1 judgement in .* s: all as declared$", run.stdout, re.MULTILINE)
    both = ("--output", "table.txt", "--findings", "f.json")
    assert (
        backproof("verify", "course", "--content", mine, *both, cwd=tmp_path).stderr == "written: table.txt, f.json\n"
    )
    assert backproof("verify", "course", "--content", mine, "-q", cwd=tmp_path).stderr == ""
    page = backproof("report", "course", "--content", mine, "-o", "out", cwd=tmp_path)
    assert page.stdout == f"{Path('out/index.html')}: 1 claim, all as declared\n"


def test_a_claim_that_is_asked_for_shows_its_condition(tmp_path: Path) -> None:
    run = backproof("verify", "elu.derivative", cwd=tmp_path)
    assert re.search(r"^elu\.derivative +conditional .*\n  on paper true if: alpha = 1$", run.stdout, re.MULTILINE)


def test_findings_that_nobody_asked_for_can_be_missing(tmp_path: Path) -> None:
    mine = content(tmp_path, PROVED)
    (tmp_path / "findings.json").mkdir()
    run = backproof("verify", "course", "--content", mine, cwd=tmp_path)
    assert run.returncode == 0
    assert "1 claim, 1 judgement" in run.stdout
    assert "cannot write findings.json: Is a directory; --findings FILE names another place" in run.stderr
    assert "written" not in run.stderr
    assert [p.name for p in (tmp_path / "findings.json").iterdir()] == []


def test_no_folder_is_made_for_a_file_that_is_asked_for(tmp_path: Path) -> None:
    mine = content(tmp_path, PROVED)
    for option in ("--findings", "--output"):
        run = backproof("verify", "course", "--content", mine, option, "no/such/f.json", cwd=tmp_path)
        assert (run.returncode, run.stdout) == (2, "")
        assert f"cannot write no/such/f.json ({option}): there is no folder no/such" in " ".join(run.stderr.split())
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize(
    ("command", "folder", "status"),
    [
        (["verify", "relu.kink"], "proof", 2),
        (["verify", "relu.kink"], "report", 2),
        (["explain", "relu.kink"], "proof", 2),
        (["report", "relu.kink", "-o", "out"], "proof", 2),
        (["report", "relu.kink", "-o", "out"], "templates", 0),
        (["verify", "relu.kink"], "checks", 0),
    ],
)
def test_a_content_folder_without_content_is_an_error(
    command: list[str], folder: str, status: int, tmp_path: Path
) -> None:
    (tmp_path / "mine" / folder).mkdir(parents=True)
    run = backproof(*command, "--content", "mine", cwd=tmp_path)
    assert run.returncode == status, run.stderr
    assert ("mine has no folder proofs/" in run.stderr) is (status == 2)


def test_only_the_claims_of_lectures_are_judged_if_nothing_else_is_wanted(tmp_path: Path) -> None:
    says = "# Tanh\n\nIf $f(x) = \\tanh(x)$, then $f'(x) = 1 - f(x)^2$.\n"
    (tmp_path / "week.md").write_text(says, encoding="utf-8")
    only = ("--materials", "week.md", "--only-materials", "-o", "out")
    run = backproof("report", *only, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    kept = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
    made = [claim["id"] for claim in kept["claims"]]
    assert "tanh.derivative" in made
    assert {claim.split(".")[0] for claim in made} == {"tanh"}
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'id="atlas"' not in page
    again = backproof("report", *only, "--against", "out/findings.json", cwd=tmp_path)
    assert "Lectures are not compared: findings.json holds the claims of the catalogue." in again.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--only-materials",), "goes with --materials"),
        (("relu.kink", "--materials", "week.md", "--only-materials"), "not CLAIMs"),
        (("--materials", "week.md", "--only-materials"), "make no claim of the catalogue"),
    ],
)
def test_lectures_that_leave_nothing_to_judge_are_an_error(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    (tmp_path / "week.md").write_text("# Tanh\n\nIf $g(x) = x^2$, then $g'(x) = 2x$.\n", encoding="utf-8")
    run = backproof("report", *arguments, "-o", "out", cwd=tmp_path)
    assert run.returncode == 2
    assert message in " ".join(run.stderr.split())
    assert not (tmp_path / "out" / "index.html").exists()


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


@pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are POSIX")
@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_terminal_gets_lines_that_fit_and_colours_unless_it_wants_none(
    tmp_path: Path, env: dict[str, str], coloured: bool
) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "backproof", "verify", "relu.range-open", "prelu.as-max", "-q"]
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    wanted = kept | {"COLUMNS": "50", "TERM": "xterm"} | env
    subprocess.run(command, cwd=tmp_path, stdout=theirs, stderr=subprocess.DEVNULL, check=True, env=wanted)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert ("\x1b[1;32mall as declared" in shown) is coloured
    assert max(map(len, re.sub(r"\x1b\[[\d;]*m", "", shown).splitlines())) <= 50


def test_a_screen_without_unicode_gets_ascii(tmp_path: Path) -> None:
    run = backproof("explain", "sigmoid(x)", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert run.returncode == 0, run.stderr
    assert run.stdout.isascii()
    assert "?" not in run.stdout
    assert "f'(x) = ----" in run.stdout


def test_verbose_shows_the_counterexample_to_copy(tmp_path: Path) -> None:
    run = backproof("verify", "relu.range-open", "-v", cwd=tmp_path)
    assert "run: python -c 'import math; x = -1.0;" in run.stdout


def test_a_verdict_that_is_not_the_declared_one_exits_1(tmp_path: Path) -> None:
    mine = content(tmp_path, PROVED.replace("expect=Verdict.PROVED", "expect=Verdict.TESTED"))
    run = backproof("verify", "course", "--content", mine, cwd=tmp_path)
    assert run.returncode == 1
    assert "not as declared: course.proved paper: proved !, declared tested" in run.stdout
    line = (HEADER + PROVED).splitlines().index("@on_paper(C, expect=Verdict.PROVED)") + 1
    assert f"\n    declared: {Path('mine/proofs/one.py')}:{line} (expect=)\n" in run.stdout


def test_a_judge_of_floats_is_named_with_its_line_too(tmp_path: Path) -> None:
    other = PROVED.replace("on_paper", "in_floats").replace("proved()", "proved(run)").replace("PROVED", "EXHAUSTED", 1)
    header = HEADER.replace("on_paper", "on_paper, in_floats")
    (tmp_path / "mine" / "checks").mkdir(parents=True)
    (tmp_path / "mine" / "checks" / "one.py").write_text(header + other, encoding="utf-8")
    run = backproof("verify", "course", "--content", "mine", cwd=tmp_path)
    assert run.returncode == 1, run.stderr
    line = (header + other).splitlines().index("@in_floats(C, expect=Verdict.EXHAUSTED)") + 1
    assert f"declared: {Path('mine/checks/one.py')}:{line} (expect=)" in run.stdout


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


def test_runs_are_compared_even_if_the_earlier_one_is_written_over(tmp_path: Path) -> None:
    mine = content(tmp_path, PROVED)
    assert backproof("verify", "course", "--content", mine, cwd=tmp_path).returncode == 0
    same = backproof("verify", "course", "--content", mine, "--against", "findings.json", cwd=tmp_path)
    assert same.returncode == 0
    assert "The one verdict that both runs reached has not changed." in " ".join(same.stdout.split())
    kept = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    kept["claims"][0]["worlds"]["paper"]["verdict"] = "undecided"
    (tmp_path / "findings.json").write_text(json.dumps(kept), encoding="utf-8")
    asked = ("course", "--content", mine, "--seed", "3", "--against", "findings.json")
    changed = backproof("verify", *asked, "--output-format", "json", cwd=tmp_path)
    assert "course.proved on paper: undecided -> proved" in changed.stderr
    assert json.loads(changed.stdout)["summary"]["claims"] == 1
    report = backproof("report", *asked, "-o", "out", cwd=tmp_path)
    assert "course.proved on paper: undecided -> proved" in report.stdout
    assert 'id="history"' in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("option", "text", "message"),
    [
        ("--against", "no JSON", "JSON"),
        ("--against", '{"schema": "backproof/lint/1"}', "backproof/findings/1"),
        ("--atlas", '{"schema": "backproof/findings/1"}', "backproof/atlas/1"),
    ],
)
def test_what_is_no_file_of_ours_is_refused_before_anything_is_judged(
    option: str, text: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "old.json").write_text(text, encoding="utf-8")
    refused = backproof("report", "relu", option, "old.json", "-o", "out", cwd=tmp_path)
    assert refused.returncode == 2
    assert message in refused.stderr
    assert "old.json" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_report_shows_an_atlas_that_was_kept(tmp_path: Path) -> None:
    made = backproof(
        "atlas", "--frameworks", "scipy", "--dtype", "float32", "--budget", "quick", "-o", "a", cwd=tmp_path
    )
    assert made.returncode == 0
    report = backproof("report", "relu.kink", "--atlas", "a/atlas.json", "-o", "out", cwd=tmp_path)
    assert report.returncode == 0
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'id="atlas"' in page
    assert "SciPy" in page
