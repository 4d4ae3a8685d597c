"""The initial weights that frameworks draw, compared with what they claim: limits, moments, the whole distribution."""
