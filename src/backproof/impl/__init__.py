"""Implementations that people use, compared with the true values."""
