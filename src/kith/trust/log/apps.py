"""The log as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LogConfig(AppConfig):
    """The log; its head exists from the moment the tables do."""

    name = "kith.trust.log"
    label = "log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the head after every migration that did not find one."""
        post_migrate.connect(_head, sender=self, dispatch_uid="kith-log-head")


def _head(using: str, **_: Any) -> None:
    from kith.trust.log.models import GENESIS, Head

    Head.objects.using(using).get_or_create(pk=1, defaults={"mac": GENESIS})
