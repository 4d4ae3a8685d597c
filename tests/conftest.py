"""What all tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
"""Root of the checkout."""


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Root of the checkout that the tests belong to."""
    return ROOT
