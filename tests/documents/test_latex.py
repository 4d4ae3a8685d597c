"""What LaTeX is read as, and which files are included."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backproof.documents.model import Document

Blocks = Callable[[str, str], list[str]]
Read = Callable[..., Document]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a $x$ \\(y\\) 5\\% $$z$$", "a <x> <y> 5% !<z>"),
        ("\\[x\\] \\begin{equation*}y\\end{equation*}", "!<x> !<y>"),
        ("\\begin{align}a &= b \\\\[2pt] c\\end{align}", "!<\\begin{align}a &= b \\\\[2pt] c\\end{align}>"),
        ("\\emph{a} \\textbf{b~c}--d {\\large e}", "a b c–d  e"),
        ("a % $no$\n  b", "a b"),
        ("$a % no\n + b$", "<a \n + b>"),
        ("\\verb|a_$b$| \\texttt{np\\_x}", "[a_$b$] [np_x]"),
        ("caf\\'e \\\"{o} \\& \\href{u}{text}\\label{l}\\cite[p.~1]{c}", "café ö & text"),
        ("h\\textsubscript{21} \\foo{kept} \\rightarrow", "h_{21} kept \\rightarrow"),
        ("costs 5\\$ and $x", "costs 5$ and $x"),
        ("a } b { c", "a  b  c"),
    ],
)
def test_text_is_freed_of_commands(blocks: Blocks, source: str, shown: str) -> None:
    assert blocks("a.tex", source) == [f"paragraph: {shown}"]


def test_structure_is_kept_inside_of_the_document_alone(blocks: Blocks) -> None:
    source = r"""\documentclass{beamer}\title{My $t$}\usepackage{x}
\begin{document}
\section{One}
Text\footnote{Note $n$.} ends.

\begin{itemize}
\item a
  \begin{enumerate}
  \item<2-> b
  \end{enumerate}
\item c
\end{itemize}
\begin{table}[h]
\caption[short]{Cap}
\begin{tabular}{l|c}
\hline f & range \\ \hline
tanh & $(-1,1)$ \\
\end{tabular}
\end{table}
\begin{lstlisting}[language=Python]
x = 1 % $a$
\end{lstlisting}
\begin{frame}{Frame}
inside
\end{frame}
\frametitle{Other}
\end{document}
never"""
    assert blocks("a.tex", source) == [
        "heading1: My <t>",
        "heading2: One",
        "paragraph: Text ends.",
        "paragraph: Note <n>.",
        "item1: a",
        "item2: b",
        "item1: c",
        "caption: Cap",
        "table-cell(f/): f",
        "table-cell(f/): range",
        "table-cell(tanh/f): tanh",
        "table-cell(tanh/range): <(-1,1)>",
        "code python: [x = 1 % $a$\n]",
        "heading3: Frame",
        "paragraph: inside",
        "heading3: Other",
    ]


def test_macros_are_collected_and_not_text(document: Read) -> None:
    source = (
        "\\newcommand{\\R}[1]{\\mathbb{R}^#1}\\DeclareMathOperator{\\relu}{ReLU}%\\def\\no{1}\n\\def\\s#1{\\sigma}text"
    )
    found = document("a.tex", source)
    assert found.macros == {
        "R": (1, "\\mathbb{R}^#1"),
        "relu": (0, "\\operatorname{ReLU}"),
        "s": (1, "\\sigma"),
    }
    assert [piece.text for block in found.parts[0].blocks for piece in block.pieces] == ["text"]


def test_included_files_are_parts_where_they_are_included(document: Read, tmp_path: Path) -> None:
    (tmp_path / "b.tex").write_text("from b")
    found = document("a.tex", "before \\input{b} after")
    shown = [(part.path.rpartition("/")[2], part.blocks[0].pieces[0].text) for part in found.parts]
    assert shown == [("a.tex", "before"), ("b.tex", "from b"), ("a.tex", "after")]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("a", "includes itself"),
        ("../secret", "outside"),
        ("/etc/passwd", "outside"),
        ("link", "outside"),
        ("missing", "does not exist"),
        ("b", "includes itself"),
    ],
)
def test_what_must_not_be_included_is_a_problem(document: Read, tmp_path: Path, target: str, says: str) -> None:
    outside = tmp_path.parent / "secret.tex"
    outside.write_text("secret")
    (tmp_path / "link.tex").symlink_to(outside)
    (tmp_path / "b.tex").write_text("\n\\include{a}")
    found = document("a.tex", f"text\n\n  \\input{{{target}}} more")
    assert [says in problem.says for problem in found.problems] == [True]
    assert (found.problems[0].line, found.problems[0].column) == ((2, 1) if target == "b" else (3, 3))
    assert not any("secret" in piece.text for part in found.parts for block in part.blocks for piece in block.pieces)


def test_files_that_include_each_other_again_and_again_come_to_an_end(document: Read, tmp_path: Path) -> None:
    for name, other in zip("bcdefghij", "cdefghijk", strict=True):
        (tmp_path / f"{name}.tex").write_text(f"\\input{{{other}}}" * 10)
    (tmp_path / "k.tex").write_text("x")
    found = document("a.tex", "\\input{b}")
    assert ["200" in problem.says for problem in found.problems] == [True]
