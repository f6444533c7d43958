"""The identity kit of an encounter as the ring of six shows it, each part with the page that asks.

Always holds: captured, not possible and declined by the child are shown as equally done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from kith.register.encounters.words import KitItem, KitState
from kith.web.components import KitPart

if TYPE_CHECKING:
    from kith.register.encounters.queries import Told


def parts(told: Told | None, *, linked: bool = True) -> list[KitPart]:
    """The six parts of an encounter; before it has begun, all of them not yet asked."""
    return [_part(told, item, linked=linked) for item in KitItem]


def _part(told: Told | None, item: KitItem, *, linked: bool) -> KitPart:
    state = KitState(told.kit.states[item]) if told else KitState.NOT_ASKED
    why = told.kit.reasons.get(item, "") if told else ""
    href = reverse("step", args=[told.encounter.pk, item.value]) if told and linked else ""
    return KitPart(item.label, state.value, state.label, why, href)
