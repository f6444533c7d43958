"""Files of profiles: read and written, refused whole, and never anything but a named refusal from any bytes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.errors import (
    BadInput,
    BadProfile,
    MixedProfile,
    PoisonedFile,
    ThirdAllele,
    UnclearAllele,
    UnknownLocus,
)
from kith.evidence.dna import Blank, Category, Haplotype, Profile, formats

GENEMAPPER = (
    "Sample Name\tPanel\tMarker\tDye\tAllele 1\tAllele 2\tAllele 3\tHeight 1\r\n"
    "mother\tGlobalFiler\tTH01\tB\t6\t9.3\t\t1200\r\n"
    "mother\tGlobalFiler\tvWA\tG\t16\t\t\t900\r\n"
    "mother\tGlobalFiler\tAMEL\tB\tX\t\t\t900\r\n"
    "mother\tGlobalFiler\tDYS391\tB\t\t\t\t\r\n"
    "child\tGlobalFiler\tTH01\tB\t6\t6\t\t1200\r\n"
)
CMF = """<?xml version="1.0" encoding="UTF-8"?>
<CODISImportFile xmlns="urn:CODISImportFile-schema">
 <HEADERVERSION>3.2</HEADERVERSION><MESSAGETYPE>Import</MESSAGETYPE><KIT>GlobalFiler</KIT>
 <SPECIMEN CASEID="1" PARTIAL="false">
  <SPECIMENID>M-1</SPECIMENID><SPECIMENCATEGORY>Biological Mother</SPECIMENCATEGORY>
  <LOCUS><LOCUSNAME>TH01</LOCUSNAME><ALLELE><ALLELEVALUE>6</ALLELEVALUE></ALLELE><ALLELE><ALLELEVALUE>9.3</ALLELEVALUE></ALLELE></LOCUS>
  <LOCUS><LOCUSNAME>vWA</LOCUSNAME><ALLELE><ALLELEVALUE>16</ALLELEVALUE></ALLELE></LOCUS>
 </SPECIMEN>
