"""Code in lectures, read as syntax trees: what it defines, draws and prints. Nothing of it is ever executed."""

from backproof.snippets.draws import distribution
from backproof.snippets.read import read
from backproof.snippets.table import Table

__all__ = ["Table", "distribution", "read"]
