"""Every address of the pages, each with its name.

Always holds: every view here carries the door of `access.page` (its `kith_access`), besides the choice of a language,
which knows nothing of the register.
"""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.i18n import set_language

from kith.web import (
    capturing,
    checking,
    children,
    compare,
    hand_over,
    home,
    images,
    keeping,
    matches,
    notices,
    result,
    signing,
    style_page,
)

ENCOUNTER = "encounters/<uuid:encounter_id>"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("purpose", signing.purpose, name="purpose"),
    path("style", style_page.style, name="style"),
    path("session", signing.session, name="session"),
    path("language", set_language, name="set_language"),
    path("first-contact", capturing.first_contact, name="first_contact"),
    path("identify", capturing.identify, name="identify"),
    path(f"{ENCOUNTER}/step/<slug:step>", capturing.step, name="step"),
    path(f"{ENCOUNTER}/typed/<slug:step>", keeping.keep_typed, name="keep_typed"),
    path(f"{ENCOUNTER}/check", checking.check, name="check"),
    path(f"{ENCOUNTER}/record", checking.record, name="record"),
    path(f"{ENCOUNTER}/register", checking.register_child, name="register_child"),
    path(f"{ENCOUNTER}/hand-over", hand_over.hand_over, name="hand_over"),
    path(
        f"{ENCOUNTER}/companions/<uuid:meeting_id>/remove",
        capturing.remove_companion,
        name="remove_companion",
    ),
    path("captures/<uuid:capture_id>/image", images.image, name="image"),
    path(f"{ENCOUNTER}/captures/<uuid:capture_id>/remove", capturing.remove_capture, name="remove_capture"),
    *result.patterns,
    *compare.patterns,
    *matches.patterns,
    *children.patterns,
    *notices.patterns,
]
