"""The room as a Django app."""

from django.apps import AppConfig


class AssociatesConfig(AppConfig):
    """Tells Django of the models in this room."""

    name = "kith.register.associates"
    label = "associates"
