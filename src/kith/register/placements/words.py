"""The kinds of placement."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlacementKind(models.TextChoices):
    """Where a child lives."""

    FOSTER = "foster", _("Foster family")
    HOME = "home", _("Children's home")
    SUPPORTED = "supported", _("Supported accommodation")
    RELATIVES = "relatives", _("With relatives")
    HOSPITAL = "hospital", _("Hospital")
    HOSTEL = "hostel", _("Hostel")
    HOTEL = "hotel", _("Hotel")
    BED_AND_BREAKFAST = "bed_and_breakfast", _("Bed and breakfast")
    OTHER = "other", _("Elsewhere")
