"""Where the master secret comes from, and when it is refused."""

from __future__ import annotations

import getpass
import stat
from typing import TYPE_CHECKING

import pytest

from kith.errors import StoreLocked
from kith.server import environment, key, keyring

if TYPE_CHECKING:
    from pathlib import Path

MASTER = "5a" * 32
PASSPHRASE = "seldom teapot violet harbour"


@pytest.fixture(autouse=True)
def _quick_scrypt(monkeypatch):
    """The passphrase is stretched less than in use, where it takes half a second by design."""
    monkeypatch.setattr(key, "SCRYPT_N", 2**10)


@pytest.fixture
def open_with(data_folder):
    """Open the keyring of one data folder with some KITH_* variables."""

    def opened(**variables: str) -> key.Keys:
        return keyring.open_keyring(environment.read({"KITH_DATA": str(data_folder), **variables}))

    return opened


@pytest.fixture
def type_passphrases(monkeypatch):
    """Let somebody type these words at the terminal, one after the other."""

    def typed(*words: str) -> None:
        waiting = list(words)
        monkeypatch.setattr(getpass, "getpass", lambda _prompt: waiting.pop(0))

    return typed


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_start_makes_a_private_key(open_with, data_folder):
    """The key is made once, in a folder and a file that only their owner can read, and is the same afterwards."""
    first = open_with()
    assert (_mode(data_folder), _mode(data_folder / "key")) == (0o700, 0o600)
    assert [path.name for path in data_folder.iterdir()] == ["key"]
    assert open_with() == first


def test_two_registers_have_two_keys(tmp_path):
    """A key is random, never derived from the machine or the folder."""
    keys = [keyring.open_keyring(environment.read({"KITH_DATA": str(tmp_path / name)})) for name in "ab"]
    assert keys[0] != keys[1]


def test_a_key_others_can_read_is_refused(open_with, data_folder):
    """Rights for the group or for everybody are refused, with the command that takes them away."""
    open_with()
    for mode in (0o640, 0o604, 0o666):
        (data_folder / "key").chmod(mode)
        with pytest.raises(StoreLocked, match=r"can be read by others.*chmod 600"):
            open_with()


def test_no_new_key_is_made_for_an_old_store(open_with, data_folder):
    """Where a store is and its key is not, nothing is made: a new key would only hide that the old one is lost."""
    data_folder.mkdir()
    (data_folder / "kith.db").write_bytes(b"sealed under another key")
    with pytest.raises(StoreLocked, match=r"its key is not.*safe copy"):
        open_with()
    assert not (data_folder / "key").exists()


def test_the_environment_comes_first(open_with, data_folder, tmp_path):
    """KITH_KEY is taken before KITH_KEY_FILE, and neither writes a key into the data folder."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("a5" * 32 + "\n")
    elsewhere.chmod(0o400)
    assert open_with(KITH_KEY=MASTER) == key.keys_from(bytes.fromhex(MASTER))
    assert open_with(KITH_KEY=MASTER, KITH_KEY_FILE=str(elsewhere)) == key.keys_from(bytes.fromhex(MASTER))
    assert open_with(KITH_KEY_FILE=str(elsewhere)) == key.keys_from(bytes.fromhex("a5" * 32))
    assert not data_folder.exists()


@pytest.mark.parametrize("content", [b"", b"not a key", b"\xff" * 64, b"5a" * 31])
def test_a_damaged_key_file_is_refused(open_with, data_folder, content):
    """A key file that is empty, cut off or overwritten is refused in words, and left as it is."""
    open_with()
    (data_folder / "key").write_bytes(content)
    with pytest.raises(StoreLocked, match="safe copy"):
        open_with()
    assert (data_folder / "key").read_bytes() == content


def test_a_key_file_that_is_not_there_is_named(open_with, tmp_path):
    """A wrong path in KITH_KEY_FILE is said, and no key is made there."""
    with pytest.raises(StoreLocked, match=r"nowhere cannot be read"):
        open_with(KITH_KEY_FILE=str(tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_was_left_open_is_closed(open_with, data_folder):
    """A data folder made by hand with rights for everybody loses them."""
    data_folder.mkdir(mode=0o755)
    data_folder.chmod(0o755)
    open_with()
    assert _mode(data_folder) == 0o700


def test_a_passphrase_is_chosen_twice_and_then_asked(open_with, type_passphrases, data_folder):
    """The first start asks for the passphrase twice, later ones once; no key is ever written down."""
    type_passphrases(PASSPHRASE, PASSPHRASE)
    first = open_with(KITH_PASSPHRASE_PROMPT="1")
    type_passphrases(PASSPHRASE)
    assert open_with(KITH_PASSPHRASE_PROMPT="1") == first
    assert [path.name for path in data_folder.iterdir()] == ["passphrase-salt"]
    assert _mode(data_folder / "passphrase-salt") == 0o600
    salt, check = (data_folder / "passphrase-salt").read_text().split()
    assert len(salt) == 32
    assert len(check) == 16


@pytest.mark.parametrize(
    ("typed", "says"),
    [(("short", "short"), "fewer than 12"), ((PASSPHRASE, PASSPHRASE + "s"), "differ")],
)
def test_a_poor_choice_is_refused(open_with, type_passphrases, data_folder, typed, says):
    """A short passphrase or two different ones are refused, and nothing is kept of either."""
    type_passphrases(*typed)
    with pytest.raises(StoreLocked, match=says):
        open_with(KITH_PASSPHRASE_PROMPT="1")
    assert not (data_folder / "passphrase-salt").exists()


def test_another_passphrase_is_refused(open_with, type_passphrases):
    """A wrong passphrase is noticed before anything is opened or written, on either store."""
    type_passphrases(PASSPHRASE, PASSPHRASE)
    open_with(KITH_PASSPHRASE_PROMPT="1")
    type_passphrases("something else entirely")
    with pytest.raises(StoreLocked, match="not the passphrase of this register"):
        open_with(KITH_PASSPHRASE_PROMPT="1")


def test_a_passphrase_is_not_asked_for_a_store_that_has_a_key(open_with, type_passphrases, data_folder):
    """A store that was made with a key file cannot be opened by a passphrase chosen later."""
    open_with()
    (data_folder / "kith.db").write_bytes(b"sealed")
    type_passphrases(PASSPHRASE, PASSPHRASE)
    with pytest.raises(StoreLocked, match="not opened with a passphrase before"):
        open_with(KITH_PASSPHRASE_PROMPT="1")


def test_a_damaged_salt_is_refused(open_with, type_passphrases, data_folder):
    """A salt file that was overwritten is refused in words."""
    type_passphrases(PASSPHRASE, PASSPHRASE)
    open_with(KITH_PASSPHRASE_PROMPT="1")
    (data_folder / "passphrase-salt").write_text("zz yy zz")
    with pytest.raises(StoreLocked, match="safe copy"):
        open_with(KITH_PASSPHRASE_PROMPT="1")


def test_where_two_start_at_once_one_key_stays(data_folder):
    """A key is put in its place whole and is never overwritten by a second start."""
    data_folder.mkdir()
    for line in ("first", "second"):
        keyring._write_once(data_folder / "key", line)
    assert (data_folder / "key").read_text() == "first\n"
    assert [path.name for path in data_folder.iterdir()] == ["key"]
