"""A field for several files at once, and what a file is called in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LONGEST_NAME = 40


class SeveralFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Any number of files, as a list; an empty one is a problem, as a browser sends it when a file could not be read."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Each of the files, checked like a single one."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [one for one in (super(SeveralFiles, self).clean(file, initial) for file in given) if one]


def called(file: UploadedFile[Any]) -> str:
    """The name of a file as a person knows it, shortened."""
    name = file.name or ""
    return name if len(name) <= LONGEST_NAME else f"…{name[-LONGEST_NAME:]}"
