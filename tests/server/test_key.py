"""The derivation of keys, against the vectors of the standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.errors import StoreLocked
from kith.server import key

MASTER = bytes(range(32))
DATABASE_OF_MASTER = "4e7044548f9ebc9733fd2e85a4bb8b2e26fbc2204563bfc37453681569f1cf8d"
VAULT_OF_MASTER = "4e54112c57276edc84ab184ac0658fd0209ae021b8bd836c52077fef70c6d190"
LOG_OF_MASTER = "816f75eee8d529cfd0a8ddfb68fc6acad745fe6cab191a22e3eb53963610966b"
SESSION_OF_MASTER = "ae10f08247f35213ec3f927573daf3adc9c69368a512b8f68514792853bdaf5d"


def test_derivation_is_that_of_rfc_5869():
    """Test case 1 of RFC 5869, appendix A: with salt and a name."""
    pseudorandom = key._extract(bytes.fromhex("000102030405060708090a0b0c"), bytes([0x0B]) * 22)
    assert pseudorandom.hex() == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
    out = key._expand(pseudorandom, bytes.fromhex("f0f1f2f3f4f5f6f7f8f9"), 42)
    assert out.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"


def test_derivation_without_salt_is_that_of_rfc_5869():
    """Test case 3 of RFC 5869, appendix A: neither salt nor a name."""
    out = key.derive(bytes([0x0B]) * 22, "", 42)
    assert out.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"


def test_every_key_is_another():
    """No two keys of a deployment are alike, and none is the master secret."""
    keys = key.keys_from(MASTER)
    all_of_them = {keys.database, keys.vault, keys.log, bytes.fromhex(keys.session), MASTER}
    assert len(all_of_them) == 5
    assert {len(one) for one in all_of_them} == {32}


def test_keys_stay_what_they_were():
    """The keys of a known secret never change between versions, or every register made before would be lost."""
    keys = key.keys_from(MASTER)
    assert keys.database.hex() == DATABASE_OF_MASTER
    assert keys.vault.hex() == VAULT_OF_MASTER
    assert keys.log.hex() == LOG_OF_MASTER
    assert keys.session == SESSION_OF_MASTER


def test_keys_do_not_show_themselves():
    """Printing the keys, by mistake or in a traceback, shows none of them."""
    assert repr(key.keys_from(MASTER)) == "Keys()"


@given(st.text())
def test_a_text_is_a_key_or_refused_without_being_repeated(text):
    """Any text is either 64 hexadecimal digits or a refusal that does not quote it."""
    try:
        said, found = "", key.parse(text, whence="KITH_KEY")
    except StoreLocked as refusal:
        said, found = str(refusal), bytes(32)
    assert len(found) == 32
    assert len(text) <= 16 or text not in said  # a shorter one may stand in the sentence by chance


@pytest.mark.parametrize(
    "text", ["", "00" * 31, "00" * 33, "zz" * 32, "0x" + "00" * 31, " ".join(["00"] * 32)]
)
def test_what_is_not_64_digits_is_refused(text):
    """A key that was cut off, doubled, or written in another form is refused, saying where it stood."""
    with pytest.raises(StoreLocked, match="KITH_KEY is not a key"):
        key.parse(text, whence="KITH_KEY")


def test_a_key_may_end_in_a_line_break():
    """The line break that editors and `echo` add does not matter."""
    assert key.parse(MASTER.hex().upper() + "\n", whence="KITH_KEY") == MASTER


def test_a_passphrase_gives_the_same_key_with_the_same_salt_only():
    """The same words and salt give the same secret; another salt or another word gives another."""
    first = key.from_passphrase("four words of mine", b"s" * 16)
    assert first == key.from_passphrase("four words of mine", b"s" * 16)
    assert (
        len(
            {
                first,
                key.from_passphrase("four words of mine", b"t" * 16),
                key.from_passphrase("four", b"s" * 16),
            }
        )
        == 3
    )


def test_a_secret_of_another_length_gives_no_keys():
    """Half a secret is refused rather than stretched."""
    with pytest.raises(StoreLocked, match="16 bytes instead of 32"):
        key.keys_from(bytes(16))
