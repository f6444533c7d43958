"""A process of its own that reads a store between two lives of a server, and says in JSON what it finds there."""

from __future__ import annotations

import json
import os
import signal
import sys


def prepare() -> None:
    """Make the tables and the cast."""
    from django.core.management import call_command
    from tests.cast import gather

    call_command("migrate", verbosity=0)
    gather()


def account() -> dict[str, object]:
    """Which encounters are recorded, whether each is whole, and that the log verifies."""
    from kith.register.encounters.models import Capture, Encounter
    from kith.trust.log import chain
    from kith.trust.vault import seal
    from kith.trust.vault.models import Sealed

    recorded = Encounter.objects.filter(state="recorded")
    halves = [
        str(one.pk)
        for one in recorded
        if (one.claims.count(), one.captures.count(), one.searches.count()) != (1, 1, 1)
    ]
    for capture in Capture.objects.select_related("original__key", "template__key"):
        assert seal.unseal(capture.original)
        assert capture.template is not None
        assert seal.unseal(capture.template)
    return {
        "recorded": [str(key) for key in recorded.values_list("pk", flat=True)],
        "halves": halves,
        "orphans": Sealed.objects.count() - 2 * Capture.objects.count(),
        "log": chain.verify().entries,
    }


def finish() -> dict[str, object]:
    """Take the interrupted searches up again; the states that searches are then in."""
    from kith.register.matches import searching
    from kith.register.matches.models import Search

    searching.take_up_pending()
    return {"states": sorted(set(Search.objects.values_list("state", flat=True)))}


def record_of_an_older_engine() -> dict[str, object]:
    """One encounter with five fingers, each in a file of its own, whose templates say that an older engine made them."""
    from tests.fingers import taken

    from kith.register.encounters import actions
    from kith.register.encounters.models import Capture
    from kith.register.encounters.words import EncounterKind
    from kith.trust.accounts.models import Account
    from kith.trust.accounts.signing import who_is
    from kith.trust.who import Purpose

    who = who_is(Account.objects.get(username="port"), Purpose.FIRST_CONTACT)
    begun = actions.begin_encounter(who, EncounterKind.PORT)
    actions.describe_encounter(who, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    for position in range(1, 6):
        actions.add_capture(who, begun.pk, taken(position, 0, position))
    return {"captures": Capture.objects.update(engine="leader 0")}


def rebuild_and_die() -> None:
    """Begin to make templates again, and be killed after as many as DIE_AFTER says."""
    from kith.register.encounters.rebuilding import rebuild

    def count(number: int, _of: int) -> None:
        if number == int(os.environ["DIE_AFTER"]):
            os.kill(os.getpid(), signal.SIGKILL)

    rebuild(count)


if __name__ == "__main__":
    import django

    django.setup()
    asked = (prepare, account, finish, record_of_an_older_engine, rebuild_and_die)
    print(json.dumps({one.__name__: one for one in asked}[sys.argv[1]]()))  # noqa: T201  # its answer to the test
