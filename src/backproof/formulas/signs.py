"""Single characters: signs, brackets, letters of other alphabets, small digits."""

from __future__ import annotations

import re

from backproof.formulas import letters
from backproof.formulas.runs import Runs
from backproof.formulas.tokens import closing
from backproof.formulas.unreadable import Unreadable

_SCRIPTS = frozenset({"^", "_"})
_SIGNED_WORD = re.compile(r"ve(?![A-Za-z_^])")


class Signs(Runs):
    """Reads single characters."""

    def small(self, run: str, at: int, end: int, *, raised: bool) -> int:
        """Small characters above or below the line, as a script in braces that nobody sees."""
        meaning = letters.SUPERSCRIPTS if raised else letters.SUBSCRIPTS
        self.add("script", "^" if raised else "_", at, at)
        self.add("begin", "{", at, at)
        part = type(self)("".join(meaning[sign] for sign in run))
        part.read(0, len(run))
        for token in part.found:
            self.found.append(token._replace(start=token.start + at, end=token.end + at))
        self.add("end", "}", end, end)
        return end

    def sign(self, sign: str, at: int, end: int, stop: int, font: str) -> int:
        """A single character that is neither an ASCII letter nor a digit."""
        if sign == "{":
            last = closing(self.text, at)
            if last >= stop:
                raise Unreadable("this brace is never closed", at)
            self.add("begin", "{", at, end)
            self.read(end, last, font)
            self.add("end", "}", last, last + 1)
            return last + 1
        if sign in _SCRIPTS:
            self.add("script", sign, at, end)
        elif sign in letters.BRACKETS:
            kind, text = letters.BRACKETS[sign]
            self.add(kind, text, at, end)
        elif sign in letters.SIGNS:
            if _SIGNED_WORD.match(self.text, end, stop):
                raise Unreadable(f"{self.text[at : end + 2]} is a word and no formula", at)
            self.add("sign", letters.SIGNS[sign], at, end)
        elif sign in letters.RELATIONS:
            self.add("relation", letters.RELATIONS[sign], at, end)
        elif sign in letters.TIMES:
            self.add("times", letters.TIMES[sign], at, end)
        elif sign in letters.SLASHES:
            self.add("slash", "/", at, end)
        elif sign in letters.SEPARATORS:
            self.add(letters.SEPARATORS[sign], sign, at, end)
        elif sign in letters.PRIMES:
            self.add("prime", "'" * letters.PRIMES[sign], at, end)
        elif sign == "~":
            if self.plain:
                self.add("relation", "~", at, end)
            else:
                self.blank = True
        elif sign == "&":
            self.add("cell", "&", at, end)
        elif sign == "∂":
            self.add("partial", "d", at, end)
        elif sign == "∇":
            self.add("command", "nabla", at, end)
        elif sign in letters.BIG:
            self.add("big", letters.BIG[sign], at, end)
        elif sign == "√":
            self.add("command", "√", at, end)
        elif sign == "∀":
            self.add("keyword", "forall", at, end)
        elif sign in letters.FRACTIONS:
            self.add("number", sign, at, end)
        elif sign in letters.MARKS and self.found and self.found[-1].kind == "letter" and self.found[-1].end == at:
            self.found[-1] = self.found[-1]._replace(accent=letters.MARKS[sign], end=end)
        elif sign in letters.BLANKS:
            pass
        elif (known := letters.letter(sign)) is not None:
            if self.behind_script() or known[0] != "1" or known[1]:
                self.add("letter", known[0], at, end, known[1] or font, known[2])
        elif sign == "}":
            raise Unreadable("this brace was never opened", at)
        elif sign == "!":
            raise Unreadable("factorials and exclamation marks are not read", at)
        else:
            raise Unreadable(f"the character {sign!r} is not understood", at)
        return end
