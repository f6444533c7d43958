"""Names and birth, as told: several names in any script, each with who said it; a birth date of which parts may be unknown.

Always holds: names are kept as they were said and none replaces another; an age is written down only as somebody told it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.errors import BadName
from kith.evidence import biography
from kith.register.encounters import actions
from kith.register.encounters.words import ClaimKind, KitItem, Source
from kith.web.steps.step import KitForm, Sitting, Step, StepForm, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NAMES = 12
SAID_BY = [
    (Source.CHILD.value, _("The child")),
    (Source.ADULT.value, _("Somebody else")),
    (Source.DOCUMENT.value, _("A document")),
]
_NUMBERED = re.compile(r"name_(\d{1,2})$")
_AGE = re.compile(r"(\d{1,2}) years on ")
_PARTS = ("year", "month", "day")


class NamesForm(KitForm):
    """As many names as were said and one more; birth or age as told."""

    legend = _("If no name was told")
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
        return tuple(self.cleaned_data[name] for name in ("birth_year", "birth_month", "birth_day", "age"))


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
        return found

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
        for source in (*told, *(gone for gone in before if gone not in told)):
            if told.get(source, []) != before.get(source, []):
                actions.say_names(sitting.who, sitting.opened(), told.get(source, []), source)
        self._save_birth(sitting, form)
        self.answer(sitting, form, captured=bool(told))
        return False

    def _save_birth(self, sitting: Sitting, form: NamesForm) -> None:
        now, stored = form.born(), self.stored(sitting)
        before = tuple(
            int(stored[name]) if stored.get(name) else None
            for name in ("birth_year", "birth_month", "birth_day", "age")
        )
        source = Source(form.cleaned_data["birth_said"] or Source.CHILD)
        was = {Source(one.source) for one in self._said(sitting, ClaimKind.BIRTH)}
        if now == before and (was == {source} or not any(part is not None for part in now)):
            return
        for other in was - {source}:
            actions.say_birth(sitting.who, sitting.opened(), source=other)
        year, month, day, age = now
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


def _rows(names: Iterable[str]) -> int:
    """The highest row among the names of fields, 0 when there is none."""
    return max((int(found[1]) for name in names if (found := _NUMBERED.match(name))), default=0)
