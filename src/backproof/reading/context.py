"""How a document's headings, tables and sentences say what a place is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from backproof.documents.model import Block, BlockKind, PieceKind
from backproof.reading.known import Function, alters, functions, mentions
from backproof.reading.quoted import Draw, Span
from backproof.reading.scope import Bound, Scope
from backproof.reading.tone import is_quiz

_WITH_SIGMOID = frozenset({"sigmoid", "silu", "softplus", "log-sigmoid", "hard-sigmoid"})
"""A text that names one of these means the logistic sigmoid by sigma."""
_TITLE_WORDS = 8
"""A line of at most so many words, with no verb and no formula, may be a title."""
_LOWEST = 7
"""Titles that are not marked up as headings stand below all that are."""
_TOPICS = (
    ("xavier", r"xavier|glorot"),
    ("he", r"\bhe\b(?= (?:init|normal|uniform|weight|et al))|kaiming|\bhe[- ]init\w*|\bmsra\b|\bHe\b|^\W*HE\W*$"),
    ("lecun", r"lecun"),
    ("dead", r"dying|dead (?:relu|neuron|unit)"),
    ("symmetry", r"symmetry|zero init|constant init|same value"),
    ("vanishing", r"vanishing|exploding"),
    ("init", r"initiali[sz]"),
)
_ROLES = (
    (
        "derivative-range",
        r"(?:range|values) of (?:the |its )?(?:derivative|gradient)|(?:derivative|gradient)(?:'s)? range",
    ),
    (
        "derivative",
        r"derivative|gradient|slope|ableitung|d[ée]riv[ée]e|derivada|derivata|"  # noqa: ISC004
        r"^\s*\$?[fy]\s*['′](?:\(x\))?\$?(?:\s+in terms of .*)?\s*$|"
        r"^\s*\$?(?:d\s?[yf](?:\(x\))?\s?/\s?d\s?[xz]|\\d?frac\{d[yf]\}\{d[xz]\})\$?(?:\s+in terms of .*)?\s*$",
    ),
    (
        "range",
        r"range|output|image|codomain|interval|wertebereich|rango|intervalle?|bildmenge|ensemble d'arriv|"  # noqa: ISC004
        r"recorrido|immagine|bild",
    ),
    (
        "definition",
        r"formula|definition|equation|expression|formel|formule|f[óo]rmula|definici[óo]n|d[ée]finition|"  # noqa: ISC004
        r"funktionsvorschrift|^\s*(?:function )?\$?(?:y|f\(x\)|y\s?=\s?f\(x\))\$?\s*$",
    ),
)
_OF_OTHERS = re.compile(
    r"\b(?:inputs?|domain|weights?|init\w*|linear|useful|plot\w*|shown|typical|mean|average|target|active|operating|working|"
    r"where|shapes?|sizes?|dim\w*|activation|layer|task|scal\w+)\b|\brange of (?:the )?\$?[xz]\b|\b(?:at|for|if|"
    r"when) .*\d|[<>≤≥]",
    re.IGNORECASE,
)
"""Words by which a header announces no property of the function on all its arguments."""
_VERBS = re.compile(
    r"\b(?:is|are|was|has|have|can|will|does|do|we|use[sd]?|lies?|ranges?|should|may|becomes?|gets?|outputs?|maps?|"
    r"squashes|saturates?|dies?|helps?|works?)\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"\b(?:alternative|another|next|consider|variants?|called|known as|now look at|turn to|introduc\w+|let us|let's)\b",
    re.IGNORECASE,
)
_SUBHEADINGS = re.compile(
    r"definition|derivative|gradient|propert|advantage|disadvantage|pros|cons|range|graph|plot|formula|equation|intuition|"
    r"example|code|implementation|drawback|problem|limitation|summary|benefit|issue|output|proof|in practice|python|"
    r"numpy|pytorch|keras|note|remark|exercise|question|solution",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:activation|functions?|units?|neurons?|linear|problems?|variants?|init|initiali[sz]ations?|initiali[sz]ers?|methods?|"
    r"normal|uniform|weights?|case|cases|large|small|zero|random|constant|values?|symmetry|breaking|xavier|glorot|he|kaiming|"
    r"lecun|dying|dead|vanishing|exploding|gradients?|the|an?|and|of|for|with|in|non|regression|example|distribution|layers?|"
    r"ideal|desirable|properties|good)\b|\d+",
    re.IGNORECASE,
)
"""What a title may say besides the names of functions."""
_SCHEME = re.compile(
    r"(?:xavier|glorot|he|kaiming|le ?cun)(?:(?: ?/ ?| and | |-)(?:xavier|glorot|he|kaiming|normal|uniform|init\w*|"
    r"method|scheme))*\s*:?",
    re.IGNORECASE,
)
"""An item of a list that only names a scheme of initialisation."""
_SHORT_TITLE = re.compile(r"(?:[^\s=<>$.!]+[ \t]+){0,5}[^\s=<>$.!]+")
"""A line that may be a title of questions or mistakes."""
_ASIDE = re.compile(
    r"[\W\d]*(?:the |its |their |first )?(?:derivatives?|gradients?(?! desc)|slopes?|ableitung\w*|d[ée]riv[ée]es?|"
    r"derivadas?|inverse\w*|loss|losses|cost)\b",
    re.IGNORECASE,
)
_FOR_AND_AGAINST = re.compile(
    r"(?:pros?|cons?|advantages?|disadvantages?|benefits?|drawbacks?|good|bad|vorteile?|nachteile?|[+\-−–✓✔✅✗✘❌👍👎])",
    re.IGNORECASE,
)
"""Headers of a table on the one function that its section is about."""
_EQUATION = re.compile("\x00[^\x00]*[=<>][^\x00]*\x00")
"""A formula among words that is more than a name."""
_BEHIND = re.compile(r"\s*,?\s*(?:for|of|in|with) (?:the |a |an )?\$?\\?", re.IGNORECASE)
_VERSUS = re.compile(r"\b(?:vs\b\.?|versus|respectively|resp\b\.?)", re.IGNORECASE)
_CONTRAST = re.compile(
    r"\b(?:unlike|than|(?:in )?contrast (?:to|with)|compared (?:to|with)|contrary to|(?:as )?opposed to|instead of|"
    r"rather than|"
    r"anders als|im gegensatz zu[mr]?|contrairement (?:à|au)|a diferencia de)\s+(?:(?:the|a|an|for|of|with|in|der|"
    r"die|das|la|le|el)\s+){0,2}$",
    re.IGNORECASE,
)
"""Words that set the function named behind them against the one that a sentence is about."""
_WISHES = re.compile(r"\b(?:ideal|desirable|desired|should|requirements?|wish|want)\b", re.IGNORECASE)


def _without_names(text: str) -> str:
    for start, end, _ in reversed(list(mentions(text))):
        text = text[:start] + " " + text[end:]
    return text


def text_of(block: Block) -> str:
    """A block's words and formulas, one after the other."""
    return " ".join(piece.text for piece in block.pieces)


