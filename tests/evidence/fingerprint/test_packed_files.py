import numpy as np
import pytest
from drawn_fingers import template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.errors import BadGallery
from kith.evidence.fingerprint import Position, open_packed, pack, prepare, save, search
from kith.evidence.fingerprint.packed import ARRAYS
from kith.evidence.fingerprint.packed_files import FILES, sums_of


@pytest.fixture
def packed(fingers):
    """Five drawn fingers and a few templates out of the ordinary."""
    odd = [prepare(template(n, n, engine="other", position=Position(n % 11))) for n in (0, 1, 255)]
    return pack([*(prepare(pair[1]) for pair in fingers), *odd])


@pytest.fixture
def folder(packed, tmp_path):
    """The same in files."""
    save(packed, tmp_path / "gallery")
    return tmp_path / "gallery"


def test_what_is_opened_is_what_was_saved(packed, folder, fingers):
    """Every array comes back equal, and a search in it finds the very same."""
    opened = open_packed(folder)
    assert opened.engines == packed.engines
    for name in ARRAYS:
        assert np.array_equal(getattr(opened, name), getattr(packed, name))
        assert getattr(opened, name).dtype == getattr(packed, name).dtype
    probe = prepare(fingers[1][0])
    mine, theirs = search(probe, packed, in_full=3), search(probe, opened, in_full=3)
    assert mine.log10.tolist() == theirs.log10.tolist()
    assert mine.full.tolist() == theirs.full.tolist()


def test_an_empty_gallery_can_be_opened(tmp_path):
    """No templates make files too."""
    save(pack([]), tmp_path)
    assert len(open_packed(tmp_path)) == 0


def test_erasing_in_an_opened_gallery_changes_no_file(packed, folder, fingers, tmp_path):
    """An erased template is not found at once; it is erased for good where the gallery is saved again."""
    opened = open_packed(folder)
    opened.erase(0)
    assert not search(prepare(fingers[0][0]), opened).compared[0]
    assert not open_packed(folder).erased.any()
    save(opened, tmp_path / "again")
    again = open_packed(tmp_path / "again")
    assert again.erased.tolist() == opened.erased.tolist()
    assert not again.points[: again.start[1]].any()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_or_cut_is_refused(name, folder):
    """Without one of its files, with one cut, or with a byte too many there is no gallery."""
    file = folder / name
    data = file.read_bytes()
    for damaged in (data[:-1], data[: len(data) // 2], b"", data + b"\0"):
        file.write_bytes(damaged)
        with pytest.raises(BadGallery):
            open_packed(folder)
    file.unlink()
    with pytest.raises(BadGallery):
        open_packed(folder)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.integers(0, 1 << 20), st.integers(1, 255))
def test_a_changed_byte_is_refused(folder, name, at, change):
    """One byte changed anywhere is seen."""
    file = folder / name
    before = file.read_bytes()
    data = bytearray(before)
    data[at % len(data)] ^= change
    file.write_bytes(data)
    try:
        with pytest.raises(BadGallery):
            open_packed(folder)
    finally:
        file.write_bytes(before)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES[:-1]), st.integers(0, 1 << 20), st.integers(1, 255))
def test_changed_bytes_with_fresh_sums_do_no_harm(folder, fingers, name, at, change):
    """A gallery made to deceive, its sums right again, is refused or searched: nothing else comes of it."""
    file = folder / name
    before, sums = file.read_bytes(), (folder / "sums.npy").read_bytes()
    data = bytearray(before)
    data[at % len(data)] ^= change
    file.write_bytes(data)
    (folder / "sums.npy").write_bytes(sums_of(folder))
    try:
        opened = open_packed(folder)
    except BadGallery:
        pass
    else:
        assert len(search(prepare(fingers[0][0]), opened, in_full=2).log10) == len(opened)
    finally:
        file.write_bytes(before)
        (folder / "sums.npy").write_bytes(sums)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("start", lambda a: a[::-1].copy()),
        ("start", lambda a: a + 1),
        ("grid_start", np.zeros_like),
        ("count", lambda a: a + np.uint8(200)),
        ("points", lambda a: np.full_like(a, np.nan)),
        ("points", lambda a: a.astype(np.float64)),
        ("window", lambda a: a - 1),
        ("position", lambda a: np.full_like(a, 11)),
        ("overall", lambda a: np.full_like(a, 101)),
        ("factor", np.zeros_like),
        ("engine", lambda a: a + np.uint16(9)),
        ("turn", lambda a: a.astype(object)),
    ],
)
def test_what_cannot_be_is_refused(folder, name, values):
    """Arrays that the kernels could not bear are refused even where the sums are right; and no pickle is ever read."""
    array = np.load(folder / f"{name}.npy")
    np.save(folder / f"{name}.npy", values(array), allow_pickle=True)
    (folder / "sums.npy").write_bytes(sums_of(folder))
    with pytest.raises(BadGallery):
        open_packed(folder)


def test_a_folder_that_cannot_be_written_is_refused(packed, tmp_path):
    """Where a file stands in the way nothing is saved, and the refusal says so."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BadGallery, match="cannot be saved"):
        save(packed, tmp_path / "file")
