"""The callable that is judged: found by its name, called with arrays, checked before a figure is made of it."""

from __future__ import annotations

import platform
import sys
import sysconfig
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from backproof.activations.model import Floats
from backproof.errors import BackproofError
from backproof.floats import Format
from backproof.impl.adapters import Adapted, adapt

_PROBED = 1 << 13
"""How many floats a callable is tried on before it is judged."""
SIZES = (1 << 10, 1 << 14, (1 << 17) + 64)
"""How long the arrays are that it gets: few lengths, since some frameworks compile for each anew, and multiples of 64,
since some compute what is left over at the end of an array in another way."""
_SHORT, _SHORT_CALLS = 5, 200
"""How long the short arrays are on which that is tried, and how many of them."""


class Unfit(BackproofError):  # noqa: N818 - it is the callable that is unfit
    """The callable cannot be judged: it is missing, raises, answers something else, or not twice the same.

    The message says which. No figure is made of it.
    """


@dataclass(frozen=True)
class Target:
    """A callable by its name; picklable, and found again in each process.

    Parameters
    ----------
    module, name
        ``torch.nn.functional`` and ``selu``.
    derivative
        Judge its derivative, by its framework's own differentiation; a function of NumPy arrays is taken to be the
        derivative itself.
    folder
        Where modules of the user's own lie: the working directory.
    """

    module: str
    name: str
    derivative: bool = False
    folder: str = ""

    @staticmethod
    def parse(text: str, *, derivative: bool = False, folder: str = "") -> Target:
        """Read ``MODULE:CALLABLE``.

        Raises
        ------
        Unfit
            If it is written otherwise.
        """
        module, colon, name = text.partition(":")
        parts = [*module.split("."), *name.split(".")]
        if not colon or not all(part.isidentifier() for part in parts):
            raise Unfit(f"'{text}' is not of the form MODULE:CALLABLE, such as torch.nn.functional:selu")
        return Target(module, name, derivative, folder)

    def __str__(self) -> str:
        return f"{self.module}:{self.name}"

    @cached_property
    def adapted(self) -> Adapted:
        """The callable as a function of NumPy arrays.

        Raises
        ------
        Unfit
            If its module does not import, for whatever reason.
        NotOffered
            If it is not there.
        """
        if self.folder and self.folder not in sys.path:
            sys.path.insert(0, self.folder)
        try:
            return adapt(self.module, self.name, derivative=self.derivative)
        except BackproofError:
            raise
        except Exception as broken:
            raise Unfit(f"{self.module} does not import: {type(broken).__name__}: {broken}") from broken

    def call(self, x: Floats) -> Floats:
        """Evaluate at an array of one dimension, which is filled up to one of a few lengths with its last value.

        Raises
        ------
        Unfit
            If it raises, or answers with something else than an array of the same shape and type.
        """
        asked = x.size
        length = next((size for size in SIZES if size >= asked), asked)
        return self._answer(x, length)[:asked]

    def _answer(self, x: Floats, length: int) -> Floats:
        asked = x.size
        if length > asked:
            x = np.concatenate([x, np.full(length - asked, x[-1], dtype=x.dtype)])
            x.flags.writeable = False
        try:
            with np.errstate(all="ignore"):
                got = self.adapted.call(x)
        except BackproofError:
            raise
        except Exception as broken:
            raise Unfit(f"{self} raised {type(broken).__name__} {_place(x)}: {broken}") from broken
        if not isinstance(got, np.ndarray | np.generic):
            raise Unfit(f"{self} answered with {type(got).__name__}, not with an array, {_place(x)}")
        if got.shape != x.shape:
            hint = "; it has to take arrays and to answer value by value"
            raise Unfit(f"{self} was given an array of shape {x.shape} and answered with shape {got.shape}{hint}")
        if got.dtype != x.dtype:
            raise Unfit(f"{self} was given {x.dtype} and answered with {got.dtype}: it does not compute in {x.dtype}")
        return np.asarray(got)

    def checked(self, fmt: Format) -> str:
        """Try it on some floats, and give a fingerprint of what it answers there.

        Raises
        ------
        Unfit
            If it writes into its argument, answers the same question twice with different bits, or depends on
            what else is in the array.
        """
        x = probes(fmt)
        given = x.copy()
        first = self.call(given).copy()
        if given.tobytes() != x.tobytes():
            raise Unfit(f"{self} writes into its argument: its callers lose their values")
        if self.call(x.copy()).tobytes() != first.tobytes():
            raise Unfit(f"{self} is random: asked twice for the same {x.size} floats, it gave different answers")
        if _bits(self.call(x[::-1].copy())[::-1]) != _bits(first):
            raise Unfit(
                f"{self} does not compute value by value: it gives a float another result in another place of the array"
            )
        return sha256(first.tobytes()).hexdigest()

    def differing(self, fmt: Format) -> list[float]:
        """Find floats whose results have other bits in a short array than in a long one."""
        x = probes(fmt)[: _SHORT * _SHORT_CALLS]
        long = self.call(x)
        short = np.concatenate([self._answer(x[i : i + _SHORT].copy(), _SHORT) for i in range(0, x.size, _SHORT)])
        with np.errstate(all="ignore"):
            same = (long.view(f"u{fmt.bits // 8}") == short.view(f"u{fmt.bits // 8}")) | (
                np.isnan(long) & np.isnan(short)
            )
        return [float(value) for value in x[~same]]

    def identity(self) -> dict[str, Any]:
        """Tell everything known that its results depend on, for the key of kept results."""
        adapted = self.adapted
        return {
            "callable": str(self),
            "derivative": self.derivative,
            "framework": adapted.framework,
            "version": adapted.version,
            "threads": adapted.threads,
            "numpy": version("numpy"),
            "python": platform.python_version(),
            "machine": platform.machine(),
            "sources": sources(self.module),
        }


def sources(module: str) -> dict[str, str]:
    """Hash the file of a module, and those of the modules that nobody installed and that its names come from."""
    installed = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})
    found: dict[str, str] = {}
    todo = [module]
    while todo:
        name = todo.pop()
        loaded = sys.modules.get(name)
        file = getattr(loaded, "__file__", None)
        if name in found or not file or not Path(file).is_file():
            continue
        own = not file.startswith(installed)
        if own or name == module:
            found[name] = sha256(Path(file).read_bytes()).hexdigest()
        if own:
            values = list(vars(loaded).values())
            todo += [value.__name__ for value in values if isinstance(value, ModuleType)]
            todo += [value.__module__ for value in values if isinstance(value, type | FunctionType)]
    return dict(sorted(found.items()))


def probes(fmt: Format) -> Floats:
    """Some floats of all sizes, with the infinities and nan among them; always the same."""
    rng = np.random.default_rng(0)
    places = rng.integers(0, fmt.last + 1, _PROBED // 2)
    near = rng.normal(0.0, 4.0, _PROBED // 2).astype(fmt.dtype)
    x = np.concatenate([fmt.floats(np.where(rng.random(places.size) < 0.5, places, -places)), near, fmt.specials()])
    return np.resize(x, SIZES[1]).astype(fmt.dtype)


def _bits(x: Floats) -> bytes:
    """The bits, with every nan the same."""
    with np.errstate(all="ignore"):
        return np.where(np.isnan(x), x.dtype.type(np.nan), x).astype(x.dtype).tobytes()


def _place(x: Floats) -> str:
    return f"for {x.size} values of {x.dtype} from {x[0]} to {x[-1]}"
