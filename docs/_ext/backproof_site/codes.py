"""The pages of lint's codes: the same text that ``backproof explain BP201`` prints."""

from collections.abc import Iterator
from itertools import pairwise

from docutils import nodes
from docutils.statemachine import StringList
from markdown_it import MarkdownIt
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from backproof.codes import all_codes, page


class Codes(SphinxDirective):
    """``{codes} BP2``: the pages of all codes that begin so, a section each."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Read the pages as if they stood here."""
        chosen = [code for code in all_codes() if code.startswith(self.arguments[0])]
        if not chosen:
            raise self.error(f"no code begins with {self.arguments[0]}")
        made: list[nodes.Node] = []
        for code in chosen:
            section = nodes.section(ids=[code.lower()], names=[code.lower()])
            title = f"{code}: {page(code).title}"
            section += nodes.title(title, title)
            for heading, lines in _parts(page(code).text):
                section += nodes.rubric(heading, heading)
                holder = nodes.container()
                self.state.nested_parse(StringList(lines, source=f"{code}.md"), 0, holder)
                section += holder.children
            made.append(section)
        return made


def _parts(text: str) -> Iterator[tuple[str, list[str]]]:
    """The headings of a page, not those in its examples, with the lines below each."""
    lines = text.splitlines()
    at = [t.map[0] for t in MarkdownIt().parse(text) if t.type == "heading_open" and t.tag == "h2" and t.map]
    for begin, end in pairwise([*at, len(lines)]):
        yield lines[begin].removeprefix("## "), lines[begin + 1 : end]


def register(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("codes", Codes)
