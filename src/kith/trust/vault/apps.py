"""The vault as a Django app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The vault."""

    name = "kith.trust.vault"
    label = "vault"
