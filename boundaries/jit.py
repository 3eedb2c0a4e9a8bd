"""The one door of numba: kernels that are plain Python until speed is asked for.

A kernel is written once, as a function of numbers and one-dimensional arrays. Called as it is,
it runs as Python: a single look-up needs no compiler, and the tests hold both ways to the same
answers. Its `Kernel.fast` is the same function compiled by numba, for the signature that the
kernel states, from then on kept in a cache on disk.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import types
from functools import cached_property
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_R = TypeVar("_R")
_REGISTERED: list[Kernel] = []


class Kernel:
    """A function that numba can compile.

    Parameters
    ----------
    function
        Takes and returns numbers and arrays; calls nothing but `math` and other kernels.
    signature
        As numba writes them, with a return type; empty where it is only called by others.
    """

    def __init__(self, function: Callable[..., Any], signature: str) -> None:
        self.plain = function
        self.signature = signature
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__

    def __call__(self, *args: Any) -> Any:
        """The plain function's answer."""
        return self.plain(*args)

    @cached_property
    def fast(self) -> Callable[..., Any]:
        """The compiled function: read from the cache, or compiled now and kept there."""
        import numba

        names = {**self.plain.__globals__}
        names.update({name: kernel.fast for name, kernel in self.called.items()})
        function = types.FunctionType(self.plain.__code__, names, self.__name__)
        function.__module__, function.__qualname__ = self.plain.__module__, self.__name__
        if not self.signature:
            return cast(
                "Callable[..., Any]",
                numba.njit(forceinline=True, nogil=True, error_model="numpy")(function),
            )
        numba.config.CACHE_DIR = str(_cache_folder() / self.fingerprint())  # type: ignore[attr-defined]
        decorate = numba.njit(
            self.signature, cache=True, nogil=True, error_model="numpy", fastmath=False
        )
        return cast("Callable[..., Any]", decorate(function))

    @property
    def called(self) -> dict[str, Kernel]:
        """The kernels that this one calls, by the names it calls them."""
        known = self.plain.__globals__
        named = {name: known.get(name) for name in self.plain.__code__.co_names}
        return {name: found for name, found in named.items() if isinstance(found, Kernel)}

    def fingerprint(self) -> str:
        """Differs with every source and every constant that the kernel is made of.

        numba itself looks at the kernel's own file alone, and would go on using machine code
        of a called kernel, or of a constant elsewhere, that has changed.
        """
        made_of = {self.signature}
        waiting: list[Kernel] = [self]
        while waiting:
            kernel = waiting.pop()
            source = inspect.getsource(kernel.plain)
            if source not in made_of:
                made_of |= {source, repr(kernel.constants)}
                waiting += kernel.called.values()
        return hashlib.sha256("".join(sorted(made_of)).encode()).hexdigest()[:16]

    @property
    def constants(self) -> dict[str, object]:
        """The numbers of its module that it names."""
        known = self.plain.__globals__
        named = {name: known.get(name) for name in self.plain.__code__.co_names}
        return {
            name: value
            for name, value in named.items()
            if isinstance(value, int | float | Integral)
        }


def kernel(signature: str = "") -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Make a function a `Kernel`; for the type checker it stays the function it was."""

    def made(function: Callable[_P, _R]) -> Callable[_P, _R]:
        new = Kernel(function, signature)
        if signature:
            _REGISTERED.append(new)
        return cast("Callable[_P, _R]", new)

    return made


def fast(function: Callable[..., _R]) -> Callable[..., _R]:
    """The compiled form of a kernel."""
    return cast("Kernel", function).fast


def warm(progress: Callable[[str, float], None] | None = None) -> int:
    """Compile every kernel that has been imported, so that nobody waits for it later.

    Parameters
    ----------
    progress
        Called with the name of each, and the share that is done.

    Returns
    -------
    How many there are.
    """
    for k, known in enumerate(_REGISTERED):
        if progress is not None:
            progress(known.__name__, k / len(_REGISTERED))
        _ = known.fast
    return len(_REGISTERED)


def _cache_folder() -> Path:
    """Where compiled kernels are kept: ``NUMBA_CACHE_DIR``, else the user's cache folder."""
    import platformdirs

    named = os.environ.get("NUMBA_CACHE_DIR")
    return Path(named) if named else platformdirs.user_cache_path("gridmap") / "kernels"
