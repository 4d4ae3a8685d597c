"""What Markdown in its dialects is read as."""

from collections.abc import Callable

import pytest

from backproof.documents.model import Document

Blocks = Callable[[str, str], list[str]]
Read = Callable[..., Document]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a $x_1 * y$ b", "a <x_1 * y> b"),
        ("a \\(x*y*z\\) b", "a <x*y*z> b"),
        ("a \\\\(x\\\\) b", "a <x> b"),
        ("a $`x`$ b", "a <x> b"),
        ("a {math}`x` b", "a <x> b"),
        ("( $ x $ )", "( <x> )"),
        ("**$x$** and **b** _c_", "<x> and b c"),
        ("a $$x\n\n- y$$ b", "a !<x\n\n- y> b"),
        ("a \\[x = 1\\] b", "a !<x = 1> b"),
        ("a\n\\\\[x\\\\]", "a !<x>"),
        ("\\begin{align}\na &= b \\\\\n&= c\n\\end{align}", "!<\\begin{align}\na &= b \\\\\n&= c\n\\end{align}>"),
        ("\\begin{equation}\na = b\n\\end{equation}", "!<a = b>"),
        ("```math\nx = 1\n```", "!<x = 1>"),
        ("```{math}\n:label: e\n\nx = 1\n```", "!<x = 1>"),
        ("> a $$x\n> + y$$ b", "a !<x\n+ y> b"),
        ("`np.zeros(3)` and ``a`b``", "[np.zeros(3)] and [a`b]"),
        ("`$x$` is code", "[$x$] is code"),
    ],
)
def test_each_way_to_write_a_formula_or_code_is_known(blocks: Blocks, source: str, shown: str) -> None:
    assert blocks("a.md", source) == [f"paragraph: {shown}"]


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.",
        "US$ and CA$ are currencies",
        "an open $ stays",
        "between $100 here\n\nand $200 there",
        "f(x) * (1 - f(x)), fan_in and w_1 x_1 + w_2",
        "a*b*c and 2*x*(1-x)*3",
        "x<b and b>c, 0 < x",
        "x[i][j] = y[k]",
        "a $$ that is never closed",
        "an open ` stays, \\frac{1}{2} too",
    ],
)
def test_what_is_no_markup_stays_text(blocks: Blocks, text: str) -> None:
    shown = text.replace("\n\n", "\nparagraph: ")
    assert "\n".join(blocks("a.md", text)) == f"paragraph: {shown}"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("h<sub>21</sub> and x<sup>2</sup>", "h_{21} and x^{2}"),
        ("0 &lt; x &amp; y &#945;", "0 < x & y α"),
        ("\\*a\\* \\_b", "*a* _b"),
        ("[a *b*](http://x.y/_z_) <https://a.b/_c_>", "a b https://a.b/_c_"),
        ("a ![alt](b.png)[^1] c", "a  c"),
        ("a<br>b  \nc\nd", "a\nb\nc d"),
        ("a <!-- no $x$ --> b", "a  b"),
        ("a ~~b~~ <em>c</em>", "a  c"),  # struck out: not said
        ("see {ref}`the text <target>` and {cite}`x`", "see the text  and"),
        ("Text\n\n[ref]: http://x.y", "Text"),
    ],
)
def test_markup_is_taken_off(blocks: Blocks, source: str, shown: str) -> None:
    assert blocks("a.md", source) == [f"paragraph: {shown}"]


def test_blocks_keep_their_kind_and_order(blocks: Blocks) -> None:
    source = """---
title: "The *title*"
author: A
---
# One $x$ #

- item
  - nested $y$

  second
1. first

> quoted

| f | range |
|---|---|
| tanh | $|x| < 1$ |
| a \\| b | |

![only a **caption**](a.png){#fig}

Table: also $c$

[^1]: The note.

    indented
"""
    assert blocks("a.md", source) == [
        "heading1: The title",
        "heading1: One <x>",
        "item1: item",
        "item2: nested <y>",
        "paragraph: second",
        "item1: first",
        "paragraph: quoted",
        "table-cell(f/): f",
        "table-cell(f/): range",
        "table-cell(tanh/f): tanh",
        "table-cell(tanh/range): <|x| < 1>",
        "table-cell(a | b/f): a | b",
        "caption: only a caption",
        "caption: also <c>",
        "paragraph: The note.",
        "code: [indented\n]",
    ]


def test_fences_are_code_formulas_or_text(blocks: Blocks) -> None:
    source = """```python
x = 1  # $a$
```
~~~
plain
~~~
```{code-cell} IPython3
:tags: [a]

y = 2
```
```{python, echo=FALSE}
z = 3
```
```{figure} a.png
:name: f

Caption $c$
```
:::{admonition} Title
body $x$
:::
````{note} Begins
```js
w
```
````
::: {.callout-note}
inside
:::
```{toctree}
other
```
"""
    assert blocks("a.qmd", source) == [
        "code python: [x = 1  # $a$\n]",
        "code: [plain\n]",
        "code ipython3: [y = 2\n]",
        "code python: [z = 3\n]",
        "caption: Caption <c>",
        "heading6: Title",
        "paragraph: body <x>",
        "paragraph: Begins",
        "code js: [w\n]",
        "paragraph: inside",
    ]


def test_lettered_lines_are_items(blocks: Blocks) -> None:
    source = "a.  $f$\nb) two\n(iii) three\n→ four\n\n- c. five\n\n1.) six\n\nText with\n(x) and a\n9. line"
    assert blocks("a.md", source) == [
        "item1: <f>",
        "item1: two",
        "item1: three",
        "item1: four",
        "item1: five",
        "item1: six",
        "paragraph: Text with (x) and a 9. line",
    ]


def test_macros_are_collected_and_state_nothing(document: Read) -> None:
    found = document("a.md", "$$\\newcommand{\\R}[1]{\\mathbb{R}^{#1}} \\def\\s{\\sigma}$$\n\nIn $\\R{2}$.")
    assert found.macros == {"R": (1, "\\mathbb{R}^{#1}"), "s": (0, "\\sigma")}
    assert [piece.text for block in found.parts[0].blocks for piece in block.pieces] == ["In ", "\\R{2}", "."]


def test_too_deep_nesting_is_a_problem(document: Read) -> None:
    found = document("a.md", "text\n\n" + "> " * 300 + "deep")
    assert [(problem.line, "50 deep" in problem.says) for problem in found.problems] == [(3, True)]
    assert len(found.parts[0].blocks) >= 1
