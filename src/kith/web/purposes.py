"""The purposes in words, with one sentence of help each.

Always holds: every purpose of `kith.trust.who` is here, and none besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kith.trust.who import Purpose

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SAID: dict[Purpose, tuple[StrOrPromise, StrOrPromise]] = {
    Purpose.FIRST_CONTACT: (
        _("Record a child at first contact"),
        _("You have met a child, or somebody who may be one, and write down who they are."),
    ),
    Purpose.RECOGNISE: (
        _("Find out who a young person is, to protect them"),
        _("A young person is with you now, and you want to know whether somebody is missing them."),
    ),
    Purpose.MISSING: (
        _("Find a missing child"),
        _("A child has gone missing, and you are looking for them."),
    ),
    Purpose.CARE: (
        _("Care for a child and keep them safe"),
        _("Your team is responsible for the child, or is about to be."),
    ),
    Purpose.REVIEW: (
        _("Decide on a possible match"),
        _("A colleague has proposed that two records are of one child, and a second person must decide."),
    ),
    Purpose.AUDIT: (
        _("Check how the register is used"),
        _("You read who looked at what, and nothing about a child."),
    ),
}


def words_of(purpose: Purpose) -> StrOrPromise:
    """The purpose as a person would say it, in the language of the page."""
    return SAID[purpose][0]
