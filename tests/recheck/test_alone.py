"""The checker stands alone: nothing of the prover, nothing but the standard library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import backproof.recheck

FILES = sorted(Path(backproof.recheck.__file__).parent.glob("*.py"))


def imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add(str(node.module))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_the_checker_imports_itself_and_the_standard_library_only(file: Path) -> None:
    for name in imported(file):
        top = name.partition(".")[0]
        assert top in sys.stdlib_module_names or name.startswith("backproof.recheck"), f"{file.name} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_nothing_in_a_certificate_is_ever_executed(file: Path) -> None:
    words = {node.id for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}
    assert not words & {"eval", "exec", "compile", "__import__"}


def test_rechecking_loads_neither_sympy_nor_flint_nor_numpy(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    program = (
        "import sys; from backproof.cli import _status; _status(['recheck', sys.argv[1]]); import backproof.recheck; "
        "backproof.recheck.check({'kind': 'sign', 'variable': 'x', 'low': '-oo', 'high': 'oo', "
        "'formula': ['exp', ['sym', 'x']], 'sign': 1}); print(*sorted({'sympy', 'flint', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
