"""Pages, Numbers, Keynote: packages of XML (to 2009) or of packed archives (since 2013), with their larger pictures."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers.office import PICTURE, Package
from stanch.reading.source import MEMBER, Source, limited
from stanch.records import Unit

Found = Iterator["Unit | Source"]


def iwork(source: Source) -> Found:
    """The text of the package, then the pictures in it."""
    source.media_type = "application/vnd.apple.iwork"
    package = Package(source)
    if package.matching(r"\.iwpv2"):
        raise EvidenceError("encrypted", "a Pages, Numbers or Keynote document under a password")
    index = package.matching(r"index\.(xml|apxl)(\.gz)?")
    said = False
    for unit in _new(source, package) if not index else _old(source, package, index):
        said = said or bool(unit.text.strip()) or unit.cells is not None
        yield unit
    for name in package.matching(r"Index\.zip"):  # the same archives, one level further down
        yield source.inner(name, package.part(name))
        said = True
    if not said:
        raise EvidenceError("empty", "no text in it")
    if source.settings.get("ocr") != "never":
        for name in package.matching(r"(?!QuickLook|preview|thumbs|.*-small).*\.(png|jpe?g|tiff?|pdf)"):
            if package.zip.getinfo(name).file_size > PICTURE:
                yield source.inner(name, package.part(name))


def _old(source: Source, package: Package, index: list[str]) -> Iterator[Unit]:
    """Text stands in elements, that of cells and fields in attributes."""
    from lxml import etree

    from stanch.reading.readers.flow import undeclared

    out: list[str] = []
    for name in index:
        content = package.part(name)
        if name.endswith(".gz"):
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
                content = limited(stream, len(content))  # type: ignore[arg-type]
        root = etree.fromstring(undeclared(content), etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True))
        for node in root.iter() if root is not None else ():
            if not isinstance(node.tag, str):
                continue
            tag = node.tag.rpartition("}")[2]
            held = [
                str(value)
                for key, value in node.attrib.items()
                if str(key).rpartition("}")[2] in ("s", "string", "page-title") and tag in ("ct", "string", "o")
            ]
            if tag in ("p", "layout", "tr") and out and out[-1] != "\n":
                out.append("\n")
            out += [f"{one}\t" for one in held] + ([node.text] if node.text and node.text.strip() else [])
            out += [node.tail] if node.tail and node.tail.strip() else []
            if tag in ("br", "lnbr", "crbr", "intratopicbr"):
                out.append("\n")
    yield from texts(source, re.sub(r"\n{3,}", "\n\n", "".join(out)).strip() + "\n")


def _new(source: Source, package: Package) -> Iterator[Unit]:
    """Tables of Numbers cell by cell; else the second reader, and words as they come where that knows nothing."""
    from stanch.reading.readers.numbers import sheets
    from stanch.reading.readers.second import xberg_text

    said = False
    if any(part.endswith(".numbers") for part in re.split(r"!?/", source.locator.lower())):
        for unit in sheets(source, (_unpacked(package.part(name)) for name in package.matching(r"(Index/)?.*\.iwa"))):
            said = True
            yield unit
        if said:
            return
    try:
        for unit in xberg_text(source):
            said = said or bool(unit.text.strip())
            yield unit
    except EvidenceError:
        pass
    if not said:
        from stanch.reading.readers.text import runs

        words = [word for name in package.matching(r"(Index/)?.*\.iwa") for word in runs(_unpacked(package.part(name)))]
        yield from texts(source, "\n".join(dict.fromkeys(words)) + "\n", properties={"reader": "strings"}) if words else ()


def _unpacked(content: bytes) -> bytes:
    """An IWA: chunks of raw Snappy, each behind a zero and three bytes of length."""
    import pyarrow as pa

    out, at, size = [], 0, 0
    while at + 4 <= len(content) and content[at] == 0:
        length = int.from_bytes(content[at + 1 : at + 4], "little")
        chunk = content[at + 4 : at + 4 + length]
        at += 4 + length
        whole, shift = 0, 0
        for byte in chunk[:5]:
            whole |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        size += whole
        if size > MEMBER:
            raise EvidenceError("too_large", f"unpacks to more than {MEMBER >> 20} MB")
        try:
            out.append(pa.decompress(chunk, decompressed_size=whole, codec="snappy", asbytes=True))
        except (pa.ArrowInvalid, OSError):
            break
    return b"".join(out)
