"""backproof judges claims about neural networks: on paper, in floats and in training.

The names below are what claim files use. They are loaded when first asked for, so that importing the
package, as the command line does for ``--help``, costs nothing. In a notebook, :mod:`backproof.notebook` has
the commands as functions.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backproof.claim import Claim, Judge, Source, for_every_activation, in_floats, in_training, on_paper, sources
    from backproof.counterexample import Counterexample
    from backproof.run import Budget, Run
    from backproof.verdict import Judgement, Step, Verdict, World

_HOMES = {
    "backproof.claim": (
        "Claim",
        "Judge",
        "Source",
        "for_every_activation",
        "in_floats",
        "in_training",
        "on_paper",
        "sources",
    ),
    "backproof.counterexample": ("Counterexample",),
    "backproof.run": ("Budget", "Run"),
    "backproof.verdict": ("Judgement", "Step", "Verdict", "World"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Budget",
    "Claim",
    "Counterexample",
    "Judge",
    "Judgement",
    "Run",
    "Source",
    "Step",
    "Verdict",
    "World",
    "for_every_activation",
    "in_floats",
    "in_training",
    "on_paper",
    "sources",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'backproof' has no attribute '{name}'")
