"""Profiles, loci and kits: one name each, and a named refusal of what cannot be one person's profile."""

from __future__ import annotations

import json

import pytest

from kith.errors import (
    BadInput,
    BadProfile,
    MixedProfile,
    ThirdAllele,
    UnclearAllele,
    UnknownLocus,
    WrongSexMarker,
)
from kith.evidence.dna import KITS, Blank, Chromosome, Profile, Sex, kit, locus


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("THO1", "TH01"),
        ("TH 01", "TH01"),
        ("VWA", "vWA"),
        ("vwa31", "vWA"),
        ("PENTA_D", "Penta D"),
        ("PentaE", "Penta E"),
        ("AM", "AMEL"),
        ("Amelogenin", "AMEL"),
        ("Y-indel", "Yindel"),
        ("ACTBP2", "SE33"),
        ("d3s1358", "D3S1358"),
        ("DYS385a/b", "DYS385"),
        ("Y-GATA-H4", "YGATAH4"),
    ],
)
def test_a_locus_has_one_name(written, name):
    """However a laboratory spells it, a locus is one locus."""
    assert locus(written).name == name


def test_an_unknown_locus_is_refused():
    """Without its chromosome nothing can be said of a relative."""
    with pytest.raises(UnknownLocus, match="D99S1"):
        Profile.of("a", {"D99S1": ["12", "13"]})


def test_every_locus_of_every_kit_is_known():
    """Kits name loci as the list does, autosomal ones apart from the others, and none twice."""
    assert len(KITS) >= 9
    for one in KITS.values():
        assert all(locus(name).name == name for name in (*one.loci, *one.also)), one.name
        assert {locus(name).chromosome for name in one.loci} == {Chromosome.AUTOSOMAL}
        assert Chromosome.AUTOSOMAL not in {locus(name).chromosome for name in one.also}
        assert len(set(one.loci)) == len(one.loci)


def test_sets_are_as_large_as_they_are_called():
    """ESS 12, ESS 17 and DNA-17 with the sex marker, CODIS 13 and 20, and the kits of 24 and 27 loci."""
    sizes = {name: len(kit(name).loci) + len(kit(name).also) for name in KITS}
    wanted = {"ESS 12": 12, "ESS 17": 17, "DNA-17": 17, "CODIS 13": 13, "CODIS 20": 20, "GlobalFiler": 24}
    wanted |= {"PowerPlex Fusion 6C": 27, "PowerPlex Fusion": 24, "Identifiler Plus": 16, "PowerPlex 16": 16}
    assert {name: sizes[name] for name in wanted} == wanted


def test_kits_are_as_others_list_them(reference):
    """Our table against the panels of EuroForMix and the sets of the reference cases; the one difference is named."""
    panels = json.loads((reference / "kit_markers_euroformix.json").read_bytes())
    ours = {n: {*k.loci, *k.also} for n, k in KITS.items()}
    pairs = {
        "SGM_Plus_v2": "SGM Plus", "PowerPlex_ESX_16_IDX_v1.0": "PowerPlex ESX 16",
        "PowerPlex_ESX_17_IDX_v2.0": "PowerPlex ESX 17", "PowerPlex_ESI_17_Fast_IDX_v1.1": "PowerPlex ESI 17",
        "PowerPlex_Fusion_Panels_IDX_v1.0": "PowerPlex Fusion",
        "PowerPlex_Fusion_6C_Panels_IDX_v1.1": "PowerPlex Fusion 6C",
        "Identifiler_Plus_Panels_v1X": "Identifiler Plus", "NGM_panel_v1X": "NGM", "NGMSElect_panel_v2X": "NGM SElect",
        "GlobalFiler_Panel_v1": "GlobalFiler", "PowerPlex_16_IDX_v2.0": "PowerPlex 16",
        "PowerPlex_21_IDX_v2.0": "PowerPlex 21", "24plex_Panels_v4": "Investigator 24plex",
        "ESSplex_Plus_Panels_v5": "Investigator ESSplex Plus", "ESSplex_SE_Plus_Panels_v4": "Investigator ESSplex SE Plus",
        "VFP_Panels_v1": "VeriFiler Plus", "MiniFiler_GS500_v1": "MiniFiler",
    }  # fmt: skip
    theirs = {name: {locus(m).name for m in panels[panel]["markers"]} for panel, name in pairs.items()}
    assert {name: ours[name] ^ markers for name, markers in theirs.items() if ours[name] != markers} == {}
    detect = {locus(m).name for m in panels["NGM_Detect_Panel_v2.1"]["markers"]}
    assert ours["NGM Detect"] ^ detect == {"Yindel"}
    sets = json.loads((reference / "kits.json").read_bytes())
    named = {
        "fusion6c": "PowerPlex Fusion 6C",
        "globalfiler": "GlobalFiler",
        "ess12": "ESS 12",
        "dna17": "DNA-17",
        "codis20": "CODIS 20",
    }
    assert all({locus(m).name for m in sets[s]} == set(KITS[n].loci) for s, n in named.items())


def test_an_unknown_kit_is_refused():
    """The refusal names those that there are."""
    assert kit("globalfiler").name == "GlobalFiler"
    with pytest.raises(BadInput, match="GlobalFiler"):
        kit("Kit of tomorrow")


