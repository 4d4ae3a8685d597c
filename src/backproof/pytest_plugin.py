"""pytest runs each claim of ``proofs/`` and ``checks/`` as a test: ``pytest proofs checks``.

Switched on by ``-p backproof.pytest_plugin``, in ``addopts`` for example; a course that keeps claims of its own
does the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backproof.catalogue import FOLDERS


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the Python files of the content folders."""
    if file_path.suffix == ".py" and file_path.parent.name in FOLDERS:
        return ClaimFile.from_parent(parent, path=file_path)
    return None


class ClaimFile(pytest.File):
    """A claim file: one item for every judge in it."""

    def collect(self) -> Iterator[pytest.Item]:
        """Load the file and list its judges."""
        from backproof.catalogue import stated
        from backproof.claim import Judge
        from backproof.content import load

        for item in stated(load(self.path)):
            if isinstance(item, Judge):
                yield ClaimItem.from_parent(self, name=f"{item.claim_id}[{item.world}]", judge=item)


class ClaimItem(pytest.Item):
    """One claim in one world. It fails if the verdict is not the declared one."""

    def __init__(self, *, judge: object, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self._judge = judge

    def runtest(self) -> None:
        """Judge at the quick budget."""
        from backproof.claim import Judge
        from backproof.run import Budget, Run
        from backproof.verify import decide

        if not isinstance(self._judge, Judge):
            raise TypeError(f"{self._judge} is no judge")
        judged = decide(self._judge, Run(Budget.QUICK))
        if not judged.as_expected:
            answer = judged.judgement
            why = answer.counterexample.line if answer.counterexample else answer.condition or ""
            pytest.fail(
                f"{self.name}: declared {judged.expected}, came out {answer.verdict} ({answer.method}) {why}",
                pytrace=False,
            )

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the claim."""
        return self.path, None, self.name
