"""What every answer says to the browser, and the question whether the register works."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from kith.server import headers


@pytest.mark.django_db
def test_a_working_register_says_so_and_nothing_else(client):
    """/healthz answers whether store and log can be read, without a sign-in and without a number."""
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"store": True, "log": True}


@pytest.mark.django_db
def test_a_register_without_its_log_is_not_well(client):
    """Where the log's table is missing, /healthz answers 503."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE log_entry RENAME TO log_entry_gone")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"store": True, "log": False}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/account/login/", "/nowhere", "/static/kith/kith.css"])
def test_every_answer_carries_the_policies(client, path):
    """Pages, failures and files alike: only our own scripts, no frame, no sniffing, the camera for ourselves."""
    answer = client.get(path)
    answer.close()
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Permissions-Policy"].startswith("camera=(self), microphone=()")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_pages_are_not_kept_by_the_browser(client):
    """A page is fetched anew each time, so the next person at the machine cannot go back to it."""
    assert "no-store" in client.get("/account/login/").headers["Cache-Control"]


@pytest.mark.django_db
def test_nobody_signs_up(client):
    """The page for new accounts does not make one."""
    from kith.trust.accounts.models import Account

    words = {"username": "newcomer", "password1": "seldom-teapot-violet", "password2": "seldom-teapot-violet"}
    client.post("/account/signup/", words)
    assert not Account.objects.filter(username="newcomer").exists()


@pytest.mark.parametrize(
    "announced", ["30000001", "9" * 40, "0" * 20 + "9" * 9, "0" * 5000 + "1", "-1", "٣", "1e3", "twelve"]
)
def test_too_large_a_request_is_refused_before_it_is_read(announced):
    """A request that announces more than is allowed, or no number at all, is refused in words."""

    def never(_request):
        pytest.fail("the request was let through")

    request = RequestFactory().generic("POST", "/", b"")
    request.META["CONTENT_LENGTH"] = announced
    answer = headers.upload_limit(never)(request)
    assert answer.status_code == 413
    assert "send fewer or smaller photographs" in answer.content.decode()


@pytest.mark.parametrize("announced", ["", "0", "30000000"])
def test_a_request_of_allowed_size_passes(announced):
    """A request up to the limit, or without a body, is answered."""
    request = RequestFactory().get("/")
    request.META["CONTENT_LENGTH"] = announced
    assert headers.upload_limit(lambda _request: HttpResponse("through"))(request).content == b"through"
