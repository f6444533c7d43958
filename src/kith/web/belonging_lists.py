"""The nationalities and languages that a page offers, each with its code.

Always holds: the codes are those that travel documents and interpreters use (ICAO and ISO 3166-1 alpha-3, ISO 639); the
lists help to recognise a child and to find an interpreter, and say nothing about risk.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kith.evidence import document

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# beside the states of ISO 3166-1: what a passport may say of somebody without one, or of a British national
_MORE = frozenset({"RKS", "XXA", "XXB", "XXC", "XXX", "GBD", "GBN", "GBO", "GBP", "GBS"})


@cache
def nationalities() -> dict[str, str]:
    """Code to English name, by name."""
    known = [one for one in document.known_codes().values() if one.source == "iso" or one.code in _MORE]
    return {one.code: one.name for one in sorted(known, key=lambda one: one.name)}


@cache
def languages() -> dict[str, str]:
    """Code to English name and the language's own name, by English name, for children who read it on the screen."""
    text = (files(__package__) / "languages.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: row["name"])
    return {
        row["code"]: f"{row['name']} ({row['own']})" if row["own"] not in {"", row["name"]} else row["name"]
        for row in rows
    }


def choices(listed: dict[str, str]) -> list[tuple[str, StrOrPromise]]:
    """A list as the choices of a select, with "not said" first; names are shown in the page's language where known."""
    return [("", _("Not said")), *((code, _(name)) for code, name in listed.items())]
