"""What tests of pages stand on: the cast, browsers in which they are signed in, and files made here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper
    from tests.cast import Cast

    from kith.trust.who import Purpose


@pytest.fixture(autouse=True)
def _fresh_gallery() -> Iterator[None]:
    """Numbers of the log start anew with each test, so the gallery of this process does, too."""
    from kith.register.matches.gallery import THE_GALLERY

    THE_GALLERY.forget()
    yield
    THE_GALLERY.forget()


@pytest.fixture
def cast(db: None, settings: SettingsWrapper) -> Cast:
    """Everybody, with their accounts; their passwords are hashed quickly, since nobody guesses here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from tests.cast import gather

    return gather()


@pytest.fixture
def browser_of(cast: Cast) -> Callable[[str, Purpose | None], Client]:
    """Make a browser in which one of the cast is signed in, looking for a purpose."""
    from django.test import Client

    from kith.web.access import PURPOSE_KEY

    def make(name: str, purpose: Purpose | None = None) -> Client:
        client = Client()
        client.force_login(getattr(cast, name), backend="django.contrib.auth.backends.ModelBackend")
        if purpose is not None:
            session = client.session
            session[PURPOSE_KEY] = purpose.value
            session.save()
        return client

    return make


@pytest.fixture
def port(browser_of: Callable[..., Client]) -> Client:
    """The port officer, at first contact."""
    from kith.trust.who import Purpose

    return browser_of("port", Purpose.FIRST_CONTACT)


@pytest.fixture
def police(browser_of: Callable[..., Client]) -> Client:
    """The police officer, who wants to know who a young person is."""
    from kith.trust.who import Purpose

    return browser_of("police", Purpose.RECOGNISE)


@pytest.fixture
def password() -> str:
    """The password of everybody in the cast."""
    from tests.cast import PASSWORD

    return PASSWORD
