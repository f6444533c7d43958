"""`kith log verify`, `kith account`, `kith team`, and who acts."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from kith.trust.accounts.models import Account
from kith.trust.log import chain
from kith.trust.log.models import Entry
from kith.trust.who import THE_REGISTER

GOOD = "walrus ladder copper noon"


def test_the_log_holds_and_prints_its_head(terminal):
    """How many entries, and the head to note; handing the head in again holds."""
    told = terminal.json("log", "verify")
    assert told["entries"] == Entry.objects.count()
    result = terminal.run("log", "verify", "--expect", told["head"])
    assert result.exit_code == 0
    assert told["head"] in result.stdout
    assert "entries hold" in result.stdout


def test_a_changed_entry_is_named(terminal, monkeypatch):
    """The first entry that does not hold stands in the refusal, and the exit status is 1."""
    monkeypatch.setattr(chain, "_mac", lambda entry: "0" * 64 if entry.seq == 3 else entry.mac)
    told = terminal.refusal("log", "verify", status=1)
    assert told["error"] == "LogBroken"
    assert "Entry 3 " in told["says"]


def test_a_head_that_was_cut_off_is_noticed(terminal):
    """A head noted earlier that the log does not contain breaks it; what is no head is bad input."""
    assert (
        terminal.refusal("log", "verify", "--expect", f"99999:{'a' * 64}", status=1)["error"] == "LogBroken"
    )
    for nonsense in ("nonsense", "12", "x:y", "١٢:ab", "02:deadbeef"):
        assert terminal.refusal("log", "verify", "--expect", nonsense)["field"] == "expect"


@pytest.fixture
def good(tmp_path):
    """A file with a password that is long enough."""
    (tmp_path / "good").write_text(GOOD, encoding="utf-8")
    return str(tmp_path / "good")


def test_an_account_is_opened_and_signs_in(terminal, good):
    """Who was added can act at once, and appears in the list; the password appears nowhere."""
    words = (
        "account",
        "add",
        "mo",
        "--name",
        "Mo Social",
        "--role",
        "social_worker",
        "--team",
        "HARROWBY duty team",
    )
    result = terminal.run(*words, "--password-file", good)
    assert result.exit_code == 0, result.stderr
    assert GOOD not in result.stdout
    listed = {one["username"]: one for one in terminal.json("account", "list")["accounts"]}
    assert listed["mo"] == {
        "username": "mo",
        "full_name": "Mo Social",
        "role": "social_worker",
        "team": "Harrowby duty team",
        "closed": False,
    }
    result = terminal.run("match", "list", "--as", "mo", "--password-file", good)
    assert result.exit_code == 0, result.stderr
    assert "Mo Social" in terminal.run("account", "list").stdout


def test_a_password_is_asked_for_twice(terminal):
    """Without a file it is asked for, and again; the two must agree."""
    words = ("account", "add", "mo", "--name", "Mo", "--role", "auditor")
    result = terminal.run(*words, stdin=f"{GOOD}\n{GOOD}\n")
    assert result.exit_code == 0, result.stderr
    assert Account.objects.get(username="mo").check_password(GOOD)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("port", "--name", "Again", "--role", "auditor"), "username"),
        (("mo", "--name", " ", "--role", "auditor"), "full_name"),
        (("m" * 151, "--name", "Mo", "--role", "auditor"), "username"),
        (("mo", "--name", "Mo", "--role", "auditor", "--team", "nobody"), "team"),
    ],
)
def test_an_account_that_cannot_be_is_refused(terminal, good, words, field):
    """A taken name, an empty one, one too long, a team that is not there."""
    before = Account.objects.count()
    told = terminal.refusal("account", "add", *words, "--password-file", good)
    assert told["field"].replace("name", "full_name").replace("userfull_", "user") == field
    assert Account.objects.count() == before


def test_there_is_no_role_of_immigration_enforcement(terminal, good):
    """A role outside the list is no role."""
    words = ("account", "add", "mo", "--name", "Mo", "--role", "immigration_officer", "--password-file", good)
    assert terminal.run(*words).exit_code == 2
    assert not Account.objects.filter(username="mo").exists()


def test_a_weak_password_is_refused(terminal, tmp_path):
    """The refusal says what is wrong with it, and no account is left."""
    (tmp_path / "weak").write_text("password", encoding="utf-8")
    words = (
        "account",
        "add",
        "mo",
        "--name",
        "Mo",
        "--role",
        "auditor",
        "--password-file",
        str(tmp_path / "weak"),
    )
    assert terminal.refusal(*words)["field"] == "password"
    assert not Account.objects.filter(username="mo").exists()


def test_a_team_is_opened_and_brought_up_to_date(terminal):
    """The same name again changes the telephone."""
    words = ("team", "add", "Night desk", "--agency", "Harrowby", "--takes-children")
    assert terminal.json(*words, "--phone", "020 7946 0010")["takes_children"]
    assert terminal.json(*words, "--phone", "020 7946 0011")["phone"] == "020 7946 0011"
    assert terminal.refusal(*words, "--phone", " ")["field"] == "phone"


def test_a_wrong_password_is_refused_and_stands_in_the_log(terminal, tmp_path):
    """Neither the name nor the password tells which was wrong."""
    (tmp_path / "wrong").write_text("not the password", encoding="utf-8")
    for username in ("port", "nobody"):
        words = ("match", "list", "--as", username, "--password-file", str(tmp_path / "wrong"))
        assert terminal.refusal(*words)["error"] == "NotPermitted"
    assert Entry.objects.filter(act="sign-in failed").count() == 2


def test_a_password_may_come_from_standard_input_or_a_prompt(terminal):
    """With - it is the first line of standard input; without, it is asked for on standard error."""
    from tests.cast import PASSWORD

    for words in (("--password-file", "-"), ()):
        result = terminal.run("match", "list", "--as", "second", *words, stdin=PASSWORD + "\n")
        assert result.exit_code == 0, result.stderr
        assert PASSWORD not in result.stdout + result.stderr


def test_who_acts_must_be_said_where_several_may(terminal):
    """Three accounts may propose, so none is taken; where one account alone fits, it acts."""
    told = terminal.refusal("match", "list", "--password-file", str(terminal.passwords))
    assert told["field"] == "as"
    Account.objects.exclude(username="lead").update(is_active=False)
    result = terminal.run("match", "list", "--password-file", str(terminal.passwords))
    assert result.exit_code == 0, result.stderr
    assert Entry.objects.filter(act="signed in").latest("seq").name == "Lea Lead"
    Account.objects.update(is_active=False)
    told = terminal.refusal("match", "list", "--password-file", str(terminal.passwords))
    assert told["error"] == "NotPermitted"


def test_who_acts_may_stand_in_the_environment(terminal):
    """KITH_AS names the account as --as does."""
    from kith.cli.app import app

    words = ["match", "list", "--password-file", str(terminal.passwords)]
    result = terminal.runner.invoke(app, words, env={"KITH_AS": "second"})
    assert result.exit_code == 0, result.stderr
    assert Entry.objects.filter(act="signed in").latest("seq").name == "Sade Second"


def test_whoever_leaves_loses_access(terminal):
    """A closed account is signed out at once, cannot sign in again, and stays in the list; all of it is logged."""
    police = Client()
    police.force_login(
        Account.objects.get(username="police"), backend="django.contrib.auth.backends.ModelBackend"
    )
    port = Client()
    port.force_login(
        Account.objects.get(username="port"), backend="django.contrib.auth.backends.ModelBackend"
    )
    result = terminal.run("account", "close", "police")
    assert result.exit_code == 0, result.stderr
    assert "can no longer sign in" in result.stdout
    assert [one.get_decoded()["_auth_user_id"] for one in Session.objects.all()] == [
        str(Account.objects.get(username="port").pk)
    ]
    assert "/account/login/" in police.get("/").url
    assert terminal.refusal("log", "show", "--account", "port", as_="police")["error"] == "NotPermitted"
    listed = {one["username"]: one["closed"] for one in terminal.json("account", "list")["accounts"]}
    assert listed["police"]
    assert not listed["port"]
    assert "closed" in terminal.run("account", "list").stdout
    closed = Account.objects.get(username="police")
    assert Entry.objects.get(act="account closed").subjects == [f"account:{closed.pk}"]
    assert terminal.refusal("account", "close", "police")["field"] == "username"
    assert terminal.refusal("account", "close", "nobody")["error"] == "NotFound"
    assert terminal.refusal("account", "password", "police", "--password-file", str(terminal.passwords))


def test_a_new_password_takes_the_place_of_the_old(terminal, good, tmp_path):
    """The old password and what began with it end, the new one opens; a weak one changes nothing."""
    auditor = Client()
    auditor.force_login(
        Account.objects.get(username="auditor"), backend="django.contrib.auth.backends.ModelBackend"
    )
    (tmp_path / "weak").write_text("password", encoding="utf-8")
    weak = ("account", "password", "auditor", "--password-file", str(tmp_path / "weak"))
    assert terminal.refusal(*weak)["field"] == "password"
    assert Session.objects.count() == 1
    result = terminal.run("account", "password", "auditor", stdin=f"{GOOD}\n{GOOD}\n")
    assert result.exit_code == 0, result.stderr
    assert GOOD not in result.stdout + result.stderr
    assert Session.objects.count() == 0
    words = ("log", "show", "--account", "auditor")
    assert terminal.refusal(*words, as_="auditor")["error"] == "NotPermitted"
    result = terminal.run(*words, "--as", "auditor", "--password-file", good)
    assert result.exit_code == 0, result.stderr
    assert Entry.objects.filter(act="password set").count() == 1


@pytest.mark.parametrize("mark", ["KITH_DEMO_MARK", "KITH_DEMO_UNFINISHED"])
def test_nobody_real_joins_the_invented(terminal, good, settings, tmp_path, mark):
    """Where every page says that nobody here exists, or will, no account is added, and where to add it is said."""
    (tmp_path / "mark").touch()
    setattr(settings, mark, tmp_path / "mark")
    before = Account.objects.count()
    words = ("account", "add", "mo", "--name", "Mo", "--role", "auditor", "--password-file", good)
    told = terminal.refusal(*words)
    assert told["error"] == "Refused"
    assert "--no-demo" in told["advice"]
    assert Account.objects.count() == before


def test_an_auditor_sees_who_looked_at_a_child(terminal, recorded):
    """Every look is there with who, role, why and when, the auditor's own too, and nothing of the record itself."""
    terminal.json("child", "show", recorded["reference"], as_="social")
    told = terminal.json("log", "show", "--child", recorded["reference"].lower(), as_="auditor")
    looks = [one for one in told["entries"] if one["act"] == "child looked at"]
    assert {(one["name"], one["role"], one["purpose"]) for one in looks} == {
        ("Sol Social", "social_worker", "care")
    }
    assert [one["entry"] for one in told["entries"]] == sorted({one["entry"] for one in told["entries"]})
    assert (told["entries"][-1]["act"], told["entries"][-1]["name"]) == ("log read", "Audrey Auditor")
    shown = terminal.run("log", "show", "--child", recorded["reference"], as_="auditor").stdout
    assert "Sol Social" in shown
    for secret in ("Hoxha", "Invented Row", "Besnik", "Saltmere quay", "ALB"):
        assert secret not in shown + str(told)


