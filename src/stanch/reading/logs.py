"""Logs as they come: plain, compressed, packed in archives in archives, in any encoding; Windows event logs turned into lines.

Text goes through in pieces, whatever its size; only formats that cannot be read in order (zip in zip, 7z, EVTX within
an archive) are held in memory, up to the limit of one member.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from stanch.errors import EvidenceError
from stanch.reading import windows_events
from stanch.reading.kinds import MAGIC
from stanch.reading.pieces import clean
from stanch.reading.readers.text import chunks, encoding_of, is_ebcdic, unmarked
from stanch.reading.source import DEPTH, HEAD, MEMBERS, Budget, Source, limited, plain_name
from stanch.records import Unit, Unread

LOG_PIECE = 4_000_000  # characters
RATIO = 300  # logs repeat themselves: gzip makes a twentieth of them, xz of a log of one guesser a two-hundredth
UNPACKED_FROM = 4 << 30  # what any log may unpack to, however small: it goes through in pieces and is never held
_PACKED = frozenset(("7z", "rar", "packed", "lz4", "zlib"))  # opened as evidence of that kind is
_TEXTUAL = (b"%PDF-", b"{\\rtf")  # text by its letters, but no log
Found = Iterator["Unit | Unread"]


@dataclass(slots=True)
class Walk:
    """One exhibit on the way down: how much it may still unpack to, and the passwords to try."""

    exhibit: str
    passwords: tuple[str, ...]
    left: int
    members: int = MEMBERS

    def take(self, size: int) -> None:
        """Account for unpacked bytes. Raises `EvidenceError` when there are more than an honest log of that size holds."""
        self.left -= size
        if self.left < 0:
            raise EvidenceError("too_large", "it unpacks to more than an honest log of its size could hold")


class _Ahead(io.RawIOBase):
    """A stream whose first bytes were looked at, read from the beginning; what passes is accounted for."""

    def __init__(self, stream: Any, walk: Walk, *, counted: bool) -> None:
        super().__init__()
        self._walk, self._counted = walk, counted
        self._held = b""
        # Where a stream can be read in the steps in which it unpacks, what comes before a break is not lost with it.
        self._read = getattr(stream, "read1", stream.read)
        self.broken: Exception | None = None
        while len(self._held) < HEAD and (block := self._next(HEAD - len(self._held))):
            self._held += block
        self.head = self._held

    def readable(self) -> bool:
        return True

    def _next(self, size: int) -> bytes:
        try:
            block: bytes = self._read(size)
        except EvidenceError:
            raise
        except Exception as error:  # noqa: BLE001 decompressors have errors of their own; the reader tells it when the text is out
            self.broken = error
            return b""
        if self._counted:
            self._walk.take(len(block))
        return block

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, all that is left without one."""
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(1 << 20), b""))
        if self._held:
            given, self._held = self._held[:size], self._held[size:]
            return given
        return self._next(size)


def log_units(
    path: Path,
    name: str,
    exhibit: str,
    passwords: Sequence[str] = (),
    *,
    opened: tuple[Callable[[], BinaryIO], int] | None = None,
    stretch: tuple[int, int] | None = None,
) -> Found:
    """A log as raw text in pieces that end at line ends, and an `Unread` for each thing in it that could not be read.

    A compressed log keeps its name (`access.log.2.gz`); members of an archive stand behind it (`logs.zip!/web/access.log`).
    `opened` gives a stream and its length where the bytes are sealed and do not lie at `path`. `stretch` (first byte, behind the last)
    asks for the lines that begin there: several workers share a large log. What is no plain text cannot be shared: whoever is
    asked for its first stretch gives it whole, the others nothing.
    """
    if stretch and (encoding := _shared(path)):
        yield from _stretch(path, name, exhibit, encoding, stretch)
        return
    if stretch and stretch[0]:
        return
    size = opened[1] if opened else path.stat().st_size
    walk = Walk(exhibit, tuple(passwords), max(UNPACKED_FROM, size * RATIO))
    with opened[0]() if opened else path.open("rb") as stream:
        yield from _guarded(walk, stream, name, 0, None if opened else path)


