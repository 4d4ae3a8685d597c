"""Code as notebooks and consoles print it, taken down to Python: prompts, magics, outputs and indentation come off."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from dataclasses import dataclass

LONGEST = 20_000
"""Characters of a snippet; longer ones are not read."""
DEEPEST = 90
"""Brackets within brackets; what is nested deeper is not read."""
_PROMPT = re.compile(r"\s*(?:>>> ?|In ?\[[\d ]*\]: ?)")
_MORE = re.compile(r"\s*(?:\.\.\.(?: |$)|\.\.\.: ?)")
_MAGIC = re.compile(r"\s*(?:[%!?]|\w[\w.]*\?{1,2}\s*$)")
_RESULT = re.compile(r"\s*Out ?\[[\d ]*\]: ?")
_GOES_ON = re.compile(r"(?:else|elif|except|finally)\b")
_BEGINS = re.compile(r"(?:def|class|import|from|for|while|with|print)\b|@|\w+ *=[^=]|\w+ *\(\w+\) *:?= ")
_QUOTES = re.compile("\"\"\"|'''")


@dataclass(frozen=True, slots=True)
class Code:
    """Python text; ``places`` has for each character, and for the end, where it stands in the text that was given."""

    text: str
    places: tuple[int, ...]

    def part(self, start: int, end: int) -> Code:
        """A stretch of it."""
        return Code(self.text[start:end], self.places[start : end + 1])


@dataclass(frozen=True, slots=True)
class Output:
    """What a console printed below the code that ends at ``after`` in the Python text; ``start`` in the text given."""

    after: int
    start: int
    text: str


def clean(text: str) -> tuple[Code, tuple[Output, ...]]:
    """Take prompts, magics, outputs and common indentation off."""
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((line, at))
        at += len(line)
    prompted = any(_PROMPT.match(line) for line, _ in lines)
    margin = 0 if prompted else _margin([line for line, _ in lines])
    characters: list[str] = []
    places: list[int] = []
    outputs: list[Output] = []
    for line, start in lines:
        prompt = (_PROMPT.match(line) or _MORE.match(line)) if prompted else None
        if prompted and prompt is None:
            result = _RESULT.match(line)
            skipped = result.end() if result else len(line) - len(line.lstrip())
            if line.strip():
                outputs.append(Output(len(characters), start + skipped, line[skipped:].strip()))
            continue
        cut = prompt.end() if prompt else min(margin, len(line) - len(line.lstrip(" \t")))
        kept = "\n" if _MAGIC.match(line[cut:]) else line[cut:]
        characters += kept
        places += range(start + cut, start + cut + len(kept))
    return Code("".join(characters), (*places, len(text))), tuple(outputs)


def _margin(lines: list[str]) -> int:
    filled = [line for line in lines if line.strip()]
    return min((len(line) - len(line.lstrip(" \t")) for line in filled), default=0)


def parsed(text: str) -> ast.Module | None:
    """The syntax tree of a text; ``None`` if it has none, or one that is too deep or too long to be read."""
    if len(text) > LONGEST or _depth(text) > DEEPEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None


def _depth(text: str) -> int:
    """The depth of brackets, of indentation, and of the signs and names that nest without brackets."""
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth = max(0, depth - 1)
    runs = re.findall(r"(?:[-+~]\s*|\bnot\s+|\*\*|\blambda\b[^:\n]*:\s*|\bif\b|\belse\b|\.\w+|\bawait\s+){30,}", text)
    return max(deepest, *(len(run) for run in runs)) if runs else deepest


def units(code: Code) -> list[Code]:
    """Top-level statements, each with the comments right above it, that can be read on their own."""
    whole = parsed(code.text)
    starts = _by_tree(whole, code.text) if whole is not None else _by_lines(code.text)
    ends = [*starts[1:], len(code.text)]
    return [code.part(start, end) for start, end in zip(starts, ends, strict=True) if code.text[start:end].strip()]


def _by_tree(tree: ast.Module, text: str) -> list[int]:
    at = line_starts(text)
    cuts = {0}
    for statement in tree.body:
        end = statement.end_lineno or statement.lineno
        if end < len(at):
            cuts.add(at[end])
    return sorted(cuts)


def _by_lines(text: str) -> list[int]:
    starts, at, depth, quoted, comments = [0], 0, 0, False, None
    for line in text.splitlines(keepends=True):
        outside = depth == 0 or _BEGINS.match(line)  # brackets that never close end where a statement begins
        alone = line.strip() and not line[0].isspace() and outside and not quoted and not _GOES_ON.match(line)
        depth = 0 if alone else depth
        if alone and line.startswith("#"):
            comments = at if comments is None else comments
        elif alone:
            starts.append(at if comments is None else comments)
            comments = None
        if not line.lstrip().startswith("#"):
            depth = max(0, depth + sum(c in "([{" for c in line) - sum(c in ")]}" for c in line))
            quoted ^= len(_QUOTES.findall(line)) % 2 == 1
        at += len(line)
    return sorted(set(starts))


def line_starts(text: str) -> list[int]:
    """Where the lines of a text begin, as the syntax tree counts them."""
    return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]


def span(node: ast.expr | ast.stmt, text: str) -> tuple[int, int]:
    """Where a node stands in the text that was parsed."""
    at, lines = line_starts(text), re.split(r"\r\n|\r|\n", text)
    last, column = node.end_lineno or node.lineno, node.end_col_offset or 0

    def offset(line: int, byte: int) -> int:
        return at[line - 1] + len(lines[line - 1].encode()[:byte].decode(errors="ignore"))

    return offset(node.lineno, node.col_offset), offset(last, column)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without its ``#``; ``start`` is where its words begin."""

    line: int
    start: int
    text: str


def comments(text: str) -> list[Comment]:
    """The comments of a text, as far as it can be cut into tokens."""
    at, result = line_starts(text), []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
            if token.type == tokenize.COMMENT:
                words = token.string.lstrip("# \t")
                start = at[token.start[0] - 1] + token.start[1] + len(token.string) - len(words)
                result.append(Comment(token.start[0], start, words.rstrip()))
    except (tokenize.TokenError, SyntaxError, ValueError, IndexError):
        return result
    return result
