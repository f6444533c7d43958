"""Accounts as a Django app; signing in and out writes the log."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts and teams."""

    name = "kith.trust.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to sign-ins."""
        from kith.trust.accounts import signing

        signing.listen()
