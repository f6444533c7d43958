"""Writes docs/guide/commands.md and docs/guide/roles.md from the code, so that they cannot drift from it.

A test of the house compares; after a change of commands or of the policy run `make reference`.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide"
WRITTEN = "<!-- Written by scripts/write_reference.py: change the code, then run `make reference`. -->"


def commands() -> str:
    """Every command with its words, as Markdown."""
    import typer.main

    from kith.server.main import application

    tree = typer.main.get_command(application())
    parts = [
        "# Commands",
        WRITTEN,
        "`kith` is one command with words after it. `kith --help`, or `--help` after any word, says the same as this page.",
    ]
    for name, command in _leaves(tree, "kith"):
        parts += [f"## {name}", _plain(command.help), _usage(name, command)]
    return "\n\n".join(parts) + "\n"


def _leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for word in inner:
        yield from _leaves(inner[word], f"{name} {word}")


def _usage(name: str, command: Any) -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and one.name != "help"]
    words = " ".join(_argument(one) for one in arguments)
    lines = ["```", " ".join(filter(None, [name, words, "[options]" if options else ""])), "```"]
    if options:
        lines += ["", "| option | meaning |", "|---|---|"]
        lines += [f"| {_option(one)} | {_plain(one.help)} |" for one in options]
    return "\n".join(lines)


def _argument(parameter: Any) -> str:
    name = (parameter.metavar or parameter.name).upper()
    return name if parameter.required else f"[{name}]"


def _option(parameter: Any) -> str:
    names = ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
    return names + (" (required)" if parameter.required else "")


def _plain(text: str | None) -> str:
    return " ".join((text or "").split("\f")[0].split()).replace("|", "\\|")


def roles() -> str:
    """Every role, what it comes for, and what the policy lets it do, as Markdown."""
    from kith.trust import policy
    from kith.trust.who import PURPOSES_OF, Purpose, Role

    parts = [
        "# Roles, purposes and permissions",
        WRITTEN,
        (
            "An account has one role. Whoever looks at a child says why, from a fixed list, all of it child protection; "
            "there is no purpose and no role of immigration enforcement. What is not permitted here is refused, and the "
            "refusal is logged. The rules themselves are in `src/kith/trust/policy/policies.cedar`."
        ),
        "## Purposes",
        "\n".join(f"- **{one.value}**: {one.words}" for one in Purpose),
        "## Permissions",
        "| permission | what it lets somebody do |\n|---|---|\n"
        + "\n".join(f"| `{name}` | {words} |" for name, words in _permissions().items()),
        "## Roles",
    ]
    for role in Role:
        rows = [
            (permission, [p.value for p in Purpose if policy.role_allowed(role.value, permission, p.value)])
            for permission in sorted(policy.permissions())
        ]
        parts += [
            f"### {role.words}",
            f"`{role.value}`, comes to: " + "; ".join(one.words.lower() for one in PURPOSES_OF[role]) + ".",
            "| permission | for the purposes |\n|---|---|\n"
            + "\n".join(f"| `{name}` | {', '.join(purposes)} |" for name, purposes in rows if purposes),
        ]
    return "\n\n".join(parts) + "\n"


def _permissions() -> dict[str, str]:
    """Each permission with the first sentences of the actions and queries that ask for it."""
    from kith.trust import policy
    from kith.trust.acts import GATED

    sources = GUIDE.parents[1] / "src"
    for room, file in product(("register", "trust"), ("actions.py", "queries.py")):
        for path in sorted((sources / "kith" / room).glob(f"*/{file}")):
            importlib.import_module(".".join(path.relative_to(sources).with_suffix("").parts))
    told: dict[str, list[str]] = {name: [] for name in sorted(policy.permissions())}
    for name, permission in sorted(GATED.items()):
        module, _, function = name.rpartition(".")
        if not module.startswith("kith."):
            continue  # a gate that a test has made for itself
        described = inspect.getdoc(getattr(sys.modules[module], function)) or ""
        told.setdefault(permission, []).append(_plain(described.split("\n\n", maxsplit=1)[0]))
    return {name: " ".join(words) for name, words in told.items()}


PAGES = {"commands.md": commands, "roles.md": roles}


def main() -> None:
    """Write both pages."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "KITH_DATA": folder,
            "KITH_KEY": "00" * 32,
            "DJANGO_SETTINGS_MODULE": "kith.server.settings",
        }
        import django

        django.setup()
        GUIDE.mkdir(parents=True, exist_ok=True)
        for name, written in PAGES.items():
            (GUIDE / name).write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
