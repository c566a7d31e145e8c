"""What a file is, told by its content: magic bytes, then structure. The name only breaks ties between kinds of text."""

from __future__ import annotations

import re
import zipfile

from stanch.reading.readers.aside import aside_of
from stanch.reading.readers.sealed import sealed_as
from stanch.reading.readers.signed import is_signed
from stanch.reading.readers.text import decode, is_ebcdic, unmarked
from stanch.reading.source import Source

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"), (b"SQLite format 3\x00", "sqlite"), (b"PAR1", "parquet"), (b"ARROW1", "arrow"), (b"ORC", "orc"), (b"Obj\x01", "avro"),
    (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"), (b"{\\rtf", "rtf"), (b"!BDN", "pst"), (b"\x89PNG\r\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"),
    (b"II*\x00", "image"), (b"MM\x00*", "image"), (b"BM", "image"), (b"\x00\x01\x00\x00Standard Jet DB", "access"), (b"\x00\x01\x00\x00Standard ACE DB", "access"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image"), (b"8BPS\x00\x01", "image"), (b"PGDMP", "pg_custom"), (b"\xcf\xad\x12\xfe", "dbx"),
    (b"ITSF\x03\x00\x00\x00", "chm"), (b"MSCF\x00\x00\x00\x00", "packed"), (b"\x60\xea", "packed"), (b"MSWIM\x00\x00\x00", "packed"),
    (b"!<arch>\n", "packed"), (b"\xed\xab\xee\xdb", "packed"), (b"070701", "packed"), (b"070702", "packed"), (b"\x1f\x9d", "packed"),
    (b"xar!", "packed"), (b"hsqs", "packed"), (b"KDMV", "packed"), (b"QFI\xfb", "packed"), (b"conectix", "packed"), (b"vhdxfile", "packed"),
    (b"<<< Oracle VM", "packed"), (b"\x78\x9f\x3e\x22", "tnef"), (b"bplist00", "plist"), (b"\x04\x22\x4d\x18", "lz4"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "onenote"),
    (b"\xa1\x2f\xff\x43\xd9\xef\x76\x4c\x9e\xe2\x10\xea\x57\x22\x76\x5f", "onenote"), (b"regf", "hive"), (b"TAPE\x00\x00\x03\x00", "sqlserver_backup"), (b"MSSQLBAK", "sqlserver_backup"), (b"\x37\x7f\x06\x82", "sqlite_wal"), (b"\x37\x7f\x06\x83", "sqlite_wal"),
    (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "sqlite_journal"), (b"\x6d\xe2\x99\x81", "mongo_archive"), (b"-----BEGIN PKCS7-----", "cms"), (b"-----BEGIN CMS-----", "cms"),
)  # fmt: skip
HEIF = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"avif", b"avis")
_MAIL = re.compile(
    rb"(?im)^(received|from|to|subject|date|message-id|return-path|mime-version|content-(?:type|transfer-encoding|id|disposition)|delivered-to|reply-to|x-[\w-]+|newsgroups|path):[ \t]*\S"
)
# Formats of records in text, told by how they begin.
RECORDS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"(?i)BEGIN:V(CARD|CALENDAR)\b"), "cards"),
    (re.compile(rb"\x0b?(FHS|BHS|MSH)\|[^|\r\n]{2,5}\|"), "hl7"),
    (re.compile(rb"ISA([^\w\s])\d\d\1.{10}\1\d\d\1", re.DOTALL), "x12"),
    (re.compile(rb"101[ \d]\d{9}[ \d]\d{9}\d{6}"), "nacha"),
    (re.compile(rb"RA\d{9}[^\r\n]{501}[\r\n]*RE(19|20)\d\d"), "efw2"),
    (re.compile(rb"T(19|20)\d\d[P ]\d{9}[^\r\n]{735}[\r\n]*A(19|20)\d\d"), "fire"),
    (re.compile(rb"VOL1[^\r\n]{0,76}[\r\n]+(HDR1A|HDR1 ?[A-Z])"), "bacs"),
    (re.compile(rb"A000000001[A-Z0-9 ]{10}\d{4}0\d{5}\d{5}[^\r\n]{200}"), "cpa005"),
    (re.compile(rb"(1[6-9]|20)\d\d/\d\d/20\d\d[ \d]\d[^\d\r\n]{80}[12]\d\d/\d\d/(19|20)\d\d"), "alloggiati"),
    (re.compile(rb"(?i)OFXHEADER\s*:|(<\?xml[^>]*>\s*)?<\?OFX\b|<OFX>"), "ofx"),
    (re.compile(rb"(?i)(version:\s*1\s+|#[^\n]*\n\s*){0,20}dn::?[ \t]*\S"), "ldif"),
    (re.compile(rb"!(Type|Account|Option):?"), "qif"),
    (re.compile(rb"(?i)<\?xml[^>]*>\s*(<!--.{0,500}?-->\s*)?<!DOCTYPE plist", re.DOTALL), "plist"),
    (re.compile(rb"%YAML|---\s*(#[^\n]*)?\n"), "yaml"),
)


