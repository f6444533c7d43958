"""What every step of a flow has in common: the encounter before it, a form, and how a refusal reaches its field.

Always holds: an encounter begins with the first thing that is sent, not with a look at a page; a part of the kit is
answered only where nothing was captured.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kith.register.encounters import actions
from kith.register.encounters.words import EncounterKind, KitState
from kith.web.flows import KIND_OF

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from kith.errors import KithError
    from kith.register.associates.models import Meeting
    from kith.register.encounters.queries import Told
    from kith.register.encounters.words import KitItem
    from kith.trust.who import Who


class Sitting:
    """Somebody at a page of a flow: who, the encounter with everything in it (None before it begins), whom it was met with."""

    def __init__(self, who: Who, told: Told | None = None, met: list[Meeting] | None = None) -> None:
        self.who = who
        self.told = told
        self.met = met or []
        self.encounter_id: uuid.UUID | None = told.encounter.pk if told else None

    def opened(
        self, kind: EncounterKind | None = None, *, at: datetime | None = None, place: str = ""
    ) -> uuid.UUID:
        """The encounter, which begins now where it has not yet."""
        if self.encounter_id is None:
            usual = KIND_OF.get(self.who.role, EncounterKind.OTHER)
            self.encounter_id = actions.begin_encounter(self.who, kind or usual, at=at, place=place).pk
        return self.encounter_id


class StepForm(forms.Form):
    """The form of a step. `was_` fields hold what the writer had before their eyes, hidden."""

    use_required_attribute = False

    @property
    def typed_fields(self) -> list[str]:
        """The fields whose typing is kept before it is sent: those that are seen, and are no files."""
        return [
            name
            for name, field in self.fields.items()
            if not field.widget.is_hidden and not isinstance(field, forms.FileField)
        ]


class KitForm(StepForm):
    """The form of a part of the kit: where nothing is captured now, one of three answers of equal standing."""

    legend: ClassVar[StrOrPromise] = _("If it is not there now")
    why_hint: ClassVar[StrOrPromise] = ""  # what a reason for "not possible" is here, by example

    state = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (one.value, one.label) for one in (KitState.NOT_ASKED, KitState.NOT_POSSIBLE, KitState.DECLINED)
        ],
    )
    why = forms.CharField(label=_("Why was it not possible?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].label = self.legend


class Step(ABC):
    """One page of a flow. `errors_at` maps the field that a refusal names to the field of the form that shows it."""

    name: ClassVar[str]
    title: ClassVar[StrOrPromise]
    lead: ClassVar[StrOrPromise] = ""
    item: ClassVar[KitItem | None] = None
    form_class: ClassVar[type[StepForm]]
    errors_at: ClassVar[Mapping[str, str]] = {}
    one_transaction: ClassVar[bool] = True

    @property
    def template(self) -> str:
        """The template that draws this step."""
        return f"kith/flow/{self.name}.html"

    def form(self, sitting: Sitting, data: Any = None, files: Any = None) -> StepForm:
        """The form, filled with what is stored, or with what was sent."""
        initial = self.stored(sitting)
        if self.item and sitting.told:
            state = sitting.told.kit.states[self.item]
            captured = state == KitState.CAPTURED
            initial |= {
                "state": KitState.NOT_ASKED.value if captured and not self.captured_means(sitting) else state,
                "why": sitting.told.kit.reasons.get(self.item, ""),
            }
        elif self.item:
            initial["state"] = KitState.NOT_ASKED.value
        return self.make_form(sitting, initial | self.typed(sitting), data, files)

    def make_form(self, sitting: Sitting, initial: dict[str, Any], data: Any, files: Any) -> StepForm:  # noqa: ARG002  # for steps whose form depends on what is stored
        """The form with its first values; `data` and `files` when it was sent."""
        return self.form_class(data, files, initial=initial)

    def typed(self, sitting: Sitting) -> dict[str, str]:
        """What was typed on this page and not sent."""
        if sitting.told is None:
            return {}
        kept = sitting.told.encounter.typed.get(self.name, {})
        return {name: value for name, value in kept.items() if value != SENT}

    def captured_means(self, sitting: Sitting) -> bool:  # noqa: ARG002  # a hook
        """Whether "captured" is itself one of the answers offered (nobody was with the child)."""
        return False

    @abstractmethod
    def stored(self, sitting: Sitting) -> dict[str, Any]:
        """What the register holds of this page's fields."""

    @abstractmethod
    def save(self, sitting: Sitting, form: Any) -> bool:
        """Store what was sent; True when the page is to be shown again with what came of it.

        A problem with one field is put on the form; a refusal of the whole is raised.
        """

    def beside(self, sitting: Sitting) -> dict[str, Any]:  # noqa: ARG002  # a hook
        """What the template shows beside the form."""
        return {}

    def show_error(self, sitting: Sitting, form: StepForm, error: KithError) -> None:  # noqa: ARG002  # a hook
        """Put a refusal on the field it is about."""
        place = self.errors_at.get(error.field, error.field)
        form.add_error(place if place in form.fields else None, sentence(error))

    def answer(self, sitting: Sitting, form: StepForm, *, captured: bool) -> None:
        """Store the answer to this part of the kit, where nothing was captured and the answer is another than before."""
        if captured or self.item is None:
            return
        state = KitState(form.cleaned_data.get("state") or KitState.NOT_ASKED)
        why = form.cleaned_data.get("why", "") if state == KitState.NOT_POSSIBLE else ""
        kit = sitting.told.kit if sitting.told else None
        before = (kit.states[self.item], kit.reasons.get(self.item, "")) if kit else (KitState.NOT_ASKED, "")
        if (state.value, why) != before:
            actions.answer_kit(sitting.who, sitting.opened(), self.item, state, why)


# What stands in place of a draft once the page was sent: fields of a draft are overwritten, never deleted.
SENT = "\ue000"


def sentence(error: KithError) -> str:
    """A refusal and what to do about it, in the language of the page where it is known."""
    return " ".join(gettext(part) for part in (error.says, error.advice) if part)
