"""What a file is, told by its content: magic bytes, then structure. The name only breaks ties between kinds of text."""

from __future__ import annotations

import re
import zipfile

from stanch.errors import EvidenceError
from stanch.reading.source import Source

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"), (b"SQLite format 3\x00", "sqlite"), (b"PAR1", "parquet"), (b"ARROW1", "arrow"), (b"ORC", "orc"), (b"Obj\x01", "avro"),
    (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"), (b"{\\rtf", "rtf"), (b"!BDN", "pst"), (b"\x89PNG\r\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"),
    (b"II*\x00", "image"), (b"MM\x00*", "image"), (b"BM", "image"), (b"\x00\x01\x00\x00Standard Jet DB", "access"), (b"\x00\x01\x00\x00Standard ACE DB", "access"),
)  # fmt: skip
_MAIL = re.compile(
    rb"(?im)^(received|from|to|subject|date|message-id|return-path|mime-version|content-type|delivered-to|reply-to|x-[\w-]+|newsgroups|path):[ \t]*\S"
)


def kind_of(source: Source) -> str:
    """A key of `CHAINS`. Raises `EvidenceError` "encrypted" where only a password opens it."""
    head = source.head()
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _packed(source)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _compound(source)
    for magic, kind in MAGIC:
        if head.startswith(magic) and (kind != "image" or magic != b"BM" or len(head) > 26):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if head[257:262] == b"ustar":
        return "tar"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _textual(source, head)


def _packed(source: Source) -> str:
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as packed:
            names = set(packed.namelist())
            mimetype = packed.read("mimetype")[:200] if "mimetype" in names else b""
            manifest = (
                packed.read("META-INF/manifest.xml")[: 1 << 20] if "META-INF/manifest.xml" in names and b"opendocument" in mimetype else b""
            )
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return "zip"
    if b"encryption-data" in manifest:
        raise EvidenceError("encrypted", "an OpenDocument file under a password")
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if b"opendocument" in mimetype:
        return "odf"
    if b"epub" in mimetype:
        return "epub"
    for member, kind in (
        ("word/document.xml", "docx"),
        ("ppt/presentation.xml", "pptx"),
        ("xl/workbook.bin", "xlsb"),
        ("xl/workbook.xml", "xlsx"),
    ):
        if member in names:
            return kind
    if (
        any(name.endswith(".iwa") for name in names)
        or "index.xml.gz" in names
        or "Index.zip" in names
        or "index.apxl" in names
        or "index.xml" in names
    ):
        return "iwork"
    if "[Content_Types].xml" in names:
        return "docx" if any(name.startswith("word/") for name in names) else "packed_xml"
    return "zip"


def _compound(source: Source) -> str:
    import olefile

    try:
        with source.open() as stream, olefile.OleFileIO(stream) as ole:
            entries = {"/".join(entry) for entry in ole.listdir()}
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        return "ole"
    if "EncryptedPackage" in entries:
        raise EvidenceError("encrypted", "an Office document under a password")
    if "__properties_version1.0" in entries:
        return "msg"
    found = next(
        (
            kind
            for name, kind in (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
            if name in entries
        ),
        "ole",
    )
    if found != "ole":
        _refuse_encrypted(source)
    return found


def _refuse_encrypted(source: Source) -> None:
    import msoffcrypto

    try:
        with source.open() as stream:
            locked = msoffcrypto.OfficeFile(stream).is_encrypted()
    except Exception:  # noqa: BLE001 a probe: what it does not understand, the readers judge
        return
    if locked:
        raise EvidenceError("encrypted", "an Office document under a password")


def _textual(source: Source, head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2048]
    lower = start.lower()
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text"
    if _looks_binary(head):
        return "dbase" if head[:1] in (b"\x03", b"\x83", b"\xf5", b"\x30") and source.locator.lower().endswith(".dbf") else "binary"
    if re.match(rb"From \S+.*\d\d:\d\d", head) and _MAIL.search(head):
        return "mbox"
    if lower.startswith((b"<!doctype html", b"<html")) or (b"<html" in lower and lower.startswith(b"<")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in head[:8192].lower() else "xml"
    lines = head[:4096].split(b"\n\n")[0].split(b"\r\n\r\n")[0]
    if len(_MAIL.findall(lines)) >= 2 and re.match(rb"(?i)(>?from |[\w-]+:)", head.lstrip()):
        return "eml"
    if start[:1] in (b"{", b"["):
        return "ndjson" if re.match(rb"\{.*\}\s*\r?\n\s*\{", head, re.DOTALL) and _is_lines(head) else "json"
    if re.search(rb"(?im)^\s*(INSERT\s+INTO|COPY\s+\S+.*FROM\s+stdin|CREATE\s+TABLE)\b", head):
        return "sql"
    if re.search(rb"(?i)<(body|table|div|p|br|head|title)\b[^>]*>", lower) and lower.startswith(b"<"):
        return "html"
    from stanch.reading.readers.records import dialect_of
    from stanch.reading.readers.text import decode

    named = source.locator.lower().rsplit(".", 1)[-1] in ("csv", "tsv", "tab", "psv")
    return "csv" if dialect_of(decode(head)[0], sure=named, cut=len(head) < source.size) else "text"


def _is_lines(head: bytes) -> bool:
    import json

    lines = [line for line in head.split(b"\n")[:5] if line.strip()]
    try:
        return len(lines) > 1 and all(isinstance(json.loads(line), dict) for line in lines[: max(1, len(lines) - 1)])
    except ValueError:
        return False


def _looks_binary(head: bytes) -> bool:
    if not head:
        return False
    odd = sum(1 for byte in head[:4096] if byte < 9 or 13 < byte < 27 or 27 < byte < 32)
    return odd > len(head[:4096]) * 0.02