def kind_of(source: Source) -> str:
    """A key of `CHAINS`."""
    head = source.head()
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _packed(source)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _compound(source)
    if head[:2] == b"MZ" and (within := _carried(source)):
        return within
    if head[:5] == b"\x5d\x00\x00\x80\x00" and len(head) > 12:
        return "xz"  # LZMA alone
    if head[:4] == b"\xd7\xcd\xc6\x9a" or (head[:2] in (b"\1\0", b"\2\0") and head[2:6] == b"\x09\0\0\3") or _is_emf(head):
        return "metafile"
    if head[:4] == b"\xff\xff\xff\xff" and head[8:12] == b"\x10\x00\x00\x00":
        return "arrow"  # a stream of messages
    if head[:10] == b"!<arch>\n/ ":
        return "aside"
    if head[:4] in (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"):
        return "early_sheet"
    if head[:2] == b"\x01\x0f" and _is_sqlserver(head):
        return "sqlserver"
    if head[24:26] == b"\0\x08" and head[4:8] == b"\0\0\0\0" and head[34:38] == head[38:42] and any(head[38:58]):
        return "innodb"
    if head[:2] == b"\xfe\x01" and head[2:3] in b"\7\x08\x09\x0a\x0b\x0c" and len(head) > 64:
        return "frm"
    for magic, kind in MAGIC:
        if head.startswith(magic) and (magic != b"BM" or (len(head) > 26 and head[6:10] == b"\x00" * 4)):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if head[4:8] == b"ftyp" and head[8:12] in HEIF:
        return "image"
    if aside_of(head):
        return "aside"
    if sealed_as(head):
        return "sealed"
    if is_signed(head):
        return "cms"
    if head[128:132] == b"DICM":
        return "dicom"
    if head[257:262] == b"ustar" or _is_old_tar(head):
        return "tar"
    if head[0x8001:0x8006] in (b"CD001", b"BEA01") or (head[2:5] == b"-lh" and head[6:7] == b"-"):
        return "packed"
    if head[4:8] == b"\xef\xcd\xab\x89" and head[9:12] == b"\6\0\0":
        return "ese"
    if kind := "duckdb" if head[8:12] == b"DUCK" else "bson" if _is_bson(head) else "":
        return kind
    if len(head) > 100 and statistics_of(head):
        return "statistics"
    if _is_dump(head):
        return "sql"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:2] in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda") and _is_zlib(head):
        return "zlib"
    return _textual(source, head)


_STATEMENT = re.compile(rb"(?im)^\s*(INSERT\s+(INTO\b|\[\w+\]\.)|COPY\s+\S+.*FROM\s+stdin\b|CREATE\s+TABLE\b)")
_DUMP = re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s{0,20}(?:--|/\*|(?:SET|CREATE|INSERT|DROP|USE|BEGIN|PRAGMA|COPY|LOCK|START)\s)")


def _is_dump(head: bytes) -> bool:
    """A dump begins with a remark or a statement; what stands further on as bytes (scans, letters) makes it nothing else."""
    return bool(_DUMP.match(head) and _STATEMENT.search(head))


_BSON_TYPES = frozenset((*range(1, 20), 0x7F, 0xFF))
_BSON_NAME = re.compile(rb"[^\x00-\x1f]{0,120}\x00")


