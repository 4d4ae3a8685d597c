"""Every example of docs/strategies.md is a file that pytest passes."""

import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "strategies.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_every_example_is_a_whole_file_that_passes(tmp_path: Path) -> None:
    assert len(EXAMPLES) == 7
    for index, example in enumerate(EXAMPLES):
        (tmp_path / f"test_example_{index}.py").write_text(example, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert run.returncode == 0, run.stdout
    tests = sum(example.count("\ndef test_") for example in EXAMPLES)
    assert f"{tests} passed" in run.stdout


def test_the_table_names_every_strategy() -> None:
    from backproof import strategies

    page = PAGE.read_text(encoding="utf-8")
    special = {"dead_cases", "inactive_cases", "sigmoid_cases", "smooth_cases", "symmetric_cases"}
    named = {name for name in strategies.__all__ if name.islower()} - special
    assert {name for name in named if f"| `{name}(" not in page} == set()
