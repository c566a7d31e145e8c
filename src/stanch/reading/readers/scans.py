"""Medical pictures for those who recognise text: the first frame of a DICOM file, where names are often burnt in; documents it carries."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from stanch.reading.source import Source

PIXELS = 40_000_000
PIXEL_DATA, DOCUMENT = 0x7FE00010, 0x00420011


def frame(pixels: bytes, known: Mapping[int, bytes]) -> bytes:
    """The first frame as a picture's file: as it is where it was packed by JPEG, else as PNG; empty where it is packed in another way.

    `known` are values of the header by tag: rows and columns, bits, samples (PS3.3 C.7.6.3).
    """
    for mark in (b"\xff\xd8\xff", b"\xff\x4f\xff\x51"):
        if (start := pixels.find(mark, 0, 4096)) >= 0:
            return pixels[start:]
    numbers = {tag: int.from_bytes(known.get(tag, b"")[:2], "little") for tag in (0x00280002, 0x00280010, 0x00280011, 0x00280100)}
    samples, high, wide, bits = numbers[0x00280002] or 1, numbers[0x00280010], numbers[0x00280011], numbers[0x00280100] or 8
    size = high * wide * samples * (bits // 8)
    if not 0 < size <= len(pixels) or high * wide > PIXELS or bits not in (8, 16) or samples not in (1, 3):
        return b""
    import numpy as np
    from PIL import Image

    values = np.frombuffer(pixels[:size], "<u2" if bits == 16 else "u1").reshape((high, wide, samples) if samples == 3 else (high, wide))
    if bits == 16:  # the brightest of what is there is white
        low, top = int(values.min()), int(values.max())
        values = ((values.astype("f4") - low) * (255 / max(top - low, 1))).astype("u1")
    sink = io.BytesIO()
    Image.fromarray(values).save(sink, "PNG")
    return sink.getvalue()


def carried(source: Source, known: Mapping[int, bytes], pixels: bytes) -> Iterator[Source]:
    """The document and the picture within, as files."""
    if document := known.get(DOCUMENT, b""):
        yield source.inner("document", document.rstrip(b"\x00"))
    if source.settings.get("ocr") != "never" and (picture := frame(pixels, known)):
        yield source.inner("frame", picture)
