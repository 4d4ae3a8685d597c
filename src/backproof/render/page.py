"""The Jinja environment of the report: escaping, formulas, and how numbers, counts and seconds are written."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from backproof.content import home
from backproof.render import figure
from backproof.render.prose import prose
from backproof.render.section import claim_anchor
from backproof.render.typeset import Typesetter
from backproof.verdict import Verdict

FOLDER = "templates"
"""The content folder that holds the templates."""

OUTLOOK: Mapping[Verdict, str] = {
    Verdict.PROVED: "holds",
    Verdict.EXHAUSTED: "holds",
    Verdict.TESTED: "holds",
    Verdict.MEASURED: "holds",
    Verdict.CONDITIONAL: "partly",
    Verdict.IMPRECISE: "partly",
    Verdict.REFUTED: "wrong",
    Verdict.UNDECIDED: "open",
    Verdict.VACUOUS: "open",
}
"""Which colour a verdict has; its word and its mark say the rest."""


def environment(typesetter: Typesetter, roots: Sequence[Path] = ()) -> Environment:
    """Everything that templates may use. Whatever they show is escaped unless we made it ourselves.

    Templates of ``roots`` go before the project's own.
    """
    folders = [root / FOLDER for root in (*roots, home())]
    env = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        math=typesetter.inline,
        display=typesetter.display,
        anchor=claim_anchor,
        slug=slug,
        number=number,
        at_most=at_most,
        count=count,
        seconds=seconds,
        plural=plural,
        breakable=breakable,
        printed=printed,
        in_type=in_type,
        sentence=sentence,
        prose=prose,
    )
    env.globals.update(
        outlook=lambda verdict: OUTLOOK[verdict],
        sheet=typesetter.sheet,
        asset=_asset(env),
        style=_style(env),
        figure_rules=lambda: Markup(figure.rules()),  # noqa: S704  (constants)
    )
    return env


def _asset(env: Environment) -> Any:
    def asset(name: str) -> Markup:
        """A style sheet or script of ``templates/``, verbatim."""
        source, _, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
        return Markup(source)  # noqa: S704  (a file of the project, not data)

    return asset


def _style(env: Environment) -> Any:
    asset = _asset(env)

    def style(template: str) -> Markup:
        """The style sheet of a section's template, empty if it has none."""
        try:
            return asset(template.removesuffix(".html.j2") + ".css")  # type: ignore[no-any-return]
        except TemplateNotFound:
            return Markup()

    return style


def slug(text: str) -> str:
    """``text`` as part of an identifier."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def number(value: object, digits: int = 3) -> str:
    """A figure for reading: so many significant digits, whole numbers in full, infinity as ∞."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or (math.isfinite(value) and value.is_integer() and abs(value) < 1e6):
        return count(int(value))
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    plain = f"{value:.{digits}g}"
    if "e" not in plain:
        return plain.replace("-", "−")
    mantissa, _, exponent = plain.partition("e")
    return f"{mantissa} × {power_of_ten(int(exponent))}".replace("-", "−")


def at_most(value: float) -> str:
    """A bound for reading: three significant digits, rounded up where they do not suffice."""
    if value <= 0 or not math.isfinite(value):
        return number(value)
    unit = 10.0 ** (math.floor(math.log10(value)) - 2)
    shown = float(f"{value:.3g}")
    return number(shown if shown >= value else float(f"{(round(shown / unit) + 1) * unit:.3g}"))


def power_of_ten(exponent: int) -> str:
    """10 to the ``exponent``, with the exponent raised."""
    return "10" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] if d.isdigit() else "⁻" for d in str(exponent))


def printed(text: str) -> str:
    """What a program printed: in full, but a very small or large number with three digits."""
    try:
        value = float(text)
    except ValueError:
        return text
    return number(value) if "e" in text else text.replace("-", "−")


def in_type(value: object, dtype: object = "float64") -> str:
    """A float with just the digits that its own type needs; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    import ml_dtypes

    kinds = {"float16": np.float16, "bfloat16": ml_dtypes.bfloat16, "float32": np.float32}
    kind = kinds.get(str(dtype), np.float64)
    return str(kind(value)).replace("-", "−")


def sentence(text: str) -> str:
    """``text`` with a capital letter at its beginning, unless it is a symbol, and a full stop at its end."""
    stripped = text.strip()
    begin = stripped[:1].upper() if stripped[1:2].isalpha() else stripped[:1]
    return f"{begin}{stripped[1:]}{'' if stripped.endswith(('.', '!', '?')) else '.'}"


def count(value: int) -> str:
    """A whole number with thin spaces between thousands."""
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace("-", "−")


def seconds(value: float) -> str:
    """A duration, as coarse as it is interesting."""
    if value < 0.01:
        return "under 0.01 s"
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def plural(value: int, one: str, many: str = "") -> str:
    """``value`` and its noun: 1 claim, 2 claims."""
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def breakable(text: str) -> Markup:
    """A long name that may break after its punctuation."""
    return Markup("").join(Markup("{}<wbr>").format(part) for part in re.split(r"(?<=[._/])", text) if part)
