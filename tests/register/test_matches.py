"""Matches: every encounter is searched, one person proposes, another decides, and nothing merges by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.fingers import taken

from kith.errors import AlreadyDecided, BadAnswer, NotFound, NotPermitted, SamePerson
from kith.register.children.models import Child, Notice
from kith.register.children.queries import child_by_reference, children
from kith.register.encounters import actions as encounters
from kith.register.encounters.models import Capture, Encounter
from kith.register.encounters.words import EncounterKind
from kith.register.matches import actions, queries, searching
from kith.register.matches.gallery import THE_GALLERY
from kith.register.matches.models import Match, MatchState, Search, SearchState
from kith.register.missing.actions import record_found, report_missing
from kith.register.missing.queries import children_missing_tonight, episodes_of
from kith.register.placements.actions import open_address, place_child
from kith.register.placements.queries import where_tonight
from kith.register.placements.words import AddressReason, PlacementKind
from kith.trust.rows import change
from kith.trust.vault.models import Sealed
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from kith.register.encounters.prepared import Prepared

pytestmark = pytest.mark.django_db

ADDRESS = "7 Cormorant Row, Saltmere QX1 2CC"


@pytest.fixture
def meet(cast, django_capture_on_commit_callbacks):
    """Record an encounter with some fingers and a name, and let its search run."""

    def meeting(
        who, *fingers: Prepared, name: str = "", kind: EncounterKind = EncounterKind.PORT
    ) -> Encounter:
        with django_capture_on_commit_callbacks(execute=True):
            begun = encounters.begin_encounter(who, kind, place="Saltmere")
            encounters.describe_encounter(who, begun.pk, {"responsible_adult": "Rosa Interpreter"})
            if name:
                encounters.say_names(who, begun.pk, [name])
            for one in fingers:
                encounters.add_capture(who, begun.pk, one)
            return encounters.record_encounter(who, begun.pk)

    return meeting


@pytest.fixture
def known(cast, meet):
    """A child recorded at the port with two fingers, placed at an address, and missing; three others beside."""
    port = cast.who("port", Purpose.FIRST_CONTACT)
    children = []
    for n, name in (
        (1, "Nguyen Thi Hong Nhung"),
        (11, "Ardit Hoxha"),
        (21, "Tesfalem Gebre"),
        (31, "Karim Yusuf"),
    ):
        met = meet(port, taken(n, 0, 2), taken(n + 1, 0, 7), name=name)
        children.append(encounters.register_child(port, met.pk, cast.care_team.pk))
    care = cast.who("social", Purpose.CARE)
    place_child(care, children[0].pk, PlacementKind.FOSTER, timezone.now(), area="Saltmere", address=ADDRESS)
    report_missing(care, children[0].pk, timezone.now(), place="School")
    return children


@pytest.fixture
def found(cast, meet, known):
    """A young person at a cannabis farm with one finger of the missing child and a part of the name."""
    return meet(
        cast.who("police", Purpose.RECOGNISE), taken(1, 1, 2), name="Nhung", kind=EncounterKind.POLICE
    )


def test_the_missing_child_is_found_and_the_team_is_to_be_called(cast, known, found):
    """One finger of another impression leads to the missing child, with the team and its telephone."""
    result = queries.search_result(cast.who("police", Purpose.RECOGNISE), found.pk)
    assert result.headline == "missing"
    assert result.complete
    lead = result.leads[0]
    assert (lead.reference, lead.team, lead.phone) == (
        known[0].reference,
        "Harrowby duty team",
        "020 7946 0003",
    )
    assert lead.missing_since is not None
    assert lead.probable


def test_no_address_is_in_a_result_or_a_notice(cast, known, found):
    """Where the child lived stands in no part of a result, a comparison or a notice."""
    police = cast.who("police", Purpose.RECOGNISE)
    actions.propose(police, found.pk, f"child:{known[0].pk}", "The same fingers")
    shown = [
        repr(queries.search_result(police, found.pk)),
        repr(queries.comparison(police, found.pk, f"child:{known[0].pk}")),
        *(notice.says for notice in Notice.objects.all()),
        *(str(search.answer) for search in Search.objects.all()),
    ]
    assert not any("Cormorant" in text or "QX1" in text for text in shown)


def test_a_stranger_is_not_known_and_it_is_said_what_was_searched(cast, meet, known):
    """Nobody is offered for a finger that nobody on the register has."""
    met = meet(cast.who("police", Purpose.RECOGNISE), taken(901, 0, 2), kind=EncounterKind.POLICE)
    result = queries.search_result(cast.who("police", Purpose.RECOGNISE), met.pk)
    assert (result.headline, result.leads) == ("not_known", ())
    assert result.size == 4
    assert result.searched["fingerprint"] == 4


def test_an_encounter_does_not_find_itself(cast, meet):
    """The first encounter of an empty register leads to nobody."""
    met = meet(cast.who("port", Purpose.FIRST_CONTACT), taken(1))
    assert queries.search_result(cast.who("port", Purpose.FIRST_CONTACT), met.pk).leads == ()


def test_an_unknown_young_person_is_found_again(cast, meet):
    """Somebody recorded without deciding who they are is found by the next encounter all the same."""
    police = cast.who("police", Purpose.RECOGNISE)
    first = meet(police, taken(1, 0), name="Nhung", kind=EncounterKind.POLICE)
    second = meet(police, taken(1, 1), name="Linh", kind=EncounterKind.POLICE)
    lead = queries.search_result(police, second.pk).leads[0]
    assert (lead.subject, lead.reference, lead.recorded_by) == (
        f"encounter:{first.pk}",
        "",
        "Northmoor Police",
    )


def test_searching_twice_does_not_weaken_a_lead(cast, meet, known, found):
    """The same young person met again, before anybody decided, is still a probable lead to the child."""
    police = cast.who("police", Purpose.RECOGNISE)
    again = meet(police, taken(1, 1, 2), name="Nhung", kind=EncounterKind.POLICE)
    leads = queries.search_result(police, again.pk).leads
    assert {lead.subject for lead in leads} == {f"child:{known[0].pk}", f"encounter:{found.pk}"}
    child = next(lead for lead in leads if lead.reference)
    assert child.probable


def test_what_cannot_be_opened_makes_the_answer_incomplete(cast, meet, known):
    """A damaged template is not passed over in silence: the answer says incomplete and how many were not searched."""
    capture = Capture.objects.exclude(template=None).filter(encounter__child=known[2]).first()
    change(Sealed.objects.get(pk=capture.template_id), sealed=b"damaged")
    THE_GALLERY.forget()
    met = meet(cast.who("police", Purpose.RECOGNISE), taken(901), kind=EncounterKind.POLICE)
    result = queries.search_result(cast.who("police", Purpose.RECOGNISE), met.pk)
    assert (result.headline, result.complete) == ("incomplete", False)
    assert "one record does not open" in str(result.problems[0])


def test_a_search_that_breaks_does_not_lose_the_encounter(cast, meet, monkeypatch):
    """The encounter stays recorded, the result says incomplete, and the search is taken up again later."""
    monkeypatch.setattr(searching, "answer_for", lambda _: 1 / 0)
    police = cast.who("police", Purpose.RECOGNISE)
    met = meet(police, taken(1), kind=EncounterKind.POLICE)
    assert Search.objects.get().state == SearchState.FAILED
    assert queries.search_result(police, met.pk).headline == "incomplete"
    monkeypatch.undo()
    assert searching.take_up_pending() == 1
    assert queries.search_result(police, met.pk).headline == "not_known"


def test_two_people_decide(cast, known, found):
    """The proposer cannot confirm; a second person can, with a reason; then the encounter belongs to the child."""
    police, second = cast.who("police", Purpose.RECOGNISE), cast.who("second", Purpose.REVIEW)
    match = actions.propose(police, found.pk, f"child:{known[0].pk}", "Same scar")
    with pytest.raises(SamePerson):
        actions.decide(cast.who("police", Purpose.REVIEW), match.pk, confirmed=True, why="Sure")
    with pytest.raises(BadAnswer):
        actions.decide(second, match.pk, confirmed=True, why="  ")
    assert Encounter.objects.get(pk=found.pk).child is None
    actions.decide(second, match.pk, confirmed=True, why="Eleven minutiae and the name")
    assert Encounter.objects.get(pk=found.pk).child == known[0]
    with pytest.raises(AlreadyDecided):
        actions.decide(cast.who("lead", Purpose.REVIEW), match.pk, confirmed=False, why="No")


def test_the_database_itself_wants_two_people(cast, known, found):
    """Not even a programming error can let one person propose and confirm."""
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), found.pk, f"child:{known[0].pk}", "The same fingers"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(
            state=MatchState.CONFIRMED, decided_by=match.proposed_by, decided_at=timezone.now()
        )


def test_the_responsible_team_is_told(cast, known, found):
    """The team of the child hears of the proposal and of the decision; the team that met the young person of the decision."""
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), found.pk, f"child:{known[0].pk}", "The same fingers"
    )
    assert "may be child" in Notice.objects.filter(team=cast.care_team).first().says
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    for team in (cast.care_team.pk, cast.police.team_id):
        assert "It is confirmed" in Notice.objects.filter(team_id=team).first().says


def test_a_confirmed_child_is_found_by_the_new_evidence(cast, meet, known, found):
    """After the confirmation the gallery knows the child by the new encounter too, and the encounter by itself no more."""
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), found.pk, f"child:{known[0].pk}", "The same fingers"
    )
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    again = meet(cast.who("police", Purpose.RECOGNISE), taken(1, 2, 2), kind=EncounterKind.POLICE)
    leads = queries.search_result(cast.who("police", Purpose.RECOGNISE), again.pk).leads
    assert [lead.subject for lead in leads] == [f"child:{known[0].pk}"]


def test_a_rejection_is_remembered_and_shown(cast, known, found):
    """A rejected pair can be proposed again, and says that it was rejected before."""
    police = cast.who("police", Purpose.RECOGNISE)
    subject = f"child:{known[0].pk}"
    match = actions.propose(police, found.pk, subject, "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=False, why="Another scar")
    assert Encounter.objects.get(pk=found.pk).child is None
    assert queries.search_result(police, found.pk).leads[0].rejected_before
    assert actions.propose(police, found.pk, subject, "The same fingers").state == MatchState.PROPOSED


def test_proposing_needs_a_reason(cast, known, found):
    """Whoever decides reads why it was proposed, so nobody proposes without a word."""
    with pytest.raises(BadAnswer) as refused:
        actions.propose(cast.who("police", Purpose.RECOGNISE), found.pk, f"child:{known[0].pk}", "  ")
    assert refused.value.field == "why"
    assert not Match.objects.exists()


def test_a_pair_waits_once(cast, known, found):
    """The same match is not proposed twice while it waits."""
    police = cast.who("police", Purpose.RECOGNISE)
    actions.propose(police, found.pk, f"child:{known[0].pk}", "The same fingers")
    with pytest.raises(AlreadyDecided):
        actions.propose(police, found.pk, f"child:{known[0].pk}", "The same fingers")


def test_only_an_offered_candidate_is_proposed(cast, known, found):
    """Nobody proposes a child whom the search did not offer."""
    with pytest.raises(NotFound):
        actions.propose(
            cast.who("police", Purpose.RECOGNISE),
            found.pk,
            "child:00000000-0000-0000-0000-000000000000",
            "None",
        )


def test_a_port_officer_does_not_decide(cast, known, found):
    """Deciding is for police and social work with the purpose of review."""
    match = actions.propose(
        cast.who("police", Purpose.RECOGNISE), found.pk, f"child:{known[0].pk}", "The same fingers"
    )
    with pytest.raises(NotPermitted):
        actions.decide(cast.who("port", Purpose.FIRST_CONTACT), match.pk, confirmed=True, why="x")


def test_two_records_of_one_child_become_one(cast, meet, known):
    """When an encounter that was registered as a child is confirmed to be another, one record leads to the other."""
    police = cast.who("police", Purpose.RECOGNISE)
    met = meet(police, taken(1, 1, 2), name="Linh", kind=EncounterKind.POLICE)
    wrong = encounters.register_child(police, met.pk, cast.care_team.pk, why="Not seen")
    match = actions.propose(police, met.pk, f"child:{known[0].pk}", "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    assert Child.objects.get(pk=wrong.pk).same_as == known[0]
    assert known[0].encounters.count() == 2


def test_two_unknown_encounters_become_one_child(cast, meet):
    """When neither was decided, the confirmation makes the child."""
    police = cast.who("police", Purpose.RECOGNISE)
    first = meet(police, taken(1, 0), kind=EncounterKind.POLICE)
    second = meet(police, taken(1, 1), kind=EncounterKind.POLICE)
    match = actions.propose(police, second.pk, f"encounter:{first.pk}", "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    child = Child.objects.get()
    assert {row.pk for row in child.encounters.all()} == {first.pk, second.pk}


def test_the_comparison_draws_the_matched_minutiae(cast, known, found):
    """Both prints of the matched finger are there, with pairs inside both images."""
    side = queries.comparison(cast.who("police", Purpose.RECOGNISE), found.pk, f"child:{known[0].pk}")
    pair = side.pairs[0]
    assert pair.finger == "right index finger"
    assert len(pair.probe) == len(pair.candidate) >= 6
    for points, size in ((pair.probe, pair.probe_size), (pair.candidate, pair.candidate_size)):
        assert all(0 <= p.x <= size[0] and 0 <= p.y <= size[1] for p in points)


def test_what_a_record_had_goes_with_the_child(cast, meet, known):
    """When two records become one, the missing episode, the placement with its address, and notices go along."""
    police, care = cast.who("police", Purpose.RECOGNISE), cast.who("social", Purpose.CARE)
    met = meet(police, taken(11, 1, 2), name="Linh", kind=EncounterKind.POLICE)
    record = encounters.register_child(police, met.pk, cast.care_team.pk, why="Another face")
    report_missing(care, record.pk, timezone.now(), place="Park")
    stay = place_child(care, record.pk, PlacementKind.HOTEL, timezone.now(), address="9 Ropewalk, Mossgate")
    match = actions.propose(police, met.pk, f"child:{known[1].pk}", "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    assert [one.last_seen_place for one in episodes_of(care, known[1].pk)] == ["Park"]
    assert where_tonight(care, known[1].pk).answer == "missing"
    assert open_address(care, stay.pk, AddressReason.VISIT) == "9 Ropewalk, Mossgate"
    stay.refresh_from_db()
    assert stay.address.key.owner == f"child:{known[1].pk}"
    record_found(care, record.pk, timezone.now())
    assert where_tonight(care, known[1].pk).answer == "placed"
    assert children(care, record.reference) == [known[1]]
    assert child_by_reference(care, record.reference) == known[1]


def test_two_open_episodes_become_one_and_end_together(cast, meet, known):
    """Where both records were missing, the earlier episode stays open, and being found ends both."""
    police, care = cast.who("police", Purpose.RECOGNISE), cast.who("social", Purpose.CARE)
    met = meet(police, taken(1, 1, 2), name="Linh", kind=EncounterKind.POLICE)
    record = encounters.register_child(police, met.pk, cast.care_team.pk, why="Another face")
    report_missing(care, record.pk, timezone.now(), place="Park")
    match = actions.propose(police, met.pk, f"child:{known[0].pk}", "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    assert len(children_missing_tonight(care)) == 1
    assert [one.last_seen_place for one in episodes_of(care, known[0].pk) if one.is_open] == ["School"]
    record_found(care, known[0].pk, timezone.now())
    assert children_missing_tonight(care) == []
    assert all(one.found_at for one in episodes_of(care, known[0].pk))


def test_a_lead_follows_what_became_of_the_candidate(cast, meet):
    """An unknown young person who was registered and reported missing after the search is a lead to a missing child."""
    police, port, care = (
        cast.who("police", Purpose.RECOGNISE),
        cast.who("port", Purpose.FIRST_CONTACT),
        cast.who("social", Purpose.CARE),
    )
    first = meet(port, taken(1, 0))
    second = meet(police, taken(1, 1), kind=EncounterKind.POLICE)
    assert queries.search_result(police, second.pk).headline == "possible"
    child = encounters.register_child(port, first.pk, cast.care_team.pk)
    report_missing(care, child.pk, timezone.now())
    result = queries.search_result(police, second.pk)
    assert (result.headline, result.leads[0].subject) == ("missing", f"child:{child.pk}")
    assert (
        actions.propose(police, second.pk, f"encounter:{first.pk}", "The same fingers").candidate
        == f"child:{child.pk}"
    )


def test_after_the_decision_the_result_still_names_the_child(cast, meet):
    """A confirmed match with an unknown young person leaves the result with the child that both became."""
    police = cast.who("police", Purpose.RECOGNISE)
    first = meet(police, taken(1, 0), kind=EncounterKind.POLICE)
    second = meet(police, taken(1, 1), kind=EncounterKind.POLICE)
    match = actions.propose(police, second.pk, f"encounter:{first.pk}", "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=True, why="Fingers")
    assert queries.search_result(police, second.pk).leads[0].subject == f"child:{Child.objects.get().pk}"


def test_a_rejection_outlives_what_became_of_both(cast, meet, known):
    """After the rejected young person was registered, the next encounter with them still shows that it was rejected."""
    police = cast.who("police", Purpose.RECOGNISE)
    met = meet(police, taken(1, 1, 2), kind=EncounterKind.POLICE)
    match = actions.propose(police, met.pk, f"child:{known[0].pk}", "The same fingers")
    actions.decide(cast.who("second", Purpose.REVIEW), match.pk, confirmed=False, why="Another scar")
    child = encounters.register_child(police, met.pk, cast.care_team.pk, why="Rejected by a colleague")
    with_child = encounters.begin_encounter(police, EncounterKind.POLICE, child_id=child.pk)
    encounters.describe_encounter(police, with_child.pk, {"responsible_adult": "Rosa Interpreter"})
    encounters.add_capture(police, with_child.pk, taken(1, 2, 2))
    encounters.record_encounter(police, with_child.pk)
    searching.take_up_pending()
    leads = {lead.subject: lead for lead in queries.search_result(police, with_child.pk).leads}
    assert leads[f"child:{known[0].pk}"].rejected_before


def test_the_team_of_a_missing_child_hears_of_a_probable_lead_at_once(cast, known, found):
    """Nobody has to propose anything before those who look for the child are told."""
    says = [notice.says for notice in Notice.objects.filter(team=cast.care_team)]
    assert any("may be missing child" in text and known[0].reference in text for text in says)


def test_registering_against_a_lead_needs_a_reason_that_the_team_reads(cast, known, found):
    """Whoever registers a child as new although the search leads to a missing one says why."""
    police = cast.who("police", Purpose.RECOGNISE)
    with pytest.raises(BadAnswer, match=known[0].reference):
        encounters.register_child(police, found.pk, cast.care_team.pk)
    assert Encounter.objects.get(pk=found.pk).child is None
    encounters.register_child(police, found.pk, cast.care_team.pk, why="Twenty years older")
    assert any("Twenty years older" in notice.says for notice in Notice.objects.filter(team=cast.care_team))


def test_compared_with_nobody_is_incomplete(cast, meet):
    """A finger against a register without any finger is not "not known"."""
    meet(cast.who("port", Purpose.FIRST_CONTACT), name="Nhung")
    met = meet(cast.who("police", Purpose.RECOGNISE), taken(1), kind=EncounterKind.POLICE)
    assert queries.search_result(cast.who("police", Purpose.RECOGNISE), met.pk).headline == "incomplete"
