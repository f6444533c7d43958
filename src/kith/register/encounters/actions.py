"""The writers of encounters: begin, describe, say, capture, answer, record, and register the child.

Always holds: everything is saved as it comes, so that a flat battery loses nothing; after an encounter was recorded,
nothing in it changes.
"""

# long: the writers of one row stand in one place, so that an auditor reads them as one list

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kith.errors import AlreadyDecided, BadAnswer, NotFound
from kith.evidence import biography, document
from kith.register.children.models import Child
from kith.register.children.steps import locked_child, tell
from kith.register.encounters import captures, rules, steps
from kith.register.encounters.claims import age_data, birth_data, document_data
from kith.register.encounters.models import Capture, Encounter, KitAnswer
from kith.register.encounters.signals import child_registered, encounter_recorded
from kith.register.encounters.words import (
    CaptureKind,
    ClaimKind,
    EncounterKind,
    KitItem,
    KitState,
    Source,
    State,
)
from kith.trust.accounts.models import Account, Team
from kith.trust.acts import acts
from kith.trust.log import chain
from kith.trust.rows import change, merge

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from kith.register.encounters.prepared import Prepared
    from kith.trust.who import Who

DESCRIBED = {"place": 200, "responsible_adult": 200, "notes": 20_000}
TYPED_AT_MOST = 40_000
LONGEST_CODE = 8


@acts("encounter.record")
def begin_encounter(
    who: Who,
    kind: EncounterKind,
    *,
    at: datetime | None = None,
    place: str = "",
    child_id: uuid.UUID | None = None,
) -> Encounter:
    """Begin to write an encounter down; it is saved from now on, and every item of the kit is not yet asked.

    `child_id` is given where it is beyond doubt whom one meets, as on a visit to a placement; otherwise the young
    person is unknown until somebody decides.

    Raises:
        NotFound: no such child.
    """
    child = locked_child(child_id) if child_id else None
    account = Account.objects.select_related("team").get(pk=who.person)
    team = account.team
    encounter = Encounter.objects.create(
        child=child,
        kind=EncounterKind(kind),
        purpose=who.purpose.value if who.purpose else "",
        at=at or timezone.now(),
        place=rules.plain(place, limit=200, field="place"),
        agency=team.agency if team else "",
        team=team,
        officer=account,
        officer_name=who.name,
    )
    KitAnswer.objects.bulk_create(
        KitAnswer(encounter=encounter, item=item, state=KitState.NOT_ASKED) for item in KitItem
    )
    chain.write(who, "encounter begun", subjects=[encounter.subject])
    return encounter


