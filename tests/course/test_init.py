"""``backproof init``: valid files, nothing overwritten, folders found."""

import configparser
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from backproof.cli import cli
from backproof.course.lectures import detected, named
from backproof.course.origin import origin_of
from backproof.course.plan import plan
from backproof.course.texts import Course, pattern, text
from backproof.documents.read import SUFFIXES
from backproof.errors import BackproofError
from backproof.lint.settings import from_file
from tests.course.conftest import Run, yaml_of

FILES = ("tox.ini", ".pre-commit-config.yaml", ".github/workflows/lectures.yml", "pyproject.toml")


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")
    return folder


def ini(source: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    parser.read_string(source)
    return parser


def test_all_files_are_written_once(run: Run, course: Path) -> None:
    first = run("backproof", "init")
    assert first.returncode == 0, first.stderr
    assert first.stderr == ""
    assert first.stdout.splitlines()[0] == "lectures: labs, week 1"
    assert re.findall(r"^wrote (\S+)", first.stdout, re.MULTILINE) == list(FILES)
    before = {name: (course / name).read_bytes() for name in FILES}
    again = run("backproof", "init")
    assert again.returncode == 0
    assert again.stdout.count("it has this already") == 4
    assert {name: (course / name).read_bytes() for name in FILES} == before


def test_what_pip_installs_is_said_with_the_files_that_it_stands_in(run: Run, course: Path) -> None:
    (course / "tox.ini").write_text("[testenv:lectures]\n", encoding="utf-8")
    told = run("backproof", "init", "--requirement", "backproof>=0.1")
    files = ".pre-commit-config.yaml, .github/workflows/lectures.yml"
    assert told.stdout.splitlines()[-1] == f"pip installs: backproof>=0.1 (in {files})"
    assert "pip installs" not in run("backproof", "init").stdout, "nothing was written"


GIT = {"url": "https://host/backproof", "vcs_info": {"vcs": "git", "commit_id": "0f1e"}}


@pytest.mark.parametrize(
    ("record", "requirement", "says"),
    [
        ({}, "backproof", "package index"),
        (GIT, "backproof @ git+https://host/backproof@0f1e", "installed from there"),
        (
            GIT | {"vcs_info": {"vcs": "git", "commit_id": "0f1e", "requested_revision": "v1"}},
            "backproof @ git+https://host/backproof@v1",
            "installed from there",
        ),
        ({"url": "https://host/b-1.whl", "archive_info": {}}, "backproof @ https://host/b-1.whl", "from there"),
        ({"url": "https://me:secret@host/b-1.whl", "archive_info": {}}, "backproof", "not installed from the package"),
        ({"url": "https://${TOKEN}@host/b-1.whl", "archive_info": {}}, "backproof", "not installed from the package"),
        ({"url": "file:///home/me/backproof", "dir_info": {"editable": True}}, "backproof", "not from the package"),
    ],
)
def test_the_requirement_is_where_backproof_came_from_if_others_reach_it(
    record: dict[str, object], requirement: str, says: str
) -> None:
    came = origin_of(record)
    assert came.requirement == requirement
    assert says in came.says
    assert "secret" not in came.says + came.instead
    assert Course(("labs",), came.requirement)


def test_what_was_installed_from_a_folder_names_the_option_for_it() -> None:
    came = origin_of({"url": "file:///home/me/backproof", "dir_info": {}})
    assert came.instead == "--requirement 'backproof @ file:///home/me/backproof'"
    assert "no matching distribution" in came.says
    spaced = origin_of({"url": "file:///home/me/my%20things", "dir_info": {}})
    assert spaced.instead == "--requirement 'backproof @ URL'", "the files cannot carry the address"


def test_a_dry_run_prints_the_files_and_writes_none(run: Run, course: Path) -> None:
    dry = run("backproof", "init", "--dry-run")
    assert dry.returncode == 0
    assert re.findall(r"^would write (\S+)", dry.stdout, re.MULTILINE) == list(FILES)
    assert not any((course / name).exists() for name in FILES)
    run("backproof", "init")
    for name in FILES:
        for line in (course / name).read_text(encoding="utf-8").splitlines():
            assert line in dry.stdout


def test_the_files_are_valid_and_say_the_right_thing(run: Run, course: Path) -> None:
    run("backproof", "init")
    tox = ini((course / "tox.ini").read_text(encoding="utf-8"))
    assert tox["tox"]["env_list"] == "lectures"
    assert tox["testenv:lectures"]["deps"] == "backproof"
    assert tox["testenv:lectures"]["commands"] == "backproof lint {posargs:labs 'week 1'}"
    hook = yaml_of(course / ".pre-commit-config.yaml")["repos"][0]["hooks"][0]
    assert hook["additional_dependencies"] == ["backproof"]
    assert re.search(hook["files"], "week 1/sub/Notes.MD")
    assert not re.search(hook["files"], "other/notes.md")
    assert not re.search(hook["files"], "week 1/plot.py")
    workflow = yaml_of(course / ".github/workflows/lectures.yml")
    assert set(workflow[True]) == {"push", "pull_request"}, "YAML 1.1 takes 'on' for true"
    commands = [step["run"] for step in workflow["jobs"]["lint"]["steps"] if "run" in step]
    assert shlex.split(commands[0])[-1] == "backproof"
    assert shlex.split(commands[1]) == ["backproof", "lint", "labs", "week 1", "--output-format", "github"]
    assert from_file(course / "pyproject.toml") == {"exclude": ("_book", "_site"), "ignore": (), "strict": False}


def test_what_exists_is_left_and_what_it_lacks_is_printed(run: Run, course: Path) -> None:
    own = {
        "tox.ini": "[tox]\nenv_list = site\n",
        ".pre-commit-config.yaml": "repos:\n- repo: meta\n  hooks:\n    - id: identity\n",
        ".gitlab-ci.yml": "site:\n  script: [make]\n",
        "pyproject.toml": '[project]\nname = "course"\nversion = "1"\n',
    }
    for name, source in own.items():
        (course / name).write_text(source, encoding="utf-8")
    told = run("backproof", "init")
    assert told.returncode == 0
    assert {name: (course / name).read_text(encoding="utf-8") for name in own} == own
    assert not (course / ".github").exists()
    assert told.stdout.count("it exists, and lacks") == 4
    pieces = [step.text for step in plan(course, Course(("labs",)))]
    for name, piece in zip(own, pieces, strict=False):
        (course / name).write_text(own[name] + "\n" + piece, encoding="utf-8")
    ini((course / "tox.ini").read_text(encoding="utf-8"))
    assert [len(repo) for repo in yaml_of(course / ".pre-commit-config.yaml")["repos"]] == [2, 2]
    (course / ".gitlab-ci.yml").write_text(own[".gitlab-ci.yml"] + "\n" + pieces[2], encoding="utf-8")
    (course / "pyproject.toml").write_text(own["pyproject.toml"] + "\n" + pieces[3], encoding="utf-8")
    assert "lint" in " ".join(yaml_of(course / ".gitlab-ci.yml")["lectures"]["script"])
    assert from_file(course / "pyproject.toml")["exclude"]
    assert [step.text for step in plan(course, Course(("labs",)))] == [""] * 4


@pytest.mark.parametrize(
    ("file", "source", "key"),
    [
        ("tox.toml", "env_list = []\n", ("env", "lectures")),
        ("pyproject.toml", "[tool.tox]\nenv_list = []\n", ("tool", "tox", "env", "lectures")),
    ],
)
def test_toml_is_added_to_where_tox_reads_toml(course: Path, file: str, source: str, key: tuple[str, ...]) -> None:
    (course / file).write_text(source, encoding="utf-8")
    step = plan(course, Course(("labs", "week 1"), "backproof>=0.1"))[0]
    assert step.file == file
    assert step.exists
    (course / file).write_text(source + "\n" + step.text, encoding="utf-8")
    table = tomllib.loads((course / file).read_text(encoding="utf-8"))
    for name in key:
        table = table[name]
    assert table["deps"] == ["backproof>=0.1"]
    assert table["commands"][0][2]["default"] == ["labs", "week 1"]
    assert plan(course, Course(("labs",)))[0].text == ""


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("setup.cfg", "[tox:tox]\nenv_list = a\n"),
        ("pyproject.toml", '[tool.tox]\nlegacy_tox_ini = """\n[tox]\n"""\n'),
    ],
)
def test_no_new_file_hides_the_one_that_tox_reads(course: Path, file: str, source: str) -> None:
    (course / file).write_text(source, encoding="utf-8")
    step = plan(course, Course(("labs",)))[0]
    assert step.file == file
    assert step.text.startswith("[testenv:lectures]")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("slides/a.tex", "labs/deep/b.ipynb", "README.md"), ("labs", "slides")),
        (("a.md", "slides/a.tex"), (".",)),
        (("w1/a.md", "w2/a.md", "w3/a.md", "w4/a.md"), (".",)),
        (("Übungen/a.rst",), ("Übungen",)),
        (("it's/a.qmd",), (".",)),
        (("-x/a.qmd",), (".",)),
        (("book/a.qmd", "_site/a.md", "tests/a.md", "src/README.md"), ("book",)),
    ],
)
def test_lectures_are_found(tmp_path: Path, names: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert detected(touch(tmp_path, *names)) == expected


def test_folders_are_named_as_they_are(course: Path) -> None:
    assert named(course, ["week 1/", "./labs", "labs"]) == ("week 1", "labs")
    assert named(course, ["."]) == (".",)
    for wrong in ("absent", "..", "README.md"):
        with pytest.raises(BackproofError, match="is not a folder in"):
            named(course, [wrong])


@pytest.mark.parametrize("requirement", ["backproof", "backproof[smt]>=0.1,<1", "backproof @ git+https://a.example/b"])
def test_any_folder_and_requirement_arrive_in_every_file(tmp_path: Path, requirement: str) -> None:
    course = Course(("a b", "c.d/é"), requirement)
    assert ini(text("tox.ini", course, whole=True))["testenv:lectures"]["deps"] == requirement
    for template, path in (("lectures.yml", ("jobs", "lint", "steps")), ("gitlab-ci.yml", ("lectures", "script"))):
        file = tmp_path / template
        file.write_text(text(template, course, whole=True), encoding="utf-8")
        data = yaml_of(file)
        for name in path:
            data = data[name]
        lines = [line["run"] if isinstance(line, dict) else line for line in data if "uses" not in line]
        assert shlex.split(lines[0])[-1] == requirement
        assert shlex.split(lines[1])[2:4] == ["a b", "c.d/é"]
    assert re.search(pattern(course.lectures), "c.d/é/x.tex")
    assert not re.search(pattern(course.lectures), "cxd/é/x.tex")


@pytest.mark.parametrize("requirement", ["", "-e .", "a # b", "a: b", "a'b", 'a"b', "a\nb", "{posargs}", "a $b", "a:"])
def test_what_the_files_cannot_carry_is_refused(requirement: str) -> None:
    with pytest.raises(BackproofError, match="cannot be written as a requirement"):
        Course(("labs",), requirement)


def test_the_pattern_takes_what_lint_reads() -> None:
    assert all(re.search(pattern((".",)), f"a{suffix}") for suffix in SUFFIXES)
    assert not re.search(pattern((".",)), "a.md.bak")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("absent",), "does not exist"),
        (("empty",), "no lecture is in"),
        (("course", "--lectures", "absent"), "is not a folder in"),
        (("course", "--requirement", "a # b"), "cannot be written as a requirement"),
        (("blocked",), "cannot write"),
        (("broken",), "pyproject.toml"),
    ],
)
def test_what_cannot_be_done_says_why(run: Run, course: Path, arguments: tuple[str, ...], says: str) -> None:
    (course.parent / "empty").mkdir()
    touch(course.parent, "blocked/a.md", "blocked/.github", "broken/a.md")
    (course.parent / "broken" / "pyproject.toml").write_text("[", encoding="utf-8")
    done = run("backproof", "init", *arguments, cwd=course.parent)
    assert done.returncode == 2
    assert says in done.stderr
    assert not (course / "tox.ini").exists()
    assert not (course.parent / "broken" / "tox.ini").exists()


def test_a_course_inside_a_repository_is_told(run: Run, course: Path) -> None:
    (course / ".git").mkdir()
    done = run("backproof", "init", "labs", "-n")
    assert done.returncode == 0
    assert f"read their files in the repository's root, {course}" in done.stderr


def test_help_has_examples() -> None:
    told = CliRunner().invoke(cli, ["init", "--help"])
    assert told.exit_code == 0
    for line in re.findall(r"^    backproof (.*)$", told.output, re.MULTILINE):
        with cli.make_context("backproof", shlex.split(line), resilient_parsing=True):
            pass
