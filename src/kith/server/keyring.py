"""Where the master secret lies: the environment, a file, or somebody's memory.

Always holds: a key is made only where there is nothing yet that an older key has sealed; a key file that others can
read is refused; no key is ever printed, logged, or part of a refusal.
"""

from __future__ import annotations

import contextlib
import getpass
import hmac
import os
import secrets
import stat
from typing import TYPE_CHECKING, Final

from kith.errors import StoreLocked
from kith.server import key

if TYPE_CHECKING:
    from pathlib import Path

    from kith.server.environment import Environment

KEY_FILE: Final = "key"
SALT_FILE: Final = "passphrase-salt"
STORE_FILE: Final = "kith.db"
SALT_LENGTH: Final = 16  # bytes
PASSPHRASE_LENGTH: Final = 12  # characters: fewer could be guessed by whoever holds the file


def open_keyring(environment: Environment) -> key.Keys:
    """The keys of this deployment, from the first source that is set; made anew at the very first start.

    Raises:
        StoreLocked: the key is missing, malformed, wrong, or its file can be read by others.
    """
    if environment.key:
        master = key.parse(environment.key, whence="KITH_KEY")
    elif environment.key_file is not None:
        master = _read(environment.key_file)
    elif environment.passphrase_prompt:
        master = _ask(environment.data)
    else:
        master = _read_or_make(environment.data)
    return key.keys_from(master)


def private_folder(folder: Path) -> Path:
    """The folder, made when it is not there, with no rights for anybody but its owner."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        # a folder that was made by hand or by a mount: close it, or refuse below when it is not ours to close
        with contextlib.suppress(PermissionError):
            folder.chmod(0o700)
    return folder


def _read_or_make(folder: Path) -> bytes:
    path = folder / KEY_FILE
    if path.exists():
        return _read(path)
    if (folder / STORE_FILE).exists():
        raise StoreLocked(
            f"The register in {folder} is there, but its key is not.",
            advice=f"Put the key back as {path} from its safe copy. A new key could not open it.",
        )
    _write_once(private_folder(folder) / KEY_FILE, secrets.token_hex(key.LENGTH))
    return _read(path)


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_IMODE(mode) & 0o077:
            raise StoreLocked(
                f"The key file {path} can be read by others on this machine.",
                advice=f"Close it with: chmod 600 {path}. If somebody may have copied it, tell whoever keeps the keys.",
            )
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise StoreLocked(
            f"The key file {path} cannot be read.",
            advice="Check that it is there and belongs to the account that runs Kith, or put it back from its safe copy.",
        ) from None
    return key.parse(text, whence=f"the key file {path}")


def _ask(folder: Path) -> bytes:
    """The master secret from a passphrase typed at the terminal, twice when it is chosen."""
    path = private_folder(folder) / SALT_FILE
    if path.exists():
        return _ask_again(path)
    if (folder / STORE_FILE).exists():
        raise StoreLocked(
            f"The register in {folder} was not opened with a passphrase before, or its file {path.name} is lost.",
            advice="Start without KITH_PASSPHRASE_PROMPT, or put the file back from its safe copy.",
        )
    passphrase = getpass.getpass("Choose a passphrase for the register: ")
    if len(passphrase) < PASSPHRASE_LENGTH:
        raise StoreLocked(
            f"The passphrase has fewer than {PASSPHRASE_LENGTH} characters.",
            advice="Choose four or more words that do not belong together.",
        )
    if getpass.getpass("The same passphrase again: ") != passphrase:
        raise StoreLocked("The two passphrases differ.", advice="Start again and type the same one twice.")
    salt = secrets.token_bytes(SALT_LENGTH)
    master = key.from_passphrase(passphrase, salt)
    _write_once(path, f"{salt.hex()} {key.check_value(master)}")
    return master


def _ask_again(path: Path) -> bytes:
    try:
        salt, check = path.read_text(encoding="ascii").split()
        salt_bytes = bytes.fromhex(salt)
    except (OSError, ValueError):
        raise StoreLocked(
            f"The file {path} cannot be read.", advice="Put it back from its safe copy."
        ) from None
    master = key.from_passphrase(getpass.getpass("The passphrase of the register: "), salt_bytes)
    if not hmac.compare_digest(check, key.check_value(master)):
        raise StoreLocked(
            "That is not the passphrase of this register.", advice="Start again and type it anew."
        )
    return master


def _write_once(path: Path, line: str) -> None:
    """Write a file of one line for its owner only, whole or not at all; where two start at once, the first one stays."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
