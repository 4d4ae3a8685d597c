"""Numbers and runs of letters: well-known words, or single letters side by side."""

from __future__ import annotations

import re

from backproof.formulas import words
from backproof.formulas.tokens import DOTS, Scanner
from backproof.formulas.unreadable import Unreadable

_NAME = re.compile(r"[A-Za-z]+(?:(?:\\?_)[A-Za-z]+)+")
_FAN = re.compile(r"(?:fan|num)(?:[-_ ]|\\_|\{\\_\}|\\[-_ ]\s?)?(?:in|out|avg)(?![A-Za-z])", re.IGNORECASE)
_DOTTED = re.compile(r"[A-Za-z]+(?:\.[A-Za-z_][A-Za-z0-9_]*)+")
_BEHIND_NUMBER = re.compile(rf"(?P<percent>\s?\\?%)|(?P<dots>(?:\\[,;!])*{DOTS})|(?P<again>\.\d)")
_INFINITE = re.compile(r"\s*(?:[)\]},;.]|$)")
_INDICES = frozenset("ijklmn")


class Runs(Scanner):
    """Reads numbers and letters."""

    def number(self, text: str, at: int, end: int, stop: int, font: str) -> int:
        """A number with a percent sign or dots behind it."""
        if "{,}" in text:
            whole, *rest = text.split("{,}")
            if len(rest) == 1 and (whole == "0" or len(rest[0]) != 3):
                text = f"{whole}.{rest[0]}"
            elif all(part == "000" for part in rest) and whole != "0":
                text = whole + "".join(rest)
            else:
                raise Unreadable(f"{text!r} may be thousands or a decimal fraction", at)
        text = text.replace("\\,", "").replace("−", "-")
        behind = _BEHIND_NUMBER.match(self.text, end, stop)
        if behind is not None and behind["again"]:
            raise Unreadable("this number has two points", at)
        if font and text == "1":
            self.add("letter", "1", at, end, font)
            return end
        if behind is not None and behind["percent"]:
            self.add("number", text + "%", at, behind.end())
            return behind.end()
        self.add("number", text, at, end)
        if behind is not None and behind["dots"] and "." in text:
            self.add("dots", "goes on", end, behind.end())
            return behind.end()
        return end

    def run(self, run: str, at: int, stop: int, font: str) -> int:
        """A run of letters: a word that is known, or single letters."""
        end = at + len(run)
        following = self.text[end] if end < stop else ""
        script = self.behind_script()
        if not script:
            if following == "." and run in words.CODE:
                dotted = _DOTTED.match(self.text, at, stop)
                if dotted is not None:
                    self.add("word", dotted[0], at, dotted.end())
                    return dotted.end()
            if run[0] in "fFnN" and (sized := _FAN.match(self.text, at, stop)):
                self.add(
                    "word", words.fan(sized[0].replace("\\", "").replace("{", "").replace("}", "")), at, sized.end()
                )
                return sized.end()
            if following in {"_", "\\"} and (name := _NAME.match(self.text, at, stop)):
                joined = name[0].replace("\\_", "_")
                if joined.lower() in words.WORDS or "\\_" in name[0]:
                    self.add("word", joined, at, name.end())
                    return name.end()
        elif len(run) > 1:
            whole = run.lower() in words.SUBSCRIPTS or words.is_word(run)
            whole = whole or (self.plain and len(run) <= 3 and _INDICES.issuperset(run) and self.found[-1].text == "_")
            if whole:
                self.add("word", run, at, end, font)
                return end
            if self.plain and self.found[-1].text == "^" and run not in words.GREEK and run[0] != "T":
                raise Unreadable(f"where the power ^{run} ends is not clear: write brackets or braces", at)
            if run not in words.GREEK:
                self._letter(run[0], at, at + 1, font)
                return self.run(run[1:], at + 1, stop, font)
        digits = end
        while digits < stop and self.text[digits] in "0123456789":
            digits += 1
        if digits > end and run.lower() + self.text[end:digits] in words.WORDS:
            self.add("word", self.text[at:digits], at, digits)
            return digits
        self._known(run, at, end, font)
        last = self.found[-1]
        if digits > end and not script:
            if last.kind != "letter":
                raise Unreadable(
                    f"a number stands right behind {last.text!r}: is it a power, an index or a factor?", end
                )
            self.add("script", "_", end, end)
            self.add("number", self.text[end:digits], end, digits)
            return digits
        return end

    def _letter(self, name: str, at: int, end: int, font: str) -> None:
        self.add("letter", name, at, end, font)

    def _known(self, run: str, at: int, end: int, font: str) -> None:
        """A run of letters without digits and underscores."""
        low = run.lower()
        size = len(run)
        if size == 1 or (run in words.GREEK and (self.plain or size > 2)):
            self.add("letter", run, at, end, font)
        elif low in words.KEYWORDS and (self.plain or low not in words.SHORT):
            self.add("keyword", words.KEYWORDS[low], at, end)
        elif low in {"inf", "infty", "infinity"}:
            if low == "inf" and not _INFINITE.match(self.text, end):
                self.add("word", run, at, end)
            else:
                self.add("letter", "infinity", at, end)
        elif low in words.WORDS:
            self.add("word", words.fan(run), at, end)
        elif low == "in" and self.plain:
            self.add("relation", "in", at, end)
        elif low[:-1] in words.FUNCTIONS and size > 2:
            self.add("word", run[:-1], at, end - 1)
            self.add("letter", run[-1], end - 1, end, font)
        elif low[1:] in words.FUNCTIONS and size > 2:
            self.add("letter", run[0], at, at + 1, font)
            self.add("word", run[1:], at + 1, end)
        elif self.plain and low in words.PROSE:
            self.add("words", run, at, end)
        elif size > 3 and not font and any(vowel in low for vowel in "aeiou"):
            self.add("word", run, at, end)
        else:
            for step, name in enumerate(run):
                self.add("letter", name, at + step, at + step + 1, font)
