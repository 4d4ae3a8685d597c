"""The commands of LaTeX to tokens."""

from __future__ import annotations

import re

from backproof.formulas import commands, letters, words
from backproof.formulas.prose import read_text
from backproof.formulas.signs import Signs
from backproof.formulas.tokens import PIECE
from backproof.formulas.unreadable import Unreadable

_OPTION = re.compile(r"\s*\[[^\]\\]*\]")


class Lexer(Signs):
    """Reads the tokens of one text."""

    def command(self, name: str, at: int, end: int, stop: int, font: str) -> int:
        """A command of LaTeX, with those of its arguments that are no mathematics."""
        if name in commands.LETTERS:
            self.add("letter", commands.LETTERS[name], at, end, font)
        elif name in commands.STRUCTURE:
            return self._structure(name, at, end, stop)
        elif name in commands.RELATIONS:
            self.add("relation", commands.RELATIONS[name], at, end)
            if name == "xrightarrow":
                option = _OPTION.match(self.text, end, stop)
                return self.argument(option.end() if option else end, stop, name)[2]
        elif name in commands.TIMES:
            self.add("times", commands.TIMES[name], at, end)
        elif name in commands.LEFT or name in commands.RIGHT or name in commands.SIZED:
            return self._sized(name, at, end, stop)
        elif name in commands.OPENING:
            self.add("open", commands.OPENING[name], at, end)
        elif name in commands.CLOSING:
            self.add("close", commands.CLOSING[name], at, end)
        elif name in commands.SMALL_SPACES or name in commands.NOTHING:
            self.blank = True
        elif name in commands.WIDE_SPACES:
            self.add("quad", "quad", at, end)
        elif name in {"text", *commands.TEXTS}:
            return self._text(name, at, end, stop, font)
        elif name in commands.FONTS:
            return self._font(name, end, stop, font)
        elif name in commands.NAMES:
            self.add("word", name, at, end)
        elif name in commands.BIG:
            self.add("big", commands.BIG[name], at, end)
        elif name in {"begin", "end"}:
            first, last, after = self.argument(end, stop, name)
            return self._environment(name, self.text[first:last].strip(), at, after, stop)
        else:
            return self._rarer(name, at, end, stop)
        return end

    def _rarer(self, name: str, at: int, end: int, stop: int) -> int:
        if name in commands.DOTS:
            self.add("dots", "...", at, end)
        elif name in commands.BARS:
            self.add("bar", commands.BARS[name], at, end)
        elif name == "mid":
            self.add("bar", "mid", at, end)
        elif name in {"\\", "cr", "newline"}:
            self.add("row", "\\\\", at, end)
            option = _OPTION.match(self.text, end, stop) if name == "\\" else None
            return option.end() if option and self.text[option.start() :].lstrip()[1:2].isdigit() else end
        elif name == "partial":
            self.add("partial", "d", at, end)
        elif name in {"prime", "dprime"}:
            self.add("prime", "'", at, end)
        elif name in {"top", "intercal"}:
            self.add("letter", "T", at, end)
        elif name in {"star", "dagger"}:
            self.add("times", "*", at, end)
        elif name in commands.SIGNS:
            self.add("sign", commands.SIGNS[name], at, end)
        elif name == "div":
            self.add("slash", "/", at, end)
        elif name == "over":
            self.add("over", "over", at, end)
        elif name == "colon":
            self.add("colon", ":", at, end)
        elif name in {"land", "wedge", "lor", "vee"}:
            self.add("keyword", "and" if name in {"land", "wedge"} else "or", at, end)
        elif name == "forall":
            self.add("keyword", "forall", at, end)
        elif name == "not":
            return self._negated(at, end, stop)
        elif name in commands.SWALLOWING:
            for _ in range(commands.SWALLOWING[name]):
                end = self.argument(end, stop, name)[2]
            self.blank = True
            return end
        elif name in {"bmod", "pmod", "mod"}:
            raise Unreadable("remainders are not read", at)
        elif name == "lt" or words.is_word(name):
            self.add("word", name, at, end)
        elif name in {"(", ")", "[", "]", "-"}:
            self.blank = True
        elif name in {"_", "&", "%", "$", "#"}:
            raise Unreadable(f"\\{name} does not belong to a formula here", at)
        else:
            raise Unreadable(f"the command \\{name} is not known" if name else "a backslash stands alone", at)
        return end

    def _negated(self, at: int, end: int, stop: int) -> int:
        before = len(self.found)
        piece = PIECE.match(self.text, end, stop)
        if piece is not None and piece.lastgroup == "blank":
            piece = PIECE.match(self.text, piece.end(), stop)
        if piece is not None:
            self.read(piece.start(), piece.end())
            new = self.found[before:]
            negated = {"=": "!=", "in": "notin", "<": ">=", ">": "<="}
            if len(new) == 1 and new[0].kind == "relation" and new[0].text in negated:
                self.found[-1] = new[0]._replace(text=negated[new[0].text], start=at)
                return piece.end()
        raise Unreadable("what \\not denies is not understood", at)

    def _structure(self, name: str, at: int, end: int, stop: int) -> int:
        """A command whose arguments are mathematics; single digits behind it are arguments of their own."""
        meaning = commands.STRUCTURE[name]
        self.add("command", meaning, at, end)
        if meaning == "sqrt":
            option = re.compile(r"\s*\[").match(self.text, end, stop)
            if option:
                last = self.text.find("]", option.end(), stop)
                if last < 0:
                    raise Unreadable("this bracket is never closed", option.end() - 1)
                self.add("begin", "[", option.end() - 1, option.end())
                self.read(option.end(), last)
                self.add("end", "]", last, last + 1)
                end = last + 1
        for _ in range({"frac": 2, "sqrt": 1}.get(meaning, 0)):
            while end < stop and self.text[end].isspace():
                end += 1
            if end < stop and self.text[end] in "0123456789":
                self.add("number", self.text[end], end, end + 1)
                end += 1
            elif meaning == "frac" and end < stop and self.text[end] == "{" and _ == 0:
                first, last, after = self.argument(end, stop, name)
                self.add("begin", "{", end, end + 1)
                self.read(first, last)
                self.add("end", "}", last, last + 1)
                end = after
            elif meaning == "frac" and end < stop and self.text[end].isalpha():
                self.add("letter", self.text[end], end, end + 1)
                end += 1
            else:
                break
        return end

    def _sized(self, name: str, at: int, end: int, stop: int) -> int:
        """A bracket with a command before it that makes it large."""
        while end < stop and self.text[end].isspace():
            end += 1
        piece = PIECE.match(self.text, end, stop)
        if piece is None:
            raise Unreadable(f"\\{name} has no bracket behind it", at)
        sign = piece[0]
        after = piece.end()
        if sign.startswith("\\"):
            bare = sign[1:]
            shape = commands.OPENING.get(bare) or commands.CLOSING.get(bare) or commands.BARS.get(bare, "")
            if bare == "mid":
                shape = "|"
        else:
            sign, after = sign[0], end + 1
            shape = letters.BRACKETS.get(sign, ("", {".": ".", "<": "⟨", ">": "⟩"}.get(sign, "")))[1]
        if not shape or (sign == "/" and name in commands.SIZED):
            if sign == "/":
                self.add("slash", "/", at, after)
                return after
            raise Unreadable(f"\\{name} has no bracket behind it", at)
        if name in commands.LEFT:
            kind = "open"
        elif name in commands.RIGHT:
            kind = "close"
        elif shape in {"|", "‖"}:
            kind = "bar"
        else:
            kind = "open" if shape in "([{⟨⌊⌈" else "close"
        self.add(kind, shape, at, after)
        return after

    def _text(self, name: str, at: int, end: int, stop: int, font: str) -> int:
        if end < stop and self.text[end] == "*":
            end += 1
        first, last, after = self.argument(end, stop, name)
        read_text(self, name, at, first, last, after, font)
        return after

    def _font(self, name: str, end: int, stop: int, font: str) -> int:
        if end < stop and self.text[end] == "*":
            end += 1
        first, last, after = self.argument(end, stop, name)
        inner = commands.FONTS[name] or font
        before = len(self.found)
        self.add("begin", "{", first - 1, first)
        self.read(first, last, inner)
        if len(self.found) == before + 2 or name in {"mathrel", "mathbin", "mathop"}:
            opening = self.found.pop(before)
            if opening.blank and len(self.found) > before:
                self.found[before] = self.found[before]._replace(blank=True)
        else:
            self.add("end", "}", last, after)
        return after

    def _environment(self, kind: str, name: str, at: int, end: int, stop: int) -> int:
        if kind == "end":
            self.add("finish", name, at, end)
            return end
        option = _OPTION.match(self.text, end, stop)
        if option:
            end = option.end()
        if name in commands.WITH_ARGUMENT:
            end = self.argument(end, stop, "begin")[2]
        self.add("environment", name, at, end)
        return end
