"""The kinds of associates, and what they were to the child by what was said or seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssociateKind(models.TextChoices):
    """What was met together with a child."""

    ADULT = "adult", _("Adult")
    PHONE = "phone", _("Phone")
    VEHICLE = "vehicle", _("Vehicle")
    ADDRESS = "address", _("Address")
