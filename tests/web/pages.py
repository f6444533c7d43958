"""What tests of pages hand in: files made here, and the first page of first contact sent."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
from django.urls import reverse
from PIL import Image

if TYPE_CHECKING:
    from django.test import Client


def picture(width: int = 320, height: int = 320) -> bytes:
    """A JPEG without a face: noise of one seed."""
    pixels = np.random.default_rng(7).integers(0, 255, (height, width, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG")
    return out.getvalue()


def header_bomb(side: int = 20_000) -> bytes:
    """A PNG of a few bytes that says it is 20,000 by 20,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def begin(client: Client, place: str = "Hall B, arrivals") -> str:
    """Begin a first contact on its first page; the encounter's id."""
    first = client.get(reverse("first_contact"))
    at = first.context["form"].initial["at"]
    answer = client.post(reverse("first_contact"), {"place": place, "at": at, "kind": "port"})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].split("/")[2]


def at_step(encounter_id: str, name: str) -> str:
    """The address of a step."""
    return reverse("step", args=[encounter_id, name])
