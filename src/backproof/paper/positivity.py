"""Seeing at a glance that an expression is positive."""

from __future__ import annotations

import sympy as sp


def always_positive(formula: sp.Expr) -> bool:
    """Whether a polynomial in exponentials and positive parameters has positive coefficients only.

    ``False`` proves nothing.
    """
    return bool(formula != 0) and all(_term(term) for term in sp.Add.make_args(formula))


def _term(term: sp.Expr) -> bool:
    return bool(term.is_positive) or all(_factor(f) for f in sp.Mul.make_args(term))


def _factor(factor: sp.Expr) -> bool:
    if factor.is_positive or isinstance(factor, sp.exp):
        return True
    if factor.is_Pow:
        return always_positive(factor.base) and bool(factor.exp.is_real)
    return bool(factor.is_Add) and always_positive(factor)
