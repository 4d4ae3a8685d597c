"""Files of strangers: each costs its own diagnostic, never the run, and nothing in them is executed."""

import json
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from backproof.lint.check import check
from backproof.lint.finding import Checked
from tests.lint.lectures import lecture

OK = "The logistic sigmoid is $\\sigma(x) = \\frac{1}{1 + e^{-x}}$.\n\n"
WRONG = "Its derivative is $\\sigma'(x) = \\sigma(x)(1 + \\sigma(x))$.\n"
SECONDS = 20.0
"""Bounds one file here, with much to spare on a busy machine."""


def notebook(*cells: tuple[str, str], outputs: object = ()) -> str:
    made = [
        {"cell_type": kind, "metadata": {}, "source": source}
        | ({"outputs": outputs, "execution_count": 1} if kind == "code" else {})
        for kind, source in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def definitions() -> str:
    first = "\\def\\a{xxxx}\n"
    return first + "".join(f"\\def\\{chr(98 + i)}{{\\{chr(97 + i)}\\{chr(97 + i)}}}\n" for i in range(24))


def aliases() -> str:
    lists = (f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(20))
    return "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(lists) + "---\n\n"


READ = {
    "towers": "$\\sigma(10^{10^{10^{10}}}) = 1$, $f(x) = 10^{10^{10}} x$ and $\\sigma(x) = x^{500} + 9^{9^{9^9}}$.\n",
    "powers": "$\\tanh(x) = (1 + x)^{500} (1 - x)^{500}$ and $\\sigma'(x) = (x + e^x)^{99999999}$.\n",
    "nested exponents": "$\\sigma(x) = " + "e^{" * 50 + "x" + "}" * 50 + "$\n",
    "factorials": "$\\tanh(x) = \\binom{10^9}{5}$, $\\tanh(x) = (10^9)!$ and $\\prod_{k=1}^{10^9} k = \\tanh(x)$.\n",
    "exponents of numbers": "$\\sigma(1e9999) = 1$, $\\sigma(1e999999999) = 1$ and $\\tanh(10^{999999999}) = 1$.\n",
    "digits": "$\\sigma(0) = 0." + "5" * 3000 + "$ and $\\sigma(" + "9" * 3900 + ") = 1$.\n",
    "brackets": "$" + "(" * 10_000 + "x" + ")" * 10_000 + "$\n",
    "open brackets": "$" + "(" * 10_000 + "$\n",
    "braces": "$\\sigma(x) = " + "{" * 10_000 + "x" + "}" * 10_000 + "$\n",
    "fractions": "$\\sigma(x) = " + "\\frac{1}{1+" * 300 + "x" + "}" * 300 + "$\n",
    "macro of itself": "$\\newcommand{\\a}{\\a\\a}\\a$ and $\\a$\n",
    "a long line": "a" * 1_000_000 + "\n",
    "many words": "sigmoid " * 20_000 + "\n",
    "dollars": "$" * 100_000 + "\n",
    "backticks": "`" * 50_000 + " " + "``` " * 20_000 + "\n",
    "open links": "[" * 10_000 + "\n\n" + "![](" * 10_000 + "\n",
    "stars": "*a_ " * 10_000 + "\n",
    "comments": "<!--" * 20_000 + "\n",
    "marks of direction": "\u202e$\\tanh(0) = 0$\u202c \u2066x\u2069 \ufeff $\u03c3(x\u200b)$ \u0660\u0661\n",
    "combining marks": "e" + "\u0301" * 20_000 + "\n",
    "a wide table": "|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n|" + "$\\sigma(x)$|" * 1000 + "\n",
    "repeated words": "The sigmoid is not " * 3000 + "\n\n" + "always never not usually mostly " * 3000 + "\n",
    "repeated owners": "The derivative of the derivative of the " * 3000 + " sigmoid is\n\n" + "if and only if " * 9000,
    "repeated subjects": "ReLU and tanh or " * 3000
    + " are bounded.\n\n"
    + " a, b and " * 10_000
    + "\n\n"
    + "( " * 10_000,
    "code": "```python\ndef f(x):\n    return "
    + "(" * 5000
    + "x"
    + ")" * 5000
    + "\n\ny = "
    + "-" * 20_000
    + "1\n```\n",
}
"""What stands behind a right claim, which is read all the same."""


def checked(folder: Path, name: str, text: str | bytes) -> Checked:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    start = time.process_time()
    found = check(str(file), "")
    assert time.process_time() - start < SECONDS
    assert not [p for p in found.problems if p.code == "BP903"]
    return found


@pytest.mark.parametrize("text", READ.values(), ids=list(READ))
def test_what_stands_behind_a_claim_does_not_keep_it_from_being_judged(tmp_path: Path, text: str) -> None:
    found = checked(tmp_path, "a.md", OK + text)
    assert not found.problems
    assert next(f.status for f in found.findings) == "ok"


@pytest.mark.parametrize("text", ["a" * 1_000_001, "$" * 2_000_000, "[" * 5_000_000, "$\\sigma(x) = 1$ " * 100_000])
@pytest.mark.parametrize("name", ["a.md", "a.tex", "a.rst", "a.txt"])
def test_an_endless_line_costs_itself_alone(tmp_path: Path, name: str, text: str) -> None:
    found = checked(tmp_path, name, f"The range of tanh is (-1, 1).\n\n{text}\n\nThe sigmoid is never negative.\n")
    assert [(p.code, p.line) for p in found.problems] == [("BP902", 3)]
    assert [(f.line, f.status) for f in found.findings] == [(1, "ok"), (5, "ok")]


def test_a_formula_nested_too_deep_is_unread_and_the_next_one_is_read(tmp_path: Path) -> None:
    nested = "e^{" * 1000 + "x" + "}" * 1000
    found = checked(tmp_path, "a.md", f"${nested}$ and $\\tanh(0) = 1$.\n")
    assert [f.status for f in found.findings] == ["unread", "wrong"]


@pytest.mark.parametrize("text", ["> " * 20_000 + "deep\n", "".join("  " * i + "- item\n" for i in range(1000))])
def test_what_is_nested_too_deep_is_left_out_and_named(tmp_path: Path, text: str) -> None:
    found = checked(tmp_path, "a.md", OK + text)
    assert [p.code for p in found.problems] == ["BP902"]
    assert found.problems[0].line >= 3
    assert found.findings[0].status == "ok"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("zero.md", b"a\0b"),
        ("binary.md", bytes(range(256)) * 400),
        ("half.md", b"\xff\xfe\x00"),
        ("large.md", b"x" * 10_000_001),
        ("cut.ipynb", notebook(("markdown", OK))[:-20]),
        ("number.ipynb", '{"cells": 5}'),
        ("list.ipynb", "[]"),
        ("cells.ipynb", '{"cells": [{"cell_type": "code"}, 5, null, {"cell_type": "markdown", "source": [1, 2]}]}'),
        ("deep.ipynb", "[" * 100_000),
        ("deeper.ipynb", '{"cells":' * 100_000),
        ("deep.rst", "".join("  " * i + "* item\n\n" for i in range(400))),
    ],
)
def test_what_is_no_document_is_named(tmp_path: Path, name: str, text: str | bytes) -> None:
    found = checked(tmp_path, name, text)
    assert not found.findings
    assert {p.code for p in found.problems} == {"BP902"}
    assert not found.complete


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("utf16.md", OK.encode("utf-16")),
        ("returns.md", OK.replace("\n", "\r").encode()),
        ("latin.md", "für ".encode("latin-1") + OK.encode()),
        ("surrogate.md", b"\xed\xa0\x80\n\n" + OK.encode()),
        ("header.md", aliases() + OK),
        ("macros.tex", definitions() + OK + "$\\sigma(x) = \\y$\n"),
        ("outputs.ipynb", notebook(("markdown", OK), ("code", "1"), outputs=[{"text": "x" * 8_000_000}])),
        ("sections.rst", OK.replace("$\\", ":math:`\\").replace("}$", "}`") + "x\n=\n\n" * 2000),
        ("environments.tex", OK + "\\begin{align}" * 2000 + "{" * 20_000),
    ],
)
def test_odd_documents_are_read(tmp_path: Path, name: str, text: str | bytes) -> None:
    found = checked(tmp_path, name, text)
    assert [f.status for f in found.findings][:1] == ["ok"], found.problems


