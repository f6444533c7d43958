"""The loader: an invented population becomes a register through the same actions that people use."""

from __future__ import annotations

from datetime import date

import pytest

from kith.register.children.models import Child
from kith.register.encounters.models import Capture, Encounter
from kith.register.matches.gallery import THE_GALLERY
from kith.register.matches.models import Search, SearchState
from kith.register.missing.models import MissingEpisode
from kith.synthetic.load import load
from kith.synthetic.population import population
from kith.trust.log import chain

DAY = date(2026, 3, 1)


@pytest.mark.django_db(transaction=True)
def test_an_invented_population_becomes_a_register():
    """Every child, encounter, capture and episode is there, every encounter was searched, and the log verifies."""
    THE_GALLERY.forget()
    people = population(children=6, until=DAY)
    told: list[tuple[int, int]] = []
    children = load(children=6, until=DAY, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (6, 6)
    assert len(children) == Child.objects.count() == 6
    met = [encounter for child in people for encounter in child.encounters]
    assert Encounter.objects.filter(child__isnull=False, state="recorded").count() == len(met)
    assert Capture.objects.filter(kind="fingerprint").count() == sum(len(one.fingers) for one in met)
    assert Capture.objects.filter(kind="photograph").count() == sum(one.sitting is not None for one in met)
    assert MissingEpisode.objects.count() == sum(len(child.episodes) for child in people)
    assert MissingEpisode.objects.filter(found_at=None).count() == sum(child.missing_now for child in people)
    assert set(Search.objects.values_list("state", flat=True)) == {SearchState.DONE}
    assert chain.verify().entries > len(met)
    THE_GALLERY.forget()
