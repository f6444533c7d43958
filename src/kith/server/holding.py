"""One start of a register at a time: an exclusive lock on the data folder of the encrypted store.

Always holds: who fills or serves an encrypted file holds its lock; the kernel lets go of it when the holder dies, however
that happens, so that no file has to be removed by hand after a power cut.
"""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, Final

from kith.errors import StoreLocked, StoreUnreachable

if TYPE_CHECKING:
    from pathlib import Path

LOCK_FILE: Final = "lock"

# The open files of this process, by folder. They close when another program is started in its place (Python's default),
# and are inherited by a fork: a process that fills keeps the lock should its parent die.
_held: dict[Path, int] = {}


def hold(folder: Path) -> None:
    """Hold the register in `folder` until this process ends; holding it twice is holding it.

    Raises:
        StoreLocked: another process fills or serves it.
        StoreUnreachable: the folder is on a disk that cannot be locked, or is not ours to write.
    """
    if folder in _held:
        return
    handle = -1
    try:
        handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
    except BlockingIOError:
        number = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        os.close(handle)
        raise StoreLocked(
            f"The register in {folder} is running already, or is being filled"
            f"{f' (process {number})' if number.isdigit() else ''}.",
            advice="Wait until it says where it answers, or stop it with Ctrl+C. "
            "For another register beside it, name another folder with KITH_DATA.",
        ) from None
    except OSError as error:
        if handle >= 0:
            os.close(handle)
        raise StoreUnreachable(
            f"The register in {folder} cannot be held for one start alone: {error.strerror}.",
            advice="Put KITH_DATA on a local disk of this machine, in a folder that Kith may write.",
        ) from None
    _held[folder] = handle


def let_go() -> None:
    """Leave the lock to the process that forked this one: it alone stands for the register."""
    while _held:
        # closed, never unlocked: unlocking would take it away from the other process, too
        os.close(_held.popitem()[1])
