"""Explanations as text for a terminal: what is claimed or asked about, the derivation step by step, the properties."""

from __future__ import annotations

from collections.abc import Sequence

from backproof.explain import Explanation, Kink
from backproof.findings import Finding
from backproof.paper.features import FEATURES
from backproof.paper.matrix import Entry
from backproof.render.formula_text import formula
from backproof.render.letters import in_ascii
from backproof.render.plot_text import text_plot
from backproof.render.screen import Screen, wrapped
from backproof.verdict import Judgement, Step

_BOLD = "1"
_WIDEST_PLOT = 80
_LABEL = 22


def function_text(explained: Explanation, screen: Screen) -> str:
    """A function: definition, derivative with its steps, kinks, properties, and a drawing; ends in a newline."""
    slope = explained.derivative
    derivative = (
        formula(f"f'(x) = {slope}", screen, "  ") if slope else wrapped(explained.why_not, screen.measure, "  ")
    )
    blocks = [
        screen.painted(explained.title, _BOLD),
        _block("Definition", formula(f"f(x) = {explained.definition}", screen, "  "), screen),
        _block("Derivative", derivative, screen),
    ]
    if explained.steps:
        blocks.append(_block("Step by step", _steps(explained.steps, screen), screen))
    if explained.kinks:
        blocks.append(_block("Where pieces meet", "\n".join(_kink(k, screen) for k in explained.kinks), screen))
    blocks.append(_block("Properties", "\n".join(_property(e, screen) for e in explained.row.entries), screen))
    for curve in explained.curves:
        drawn = text_plot(explained.x, curve.y, width=min(screen.width, _WIDEST_PLOT), unicode=screen.unicode)
        blocks.append(_block(f"{curve.name}(x){_at(explained)}", drawn, screen))
    return _whole(blocks, screen)


def claim_text(finding: Finding, screen: Screen) -> str:
    """A claim: its statement, and for each world the verdict and what speaks for it; ends in a newline."""
    claim = finding.claim
    statement = wrapped(claim.text, screen.measure, "  ")
    if claim.latex:
        statement += f"\n\n{formula(claim.latex, screen, '  ')}"
    blocks = [_block(claim.id, statement, screen)]
    if claim.assumptions:
        blocks.append(wrapped(f"Assumed: {'; '.join(claim.assumptions)}", screen.measure, "", "  "))
    for world, judged in finding.worlds.items():
        title = f"{world}: {judged.judgement.verdict}"
        blocks.append(_block(title, _judgement(judged.judgement, screen), screen))
    if claim.references:
        references = "\n".join(wrapped(r, screen.measure, "  ", "  ") for r in claim.references)
        blocks.append(_block("References", references, screen))
    return _whole(blocks, screen)


def _block(title: str, text: str, screen: Screen) -> str:
    return f"{screen.painted(title, _BOLD)}\n{text}"


def _whole(blocks: Sequence[str], screen: Screen) -> str:
    text = "\n\n".join(blocks) + "\n"
    return text if screen.unicode else in_ascii(text)


def _judgement(judgement: Judgement, screen: Screen) -> str:
    said = [
        ("how", judgement.method),
        ("true if", judgement.condition),
        ("instead", judgement.correction),
        ("checked again", judgement.certificate),
        ("tried", f"{judgement.tried:,}" if judgement.tried else None),
    ]
    lines = [wrapped(f"{label}: {value}", screen.measure, "  ", "  ") for label, value in said if value]
    if judgement.counterexample is not None:  # on one line each, as wide as they are: they are there to be copied
        lines += [f"  run: {judgement.counterexample.line}", f"  prints: {judgement.counterexample.prints}"]
    if judgement.steps:
        lines += ["", _steps(judgement.steps, screen)]
    return "\n".join(lines)


def _steps(steps: Sequence[Step], screen: Screen) -> str:
    """Numbered, each with what is done and the formula that comes of it; a line between them where one is high."""
    room = len(f"  {len(steps)}. ")
    texts = []
    for number, step in enumerate(steps, 1):
        label = f"{number}. ".rjust(room)
        text = wrapped(f"{label.lstrip()}{step.says}", screen.measure, " " * (room - len(label.lstrip())), " " * 3)
        if step.latex:
            text += f"\n{formula(step.latex, screen, ' ' * (room + 2))}"
        texts.append(text)
    high = any(text.count("\n") > 1 for text in texts)
    return ("\n\n" if high else "\n").join(texts)


def _kink(kink: Kink, screen: Screen) -> str:
    condition = f" (if {kink.condition})" if kink.condition else ""
    return wrapped(f"x = {kink.at}: {kink.says}{condition}" if kink.at else kink.says, screen.measure, "  ", "  ")


def _property(entry: Entry, screen: Screen) -> str:
    value = entry.text if entry.decided else f"{entry.text} ({entry.open})"
    return wrapped(f"{FEATURES[entry.feature][0]:<{_LABEL}}{value}", screen.measure, "  ", " " * _LABEL)


def _at(explained: Explanation) -> str:
    if not explained.drawn_at:
        return ""
    return " with " + ", ".join(f"{name} = {value:.6g}" for name, value in explained.drawn_at.items())
