"""Text in pictures: Tesseract where it is installed, else RapidOCR with the models of its wheel. One at a time on a machine."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.source import Source
from stanch.records import Unit

PIXELS = 100_000_000
SIDE = 4000
FRAMES = 500


def image(source: Source) -> Iterator[Unit]:
    """A picture, every page of it."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    source.media_type = "image"
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(io.BytesIO(source.whole())) as opened:
            if opened.width * opened.height > PIXELS:
                raise EvidenceError("too_large", f"a picture of {opened.width} x {opened.height} pixels")
            if source.settings.get("ocr") == "never":
                raise EvidenceError("unsupported", "a picture, and OCR is off")
            pages = [
                recognise(frame.copy(), source.settings) for place, frame in enumerate(ImageSequence.Iterator(opened)) if place < FRAMES
            ]
    except Image.DecompressionBombError:
        raise EvidenceError("too_large", "a picture of too many pixels") from None
    except UnidentifiedImageError:
        raise EvidenceError("damaged", "no picture that can be opened") from None
    yield from texts(source, "\n".join(pages), properties={"ocr": "yes"})


def recognise(picture: Any, settings: Mapping[str, str]) -> str:
    """The text in a picture, its lines in reading order."""
    picture = picture.convert("RGB")
    if max(picture.size) > SIDE:
        picture.thumbnail((SIDE, SIDE))
    with _turn(settings.get("lock")):
        return _tesseract(picture) if shutil.which("tesseract") else _rapid(picture)


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


def _tesseract(picture: Any) -> str:
    sink = io.BytesIO()
    picture.save(sink, "PNG")
    done = subprocess.run(["tesseract", "stdin", "stdout"], input=sink.getvalue(), capture_output=True, timeout=120, check=False)
    return done.stdout.decode("utf-8", "replace")


@cache
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 2, "EngineConfig.onnxruntime.inter_op_num_threads": 1})


def _rapid(picture: Any) -> str:
    import numpy as np

    found = _engine()(np.asarray(picture)[:, :, ::-1])
    if found.txts is None:
        return ""
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
    return "\n".join(" ".join(text for _, _, _, text in sorted(line, key=lambda one: one[1])) for line in lines) + "\n"
