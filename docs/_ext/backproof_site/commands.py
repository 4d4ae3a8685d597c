"""The help of the commands, as the command line prints it."""

import click
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from backproof.cli import cli

_COLUMNS = 80


class CommandHelp(SphinxDirective):
    """``{command} lint``: what ``backproof lint --help`` prints on a terminal of 80 columns."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        """Make a block of code of the help."""
        name = self.arguments[0]
        if name not in cli.commands:
            raise self.error(f"backproof has no command '{name}'")
        parent = click.Context(cli, info_name="backproof")
        context = click.Context(cli.commands[name], info_name=name, parent=parent, terminal_width=_COLUMNS)
        shown = nodes.literal_block(text=cli.commands[name].get_help(context), language="text")
        return [shown]


def register(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("command", CommandHelp)
