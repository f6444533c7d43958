"""What a deployment may change: every `KITH_*` variable, read here and nowhere else.

Always holds: each variable has a line in `SETTINGS` and in docs/guide/settings.md; a value that cannot be used is
refused with what to write instead; unknown `KITH_*` variables are refused, since they are misspelt ones.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kith.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKOUT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its name, what it is when it is not set (as documented), and one sentence."""

    name: str
    default: str
    meaning: str


SETTINGS: Final = (
    Setting("KITH_DATA", "kith-data", "The folder of the encrypted store and its key."),
    Setting(
        "KITH_DATABASE", "the encrypted file", "The address of a PostgreSQL database, instead of the file."
    ),
    Setting("KITH_KEY", "none", "The master key itself, 64 hexadecimal digits."),
    Setting("KITH_KEY_FILE", "none", "A file that holds the master key, readable by its owner only."),
    Setting("KITH_PASSPHRASE_PROMPT", "0", "Whether the key comes from a passphrase asked at the terminal."),
    Setting("KITH_HOSTS", "localhost,127.0.0.1,[::1]", "The host names under which the register answers."),
    Setting("KITH_TLS", "0", "Whether browsers reach the register over HTTPS."),
    Setting("KITH_PROXY", "0", "Whether a proxy in front ends TLS and sets X-Forwarded-Proto."),
    Setting("KITH_LANGUAGE", "en", "The language of pages for a browser that asks for none of ours."),
    Setting(
        "KITH_TIME_ZONE", "Europe/London", "The time zone in which times are shown and deadlines counted."
    ),
    Setting(
        "KITH_MAX_UPLOAD_MB", "30", "The largest request, with all its photographs and prints, in megabytes."
    ),
    Setting(
        "KITH_SESSION_MINUTES", "60", "The minutes without a click after which somebody must sign in again."
    ),
    Setting(
        "KITH_NOT_IN_REGISTER",
        "0.5",
        "How likely a young person met is not on the register, before any evidence; from 0.01 to 0.99.",
    ),
    Setting("KITH_GALLERY", "memory", "Where the register is searched: in this process, or spread over Ray."),
    Setting("KITH_RAY_ADDRESS", "none", "Where Ray runs already, host:port, for many machines."),
    Setting("KITH_RAY_SHARDS", "2", "Into how many parts the gallery is spread over Ray."),
    Setting("KITH_AS", "none", "Who acts at the terminal where --as is not given: a user name."),
    Setting("KITH_THREADS", "16", "How many requests are answered at the same time."),
    Setting("KITH_LOG_LEVEL", "INFO", "How much the server writes to its terminal; never personal data."),
)
NAMES: Final = frozenset(setting.name for setting in SETTINGS)
# those that all pages are translated to
LANGUAGES: Final = ("en",)
# certainty could not be moved by any evidence
LEAST_CHANCE: Final = 0.01
GALLERIES: Final = ("memory", "ray")
LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Environment:
    """The deployment's choices, checked; `database` is None for the encrypted file."""

    data: Path
    database: dict[str, Any] | None
    key: str
    key_file: Path | None
    passphrase_prompt: bool
    hosts: tuple[str, ...]
    tls: bool
    proxy: bool
    language: str
    time_zone: str
    max_upload: int
    session_seconds: int
    threads: int
    not_in_register: float
    gallery: str
    ray_address: str
    ray_shards: int
    log_level: str

    def __repr__(self) -> str:
        """Nothing of it, since it holds the key."""
        return "<the environment of Kith>"


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """The deployment's choices, from `variables` (by default those of this process).

    Raises:
        ConfigError: a variable is unknown, or its value cannot be used; `field` names it.
    """
    given = {
        name: value
        for name, value in (os.environ if variables is None else variables).items()
        if name.startswith("KITH_")
    }
    for name in given.keys() - NAMES:
        raise ConfigError(
            f"There is no setting {name}.", advice="See docs/guide/settings.md for all of them.", field=name
        )
    text = {setting.name: given.get(setting.name, "").strip() for setting in SETTINGS}
    return Environment(
        data=Path(text["KITH_DATA"]).expanduser().absolute() if text["KITH_DATA"] else _data_folder(),
        database=parse_database(text["KITH_DATABASE"]) if text["KITH_DATABASE"] else None,
        key=text["KITH_KEY"],
        key_file=Path(text["KITH_KEY_FILE"]).expanduser().absolute() if text["KITH_KEY_FILE"] else None,
        passphrase_prompt=_yes_or_no("KITH_PASSPHRASE_PROMPT", text),
        hosts=tuple(
            h.strip() for h in (text["KITH_HOSTS"] or "localhost,127.0.0.1,[::1]").split(",") if h.strip()
        ),
        tls=_yes_or_no("KITH_TLS", text) or _yes_or_no("KITH_PROXY", text),
        proxy=_yes_or_no("KITH_PROXY", text),
        language=_one_of("KITH_LANGUAGE", text["KITH_LANGUAGE"] or "en", LANGUAGES),
        time_zone=_time_zone(text["KITH_TIME_ZONE"] or "Europe/London"),
        max_upload=_number("KITH_MAX_UPLOAD_MB", text["KITH_MAX_UPLOAD_MB"] or "30", 1, 500) * 1_000_000,
        session_seconds=_number("KITH_SESSION_MINUTES", text["KITH_SESSION_MINUTES"] or "60", 5, 720) * 60,
        threads=_number("KITH_THREADS", text["KITH_THREADS"] or "16", 1, 256),
        not_in_register=_chance("KITH_NOT_IN_REGISTER", text["KITH_NOT_IN_REGISTER"] or "0.5"),
        gallery=_one_of("KITH_GALLERY", text["KITH_GALLERY"].lower() or "memory", GALLERIES),
        ray_address=text["KITH_RAY_ADDRESS"],
        ray_shards=_number("KITH_RAY_SHARDS", text["KITH_RAY_SHARDS"] or "2", 1, 1024),
        log_level=_one_of("KITH_LOG_LEVEL", text["KITH_LOG_LEVEL"].upper() or "INFO", LEVELS),
    )


