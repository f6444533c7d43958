"""The photograph: camera first, files as well; what was found on each is said at once, and every picture is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kith.errors import BadInput
from kith.register.encounters import actions, prepared
from kith.register.encounters.words import CaptureKind, KitItem
from kith.web.steps.files import SeveralFiles, called
from kith.web.steps.step import KitForm, Sitting, Step, sentence

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class PhotographForm(KitForm):
    """Photographs of the face, or why there are none."""

    legend = _("If there is no photograph now")
    why_hint = _("Say why: for example no camera here, or the child is asleep.")
    photographs = SeveralFiles(label=_("Choose a photograph"), required=False)


class Photograph(Step):
    """A photograph of the face."""

    name = "photograph"
    title = _("Photograph")
    lead = _("The face from the front, with the eyes to be seen, and nobody else in the picture.")
    item = KitItem.PHOTOGRAPH
    form_class = PhotographForm
    errors_at = {"reason": "why"}
    one_transaction = False  # each photograph is kept by itself, and looking at one takes a while

    def stored(self, sitting: Sitting) -> dict[str, Any]:  # noqa: ARG002  # the same for every step
        """Nothing: files are not put into a form again."""
        return {}

    def save(self, sitting: Sitting, form: PhotographForm) -> bool:
        """Keep each photograph that opens; name each that does not."""
        files: list[UploadedFile[Any]] = form.cleaned_data["photographs"]
        if files and form.cleaned_data["state"] in {"declined", "not_possible"}:
            form.add_error(
                "state", now("There is a photograph, and this answer says that there is none. Choose one.")
            )
            return True
        looked_at = []
        for file in files:
            try:
                looked_at.append(prepared.photograph(file.read()))
            except BadInput as trouble:
                form.add_error("photographs", f"{called(file)}: {sentence(trouble)}")
        for one in looked_at:
            actions.add_capture(sitting.who, sitting.opened(), one)
        taken = bool(looked_at) or bool(self._taken(sitting))
        if not form.errors:
            self.answer(sitting, form, captured=taken)
        return bool(files)

    def beside(self, sitting: Sitting) -> dict[str, Any]:
        """The photographs taken, and what the button says."""
        taken = self._taken(sitting)
        found: dict[str, Any] = {"captures": taken}
        if taken and all(one.problem for one in taken):
            found["submit_words"] = now("Keep it anyway and go on")
        return found

    def _taken(self, sitting: Sitting) -> list[Any]:
        every = sitting.told.captures if sitting.told else []
        return [one for one in every if one.kind == CaptureKind.PHOTOGRAPH]
