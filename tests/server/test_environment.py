"""What a deployment may change, and how a wrong value is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.errors import ConfigError
from kith.server import environment
from kith.server.environment import SETTINGS, parse_database, read

ANYTHING_BUT_NUL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def test_nothing_needs_to_be_set():
    """Without a single variable the register runs on its encrypted file, in English, for this machine only."""
    chosen = read({})
    assert chosen.database is None
    assert chosen.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (chosen.language, chosen.time_zone, chosen.tls, chosen.proxy) == (
        "en",
        "Europe/London",
        False,
        False,
    )
    assert chosen.max_upload == 30_000_000


def test_every_default_is_as_documented():
    """Writing down each documented default changes nothing."""
    plain = [one for one in SETTINGS if one.default not in {"none", "the encrypted file", "kith-data"}]
    assert len(plain) >= 9
    bare = read({})
    written = read({one.name: one.default for one in plain})
    assert written == bare


def test_a_misspelt_setting_is_refused():
    """A variable that begins with KITH_ and is none of ours is named, instead of silently doing nothing."""
    with pytest.raises(ConfigError, match=r"There is no setting KITH_KEYFILE.*settings\.md") as caught:
        read({"KITH_KEYFILE": "/run/key"})
    assert caught.value.field == "KITH_KEYFILE"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KITH_TLS", "maybe"),
        ("KITH_LANGUAGE", "tlh"),
        ("KITH_TIME_ZONE", "Europe/Atlantis"),
        ("KITH_TIME_ZONE", "../../etc/passwd"),
        ("KITH_TIME_ZONE", "/etc/passwd"),
        ("KITH_MAX_UPLOAD_MB", "0"),
        ("KITH_MAX_UPLOAD_MB", "-5"),
        ("KITH_MAX_UPLOAD_MB", "٣٠"),
        ("KITH_SESSION_MINUTES", "1e9"),
        ("KITH_THREADS", "9" * 5000),
        ("KITH_LOG_LEVEL", "loud"),
        ("KITH_DATABASE", "mysql://kith@db/kith"),
        ("KITH_DATABASE", "postgresql://kith@db:notaport/kith"),
        ("KITH_DATABASE", "postgresql://kith@db"),
        ("KITH_DATABASE", "postgresql://kith@[db/kith"),
        ("KITH_DATABASE", "postgresql://kith@db/kith?sslmode"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(name, value):
    """Each wrong value is refused by the name of its variable, with what to write instead."""
    with pytest.raises(ConfigError) as caught:
        read({name: value})
    assert caught.value.field == name
    assert caught.value.advice.startswith("Write ")


@given(st.dictionaries(st.sampled_from([one.name for one in SETTINGS]), ANYTHING_BUT_NUL))
def test_no_value_raises_anything_else(variables):
    """Whatever stands in the variables, it is taken or refused as a setting."""
    try:
        read(variables)
        field = ""
    except ConfigError as refusal:
        field = refusal.field
    assert not field or field in variables


def test_an_address_of_postgresql_is_taken_apart():
    """Names and passwords with special characters, the port, and the words for libpq all arrive."""
    parts = parse_database(
        "postgresql://k%40th:p%2Fw%23@db.example.org:5433/kith?sslmode=verify-full&connect_timeout=5"
    )
    assert parts == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "kith",
        "USER": "k@th",
        "PASSWORD": "p/w#",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full", "connect_timeout": "5"},
    }


def test_a_socket_folder_may_be_the_host():
    """A database on the same machine is reached by its socket folder, as libpq writes it."""
    parts = parse_database("postgresql:///kith?host=/run/postgresql&user=kith")
    assert (parts["HOST"], parts["USER"], parts["NAME"], parts["OPTIONS"]) == (
        "/run/postgresql",
        "kith",
        "kith",
        {},
    )


def test_a_refused_address_is_not_repeated():
    """The refusal of an address does not show the password in it."""
    with pytest.raises(ConfigError) as caught:
        parse_database("postgresql://kith:secretword@db:99999999/kith")
    assert "secretword" not in str(caught.value)


def test_the_choices_do_not_show_themselves():
    """Printing the choices does not print the key among them."""
    assert "5a5a" not in repr(read({"KITH_KEY": "5a" * 32}))


def test_a_proxy_means_https():
    """Behind a proxy that ends TLS, cookies are for HTTPS only, without a second variable to forget."""
    assert read({"KITH_PROXY": "1"}).tls


def test_installed_without_sources_the_data_lies_in_the_home_folder(monkeypatch, tmp_path):
    """Outside a checkout the data folder is where the desktop standard puts it."""
    monkeypatch.setattr(environment, "CHECKOUT", tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert read({}).data == tmp_path / "share" / "kith"
    monkeypatch.setenv("XDG_DATA_HOME", "relative, which the standard says to ignore")
    assert read({}).data == Path.home() / ".local" / "share" / "kith"