def _is_bson(head: bytes) -> bool:
    """Whether the bytes begin with a document: its length, a type, a name, and a NUL where it ends."""
    size = int.from_bytes(head[:4], "little")
    if len(head) < 8 or head[3] > 2 or size < 8 or head[4] not in _BSON_TYPES or not (name := _BSON_NAME.match(head, 5)):
        return False
    ends = head[size - 1] == 0 if size <= len(head) else len(head) > 1 << 12
    return ends and "\ufffd" not in name[0].decode("utf-8", "replace")


_SAS = bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")


def statistics_of(head: bytes) -> str:
    """Which file of a statistics program the bytes begin: of SPSS, Stata or SAS; empty for none."""
    if head[:4] in (b"$FL2", b"$FL3"):
        return "sav"
    if head.startswith(b"<stata_dta>") or (102 <= head[0] <= 115 and head[1:4] in (b"\x01\x01\x00", b"\x02\x01\x00")):
        return "dta"
    if head[12:32] == _SAS:
        return "sas7bdat"
    if head.startswith((b"HEADER RECORD*******LIBRARY HEADER RECORD", b"HEADER RECORD*******LIBV8   HEADER RECORD")):
        return "xpt"
    return "por" if head[:500].replace(b"\r", b"").replace(b"\n", b"")[456:464] == b"SPSSPORT" else ""


def _is_sqlserver(head: bytes) -> bool:
    from stanch.reading.readers.sqlserver_pages import begins

    return begins(head)


def _carried(source: Source) -> str:
    """The kind of archive that a program carries and unpacks by itself; empty for a program alone."""
    with source.open() as stream:
        start = stream.read(1 << 20)
        if b"7z\xbc\xaf\x27\x1c" in start or b"Rar!\x1a\x07" in start:
            return "packed"
        stream.seek(0)
        return "zip" if zipfile.is_zipfile(stream) else ""


def _is_emf(head: bytes) -> bool:
    return head[:4] == b"\x01\0\0\0" and head[40:44] == b" EMF"


def _is_old_tar(head: bytes) -> bool:
    """A tar from before it had a mark: its first header sums up to what it says."""
    said = head[148:156].strip(b"\x00 ")
    if len(head) < 512 or not head[:1].isascii() or not re.fullmatch(rb"[0-7]{3,6}", said):
        return False
    return sum(head[:148]) + 8 * 32 + sum(head[156:512]) == int(said, 8)


def _is_zlib(head: bytes) -> bool:
    import zlib

    try:
        return bool(zlib.decompressobj().decompress(head, 1 << 16))
    except zlib.error:
        return False


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
        return "locked_odf"
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if b"opendocument" in mimetype or b"vnd.sun.xml." in mimetype:
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
    if "model.xml" in names and "Origin.xml" in names:
        return "bacpac"
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
        return "locked_office"
    if "__properties_version1.0" in entries:
        return "msg"
    found = next(
        (
            kind
            for name, kind in (
                ("WordDocument", "doc"),
                ("Workbook", "xls"),
                ("Book", "xls"),
                ("PowerPoint Document", "ppt"),
                ("VisioDocument", "vsd"),
                ("CONTENTS", "works"),
            )
            if name in entries
        ),
        "ole",
    )
    return "locked_office" if found != "ole" and _is_locked(source) else found


def _is_locked(source: Source) -> bool:
    import msoffcrypto

    try:
        with source.open() as stream:
            return bool(msoffcrypto.OfficeFile(stream).is_encrypted())
    except Exception:  # noqa: BLE001 a probe: what it does not understand, the readers judge
        return False


