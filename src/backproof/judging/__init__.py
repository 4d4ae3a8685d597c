"""Deciding what passages say."""
