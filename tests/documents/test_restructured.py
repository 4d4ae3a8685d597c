"""What reStructuredText is read as, with Sphinx's roles and directives that docutils does not know."""

from collections.abc import Callable

import pytest

from backproof.documents.model import Document

Blocks = Callable[[str, str], list[str]]
Read = Callable[..., Document]


def test_blocks_keep_their_kind_and_order(blocks: Blocks) -> None:
    source = """.. _label:

Title :math:`x`
===============

Text :math:`x_1` with ``code`` and *emph* f(x) * (1 - f(x))
goes on :ref:`the text <target>` a\\*b `link <http://a>`_.

.. math::
   :label: e

   f(x) = 1

   g(x) = 2

.. prf:theorem:: Named
   :label: t

   The body of :math:`y`.

- item

  - nested

.. code-block:: Python
   :linenos:

   if x:
       y

As in::

   plain

.. list-table:: Caption
   :header-rows: 1

   * - f
     - range
   * - tanh
     - :math:`(-1, 1)`

=== ===
a   b
=== ===
1   2
=== ===

.. include:: /etc/passwd

.. raw:: html

   <b>left out</b>

.. figure:: x.png
   :name: z

   Shown
"""
    assert blocks("a.rst", source) == [
        "heading1: Title <x>",
        "paragraph: Text <x_1> with [code] and emph f(x) * (1 - f(x)) goes on the text  a*b link.",
        "paragraph: !<f(x) = 1>",
        "paragraph: !<g(x) = 2>",
        "paragraph: Named",
        "paragraph: The body of <y>.",
        "item1: item",
        "item2: nested",
        "code python: [if x:\n    y]",
        "paragraph: As in:",
        "code: [plain]",
        "caption: Caption",
        "table-cell(f/): f",
        "table-cell(f/): range",
        "table-cell(tanh/f): tanh",
        "table-cell(tanh/range): <(-1, 1)>",
        "table-cell(a/): a",
        "table-cell(a/): b",
        "table-cell(1/a): 1",
        "table-cell(1/b): 2",
        "caption: Shown",
    ]


def test_nothing_is_printed(blocks: Blocks, capfd: pytest.CaptureFixture[str]) -> None:
    blocks("a.rst", "A |sub| and :role:`x` and ref_\n\n.. unknown:: a\n\n   b\n")
    assert capfd.readouterr() == ("", "")


def test_a_formula_over_two_lines_is_one(blocks: Blocks) -> None:
    assert blocks("a.rst", "- Long :math:`a +\n  b` end.") == ["item1: Long <a +\n  b> end."]


def test_a_broken_table_is_a_problem_with_its_line(document: Read) -> None:
    found = document("a.rst", "Text\n\n== ==\na   b\n== ==\n1    2\n")
    assert [problem.line for problem in found.problems] == [3]
    assert found.parts[0].blocks[0].pieces[0].text == "Text"