def functions_in(text: str) -> list[Function]:
    """The functions that a text names, each once, in order."""
    found: dict[str, Function] = {}
    for _, _, function in mentions(re.sub(r"\\(?:text|mathrm|operatorname|mathbf)\s*\{([^{}]*)\}|\\", r"\1 ", text)):
        found.setdefault(function.name, function)
    return list(found.values())


def role_of(label: str) -> str:
    """What a column, a row or a label announces: a role of :class:`~backproof.reading.scope.Scope`, or ""."""
    if _OF_OTHERS.search(label):
        return ""
    for role, pattern in _ROLES:
        if re.search(pattern, label.strip(), re.IGNORECASE):
            return role
    return ""


def topic_of(text: str) -> str:
    """The topic that a heading or a sentence names, or ""."""
    for topic, pattern in _TOPICS:
        if re.search(pattern, text, re.IGNORECASE if topic != "he" else 0):
            return topic
    return ""


def scheme_of(text: str) -> str:
    """The initialisation scheme that a text names last, or ""."""
    last = (-1, "")
    for topic, pattern in _TOPICS[:3]:
        for found in re.finditer(pattern, text, re.IGNORECASE if topic != "he" else 0):
            last = max(last, (found.start(), topic))
    return last[1]


def _one_scheme(text: str) -> str:
    """The initialisation scheme that a cell names, if it names one only."""
    named = [t for t, pattern in _TOPICS[:3] if re.search(pattern, text, re.IGNORECASE if t != "he" else 0)]
    return named[0] if len(named) == 1 else ""


