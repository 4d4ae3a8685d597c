"""Arrays of torch and JAX that NumPy's functions take: what is written for NumPy runs where the array is held.

NumPy hands its functions' calls over to such arrays (NEP 13 and 18). So the catalogue's accurate forms and the
comparison in units in the last place run on a GPU as they are, in float64, without a second copy of either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from backproof.impl.adapters import NotOffered
from backproof.impl.adapters.model import load

_SAME = [
    "add",
    "subtract",
    "multiply",
    "exp",
    "expm1",
    "log",
    "log1p",
    "tanh",
    "floor",
    "sqrt",
    "isnan",
    "isinf",
    "isfinite",
    "signbit",
    "atleast_1d",
]
"""Functions that all three libraries call alike."""
_JAX_TOO = [
    "equal",
    "not_equal",
    "less",
    "less_equal",
    "greater",
    "greater_equal",
    "maximum",
    "minimum",
    "frexp",
    "ldexp",
    "divide",
    "absolute",
    "negative",
    "invert",
    "bitwise_and",
    "bitwise_or",
    "clip",
    "where",
]
"""Functions that NumPy and JAX call alike."""


class Held(NDArrayOperatorsMixin):
    """An array of another library.

    Parameters
    ----------
    array
        A tensor of torch or an array of JAX.
    library
        What computes with it.
    """

    def __init__(self, array: Any, library: Library) -> None:
        self.array = array
        self.library = library

    @property
    def dtype(self) -> np.dtype[Any]:
        """The NumPy type of the same name."""
        return np.dtype(str(self.array.dtype).rpartition(".")[2])

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape."""
        return tuple(self.array.shape)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """Compute one of NumPy's or SciPy's elementwise functions where the array is."""
        if method != "__call__" or options:
            return NotImplemented
        return self.library.call(ufunc.__name__, inputs)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        """Compute one of NumPy's other functions where the array is."""
        if options:
            return NotImplemented
        return self.library.call(function.__name__, args)

    def astype(self, dtype: Any) -> Held:
        """The same values in another type."""
        return Held(self.library.cast(self.array, np.dtype(dtype).name), self.library)

    def reshape(self, shape: tuple[int, ...]) -> Held:
        """The same values in another shape."""
        return Held(self.array.reshape(shape), self.library)

    def sum(self, axis: int | None = None) -> Held:
        """The sum over an axis, or over all."""
        return Held(self.array.sum() if axis is None else self.array.sum(axis), self.library)

    def __getitem__(self, key: Any) -> Held:
        return Held(self.array[self.library.bare(key)], self.library)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.array = self.library.put(self.array, self.library.bare(key), self.library.bare(value))


class Library:
    """A library's functions under NumPy's names.

    Parameters
    ----------
    functions
        What computes them.
    cast
        Changes the type, given NumPy's name of it.
    put
        Puts values at places, and returns the array.
    constant
        Makes an array of one of NumPy.
    """

    def __init__(
        self,
        functions: Mapping[str, Callable[..., Any]],
        cast: Callable[[Any, str], Any],
        put: Callable[[Any, Any, Any], Any],
        constant: Callable[[Any], Any],
    ) -> None:
        self.functions = functions
        self.cast = cast
        self.put = put
        self._constant = constant

    def bare(self, value: Any) -> Any:
        """Take the wrapping off; NumPy's scalars become Python's, its arrays the library's."""
        if isinstance(value, Held):
            return value.array
        if isinstance(value, np.generic):
            return value.item()
        return self._constant(value) if isinstance(value, np.ndarray) else value

    def call(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """Call a function by NumPy's name.

        Raises
        ------
        NotOffered
            If the library has none.
        """
        if name not in self.functions:
            raise NotOffered(f"no '{name}' where the array is held: the comparison has to run on the host")
        got = self.functions[name](*(self.bare(a) for a in arguments))
        return tuple(Held(g, self) for g in got) if isinstance(got, tuple) else Held(got, self)


def torch_library(device: str) -> Library:
    """Make the functions of torch on a device."""
    torch = load("torch")

    def both(function: Callable[..., Any]) -> Callable[..., Any]:
        """Let the second argument, or the first, be a number."""

        def run(a: Any, b: Any) -> Any:
            like = a if isinstance(a, torch.Tensor) else b
            return function(*(v if isinstance(v, torch.Tensor) else torch.full_like(like, v) for v in (a, b)))

        return run

    def ldexp(one: float, exponent: Any) -> Any:
        """2 to a whole number between -1022 and 1023, by its bits: torch's own goes through float32."""
        return ((exponent.to(torch.int64) + 1023) << 52).view(torch.float64) * one

    def where(condition: Any, *choices: Any) -> Any:
        wide = [
            v if isinstance(v, torch.Tensor) else torch.tensor(v, dtype=torch.float64, device=device) for v in choices
        ]
        return torch.where(condition, *wide)

    functions = {name: getattr(torch, name) for name in _SAME}
    functions |= {
        "divide": torch.true_divide,
        "absolute": torch.abs,
        "negative": torch.neg,
        "invert": torch.logical_not,
        "bitwise_and": torch.logical_and,
        "bitwise_or": torch.logical_or,
        "maximum": both(torch.maximum),
        "minimum": both(torch.minimum),
        "clip": torch.clamp,
        "where": where,
        "equal": torch.eq,
        "not_equal": torch.ne,
        "less": torch.lt,
        "less_equal": torch.le,
        "greater": torch.gt,
        "greater_equal": torch.ge,
        "ldexp": ldexp,
        "frexp": lambda x: tuple(torch.frexp(x)),
        "erf": torch.special.erf,
        "erfc": torch.special.erfc,
        "erfcx": torch.special.erfcx,
    }

    def put(array: Any, key: Any, value: Any) -> Any:
        array[key] = value
        return array

    def constant(array: Any) -> Any:
        return torch.as_tensor(array, device=device)

    return Library(functions, lambda array, name: array.to(getattr(torch, name)), put, constant)


def jax_library() -> Library:
    """Make the functions of JAX; 64-bit types have to be switched on around their use."""
    jax = load("jax")
    numpy, special = jax.numpy, load("jax.scipy.special")
    functions = {name: getattr(numpy, name) for name in (*_SAME, *_JAX_TOO)}
    functions |= {name: getattr(special, name) for name in ("erf", "erfc", "erfcx") if hasattr(special, name)}

    def cast(array: Any, name: str) -> Any:
        """Change the type; subnormal float32 by their bits, since XLA takes them for 0."""
        if (str(array.dtype), name) != ("float32", "float64"):
            return array.astype(name)
        bits = jax.lax.bitcast_convert_type(array, numpy.uint32)
        tiny = (bits & 0x7FFFFF).astype("float64") * 2.0**-149
        small = (bits & 0x7F800000) == 0
        return numpy.where(small, numpy.where(bits >> 31 == 1, -tiny, tiny), array.astype(name))

    return Library(functions, cast, lambda array, key, value: array.at[key].set(value), numpy.asarray)
