"""The room as a Django app."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    """Tells Django of the models in this room."""

    name = "kith.register.children"
    label = "children"
