"""Claims that are recognised and not judged: they are listed as unread, with the reason."""

from __future__ import annotations

from backproof.documents.model import Block
from backproof.phrases.clauses import asked
from backproof.phrases.match import normal_sentences
from backproof.phrases.normal import Normal
from backproof.phrases.pattern import compiled
from backproof.phrases.sentence import Macros
from backproof.reading.scope import Scope
from backproof.reading.statements import Passage

_COST = "what something costs depends on the machine: 'backproof verify' measures it, lint does not judge it"
_SPEED = "how fast a network trains depends on the task and the settings: no verdict holds for all of them"
_BETTER = "what works better depends on the task: no verdict holds for all of them"
_FRACTION = "how many units die depends on the task and the learning rate: no verdict holds for all of them"
_COMMON = "what is used how often is not a matter of mathematics"

_PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        _COST,
        (
            (
                "computationally [more|less|very] (expensive|cheap|inexpensive|efficient|costly|heavy|light|"
                "cheaper|simple|simpler|intensive|inefficient)"
            ),
            "(computational|computation) expensive",
            (
                "(expensive|cheap|costly|easy|easier|cheaper|slow|fast|faster|slower|quick|inexpensive) to "
                "(compute|evaluate|calculate|implement)"
            ),
            "easily computed",
            "expensive (exponential|exponentials|operation|operations|exp)",
        ),
    ),
    (
        _SPEED,
        (
            (
                "(converge|converges|converged|trains|train|learns|learn|trained) [...] (faster|slower|slowly|"
                "quickly|quicker|fast|more quickly|more slowly)"
            ),
            (
                "(convergence|training|learning) (is|becomes|will be|gets) [much|very|also] (faster|slower|slow|"
                "fast|quicker|quick|accelerated)"
            ),
            "(faster|slower|slow|fast|quick|quicker) (convergence|training|learning)",
            "(convergence|training) (faster|slow|slower)",
            "(speeds up|slows down|accelerates) [the] (convergence|training|learning)",
        ),
    ),
    (
        _BETTER,
        (
            "(works|work|performs|perform|generalises|generalise) [...] (better|worse|best|well|poorly)",
            "better (generalised|performance|accuracy|results|generalisation)",
            "(outperforms|outperform|superior to)",
        ),
    ),
    (
        _FRACTION,
        (
            (
                "(up to|more than|over|about|around|as much as|as many as) {number} [or more] of [all|the|your|"
                "its] ({name}|network|{neuron}) ... (die|dead|dies)"
            ),
            "{number} [or more] [of] [all] [the] {neuron} (are|die|may die|can die|become) [dead]",
            "large fraction of [the] [{name}] {neuron} ... die",
        ),
    ),
    (
        _COMMON,
        (
            "(most|more|less|rarely|widely|commonly|not|often|mostly|very) [commonly|widely|often|popular] used",
            "(most|very) popular",
        ),
    ),
)


def unjudged(block: Block, scope: Scope, macros: Macros | None = None) -> list[tuple[Passage, str]]:
    """The claims of a block that no verdict holds for, each with the reason, one for a sentence and reason."""
    found: list[tuple[Passage, str]] = []
    for text, _ in normal_sentences(block, scope, macros):
        if not asked(text):
            found += [(passage, reason) for reason, phrases in _PHRASES for passage in _first(text, phrases)]
    return found


def _first(text: Normal, phrases: tuple[str, ...]) -> list[Passage]:
    patterns = (compiled(phrase) for phrase in phrases)
    matches = (p.search(text.text) for p in patterns if p.possible(text.words))
    return [text.passage(m.start(), m.end()) for m in matches if m is not None][:1]
