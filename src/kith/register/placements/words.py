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


class AddressReason(models.TextChoices):
    """Why somebody opens the address of a child's placement."""

    VISIT = "visit", _("To visit the child")
    TRANSPORT = "transport", _("To bring the child somewhere")
    DANGER = "danger", _("The child is in danger there")
    RETURN = "return", _("To bring a found child back")
    CORRECT = "correct", _("To check that the address is right")