def _shared(path: Path) -> str:
    """The encoding of a log that may be read in stretches, empty for one that may not: plain text whose line ends are told by one byte."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    encoding = encoding_of(head) if _kind(head) == "text" else ""
    is_by_bytes = encoding.startswith("utf-8") or encoding == "cp1252"
    return encoding if is_by_bytes and not windows_events.is_export(_text(head)) else ""


def _stretch(path: Path, name: str, exhibit: str, encoding: str, stretch: tuple[int, int]) -> Found:
    """The lines that begin in a stretch. Its place is told in bytes: how many characters stand before it, nobody has counted."""
    first, end = stretch
    with path.open("rb") as stream:
        stream.seek(max(0, first - 1))
        if first:
            # The rest of a line that began before us; where one ends right before us, its end alone. However long, it is not held.
            while (block := stream.readline(1 << 20)) and not block.endswith(b"\n") and stream.tell() < end:
                pass
        begun = stream.tell()
        if begun >= end:
            return
        for start, text in chunks(_Lines(stream, end), LOG_PIECE, encoding=encoding):  # type: ignore[arg-type]
            yield Unit(exhibit, name, "text", "text/plain", begun + start, clean(text))


class _Lines:
    """A stream up to the end of the line in which its stretch ends."""

    def __init__(self, stream: BinaryIO, end: int) -> None:
        self._stream, self._left, self._over = stream, end - stream.tell(), False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end."""
        if self._over:
            return b""
        block = self._stream.read(min(size, self._left)) if self._left else self._stream.readline(size)
        if self._left:
            self._left -= len(block)
            self._over = not block or (not self._left and block.endswith(b"\n"))
        else:
            self._over = not block or block.endswith(b"\n")
        return block


def beginning(stream: BinaryIO) -> tuple[bool, str]:
    """Whether a file is an event log by its form, and the first characters of one that is text, plain or in one compressed stream.

    Both are empty where it is packed together with others, holds no text or breaks off: then its form tells nothing.
    """
    try:
        ahead = _Ahead(stream, Walk("", (), 1 << 24), counted=True)
        for _ in range(DEPTH):
            if (kind := _kind(ahead.head)) not in _STREAMS:
                break
            ahead = _Ahead(_STREAMS[kind](ahead), Walk("", (), 1 << 24), counted=True)
        text = _text(ahead.head) if kind == "text" else ""
        is_events = kind == "evtx" or bool(text and windows_events.is_export(text))
    except Exception:  # noqa: BLE001 hostile content meets foreign code here, and nothing is lost: the line reads it anew
        return False, ""
    return is_events, text


def _guarded(walk: Walk, stream: BinaryIO, name: str, depth: int, path: Path | None = None) -> Found:
    """What is in a stream; what comes before a break stays, the break is told."""
    read = 0
    said = False
    try:
        for found in _opened(walk, stream, name, depth, path):
            said = True
            read += len(found.text) if isinstance(found, Unit) else 0
            yield found
        if not said:
            yield Unread(walk.exhibit, name, "empty", "no bytes")
    except EvidenceError as error:
        yield Unread(walk.exhibit, name, error.reason, error.detail)
    except MemoryError:
        yield Unread(walk.exhibit, name, "too_large", "it needs more memory than it may have")
    except Exception as error:  # noqa: BLE001 hostile content meets foreign code here
        yield Unread(walk.exhibit, name, "damaged", _broken(read, error))


def _broken(read: int, error: Exception) -> str:
    return (
        f"{read:,} characters were read, then it breaks off ({type(error).__name__})" if read else f"does not open ({type(error).__name__})"
    )


def _opened(walk: Walk, stream: BinaryIO, name: str, depth: int, path: Path | None) -> Found:
    if depth > DEPTH:
        raise EvidenceError("too_deep", f"more than {DEPTH} containers within one another")
    ahead = _Ahead(stream, walk, counted=depth > 0)
    kind = _kind(ahead.head)
    if kind in _STREAMS:
        yield from _opened(walk, _STREAMS[kind](ahead), name, depth + 1, None)
    elif kind == "tar":
        yield from _tar(walk, ahead, name, depth)
    elif kind == "zip":
        yield from _zip(walk, _seekable(ahead, path), name, depth)
    elif kind in _PACKED:
        yield from _packed(walk, kind, ahead, name, depth, path=path)
    elif kind == "evtx":
        yield from _windows(walk, windows_events.from_evtx(_seekable(ahead, path)), name)
    elif kind == "text":
        if windows_events.is_export(_text(ahead.head)):
            yield from _windows(walk, windows_events.from_xml(ahead), name)  # type: ignore[arg-type]
        else:
            for start, text in chunks(ahead, LOG_PIECE):  # type: ignore[arg-type]
                yield Unit(walk.exhibit, name, "text", "text/plain", start, clean(text))
            if ahead.broken:
                raise ahead.broken
    elif ahead.broken:
        raise ahead.broken
    elif ahead.head:
        raise EvidenceError("unsupported", "no text, no event log, no archive that is known")


