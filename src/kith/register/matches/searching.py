"""Every recorded encounter is searched, at once, and the answer is stored.

Always holds: that a search is wanted is written in the transaction that records the encounter; the search runs after
the commit, so that neither its time nor its failure can lose the encounter; a search cut off by a power cut is taken
up again at the next start.
"""

from __future__ import annotations

import dataclasses
import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from kith.errors import BadAnswer
from kith.evidence.weight import Kind, Reason
from kith.identify import Prior
from kith.register.children.models import Child
from kith.register.children.steps import tell
from kith.register.encounters import evidence
from kith.register.encounters.signals import child_registered, encounter_recorded
from kith.register.encounters.words import CaptureKind
from kith.register.matches import actions
from kith.register.matches.gallery import THE_GALLERY
from kith.register.matches.leads import answer_of, leads_of
from kith.register.matches.models import Search, SearchState
from kith.trust.who import THE_REGISTER

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from kith.identify import Answer
    from kith.register.encounters.models import Encounter

logger = logging.getLogger(__name__)

CANDIDATES = 5


def listen() -> None:
    """Hear of every recorded encounter, once."""
    encounter_recorded.connect(_recorded, dispatch_uid="kith-search-every-encounter")
    child_registered.connect(_registered, dispatch_uid="kith-register-against-a-lead")


def _registered(encounter: Encounter, why: str, **_: Any) -> None:
    """Whoever registers a child as new although the search leads to one says why, and that child's team reads it.

    Raises:
        BadAnswer: no reason.
    """
    search = Search.objects.filter(encounter=encounter).first()
    answer = answer_of(search) if search else None
    for lead in leads_of(encounter, answer)[0] if answer else ():
        if lead.child_id is None or not (lead.probable or lead.missing_since):
            continue
        if not why:
            raise BadAnswer(
                f"The search leads to child {lead.reference}.",
                advice="Call the team first. If this is another child, write why you are sure.",
                field="why",
            )
        known = Child.objects.select_related("responsible_team").get(pk=lead.child_id)
        tell(
            known.responsible_team,
            "A young person met by {agency} was registered as new, although the search led to child {reference}: “{why}”",
            child=known,
            encounter_id=encounter.pk,
            agency=encounter.agency or encounter.officer_name,
            why=why,
        )


def _recorded(encounter: Encounter, **_: Any) -> None:
    search = Search.objects.create(encounter=encounter)
    transaction.on_commit(lambda: run(search.pk))


def run(search_id: uuid.UUID) -> None:
    """Make one search and store its answer, or store that it could not be made."""
    search = Search.objects.select_related("encounter").get(pk=search_id)
    try:
        answer = answer_for(search.encounter)
    except Exception:
        # whatever broke, the officer must read "incomplete", and the encounter stays recorded
        logger.exception("the search of an encounter could not be made")
        actions.keep_answer(THE_REGISTER, search_id, None)
        return
    actions.keep_answer(THE_REGISTER, search_id, answer.to_json())


def answer_for(encounter: Encounter) -> Answer:
    """Search the whole register with the evidence of one encounter; its own subject is left out."""
    gallery = THE_GALLERY.current()
    answer = gallery.search(
        evidence.evidence_in(encounter),
        limit=CANDIDATES,
        exclude=frozenset({encounter.subject}),
        prior=Prior(settings.KITH_NOT_IN_REGISTER),
    )
    problems = (*answer.problems, *_not_searched(encounter), *_compared_with_nobody(answer))
    return dataclasses.replace(answer, problems=problems, complete=answer.complete and not problems)


def _not_searched(encounter: Encounter) -> Iterator[Reason]:
    """What of the register, and what of this encounter, took no part in the search."""
    unreadable = len(THE_GALLERY.unreadable)
    if unreadable:
        text = (
            "The evidence of one record does not open and was not searched."
            if unreadable == 1
            else "The evidence of {n} records does not open and was not searched."
        )
        yield Reason(text, {"n": unreadable})
    for capture in encounter.captures.filter(template=None, removed_at=None):
        text = {
            CaptureKind.PHOTOGRAPH: "A photograph could not be compared: {problem}",
            CaptureKind.FINGERPRINT: "A fingerprint could not be compared: {problem}",
        }[CaptureKind(capture.kind)]
        yield Reason(text, {"problem": capture.problem})


def _compared_with_nobody(answer: Answer) -> Iterator[Reason]:
    """Evidence of the body that was searched with, where nobody on the register has any to compare with."""
    texts = {
        Kind.FACE: "Nobody on the register has a photograph that can be compared.",
        Kind.FINGERPRINT: "Nobody on the register has a fingerprint that can be compared.",
    }
    for kind, text in texts.items():
        if answer.size and answer.searched.get(kind) == 0:
            yield Reason(text)


def take_up_pending() -> int:
    """Run the searches that an earlier process did not finish, or could not make; how many there were."""
    waiting = list(Search.objects.exclude(state=SearchState.DONE).values_list("pk", flat=True))
    for search_id in waiting:
        run(search_id)
    return len(waiting)
