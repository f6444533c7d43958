"""`kith log verify`, `kith account`, `kith team`, and who acts."""

from __future__ import annotations

import pytest

from kith.trust.accounts.models import Account
from kith.trust.log import chain
from kith.trust.log.models import Entry

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
    for nonsense in ("nonsense", "12", "x:y", "١٢:ab"):
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
