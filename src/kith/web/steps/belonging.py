"""Nationality and language, as told: to find an interpreter and to recognise the child again, for nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.register.encounters import actions
from kith.register.encounters.words import ClaimKind, KitItem, Source
from kith.web.belonging_lists import choices, languages, nationalities
from kith.web.steps.names import SAID_BY
from kith.web.steps.step import KitForm, Sitting, Step

ROWS = (1, 2)


class BelongingForm(KitForm):
    """Two of each are room enough for nearly everybody; more go into the notes."""

    legend = _("If neither was told")
    why_hint = _("Say why: for example no interpreter here, or the child does not speak.")
    language_1 = forms.ChoiceField(label=_("Language"), required=False)
    language_2 = forms.ChoiceField(label=_("Another language"), required=False)
    nationality_1 = forms.ChoiceField(label=_("Nationality"), required=False)
    nationality_2 = forms.ChoiceField(label=_("Another nationality"), required=False)
    said = forms.ChoiceField(label=_("Who said so?"), required=False, choices=SAID_BY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, listed in (("language", languages()), ("nationality", nationalities())):
            known = dict(listed)
            for row in ROWS:
                code = self.initial.get(f"{kind}_{row}")
                if code and code not in known:  # said elsewhere with a code that no list has: kept as it is
                    known[code] = self.initial.get(f"{kind}_{row}_words", code)
            for row in ROWS:
                self.fields[f"{kind}_{row}"].choices = choices(known)  # type: ignore[attr-defined]
        self.known = {"language": languages(), "nationality": nationalities()}

    def told(self, kind: str) -> dict[str, str]:
        """The codes of a kind with their names."""
        codes = [self.cleaned_data[f"{kind}_{row}"] for row in ROWS]
        return {code: self.known[kind].get(code, code) for code in codes if code}


class Belonging(Step):
    """Nationality and language."""

    name = "belonging"
    title = _("Nationality and language")
    lead = _("Language first: it finds the interpreter. Show the list, so that the child can point to it.")
    item = KitItem.BELONGING
    form_class = BelongingForm
    errors_at = {"reason": "why"}

    def stored(self, sitting: Sitting) -> dict[str, Any]:
        """What was told."""
        found: dict[str, Any] = {}
        for kind in (ClaimKind.LANGUAGE, ClaimKind.NATIONALITY):
            for row, one in zip(ROWS, self._told(sitting, kind), strict=False):
                found |= {
                    f"{kind}_{row}": one.data["code"],
                    f"{kind}_{row}_words": one.text,
                    "said": one.source,
                }
        return found

    def save(self, sitting: Sitting, form: BelongingForm) -> bool:
        """Say it, or say that nothing was told."""
        spoken, states = form.told("language"), form.told("nationality")
        source = Source(form.cleaned_data["said"] or Source.CHILD)
        before = [
            {one.data["code"] for one in self._told(sitting, kind)}
            for kind in (ClaimKind.LANGUAGE, ClaimKind.NATIONALITY)
        ]
        was = {
            Source(one.source)
            for kind in (ClaimKind.LANGUAGE, ClaimKind.NATIONALITY)
            for one in self._told(sitting, kind)
        }
        if [set(spoken), set(states)] != before or was - {source}:
            for other in was - {source}:
                actions.say_belonging(sitting.who, sitting.opened(), {}, {}, other)
            if spoken or states or was:
                actions.say_belonging(sitting.who, sitting.opened(), states, spoken, source)
        self.answer(sitting, form, captured=bool(spoken or states))
        return False

    def _told(self, sitting: Sitting, kind: ClaimKind) -> list[Any]:
        every = sitting.told.claims if sitting.told else []
        return [one for one in every if one.kind == kind]