def test_alleles_are_kept_in_one_form():
    """Shorter first, without noughts that say nothing; microvariants as they are."""
    found = Profile.of("a", {"TH01": ["9.3", "06"], "FGA": ["22.0", "22"], "Penta E": ["5", "15.4"]})
    assert dict(found.alleles) == {"TH01": ("6", "9.3"), "FGA": ("22", "22"), "Penta E": ("5", "15.4")}


def test_a_blank_second_allele_needs_a_choice():
    """It may be the same twice or one that was not seen; nobody guesses. A dash says that it was not seen."""
    with pytest.raises(UnclearAllele, match="TH01"):
        Profile.of("a", {"TH01": ["6", ""]})
    assert Profile.of("a", {"TH01": ["6", None]}, blank=Blank.HOMOZYGOUS).alleles["TH01"] == ("6", "6")
    assert Profile.of("a", {"TH01": ["6", ""]}, blank=Blank.UNKNOWN).alleles["TH01"] == ("6", "-")
    dashed = Profile.of("a", {"TH01": ["6", "-"]})
    assert dashed.alleles["TH01"] == ("6", "-")
    assert dashed.seen("TH01").second is None


def test_three_alleles_at_one_locus_are_a_third_allele():
    """A rare variant, or another person: somebody has to look."""
    with pytest.raises(ThirdAllele, match="TPOX"):
        Profile.of("a", {"TPOX": ["8", "10", "11"], "TH01": ["6", "7"]})


@pytest.mark.parametrize(
    "calls", [{"TPOX": ["8", "10", "11"], "TH01": ["6", "7", "8"]}, {"FGA": ["20", "21", "22", "23"]}]
)
def test_many_alleles_are_a_mixture(calls):
    """Two loci of three, or one of four, are more than one person."""
    with pytest.raises(MixedProfile):
        Profile.of("a", calls)


@pytest.mark.parametrize(
    "calls",
    [
        {"AMEL": ["X", "X"], "DYS391": ["11"]},
        {"AMEL": ["X", ""], "Yindel": ["2"]},
        {"AMEL": ["X", "Y"], "DXS10135": ["20", "22"]},
        {"AMEL": ["X", "Z"]},
        {"AMEL": ["Y", "Y"]},
    ],
)
def test_a_sex_marker_that_contradicts_is_refused(calls):
    """A woman with a Y, a man with two X alleles, a letter that is none."""
    with pytest.raises(WrongSexMarker):
        Profile.of("a", calls)


def test_the_sex_is_read_and_compared_with_what_was_stated():
    """X and Y is a man, two X a woman; a man has one allele on X."""
    man = Profile.of("a", {"AMEL": ["X", "Y"], "DXS10135": ["20", ""], "DYS391": ["10"]})
    assert man.sex is Sex.MALE
    assert man.alleles["DXS10135"] == ("20",)
    assert Profile.of("a", {"AMEL": ["X"]}).sex is Sex.FEMALE
    with pytest.raises(WrongSexMarker):
        Profile.of("a", {"AMEL": ["X", "X"]}, sex=Sex.MALE)


@pytest.mark.parametrize("text", ["OL", "12.34", "-5", "1e3", "999", "12a", "nan"])
def test_what_is_no_number_of_repeats_is_refused(text):
    """Off the ladder, too precise, negative, too long: named, not read as something else."""
    with pytest.raises(BadProfile, match="TH01"):
        Profile.of("a", {"TH01": [text, "9"]})


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 200, "\ud800"])
def test_a_sample_has_a_name(name):
    """Printable, and of a length that somebody can read."""
    with pytest.raises(BadProfile):
        Profile.of(name, {"TH01": ["6", "7"]})


def test_one_locus_under_two_names_must_agree():
    """The same alleles twice are one locus; different ones are refused."""
    assert Profile.of("a", {"TH01": ["6", "7"], "THO1": ["6", "7"]}).alleles == {"TH01": ("6", "7")}
    with pytest.raises(BadProfile, match="twice"):
        Profile.of("a", {"TH01": ["6", "7"], "THO1": ["6", "8"]})


def test_quality_markers_are_left_out():
    """QS1 and QS2 say how good the sample was, nothing of the person."""
    assert Profile.of("a", {"QS1": ["1"], "TH01": ["6", "7"]}).alleles == {"TH01": ("6", "7")}


def test_loci_that_lie_several_times_on_y():
    """DYS464 shows four alleles of one man, which is no mixture; an allele that was not seen is kept as such."""
    man = Profile.of("a", {"DYS464": ["13", "15", "16", "17"], "DYS385": ["11", "-"], "DYS391": ["10", "-"]})
    assert man.alleles["DYS464"] == ("13", "15", "16", "17")
    assert man.alleles["DYS385"] == ("11", "-")
    assert man.alleles["DYS391"] == ("10",)
    assert Profile.of("a", {"DYS385": ["11", ""]}, blank=Blank.UNKNOWN).alleles["DYS385"] == ("11", "-")
    with pytest.raises(MixedProfile):
        Profile.of("a", {"DYS464": ["12", "13", "15", "16", "17"]})
    with pytest.raises(ThirdAllele):
        Profile.of("a", {"DYS385": ["11", "13", "15"]})


def test_numbers_of_other_scripts_are_no_alleles():
    """An allele is written with the digits of the ladder, so that one allele has one name."""
    with pytest.raises(BadProfile, match="no number"):
        Profile.of("a", {"TH01": ["\u0666", "\u0667"]})