</CODISImportFile>"""


def test_genemapper_text():
    """Samples in their order; a locus without a peak is not typed; columns beside the alleles mean nothing."""
    mother, child = formats.read(GENEMAPPER.encode(), blank=Blank.UNKNOWN)
    assert mother.sample == "mother"
    assert dict(mother.alleles) == {"TH01": ("6", "9.3"), "vWA": ("16", "-"), "AMEL": ("X", "X")}
    assert child.alleles["TH01"] == ("6", "6")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_genemapper_in_the_encodings_that_it_writes(encoding):
    """A byte order mark or an old code page changes nothing."""
    assert len(formats.read(GENEMAPPER.encode(encoding), blank=Blank.HOMOZYGOUS)) == 2


def test_a_blank_in_genemapper_needs_a_choice():
    """Read without a choice, the whole file is refused."""
    with pytest.raises(UnclearAllele):
        formats.read(GENEMAPPER.encode())


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_euroformix_csv(delimiter):
    """Both alleles of a homozygote stand there; semicolons are taken too."""
    text = "SampleName,Marker,Allele1,Allele2\nref,D3S1358,15,15\nref,THO1,6,9.3\n".replace(",", delimiter)
    (found,) = formats.read(text.encode())
    assert dict(found.alleles) == {"D3S1358": ("15", "15"), "TH01": ("6", "9.3")}


def test_cmf():
    """Specimens with their category; one allele stands for two alike, as in CODIS."""
    (found,) = formats.read(CMF.encode())
    assert (found.sample, found.category, found.kit) == ("M-1", Category.MOTHER, "GlobalFiler")
    assert dict(found.alleles) == {"TH01": ("6", "9.3"), "vWA": ("16", "16")}


def test_a_partial_specimen_needs_the_choice():
    """Where CODIS says that the profile is partial, one allele is unclear."""
    partial = CMF.replace('PARTIAL="false"', 'PARTIAL="true"').encode()
    with pytest.raises(UnclearAllele):
        formats.read(partial)
    assert formats.read(partial, blank=Blank.UNKNOWN)[0].alleles["vWA"] == ("16", "-")


@pytest.mark.parametrize(
    "category", ["Convicted Offender", "Arrestee", "Suspect, Known", "", "Forensic Unknown"]
)
def test_nobody_but_missing_persons_and_relatives_is_taken(category):
    """A register for the protection of children holds no profiles of offenders or suspects."""
    with pytest.raises(BadProfile, match="offenders"):
        formats.read(CMF.replace("Biological Mother", category).encode())


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE lolz [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
def test_a_poisoned_file_is_refused(head):
    """A document type or an entity is refused before anything of it is read."""
    with pytest.raises(PoisonedFile):
        formats.read(CMF.replace("?>\n", f"?>\n{head}\n", 1).encode())


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (("TH01\tB\t6\t9.3\t\t", "TH01\tB\t6\t9.3\t10\t"), ThirdAllele),
        (("Marker", "Dingsbums"), BadProfile),
        (("\tvWA\t", "\tNOWHERE\t"), UnknownLocus),
        (("\tvWA\tG\t16\t\t\t", "\tTH01\tG\t16\t\t\t"), BadProfile),
        (("mother\tGlobalFiler\tvWA", "\tGlobalFiler\tvWA"), BadProfile),
    ],
)
def test_a_table_with_one_fault_is_refused_whole(change, refusal):
    """The one good sample in it is not taken either."""
    with pytest.raises(refusal):
        formats.read(GENEMAPPER.replace(*change, 1).encode(), blank=Blank.HOMOZYGOUS)


def test_a_mixture_is_refused():
    """Two loci of three alleles are more than one person."""
    text = "SampleName,Marker,Allele1,Allele2,Allele3\na,TH01,6,7,8\na,FGA,20,21,22\n"
    with pytest.raises(MixedProfile):
        formats.read(text.encode())


PROFILES = [
    Profile.of(
        "girl <1>",
        {"TH01": ["6", "9.3"], "FGA": ["22", "22"], "AMEL": ["X", "X"]},
        category=Category.UNIDENTIFIED,
        kit="GlobalFiler",
        mtdna=Haplotype.of(["A263G", "309.1C"]),
    ),
    Profile.of("man & son", {"TH01": ["7", "-"], "AMEL": ["X", "Y"], "DYS391": ["11"], "DYS385": ["11", "14"]}, category=Category.FATHER),
]  # fmt: skip


def test_our_own_json_keeps_everything():
    """What is written is read back as it was."""
    assert formats.read(formats.write(PROFILES, formats.Format.JSON)) == PROFILES


@pytest.mark.parametrize(
    "written_as", [formats.Format.GENEMAPPER, formats.Format.EUROFORMIX, formats.Format.CMF]
)
def test_other_layouts_keep_the_alleles(written_as):
    """Names and alleles survive, also an allele that was not seen."""
    back = formats.read(formats.write(PROFILES, written_as), blank=Blank.UNKNOWN)
    assert [(one.sample, dict(one.alleles)) for one in back] == [
        (one.sample, dict(one.alleles)) for one in PROFILES
    ]


cells = st.text(alphabet="0123456789.,;\t-XYOL \"'\n<>&é", max_size=8)
tables = st.lists(st.lists(cells, max_size=6), max_size=6).map(
    lambda rows: "\n".join(
        ["Sample Name\tMarker\tAllele 1\tAllele 2", *("\t".join(row) for row in rows)]
    ).encode()
)
elements = st.lists(
    st.sampled_from(
        ["<CODISImportFile>", "</CODISImportFile>", "<SPECIMEN>", "</SPECIMEN>", "<SPECIMENID>a</SPECIMENID>",
         "<SPECIMENCATEGORY>Spouse</SPECIMENCATEGORY>", "<LOCUS>", "</LOCUS>", "<LOCUSNAME>TH01</LOCUSNAME>",
         "<ALLELEVALUE>6</ALLELEVALUE>", "<ALLELEVALUE>&#0;</ALLELEVALUE>", "<!DOCTYPE a>", "&a;", "<![CDATA[x]]>"]
    ),
    max_size=20,
).map(lambda parts: "".join(parts).encode())  # fmt: skip
objects = st.builds(
    lambda sample, alleles: (
        b'{"kith_dna": 1, "profiles": [{"sample": %s, "alleles": %s}]}' % (sample, alleles)
    ),
    st.sampled_from([b'"a"', b"1", b"null", b'"\\ud800"', b"[]"]),
    st.sampled_from(
        [b"{}", b"[]", b'{"TH01": ["6", "7"]}', b'{"TH01": "67"}', b'{"TH01": [6]}', b'{"": [null]}', b"7"]
    ),
)


@given(st.binary(max_size=300) | tables | elements | objects, st.sampled_from(list(Blank)))
def test_no_bytes_raise_anything_else(data, blank):
    """Whatever a file holds, it is read whole or refused by name."""
    try:
        found = formats.read(data, blank=blank)
    except BadInput:
        return
    assert found
    assert all(one.sample for one in found)


@given(st.integers(0, len(CMF)), st.integers(0, len(CMF)), st.binary(max_size=3))
def test_no_damage_to_a_good_file_raises_anything_else(start, length, put):
    """Bytes cut out of a CMF file, and others put in."""
    data = CMF.encode()
    with contextlib.suppress(BadInput):
        formats.read(data[:start] + put + data[start + length :])


def test_a_file_that_is_too_large_is_refused():
    """Before it is read."""
    with pytest.raises(BadProfile, match="MB"):
        formats.read(b"a" * (formats.LARGEST + 1))


@pytest.mark.parametrize("row", ['a,TH01,6,7,"note', 'b,"TH01,6,7', 'a,vWA,"16,17\nb,"TH01",6,7'])
def test_a_quote_that_is_left_open_swallows_no_rows(row):
    """It is refused by name, beside commas; the rows after it are not lost."""
    table = f"SampleName,Marker,Allele1,Allele2,Note\n{row}\nc,FGA,20,21\n"
    with pytest.raises(BadProfile):
        formats.read(table.encode())


def test_a_quote_beside_tabs_is_a_sign_as_any_other():
    """As GeneMapper writes it; written and read again it is the same."""
    table = 'Sample Name\tMarker\tAllele 1\tAllele 2\n"a\tTH01\t6\t7\nb\tTH01\t6\t8\n'
    read = formats.read(table.encode())
    assert [one.sample for one in read] == ['"a', "b"]
    assert formats.read(formats.write(read, formats.Format.GENEMAPPER)) == read


@pytest.mark.parametrize("written_as", formats.Format)
def test_many_and_unseen_alleles_are_written_and_read(written_as):
    """Four alleles of DYS464, one not seen of DYS385, homozygotes beside: read as they were, a blank taken as not seen."""
    calls = {
        "AMEL": ["X", "Y"],
        "TH01": ["6", "-"],
        "FGA": ["20", "20"],
        "vWA": ["16", "17"],
        "DYS464": ["13", "15", "16", "17"],
        "DYS385": ["11", "-"],
        "DYS387S1": ["35", "35"],
        "DYS391": ["10"],
    }
    one = Profile.of("a", calls)
    (read,) = formats.read(formats.write([one], written_as), blank=Blank.UNKNOWN)
    assert dict(read.alleles) == dict(one.alleles)


def test_who_is_alleged_is_not_taken_for_a_parent():
    """An alleged father stays one, in CMF and back."""
    data = CMF.replace("Biological Mother", "Alleged Father").encode()
    (one,) = formats.read(data)
    assert one.category is Category.ALLEGED_FATHER
    assert b"Alleged Father" in formats.write([one], formats.Format.CMF)


def test_too_many_specimens_are_refused():
    """While they are read, not after."""
    with pytest.raises(BadProfile, match="too many"):
        formats.read(b"<CODISImportFile>" + b"<SPECIMEN/>" * 20_001 + b"</CODISImportFile>")
