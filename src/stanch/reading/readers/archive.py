"""Archives and compressed streams: their members, within limits."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.readers.codepages import codepage_of
from stanch.reading.readers.program import one_member, program_members, seven_zip
from stanch.reading.readers.text import encoding_of
from stanch.reading.source import MEMBER, RATIO_FROM, Source, limited
from stanch.records import Unread

KNOWN, AES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA), 99
FEW = 5  # strange members that are given to the program one by one
TRIES = 50  # damaged members that are given to the program
Inside = Iterator["Source | Unread"]


def _unread(source: Source, name: str, reason: str, detail: str) -> Unread:
    return Unread(source.exhibit, f"{source.locator}!/{name}", reason, detail)


def zip_members(source: Source) -> Inside:
    """The members of a ZIP; one that cannot be had does not hide the others."""
    tried = 0
    with source.open() as stream, zipfile.ZipFile(stream) as packed:
        if sum(member.compress_size for member in packed.infolist()) > 2 * source.size:
            raise EvidenceError("too_large", "members that share their bytes: together they claim more than the file holds")
        if _is_for_the_program(source, packed):
            yield from program_members(source)
            return
        names = _names(packed)
        for member in packed.infolist():
            if member.is_dir():
                continue
            if member.file_size > MEMBER:
                yield _unread(source, names.get(member.filename, member.filename), "too_large", f"unpacks to more than {MEMBER >> 20} MB")
                continue
            try:
                content = _opened(source, packed, member)
            except EvidenceError as error:
                yield _unread(source, names.get(member.filename, member.filename), error.reason, error.detail)
            except (NotImplementedError, zipfile.BadZipFile, OSError, EOFError, ValueError, zlib_error()):
                # Packed or locked in a way that only the program knows, or damaged: it forgives more, but it takes time.
                source.budget.take(min(member.file_size, MEMBER))
                tried += 1
                if tried <= TRIES:
                    yield one_member(source, member.filename)
                else:
                    yield _unread(source, member.filename, "damaged", "does not unpack")
            else:
                yield source.inner(names.get(member.filename, member.filename), content)
        yield from _comments(source, packed)


def _is_for_the_program(source: Source, packed: zipfile.ZipFile) -> bool:
    """Many members packed or locked (by AES) in a way that only the program knows: it is asked once for all, not once for each."""
    strange = sum(
        member.compress_type not in KNOWN and (member.compress_type != AES or bool(source.passwords)) for member in packed.infolist()
    )
    return strange > FEW and seven_zip() is not None


def _names(packed: zipfile.ZipFile) -> dict[str, str]:
    """Names as people gave them: where no mark says UTF-8, they stand in the code page of the system that packed them."""
    given: dict[str, bytes] = {}
    for member in packed.infolist():
        if not member.flag_bits & 0x800 and not member.filename.isascii():
            with contextlib.suppress(UnicodeEncodeError):
                given[member.filename] = member.filename.encode("cp437")
    if not given:
        return {}
    whole = b"\n".join(given.values())[:60_000]
    encoding = encoding_of(whole)
    if encoding == "cp1252" and codepage_of(whole) != "cp1252":  # that is no finding, but what is left where there is none
        return {}
    return {name: raw.decode(encoding, "replace") for name, raw in given.items()}


def _comments(source: Source, packed: zipfile.ZipFile) -> Inside:
    """What the archive and its members say of themselves."""
    said = [packed.comment, *(member.comment for member in packed.infolist())]
    words = b"\n".join(one for one in dict.fromkeys(said) if one.strip(b"\x00 \r\n"))
    if words:
        yield source.inner("comment.txt", words)


def zlib_error() -> type[Exception]:
    """The error of a broken deflate stream."""
    import zlib

    return zlib.error


def _opened(source: Source, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if not member.flag_bits & 1:
        with packed.open(member) as inner:
            return limited(inner, member.compress_size)  # type: ignore[arg-type]
    if member.compress_type == AES and source.passwords:
        raise NotImplementedError
    for password in source.passwords:
        try:
            with packed.open(member, pwd=password.encode()) as inner:
                return limited(inner, member.compress_size)  # type: ignore[arg-type]
        except (RuntimeError, zipfile.BadZipFile, zlib_error()):
            continue
    raise EvidenceError("encrypted", "a member under a password")


def tar_members(source: Source) -> Inside:
    """The regular files of a tar; links lead nowhere."""
    with source.open() as stream, tarfile.open(fileobj=stream, mode="r:") as packed:
        for member in packed:
            if member.isdir():
                continue
            inner = packed.extractfile(member) if member.isreg() else None
            if inner is None:
                yield _unread(source, member.name, "unsupported", "a link or a device, not a file")
            elif member.size > MEMBER or (member.issparse() and member.size > RATIO_FROM):  # a hole costs nothing on the tape
                yield _unread(source, member.name, "too_large", f"more than {MEMBER >> 20} MB")
            else:
                yield source.inner(member.name, inner.read())


def _stream(source: Source, opened: object, suffixes: tuple[str, ...]) -> Inside:
    content, broken = _as_far_as(opened, source.size)
    name = source.locator.rsplit("/", 1)[-1]
    for suffix in suffixes:
        if name.lower().endswith(suffix):
            name = name[: -len(suffix)] + (".tar" if suffix in (".tgz", ".tbz2", ".txz") else "")
    yield source.inner(name, content)
    if broken:
        yield Unread(source.exhibit, source.locator, "damaged", f"the stream breaks off ({broken}); what came before was read")


class _Breaks:
    """A stream that ends where it breaks off, and says how."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.broken, self.size = stream, "", 0

    def read(self, size: int) -> bytes:
        """The next bytes; none behind the break. Small steps, or all that came with the break is lost."""
        try:
            block: bytes = self.stream.read(min(size, 1 << 14) if self.broken == "" else 0)
        except (EOFError, OSError, lzma.LZMAError, zlib_error()) as error:
            if not self.size:
                raise
            self.broken, block = type(error).__name__, b""
        self.size += len(block)
        return block


