"""Files handed over: bounded, named in the refusal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kith.cli import files
from kith.errors import BadAnswer, ImageTooLarge


def test_bytes_come_as_they_are(tmp_path):
    """Nothing is added or taken away."""
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n")
    assert files.read_image(tmp_path / "a.png", field="photo") == b"\x89PNG\r\n"


def test_a_device_without_end_is_read_up_to_the_bound_only():
    """More than 30 MB is refused without reading on."""
    with pytest.raises(ImageTooLarge) as refused:
        files.read_image(Path("/dev/zero"), field="finger")
    assert refused.value.field == "finger"


@pytest.mark.parametrize("name", ["missing.png", "folder", "empty.png", "a\0b", "x" * 5000])
def test_what_cannot_be_read_is_refused_with_its_option(tmp_path, name):
    """A file that is not there, a folder, an empty file, a name that no system knows: each is a refusal."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.png").touch()
    with pytest.raises(BadAnswer) as refused:
        files.read_image(tmp_path / name, field="photo")
    assert refused.value.field == "photo"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_says_so(tmp_path):
    """The reason is in the refusal."""
    (tmp_path / "a.png").write_bytes(b"x")
    (tmp_path / "a.png").chmod(0)
    with pytest.raises(BadAnswer, match="may not be read"):
        files.read_image(tmp_path / "a.png", field="photo")


def test_the_password_is_the_first_line(tmp_path):
    """The end of the line and what stands below do not count."""
    (tmp_path / "p").write_bytes("\ufeffcorrect horse \r\nsecond".encode())
    assert files.read_password(str(tmp_path / "p")) == "correct horse "


def test_a_password_file_that_is_no_text_is_refused(tmp_path):
    """Bytes that are no text are no password; a picture is too long for one."""
    (tmp_path / "p").write_bytes(b"\xff\xfe")
    with pytest.raises(BadAnswer):
        files.read_password(str(tmp_path / "p"))
    with pytest.raises(BadAnswer):
        files.read_password("/dev/zero")


def test_document_lines_are_typed_or_in_a_file(tmp_path):
    """What holds a filler is the text itself, anything else names a file."""
    (tmp_path / "zone.txt").write_text("P<UTO", encoding="utf-8")
    assert files.read_mrz("P<UTO\\nL898") == "P<UTO\nL898"
    assert files.read_mrz(str(tmp_path / "zone.txt")) == "P<UTO"
