"""Getting a register ready to answer: its tables up to date and, where asked for, three hundred invented children.

Always holds: invented children only ever go into a register that nobody has used; a filling that was broken off is
begun again from nothing, never left half done; a store is only ever removed while it is held, when a note beside it
names an entry of its own log, and when nobody but the invented has an account in it.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
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
from kith.server.holding import hold

if TYPE_CHECKING:
    from pathlib import Path

    from kith.synthetic.places import Agency
    from kith.trust.who import Role

SIGN_INS_FILE: Final = "demo-sign-ins.json"
UNFINISHED_FILE: Final = "demo-unfinished"
WALKTHROUGH_FOLDER: Final = "walk-through"
WORDS_IN_A_PASSWORD: Final = 4
BEGUN: Final = "filling with invented children begun"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody invented who can sign in, as shown on the terminal."""

    who: str
    username: str
    password: str


def bring_up_to_date(*, demo: bool | None = None) -> None:
    """Hold the store, forget a filling that was broken off, and change the tables where the code has moved on.

    Args:
        demo: whether invented children are wanted, as `kith up` was told; None is yes in the encrypted file.

    Raises:
        StoreLocked: another process has the store; the key does not open it; or a filling seems to have been broken
            off, and it is for whoever runs the register to say what shall become of it.
    """
    if connection.vendor != "postgresql":
        hold(settings.KITH_DATA)
    _forget_what_was_broken_off(settings.KITH_DATA, wanted=demo)
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
    _note_the_beginning(folder)
    _in_a_process_of_its_own()
    return tuple(SignIn(**one) for one in json.loads(kept.read_text(encoding="utf-8")))


def _in_use() -> bool:
    from kith.register.children.models import Child
    from kith.trust.accounts.models import Account

    return Account.objects.exists() or Child.objects.exists()


def _note_the_beginning(folder: Path) -> None:
    """Write into the store's own log that a filling begins, and the hash of that entry into a file beside the store."""
    from kith.trust.log import chain
    from kith.trust.who import THE_REGISTER

    begun = chain.write(THE_REGISTER, BEGUN)
    _write_private(folder / UNFINISHED_FILE, f"{begun.mac}\n")


def _forget_what_was_broken_off(folder: Path, *, wanted: bool | None) -> None:
    """A filling that did not end has left invented children only: make the store anew, and begin again.

    Raises:
        StoreLocked: on PostgreSQL; where no invented children are wanted; where the store is not the one that was
            being filled, or holds somebody's account. Everything is left as it is.
    """
    note = folder / UNFINISHED_FILE
    if not note.exists():
        return
    if connection.vendor == "postgresql":
        raise StoreLocked(
            "Filling this database with invented children was broken off halfway.",
            advice=f"Drop the database and create it again, remove {note}, and start again.",
        )
    if connection.introspection.table_names():
        if wanted is False:
            raise StoreLocked(
                f"Filling the register in {folder} with invented children was broken off halfway.",
                advice="Start it without --no-demo to fill it anew, or name an empty folder with KITH_DATA.",
            )
        if not _holds_only_a_broken_off_filling(note):
            raise StoreLocked(
                f"The file {note} says that a filling with invented children was broken off, but this store is "
                "another one, or is in use. Nothing was changed.",
                advice=f"If the store is the one you want, move {note} away and start again; "
                "if not, name another folder with KITH_DATA.",
            )
    connections.close_all()
    store: Path = settings.DATABASES["default"]["NAME"]
    for suffix in ("", "-wal", "-shm"):
        store.with_name(store.name + suffix).unlink(missing_ok=True)
    (folder / SIGN_INS_FILE).unlink(missing_ok=True)
    note.unlink()


def _holds_only_a_broken_off_filling(note: Path) -> bool:
    """Whether the note names an entry of this store's log, and all accounts in it are invented ones."""
    from kith.synthetic.places import AGENCIES
    from kith.trust.accounts.models import Account
    from kith.trust.log.models import Entry

    invented = {agency.email.partition("@")[0] for agency in AGENCIES} | {one[1] for one in _cast()}
    noted = note.read_text(encoding="ascii", errors="replace").strip()
    try:
        begun = Entry.objects.filter(act=BEGUN, mac=noted).exists()
        return begun and not Account.objects.exclude(username__in=invented).exists()
    except DatabaseError:  # tables of another version: not what this version was filling
        return False


def _write_private(path: Path, text: str) -> None:
    """Write a file for its owner only, whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


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
    _write_private(settings.KITH_DATA / SIGN_INS_FILE, json.dumps([asdict(one) for one in people], indent=1))
    # by the process that filled, so that a filling whose parent died is not taken for one that was broken off
    (settings.KITH_DATA / UNFINISHED_FILE).unlink()


def _cast() -> tuple[tuple[str, str, Role, Agency], ...]:
    """Who is shown on the terminal: in words, user name, role, agency."""
    from kith.synthetic.invented import Kind
    from kith.synthetic.places import AGENCIES
    from kith.synthetic.walkthrough import COUNCIL, PORT
    from kith.trust.who import Role

    police = next(agency for agency in AGENCIES if agency.kind is Kind.POLICE)
    return (
        ("Port officer", "port", Role.PORT_OFFICER, PORT),
        ("Police officer", "police", Role.POLICE_OFFICER, police),
        ("Second person, who confirms", "second", Role.SAFEGUARDING_LEAD, COUNCIL),
    )


def _invented_people() -> tuple[SignIn, ...]:
    """The three of the walk-through, in teams of the invented agencies, each with a password of random words."""
    from kith.synthetic.invented import Kind
    from kith.trust.accounts.actions import open_account, open_team
    from kith.trust.who import THE_REGISTER

    people = []
    for who, username, role, agency in _cast():
        takes_children = agency.kind is Kind.SOCIAL_WORK
        team = open_team(THE_REGISTER, agency.name, agency.name, agency.phone, takes_children=takes_children)
        password = "-".join(secrets.choice(WORDS) for _ in range(WORDS_IN_A_PASSWORD))
        open_account(THE_REGISTER, username, f"{who.partition(',')[0]}, {agency.name}", role, team, password)
        people.append(SignIn(who, username, password))
    return tuple(people)
