"""Ray for the tests: two shards on this machine, ended again when a module is done with them."""

from __future__ import annotations

import contextlib
import importlib.util
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kith.identify.gallery.ray import RayGallery, Restore


@contextlib.contextmanager
def started(restore: Restore, **choices: Any) -> Iterator[RayGallery]:
    """A gallery over two actors; Ray is ended afterwards. Skips where Ray is not installed, since it is optional."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed: pip install kith[ray]")
    from kith.identify.gallery.ray import RayGallery

    gallery = RayGallery(restore, **choices)
    try:
        yield gallery
    finally:
        gallery._ray.shutdown()
