"""Text in pictures: Tesseract where it is installed, else RapidOCR with the models of its wheel. One at a time on a machine."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers import ruled
from stanch.reading.source import Source
from stanch.records import Unit, Unread

PIXELS = 100_000_000
SIDE = 4000
FRAMES = 500


def image(source: Source) -> Iterator[Unit | Unread]:
    """A picture, every page of it; and what its camera or program wrote into it."""
    from PIL import Image, UnidentifiedImageError

    source.media_type = "image"
    Image.MAX_IMAGE_PIXELS = PIXELS
    content = source.whole()
    if content[4:8] == b"ftyp":
        _register_heif()
    try:
        with Image.open(io.BytesIO(content)) as opened:
            source.media_type = Image.MIME.get(opened.format or "", "image")
            if opened.width * opened.height > PIXELS:
                raise EvidenceError("too_large", f"a picture of {opened.width} x {opened.height} pixels")
            lines = described(opened)
            if lines:
                yield from texts(source, "\n".join(lines) + "\n", part="#properties", properties={"hidden": "properties"})
            if source.settings.get("ocr") == "never":
                raise EvidenceError("unsupported", "a picture, and OCR is off")
            if time.monotonic() > source.budget.until:
                raise EvidenceError("timed_out", "a picture for which no time was left")
            yield from _pages(source, opened)
    except Image.DecompressionBombError:
        raise EvidenceError("too_large", "a picture of too many pixels") from None
    except UnidentifiedImageError:
        raise EvidenceError("damaged", "no picture that can be opened") from None


def _register_heif() -> None:
    try:
        import pi_heif
    except ImportError:
        raise EvidenceError("unsupported", "a HEIC picture, which needs the package pi-heif") from None
    pi_heif.register_heif_opener()


def _pages(source: Source, opened: Any) -> Iterator[Unit | Unread]:
    from PIL import ImageSequence

    pages: list[str] = []
    late = False
    # An animation shows much the same again and again; the pages of a TIFF are pages.
    most = FRAMES if opened.format in ("TIFF", "MPO", "HEIF") else 1
    for frame in ImageSequence.Iterator(opened):
        if len(pages) >= most or (pages and time.monotonic() > source.budget.until):
            late = most > 1
            break
        if frame.width * frame.height > PIXELS:
            raise EvidenceError("too_large", f"a picture of {frame.width} x {frame.height} pixels")
        pages.append(recognise(frame.copy(), source.settings))
    yield from texts(source, "\n".join(pages), properties={"ocr": "yes"})
    if late:
        yield Unread(source.exhibit, source.locator, "timed_out", f"pages after {len(pages)} were not recognised: no time was left")


def described(opened: Any) -> list[str]:
    """EXIF, position, comments and other words in a picture's file, as lines of label and value."""
    from PIL import ExifTags

    lines: list[str] = []
    with suppress(Exception):  # a broken block of metadata is no reason to leave the picture
        exif = opened.getexif()
        blocks = [(exif, ExifTags.TAGS)] + [(exif.get_ifd(tag), ExifTags.TAGS) for tag in (ExifTags.IFD.Exif, ExifTags.IFD.IFD1)]
        for block, names in blocks:
            lines += [f"{names.get(tag, tag)}: {said}" for tag, value in block.items() if (said := _said(value))]
        lines += _caption(opened)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        if 2 in place and 4 in place:
            north, east = (_degrees(place[number]) for number in (2, 4))
            lines.append(f"GPS position: {-north if place.get(1) == 'S' else north:.6f}, {-east if place.get(3) == 'W' else east:.6f}")
    for name, value in (opened.info or {}).items():
        if name in (
            "comment",
            "Comment",
            "Description",
            "Author",
            "Title",
            "Copyright",
            "Software",
            "Raw profile type iptc",
            "XML:com.adobe.xmp",
            "xmp",
        ):
            said = _said(value)
            lines += [f"{name}: {said}"] if said else []
        elif isinstance(value, str) and 3 < len(value) < 5000 and name not in ("exif", "icc_profile", "compression", "mode"):
            lines.append(f"{name}: {value}")
    return list(dict.fromkeys(lines))


def _caption(opened: Any) -> list[str]:
    """What press programs write: headline, byline, caption, places (IPTC-IIM)."""
    from PIL import IptcImagePlugin

    found: Any = IptcImagePlugin.getiptcinfo(opened) or {}
    many = [one for key, value in found.items() if key[0] == 2 for one in (value if isinstance(value, list) else [value])]
    return [f"caption: {said}" for one in many if (said := _said(one)) and len(said) > 2]


