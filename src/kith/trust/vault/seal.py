"""Sealing and opening, with Tink: AES-256-GCM for the items, an envelope for the data keys.

Always holds: the associated data of every item is its own id, so that a sealed blob moved to another row does not
open; nothing that does not match its SHA-256 is handed out.
"""

from __future__ import annotations

import functools
import hashlib
from typing import Any

import tink
from django.conf import settings
from django.utils import timezone
from tink import aead, secret_key_access
from tink.proto import aes_gcm_pb2, tink_pb2

from kith.errors import VaultBroken
from kith.trust.rows import change
from kith.trust.vault.models import DataKey, Sealed

_KEY_ID = 1


@functools.cache
def _vault_key(raw: bytes) -> Any:
    """The Tink primitive of the vault key, from 32 raw bytes."""
    aead.register()
    value = aes_gcm_pb2.AesGcmKey(version=0, key_value=raw).SerializeToString()
    keyset = tink_pb2.Keyset(
        primary_key_id=_KEY_ID,
        key=[
            tink_pb2.Keyset.Key(
                key_data=tink_pb2.KeyData(
                    type_url="type.googleapis.com/google.crypto.tink.AesGcmKey",
                    value=value,
                    key_material_type=tink_pb2.KeyData.SYMMETRIC,
                ),
                status=tink_pb2.ENABLED,
                key_id=_KEY_ID,
                output_prefix_type=tink_pb2.TINK,
            )
        ],
    )
    handle = tink.proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)
    return handle.primitive(aead.Aead)


def _open_key(key: DataKey) -> Any:
    """The Tink primitive of one owner's data key.

    Raises:
        VaultBroken: the key was destroyed, or the vault key is not the one that wrapped it.
    """
    if key.destroyed_at is not None:
        raise VaultBroken(
            "This record was erased: its key was destroyed.", advice="Nothing can bring it back."
        )
    return _unwrapped(settings.KITH_VAULT_KEY, bytes(key.wrapped), key.owner)


@functools.lru_cache(maxsize=4096)
def _unwrapped(vault_key: bytes, wrapped: bytes, owner: str) -> Any:
    try:
        handle = tink.proto_keyset_format.parse_encrypted(wrapped, _vault_key(vault_key), owner.encode())
    except tink.TinkError as error:
        raise VaultBroken(
            "A data key does not open with this vault key.",
            advice="Start Kith with the key file that this register was made with.",
        ) from error
    return handle.primitive(aead.Aead)


def key_of(owner: str) -> DataKey:
    """The data key of `owner` (such as ``child:<uuid>``), made when there is none yet."""
    found = DataKey.objects.filter(owner=owner).first()
    if found is not None:
        return found
    root = _vault_key(settings.KITH_VAULT_KEY)
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    wrapped = tink.proto_keyset_format.serialize_encrypted(handle, root, owner.encode())
    # two encounters of one child may come for the first key at once: the first one made is the key of both
    return DataKey.objects.get_or_create(owner=owner, defaults={"wrapped": wrapped})[0]


def seal(owner: str, data: bytes, *, kind: str, media_type: str) -> Sealed:
    """Seal `data`, bit for bit, under the data key of `owner`."""
    key = key_of(owner)
    item = Sealed(
        key=key, kind=kind, media_type=media_type, size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    item.sealed = _open_key(key).encrypt(data, item.id.bytes)
    item.save(force_insert=True)
    return item


def unseal(item: Sealed) -> bytes:
    """The bytes as they were sealed.

    Raises:
        VaultBroken: the item was changed or moved, or its key destroyed.
    """
    try:
        data: bytes = _open_key(item.key).decrypt(bytes(item.sealed), item.id.bytes)
    except tink.TinkError as error:
        raise VaultBroken("A sealed item does not open: it was changed after it was sealed.") from error
    if hashlib.sha256(data).hexdigest() != item.sha256:
        raise VaultBroken("A sealed item is not what was sealed: its SHA-256 differs.")
    return data


def reown(item: Sealed, owner: str) -> None:
    """Seal an item again under another owner's key: an unknown young person has become a known child."""
    data = unseal(item)
    key = key_of(owner)
    change(item, key=key, sealed=_open_key(key).encrypt(data, item.id.bytes))


def destroy_key(owner: str) -> None:
    """Erase everything sealed for `owner`, for good, by destroying the data key and the sealed bytes."""
    for key in DataKey.objects.select_for_update().filter(owner=owner, destroyed_at=None):
        for item in key.items.all():
            change(item, sealed=b"")
        change(key, wrapped=b"", destroyed_at=timezone.now())
    _unwrapped.cache_clear()
