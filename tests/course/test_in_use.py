"""The files at work: pre-commit, tox and the GitHub action judge a small course, without a network.

pre-commit and tox would install backproof; here the one that is tested stands in: the hook's ``language`` becomes
``system``, and tox gets no dependencies. Everything else is as shipped or as ``backproof init`` writes it.
"""

import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from backproof.course.texts import pattern
from tests.course.conftest import PROGRAMS, RIGHT, WRONG, Run, yaml_of

PRE_COMMIT = (sys.executable, "-m", "pre_commit")

pytestmark = pytest.mark.skipif(shutil.which("backproof", path=PROGRAMS) is None, reason="backproof is not installed")


def needs(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not at hand")


@pytest.fixture
def hook(checkout: Path) -> Any:
    """The hook as pre-commit finds it in backproof's own repository."""
    (hook,) = yaml_of(checkout / ".pre-commit-hooks.yaml")
    return hook


def configured(course: Path, hook: Any) -> None:
    """The course uses a hook, but of the installed backproof."""
    offline = {key: value for key, value in hook.items() if key != "additional_dependencies"} | {"language": "system"}
    config = {"repos": [{"repo": "local", "hooks": [offline]}]}
    (course / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML


def test_the_hooks_are_valid_for_pre_commit(run: Run, git: Run, course: Path, checkout: Path, hook: Any) -> None:
    needs("pre_commit")
    git("status")
    manifest = run(*PRE_COMMIT, "validate-manifest", str(checkout / ".pre-commit-hooks.yaml"))
    assert manifest.returncode == 0, manifest.stdout
    run("backproof", "init")
    config = run(*PRE_COMMIT, "validate-config", ".pre-commit-config.yaml")
    assert config.returncode == 0, config.stdout
    assert hook["files"] == pattern((".",)), "the endings that lint reads"
    (repo,) = yaml_of(course / ".pre-commit-config.yaml")["repos"]
    same = ("id", "entry", "language", "types", "require_serial")
    assert {key: hook[key] for key in same} == {key: repo["hooks"][0][key] for key in same}


def test_a_commit_with_a_wrong_claim_is_stopped(run: Run, git: Run, course: Path, hook: Any) -> None:
    needs("pre_commit")
    configured(course, hook)
    assert run(*PRE_COMMIT, "install").returncode == 0
    git("add", "README.md", "labs/data.csv", ".pre-commit-config.yaml")
    passed = git("commit", "-m", "no claim in it")
    assert passed.returncode == 0, passed.stderr
    git("add", "week 1")
    assert git("commit", "-m", "a right claim").returncode == 0
    git("add", "labs")
    stopped = git("commit", "-m", "a wrong claim")
    assert stopped.returncode == 1
    assert "labs/wrong.md:3:29: BP201 wrong: " in stopped.stderr
    assert "the derivative of hyperbolic tangent is 1 - tanh(x)^2\n" in stopped.stderr
    assert "exit code: 1" in stopped.stderr
    assert "right.md" not in stopped.stderr
    (course / "labs/wrong.md").write_text(WRONG.replace("- f(x)", "- f(x)^2"), encoding="utf-8")
    git("add", "labs")
    assert git("commit", "-m", "corrected").returncode == 0


def test_the_hook_of_a_course_looks_at_its_lectures_only(run: Run, git: Run, course: Path) -> None:
    needs("pre_commit")
    (course / "drafts").mkdir()
    (course / "drafts/wrong.md").write_text(WRONG, encoding="utf-8")
    run("backproof", "init", "--lectures", "week 1")
    (repo,) = yaml_of(course / ".pre-commit-config.yaml")["repos"]
    configured(course, repo["hooks"][0])
    git("add", ".")
    every = run(*PRE_COMMIT, "run", "--all-files", "--verbose")
    assert every.returncode == 0, every.stdout
    assert "1 file, 2 claims read: 2 ok" in every.stdout
    (course / "week 1/right.md").write_text(RIGHT.replace("1 - f", "1 + f"), encoding="utf-8")
    git("add", ".")
    assert run(*PRE_COMMIT, "run", "--all-files").returncode == 1


@pytest.mark.parametrize("file", ["tox.ini", "tox.toml"])
def test_tox_judges_the_lectures(run: Run, course: Path, tmp_path: Path, file: str) -> None:
    needs("tox")
    if file == "tox.toml":
        (course / file).write_text('env_list = ["lectures"]\nno_package = true\n\n', encoding="utf-8")
        piece = run("backproof", "init", "-n").stdout.split("\n\n")[1]
        with (course / file).open("a", encoding="utf-8") as out:
            out.write("\n".join(line.removeprefix("    ") for line in piece.splitlines()) + "\n")
    run("backproof", "init")
    offline = ("-x", "testenv:lectures.deps=", "-x", "testenv:lectures.allowlist_externals=backproof")
    if file == "tox.toml":
        offline = ("-x", "env.lectures.deps=", "-x", "env.lectures.allowlist_externals=backproof")
    tox = (sys.executable, "-m", "tox", "--workdir", str(tmp_path / "tox"), *offline)
    wrong = run(*tox)
    assert wrong.returncode == 1, wrong.stdout + wrong.stderr
    assert "labs/wrong.md:3:29: BP201 wrong" in wrong.stdout
    assert "2 files, 4 claims read: 3 ok, 1 wrong" in wrong.stdout
    one = run(*tox, "--", "week 1/right.md")
    assert one.returncode == 0, one.stdout + one.stderr
    assert "1 file, 2 claims read: 2 ok" in one.stdout


def action_step(checkout: Path, name: str) -> str:
    steps = yaml_of(checkout / "action.yml")["runs"]["steps"]
    assert [step["uses"].split("@")[0] for step in steps if "uses" in step] == ["actions/setup-python"]
    (script,) = [step["run"] for step in steps if step.get("name") == name]
    assert "${{" not in script, "inputs come in the environment, so that none is taken for a program"
    return str(script)


def test_the_action_judges_and_writes_sarif(run: Run, course: Path, checkout: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not at hand")
    bash = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", action_step(checkout, "lint"))
    wrong = run(*bash, PATHS="week 1\nlabs\n", STRICT="false", SARIF="out.sarif")
    assert wrong.returncode == 1
    assert wrong.stdout.startswith("::error file=labs/wrong.md,line=3,")
    assert json.loads((course / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    right = run(*bash, PATHS="week 1", STRICT="true", SARIF="")
    assert (right.returncode, right.stdout) == (0, "")
    assert run(*bash, PATHS="$(touch hacked)", STRICT="false", SARIF="").returncode == 2
    assert not (course / "hacked").exists()


def test_the_action_installs_its_own_version_or_the_one_named(run: Run, course: Path, checkout: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not at hand")
    fake = course / "fake"
    fake.mkdir()
    (fake / "python").write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    (fake / "python").chmod(0o755)
    path = f"{fake}{os.pathsep}{os.environ['PATH']}"
    bash = ("bash", "-eo", "pipefail", "-c", action_step(checkout, "install"))
    assert run(*bash, PATH=path, VERSION="0.1.0", ACTION="here").stdout.split()[-1] == "backproof==0.1.0"
    assert run(*bash, PATH=path, VERSION="", ACTION="here").stdout.split()[-1] == "here"
