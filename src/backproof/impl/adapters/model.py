"""What an adapter makes of a framework's function: arrays in, arrays out."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from types import ModuleType
from typing import Any, Protocol

from backproof.activations.model import Floats
from backproof.errors import BackproofError


class NotOffered(BackproofError):  # noqa: N818 - an answer, nobody's error
    """A framework does not offer what was asked of it: a function, a type, a derivative, a device.

    The message says what, and what to do about it.
    """


@dataclass(frozen=True, slots=True)
class Adapted:
    """A framework's function as a function of NumPy arrays.

    Parameters
    ----------
    call
        Takes an array of float16, bfloat16 (of ``ml_dtypes``), float32 or float64, of any shape; returns an array of
        the same shape, of the type that the framework answered with. It does not write into its argument. What the
        framework does not offer in a type raises :class:`NotOffered`.
    framework, version
        Name and version of the framework; empty version for a module that belongs to no installed package.
    threads
        How many threads the framework may compute one call with.
    device
        Where it computes: ``cpu``, ``cuda:0``.
    derivative
        What a derivative was computed with, such as ``torch.autograd.grad``; empty for a function, and for a function
        that was asked for as the derivative itself.
    native
        The same as a function of the framework's own arrays, for those that compute on other devices too.
    """

    call: Callable[[Floats], Floats]
    framework: str
    version: str
    threads: int = 1
    device: str = "cpu"
    derivative: str = ""
    native: Callable[[Any], Any] | None = None


class Adapter(Protocol):
    """What each module of this package offers."""

    def adapt(
        self, module: str, function: str, parameters: Mapping[str, Any], *, derivative: bool, device: str
    ) -> Adapted:
        """Adapt a function of a module; see :func:`backproof.impl.adapters.adapt`."""


def resolve(module: str, function: str) -> Any:
    """Import a module and get an attribute of it; dots in ``function`` go deeper (``tinygrad:Tensor.selu``).

    Raises
    ------
    NotOffered
        If the module cannot be imported, or has no such attribute.
    """
    found: Any = load(module)
    for name in function.split("."):
        try:
            found = getattr(found, name)
        except AttributeError as missing:
            raise NotOffered(f"{module} has no '{function}'") from missing
    return found


def load(module: str) -> ModuleType:
    """Import a module.

    Raises
    ------
    NotOffered
        If it is not there; for a framework with the extra that installs it.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        root = module.partition(".")[0]
        hint = f": pip install 'backproof[{EXTRAS[root]}]'" if root in EXTRAS else ""
        raise NotOffered(f"cannot import {module} ({missing}){hint}") from missing


EXTRAS = {
    "torch": "torch",
    "jax": "jax",
    "onnx": "onnx",
    "onnxruntime": "onnx",
    "sklearn": "scikit-learn",
    "tinygrad": "tinygrad",
    "tensorflow": "tensorflow",
    "keras": "tensorflow",
}
"""The extra of backproof that installs each package."""


def version_of(package: str) -> str:
    """Version of the distribution that a package was installed from; empty if there is none."""
    for name in packages_distributions().get(package, ()):
        try:
            return version(name)
        except PackageNotFoundError:  # pragma: no cover - a broken installation
            continue
    return ""


def cores() -> int:
    """How many cores this process may use: as many threads do frameworks start that say nothing else."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def function_of(module: str, function: str) -> Any:
    """Resolve what can be called.

    Raises
    ------
    NotOffered
        If it is not there, or cannot be called.
    """
    found = resolve(module, function)
    if not callable(found):
        raise NotOffered(f"{module}:{function} cannot be called: it is a {type(found).__name__}")
    return found
