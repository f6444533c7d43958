"""Fingerprints: the responsible adult first, then files, each with its finger or several; quality and advice for each.

Always holds: no finger of a child under six is asked for or kept; while a child is or may be under sixteen, no finger is
kept without a responsible adult who is not the officer (the rule stands in encounters/rules.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kith.errors import BadInput, Refused
from kith.register.encounters import actions, prepared
from kith.register.encounters.claims import biography_of
from kith.register.encounters.rules import NO_FINGERS_UNDER, years_between
from kith.register.encounters.words import CaptureKind, KitItem
from kith.trust.who import Role
from kith.web.steps.described import change_described, was
from kith.web.steps.files import SeveralFiles, called
from kith.web.steps.step import KitForm, Sitting, Step, sentence

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django_stubs_ext import StrOrPromise

    from kith.errors import KithError

# ISO/IEC 19794-2 finger positions
FINGERS: tuple[tuple[int, StrOrPromise], ...] = (
    (0, _("I do not know which finger")),
    (1, _("Right thumb")),
    (2, _("Right index finger")),
    (3, _("Right middle finger")),
    (4, _("Right ring finger")),
    (5, _("Right little finger")),
    (6, _("Left thumb")),
    (7, _("Left index finger")),
    (8, _("Left middle finger")),
    (9, _("Left ring finger")),
    (10, _("Left little finger")),
)

# several fingers in one image (the codes of ISO/IEC 19794-4); each becomes a capture of its own
SLAPS: tuple[tuple[int, StrOrPromise], ...] = (
    (13, _("Right four fingers, side by side")),
    (14, _("Left four fingers, side by side")),
    (15, _("Both thumbs, side by side")),
)


class FingerprintsForm(KitForm):
    """The responsible adult, the files with their fingers, or why there are none."""

    legend = _("If there are no fingerprints now")
    why_hint = _("Say why: for example no scanner here, or under six years old.")
    responsible_adult = forms.CharField(label=_("Responsible adult"), required=False)
    was_responsible_adult = forms.CharField(required=False, widget=forms.HiddenInput)
    prints = SeveralFiles(label=_("Fingerprint files"), required=False)
    # set while files were sent and not kept, since a browser does not send them again by itself
    prints_lost = forms.CharField(required=False, widget=forms.HiddenInput)
    position = forms.ChoiceField(
        label=_("Which finger is in the file?"), required=False, choices=(*FINGERS, *SLAPS), initial=0
    )

    @property
    def typed_fields(self) -> list[str]:
        """Without the finger of a file, which goes with the file."""
        return [name for name in super().typed_fields if name != "position"]

    def lost(self, *, still: bool = True) -> None:
        """Files were sent and not kept: the page remembers it, and says so beside the files."""
        sent: Any = self.data  # a QueryDict, once it was sent
        data = sent.copy()
        data["prints_lost"] = "yes" if still else ""
        self.data = data
        said = now("Choose the files again: they were not kept.")
        if not still:
            said = f"{said} {now('To go on without them, save once more.')}"
        self.add_error("prints", said)

    def positions(self, files: int) -> list[int]:
        """The finger of each file: as many as files were sent, or one for all."""
        data: Any = self.data  # a QueryDict, once it was sent
        sent = data.getlist("position") or ["0"]
        if len(sent) == 1:
            sent = sent * files
        known = {str(number) for number, _words in (*FINGERS, *SLAPS)}
        if len(sent) != files or not known.issuperset(sent):
            raise BadInput(
                now("It is not said of each file which finger it shows."),
                advice=now("Choose a finger for each file, or send them again."),
                field="position",
            )
        return [int(one) for one in sent]


class Fingerprints(Step):
    """Fingerprints from a scanner, as files."""

    name = "fingerprints"
    title = _("Fingerprints")
    item = KitItem.FINGERPRINTS
    form_class = FingerprintsForm
    errors_at = {"reason": "why", "": "prints"}
    one_transaction = False  # each finger is kept by itself, and looking at one takes a while

    def stored(self, sitting: Sitting) -> dict[str, Any]:
        """The responsible adult, as named on any page."""
        adult = sitting.told.encounter.responsible_adult if sitting.told else ""
        return {"responsible_adult": adult} | was(responsible_adult=adult)

    def save(self, sitting: Sitting, form: FingerprintsForm) -> bool:
        """Name the adult, then keep each finger that opens, and name each file that does not."""
        files: list[UploadedFile[Any]] = form.cleaned_data["prints"]
        if files and form.cleaned_data["state"] in {"declined", "not_possible"}:
            form.add_error(
                "state", now("There is a fingerprint, and this answer says that there is none. Choose one.")
            )
            form.lost()
            return True
        if not files and form.cleaned_data["prints_lost"] and form.cleaned_data["state"] in {"", "not_asked"}:
            form.lost(still=False)
            return True
        positions = form.positions(len(files))
        change_described(sitting, form, "responsible_adult")
        kept = 0
        for file, position in zip(files, positions, strict=True):
            try:
                looked_at = prepared.fingers(file.read(), position=position)
            except BadInput as trouble:
                form.add_error("prints", f"{called(file)}: {sentence(trouble)}")
                continue
            actions.add_captures(sitting.who, sitting.opened(), looked_at)
            kept += len(looked_at)
        if not form.errors:
            self.answer(sitting, form, captured=bool(kept or self._taken(sitting)))
        return bool(files)

    def show_error(self, sitting: Sitting, form: Any, error: KithError) -> None:
        """A rule about fingers stands at the files, and so does that they have to be chosen again."""
        files = form.cleaned_data.get("prints")  # before an error takes it out
        if isinstance(error, Refused) and not error.field:
            form.add_error("prints", sentence(error))
            return
        super().show_error(sitting, form, error)
        if files:
            form.lost()

    def beside(self, sitting: Sitting) -> dict[str, Any]:
        """The fingers taken with their quality, and who the responsible adult can be."""
        words = dict(FINGERS)
        taken = [(one, words.get(one.position, words[0])) for one in self._taken(sitting)]
        return {
            "captures": taken,
            "too_young": self._under_six(sitting),
            "adult_hint": adult_hint(sitting.who.role),
        }

    def _taken(self, sitting: Sitting) -> list[Any]:
        every = sitting.told.captures if sitting.told else []
        return [one for one in every if one.kind == CaptureKind.FINGERPRINT]

    def _under_six(self, sitting: Sitting) -> bool:
        """Whether the child is under six by everything that was said: then no finger is asked for."""
        if sitting.told is None:
            return False
        births = biography_of(sitting.told.claims).births
        on = timezone.localdate(sitting.told.encounter.at)
        return bool(births) and years_between(min(b.earliest for b in births), on) < NO_FINGERS_UNDER


def adult_hint(role: Role) -> StrOrPromise:
    """Who the responsible adult can be, in the words of the officer's day."""
    if role == Role.POLICE_OFFICER:
        return _(
            "An adult who is there for the young person, not you: for example an appropriate adult or a social worker. "
            "Needed before any finger while they are or may be under 16."
        )
    return _(
        "An adult who is there for the child, not you and not whoever brought them. "
        "Needed before any finger while the child is or may be under 16."
    )
