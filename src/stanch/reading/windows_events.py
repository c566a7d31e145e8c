"""Windows event logs, as the system writes them (EVTX) and as it exports them (XML), to one JSON record a line.

EVTX: chunks of 64 KiB behind a head of 4 KiB, each with its own check sum, so that what lies behind a damaged one is still read.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from stanch.errors import EvidenceError
from stanch.records.windows_event import flat_event

HEAD, CHUNK = 4096, 65536
MAGIC, CHUNK_MAGIC = b"ElfFile\x00", b"ElfChnk\x00"
_FULL = 1  # what a head says that wraps one chunk: dirty, so that the parser goes by the chunk and not by the head


def from_evtx(stream: BinaryIO) -> Iterator[str | EvidenceError]:
    """Records as lines of JSON, in the order of the file; an `EvidenceError` says at the end what could not be read and how much.

    Chunk by chunk, so that memory stays flat and one bad chunk costs itself only.
    """
    stream.seek(0, io.SEEK_END)
    size = stream.tell()
    stream.seek(0)
    head = stream.read(HEAD)
    told = struct.unpack_from("<H", head, 42)[0] if len(head) >= 44 else 0  # number of chunks, as the head tells
    whole = bad = events = broken = 0
    while chunk := stream.read(CHUNK):
        if not chunk.startswith(CHUNK_MAGIC):
            bad += bool(chunk.strip(b"\x00"))  # room that was set aside and never written is all zeros
            continue
        short = len(chunk) < CHUNK
        before = events
        for found in _records(chunk.ljust(CHUNK, b"\x00")):
            if isinstance(found, str):
                events += 1
                yield found
            else:
                broken += 1
        whole += events > before
        bad += short
    if bad or broken or (told and whole < told and size < HEAD + told * CHUNK):
        parts = [f"{events:,} events were read"]
        if size < HEAD + told * CHUNK:
            parts.append(f"the file ends after {size:,} of {HEAD + told * CHUNK:,} bytes")
        parts += [f"{bad} of its blocks are damaged"] * bool(bad) + [f"{broken} records could not be read"] * bool(broken)
        yield EvidenceError("damaged", "; ".join(parts))


def _records(chunk: bytes) -> Iterator[str | None]:
    """The records of one chunk; None for one that cannot be read."""
    import evtx

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            parser = evtx.PyEvtxParser(
                io.BytesIO(_head_of_one() + chunk), number_of_threads=1, separate_json_attributes=True, skip_errors=True
            )
            records = iter(parser.records_json())
        except (RuntimeError, OSError, ValueError):
            yield None
            return
        while True:
            try:
                record = next(records)
            except StopIteration:
                return
            except (RuntimeError, RuntimeWarning, OSError, ValueError):
                yield None
                continue
            if record is None:
                return
            yield _line(record["data"])


def _line(text: str) -> str | None:
    try:
        told = flat_event(msgspec.json.decode(text))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return msgspec.json.encode(told).decode("utf-8", "replace") if told else None


def _head_of_one() -> bytes:
    """A file head for a single chunk."""
    first = MAGIC + struct.pack("<QQQIHHHH", 0, 0, 1, 128, 1, 3, HEAD, 1)
    head = first.ljust(120, b"\x00")
    return (head + struct.pack("<II", _FULL, zlib.crc32(head))).ljust(HEAD, b"\x00")


def is_export(head: str) -> bool:
    """Whether a text begins as an export of events in XML does."""
    return "schemas.microsoft.com/win/2004/08/events/event" in head[:4096] and "<Event" in head[:4096]


def from_xml(stream: BinaryIO) -> Iterator[str | EvidenceError]:
    """The same from an export in XML; a broken one is read up to the break. Entities are not expanded, nothing is fetched."""
    from lxml import etree

    events = 0
    try:
        for _, node in etree.iterparse(
            _Rooted(stream), tag="{*}Event", resolve_entities=False, no_network=True, load_dtd=False, recover=False, huge_tree=True
        ):
            line = flat_event({"Event": {_name(part): _part(part) for part in node if isinstance(part.tag, str)}})
            node.clear()
            while node.getprevious() is not None:
                del node.getparent()[0]
            if line:
                events += 1
                yield msgspec.json.encode(line).decode("utf-8", "replace")
    except etree.XMLSyntaxError as error:
        yield EvidenceError("damaged", f"{events:,} events were read; the XML breaks off at line {error.lineno}")


class _Rooted(io.RawIOBase):
    """A stream of `<Event>` elements with a root put around them, for exports that have none."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        head = stream.read(4096)
        bare = head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<Event ")
        self._stream = stream
        self._held = (b"<Events>" + head.lstrip(b"\xef\xbb\xbf \r\n\t")) if bare else head
        self._tail = b"</Events>" if bare else b""

    def read(self, size: int = -1) -> bytes:
        size = size if size > 0 else 1 << 16
        if not self._held:
            self._held = self._stream.read(1 << 16)
            if not self._held:
                self._held, self._tail = self._tail, b""
        given, self._held = self._held[:size], self._held[size:]
        return given


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _part(node: Any) -> Any:
    """An element as the JSON of an event log has it: named values, attributes aside, unnamed values in `Data`."""
    children = [child for child in node if isinstance(child.tag, str)]
    if not children and not node.attrib:
        return node.text
    found: dict[str, Any] = {"#attributes": dict(node.attrib)} if node.attrib else {}
    if not children:
        return {**found, "#text": node.text} if node.text else found
    for child in children:
        name = _name(child)
        if name == "Data" and child.get("Name"):
            found[child.get("Name")] = child.text or ""
        elif name == "Data":
            found.setdefault("Data", []).append(child.text or "")
        else:
            found[name] = _part(child)
    return found