def parse_database(address: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL address: `postgresql://user:password@host:port/name?sslmode=verify-full`.

    A socket folder is given as `postgresql:///name?host=/run/postgresql`. What stands after `?` is handed to libpq.

    Raises:
        ConfigError: it is not such an address; the address is never repeated, since it may hold a password.
    """
    refusal = ConfigError(
        "KITH_DATABASE is not the address of a PostgreSQL database.",
        advice="Write postgresql://user:password@host:5432/name, with % codes for special characters in the password.",
        field="KITH_DATABASE",
    )
    try:
        parts = urlsplit(address)
        port = parts.port
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:
        raise refusal from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name or "/" in name or parts.fragment:
        raise refusal
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or (str(port) if port else ""),
        "OPTIONS": options,
    }


def _data_folder() -> Path:
    """`kith-data` beside the sources when run from a checkout, else where the desktop standard puts a program's data."""
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "kith-data"
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".local" / "share") / "kith"


def _yes_or_no(name: str, text: Mapping[str, str]) -> bool:
    value = _one_of(name, text[name].lower() or "0", ("0", "1", "no", "yes", "false", "true"))
    return value in {"1", "yes", "true"}


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ConfigError(
            f"{name} cannot be “{value}”.", advice=f"Write one of: {', '.join(allowed)}.", field=name
        )
    return value


def _number(name: str, value: str, low: int, high: int) -> int:
    if not (
        value.isascii() and value.isdigit() and len(value) <= len(str(high)) and low <= int(value) <= high
    ):
        raise ConfigError(
            f"{name} cannot be “{value[:20]}”.",
            advice=f"Write a whole number from {low} to {high}.",
            field=name,
        )
    return int(value)


def _chance(name: str, value: str) -> float:
    try:
        chance = float(value)
    except ValueError:
        chance = -1.0
    if not LEAST_CHANCE <= chance <= 1 - LEAST_CHANCE:
        raise ConfigError(
            f"{name} cannot be “{value[:20]}”.", advice="Write a number from 0.01 to 0.99.", field=name
        )
    return chance


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"There is no time zone “{value}”.",
            advice="Write one such as Europe/London or Europe/Tirane.",
            field="KITH_TIME_ZONE",
        ) from None
    return value