@acts("encounter.record")
def describe_encounter(
    who: Who, encounter_id: uuid.UUID, now: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> Encounter:
    """Change place, time, responsible adult or notes; `was` are the values that the writer had before their eyes.

    Raises:
        ChangedMeanwhile: somebody else changed the same field.
        BadAnswer: a field is not one that can be described, or is too long.
    """
    encounter = steps.writable(who, encounter_id)
    clean: dict[str, Any] = {}
    for name, value in now.items():
        if name == "at":
            clean[name] = _not_in_future(value)
        elif name in DESCRIBED:
            clean[name] = rules.plain(str(value), limit=DESCRIBED[name], field=name)
        else:
            raise BadAnswer(
                f"“{name}” is not part of the description of an encounter.",
                advice="Send at, place, responsible_adult or notes.",
                field=name,
            )
    changed = merge(encounter, was or {}, clean)
    steps.check_fingers(encounter)
    chain.write(who, "encounter described", subjects=[encounter.subject], fields=sorted(changed))
    return encounter


def _not_in_future(at: datetime) -> datetime:
    if at > timezone.now() + timedelta(minutes=5):
        raise BadAnswer("This time is in the future.", advice="Write when you met the child.", field="at")
    return at


@acts("encounter.record")
def keep_typed(who: Who, encounter_id: uuid.UUID, page: str, fields: Mapping[str, str]) -> Encounter:
    """Keep what is being typed on a page before it is sent, so that nothing typed is lost.

    Raises:
        BadAnswer: more than a page of a form can hold.
    """
    encounter = steps.writable(who, encounter_id)
    typed = dict(encounter.typed)
    typed[page[:40]] = {**typed.get(page[:40], {}), **{k[:60]: v for k, v in fields.items()}}
    if sum(len(v) for kept in typed.values() for v in kept.values()) > TYPED_AT_MOST:
        raise BadAnswer("This is more than a form holds.", advice="Shorten it.", field=next(iter(fields), ""))
    change(encounter, typed=typed)
    chain.write(who, "typing kept", subjects=[encounter.subject], page=page[:40])
    return encounter


@acts("encounter.record")
def say_names(
    who: Who, encounter_id: uuid.UUID, names: Sequence[str], source: Source = Source.CHILD
) -> Encounter:
    """Write down names as told, in any script; the first is the one the child uses.

    Raises:
        BadName: one of them is longer than any name.
    """
    encounter = steps.writable(who, encounter_id)
    said = [(name, {"name": name}) for name in (biography.clean_name(n) for n in names if n.strip())]
    steps.claim(encounter, ClaimKind.NAME, said, source)
    steps.answer_by_claims(encounter, KitItem.NAMES, (ClaimKind.NAME,))
    return _said(who, encounter, "names said", ClaimKind.NAME)


@acts("encounter.record")
def say_birth(  # a birth is told in parts, any of which may be missing
    who: Who,
    encounter_id: uuid.UUID,
    *,
    year: int | None = None,
    month: int | None = None,
    day: int | None = None,
    age: int | None = None,
    source: Source = Source.CHILD,
) -> Encounter:
    """Write down a birth date, or a part of one, or an age, as it was told. Nobody estimates one.

    Raises:
        BadAnswer: not a date or an age.
    """
    encounter = steps.writable(who, encounter_id)
    said = []
    if (year, month, day) != (None, None, None):
        said.append(birth_data(year, month, day))
    if age is not None:
        said.append(age_data(age, timezone.localdate(encounter.at)))
    steps.claim(encounter, ClaimKind.BIRTH, said, source)
    steps.check_fingers(encounter)
    return _said(who, encounter, "birth said", ClaimKind.BIRTH)


@acts("encounter.record")
def say_belonging(
    who: Who,
    encounter_id: uuid.UUID,
    nationalities: Mapping[str, str],
    languages: Mapping[str, str],
    source: Source = Source.CHILD,
) -> Encounter:
    """Write down nationalities and languages as told, each a code and its name; they help to recognise, nothing else."""
    encounter = steps.writable(who, encounter_id)
    for kind, told in ((ClaimKind.NATIONALITY, nationalities), (ClaimKind.LANGUAGE, languages)):
        said = [
            (rules.plain(words, limit=100, field=kind), {"code": _code(code)}) for code, words in told.items()
        ]
        steps.claim(encounter, kind, said, source)
    steps.answer_by_claims(encounter, KitItem.BELONGING, (ClaimKind.NATIONALITY, ClaimKind.LANGUAGE))
    return _said(who, encounter, "belonging said", ClaimKind.NATIONALITY)


@acts("encounter.record")
def show_document(who: Who, encounter_id: uuid.UUID, mrz: str) -> document.Mrz:
    """Write down a travel document by the lines at its foot; wrong check digits are kept and named, not refused.

    Raises:
        BadMrz: the lines are not those of a travel document.
    """
    encounter = steps.writable(who, encounter_id)
    text = rules.plain(mrz, limit=600, field="mrz")
    parsed = document.parse_mrz(text)
    data = document_data(parsed, text)
    steps.claim(encounter, ClaimKind.DOCUMENT, [(parsed.number or parsed.format, data)], Source.DOCUMENT)
    steps.check_fingers(encounter)
    steps.answer(encounter, KitItem.DOCUMENT, KitState.CAPTURED)
    _said(who, encounter, "document shown", ClaimKind.DOCUMENT)
    return parsed


def _code(code: str) -> str:
    """A code of a nationality or a language: a few letters.

    Raises:
        BadAnswer: something else.
    """
    if not (code.isascii() and code.replace("-", "").isalnum() and len(code) <= LONGEST_CODE):
        raise BadAnswer("This is not a code.", advice="Choose one of the list.", field="code")
    return code


def _said(who: Who, encounter: Encounter, act: str, kind: ClaimKind) -> Encounter:
    """The log and the child's known name, after something was said."""
    if encounter.child is not None and kind in (ClaimKind.NAME, ClaimKind.DOCUMENT):
        steps.know_as(encounter.child)
    chain.write(who, act, subjects=[encounter.subject, f"encounter:{encounter.pk}"], touches_evidence=True)
    return encounter


@acts("encounter.record")
def add_capture(who: Who, encounter_id: uuid.UUID, prepared: Prepared) -> Capture:
    """Keep a photograph or a finger as received, with its template (see prepared.py).

    Raises:
        Refused: a finger of a child under six.
        BadAnswer: a finger, but the responsible adult is not named yet.
    """
    return _keep(who, encounter_id, [prepared])[0]


@acts("encounter.record")
def add_captures(who: Who, encounter_id: uuid.UUID, prepared: Sequence[Prepared]) -> list[Capture]:
    """Keep every finger of one file: each with its template, the file itself once, as received.

    Raises:
        Refused: a finger of a child under six.
        BadAnswer: a finger, but the responsible adult is not named yet.
    """
    return _keep(who, encounter_id, prepared)


def _keep(who: Who, encounter_id: uuid.UUID, prepared: Sequence[Prepared]) -> list[Capture]:
    """Keep what was found in one file; all of it is of one kind."""
    assert len({id(one.original) for one in prepared}) == 1, "one file at a time"
    encounter = steps.writable(who, encounter_id)
    item = KitItem.PHOTOGRAPH
    if prepared[0].kind == CaptureKind.FINGERPRINT:
        item = KitItem.FINGERPRINTS
        steps.may_take_fingers(encounter)
    first = captures.keep(encounter, prepared[0])
    kept = [first, *(captures.keep(encounter, one, first.original) for one in prepared[1:])]
    steps.answer(encounter, item, KitState.CAPTURED)
    return [_captured(who, encounter, capture) for capture in kept]


def _captured(who: Who, encounter: Encounter, capture: Capture) -> Capture:
    chain.write(
        who,
        f"{capture.kind} captured",
        subjects=[encounter.subject, f"encounter:{encounter.pk}"],
        touches_evidence=True,
        capture=capture.pk,
        sha256=capture.original.sha256,
    )
    return capture


@acts("encounter.record")
def remove_capture(who: Who, capture_id: uuid.UUID) -> Capture:
    """Take a capture out of an encounter that is still being written down; the original stays sealed in the vault.

    Raises:
        AlreadyDecided: the encounter is recorded.
        NotFound: no such capture.
    """
    capture = Capture.objects.select_for_update().filter(pk=capture_id, removed_at=None).first()
    if capture is None:
        raise NotFound("There is no such capture.")
    encounter = steps.writable(who, capture.encounter_id)
    change(capture, removed_at=timezone.now())
    if not encounter.captures.filter(kind=capture.kind, removed_at=None).exists():
        item = KitItem.PHOTOGRAPH if capture.kind == "photograph" else KitItem.FINGERPRINTS
        steps.answer(encounter, item, KitState.NOT_ASKED)
    chain.write(
        who, "capture removed", subjects=[encounter.subject], touches_evidence=True, capture=capture.pk
    )
    return capture


@acts("encounter.record")
def answer_kit(
    who: Who, encounter_id: uuid.UUID, item: KitItem, state: KitState, reason: str = ""
) -> Encounter:
    """Say of an item of the kit that it was not possible (why), declined by the child, or not yet asked.

    Raises:
        BadAnswer: not possible, but no reason; or captured, which is answered by capturing only (of
            companions it says that the child was alone).
    """
    encounter = steps.writable(who, encounter_id)
    why = rules.plain(reason, limit=300, field="reason")
    if state == KitState.CAPTURED and item != KitItem.COMPANIONS:
        raise BadAnswer(
            "Nothing is captured yet.", advice="Capture it, or choose another answer.", field="state"
        )
    if state == KitState.NOT_POSSIBLE and not why:
        raise BadAnswer("The reason is missing.", advice="Write why it was not possible.", field="reason")
    steps.answer(encounter, KitItem(item), KitState(state), why if state == KitState.NOT_POSSIBLE else "")
    chain.write(
        who,
        "kit answered",
        subjects=[encounter.subject],
        item=KitItem(item).value,
        state=KitState(state).value,
    )
    return encounter


@acts("encounter.record")
def record_encounter(who: Who, encounter_id: uuid.UUID) -> Encounter:
    """The encounter is written down. It is searched at once against the whole register; an incomplete kit is no obstacle.

    Raises:
        AlreadyDecided: it was recorded before.
    """
    encounter = steps.writable(who, encounter_id)
    steps.check_fingers(encounter)
    change(encounter, state=State.RECORDED, recorded_at=timezone.now(), typed={})
    chain.write(who, "encounter recorded", subjects=[encounter.subject], touches_evidence=True)
    encounter_recorded.send(sender=Encounter, encounter=encounter, who=who)
    return encounter


@acts("encounter.record")
def register_child(
    who: Who, encounter_id: uuid.UUID, team_id: uuid.UUID | None = None, why: str = ""
) -> Child:
    """Decide that the young person of an encounter is a child new to the register, and hand over to a team.

    `why` is needed where the search leads to a missing child, or probably to another: its team reads it.

    Raises:
        AlreadyDecided: the encounter belongs to a child already.
        NotFound: no such team.
        BadAnswer: the search has a lead, and no reason is given.
    """
    encounter = steps.locked_encounter(encounter_id)
    if encounter.child_id is not None:
        raise AlreadyDecided(
            "This encounter belongs to a child on the register already.", advice="Open the child's record."
        )
    team = Team.objects.filter(pk=team_id, takes_children=True).first() if team_id else None
    if team_id and team is None:
        raise NotFound(
            "There is no such team that takes children.", advice="Choose one of the list.", field="team"
        )
    child = Child.objects.create(
        registered_at=timezone.now(), registered_by_id=who.account_id, responsible_team=team
    )
    before = encounter.subject
    steps.link(encounter, child)
    child_registered.send(
        sender=Child, encounter=encounter, child=child, why=rules.plain(why, limit=200, field="why")
    )
    chain.write(who, "child registered", subjects=[f"child:{child.pk}", before], touches_evidence=True)
    tell(
        team,
        "Child {reference} was recorded by {agency} and is handed over to you.",
        child=child,
        encounter_id=encounter.pk,
        agency=encounter.agency or encounter.officer_name,
    )
    return child


@acts("template.rebuild")
def renew_template(who: Who, capture_id: uuid.UUID, prepared: Prepared, *, instead_of: str) -> Capture:
    """Put a template made again from the original in the place of one of an older engine; nothing else of the encounter changes.

    `instead_of` is the engine that the capture had when its original was looked at.

    Raises:
        NotFound: no such capture.
        AlreadyDecided: it was removed, or somebody has made its template again meanwhile.
        VaultBroken: the record was erased meanwhile.
    """
    found = Capture.objects.filter(pk=capture_id).first()
    if found is None:
        raise NotFound("There is no such capture.")
    encounter = steps.locked_encounter(found.encounter_id)
    capture = Capture.objects.select_for_update().get(pk=capture_id)
    if capture.removed_at is not None or capture.engine != instead_of:
        raise AlreadyDecided("This capture has changed meanwhile.", advice="Nothing is left to do.")
    captures.renew(encounter.subject, capture, prepared)
    chain.write(
        who,
        "template made again",
        subjects=[encounter.subject, f"encounter:{encounter.pk}"],
        touches_evidence=True,
        capture=capture.pk,
        engine=prepared.engine,
    )
    return capture


@acts("template.rebuild")
def note_not_renewed(who: Who, capture_id: uuid.UUID) -> None:
    """Write down that an original was opened to make its template again, and that it could not be.

    Raises:
        NotFound: no such capture.
    """
    capture = Capture.objects.select_related("encounter").filter(pk=capture_id).first()
    if capture is None:
        raise NotFound("There is no such capture.")
    encounter = capture.encounter
    subjects = [encounter.subject, f"encounter:{encounter.pk}"]
    chain.write(who, "template not made again", subjects=subjects, capture=capture.pk)
