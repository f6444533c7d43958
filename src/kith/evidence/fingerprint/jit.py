"""One way to compile a kernel: machine code, kept on disk between runs, without Python's lock, and typed for mypy.

Always holds: where no folder can be written to, the kernel is compiled again at each start instead of failing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

_Function = TypeVar("_Function", bound="Callable[..., Any]")


def kernel(function: _Function) -> _Function:
    """Compile `function` with Numba: `nogil`, fast floating point (no NaN is ever passed in), cached on disk."""
    return _compiled(function, fastmath=True)


def exact_kernel(function: _Function) -> _Function:
    """The same with IEEE arithmetic kept in the order written, for what must be equal bit for bit."""
    return _compiled(function, fastmath=False)


def _compiled(function: _Function, *, fastmath: bool) -> _Function:
    try:
        return cast("_Function", numba.njit(cache=True, nogil=True, fastmath=fastmath)(function))
    except RuntimeError:  # no folder for the cache can be written to: a read-only house without a home
        return cast("_Function", numba.njit(nogil=True, fastmath=fastmath)(function))
