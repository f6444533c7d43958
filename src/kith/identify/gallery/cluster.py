"""How Ray is started on this machine, or reached on many, before a gallery is spread over it.

Always holds: Ray tells nobody that it runs; started here, it keeps nothing on a disk (its folder lies in shared memory and
is the owner's alone), answers this machine only, asks for a secret made for this start, and is never given a `KITH_*`
variable, among which is the key; another machine is reached over TLS only. What of that is Ray's own to hold, and what
remains, is in docs/threat-model.md.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import ipaddress
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kith.errors import ConfigError, EngineMissing, StoreUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MEMORY = Path("/dev/shm")  # noqa: S108  # not a temporary file on a disk, but memory that has a path
# what is too large to travel inside a message passes through this much shared memory; a child's evidence is not
SHARED_BYTES = 80 * 2**20
THIS_MACHINE = "127.0.0.1"
# what Ray reads while it is imported, where it is started here
ALONE = {
    "RAY_AUTH_MODE": "token",
    # named for other systems, but read on Linux too: with 0 every door opens on the loopback address only
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_ROTATION_MAX_BYTES": "1000000",
    "RAY_ROTATION_BACKUP_COUNT": "1",
}

FOLDER, HELD = "kith-ray-", "held"

_starting = threading.Lock()


def connect(address: str = "") -> Any:
    """Ray, ready to be used by this process: started on this machine, or at `address` (host:port) where it runs already.

    Raises:
        EngineMissing: Ray is not installed, or this machine has no memory that can be written to as files.
        ConfigError: the address is of another machine, and TLS is not switched on.
        StoreUnreachable: nothing answers at the address.
    """
    if address and not _is_here(address) and os.environ.get("RAY_USE_TLS") != "1":
        raise ConfigError(
            "Ray on other machines is reached over TLS only.",
            advice="Set RAY_USE_TLS=1 and its certificates on every machine (see docs/guide/many-machines.md).",
            field="KITH_RAY_ADDRESS",
        )
    with _starting:
        ray = _imported(alone=not address)
        if not ray.is_initialized():
            with _without_secrets(), _own_signals():
                _join(ray, address) if address else _start(ray)
    return ray


def _imported(*, alone: bool) -> Any:
    """Ray, which reads its environment while it is imported; `alone` where it is started here, with a secret of its own.

    Raises:
        EngineMissing: Ray is not installed.
        RuntimeError: a programming error: something else has imported Ray before.
    """
    wanted = {"RAY_USAGE_STATS_ENABLED": "0"} | (ALONE if alone else {})
    if any(os.environ.get(name) != value for name, value in wanted.items()):
        if "ray" in sys.modules:
            raise RuntimeError(
                "Ray was imported before its environment was set: import it in cluster.py only"
            )
        os.environ |= wanted
        if alone:
            os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)
    try:
        import ray
    except ImportError:
        raise EngineMissing(
            "Ray is not installed.", advice="Install kith[ray], or set KITH_GALLERY to memory."
        ) from None
    return ray


def _join(ray: Any, address: str) -> None:
    """Connect to Ray where somebody has started it.

    Raises:
        StoreUnreachable: nothing answers there.
    """
    try:
        ray.init(address=address, namespace="kith", log_to_driver=False, configure_logging=False)
    except (ConnectionError, RuntimeError, ValueError) as refused:
        raise StoreUnreachable(
            "Ray does not answer at KITH_RAY_ADDRESS.",
            advice="Start it there, and give this machine its token (RAY_AUTH_TOKEN_PATH).",
        ) from refused


def _is_here(address: str) -> bool:
    """Whether an address is this machine's own."""
    host = address.rpartition(":")[0].strip("[]")
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _start(ray: Any) -> None:
    """Start Ray for this process alone; it ends with it.

    Raises:
        EngineMissing: this machine has no memory that can be written to as files.
    """
    if not IN_MEMORY.is_dir():
        raise EngineMissing(
            "This machine has no /dev/shm, so that Ray would write to its disk.",
            advice="Use Linux, or set KITH_GALLERY to memory.",
        )
    folder = _folder()
    atexit.register(_end, ray, folder)
    ray.init(
        address="local",
        namespace="kith",
        # shards ask for no processor of Ray's: how many there are is the deployment's choice
        num_cpus=1,
        object_store_memory=SHARED_BYTES,
        object_spilling_directory=f"{folder}/spilled",
        include_dashboard=False,
        log_to_driver=False,
        configure_logging=False,
        _node_ip_address=THIS_MACHINE,
        _temp_dir=f"{folder}/ray",
        _plasma_directory=str(IN_MEMORY),
    )


def _folder() -> str:
    """A folder in memory that is the owner's alone, held while this process lives; those of processes that were killed go.

    Ray opens its own folder to everybody, so that one lies in this.
    """
    for old in IN_MEMORY.glob(f"{FOLDER}*"):
        with contextlib.suppress(OSError):
            if old.is_symlink() or old.stat().st_uid != os.getuid():
                continue
            with (old / HELD).open("ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(old, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix="kith-new-", dir=IN_MEMORY))
    # a bare descriptor, which the kernel closes when this process ends, however it ends
    fcntl.flock(os.open(made / HELD, os.O_CREAT | os.O_WRONLY, 0o600), fcntl.LOCK_EX)
    # only now under the name that others look for
    return str(made.rename(IN_MEMORY / f"{FOLDER}{secrets.token_hex(6)}"))


def _end(ray: Any, folder: str) -> None:
    """End Ray and remove its folder, which Ray would leave."""
    ray.shutdown()
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _without_secrets() -> Iterator[None]:
    """Take every `KITH_*` variable out of the environment while processes are started that would inherit it."""
    held = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("KITH_")}
    try:
        yield
    finally:
        os.environ |= held


@contextlib.contextmanager
def _own_signals() -> Iterator[None]:
    """Put the handler of SIGTERM back, which Ray replaces by its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, handler)
