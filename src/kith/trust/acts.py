"""The gate before every action and every query: permission, purpose, one transaction, and the log.

Always holds: what passes `acts` or `looks` was allowed by the policy for the role and the purpose, and has written at
least one entry to the log in the same transaction; a function that forgets to is stopped, and nothing of it is kept.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from django.db import transaction

from kith.errors import NotFound, NotPermitted, PurposeMissing
from kith.trust import policy
from kith.trust.log import chain

if TYPE_CHECKING:
    from collections.abc import Callable

    from kith.trust.who import Who

P = ParamSpec("P")
R = TypeVar("R")

# (permission, dotted name) of every gated function, for the tests of the house and the documentation of the roles
GATED: dict[str, str] = {}


class NotLoggedError(RuntimeError):
    """A programming error: an action or a query ended without having written the log."""


def _gate(
    permission: str,
) -> Callable[[Callable[Concatenate[Who, P], R]], Callable[Concatenate[Who, P], R]]:
    def wrap(function: Callable[Concatenate[Who, P], R]) -> Callable[Concatenate[Who, P], R]:
        name = f"{function.__module__}.{function.__qualname__}"

        @functools.wraps(function)
        def run(who: Who, /, *args: P.args, **kwargs: P.kwargs) -> R:
            _permit(who, permission)
            try:
                with transaction.atomic():
                    before = chain.written()
                    result = function(who, *args, **kwargs)
                    if chain.written() == before:
                        raise NotLoggedError(f"{name} must write the log: call chain.write(who, ...) in it")
            except NotFound:
                # whoever guesses at keys and references leaves a trace, too
                chain.write(who, "not found", permission=permission)
                raise
            return result

        run.kith_permission = permission  # type: ignore[attr-defined]
        GATED[name] = permission
        return run

    return wrap


def _permit(who: Who, permission: str) -> None:
    """Let `who` pass, or write the refusal to the log and raise it."""
    if who.purpose is None:
        raise PurposeMissing("No purpose was given.", advice="Choose why you are looking.")
    if not policy.allowed(who, permission):
        chain.write(who, "refused", permission=permission)
        raise NotPermitted(
            f"A {who.role.words.lower()} may not do this for the purpose “{who.purpose.words.lower()}”.",
            advice="Choose another purpose, or ask a colleague who may.",
        )


def acts(
    permission: str,
) -> Callable[[Callable[Concatenate[Who, P], R]], Callable[Concatenate[Who, P], R]]:
    """Gate an action (a writer) behind `permission`, a name such as ``encounter.record`` in policies.cedar."""
    return _gate(permission)


def looks(
    permission: str,
) -> Callable[[Callable[Concatenate[Who, P], R]], Callable[Concatenate[Who, P], R]]:
    """Gate a query (a reader) behind `permission`: every look is recorded as every act is."""
    return _gate(permission)
