"""Getting a register ready to answer: its tables up to date and, where asked for, three hundred invented children.

Always holds: invented children only ever go into a register that nobody has used; a filling that was broken off is
begun again from nothing, never left half done; the second start finds nothing to do.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from kith.errors import Refused, StoreLocked
from kith.server.demo_words import WORDS

if TYPE_CHECKING:
    from pathlib import Path

SIGN_INS_FILE: Final = "demo-sign-ins.json"
UNFINISHED_FILE: Final = "demo-unfinished"
WALKTHROUGH_FOLDER: Final = "walk-through"
WORDS_IN_A_PASSWORD: Final = 4


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody invented who can sign in, as shown on the terminal."""

    who: str
    username: str
    password: str


def bring_up_to_date() -> None:
    """Make or change the tables where the code has moved on.

    Raises:
        StoreLocked: the key does not open the store, or a filling on PostgreSQL was broken off, and the database must
            be made anew by whoever runs it.
    """
    _forget_what_was_broken_off(settings.KITH_DATA)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with Console(stderr=True).status("Bringing the store up to date"):
            call_command("migrate", verbosity=0, interactive=False)


def fill_with_invented_children(*, wanted: bool | None) -> tuple[SignIn, ...]:
    """Fill an empty register when wanted (None: in the encrypted file only); who can sign in, of the invented.

    Raises:
        Refused: invented children are wanted in a register that is in use.
    """
    folder: Path = settings.KITH_DATA
    kept = folder / SIGN_INS_FILE
    if kept.exists():
        return tuple(SignIn(**one) for one in json.loads(kept.read_text(encoding="utf-8")))
    if wanted is False or (wanted is None and connection.vendor == "postgresql"):
        return ()
    if _in_use():
        if wanted:
            raise Refused(
                "This register is in use, so no invented children were put into it.",
                advice="Leave out --demo, or name an empty folder with KITH_DATA.",
            )
        return ()
    (folder / UNFINISHED_FILE).touch(mode=0o600)
    _in_a_process_of_its_own()
    (folder / UNFINISHED_FILE).unlink()
    return tuple(SignIn(**one) for one in json.loads(kept.read_text(encoding="utf-8")))


def _in_use() -> bool:
    from kith.register.children.models import Child
    from kith.trust.accounts.models import Account

    return Account.objects.exists() or Child.objects.exists()


def _forget_what_was_broken_off(folder: Path) -> None:
    """A filling that did not end has left invented children only: make the store anew, and begin again."""
    if not (folder / UNFINISHED_FILE).exists():
        return
    if connection.vendor == "postgresql":
        raise StoreLocked(
            "Filling this database with invented children was broken off halfway.",
            advice=f"Drop the database and create it again, remove {folder / UNFINISHED_FILE}, and start again.",
        )
    connections.close_all()
    store: Path = settings.DATABASES["default"]["NAME"]
    for suffix in ("", "-wal", "-shm"):
        store.with_name(store.name + suffix).unlink(missing_ok=True)
    (folder / SIGN_INS_FILE).unlink(missing_ok=True)
    (folder / UNFINISHED_FILE).unlink()


def _in_a_process_of_its_own() -> None:
    """Fill in another process: the engines of faces and fingers start threads, and a server forks only without any.

    Raises:
        SystemExit: it did not end well; it has said why.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _fill()
            status = 0
        except KeyboardInterrupt:
            status = 130
        except Exception:  # noqa: BLE001  # the process ends here; whatever broke is shown, and told by its status
            Console(stderr=True).print_exception(show_locals=False)  # invented children only: nothing to hide
        finally:
            connections.close_all()
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        raise SystemExit(status)


def _fill() -> None:
    from kith.synthetic.load import load
    from kith.synthetic.walkthrough import write_walkthrough

    people = _invented_people()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Recording invented children", total=None)
        load(progress=lambda done, total: bar.update(task, completed=done, total=total))
    write_walkthrough(settings.KITH_DATA / WALKTHROUGH_FOLDER)
    handle = os.open(settings.KITH_DATA / SIGN_INS_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(one) for one in people], file, indent=1)


def _invented_people() -> tuple[SignIn, ...]:
    """The three of the walk-through, in teams of the invented agencies, each with a password of random words."""
    from kith.synthetic.invented import Kind
    from kith.synthetic.places import AGENCIES
    from kith.synthetic.walkthrough import COUNCIL, PORT
    from kith.trust.accounts.actions import open_account, open_team
    from kith.trust.who import THE_REGISTER, Role

    police = next(agency for agency in AGENCIES if agency.kind is Kind.POLICE)
    cast = (
        ("Port officer", "port", Role.PORT_OFFICER, PORT),
        ("Police officer", "police", Role.POLICE_OFFICER, police),
        ("Second person, who confirms", "second", Role.SAFEGUARDING_LEAD, COUNCIL),
    )
    people = []
    for who, username, role, agency in cast:
        takes_children = agency.kind is Kind.SOCIAL_WORK
        team = open_team(THE_REGISTER, agency.name, agency.name, agency.phone, takes_children=takes_children)
        password = "-".join(secrets.choice(WORDS) for _ in range(WORDS_IN_A_PASSWORD))
        open_account(THE_REGISTER, username, f"{who.partition(',')[0]}, {agency.name}", role, team, password)
        people.append(SignIn(who, username, password))
    return tuple(people)
