"""The policy: access rules in Cedar that an auditor can read, and the one question asked of them.

Always holds: what policies.cedar does not permit is refused; a permission name that no rule knows is a programming
error and is found when the rules are read, not when a child is looked for.
"""

from __future__ import annotations

import functools
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import cedarpy

from kith.trust.who import PURPOSES_OF

if TYPE_CHECKING:
    from kith.trust.who import Who


@functools.cache
def rules() -> str:
    """The text of policies.cedar, as shipped."""
    return resources.files(__name__).joinpath("policies.cedar").read_text(encoding="utf-8")


@functools.cache
def _groups() -> list[dict[str, Any]]:
    """The roles with the groups they are in, as Cedar's entities."""
    groups = json.loads(resources.files(__name__).joinpath("groups.json").read_text(encoding="utf-8"))
    return [
        {
            "uid": {"type": "Role", "id": role},
            "attrs": {},
            "parents": [{"type": "Group", "id": group} for group in within],
        }
        for role, within in groups.items()
    ]


@functools.cache
def permissions() -> frozenset[str]:
    """Every permission that the rules name."""
    return frozenset(re.findall(r'Action::"([^"]+)"', rules()))


def allowed(who: Who, permission: str) -> bool:
    """Whether the role of `who` may use `permission` for the stated purpose."""
    return role_allowed(who.role.value, permission, who.purpose.value if who.purpose else "")


def ever_allowed(who: Who, permission: str) -> bool:
    """Whether the role of `who` may use `permission` for one of its purposes: a page then asks for that purpose."""
    return any(allowed(who.for_purpose(one), permission) for one in PURPOSES_OF[who.role])


@functools.cache
def role_allowed(role: str, permission: str, purpose: str) -> bool:
    """The same question of a role, a permission and a purpose; answers are remembered, as the rules cannot change.

    Raises:
        ValueError: the permission stands in no rule, or the rules are not Cedar.
    """
    if permission not in permissions():
        raise ValueError(f"no rule in policies.cedar names the permission {permission!r}")
    answer = cedarpy.is_authorized(
        {
            "principal": f'Role::"{role}"',
            "action": f'Action::"{permission}"',
            "resource": 'Register::"this"',
            "context": json.dumps({"purpose": purpose}),
        },
        rules(),
        _groups(),
    )
    if answer.diagnostics.errors:
        raise ValueError(f"policies.cedar does not evaluate: {answer.diagnostics.errors}")
    return bool(answer.allowed)
