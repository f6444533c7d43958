"""Every address of the register: the pages, the sign-in, and the question whether it works."""

from __future__ import annotations

from allauth.account.views import login, logout
from django.urls import include, path

from kith.server.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # signing in and out only: accounts are opened by whoever runs the register, and it sends no e-mail
    path("account/login/", login, name="account_login"),
    path("account/logout/", logout, name="account_logout"),
    path("", include("kith.web.urls")),
]
