"""The room as a Django app."""

from django.apps import AppConfig


class MissingConfig(AppConfig):
    """Tells Django of the models in this room."""

    name = "kith.register.missing"
    label = "missing"