def test_the_log_of_a_record_that_was_joined_to_another_is_whole(terminal, recorded):
    """What was seen under a record later found to be the same child is shown for both references."""
    from kith.register.children.models import Child

    found = Child.objects.get(reference=recorded["reference"])
    joined = Child.objects.create(registered_at=found.registered_at, same_as=found)
    chain.write(THE_REGISTER, "seen before", subjects=[f"child:{joined.pk}"])
    for reference in (found.reference, joined.reference):
        told = terminal.json("log", "show", "--child", reference, as_="auditor")
        assert {"seen before", "child registered"} <= {one["act"] for one in told["entries"]}


def test_an_auditor_sees_what_an_account_did(terminal, recorded):
    """What somebody did and what was done to their account; and what the log says of one encounter."""
    told = terminal.json("log", "show", "--account", "port", as_="auditor")
    assert {"account opened", "signed in"} <= {one["act"] for one in told["entries"]}
    assert "Sol Social" not in {one["name"] for one in told["entries"]}
    about = f"encounter:{recorded['encounter']}"
    told = terminal.json("log", "show", "--about", about, as_="auditor")
    assert len(told["entries"]) >= 2
    assert all(about in one["subjects"] for one in told["entries"])


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ((), "about"),
        (("--about", "encounter:1", "--account", "port"), "about"),
        (("--about", ""), "about"),
        (("--about", "child"), "about"),
        (("--about", "child:" + "1" * 60), "about"),
        (("--about", "child:'; --"), "about"),
        (("--account", "nobody"), "account"),
        (("--child", "K7F3-0000"), "child"),
    ],
)
def test_a_question_to_the_log_that_cannot_be_is_refused(terminal, words, field):
    """Nothing, two things at once, no subject, nobody: refused with where."""
    assert terminal.refusal("log", "show", *words, as_="auditor")["field"] == field


@pytest.mark.parametrize("name", ["port", "police", "social"])
def test_only_an_auditor_reads_the_log(terminal, recorded, name):
    """Whoever works with children does not read who looked at whom; the refusal itself is logged."""
    told = terminal.refusal("log", "show", "--child", recorded["reference"], as_=name)
    assert told["error"] == "NotPermitted"
    assert Entry.objects.filter(act="refused").exists()
