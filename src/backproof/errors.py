"""What can go wrong that is not a finding. Each of these ends a command with exit status 2."""


class BackproofError(Exception):
    """Something kept backproof from doing what was asked; the message says what to do about it."""


class ContentError(BackproofError):
    """A file in ``proofs/``, ``checks/``, ``report/`` or ``templates/`` cannot be used as it stands.

    Raised while loading: the file does not import, states a claim twice, or judges a claim that nobody
    states. Open the file that the message names.
    """


class UnknownClaim(BackproofError):
    """A claim was asked for by an identifier that no loaded file states."""


class JudgeError(BackproofError):
    """A judge broke instead of answering: it raised an exception or returned no judgement.

    This is a bug in the claim's own file or in the engine, never a property of the claim.
    """


class EvidenceError(BackproofError):
    """A judgement was put together without the evidence that its verdict promises.

    For example ``refuted`` without a counterexample, or a counterexample that, executed, does not
    contradict the claim.
    """


class Undecided(BackproofError):
    """No method here decides the question. Judges turn it into the verdict ``undecided``.

    The message says what was tried.
    """