def run(folder: Path, *arguments: str) -> tuple[int, dict[str, Any], str]:
    """The real command; its JSON is held against the schema."""
    command = [sys.executable, "-m", "backproof", "lint", *arguments, "--output-format", "json", "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert "Traceback" not in done.stderr
    data = json.loads(done.stdout)
    schema = json.loads(files("backproof").joinpath("schemas/lint.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    return done.returncode, data, done.stderr


def test_nothing_is_executed(tmp_path: Path) -> None:
    do = "__import__('os').system('touch HURT')"
    (tmp_path / "a.ipynb").write_text(
        notebook(
            ("code", f"{do}\ndef sigmoid(x):\n    open('HURT', 'w')\n    return 1 / (1 + np.exp(-x))\nsigmoid({do})"),
            ("code", "!touch HURT\n%run x\n%%bash\ntouch HURT"),
            ("markdown", f"$\\sigma(x) = {do}$ and `{do}`"),
        ),
        encoding="utf-8",
    )
    (tmp_path / "b.md").write_text(
        f"{OK}```python exec\n{do}\n```\n\n`{do}`\n\nf(x) = {do}\n\n$\\sigma(x) = {do}$, $\\write18{{touch HURT}}$\n",
        encoding="utf-8",
    )
    (tmp_path / "c.tex").write_text("\\immediate\\write18{touch HURT}\\input{|touch HURT}\n" + OK, encoding="utf-8")
    (tmp_path / "d.rst").write_text(".. raw:: html\n   :file: a.ipynb\n\n.. include:: /etc/passwd\n", encoding="utf-8")
    status, data, _ = run(tmp_path, ".")
    assert status == 2  # not all of it can be read
    assert {c["path"] for c in data["claims"] if c["status"] == "ok"} >= {"b.md", "c.tex"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.ipynb", "b.md", "c.tex", "d.rst"]


def test_includes_and_links_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "course", tmp_path / "secret"
    inside.mkdir()
    outside.mkdir()
    for name in ("a.tex", "a.md"):
        (outside / name).write_text("SECRET\n\n" + WRONG, encoding="utf-8")
    (inside / "loop.tex").write_text(f"\\input{{loop}}\\input{{round}}\n{OK}", encoding="utf-8")
    (inside / "round.tex").write_text("\\input{loop}\n", encoding="utf-8")
    (inside / "out.tex").write_text(
        f"\\input{{../secret/a}}\\input{{{outside}/a.tex}}\\input{{../../../../../../etc/passwd}}\n{OK}",
        encoding="utf-8",
    )
    try:
        (inside / "link.md").symlink_to(outside / "a.md")
        (inside / "folder").symlink_to(outside)
        (inside / "round").symlink_to(inside)
        (inside / "nowhere.md").symlink_to(inside / "missing.md")
    except OSError:
        pytest.skip("this system has no symbolic links")
    status, data, errors = run(inside, ".")
    assert status == 2
    assert "outside" in errors
    assert "itself" in errors
    assert "SECRET" not in json.dumps(data)
    assert {c["status"] for c in data["claims"]} == {"ok"}
    assert "root:" not in json.dumps(data)


def test_one_bad_file_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\0")
    (tmp_path / "tower.md").write_text("$\\sigma(x) = 9^{9^{9^{9^x}}}$\n", encoding="utf-8")
    (tmp_path / "good.md").write_text(OK + WRONG, encoding="utf-8")
    status, data, errors = run(tmp_path, ".")
    assert status == 2
    assert "bad.md" in errors
    assert [c["status"] for c in data["claims"] if c["path"] == "good.md"] == ["ok", "wrong"]


def test_time_grows_with_the_number_of_formulas_and_no_faster(tmp_path: Path) -> None:
    def seconds(formulas: int) -> float:
        text = "".join(f"Put $\\text{{ReLU}}({i}) = {i}$ and $y_{{{i}}} = {i}$.\n\n" for i in range(formulas))
        (tmp_path / "a.md").write_text(text, encoding="utf-8")
        start = time.process_time()
        assert sum(f.status == "ok" for f in check(str(tmp_path / "a.md"), "").findings) == formulas
        return time.process_time() - start

    seconds(50)  # what is loaded once
    assert seconds(800) < 16 * max(seconds(100), 0.05)


def test_shares_of_one_file_make_the_same_as_the_whole(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(lecture(1, 60), encoding="utf-8")
    alone, shared = (run(tmp_path, "a.md", "-j", jobs) for jobs in ("1", "3"))
    assert len(alone[1]["claims"]) > 30
    assert alone == shared
