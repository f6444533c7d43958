"""The invented population is possible: nothing overlaps, nobody is of age, nothing in it is anybody's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from kith.evidence.document import parse_mrz
from kith.synthetic.course import birthday, moment
from kith.synthetic.documents import mrz
from kith.synthetic.invented import AssociateKind, Item, Precision, State, digest, to_json
from kith.synthetic.places import AGENCIES, TOWNS
from kith.synthetic.population import CHILDREN, SEED, population

UNTIL = date(2026, 3, 1)
DIGEST = "8ec38a61e77e3ff8c6039c4528d573edefbf242dde7c2f0114b0af690669eaee"


@pytest.fixture(scope="module")
def children():
    """The population as it is made at the first start."""
    return population(until=UNTIL)


@pytest.fixture(scope="module")
def encounters(children):
    """All encounters of all children."""
    return [met for child in children for met in child.encounters]


def test_the_same_seed_gives_the_same_population_on_every_machine(children):
    """The digest of the JSON form is the one that was written down, and of another seed another."""
    assert digest(children) == DIGEST
    assert digest(population(SEED + 1, until=UNTIL)) != DIGEST


def test_the_population_does_not_depend_on_the_process():
    """A new process, with other hashes of strings, gives the same population."""
    code = (
        "from datetime import date; from kith.synthetic.invented import digest;"
        "from kith.synthetic.population import population;"
        "print(digest(population(7, 20, until=date(2026, 3, 1))))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "77", "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == digest(population(7, 20, until=UNTIL))


def test_the_json_form_holds_everything(children):
    """The JSON opens again, child by child, with dates as ISO 8601."""
    read = json.loads(to_json(children[:5]))
    assert [child["key"] for child in read] == [child.key for child in children[:5]]
    assert datetime.fromisoformat(read[0]["encounters"][0]["when"]) == children[0].encounters[0].when


def test_keys_and_fingers_are_nobody_elses(children, encounters):
    """Keys are unique; no two children share a finger or a face."""
    assert len({child.key for child in children}) == len(children) == CHILDREN
    assert len({met.key for met in encounters}) == len(encounters)
    assert len({finger.master for child in children for finger in child.fingers}) == 2 * CHILDREN
    assert len({child.portrait for child in children}) == CHILDREN


def test_everybody_is_a_child_throughout(children):
    """At each encounter even the earliest birth makes a child; the range of a birth is as wide as its precision."""
    for child in children:
        eighteen = birthday(child.birth.earliest, 18)
        assert all(met.when.date() <= eighteen for met in child.encounters)
        assert child.encounters[0].when.date() < eighteen
        width = (child.birth.latest - child.birth.earliest).days
        expected = {Precision.EXACT: (0,), Precision.YEAR: (364, 365), Precision.ABOUT: (730,)}
        assert width in expected[child.birth.precision]


def test_encounters_are_in_order_within_two_years(children):
    """A child's encounters follow one another, all in UTC, within the two years before the end."""
    end = moment(UNTIL)
    for child in children:
        times = [met.when for met in child.encounters]
        assert times == sorted(times)
        assert all(time.tzinfo is UTC for time in times)
        assert end - timedelta(days=732) < times[0]
        assert times[-1] < end


def test_kits_are_whole_and_their_states_valid(encounters):
    """Each kit has all six things once; what was not possible says why; what was captured is there."""
    for met in encounters:
        states = {state.item: state for state in met.kit}
        assert len(met.kit) == len(states) == len(Item)
        assert all(bool(state.why) == (state.state is State.NOT_POSSIBLE) for state in met.kit)
        assert (states[Item.FINGERPRINTS].state is State.CAPTURED) == bool(met.fingers)
        assert (states[Item.PHOTOGRAPH].state is State.CAPTURED) == (met.sitting is not None)
        assert (states[Item.DOCUMENT].state is State.CAPTURED) == met.document_seen
        assert (states[Item.COMPANY].state is State.CAPTURED) == bool(met.associates)
        assert met.name_said


def test_all_four_states_occur(encounters):
    """Captured, not possible, declined and not yet asked all turn up, as in life."""
    assert {state.state for met in encounters for state in met.kit} == set(State)


def test_fingers_are_taken_as_the_rules_have_it(children):
    """Never under six; under sixteen with a responsible adult; only the child's own, at a child's size."""
    for child in children:
        own = {(finger.position, finger.master) for finger in child.fingers}
        for met in child.encounters:
            day = met.when.date()
            if met.fingers:
                assert day >= birthday(child.birth.earliest, 6)
                assert met.responsible_adult or day >= birthday(child.birth.earliest, 16)
            assert {(taken.position, taken.master) for taken in met.fingers} <= own
            assert all(0.7 < taken.scale <= 1 and 0 <= taken.degrade <= 1 for taken in met.fingers)


