"""The sweep on a device: torch or JAX compute, and the comparison runs beside them, in float64, without a copy back.

The true values are the catalogue's accurate forms in the device's float64, whose functions are accurate to a few units
in the last place of float64; :func:`checked` compares them with the host's at a sample first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

from backproof.atlas.entries import Entry
from backproof.atlas.held import Held, Library, jax_library, torch_library
from backproof.errors import Undecided
from backproof.floats.compare import LOST_FROM, ulps
from backproof.floats.formats import FLOAT32, FLOAT64
from backproof.floats.reference import BOUND, Function, Truth
from backproof.impl.adapters import NotOffered
from backproof.impl.adapters.model import load

CHUNK = 1 << 24
"""How many floats are on the device at a time: about 2 GiB with all that is computed from them."""
_AGREE = 2 * BOUND
"""Units in the last place of float64 by which two forms within the bound may differ."""


@dataclass(frozen=True, slots=True)
class DeviceFigures:
    """What was counted over finite float32 values on a device.

    Parameters
    ----------
    device
        Where.
    tried
        How many values.
    max_ulp, worst_x
        Largest error in units in the last place of a finite result that is not lost, and where.
    lost
        How many values are lost.
    refused
        Why nothing could be counted.
    """

    device: str
    tried: int = 0
    max_ulp: float = 0.0
    worst_x: float = 0.0
    lost: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """How to make arrays of a library on a device."""

    library: Library
    floats: Callable[[int, int], Any]
    """The float32 whose bits are the whole numbers from the first to before the second, in two halves by sign."""
    wide: Callable[[], AbstractContextManager[Any]]


def _place(framework: str, device: str) -> _Place:
    if framework == "torch":
        torch = load("torch")
        if device.startswith("cuda") and not torch.cuda.is_available():
            raise NotOffered("torch sees no CUDA device here")

        def floats(start: int, stop: int) -> Any:
            bits = torch.arange(start, stop, device=device, dtype=torch.int64)
            return (bits - (bits >> 31 << 32)).to(torch.int32).view(torch.float32)

        return _Place(torch_library(device), floats, nullcontext)
    if framework == "jax":
        jax = load("jax")
        kind, _, number = device.partition(":")
        try:
            where = jax.devices(kind)[int(number or 0)]
        except (RuntimeError, IndexError) as missing:
            raise NotOffered(f"jax sees no device '{device}' here") from missing

        def patterns(start: int, stop: int) -> Any:
            bits = jax.device_put(np.arange(start, stop, dtype=np.uint32), where)
            return jax.lax.bitcast_convert_type(bits, jax.numpy.float32)

        return _Place(jax_library(), patterns, lambda: jax.enable_x64(True))
    raise NotOffered(f"{framework} computes on the cpu only, as far as backproof knows it")


def sweep(entry: Entry, device: str, *, every: int = 1, chunk: int = CHUNK) -> DeviceFigures:
    """Compare an implementation with the truth on a device, over finite float32 values.

    Parameters
    ----------
    entry
        What to measure; torch or JAX.
    device
        ``cuda``, ``cuda:1``; ``cpu`` runs the same code on the processor.
    every
        Try one chunk of the 2^32 bit patterns in so many; 1 is all of them.
    chunk
        How many values are on the device at a time.

    Raises
    ------
    NotOffered
        If there is no such device, or a function is missing on it.
    Undecided
        If the device's true values are not the host's.
    """
    place, target = _place(entry.framework, device), entry.target
    native = entry.adapted(device).native
    if native is None:
        raise NotOffered(f"{entry.name} takes arrays of the host only")
    total = DeviceFigures(device)
    with place.wide(), np.errstate(all="ignore"):
        checked(place.library, place.floats, target)
        for start in _starts(every, chunk):
            total = _joined(total, _counted(place, native, target, start, min(start + chunk, 1 << 32), device))
    return total


def tried(entry: Entry, device: str, *, every: int) -> DeviceFigures:
    """As :func:`sweep`; what cannot be done is told in the figures."""
    try:
        return sweep(entry, device, every=every)
    except (NotOffered, Undecided) as no:
        return DeviceFigures(device, refused=str(no))


def _starts(every: int, chunk: int) -> Iterator[int]:
    yield from range(0, 1 << 32, chunk * every)


def checked(library: Library, floats: Callable[[int, int], Any], target: Function, size: int = 1 << 12) -> None:
    """Compare the device's true values with the host's at subnormal floats, and from 2^-4 and 8 on, of both signs.

    Raises
    ------
    Undecided
        If they differ by more than both may be off.
    """
    for start in (0x00000001, 0x3D800000, 0x41000000, 0x80000001, 0xBD800000, 0xC1000000):
        x = np.arange(start, start + size, dtype=np.uint32).view(np.float32)
        host, here = target.head(x), np.asarray(_truth(Held(floats(start, start + size), library), target).tolist())
        apart = np.abs(host - here) / FLOAT64.ulp(host)
        if not (apart <= _AGREE).all():
            worst = int(np.nanargmax(apart))
            raise Undecided(f"the device computes {here[worst]} at {x[worst]}, the host {host[worst]}: no reference")


def _truth(x: Held, target: Function) -> Any:
    """The true values where the floats are: float64."""
    wide: Any = x.astype(np.float64)  # acts like an array of NumPy
    found: Any = target.computed(target.accurate)(wide)
    return found.array


def _counted(
    place: _Place, native: Callable[[Any], Any], target: Function, start: int, stop: int, device: str
) -> DeviceFigures:
    bare = place.floats(start, stop)
    # In float64 all the way: a device that takes subnormal float32 for 0 would do so while it compares them.
    x, got = (Held(v, place.library).astype(np.float64) for v in (bare, native(bare)))
    head = Held(_truth(x, target), place.library)
    error: Any = ulps(got, Truth(head, head), FLOAT32)  # type: ignore[arg-type]  # arrays that act like NumPy's
    finite: Any = np.isfinite(x)
    away: Any = ~np.isfinite(got)
    other: Any = np.signbit(got) != np.signbit(head)
    gone: Any = (away | (got == 0) | other) & np.isfinite(head) & (away | (head != 0)) & (error >= LOST_FROM) & finite
    if target.derivative:
        for kink in target.activation.kinks:  # frameworks choose a slope there: the host judges it
            gone = gone & (x != float(kink.at))
            error = np.where(x != float(kink.at), error, 0.0)
    kept: Any = np.where(finite & ~away & ~gone, error, -1.0)
    worst = int(kept.array.argmax())
    return DeviceFigures(
        device,
        int(finite.sum().array),
        max(float(kept.array[worst]), 0.0),
        float(x.array[worst]),
        int(gone.sum().array),
    )


def _joined(a: DeviceFigures, b: DeviceFigures) -> DeviceFigures:
    worse = b if b.max_ulp > a.max_ulp or not a.tried else a
    return DeviceFigures(a.device, a.tried + b.tried, worse.max_ulp, worse.worst_x, a.lost + b.lost)