def _kind(head: bytes) -> str:
    """Container, event log or text; empty for anything else."""
    if head[:2] == b"PK" and head[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return "zip"
    if head.startswith(windows_events.MAGIC):
        return "evtx"
    if head[257:262] == b"ustar":
        return "tar"
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind if kind in _STREAMS or kind in _PACKED else ""
    if not head or head.startswith(_TEXTUAL):
        return ""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or unmarked(head) or is_ebcdic(head):
        return "text"
    # Colour codes and rubbish that an attacker writes into a log are no reason to leave it unread; zeros in number are.
    return (
        "text"
        if head.count(0) < len(head) * 0.3 and sum(head.count(code) for code in b"\x01\x02\x03\x04\x05\x06") < len(head) * 0.05
        else ""
    )


def _text(head: bytes) -> str:
    return head.decode(encoding_of(head), "replace")


def _seekable(ahead: _Ahead, path: Path | None) -> Any:
    return path.open("rb") if path else io.BytesIO(limited(ahead, UNPACKED_FROM))  # type: ignore[arg-type]


def _zstd(stream: Any) -> Any:
    import zstandard

    return zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(stream, read_across_frames=True)


_STREAMS: dict[str, Callable[[Any], Any]] = {
    "gzip": lambda stream: gzip.GzipFile(fileobj=stream),
    "bzip2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
    "zstd": _zstd,
}


def _members(walk: Walk) -> None:
    walk.members -= 1
    if walk.members < 0:
        raise EvidenceError("too_large", f"more than {MEMBERS} members in one exhibit")


def _tar(walk: Walk, ahead: _Ahead, name: str, depth: int) -> Found:
    """Members in the order of the tape, each as a stream."""
    with tarfile.open(fileobj=ahead, mode="r|") as packed:
        for member in packed:
            _members(walk)
            if member.isdir():
                continue
            at = f"{name}!/{plain_name(member.name)}"
            inner = packed.extractfile(member) if member.isreg() else None
            if inner is None:
                yield Unread(walk.exhibit, at, "unsupported", "a link or a device, not a file")
            else:
                yield from _guarded(walk, inner, at, depth + 1)  # type: ignore[arg-type]
    if ahead.broken:
        raise ahead.broken


def _zip(walk: Walk, stream: BinaryIO, name: str, depth: int) -> Found:
    from stanch.reading.readers.archive import zip_members

    with zipfile.ZipFile(stream) as packed:
        members = [member for member in packed.infolist() if not member.is_dir()]
        if any(member.flag_bits & 1 or member.compress_type not in (0, 8, 12, 14) for member in members):
            stream.seek(0)
            source = Source(walk.exhibit, name, None, stream.read(), budget=Budget(), passwords=walk.passwords)
            yield from _sources(walk, zip_members(source), depth)
            return
        for member in members:
            _members(walk)
            at = f"{name}!/{plain_name(member.filename)}"
            try:
                inner = packed.open(member)
            except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
                yield Unread(walk.exhibit, at, "damaged", f"does not open ({type(error).__name__})")
                continue
            with inner:
                yield from _guarded(walk, inner, at, depth + 1)  # type: ignore[arg-type]


def _packed(walk: Walk, kind: str, ahead: _Ahead, name: str, depth: int, *, path: Path | None) -> Found:
    """7z, RAR and others, by the readers that evidence of that kind has."""
    from stanch.reading.descend import CHAINS, reader_named

    content = None if path else limited(ahead, UNPACKED_FROM)  # type: ignore[arg-type]
    last: EvidenceError | None = None
    for reader in CHAINS[kind]:
        source = Source(walk.exhibit, name, path, content, budget=Budget(), passwords=walk.passwords)
        try:
            yield from _sources(walk, reader_named(reader)(source), depth)
        except EvidenceError as error:
            last = error
            if error.reason in ("encrypted", "too_large"):
                break
        else:
            return
    if last:
        raise last


def _sources(walk: Walk, found: Iterable[Any], depth: int) -> Found:
    for one in found:
        if isinstance(one, Source):
            _members(walk)
            with one.open() as stream:
                yield from _guarded(walk, stream, one.locator, depth + 1)
        elif isinstance(one, Unread):
            yield one


def _windows(walk: Walk, records: Iterator[str | EvidenceError], name: str) -> Found:
    """Records of a Windows event log as pieces of lines."""
    held: list[str] = []
    size = start = 0
    for record in records:
        if isinstance(record, EvidenceError):
            yield Unread(walk.exhibit, name, record.reason, record.detail)
            continue
        held.append(record)
        size += len(record) + 1
        if size > LOG_PIECE:
            yield _lines(walk, name, start, held)
            start, held, size = start + size, [], 0
    if held:
        yield _lines(walk, name, start, held)


def _lines(walk: Walk, name: str, start: int, held: list[str]) -> Unit:
    return Unit(walk.exhibit, name, "text", "application/x-ndjson", start, clean("\n".join(held) + "\n"), None, {"reader": "windows"})
