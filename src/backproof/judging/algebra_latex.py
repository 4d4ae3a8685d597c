"""Equations between quantities of a network in LaTeX, as their authors write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sympy as sp

_NAME = re.compile(
    r"(?:(?P<accent>hat|bar|tilde|vec):)?(?P<letter>[A-Za-z]+)"
    r"(?:_(?P<index>[^'^]+))?(?:\^(?P<above>[^']+))?(?P<primes>'*)"
)


def in_latex(expression: sp.Expr) -> str:
    """A sum or a product of quantities in LaTeX; the factors of the chain rule in the order in which they join."""
    if isinstance(expression, sp.Sum):
        index, low, high = expression.limits[0]
        return f"\\sum_{{{index}={low}}}^{{{high}}} {in_latex(expression.function)}"
    if isinstance(expression, sp.Indexed):
        return f"{expression.base.label}_{{{expression.indices[0]}}}"
    if expression.is_Symbol:
        return _symbol(str(expression.name))
    if isinstance(expression, sp.Mul):
        factors = in_order(expression) if expression.is_commutative else expression.args
        return " ".join(f"({in_latex(a)})" if a.is_Add else in_latex(a) for a in factors)
    if isinstance(expression, sp.Add):
        return " + ".join(in_latex(a) for a in expression.args).replace("+ -", "- ")
    return str(sp.latex(expression))


def _symbol(name: str) -> str:
    if name.startswith("d") and "/d" in name:
        top, bottom = name[1:].split("/d", 1)
        return f"\\frac{{\\partial {_symbol(top)}}}{{\\partial {_symbol(bottom)}}}"
    match = _NAME.fullmatch(name)
    if match is None:
        return name
    letter = f"\\{match['accent']}{{{match['letter']}}}" if match["accent"] else match["letter"]
    below = f"_{{{match['index']}}}" if match["index"] else ""
    above = f"^{{{match['above']}}}" if match["above"] else ""
    return f"{letter}{match['primes']}{below}{above}"


def in_order(product: sp.Expr) -> Iterator[sp.Expr]:
    """Derivatives as the chain rule joins them, then what they are multiplied by."""
    links = {str(a): a for a in product.args if str(a).startswith("d") and "/d" in str(a)}
    bottoms = {name.split("/d")[1] for name in links}
    waiting = sorted(links, key=lambda name: (name.split("/d")[0][1:] in bottoms, not name.startswith("dL"), name))
    at = ""
    while waiting:
        name = next((n for n in waiting if at and n.split("/d")[0][1:] == at), waiting[0])
        at = name.split("/d")[1]
        waiting.remove(name)
        yield links[name]
    yield from sorted((a for a in product.args if str(a) not in links), key=str)
