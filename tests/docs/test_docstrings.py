"""Every example in a docstring that the site shows is executed."""

import doctest
import re
from importlib import import_module

import pytest

from tests.conftest import ROOT

MODULES = sorted(
    {
        module
        for page in (ROOT / "docs" / "reference" / "api").glob("*.md")
        for module in re.findall(r"^```\{api\} (\S+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
)


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_a_module_do_what_they_show(module: str) -> None:
    assert doctest.testmod(import_module(module)).failed == 0


def test_there_are_examples_to_execute() -> None:
    assert doctest.testmod(import_module("backproof.notebook")).attempted > 0
