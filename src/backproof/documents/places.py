"""Finding the lines that a block parser hands out again in the text that it was given."""

from __future__ import annotations

from collections.abc import Sequence

from backproof.documents.inline import Line


class Sheet:
    """A text that knows where its lines begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.split("\n")
        self.starts = [0]
        for line in self._lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def lines(self, content: str, start: int, end: int) -> list[Line]:
        """The lines of a block's content, which are the lines from ``start`` on without what stands before the text.

        A line of content is the end of its line in the text, or of a heading what stands between the number signs.
        """
        found = []
        number = start
        for line in content.split("\n"):
            text = line.strip()
            while number < end - 1 and text not in self._lines[number]:
                number += 1
            whole = self._lines[number]
            column = max(0, whole.rfind(text))
            # Two blanks or a backslash at the end of a line break it. They stay, but for the last line.
            tail = whole[column + len(text) :] if whole[column + len(text) :].isspace() else ""
            text += tail if number < end - 1 else ""
            offset = self.starts[number] + column
            found.append(Line(text, range(offset, offset + len(text))))
            number = min(number + 1, end - 1)
        return found

    def cell(self, content: str, number: int, cursor: int) -> tuple[Line, int]:
        r"""A table cell's text, looked for in a line from a column on, and the column from which to look for the next.

        In a cell ``\|`` stands for a bar: the parser has taken the backslash away, so each bar is looked for alone.
        """
        whole, start = self._lines[number], self.starts[number]
        characters = content.strip()
        offsets = []
        column = cursor
        for character in characters:
            found = whole.find(character, column)
            column = found + 1 if found >= 0 else column
            offsets.append(start + column - 1)
        bar = whole.find("|", column)
        return Line(characters, offsets), bar + 1 if bar >= 0 else len(whole)

    def code(self, content: str, number: int, source: str) -> tuple[str, Sequence[int]]:
        """A code block's characters and their places, from line ``number`` on."""
        characters: list[str] = []
        offsets: list[int] = []
        for index, line in enumerate(content.split("\n"), number):
            if index >= len(self._lines):
                break
            whole, start = self._lines[index], self.starts[index]
            column = len(whole) - len(line)
            if column < 0 or not whole.endswith(line):
                # A tab that is partly indentation: the parser wrote blanks for the rest of it.
                column = max(0, whole.rfind(line.lstrip(" \t")))
            offset, end = start + column, start + len(whole)
            characters.append(source[offset:end] + "\n")
            offsets.extend(range(offset, end + 1))
        text = "".join(characters)
        if text.endswith("\n"):
            return text[:-1], offsets
        return text, [*offsets, offsets[-1] + 1 if offsets else self.starts[min(number, len(self._lines))]]
