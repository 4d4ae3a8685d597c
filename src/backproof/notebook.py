"""The commands as functions, for notebooks: what they return shows itself.

::

    from backproof.notebook import explain, lint, verify

    lint("week3.md")
    verify("sigmoid.derivative")
    explain("x*tanh(log(1+exp(x)))")
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from backproof.errors import BackproofError
from backproof.run import Budget, Run
from backproof.verdict import World

if TYPE_CHECKING:
    from backproof.explain import Explanation
    from backproof.findings import Findings
    from backproof.lint.finding import Lint
    from backproof.lint.settings import Settings

_NAME = "text"
"""Where findings of a text are said to stand."""


def lint(*paths: str | Path, text: str = "", settings: Settings | None = None) -> Lint:
    r"""Judge the claims of a lecture.

    Files are read in processes of their own: in a script, call it below ``if __name__ == "__main__":``.

    Parameters
    ----------
    paths
        Files or folders.
    text
        A lecture in Markdown, instead of files.
    settings
        Options for files; those of the nearest ``pyproject.toml`` by default.

    Raises
    ------
    BackproofError
        If there are neither files nor a text, or both; or no file has a format that is read.

    Examples
    --------
    >>> checked = lint(text=r"If $f(x) = \tanh(x)$, then $f'(x) = 1 - f(x)$.")
    >>> [(claim.status, claim.suggestion) for claim in checked.claims]
    [('ok', ''), ('wrong', "f'(x) = 1 - f^2(x)")]
    """
    if bool(paths) == bool(text):
        raise BackproofError("give lint either files, or a text as text='...'")
    if text:
        return _text(text)
    from backproof.lint import run
    from backproof.lint.settings import Settings, from_file, settings_file

    if settings is None:
        file = settings_file(Path.cwd())
        settings = Settings(**from_file(file) if file is not None else {})
    return run.lint([Path(path) for path in paths], settings)


def _text(text: str) -> Lint:
    """Judge a text in this process: what it has imported and found serves the next text."""
    from backproof import catalogue
    from backproof.lint import suppress
    from backproof.lint.check import check
    from backproof.lint.finding import Finding, Lint

    def known(finding: Finding) -> Finding:
        judges = catalogue.own()[finding.claim].judges if finding.claim else {}
        floats, training = (str(judges[w].expect) if w in judges else None for w in (World.FLOATS, World.TRAINING))
        return replace(finding, path=_NAME, floats=floats, training=training)

    with TemporaryDirectory() as folder:
        lecture = Path(folder, "text.md")
        lecture.write_text(text, encoding="utf-8")
        checked = check(str(lecture), "")
    findings, unused = suppress.apply(checked.findings, checked.suppressions)
    return Lint(
        files=(_NAME,),
        findings=tuple(map(known, findings)),
        problems=tuple(replace(problem, path=_NAME) for problem in (*checked.problems, *unused)),
    )


def verify(
    *claims: str,
    budget: Budget | str = Budget.NORMAL,
    seed: int = 0,
    jobs: int | None = 1,
    content: Sequence[str | Path] = (),
) -> Findings:
    """Judge claims of the catalogue on paper, in floats and in training.

    Parameters
    ----------
    claims
        Identifiers or subjects; all claims, which takes minutes, if there is none.
    budget
        How many examples to try where not all can be.
    seed
        Where pseudo-random draws start.
    jobs
        Processes to use; ``None`` for all cores.
    content
        Folders with ``proofs/`` and ``checks/`` of your own.

    Raises
    ------
    BackproofError
        If a claim is unknown, or its judge breaks.

    Examples
    --------
    >>> found = verify("relu.range-open")
    >>> print(found["relu.range-open"].worlds["paper"].judgement.verdict)
    refuted
    """
    from backproof.verify import verify as judge

    return judge(claims, run=Run(Budget(budget), seed), jobs=jobs, roots=tuple(map(Path, content)))


def explain(function: str, *, positive: Collection[str] = ()) -> Explanation:
    """Explain a function: its derivative step by step, its properties with their conditions, and a drawing.

    Parameters
    ----------
    function
        An activation of the catalogue, or an expression as :func:`backproof.expression.parse` reads it.
    positive
        Names of parameters that are positive, not just real.

    Raises
    ------
    BackproofError
        If it is neither.

    Examples
    --------
    >>> explained = explain("x/(1 + abs(x))")
    >>> explained.row["range"].text, explained.row["smoothness"].text
    ('(-1, 1)', 'C1')
    """
    from backproof.explain import asked_for
    from backproof.explain import explain as explained

    return explained(*asked_for(function, positive))
