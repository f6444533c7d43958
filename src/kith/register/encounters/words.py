"""The fixed answers of an encounter: kinds, states, the six things of the identity kit.

Always holds: "declined by the child" and "not possible" complete an item of the kit as much as "captured" does.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EncounterKind(models.TextChoices):
    """Where and by whom the child was met."""

    PORT = "port", _("At a port or airport")
    POLICE = "police", _("By police")
    HOME = "home", _("In a children's home or foster home")
    SOCIAL_WORK = "social_work", _("By social work")
    OTHER = "other", _("Elsewhere")


class State(models.TextChoices):
    """Whether an encounter is still being written down."""

    DRAFT = "draft", _("Being written down")
    RECORDED = "recorded", _("Recorded")


class KitItem(models.TextChoices):
    """The six things that first contact should capture."""

    PHOTOGRAPH = "photograph", _("Photograph")
    FINGERPRINTS = "fingerprints", _("Fingerprints")
    DOCUMENT = "document", _("Travel document")
    NAMES = "names", _("Names and birth, as told")
    BELONGING = "belonging", _("Nationality and language")
    COMPANIONS = "companions", _("Who they were with")


class KitState(models.TextChoices):
    """The four states of an item of the kit."""

    CAPTURED = "captured", _("Captured")
    NOT_POSSIBLE = "not_possible", _("Not possible")
    DECLINED = "declined", _("Declined by the child")
    NOT_ASKED = "not_asked", _("Not yet asked")


class ClaimKind(models.TextChoices):
    """What something said or shown is about."""

    NAME = "name", _("Name")
    BIRTH = "birth", _("Birth")
    NATIONALITY = "nationality", _("Nationality")
    LANGUAGE = "language", _("Language")
    DOCUMENT = "document", _("Travel document")


class Source(models.TextChoices):
    """How a claim is known. There is no entry for an officer's guess at an age, and there never is."""

    CHILD = "child", _("The child said so")
    ADULT = "adult", _("Somebody else said so")
    DOCUMENT = "document", _("A document says so")


class CaptureKind(models.TextChoices):
    """What was captured as a file."""

    PHOTOGRAPH = "photograph", _("Photograph")
    FINGERPRINT = "fingerprint", _("Fingerprint")
