"""The second reader: xberg, for what our own readers do not know or could not open."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers.pages import is_looped
from stanch.reading.source import Source
from stanch.records import Unit

TYPES = {
    "doc": "application/msword", "dot": "application/msword", "ppt": "application/vnd.ms-powerpoint", "xls": "application/vnd.ms-excel",
    "hwp": "application/x-hwp", "pages": "application/x-iwork-pages-sffpages", "numbers": "application/x-iwork-numbers-sffnumbers",
    "key": "application/x-iwork-keynote-sffkey", "epub": "application/epub+zip",
}  # fmt: skip


# A file by itself is ended with its worker, at the limit of the engine. A member must not take its whole archive with it; what it
# started goes on beside the other members, so this is long enough to be rare.
MEMBER_SECONDS = 20
KNOWN_ENDINGS = frozenset(
    (*TYPES, "hwpx", "wpd", "wps", "djvu", "dot", "pub", "vsd", "mpp", "one", "fb2", "odg", "sxw", "p7m", "abw", "lwp", "sdw", "wri")
)


def _media(name: str, content: bytes) -> str:
    """What it is to be taken for: by name, and for Apple's packages by what lies in them."""
    known = TYPES.get(name.rsplit(".", 1)[-1].lower(), "")
    if known or content[:4] != b"PK\x03\x04":
        return known
    if b"Index/Slide" in content or b"index.apxl" in content:
        return TYPES["key"]
    if b"Index/Tables/" in content and b"Index/CalculationEngine" in content and b"Index/Document.iwa" in content:
        return TYPES["numbers" if b"Index/Sheet" in content or b"Index/ViewState" not in content else "pages"]
    return TYPES["pages"] if b".iwa" in content else ""


def xberg_text(source: Source) -> Iterator[Unit]:
    """Whatever text xberg finds."""
    import xberg

    content, name = source.whole(), source.locator.rsplit("/", 1)[-1]
    if b"%PDF" in content[:1024] and is_looped(content):
        raise EvidenceError("damaged", "a PDF whose parts contain themselves")
    media = _media(name, content)
    given = xberg.ExtractInput(kind=xberg.ExtractInputKind.BYTES, bytes=content, mime_type=media or None, filename=name)
    try:
        found: Any = xberg.extract(given)
        if inspect.isawaitable(found):
            found = asyncio.run(_awaited(found, MEMBER_SECONDS if source.depth else None))
    except TimeoutError:
        raise EvidenceError("timed_out", f"xberg: not finished after {MEMBER_SECONDS} seconds") from None
    except Exception as error:  # noqa: BLE001 the edge of a library: whatever it throws is told as the reason
        word = str(error).lower()
        if "password" in word or "encrypt" in word:
            raise EvidenceError("encrypted", "wants a password") from None
        raise EvidenceError("unsupported" if "unsupported" in word else "damaged", f"xberg: {type(error).__name__}") from None
    for one in found.results:
        source.media_type = one.mime_type or source.media_type
        if one.content.strip():
            yield from texts(source, one.content, properties={"reader": "xberg"})


def named(source: Source) -> Iterator[Unit]:
    """The same, for bytes of no kind that is known here: only where their name says what they might be."""
    if source.locator.rpartition("/")[2].rpartition(".")[2].lower() in KNOWN_ENDINGS:
        yield from xberg_text(source)


async def _awaited(found: Any, seconds: float | None) -> Any:
    return await asyncio.wait_for(found, seconds)