@dataclass(slots=True)
class _Level:
    depth: int
    subject: Function | None
    topic: str
    role: str = ""
    wish: bool = False
    quiz: bool = False
    item: int = 0
    """The level of the list that it is an item of; 0 for what is none."""
    nested: bool = False
    """Whether items stand below it."""
    loose: bool = False
    """Whether it holds for the items right below it only."""


@dataclass(slots=True)
class Context:
    """What is known while a document is read from top to bottom.

    Parameters
    ----------
    levels
        The headings above.
    scope
        What is known.
    recent
        The one function that the block before named, for sections without a subject of their own.
    row
        The row of the table that is being read, and what its cells so far bound.
    nearby
        The random numbers and the interval of the block before.
    sigma
        What sigma stands for again from the next heading on, where a section has set it aside.
    title
        The heading right above.
    corner
        The header of the first column of the table that is being read.
    drawn
        The row of the table that is being read, and the one initialisation scheme that its cells so far name.
    """

    levels: list[_Level] = field(default_factory=list)
    scope: Scope = field(default_factory=Scope)
    recent: Function | None = None
    row: tuple[int, dict[str, Bound]] = field(default_factory=lambda: (-1, {}))
    nearby: tuple[Draw | None, Span | None] = (None, None)
    sigma: Bound | None = None
    title: str = ""
    corner: str = ""
    drawn: tuple[int, str] = (-1, "")

    @classmethod
    def of(cls, texts: Iterable[str]) -> Context:
        """The context at the top of a document with these texts."""
        whole = "\n".join(texts)
        sigmoid = next(f for f in functions() if f.name == "sigmoid")
        if any(f.name in _WITH_SIGMOID for f in functions_in(whole)):
            return cls(scope=Scope(names={"sigma": Bound(sigmoid)}))
        return cls()

    def enter(self, block: Block) -> bool:
        """Note a heading, or a line that serves as one. Returns whether it was one."""
        words = text_of(block).strip()
        prose = " ".join(piece.text for piece in block.pieces if piece.kind is PieceKind.TEXT)
        if (
            block.kind is not BlockKind.HEADING
            and alters(prose)
            and not any(prose[end : end + 1] != "(" for _, end, _ in mentions(prose))
        ):
            self._turn_away()
        if block.kind is BlockKind.HEADING:
            self.recent = None
        if block.kind is BlockKind.HEADING:
            self.title = words
            self._heading(words, block.level, marked=True)
            return True
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and self._is_title(block, words):
            titled = self._heading(words, _LOWEST + block.level, marked=False)
            if titled and block.kind is BlockKind.ITEM:
                self.levels[-1].item, self.levels[-1].loose = block.level, not functions_in(words)
            return titled
        if block.kind is BlockKind.PARAGRAPH and is_quiz(words) and _SHORT_TITLE.fullmatch(words):
            while self.levels and self.levels[-1].depth >= _LOWEST:
                self.levels.pop()
            above = self.levels[-1] if self.levels else _Level(0, None, "")
            self.levels.append(_Level(_LOWEST, above.subject, above.topic, quiz=True))
            return True
        top = self.levels[-1] if self.levels else None
        if top is not None and top.item and (block.kind is BlockKind.ITEM or top.loose):
            self._leave_items(block.level if block.kind is BlockKind.ITEM else top.item)
        return False

    def _leave_items(self, level: int) -> None:
        """Note an item below the item that serves as a title, or leave that if its list goes on with another one."""
        if level > self.levels[-1].item:
            self.levels[-1].nested = True
            return
        left = False
        while (
            self.levels and self.levels[-1].item >= level and (self.levels[-1].nested or self.levels[-1].loose or left)
        ):
            self.levels.pop()
            left = True
        if left:
            above = self.levels[-1] if self.levels else _Level(0, None, "")
            names = self.scope.names if above.subject is self.scope.subject else _lasting(self.scope.names)
            self.recent = None
            self.scope = replace(self.scope, subject=above.subject, topic=above.topic, role="", names=names)

    def _is_title(self, block: Block, words: str) -> bool:
        if any(p.kind is not PieceKind.TEXT for p in block.pieces):
            return False
        bare = re.sub(r"^[\W\d]*(?:[a-zA-Z][.)]\s)?", "", words)
        count = len(bare.split())
        if re.search(r"[=<>~≈]", bare) or not 0 < count <= _TITLE_WORDS + 2 or bare.endswith((".", "!", ",", ";")):
            return False
        named = functions_in(bare)
        if len(named) == 1 and _INTRODUCES.search(bare):
            return True
        if _VERBS.search(bare) or count > _TITLE_WORDS or bare.endswith("?"):
            return False
        if block.kind is BlockKind.ITEM and not (named and (count <= len(named) + 2 or bare.endswith(":"))):
            return _SCHEME.fullmatch(bare) is not None
        rest = _TITLE.sub(" ", _without_names(bare).replace("_", " "))
        return not re.search(r"\w", rest) and bool(named or topic_of(bare) or _WISHES.search(bare))

    def _heading(self, words: str, depth: int, *, marked: bool) -> bool:
        named, topic = functions_in(words), topic_of(words)
        role = role_of(words)
        wish = bool(_WISHES.search(words))
        subject = named[0] if len(named) == 1 else None
        if not marked and subject is None and not named and not topic and not wish:
            return False
        if not marked and topic in ("dead", "vanishing", "symmetry") and subject is None and not named:
            return False
        while self.levels and self.levels[-1].depth >= depth:
            self.levels.pop()
        above = self.levels[-1] if self.levels else _Level(0, None, "")
        if not named and not (topic in ("xavier", "he", "lecun", "init", "symmetry") or wish or alters(words)):
            inherited = above.subject if _SUBHEADINGS.search(words) or above.depth > 0 else None
            subject = inherited
            topic = topic or above.topic
        changed = self.subject_name() != (subject.name if subject else None)
        self.levels.append(_Level(depth, subject, topic, role, wish, is_quiz(words)))
        names = {k: b for k, b in self.scope.names.items() if not changed or _outlasts(k, b)}
        if marked or changed:
            names = {k: b for k, b in names.items() if not b.variable and not (k == "sigma" and _is_new(b))}
        if self.sigma is not None:
            names, self.sigma = names | {"sigma": self.sigma}, None
        equations = {} if marked else self.scope.equations
        self.scope = replace(
            self.scope, subject=subject, near=1, topic=topic, role="", names=names, equations=equations, numbers={}
        )
        return True

    def _turn_away(self) -> None:
        """Forget the subject and its letters: the text turns to a function that is made of one of the field."""
        names = {k: b for k, b in self.scope.names.items() if len(k) > 2 and k != "sigma"}
        self.sigma = self.scope.names.get("sigma", self.sigma)
        self.recent = None
        self.scope = replace(self.scope, subject=None, names=names)

    def leave(self, block: Block) -> None:
        """Note which function a block named."""
        named = functions_in(text_of(block))
        if block.kind is not BlockKind.TABLE_CELL and named:
            self.recent = named[0] if len(named) == 1 else None

    def subject_name(self) -> str | None:
        """The slug of the section's subject."""
        return self.scope.subject.name if self.scope.subject is not None else None

    @property
    def heading_role(self) -> str:
        """The role that the nearest heading announces."""
        return self.levels[-1].role if self.levels else ""

    def aside(self, block: Block) -> bool:
        """Whether a function's name may stand for its derivative, its inverse or a loss here, as a title says."""
        return _ASIDE.match(self.title) is not None or (
            block.cell is not None and _ASIDE.match(self.corner) is not None
        )

    @property
    def doubted(self) -> bool:
        """Whether the section holds questions, errata or the like."""
        return any(level.quiz for level in self.levels)

    @property
    def wishes(self) -> bool:
        """Whether the section says what one would like a function to be."""
        return any(level.wish for level in self.levels)

    def at(self, block: Block) -> Scope:
        """What is known in a block."""
        scope = self.scope
        if self.wishes:
            scope = replace(scope, subject=None)
        elif scope.subject is None and self.recent is not None and block.kind is not BlockKind.HEADING:
            scope = replace(scope, subject=self.recent, near=2)
        if block.cell is not None:
            return self._in_table(block, scope)
        return scope

    def _named(self, label: str) -> list[Function]:
        """The functions that a header names, sigma among them."""
        bound = self.scope.names.get("sigma")
        return [bound.function] if bound is not None and _letter(label) == "sigma" else functions_in(label)

    def _in_table(self, block: Block, scope: Scope) -> Scope:
        cell = block.cell
        if cell is None:
            return scope
        if cell.column == 0:
            self.corner = cell.column_header
        if self.drawn[0] != cell.row:
            self.drawn = (cell.row, _one_scheme(cell.row_header))
        if scheme := self.drawn[1]:
            scope = replace(scope, topic=scheme)
        elif scheme := _one_scheme(text_of(block)):
            self.drawn = (cell.row, scheme)
        for subject_label, role_label in ((cell.row_header, cell.column_header), (cell.column_header, cell.row_header)):
            if topic_of(subject_label) in ("xavier", "he", "lecun", "init"):
                continue
            named = self._named(subject_label)
            if len(named) == 1:
                role = role_of(role_label) if cell.column and not functions_in(role_label) else ""
                if self.row[0] != cell.row:
                    self.row = (cell.row, {})
                own = self.row[1].get(named[0].name)
                names = _without_letters(scope, named[0]) | self.row[1]
                return replace(scope, subject=own.function if own else named[0], near=0, role=role, names=names)
        if _FOR_AND_AGAINST.fullmatch(cell.column_header.strip()):
            return replace(scope, role="")
        return replace(scope, subject=None, role="")


