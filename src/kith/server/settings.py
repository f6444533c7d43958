"""Django's settings, made from the deployment's `KITH_*` variables and the keys that come from its one secret.

Always holds: DEBUG is off; what a deployment may change is read in `environment.py` and nowhere else; uploads are
held in memory, since a temporary file would lie on the disk unencrypted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kith.server import environment as _environment
from kith.server.discretion import logging_settings
from kith.server.keyring import STORE_FILE, open_keyring, private_folder

if TYPE_CHECKING:
    from pathlib import Path

    from django_stubs_ext import StrOrPromise

_chosen = _environment.read()
_keys = open_keyring(_chosen)

DEBUG = False
SECRET_KEY = _keys.session
KITH_DATA: Path = _chosen.data
# there while everybody in the register is invented; every page then says so
KITH_DEMO_MARK: Path = _chosen.data / "demo-sign-ins.json"
# there while they are being put in
KITH_DEMO_UNFINISHED: Path = _chosen.data / "demo-unfinished"
KITH_NOT_IN_REGISTER: float = _chosen.not_in_register
KITH_GALLERY: str = _chosen.gallery
KITH_RAY_ADDRESS: str = _chosen.ray_address
KITH_RAY_SHARDS: int = _chosen.ray_shards
KITH_VAULT_KEY: bytes = _keys.vault
KITH_LOG_KEY: bytes = _keys.log
KITH_THREADS: int = _chosen.threads
KITH_TLS: bool = _chosen.tls
KITH_PROXY: bool = _chosen.proxy

# Rooms

INSTALLED_APPS = [
    "kith.trust.accounts",
    "kith.trust.vault",
    "kith.trust.log",
    "kith.register.children",
    "kith.register.encounters",
    "kith.register.associates",
    "kith.register.placements",
    "kith.register.missing",
    "kith.register.matches",
    "kith.web",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
]
MIDDLEWARE = [
    "kith.server.headers.strict_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kith.server.headers.upload_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "kith.server.urls"
WSGI_APPLICATION = "kith.server.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kith.web.context.page_context",
            ],
        },
    },
]

# Store

DATABASES: dict[str, dict[str, Any]] = {
    "default": _chosen.database
    or {
        "ENGINE": "kith.server.store",
        "NAME": private_folder(_chosen.data) / STORE_FILE,
        "OPTIONS": {"raw_key": _keys.database, "transaction_mode": "IMMEDIATE"},
        "TEST": {"NAME": str(_chosen.data / f"test-{STORE_FILE}")},
    },
}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who is there

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kith.server.adapter.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# per address of the network and per name tried: a guesser is stopped, a shared office is not
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/300s/key"}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "kith-session"
SESSION_COOKIE_AGE = _chosen.session_seconds
SESSION_SAVE_EVERY_REQUEST = True  # the minutes count from the last click
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "kith-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_NAME = "kith-language"

# The line to the browser

ALLOWED_HOSTS = list(_chosen.hosts)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _chosen.tls
SECURE_SSL_REDIRECT = _chosen.tls
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 63_072_000 if _chosen.tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _chosen.tls
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if _chosen.tls else None
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _chosen.proxy else None
X_FRAME_OPTIONS = "DENY"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = _chosen.max_upload
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# Words, times, files

LANGUAGE_CODE = _chosen.language
# a language is offered once its pages are translated: half a translation would mislead whoever reads it
LANGUAGES: list[tuple[str, StrOrPromise]] = [
    (code, name)
    for code, name in (
        ("en", "English"),
        ("ar", "العربية"),
        ("vi", "Tiếng Việt"),
        ("sq", "Shqip"),
    )
    if code in _environment.LANGUAGES
]
USE_TZ = True
TIME_ZONE = _chosen.time_zone
STATIC_URL = "static/"
STATIC_ROOT = None
STORAGES = {
    # nothing is ever stored as a plain file: photographs and prints go to the vault
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # straight from the package, so that nothing has to be collected before a start
WHITENOISE_MAX_AGE = 300
EMAIL_BACKEND = (
    "django.core.mail.backends.dummy.EmailBackend"  # the register never sends a child's name by e-mail
)
LOGGING = logging_settings(_chosen.log_level)
