"""A small checker of certificates, written against the Python standard library alone.

It shares no code with what proves: its own reader, its own polynomials, its own interval arithmetic. A solver for
polynomial inequalities (z3) is asked where one is installed and the exact methods here do not decide.

It checks the facts that a proof rests on. That they imply the claim is said by the steps of the derivation.
"""

from backproof.recheck.check import Checked, Report, recheck, table
from backproof.recheck.facts import Outcome, check
from backproof.recheck.failures import UnreadableError

__all__ = ["Checked", "Outcome", "Report", "UnreadableError", "check", "recheck", "table"]
