"""The pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags and static files of the pages."""

    name = "kith.web"
    label = "web"
