"""What the commands of LaTeX mean."""

from __future__ import annotations

from backproof.formulas.words import GREEK


def _set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


LETTERS = {name: name for name in GREEK} | {
    "varphi": "phi", "varepsilon": "epsilon", "vartheta": "theta", "varsigma": "sigma", "varrho": "rho",
    "varpi": "pi", "varkappa": "kappa", "ell": "l", "infty": "infinity", "imath": "i", "jmath": "j", "hbar": "hbar",
    "emptyset": "emptyset", "varnothing": "emptyset", "R": "R", "perp": "perp", "parallel": "parallel",
}  # fmt: skip
"""Commands that are a letter or a single sign which names something."""

RELATIONS = {
    "le": "<=", "leq": "<=", "leqslant": "<=", "leqq": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "geqq": ">=",
    "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "ll": "<<", "gg": ">>", "approx": "approx", "simeq": "approx",
    "cong": "approx", "thickapprox": "approx", "approxeq": "approx", "doteq": "approx", "propto": "propto",
    "varpropto": "propto", "sim": "~", "equiv": "equiv", "triangleq": "defined", "coloneqq": "defined",
    "colonequals": "defined", "eqdef": "defined", "in": "in", "notin": "notin", "subset": "subset",
    "subseteq": "subset", "to": "to", "rightarrow": "to", "longrightarrow": "to", "xrightarrow": "to",
    "rightharpoonup": "to", "leadsto": "to", "rightsquigarrow": "to", "Rightarrow": "implies",
    "Longrightarrow": "implies", "implies": "implies", "iff": "iff", "Leftrightarrow": "iff",
    "Longleftrightarrow": "iff", "mapsto": "mapsto", "longmapsto": "mapsto",
    "leftarrow": "from", "gets": "from", "longleftarrow": "from",
}  # fmt: skip
"""Commands that relate two sides."""

SIGNS = {"pm": "+-", "mp": "-+"}

TIMES = {
    "cdot": "*", "times": "*", "ast": "*", "centerdot": "*", "odot": "odot", "circ": "circ", "cup": "cup", "cap": "cap",
    "setminus": "setminus", "backslash": "setminus", "bigodot": "odot",
}  # fmt: skip
"""Commands that join factors, and unions and differences of sets."""

OPENING = {
    "{": "{", "lbrace": "{", "lbrack": "[", "lvert": "|", "lVert": "‖", "langle": "⟨", "lfloor": "⌊", "lceil": "⌈",
    "lparen": "(",
}  # fmt: skip

CLOSING = {
    "}": "}", "rbrace": "}", "rbrack": "]", "rvert": "|", "rVert": "‖", "rangle": "⟩", "rfloor": "⌋", "rceil": "⌉",
    "rparen": ")",
}  # fmt: skip

BARS = {"|": "‖", "vert": "|", "Vert": "‖"}

LEFT = frozenset({"left", "bigl", "Bigl", "biggl", "Biggl", "mathopen"})
RIGHT = frozenset({"right", "bigr", "Bigr", "biggr", "Biggr", "mathclose"})
SIZED = frozenset({"big", "Big", "bigg", "Bigg", "middle", "bigm", "Bigm", "biggm", "Biggm"})

FONTS = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "pmb": "bold", "mathcal": "calligraphic",
    "mathscr": "calligraphic", "mathbb": "blackboard", "mathds": "blackboard", "mathbbm": "blackboard",
    "Bbb": "blackboard", "mathfrak": "calligraphic", "mathit": "", "mathnormal": "", "mathop": "", "mathbin": "",
    "mathrel": "", "mathord": "", "bold": "bold",
}  # fmt: skip
"""Commands whose argument is mathematics in another font."""

TEXTS = _set(
    """
    text textrm textit textbf textsf texttt textnormal mbox hbox mathrm mathsf mathtt operatorname textup textsc
    emph textmd
    """
)
"""Commands whose argument is a name or prose."""

ROMAN = frozenset({"mathrm", "mathsf", "mathtt", "operatorname"})
"""Those of them whose argument is mathematics: blanks in it mean nothing."""

NOTHING = _set(
    """
    displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag hfill hline noindent
    centering allowbreak relax strut mathstrut rm bf it cal sf tt large Large small normalsize footnotesize tiny
    huge Huge LARGE boldmath bfseries itshape allowdisplaybreaks break nobreak linebreak protect ensuremath
    therefore because
    """
)
"""Commands that only say how something looks."""

SWALLOWING = {
    "label": 1, "tag": 1, "hspace": 1, "vspace": 1, "phantom": 1, "hphantom": 1, "vphantom": 1, "mspace": 1,
    "eqref": 1, "ref": 1, "cite": 1, "footnote": 1, "color": 1, "textcolor": 1, "colorbox": 1, "pagecolor": 1,
    "raisebox": 1, "href": 1,
}  # fmt: skip
"""Commands whose first so many arguments are not part of the formula."""

SMALL_SPACES = frozenset({",", ":", ";", "!", " ", ">", "/"}) | _set(
    "thinspace medspace thickspace negthinspace space nobreakspace"
)
WIDE_SPACES = frozenset({"quad", "qquad", "enspace", "enskip", "hskip", "hfil"})

NAMES = _set(
    """
    exp log ln lg sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min sup inf lim limsup
    liminf det arg Pr deg dim ker gcd argmax argmin
    """
)
"""Commands that are the word they are called."""

STRUCTURE = {
    "frac": "frac", "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "nicefrac": "frac", "sfrac": "frac",
    "sqrt": "sqrt", "underbrace": "underbrace", "overbrace": "overbrace", "boxed": "boxed",
    "fbox": "boxed", "framebox": "boxed", "cancel": "boxed", "bcancel": "boxed", "xcancel": "boxed",
    "underline": "boxed", "smash": "boxed", "underset": "underset", "overset": "overset",
    "stackrel": "overset", "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde",
    "widetilde": "tilde", "vec": "vec", "overrightarrow": "vec", "dot": "dot", "ddot": "ddot", "nabla": "nabla",
    "substack": "substack", "bbox": "boxed",
}  # fmt: skip
"""Commands with arguments that have a place in the tree, and the names under which the parser knows them."""

BIG = {"sum": "sum", "prod": "prod", "int": "int", "oint": "int", "bigcup": "cup", "bigcap": "cap"}

DOTS = frozenset({"ldots", "dots", "cdots", "dotsc", "dotsb", "dotsm", "dotsi", "vdots", "ddots"})

STACKED = frozenset({"cases", "dcases", "rcases", "drcases", "cases*", "dcases*", "numcases"})
ALIGNED = _set(
    """
    align align* aligned alignat alignat* alignedat split gather gather* gathered eqnarray eqnarray* multline
    multline* equation equation* displaymath math flalign flalign* subequations
    """
)
MATRICES = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array"})
WITH_ARGUMENT = frozenset({"array", "alignat", "alignat*", "alignedat", "numcases"})
