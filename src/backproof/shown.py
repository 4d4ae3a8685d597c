"""What shows itself in a notebook: as HTML, as a formula, as plain text."""

from __future__ import annotations

from typing import Protocol


class Printer(Protocol):
    """What IPython hands to ``_repr_pretty_``."""

    def text(self, text: str) -> None:
        """Write a text."""


class Shown:
    """Base of what IPython and Jupyter show by itself; :mod:`backproof.render.notebook` says how."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # IPython prefers what a class itself says, and a dataclass says its fields.
        setattr(cls, "_repr_pretty_", Shown._repr_pretty_)  # noqa: B010  (a method is assigned)

    def _repr_html_(self) -> str:
        from backproof.render.notebook import html

        return str(html(self))

    def _repr_latex_(self) -> str | None:
        from backproof.render.notebook import formula

        latex = formula(self)
        return rf"$\displaystyle {latex}$" if latex else None

    def _repr_pretty_(self, printer: Printer, _: bool) -> None:
        from backproof.render.notebook_text import text

        printer.text(text(self))
