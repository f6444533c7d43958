"""The room as a Django app."""

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """Tells Django of the models in this room."""

    name = "kith.register.placements"
    label = "placements"