def _said(value: Any) -> str:
    """Words only: numbers of the exposure say nothing about a person."""
    if isinstance(value, bytes):
        if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0"):
            value = value[8:].decode("utf-16" if value[:1] == b"U" else "ascii", "replace")
        else:
            utf16 = value[1::2].count(0) > len(value) // 3
            value = value[:50_000].decode("utf-16-le" if utf16 else "utf-8", "replace")
    text = str(value).strip("\x00 ") if isinstance(value, str) else ""
    text = re.sub(r"<[^>]*>", " ", text) if text.startswith("<") else text
    text = " ".join(text.split())
    return text if sum(char.isprintable() for char in text) > len(text) * 0.9 else ""


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(one) for one in parts)
    return degrees + minutes / 60 + seconds / 3600


def recognise(picture: Any, settings: Mapping[str, str]) -> str:
    """The text in a picture, its lines in reading order; one that lies on its side or on its head is turned, a dark one made light."""
    picture = _upright(picture)
    if max(picture.size) > SIDE:
        picture.thumbnail((SIDE, SIDE))
    with _turn(settings.get("lock")):
        read = _tesseract if shutil.which("tesseract") else _rapid
        best, sure = read(picture)
        for quarter in (3, 1, 2) if sure < SURE and best.strip() else ():
            turned, surer = read(picture.rotate(90 * quarter, expand=True))
            if surer > sure + BETTER:
                best, sure = turned, surer
            if sure >= SURE:
                break
        return best


def _upright(picture: Any) -> Any:
    """As the camera was held; on a light ground, for letters are looked for in the dark."""
    from PIL import ImageOps, ImageStat

    with suppress(Exception):  # a broken note on how it was held is no reason to leave the picture
        picture = ImageOps.exif_transpose(picture) or picture
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        from PIL import Image

        seen = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    picture = picture.convert("RGB")
    grey = picture.convert("L")
    return ImageOps.invert(picture) if ImageStat.Stat(grey).median[0] < DARK else picture


DARK = 100
SURE, BETTER = 75.0, 10.0  # of a hundred: letters that lie on their side are guessed at


@contextmanager
def _turn(lock: str | None) -> Iterator[None]:
    # The models take about 600 MB while they work: with one turn at a time the workers stay small together.
    if lock is None:
        yield
        return
    import fcntl

    with open(lock, "ab") as held:  # noqa: PTH123 a lock, not content
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _tesseract(picture: Any) -> tuple[str, float]:
    """(text, how sure of it, of a hundred), out of the program's table of words; ruled lines are taken off before."""
    clean, rules = ruled.taken_off(picture)
    sink = io.BytesIO()
    clean.save(sink, "PNG")
    done = subprocess.run(["tesseract", "stdin", "stdout", "tsv"], input=sink.getvalue(), capture_output=True, timeout=120, check=False)
    words: list[ruled.Word] = []
    sure = letters = 0.0
    for line in done.stdout.decode("utf-8", "replace").split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = map(int, cells[6:10])
        words.append(ruled.Word(left, top, width, height, tuple(cells[2:5]), cells[11].strip()))
        sure, letters = sure + float(cells[10]) * len(cells[11]), letters + len(cells[11])
    return ruled.as_text(words, rules), sure / letters if letters else 0.0


@cache
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 2, "EngineConfig.onnxruntime.inter_op_num_threads": 1})


def _rapid(picture: Any) -> tuple[str, float]:
    import numpy as np

    found = _engine()(np.asarray(picture)[:, :, ::-1])
    if found.txts is None:
        return "", 0.0
    sure = 100 * sum(found.scores) / len(found.scores)
    boxes = [
        (min(point[1] for point in box), min(point[0] for point in box), max(point[1] for point in box), text)
        for box, text in zip(found.boxes, found.txts, strict=True)
    ]
    lines: list[list[tuple[float, float, float, str]]] = []
    for box in sorted(boxes):
        top, _, bottom, _ = box
        if lines and (top + bottom) / 2 < lines[-1][0][2]:
            lines[-1].append(box)
        else:
            lines.append([box])
    return "\n".join(" ".join(text for _, _, _, text in sorted(line, key=lambda one: one[1])) for line in lines) + "\n", sure