def test_placements_do_not_overlap(children):
    """A placement ends before or when the next starts, and only the last can last."""
    for child in children:
        for stay, following in pairwise(child.placements):
            assert stay.end is not None
            assert stay.start < stay.end <= following.start
        assert all(stay.end is None or stay.start < stay.end for stay in child.placements)


def test_missing_episodes_are_possible(children):
    """They follow one another after first contact; only the last can be open, and an open one tells nothing of finding."""
    for child in children:
        for episode in child.episodes:
            assert child.encounters[0].when < episode.last_seen < moment(UNTIL)
            if episode.found is None:
                assert episode is child.episodes[-1]
                assert (episode.found_place, episode.found_doing) == ("", "")
            else:
                assert episode.last_seen < episode.found < moment(UNTIL)
                assert episode.found_place in TOWNS
        assert all(one.found <= following.last_seen for one, following in pairwise(child.episodes))


def test_nobody_is_met_or_placed_while_missing(children):
    """Between last seen and found there is no encounter, and no placement starts."""
    for child in children:
        for episode in child.episodes:
            until = episode.found or moment(UNTIL)
            assert not any(episode.last_seen <= met.when < until for met in child.encounters)
            assert not any(episode.last_seen <= stay.start < until for stay in child.placements)


def test_as_many_are_missing_as_the_country_says(children):
    """37 % have been missing at least once and twenty are missing now, all of them under eighteen."""
    assert sum(bool(child.episodes) for child in children) == round(0.37 * CHILDREN)
    missing = [child for child in children if child.missing_now]
    assert len(missing) == 20
    assert all(birthday(child.birth.earliest, 18) > UNTIL for child in missing)


def test_some_associates_are_met_with_several_children(children):
    """Adults, phones, vehicles and addresses recur with other children; one key is one thing."""
    children_of = Counter(
        key for child in children for key in {a.key for met in child.encounters for a in met.associates}
    )
    assert sum(count > 1 for count in children_of.values()) >= 30
    everyone = {a for child in children for met in child.encounters for a in met.associates}
    assert len({a.key for a in everyone}) == len(everyone)
    assert {a.kind for a in everyone} == set(AssociateKind)


def test_phones_plates_and_addresses_are_nobodys(encounters):
    """Phones are Ofcom's for drama, plates and postcodes of a form never issued, towns invented, agencies at example.org."""
    drama = re.compile(r"07700 900\d{3}|020 7946 0\d{3}")
    plate = re.compile(r"[a-z ]+, Q[A-Z]00 [IQZ][A-Z]{2}")
    home = re.compile(r"\d+ .+, (?P<town>.+) QX\d \d[CIKMOV]{2}")
    for met in encounters:
        assert met.place in TOWNS
        for associate in met.associates:
            if associate.kind is AssociateKind.PHONE:
                assert drama.fullmatch(associate.what)
            elif associate.kind is AssociateKind.VEHICLE:
                assert plate.fullmatch(associate.what)
            elif associate.kind is AssociateKind.ADDRESS:
                found = home.fullmatch(associate.what)
                assert found
                assert found["town"] in TOWNS
    assert all(agency.email.endswith("@example.org") and drama.fullmatch(agency.phone) for agency in AGENCIES)


def test_documents_tell_the_childs_own_facts(children):
    """A zone reads back as the child who holds it, issued by the state that does not exist; a forgery is doubted."""
    documents = [child for child in children if child.document]
    assert len(documents) > 40
    for child in documents:
        document = child.document
        read = parse_mrz(mrz(document), reference=UNTIL)
        assert (read.issuing_state, read.nationality) == ("UTO", child.nationality)
        assert read.birth
        assert (read.birth.earliest, read.birth.latest) == (child.birth.earliest, child.birth.latest)
        assert read.surname.split()[0] in child.names[0].latin.upper().replace("-", " ").split()
        assert {error.field for error in read.errors} == (
            _doubts(document) if document.wrong_check_digit else set()
        )
    assert {child.document.wrong_check_digit for child in documents} == {True, False}


def _doubts(document):
    """The fields that a wrong check digit of the number puts in doubt, by format."""
    return {"number"} if document.format.startswith("MRV") else {"number", "composite"}


def test_names_are_said_in_many_ways(children):
    """Of children met more than once most have given their name in more than one spelling, order or script."""
    often = [child for child in children if len(child.encounters) > 2]
    several = [child for child in often if len({met.name_said for met in child.encounters}) > 1]
    assert len(several) > 0.7 * len(often)
