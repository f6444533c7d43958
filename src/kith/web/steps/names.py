"""Names and birth, as told: several names in any script, each with who said it; a birth date of which parts may be unknown.

Always holds: names are kept as they were said and none replaces another; an age is written down only as somebody told it.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kith.errors import BadName
from kith.evidence import biography
from kith.register.encounters import actions
from kith.register.encounters.words import ClaimKind, KitItem, Source
from kith.web.steps.step import KitForm, Sitting, Step, StepForm, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_NAMES = 12
SAID_BY = [
    (Source.CHILD.value, _("The child")),
    (Source.ADULT.value, _("Somebody else")),
    (Source.DOCUMENT.value, _("A document")),
]
_NUMBERED = re.compile(r"name_(\d{1,2})$")
_AGE = re.compile(r"(\d{1,2}) years on ")
_PARTS = ("year", "month", "day")
_BORN = ("birth_year", "birth_month", "birth_day", "age")


class NamesForm(KitForm):
    """As many names as were said and one more; birth or age as told."""

    legend = _("If no name was told")
    why_hint = _("Say why: for example no interpreter here, or the child does not speak.")
    # what was stored when this page was drawn; a page that does not send it is not checked
    was_told = forms.CharField(required=False, widget=forms.HiddenInput)
    birth_day = forms.IntegerField(label=_("Day"), required=False)
    birth_month = forms.IntegerField(label=_("Month"), required=False)
    birth_year = forms.IntegerField(label=_("Year"), required=False)
    age = forms.IntegerField(label=_("Age, if an age was told"), required=False)
    birth_said = forms.ChoiceField(
        label=_("Who said the birth date or the age?"), required=False, choices=SAID_BY
    )

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = range(1, rows + 1)
        for row in self.rows:
            label = _("Name") if row == 1 else _("Another name")
            self.fields[f"name_{row}"] = forms.CharField(label=label, required=False)
            self.fields[f"said_{row}"] = forms.ChoiceField(
                label=_("Who said this name?"), required=False, choices=SAID_BY
            )

    @property
    def names(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each name with who said it."""
        return [(self[f"name_{row}"], self[f"said_{row}"]) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        """Each name by itself, so that what is wrong with one is said beside it."""
        said = super().clean() or self.cleaned_data
        for row in self.rows:
            written = said.get(f"name_{row}", "")
            if not written:
                continue
            try:
                said[f"name_{row}"] = biography.clean_name(written)
            except BadName as trouble:
                self.add_error(f"name_{row}", sentence(trouble))
        return said

    def told(self) -> dict[Source, list[str]]:
        """The names by who said them, in their order."""
        by: dict[Source, list[str]] = {}
        for row in self.rows:
            name = self.cleaned_data.get(f"name_{row}")
            if name:
                by.setdefault(Source(self.cleaned_data[f"said_{row}"] or Source.CHILD), []).append(name)
        return by

    def born(self) -> tuple[int | None, ...]:
        """Year, month, day and age as told."""
        return tuple(self.cleaned_data[name] for name in _BORN)


class Names(Step):
    """Names and birth, as told."""

    name = "names"
    title = _("Names and birth, as told")
    lead = _("Write every name as it was said or written, in any script. Several are normal.")
    item = KitItem.NAMES
    form_class = NamesForm
    errors_at = {"reason": "why", "birth": "birth_day", "name": "name_1"}

    def stored(self, sitting: Sitting) -> dict[str, Any]:
        """The names and the birth that were said."""
        found: dict[str, Any] = {}
        for row, one in enumerate(self._said(sitting, ClaimKind.NAME), 1):
            found |= {f"name_{row}": one.text, f"said_{row}": one.source}
        for one in self._said(sitting, ClaimKind.BIRTH):
            age = _AGE.match(one.text)
            parts = (
                {"age": age[1]}
                if age
                else dict(zip((f"birth_{p}" for p in _PARTS), one.text.split("-"), strict=False))
            )
            found |= parts | {"birth_said": one.source}
        return found | {"was_told": self._stored_now(sitting)}

    def make_form(self, sitting: Sitting, initial: dict[str, Any], data: Any, files: Any) -> StepForm:
        """With a row for each name, and one more."""
        rows = max(1, _rows(name for name, value in initial.items() if value)) + (
            data is None and self._any(sitting)
        )
        if data is not None:
            rows = max(1, _rows(data))
        return NamesForm(data, files, initial=initial, rows=min(rows, MOST_NAMES))

    def save(self, sitting: Sitting, form: NamesForm) -> bool:
        """Say the names, then the birth; where nothing was told, say so."""
        told, before = form.told(), self._by_source(sitting)
        if self._changed_meanwhile(sitting, form, told):
            return True
        for source in (*told, *(gone for gone in before if gone not in told)):
            if told.get(source, []) != before.get(source, []):
                actions.say_names(sitting.who, sitting.opened(), told.get(source, []), source)
        self._save_birth(sitting, form)
        self.answer(sitting, form, captured=bool(told))
        return False

    def _changed_meanwhile(self, sitting: Sitting, form: NamesForm, told: Mapping[Source, list[str]]) -> bool:
        """Whether somebody else (or another tab) changed names or birth since the page was drawn; then both are shown.

        What is sent again exactly as it is stored changes nothing, and so is no clash.
        """
        stored = self._stored_now(sitting)
        if "was_told" not in form.data or form.cleaned_data["was_told"] == stored:
            return False
        if told == self._by_source(sitting) and form.born() == self._born(sitting):
            return False
        data: Any = form.data  # a QueryDict, once it was sent
        data = data.copy()
        data["was_told"] = stored
        form.data = data
        words = now(
            "Somebody else has changed the names or the birth in the meantime. Stored now: %(stored)s. "
            "You wrote: %(written)s. Put in below what is right, and save."
        ) % {"stored": _read(self.stored(sitting)), "written": _read(form.cleaned_data)}
        form.add_error("name_1", words)
        return True

    def _stored_now(self, sitting: Sitting) -> str:
        """Names and birth as they are stored, as one signature: it changes when any of them does."""
        rows = [
            (one.kind, one.source, one.text)
            for kind in (ClaimKind.NAME, ClaimKind.BIRTH)
            for one in self._said(sitting, kind)
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:32]

    def _born(self, sitting: Sitting) -> tuple[int | None, ...]:
        """Year, month, day and age as stored."""
        stored = self.stored(sitting)
        return tuple(int(stored[name]) if stored.get(name) else None for name in _BORN)

    def _save_birth(self, sitting: Sitting, form: NamesForm) -> None:
        born, before = form.born(), self._born(sitting)
        source = Source(form.cleaned_data["birth_said"] or Source.CHILD)
        was = {Source(one.source) for one in self._said(sitting, ClaimKind.BIRTH)}
        if born == before and (was == {source} or not any(part is not None for part in born)):
            return
        for other in was - {source}:
            actions.say_birth(sitting.who, sitting.opened(), source=other)
        year, month, day, age = born
        actions.say_birth(
            sitting.who, sitting.opened(), year=year, month=month, day=day, age=age, source=source
        )

    def _said(self, sitting: Sitting, kind: ClaimKind) -> list[Any]:
        every = sitting.told.claims if sitting.told else []
        return [one for one in every if one.kind == kind]

    def _by_source(self, sitting: Sitting) -> dict[Source, list[str]]:
        by: dict[Source, list[str]] = {}
        for one in self._said(sitting, ClaimKind.NAME):
            by.setdefault(Source(one.source), []).append(one.text)
        return by

    def _any(self, sitting: Sitting) -> bool:
        return bool(self._said(sitting, ClaimKind.NAME))


def _read(fields: Mapping[str, Any]) -> str:
    """Names, birth and age of a form's fields in one line."""
    names = [fields[f"name_{row}"] for row in range(1, MOST_NAMES + 1) if fields.get(f"name_{row}")]
    birth = "-".join(str(fields[f"birth_{part}"]) for part in _PARTS if fields.get(f"birth_{part}"))
    age = now("age %(age)s") % {"age": fields["age"]} if fields.get("age") not in {None, ""} else ""
    return ", ".join(part for part in (*names, birth, age) if part) or now("nothing")


def _rows(names: Iterable[str]) -> int:
    """The highest row among the names of fields, 0 when there is none."""
    return max((int(found[1]) for name in names if (found := _NUMBERED.match(name))), default=0)
