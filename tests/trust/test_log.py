"""The log: chained, append-only, in the transaction of what it records."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from kith.errors import BadAnswer, LogBroken
from kith.trust.log import chain
from kith.trust.log.models import Entry, Head, Subject
from kith.trust.who import THE_REGISTER

pytestmark = pytest.mark.django_db


def entries(count: int) -> list[Entry]:
    """Some entries."""
    return [chain.write(THE_REGISTER, f"act {n}", subjects=[f"child:{n}"], n=n) for n in range(count)]


def without_triggers() -> None:
    """What somebody with the database's own password can do: switch the triggers off."""
    with connection.cursor() as cursor:
        for table in ("log_entry", "log_subject"):
            for event in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {table}_no_{event}{on}")


def test_an_untouched_log_verifies():
    """Every entry holds, and the proof names the head."""
    last = entries(12)[-1]
    proof = chain.verify()
    assert str(proof) == f"12:{last.mac}"


def test_an_empty_log_verifies():
    """A register in which nothing happened yet has a log that holds."""
    assert chain.verify().entries == 0


def test_numbers_have_no_gap():
    """Entries are numbered from one without a gap."""
    assert [entry.seq for entry in entries(5)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "statement", ["UPDATE log_entry SET name = 'x'", "DELETE FROM log_entry", "DELETE FROM log_subject"]
)
def test_the_database_refuses_to_change_the_log(statement):
    """Not even the application's own database user can change or delete an entry."""
    entries(2)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert chain.verify().entries == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "somebody else"),
        ("act", "nothing"),
        ("details", {"n": 99}),
        ("purpose", "audit"),
        ("subjects", ["child:other"]),
        ("touches_evidence", True),
        ("account_id", "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_changed_entry_is_named(field, value):
    """Whatever field of an entry was changed, the first broken entry is named."""
    entries(5)
    without_triggers()
    Entry.objects.filter(seq=3).update(**{field: value})
    with pytest.raises(LogBroken, match="Entry 3"):
        chain.verify()


def test_a_removed_entry_is_named():
    """An entry taken out of the middle is missed."""
    entries(5)
    without_triggers()
    Subject.objects.filter(entry_id=3).delete()
    Entry.objects.filter(seq=3).delete()
    with pytest.raises(LogBroken, match="Entry 3 is missing"):
        chain.verify()


def test_a_cut_off_end_is_missed():
    """The newest entries cannot be taken off without the head."""
    entries(5)
    without_triggers()
    Subject.objects.filter(entry_id=5).delete()
    Entry.objects.filter(seq=5).delete()
    with pytest.raises(LogBroken, match="Entry 5 is missing"):
        chain.verify()


def test_a_cut_off_end_with_its_head_is_missed_by_a_noted_head():
    """Whoever takes the newest entries off and sets the head back is found out by a head noted elsewhere."""
    kept = entries(5)
    noted = str(chain.verify())
    without_triggers()
    Subject.objects.filter(entry_id=5).delete()
    Entry.objects.filter(seq=5).delete()
    Head.objects.filter(pk=1).update(seq=4, mac=kept[3].mac)
    assert chain.verify().entries == 4
    with pytest.raises(LogBroken, match="cut off"):
        chain.verify(expected=noted)


def test_a_changed_index_is_named():
    """The table that finds entries by child cannot be thinned out unnoticed."""
    entries(3)
    without_triggers()
    Subject.objects.filter(entry_id=2).delete()
    with pytest.raises(LogBroken, match="Entry 2 is not indexed"):
        chain.verify()


def test_without_the_key_the_chain_cannot_be_forged():
    """Whoever recomputes the chain without the application's key makes entries that do not verify."""
    entries(2)
    with override_settings(KITH_LOG_KEY=b"x" * 32):
        chain.write(THE_REGISTER, "forged")
    with pytest.raises(LogBroken, match="Entry 3 was changed"):
        chain.verify()


def test_the_log_goes_with_the_act():
    """Where the act is rolled back, its entry is, too, and the chain goes on without a gap."""
    entries(2)

    def broken_off() -> None:
        with transaction.atomic():
            chain.write(THE_REGISTER, "undone")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert chain.write(THE_REGISTER, "next").seq == 3
    assert chain.verify().entries == 3


@pytest.mark.parametrize(
    "noted",
    [
        "02:deadbeef",
        "2:",
        ":",
        "2",
        "two:" + "a" * 64,
        "\u0662:" + "a" * 64,
        "1" * 5000 + ":" + "a" * 64,
        "0:" + "a" * 64,
    ],
)
def test_what_is_no_head_is_refused(noted):
    """A noted head that is not as it was printed proves nothing, and is not taken for one."""
    entries(3)
    with pytest.raises(BadAnswer, match="no head") as refused:
        chain.verify(expected=noted)
    assert refused.value.advice


def test_a_noted_head_is_met_by_its_number():
    """Zeros before the number change nothing: the entry is met, and must have the noted hash."""
    kept = entries(3)
    assert chain.verify(expected=f"02:{kept[1].mac}").entries == 3
    with pytest.raises(LogBroken, match="Entry 2 is not the one"):
        chain.verify(expected=f"02:{'a' * 64}")
    with pytest.raises(LogBroken, match="cut off"):
        chain.verify(expected=f"0004:{'a' * 64}")


def test_the_head_of_an_empty_log_is_met_by_every_log():
    """What was noted before anything happened holds afterwards."""
    noted = str(chain.verify())
    entries(2)
    assert chain.verify(expected=noted).entries == 2


def test_an_entry_beyond_the_head_is_named():
    """An entry put in behind the head is found, though no walk from the first to the head meets it."""
    kept = entries(3)
    Head.objects.filter(pk=1).update(seq=2, mac=kept[1].mac)
    with pytest.raises(LogBroken, match="Entry 3 stands beyond the head"):
        chain.verify()


def test_somebody_who_writes_at_any_moment_breaks_nothing():
    """Whenever in a verification another entry is written, the log holds."""
    entries(3)
    writing = False

    def meanwhile(execute, sql, parameters, many, context):
        nonlocal writing
        if not writing:
            writing = True
            chain.write(THE_REGISTER, "meanwhile")
            writing = False
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(meanwhile):
        assert chain.verify().entries >= 3
    assert chain.verify().entries > 4


@pytest.mark.django_db(transaction=True)
def test_verifying_while_others_write():
    """A log that is written to all the time verifies each time."""
    entries(3)
    begun, stop, broken = threading.Event(), threading.Event(), []

    def keep_writing():
        try:
            while not stop.is_set():
                chain.write(THE_REGISTER, "at work", subjects=["child:1"])
                begun.set()
        except DatabaseError as error:
            broken.append(error)
        finally:
            begun.set()
            connection.close()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    begun.wait()
    try:
        counted = [chain.verify().entries for _ in range(20)]
    finally:
        stop.set()
        writer.join()
    assert not broken
    assert counted == sorted(counted)
    assert counted[0] > 3
