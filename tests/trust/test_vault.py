"""The vault: bit for bit, one key an owner, erased by destroying the key."""

from __future__ import annotations

import os

import pytest
from django.test import override_settings

from kith.errors import VaultBroken
from kith.trust.rows import change
from kith.trust.vault import seal
from kith.trust.vault.models import DataKey, Sealed

pytestmark = pytest.mark.django_db


def one(owner: str = "child:a", data: bytes = b"a photograph") -> Sealed:
    """A sealed item."""
    return seal.seal(owner, data, kind="photograph", media_type="image/jpeg")


@pytest.mark.parametrize("size", [0, 1, 1000, 3_000_000])
def test_what_is_sealed_comes_back_bit_for_bit(size):
    """Originals of any size come back as they were."""
    data = os.urandom(size)
    assert seal.unseal(Sealed.objects.get(pk=one(data=data).pk)) == data


def test_the_store_holds_no_plain_text():
    """Neither the bytes nor the key are readable in the tables."""
    item = one(data=b"plain words of a photograph")
    assert b"plain words" not in bytes(item.sealed)
    assert b"plain words" not in bytes(item.key.wrapped)


def test_each_owner_has_one_key():
    """Items of one child share a key, another child has another."""
    assert one("child:a").key_id == one("child:a").key_id != one("child:b").key_id


def test_a_changed_item_does_not_open():
    """One flipped bit and the item is refused, not handed out."""
    item = one()
    changed = bytearray(item.sealed)
    changed[-1] ^= 1
    change(item, sealed=bytes(changed))
    with pytest.raises(VaultBroken):
        seal.unseal(Sealed.objects.get(pk=item.pk))


def test_an_item_put_in_the_place_of_another_does_not_open():
    """Sealed bytes copied to another row of the same child are refused."""
    first, second = one(data=b"first"), one(data=b"second")
    change(second, sealed=bytes(first.sealed), sha256=first.sha256)
    with pytest.raises(VaultBroken):
        seal.unseal(Sealed.objects.get(pk=second.pk))


def test_another_vault_key_opens_nothing():
    """A stolen database without the vault key shows nothing."""
    item = one()
    with override_settings(KITH_VAULT_KEY=b"y" * 32), pytest.raises(VaultBroken, match="vault key"):
        seal.unseal(Sealed.objects.get(pk=item.pk))


def test_destroying_the_key_erases():
    """After its key is destroyed nothing of an owner opens, and nothing of it is left."""
    item, other = one("child:a"), one("child:b")
    seal.destroy_key("child:a")
    with pytest.raises(VaultBroken, match="erased"):
        seal.unseal(Sealed.objects.get(pk=item.pk))
    assert bytes(Sealed.objects.get(pk=item.pk).sealed) == b""
    assert bytes(DataKey.objects.get(owner="child:a").wrapped) == b""
    assert seal.unseal(other) == b"a photograph"


def test_an_item_moves_to_another_owner():
    """When an unknown young person becomes a child, the item opens with the child's key and not with the old one."""
    item = one("encounter:x", b"taken")
    seal.reown(item, "child:y")
    seal.destroy_key("encounter:x")
    assert seal.unseal(Sealed.objects.get(pk=item.pk)) == b"taken"
    assert item.key.owner == "child:y"
