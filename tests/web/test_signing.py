"""Signing in, the purpose, the home page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kith.trust.log.models import Entry
from kith.trust.who import PURPOSES_OF, Purpose, Role
from kith.web.access import PURPOSE_KEY
from kith.web.purposes import SAID

pytestmark = pytest.mark.django_db


def test_every_purpose_is_said_in_words():
    """No purpose lacks its words, and no words lack a purpose."""
    assert set(SAID) == set(Purpose)


def test_who_is_not_signed_in_comes_to_the_sign_in_page(client):
    """Home leads to the sign-in page, and back home afterwards."""
    answer = client.get("/", follow=True)
    assert answer.redirect_chain[0][0] == "/account/login/?next=/"
    assert "User name" in answer.content.decode()


def test_sign_in_choose_a_purpose_and_arrive(cast, client, password):
    """Signing in leads to the purpose, the purpose leads home, and the choice is in the log."""
    answer = client.post(reverse("account_login"), {"login": "port", "password": password}, follow=True)
    assert answer.resolver_match.url_name == "purpose"
    words = answer.content.decode()
    for one in PURPOSES_OF[Role.PORT_OFFICER]:
        assert str(SAID[one][1]) in words
    answer = client.post(answer.request["PATH_INFO"] + "?next=/", {"purpose": "first_contact"}, follow=True)
    assert answer.resolver_match.url_name == "home"
    assert client.session[PURPOSE_KEY] == "first_contact"
    entry = Entry.objects.filter(act="purpose chosen").get()
    assert (entry.name, entry.purpose) == ("Petra Port", "first_contact")


def test_a_wrong_password_is_said_clearly(cast, client):
    """The sign-in page says that name and password do not fit, and keeps the name."""
    answer = client.post(reverse("account_login"), {"login": "port", "password": "wrong"})
    words = answer.content.decode()
    assert "Something is needed before you can go on" in words
    assert "not correct" in words
    assert 'value="port"' in words


@pytest.mark.parametrize("sent", [{}, {"purpose": "immigration"}, {"purpose": "care"}])
def test_a_purpose_outside_the_role_is_refused(browser_of, sent):
    """Nothing, an unknown purpose and another role's purpose are each refused with a sentence."""
    client = browser_of("port")
    answer = client.post(reverse("purpose"), sent)
    assert answer.status_code == 400
    assert PURPOSE_KEY not in client.session


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_purpose_page_leads_nowhere_else(browser_of, wanted):
    """An address of another machine is not followed."""
    answer = browser_of("port").post(reverse("purpose") + f"?next={wanted}", {"purpose": "first_contact"})
    assert answer["Location"] == "/"


def test_home_offers_what_the_role_may_do(browser_of):
    """A port officer records and searches; an auditor does neither."""
    port = browser_of("port", Purpose.FIRST_CONTACT).get("/").content.decode()
    assert "Record a child" in port
    assert "Find out who this is" in port
    auditor = browser_of("auditor", Purpose.AUDIT).get("/").content.decode()
    assert "Record a child" not in auditor
    assert "at the terminal" in auditor


def test_the_session_question_answers_only_who_is_signed_in(client, browser_of):
    """Nobody gets 401 as JSON; somebody gets their id, the seconds and a token."""
    assert client.get(reverse("session")).status_code == 401
    answer = browser_of("port").get(reverse("session")).json()
    assert set(answer) == {"person", "seconds", "csrf"}


def test_the_language_can_be_changed_before_signing_in(client, settings):
    """The choice of a language, once it is offered, is kept in a cookie and needs no account."""
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    answer = client.post(reverse("set_language"), {"language": "ar", "next": "/account/login/"})
    assert answer["Location"] == "/account/login/"
    assert 'dir="rtl"' in client.get("/account/login/").content.decode()
