"""The built wheel carries the content: the same claims as the checkout, under one import package."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CONTENT = ("proofs", "checks", "report", "templates")

LIST = (
    "import json, sys; sys.path.insert(0, sys.argv[1]); import backproof; from backproof import catalogue, content; "
    "print(json.dumps([backproof.__file__, str(content.home()), sorted(catalogue.load().entries)]))"
)


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("git") is None or not (checkout / "pyproject.toml").is_file():
        pytest.skip("needs a checkout")
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(checkout)],
        check=True,
    )
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_has_one_package_and_all_content(wheel: Path, checkout: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {n.split("/")[0] for n in names if ".dist-info/" not in n} == {"backproof"}
    for folder in CONTENT:
        for file in (checkout / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert f"backproof/_content/{file.relative_to(checkout).as_posix()}" in names


def test_the_wheels_claims_are_the_checkouts(wheel: Path, checkout: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")

    def listed(path: Path) -> list[object]:
        run = subprocess.run(
            [sys.executable, "-I", "-c", LIST, str(path)], capture_output=True, text=True, check=True, cwd=tmp_path
        )
        return json.loads(run.stdout)  # type: ignore[no-any-return]

    package, home, claims = listed(tmp_path / "installed")
    assert str(package).startswith(str(tmp_path))
    assert str(home).endswith("_content")
    assert claims == listed(checkout / "src")[2]
    assert len(claims) > 100  # type: ignore[arg-type]


def test_a_wheel_without_content_fails_loudly(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    shutil.rmtree(tmp_path / "site" / "backproof" / "_content")
    run = subprocess.run(
        [sys.executable, "-I", "-c", LIST, str(tmp_path / "site")], capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert "lacks its content" in run.stderr