def _textual(source: Source, head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2048]
    lower = start.lower()
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or unmarked(head):
        found = _textual(source, decode(head)[0].lstrip("\ufeff").encode("utf-8", "replace").replace(b"\x00", b""))
        return (
            found
            if found
            in (
                "html",
                "xml",
                "json",
                "ndjson",
                "csv",
                "listing",
                "sql",
                "hl7",
                "x12",
                "cards",
                "yaml",
                "logins",
                "login_blocks",
                "record_blocks",
            )
            else "text"
        )
    if is_ebcdic(head):
        return "text"
    if _looks_binary(head):
        return "dbase" if head[:1] in (b"\x03", b"\x83", b"\xf5", b"\x30") and source.locator.lower().endswith(".dbf") else "binary"
    for pattern, kind in RECORDS:
        if pattern.match(start):
            return kind
    if re.match(rb"From \S+.*\d\d:\d\d", head) and _MAIL.search(head):
        return "mbox"
    if lower.startswith((b"<!doctype html", b"<html")) or (b"<html" in lower and lower.startswith(b"<")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in head[:8192].lower() else "xml"
    lines = head[:4096].split(b"\n\n")[0].split(b"\r\n\r\n")[0]
    if len(_MAIL.findall(lines)) >= 2 and re.match(rb"(?i)(>?from |[\w-]+:)", head.lstrip()):
        return "eml"
    if found := _logins(source, head):
        return found
    if _JSON.match(start):
        return "ndjson" if re.match(rb"\{.*\}\s*\r?\n\s*\{", head, re.DOTALL) and _is_lines(head) else "json"
    if _STATEMENT.search(head):
        return "sql"
    if source.locator.lower().endswith(".xml") and _UNDECLARED.match(start) and _is_xml(source):
        return "xml"  # a message may have a `<Body>`
    if re.search(rb"(?i)<(body|table|div|p|br|head|title)\b[^>]*>", lower) and lower.startswith(b"<"):
        return "html"
    if _UNDECLARED.match(start) and _is_xml(source):
        return "xml"
    return _laid_out(source, head)


def _logins(source: Source, head: bytes) -> str:
    """Which list of logins it is; empty for none."""
    if b":" not in head and b"@" not in head:
        return ""
    from stanch.reading.readers import login_lists

    written, cut = decode(head)[0], len(head) < source.size
    if login_lists.are_blocks(written, cut=cut):
        return "login_blocks"
    return "logins" if login_lists.layout_of(written, cut=cut) else ""


def _laid_out(source: Source, head: bytes) -> str:
    """Lines that are a table, or text."""
    from stanch.reading.readers.records import dialect_of

    ending = source.locator.lower().rsplit(".", 1)[-1]
    if ending in ("yaml", "yml"):
        return "yaml"
    named = ending in ("csv", "tsv", "tab", "psv")
    written, cut = decode(head)[0], len(head) < source.size
    if dialect_of(written, sure=named, cut=cut) and not written.startswith("!HDR\t"):
        return "csv"
    from stanch.reading.readers.record_blocks import are_records

    if are_records(written, cut=cut):
        return "record_blocks"
    from stanch.reading.readers.listings import form_of

    if form_of(written, cut=cut):
        return "listing"
    return "markdown" if ending in ("md", "markdown") and source.size < MOST_MARKED else "text"


# `[General]` opens settings, `[` before a value a list.
_JSON = re.compile(rb"\{|\[\s*(?:[\[{\"\]\d-]|true|false|null|$)")
# An element, perhaps behind remarks and a document type.
_UNDECLARED = re.compile(rb"(?:<!--.{0,1500}?-->\s*|<!DOCTYPE\s[^>\[]*>\s*)*<[A-Za-z_][\w.:-]{0,80}[\s/>]", re.DOTALL)
LARGEST_XML = 50 << 20
MOST_MARKED = 4 << 20  # a larger text is logs or data under such a name


def _is_xml(source: Source) -> bool:
    """Whether all of it is one element, which says nowhere that it is XML: a drawing, a message, a file of settings."""
    if source.size > LARGEST_XML:
        return False
    from lxml import etree

    try:
        etree.fromstring(source.whole(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def _is_lines(head: bytes) -> bool:
    import json

    lines = [line for line in head.split(b"\n")[:5] if line.strip()]
    try:
        return len(lines) > 1 and all(isinstance(json.loads(line), dict) for line in lines[: max(1, len(lines) - 1)])
    except ValueError:
        return False


def plain_kind_of(source: Source) -> str:
    """Text or not, by the first bytes alone: for what no more can be told of."""
    return "binary" if _looks_binary(source.head()) else "text"


def _looks_binary(head: bytes) -> bool:
    if not head:
        return False
    lines = head[:4096].split(b"\n")[:-1]
    if len(lines) > 2 and lines[0].count(1) and len({line.count(1) for line in lines}) == 1:
        return False  # a table whose cells are set apart by the first of all signs, as Hive writes them
    odd = sum(1 for byte in head[:4096] if byte < 9 or 13 < byte < 27 or 27 < byte < 32)
    return odd > len(head[:4096]) * 0.02
