"""The terminal of the tests: a cast whose passwords lie in files, and a runner that sees both streams apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@dataclass(frozen=True)
class Terminal:
    """Runs `kith` with words as they are typed; `as_` adds who acts and where the password lies."""

    runner: CliRunner
    passwords: Path

    def run(self, *words: str, as_: str = "", stdin: str = "") -> Result:
        """The result of a command: exit code, standard output, standard error."""
        from kith.cli.app import app

        acting = ["--as", as_, "--password-file", str(self.passwords)] if as_ else []
        return self.runner.invoke(app, [*words, *acting], input=stdin)

    def json(self, *words: str, as_: str = "", status: int = 0) -> dict[str, Any]:
        """The one object that a command with --json answers."""
        result = self.run(*words, "--json", as_=as_)
        assert result.exit_code == status, result.stderr or result.exception
        return json.loads(result.stdout)

    def refusal(self, *words: str, as_: str = "", stdin: str = "", status: int = 2) -> dict[str, Any]:
        """The one object on standard error of a command that is refused; standard output stays empty."""
        result = self.run(*words, "--json", as_=as_, stdin=stdin)
        assert result.exit_code == status, result.stdout or result.exception
        assert result.stdout == ""
        return json.loads(result.stderr)


@pytest.fixture
def cast(transactional_db, settings):
    """Everybody on the stage. Searches run after the commit, so the tests commit."""
    # what makes a password slow to guess is Django's, and is not tested a thousand times here
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from tests.cast import gather

    from kith.register.matches.gallery import THE_GALLERY

    THE_GALLERY.forget()
    yield gather()
    THE_GALLERY.forget()


@pytest.fixture
def terminal(cast, tmp_path):
    """A terminal at the register's machine."""
    from tests.cast import PASSWORD

    passwords = tmp_path / "password"
    passwords.write_text(PASSWORD + "\n", encoding="utf-8")
    return Terminal(CliRunner(), passwords)


@pytest.fixture(scope="session")
def prints(tmp_path_factory):
    """Two invented fingers, two impressions of each, as files: first-1.png, first-2.png, second-1.png, second-2.png."""
    from kith.synthetic.fingerprints import impression, master, png

    folder = tmp_path_factory.mktemp("prints")
    for name, seed in (("first", 41), ("second", 42)):
        finger = master(seed)
        for number in (1, 2):
            (folder / f"{name}-{number}.png").write_bytes(png(impression(finger, number)))
    return folder


@pytest.fixture
def recorded(terminal, prints):
    """A child recorded at the port with two fingers, handed over to the duty team: what `kith record` answered."""
    return terminal.json(
        "record",
        "--finger", f"right-thumb={prints / 'first-1.png'}",
        "--finger", f"right-index={prints / 'second-1.png'}",
        "--name", "Ardit Hoxha", "--name", "Ардит Ходжа",
        "--born", "2009-03",
        "--nationality", "ALB", "--language", "sq",
        "--with", "adult=Besnik:says he is an uncle",
        "--with", "address=14 Invented Row",
        "--adult", "Rosa Responsible",
        "--place", "Saltmere quay",
        "--not-possible", "photograph=the camera is broken",
        "--declined", "document",
        "--register", "--team", "harrowby duty TEAM",
        as_="port",
    )  # fmt: skip


@pytest.fixture
def missing(recorded):
    """The reference of that child, reported missing since yesterday."""
    from datetime import timedelta

    from django.utils import timezone

    from kith.register.children.models import Child
    from kith.register.missing.actions import report_missing
    from kith.trust.accounts.models import Account
    from kith.trust.accounts.signing import who_is
    from kith.trust.who import Purpose

    child = Child.objects.get(reference=recorded["reference"])
    social = who_is(Account.objects.get(username="social"), Purpose.CARE)
    report_missing(social, child.pk, timezone.now() - timedelta(days=1))
    return child.reference
