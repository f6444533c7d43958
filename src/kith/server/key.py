"""The one master secret of a deployment, and the keys that come from it.

Always holds: every key is 256 bits, is derived from the master secret by HKDF-SHA256 (RFC 5869) under a name of its
own, and never shows itself in a `repr`; nothing here reads or writes anything.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

from kith.errors import StoreLocked

LENGTH: Final = 32  # bytes: 256 bits

# The names under which keys are derived. Changing one makes everything sealed under it unreadable.
DATABASE: Final = "kith/database/v1"
VAULT: Final = "kith/vault/v1"
LOG: Final = "kith/log/v1"
SESSION: Final = "kith/session/v1"
CHECK: Final = "kith/check/v1"

# scrypt with 128 MiB and about half a second on one core: the larger of the OWASP recommendations (N = 2^17, r = 8).
SCRYPT_N: Final = 2**17
SCRYPT_R: Final = 8
SCRYPT_P: Final = 1


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one deployment: `database`, `vault` and `log` are 32 bytes each, `session` is hexadecimal text."""

    database: bytes = field(repr=False)
    vault: bytes = field(repr=False)
    log: bytes = field(repr=False)
    session: str = field(repr=False)


def derive(master: bytes, name: str, length: int = LENGTH) -> bytes:
    """The key of `length` bytes (at most 8,160) that belongs to `name`: HKDF-SHA256 without salt, RFC 5869."""
    return _expand(_extract(b"", master), name.encode(), length)


def keys_from(master: bytes) -> Keys:
    """All keys of a deployment from its master secret of 32 bytes.

    Raises:
        StoreLocked: the secret is not 32 bytes long.
    """
    if len(master) != LENGTH:
        raise StoreLocked(
            f"The key has {len(master)} bytes instead of {LENGTH}.",
            advice="Put back the key from its safe copy: 64 hexadecimal digits on one line.",
        )
    return Keys(
        database=derive(master, DATABASE),
        vault=derive(master, VAULT),
        log=derive(master, LOG),
        session=derive(master, SESSION).hex(),
    )


def parse(text: str, *, whence: str) -> bytes:
    """The master secret written as 64 hexadecimal digits, with `whence` naming where it stood, for the refusal.

    Raises:
        StoreLocked: it is anything else; the text itself is never repeated.
    """
    digits = text.strip()
    try:
        master = bytes.fromhex(digits)
    except ValueError:
        master = b""
    if len(master) != LENGTH or len(digits) != 2 * LENGTH:
        raise StoreLocked(
            f"What stands in {whence} is not a key of Kith.",
            advice="A key is 64 hexadecimal digits on one line. Put it back from its safe copy.",
        )
    return master


def from_passphrase(passphrase: str, salt: bytes) -> bytes:
    """The master secret of 32 bytes that a passphrase and the salt of this deployment give, by scrypt (RFC 7914)."""
    memory = 128 * SCRYPT_N * SCRYPT_R + 2**20
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, maxmem=memory, dklen=LENGTH
    )


def check_value(master: bytes) -> str:
    """Sixteen hexadecimal digits that recognise a master secret and tell nothing about it."""
    return derive(master, CHECK, 8).hex()


def _extract(salt: bytes, secret: bytes) -> bytes:
    """RFC 5869, section 2.2."""
    return hmac.digest(salt or bytes(hashlib.sha256().digest_size), secret, "sha256")


def _expand(pseudorandom: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869, section 2.3."""
    out = block = b""
    counter = 1
    while len(out) < length:
        block = hmac.digest(pseudorandom, block + info + bytes([counter]), "sha256")
        out += block
        counter += 1
    return out[:length]