def _outlasts(name: str, bound: Bound) -> bool:
    """Whether a name means the same in the next section: words do, unless a parameter was chosen for them here."""
    return name == "sigma" or (len(name) > 2 and not (bound.settled and bound.function.parameters))


def _is_new(sigma: Bound) -> bool:
    """Whether a text has given sigma another meaning than the logistic sigmoid: how long that holds is not written."""
    return sigma.function.name != "sigmoid"


def _letter(label: str) -> str:
    return {"σ": "sigma"}.get(bare := label.strip().strip("$\\ ()xz"), bare)


def _without_letters(scope: Scope, subject: Function) -> dict[str, Bound]:
    """Names as they hold in a table's row: single letters stand for the row's function."""
    names = {k: b for k, b in scope.names.items() if len(k) > 2 or k == "sigma"}
    if subject.name == "sigmoid":
        names["sigma"] = Bound(subject)
    return names


def _last(before: str) -> list[Function]:
    """The function whose name stands right before, as a label does."""
    bare = before.rstrip(" :-–=→>*(")
    return [f for _, end, f in mentions(bare) if end == len(bare)][-1:]


def in_sentence(scope: Scope, before: str) -> Scope:
    """What is known behind some words of a sentence: the function that they name is its subject."""
    before = _EQUATION.sub(" ", before)
    if _VERSUS.search(before) and len(functions_in(before)) > 1:
        return nobody(scope)
    aside = functions_in(before)
    before = _without_contrast(before)
    if aside and not functions_in(before):
        away = scope.subject is not None and scope.subject.name in {f.name for f in aside}
        return nobody(scope) if away else scope
    named = _last(before) or functions_in(before)
    scheme = scheme_of(before)
    if scheme:
        scope = replace(scope, topic=scheme)
    if not named:
        return scope
    if len(named) == 1:
        same = scope.subject is not None and scope.subject.name == named[0].name
        names = scope.names if same else _lasting(scope.names) | {k: b for k, b in scope.names.items() if b.lost}
        return replace(scope, subject=named[0], near=0, names=names)
    if scope.subject is not None and scope.subject.name in {f.name for f in named}:
        return scope
    return nobody(scope)


def nobody(scope: Scope) -> Scope:
    """What is known where several functions are meant: none is the subject, and no single letter stands for one."""
    return replace(scope, subject=None, names=_lasting(scope.names))


def _lasting(names: Mapping[str, Bound]) -> dict[str, Bound]:
    return {k: b for k, b in names.items() if len(k) > 2 or k == "sigma"}


def _without_contrast(text: str) -> str:
    """A text without the functions that it only sets another one against."""
    for start, end, _ in reversed(list(mentions(text))):
        contrast = _CONTRAST.search(text, 0, start)
        if contrast is not None:
            text = text[: contrast.start()] + " " + text[end:]
    return text


def named_behind(scope: Scope, behind: str) -> Scope:
    """What is known of a formula that "for the sigmoid" or "of tanh" stands behind."""
    found = _BEHIND.match(behind)
    if found is None or scope.near == 0:
        return scope
    named = [f for start, _, f in mentions(behind) if start == found.end()]
    return replace(scope, subject=named[0], near=0) if len(named) == 1 else scope
