"""Reading formulas: characters to tokens to a tree that keeps every ambiguity for later."""

from backproof.formulas.finder import find
from backproof.formulas.parser import parse, tokens
from backproof.formulas.tokens import Token
from backproof.formulas.unreadable import Unreadable

__all__ = ["Token", "Unreadable", "find", "parse", "tokens"]
