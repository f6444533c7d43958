"""The whole vocabulary of failure: one sentence a class.

Every refusal of Kith is one of these. Each carries what is wrong and what to do about it, in words that a
person at a port or a night shift can act on, so that a page or a terminal can show it as it is.
"""

from __future__ import annotations


class KithError(Exception):
    """Something was refused; `says` is what is wrong, `advice` what to do, `field` where, when known."""

    def __init__(self, says: str, *, advice: str = "", field: str = "") -> None:
        super().__init__(says)
        self.says = says
        self.advice = advice
        self.field = field

    def __str__(self) -> str:
        """The sentence and the advice, as one text."""
        return f"{self.says} {self.advice}".strip()


# What was handed in


class BadInput(KithError):
    """What was handed in cannot be used."""


class BadImage(BadInput):
    """The file is not an image that can be read: truncated, of an unknown kind, or two files in one."""


class ImageTooLarge(BadImage):
    """The image is larger than any photograph or scan needs to be, and was refused before it was opened."""


class ResolutionTooLow(BadImage):
    """The fingerprint was scanned at fewer than 300 pixels an inch, too few to see ridges."""


class NoFinger(BadInput):
    """No ridges of a finger are seen in the image."""


class BadTemplate(BadInput):
    """A template of a finger or a face is not one that this version, or the standard, allows."""


class BadGallery(BadInput):
    """A folder is no gallery of fingers, or its files were cut, changed, or written by another version."""


class NoFace(BadInput):
    """No face is seen in the photograph."""


class SeveralFaces(BadInput):
    """More than one face is seen, so it is not known which is the child's."""


class PoorPhotograph(BadInput):
    """The face is too small, too dark, too blurred or turned too far to be compared."""


class BadProfile(BadInput):
    """A DNA profile, or a file of profiles, cannot be read, or a value in it is none that there is."""


class UnknownLocus(BadProfile):
    """The locus is in no list of loci, so nothing is known of how it is inherited."""


class ThirdAllele(BadProfile):
    """A locus shows three alleles: a rare variant, or more than one person."""


class MixedProfile(BadProfile):
    """Several loci show more than two alleles, so more than one person left this sample."""


class WrongSexMarker(BadProfile):
    """The sex marker contradicts the markers on the X or Y chromosome, or what was stated."""


class UnclearAllele(BadProfile):
    """The second allele is left blank, which may mean the same allele twice or one not seen; somebody has to choose."""


class PoisonedFile(BadProfile):
    """The file declares entities or a document type, which no record of profiles needs and attacks use."""


class BadFrequencies(BadInput):
    """A table of allele frequencies cannot be used, or lacks a locus that is needed."""


class BadPedigree(BadInput):
    """The family as written cannot be: a loop in time, a parent of the wrong sex, somebody named twice."""


class BadMrz(BadInput):
    """The lines are not a machine-readable zone of any known format."""


class BadName(BadInput):
    """The name cannot be used: empty, or longer than any name."""


class BadDate(BadInput):
    """The date or range of dates cannot be: the end before the start, or a day that does not exist."""


class BadAnswer(BadInput):
    """An answer is missing, or is none of those that may be given."""


# What may not be done


class Refused(KithError):
    """What was asked is not allowed, whoever asks."""


class NotPermitted(Refused):
    """This role may not do this, or not for this purpose."""


class PurposeMissing(Refused):
    """Nobody looks at a child without having said why."""


class SamePerson(Refused):
    """The person who proposed a match cannot be the one who confirms it."""


class AlreadyDecided(Refused):
    """Somebody has decided this in the meantime."""


class ChangedMeanwhile(Refused):
    """Somebody else has changed the same field in the meantime; both values are shown."""


class NotFound(KithError):
    """There is no such record, or it may not be seen."""


# What broke


class ConfigError(KithError):
    """A setting of the deployment is unknown, or its value cannot be used."""


class StoreLocked(KithError):
    """The encrypted store cannot be opened: the key is wrong, missing, or readable by others."""


class StoreUnreachable(KithError):
    """The store does not answer: it is not set up yet, busy, full, or cannot be reached."""


class VaultBroken(KithError):
    """A sealed item does not open or is not what was sealed: it was changed, or its key destroyed."""


class LogBroken(KithError):
    """The log does not verify: an entry was changed, removed or put in."""


class EngineMissing(KithError):
    """A comparison engine or its weights are not installed."""
