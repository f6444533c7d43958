"""ANSI/NIST-ITL files of police exchange: the finger pictures in their records of Type 4 and Type 14.

Always holds: every record is stepped over by its own length, and the lengths add up to the file; records of other types
(persons, latents, palms, minutiae) are stepped over unread; whatever the bytes, only BadImage (or ImageTooLarge) is raised.
Source: ANSI/NIST-ITL 1-2011 (NIST SP 500-290), clauses 8.1, 8.4 and 8.14, and annex B.
"""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from kith.errors import BadImage
from kith.evidence.fingerprint.finger_record import refuse_other_size
from kith.evidence.fingerprint.picture import Picture, Segment, one_resolution, opened, raw_picture
from kith.evidence.fingerprint.position import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

_FS, _GS, _RS, _US = b"\x1c", b"\x1d", b"\x1e", b"\x1f"
_BEGINS = re.compile(rb"1\.0{0,2}1:(\d{1,9})\x1d")
_LENGTH = re.compile(rb"(\d{1,2})\.0{0,2}1:(\d{1,9})\x1d")
_BINARY = {3, 4, 5, 6, 7, 8}
_TYPE_4 = struct.Struct(">IBB6sBHHB")
_MOST_RECORDS = 500
_MM = 25.4
_ADVICE = "Ask for the file again, or for the images as PNG."


def is_one(data: bytes) -> bool:
    """Whether the bytes begin as an ANSI/NIST-ITL file does."""
    return _BEGINS.match(data[:32]) is not None


def pictures(data: bytes) -> Iterator[Picture]:
    """The finger pictures of a file, one after the other.

    Raises:
        BadImage: cut, broken, without any finger, or with something behind it.
        ImageTooLarge: a picture of more than 25 megapixels.
    """
    try:
        records = _records(data)
        head = _fields(records[0][1])
        found = [(kind, body) for kind, body in records[1:] if kind in {4, 14}]
    except (struct.error, ValueError, IndexError, KeyError) as error:
        raise _broken("it is cut or broken") from error
    if not found:
        raise BadImage(
            "The file holds no image of a finger.",
            advice="Ask for records of Type 4 or Type 14; latents, palms and minutiae are not read here.",
        )
    return (_opened(kind, body, head) for kind, body in found)


def _records(data: bytes) -> list[tuple[int, bytes]]:
    """Type and bytes of each record, in the order of the table of contents (field 1.003)."""
    first = _BEGINS.match(data)
    if first is None:
        raise _broken("it does not begin with a record of Type 1")
    at = int(first[1])
    records = [(1, data[:at])]
    contents = _fields(records[0][1])[3].split(_RS)[1:]
    if len(contents) > _MOST_RECORDS:
        raise _broken("it holds too many records")
    for entry in contents:
        kind = int(entry.split(_US)[0])
        length = _length_of(data, at, kind)
        if at + length > len(data):
            raise _broken("it is cut")
        records.append((kind, data[at : at + length]))
        at += length
    if data[at:].strip(b"\0\r\n\x1a"):
        raise _broken("something else lies behind its records")
    return records


def _length_of(data: bytes, at: int, kind: int) -> int:
    """The length of the record at `at`, which is at least that of its own header."""
    if kind in _BINARY:
        (length,) = struct.unpack_from(">I", data, at)
        least = 5
    else:
        begin = _LENGTH.match(data, at)
        if begin is None or int(begin[1]) != kind:
            raise _broken("a record is of another type than its table of contents says")
        length, least = int(begin[2]), begin.end() - begin.start()
    if length < least:
        raise _broken("a record is shorter than its header")
    return int(length)


def _fields(record: bytes) -> dict[int, bytes]:
    """The fields of a tagged record by their numbers; field 999 holds bytes that are taken whole."""
    fields: dict[int, bytes] = {}
    at = 0
    while at < len(record):
        colon = record.index(b":", at)
        number = int(record[at:colon].split(b".")[1])
        if number == 999:
            fields[number] = record[colon + 1 :].removesuffix(_FS)
            return fields
        end = record.find(_GS, colon)
        end = len(record) if end < 0 else end
        fields[number] = record[colon + 1 : end].removesuffix(_FS)
        at = end + 1
    return fields


def _opened(kind: int, record: bytes, head: dict[int, bytes]) -> Picture:
    try:
        return _type_4(record, head) if kind == 4 else _type_14(record)
    except (struct.error, ValueError, IndexError, KeyError) as error:
        raise _broken("a record of a finger is cut or broken") from error


def _type_4(record: bytes, head: dict[int, bytes]) -> Picture:
    """The picture of a binary record; its resolution stands in field 1.011 (as scanned) or 1.012 (as sent)."""
    _, _, _, positions, as_scanned, width, height, compression = _TYPE_4.unpack_from(record)
    body = record[_TYPE_4.size :]
    picture = raw_picture(body, width, height) if compression == 0 else opened(body)
    refuse_other_size(picture, width, height)
    a_mm = _number(head.get(11 if as_scanned else 12, b""))
    ppi = one_resolution(a_mm * _MM, a_mm * _MM) or picture.ppi
    # the first of up to six positions is the likeliest; 255 is none
    return replace(picture, ppi=ppi, shows=0 if positions[0] == 255 else positions[0])


def _type_14(record: bytes) -> Picture:
    fields = _fields(record)
    width, height, bits = (int(fields[k]) for k in (6, 7, 12))
    if bits != 8:
        raise BadImage(f"A picture of the file has {bits} bits a pixel, and 8 are wanted.", advice=_ADVICE)
    if fields[11].strip().upper() in {b"NONE", b"0"}:
        picture = raw_picture(fields[999], width, height)
    else:
        picture = opened(fields[999])
    refuse_other_size(picture, width, height)
    an_inch = {1: 1.0, 2: 2.54}.get(int(fields[8]), 0.0)
    ppi = one_resolution(_number(fields[9]) * an_inch, _number(fields[10]) * an_inch)
    return replace(
        picture,
        ppi=ppi if ppi is not None else picture.ppi,
        shows=int(re.split(rb"[\x1e\x1f]", fields[13])[0]),
        missing=frozenset(Position(int(one[0])) for one in _repeated(fields.get(18, b""))),
        segments=tuple(_segment(one, width, height) for one in _repeated(fields.get(21, b""))),
    )


def _segment(parts: list[bytes], width: int, height: int) -> Segment:
    """One set of field 14.021: finger, left, right, top and bottom."""
    finger, left, right, top, bottom = (int(one) for one in parts[:5])
    if not (0 <= left < right <= width and 0 <= top < bottom <= height):
        raise _broken("a finger is marked outside of its picture")
    return Segment(Position(finger), left, top, right, bottom)


def _repeated(field: bytes) -> list[list[bytes]]:
    return [one.split(_US) for one in field.split(_RS)] if field else []


def _number(text: bytes) -> float:
    """A number as it stands in a field; 0 where there is none."""
    found = re.fullmatch(rb"\s*(\d{1,6}(?:\.\d{1,6})?)\s*", text)
    return float(found[1]) if found else 0.0


def _broken(why: str) -> BadImage:
    return BadImage(f"The ANSI/NIST file cannot be read: {why}.", advice=_ADVICE)
