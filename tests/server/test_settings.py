"""The settings as Django sees them: strict, private, and without a secret that shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

import kith

SHOWN = (
    "import json, sys; from kith.server import settings as s; "
    "json.dump({k: getattr(s, k) for k in sys.argv[1:]}, sys.stdout, default=str)"
)


@pytest.fixture
def settings_with(data_folder):
    """Some settings of a register of its own, started with some KITH_* variables."""

    def shown(*names: str, **variables: str) -> dict[str, object]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
        run = subprocess.run(
            [sys.executable, "-c", SHOWN, *names],
            env={**clean, "KITH_DATA": str(data_folder), **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(run.stdout)

    return shown


def test_nothing_shows_more_than_it_must():
    """DEBUG is off, and passwords, cookies and frames are as strict as they can be."""
    assert settings.DEBUG is False
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.X_FRAME_OPTIONS == "DENY"
    assert settings.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] == {"min_length": 12}
    offered = {code for code, _ in settings.LANGUAGES}
    catalogues = Path(kith.__file__).parent / "web" / "locale"
    assert offered == {"en"} | {folder.name for folder in catalogues.glob("*") if any(folder.rglob("*.mo"))}


def test_uploads_are_never_written_to_a_file():
    """Uploads are held in memory up to the largest request, so none is ever spooled to the disk unencrypted."""
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    assert settings.STORAGES["default"]["BACKEND"].endswith("InMemoryStorage")


def test_djangos_own_checks_find_nothing():
    """Django's system checks find nothing to warn of."""
    call_command("check", fail_level="WARNING")


def test_over_https_cookies_never_cross_the_line_in_the_clear(settings_with):
    """With TLS, cookies are for HTTPS only and browsers remember it; on this machine alone neither would work."""
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    assert list(settings_with(*names, KITH_TLS="1").values()) == [True, True, True, 63_072_000]
    assert list(settings_with(*names).values()) == [False, False, False, 0]


def test_a_forwarded_protocol_is_believed_behind_a_proxy_only(settings_with):
    """X-Forwarded-Proto, which anybody can send, counts only where a proxy is said to set it."""
    assert settings_with("SECURE_PROXY_SSL_HEADER") == {"SECURE_PROXY_SSL_HEADER": None}
    behind = settings_with("SECURE_PROXY_SSL_HEADER", KITH_PROXY="1")
    assert behind == {"SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"]}


def test_one_setting_takes_the_register_to_postgresql(settings_with):
    """KITH_DATABASE alone changes the store; the key of vault, log and sessions stays the same."""
    secrets = ("SECRET_KEY", "KITH_VAULT_KEY", "KITH_LOG_KEY")
    here = settings_with("DATABASES", *secrets)
    there = settings_with("DATABASES", *secrets, KITH_DATABASE="postgresql://kith:word@db/kith")
    assert here["DATABASES"]["default"]["ENGINE"] == "kith.server.store"
    assert there["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert [here[name] for name in secrets] == [there[name] for name in secrets]


def test_keys_do_not_show_where_django_shows_its_settings():
    """The report of a failure that Django can make has none of the keys in it."""
    from django.views.debug import SafeExceptionReporterFilter

    shown = str(SafeExceptionReporterFilter().get_safe_settings())
    assert "kith.server.urls" in shown
    for name in ("SECRET_KEY", "KITH_VAULT_KEY", "KITH_LOG_KEY"):
        value = getattr(settings, name)
        assert str(value) not in shown
        assert repr(value) not in shown
    raw_key = settings.DATABASES["default"].get("OPTIONS", {}).get("raw_key")
    assert raw_key is None or repr(raw_key) not in shown


def test_every_room_with_models_is_installed():
    """A room that has an apps.py is an app of the register, and none is listed that is not there."""
    house = Path(kith.__file__).parent
    rooms = {".".join(("kith", *path.parent.relative_to(house).parts)) for path in house.rglob("apps.py")}
    assert len(rooms) >= 10
    assert rooms == {name for name in settings.INSTALLED_APPS if name.startswith("kith.")}
