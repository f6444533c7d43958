"""The room as a Django app."""

from django.apps import AppConfig


class EncountersConfig(AppConfig):
    """Tells Django of the models in this room."""

    name = "kith.register.encounters"
    label = "encounters"
