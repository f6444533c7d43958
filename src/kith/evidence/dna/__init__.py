"""DNA: profiles are compared as the same person or as family, and a register of them is searched, exactly.

Always holds: only a Weight leaves this room for the register; what an examiner reads (ratios of every hypothesis, population and
locus) is exact likelihood of a stated pedigree with stated settings; nothing here needs a register, a network or a database.
"""

from kith.evidence.dna import chance, formats, kinship, lineage
from kith.evidence.dna.cases import Checked, check
from kith.evidence.dna.compare import Comparison, FamilyComparison, Ratios, compare, compare_family
from kith.evidence.dna.frequencies import Frequencies, Population, Settings, shipped
from kith.evidence.dna.frequencies import read as read_frequencies
from kith.evidence.dna.kits import KITS, Kit, kit
from kith.evidence.dna.likelihood import genotype_likelihoods, likelihoods
from kith.evidence.dna.lineage import Finding, Haplotype, Line
from kith.evidence.dna.loci import LOCI, Chromosome, Locus, locus
from kith.evidence.dna.marker import Marker, Seen
from kith.evidence.dna.mutation import NO_MUTATION, Model, Mutation
from kith.evidence.dna.pedigree import Pedigree, Person, Sex
from kith.evidence.dna.profile import Blank, Category, Profile
from kith.evidence.dna.question import FAMILY, Prepared, prepare_family, prepare_person
from kith.evidence.dna.relations import Relation
from kith.evidence.dna.search import Found, Hit, exactly_family, exactly_person, search
from kith.evidence.dna.shelf import Shelf
from kith.evidence.dna.weigh import weigh, weigh_family

__all__ = [
    "FAMILY",
    "KITS",
    "LOCI",
    "NO_MUTATION",
    "Blank",
    "Category",
    "Checked",
    "Chromosome",
    "Comparison",
    "FamilyComparison",
    "Finding",
    "Found",
    "Frequencies",
    "Haplotype",
    "Hit",
    "Kit",
    "Line",
    "Locus",
    "Marker",
    "Model",
    "Mutation",
    "Pedigree",
    "Person",
    "Population",
    "Prepared",
    "Profile",
    "Ratios",
    "Relation",
    "Seen",
    "Settings",
    "Sex",
    "Shelf",
    "chance",
    "check",
    "compare",
    "compare_family",
    "exactly_family",
    "exactly_person",
    "formats",
    "genotype_likelihoods",
    "kinship",
    "kit",
    "likelihoods",
    "lineage",
    "locus",
    "prepare_family",
    "prepare_person",
    "read_frequencies",
    "search",
    "shipped",
    "weigh",
    "weigh_family",
]