def _as_far_as(opened: object, packed: int) -> tuple[bytes, str]:
    stream = _Breaks(opened)
    return limited(stream, packed), stream.broken  # type: ignore[arg-type]


def gzip_stream(source: Source) -> Inside:
    """What was gzipped."""
    yield from _stream(source, gzip.GzipFile(fileobj=source.open()), (".gz", ".tgz"))


def bzip2_stream(source: Source) -> Inside:
    """What was packed by bzip2."""
    yield from _stream(source, bz2.BZ2File(source.open()), (".bz2", ".tbz2"))


def xz_stream(source: Source) -> Inside:
    """What was packed by xz."""
    with lzma.LZMAFile(source.open()) as stream:
        yield from _stream(source, stream, (".xz", ".txz"))


def zstd_stream(source: Source) -> Inside:
    """What was packed by zstd."""
    import zstandard

    yield from _stream(source, zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(source.open()), (".zst",))


def zlib_stream(source: Source) -> Inside:
    """What was packed by zlib alone."""
    import zlib

    opened = zlib.decompressobj()
    content = opened.decompress(source.whole(), MEMBER)
    if opened.unconsumed_tail:
        raise EvidenceError("too_large", f"unpacks to more than {MEMBER >> 20} MB")
    yield from _stream(source, io.BytesIO(content), (".zlib", ".z"))


def lz4_stream(source: Source) -> Inside:
    """What was packed by LZ4."""
    import pyarrow as pa

    with source.open() as plain, pa.CompressedInputStream(pa.PythonFile(plain, mode="r"), "lz4") as stream:
        yield from _stream(source, stream, (".lz4",))


def seven_members(source: Source) -> Inside:
    """The members of a 7z archive."""
    import py7zr
    from py7zr.io import BytesIOFactory

    with source.open() as stream, py7zr.SevenZipFile(stream) as packed:
        if packed.needs_password():
            raise EvidenceError("encrypted", "a 7z archive under a password")
        if sum(one.uncompressed or 0 for one in packed.list()) > MEMBER:
            raise EvidenceError("too_large", f"unpacks to more than {MEMBER >> 20} MB")
        sink = BytesIOFactory(MEMBER)
        packed.extractall(factory=sink)  # noqa: S202 into memory, bounded by the sink: no path is followed
        for name, held in sink.products.items():
            held.seek(0)
            yield source.inner(name, held.read())


def rar_members(source: Source) -> Inside:
    """The members of a RAR; packed ones need a program (unrar, unar or 7z) on this machine."""
    import rarfile

    with rarfile.RarFile(io.BytesIO(source.whole())) as packed:
        for member in packed.infolist():
            if member.is_dir():
                continue
            if member.needs_password():
                yield _unread(source, member.filename, "encrypted", "a member under a password")
            elif member.file_size > MEMBER:
                yield _unread(source, member.filename, "too_large", f"more than {MEMBER >> 20} MB")
            else:
                try:
                    content = packed.read(member)
                except rarfile.RarCannotExec:
                    yield _unread(source, member.filename, "unsupported", "needs the program unrar, unar or 7z")
                except rarfile.Error as error:
                    yield _unread(source, member.filename, "damaged", type(error).__name__)
                else:
                    yield source.inner(member.filename, content)


def chm(source: Source) -> Inside:
    """The pages of a compiled help file; what its reader keeps for itself (`#…`, `$…`) is no page."""
    from stanch.reading.readers.program import program_members

    for found in program_members(source):
        name = found.locator.removeprefix(f"{source.locator}!/")
        if not name.startswith(("#", "$")) and not (isinstance(found, Source) and found.size == 0):
            yield found
