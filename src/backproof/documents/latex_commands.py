"""The commands and environments of LaTeX that make a difference to who reads the text."""

from __future__ import annotations

import re

from backproof.documents.macros import group_end
from backproof.documents.words import words

HEADINGS = {
    "title": 1,
    "part": 1,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
    "frametitle": 3,
    "framesubtitle": 4,
}
"""Commands whose argument is a heading, with its level."""

CAPTIONS = {"caption": 0, "captionof": 1, "subcaption": 0}
"""Commands whose argument is a caption, with the number of arguments before it."""

INCLUDES = frozenset({"input", "include", "subfile", "subfileinclude"})
"""Commands that include a file."""

LISTS = frozenset({"itemize", "enumerate", "description", "compactitem", "compactenum"})
"""Environments of items."""

TABLES = frozenset({"tabular", "tabularx", "tabulary", "longtable", "tblr", "array", "supertabular"})
"""Environments of rows and cells."""

TITLED = {"frame": 3, "block": 4, "alertblock": 4, "exampleblock": 4}
"""Environments whose argument is a heading, with its level."""

ENVIRONMENT_ARGUMENTS = {
    "tabular": 1,
    "tabularx": 2,
    "tabulary": 2,
    "longtable": 1,
    "tblr": 1,
    "array": 1,
    "supertabular": 1,
    "minipage": 1,
    "column": 1,
    "multicols": 1,
    "wrapfigure": 2,
    "wraptable": 2,
    "adjustbox": 1,
}
"""How many arguments of an environment are no text."""

DROPPED = {
    **dict.fromkeys(
        words(
            "label ref eqref pageref autoref cref Cref nameref cite citep citet citeauthor citeyear nocite "
            "parencite textcite includegraphics vspace hspace bibliography bibliographystyle usepackage "
            "documentclass pagestyle thispagestyle color textcolor colorbox hypersetup graphicspath index "
            "phantom vphantom hphantom usetheme usecolortheme usefonttheme lstset theoremstyle author date "
            "institute cline cmidrule href setbeamertemplate tag lstinputlisting verbatiminput "
            "bibitem rowcolor cellcolor selectlanguage subtitle geometry usetikzlibrary tikzset "
            "pgfplotsset foreignlanguage fontfamily linespread"
        ),
        1,
    ),
    **dict.fromkeys(
        words(
            "setlength addtolength setcounter addtocounter newtheorem rule fontsize multicolumn multirow "
            "inputminted resizebox newcolumntype declaretheorem setbeamercolor setbeamerfont rotatebox "
            "raisebox"
        ),
        2,
    ),
    "addcontentsline": 3,
    "definecolor": 3,
    "rotatebox": 1,
    "raisebox": 1,
}
"""Commands whose first arguments are no text, with their number."""

RULES = words("hline toprule midrule bottomrule noindent indent smallskip null protect displaystyle")
"""Commands that write nothing and take no argument."""

SPACES = words(
    "tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge bfseries itshape ttfamily "
    "rmfamily sffamily bf it tt rm sc em raggedright raggedleft hfill vfill quad qquad onehalfspacing "
    "doublespacing appendix frontmatter mainmatter backmatter newblock sloppy relax makeatletter makeatother "
    "selectfont columnbreak pagebreak"
)
"""Switches, which say how something looks."""

SYMBOLS = {
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textbackslash": "\\",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "aa": "å",
    "AA": "Å",
    "l": "ł",
    "L": "Ł",
    "S": "§",
    "P": "¶",
    "pounds": "£",
    "euro": "€",
    "copyright": "©",
    "i": "ı",
    "textendash": "–",
    "textemdash": "—",
    "textquotedblleft": '"',
    "textquotedblright": '"',
    "textdegree": "°",
}
"""Commands that stand for characters."""

ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
"""Accents, as the characters that Unicode combines with a letter."""

OPTION = re.compile(r"(?:<[^<>\n]{0,60}>)?(?:\[[^\[\]]{0,300}\])?(?:<[^<>\n]{0,60}>)?")
"""Overlays of Beamer and options."""
BLANKS = re.compile(r"[ \t]*\n?[ \t]*")
"""Blanks that may stand before an argument."""


def behind(text: str, position: int, count: int) -> int:
    """Behind the options and so many arguments of a command."""
    option = OPTION.match(text, position)
    position = option.end() if option else position
    for _ in range(count):
        blanks = BLANKS.match(text, position)
        brace = blanks.end() if blanks else position
        after = group_end(text, brace) if text[brace : brace + 1] == "{" else None
        if after is None:
            break
        position = after
    return position
