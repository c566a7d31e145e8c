"""Writes small Windows event log files, from what [MS-EVEN6] 2.2.12 and the format of its chunks say, so that no foreign log is kept here."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime, timedelta

CHUNK = 65536
Told = tuple[str, int, str, str, datetime, dict[str, str]]  # computer, number, channel, provider, time, values
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class Chunk:
    """One chunk: records of elements with text, no templates."""

    def __init__(self, first: int) -> None:
        self.body = bytearray(512)
        self.first = self.number = first

    def add(self, told: Told) -> bool:
        """One event; False where the chunk is full."""
        computer, event, channel, provider, time, named = told
        start = len(self.body)
        self.body += b"\x2a\x2a\x00\x00" + struct.pack("<IQQ", 0, self.number, (time - EPOCH) // timedelta(microseconds=1) * 10)
        self.body += b"\x0f\x01\x01\x00"
        stamp = f"{time:%Y-%m-%dT%H:%M:%S.%fZ}"
        system = [
            ("Provider", {"Name": provider}, ""), ("EventID", {}, str(event)), ("TimeCreated", {"SystemTime": stamp}, ""),
            ("EventRecordID", {}, str(self.number)), ("Channel", {}, channel), ("Computer", {}, computer),
        ]  # fmt: skip
        self._element(
            "Event", {}, [("System", {}, system), ("EventData", {}, [("Data", {"Name": name}, text) for name, text in named.items()])]
        )
        self.body += b"\x00"
        size = len(self.body) - start + 4
        self.body += struct.pack("<I", size)
        self.body[start + 4 : start + 8] = struct.pack("<I", size)
        if len(self.body) > CHUNK:
            del self.body[start:]
            return False
        self.number += 1
        return True

    def _element(self, name: str, attributes: dict[str, str], inside: object) -> None:
        self.body += b"\x41" if attributes else b"\x01"
        at = len(self.body)
        self.body += b"\x00" * 4
        self._name(name)
        if attributes:
            listed = len(self.body)
            self.body += b"\x00" * 4
            for key, value in attributes.items():
                self.body += b"\x06"
                self._name(key)
                self._text(value)
            self.body[listed : listed + 4] = struct.pack("<I", len(self.body) - listed - 4)
        self.body += b"\x02"
        if isinstance(inside, list):
            for child in inside:
                self._element(*child)
        elif inside:
            self._text(str(inside))
        self.body += b"\x04"
        self.body[at : at + 4] = struct.pack("<I", len(self.body) - at - 4)

    def _name(self, name: str) -> None:
        mark = 0
        for char in name:
            mark = mark * 65599 + ord(char)
        self.body += struct.pack("<I", len(self.body) + 4)
        self.body += struct.pack("<IHH", 0, mark & 0xFFFF, len(name)) + name.encode("utf-16-le") + b"\x00\x00"

    def _text(self, text: str) -> None:
        self.body += b"\x05\x01" + struct.pack("<H", len(text)) + text.encode("utf-16-le")

    def bytes(self) -> bytes:
        """The whole chunk."""
        last, free = self.number - 1, len(self.body)
        head = b"ElfChnk\x00" + struct.pack(
            "<QQQQIIII", self.first, last, self.first, last, 128, 512, free, zlib.crc32(bytes(self.body[512:]))
        )
        head = head.ljust(120, b"\x00")
        table = bytes(384)
        return (head + struct.pack("<II", 0, zlib.crc32(head + table)) + table + bytes(self.body[512:])).ljust(CHUNK, b"\x00")


def event_log(events: list[Told]) -> bytes:
    """A file of these events: (computer, event, channel, provider, time, values)."""
    chunks = [Chunk(1)]
    for event in events:
        if not chunks[-1].add(event):
            chunks.append(Chunk(chunks[-1].number))
            assert chunks[-1].add(event)
    head = b"ElfFile\x00" + struct.pack("<QQQIHHHH", 0, len(chunks) - 1, chunks[-1].number, 128, 1, 3, 4096, len(chunks))
    head = head.ljust(120, b"\x00")
    return (head + struct.pack("<II", 0, zlib.crc32(head))).ljust(4096, b"\x00") + b"".join(chunk.bytes() for chunk in chunks)
