"""How files of the evidence begin, for whoever tells logs by it: cheap, since a share has 100,000 files, and of archives a few members.

Archives are unpacked for it, so it is workers that look. One that is lost costs its file no more than being taken for no log: the
reading of evidence tells what is wrong with it.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from stanch.engine import Bench, Input, run
from stanch.reading import taken
from stanch.reading.logs import beginning
from stanch.reading.source import plain_name
from stanch.records import Exhibit

MOST = 20_000  # files looked at; those called a log come first
MEMBERS = 50  # looked at in one archive
UNPACKED = 64 << 20  # bytes of a tape after which nothing more of it is looked at
WEIGHT = 256 << 10  # of a file: what opening it costs, in bytes that would be read meanwhile
PACKED = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.bz2", ".tbz2", ".txz")
# What is no log by its name: it is not opened. A hundred readers asked about every picture and letter would cost more than reading them.
NEVER = frozenset(
    (
        *("jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "webp", "heic", "svg", "ico", "mp3", "mp4", "mov", "avi", "wav", "m4a"),
        *("pdf", "doc", "docx", "docm", "dot", "dotx", "odt", "rtf", "ppt", "pptx", "odp", "xls", "xlsx", "xlsm", "xlsb", "ods", "one"),
        *(
            "eml",
            "msg",
            "mbox",
            "pst",
            "ost",
            "ics",
            "vcf",
            "html",
            "htm",
            "css",
            "js",
            "py",
            "sql",
            "dump",
            "sqlite",
            "db",
            "mdb",
            "accdb",
        ),
        *("exe", "dll", "msi", "iso", "vmdk", "vhd", "vhdx", "7z", "rar", "dcm", "parquet", "woff", "ttf", "md"),
    )
)
_CALLED = re.compile(r"log|\.evtx|audit|trail|event|signin|sign-in|trace|journal|messages|secure", re.IGNORECASE)
# No log is without a time of day or seconds since 1970.
_TIMED = re.compile(r"\d:\d\d|(?<!\d)1\d{9}(?:\d{3}){0,3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Beginning:
    """How one file or member begins. `is_events`: a Windows event log by its form; `text` is empty for what has no time in it."""

    locator: str
    is_events: bool
    text: str


SCHEMA = pa.schema([("id", pa.string()), ("locator", pa.string()), ("is_events", pa.bool_()), ("text", pa.large_string())])


def beginnings(exhibits: Sequence[Exhibit], *, bench: Bench) -> Iterator[tuple[Exhibit, tuple[Beginning, ...]]]:
    """Each file that may hold a log with how it, or each of the first members in it, begins."""
    asked = [one for one in exhibits if one.form in ("file", "sparse") or (one.form == "taken" and one.rows is None)]
    asked = [one for one in asked if one.size and one.name.lower().rpartition(".")[2] not in NEVER]
    asked.sort(key=lambda one: not _CALLED.search(one.name.rpartition("/")[2]))
    inputs: list[Input] = [
        {"id": one.id, "name": one.name, "path": one.path, "size": one.size, "sha256": one.sha256, "weight": WEIGHT, **taken.held(one)}
        for one in asked[:MOST]
    ]
    result = run(begin, inputs, {"beginnings": SCHEMA}, step="beginnings", version=_code(), bench=bench)
    by_id = {one.id: one for one in asked}
    rows = (row for table in result.parts["beginnings"].tables() for row in table.to_pylist())
    for exhibit, begun in groupby(rows, key=lambda row: str(row.pop("id"))):
        yield by_id[exhibit], tuple(Beginning(**row) for row in begun)


def begin(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """What a worker does with one file: a row for it, or for each of the first members in it, where one of them may begin a log."""
    name = str(given["name"])
    with suppress(OSError), _opened(given, bench) as stream:
        found = list(_members(name, stream) if name.lower().endswith(PACKED) else [_begins(name, stream)])
        if any(each.is_events or each.text for each in found):
            rows = [{"id": given["id"], "locator": one.locator, "is_events": one.is_events, "text": one.text} for one in found]
            yield "beginnings", pa.Table.from_pylist(rows, schema=SCHEMA)


def _opened(given: Input, bench: Bench) -> BinaryIO:
    return taken.opener(given, bench)() if given.get("taken") else Path(given["path"]).open("rb")


def _begins(locator: str, stream: BinaryIO) -> Beginning:
    is_events, text = beginning(stream)
    return Beginning(locator, is_events, text if _TIMED.search(text) else "")


def _members(name: str, stream: BinaryIO) -> Iterator[Beginning]:
    """Of an archive the first members; none of one that does not open: the reading of evidence says so."""
    try:
        yield from _of_zip(name, stream) if name.lower().endswith(".zip") else _of_tar(name, stream)
    except Exception:  # noqa: BLE001 hostile content meets foreign code here, and nothing is lost: the reading tells what is broken
        return


def _of_zip(name: str, stream: BinaryIO) -> Iterator[Beginning]:
    with zipfile.ZipFile(stream) as packed:
        for member in [member for member in packed.infolist() if not member.is_dir()][:MEMBERS]:
            with suppress(zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError), packed.open(member) as inner:
                yield _begins(f"{name}!/{plain_name(member.filename)}", inner)  # type: ignore[arg-type]


def _of_tar(name: str, stream: BinaryIO) -> Iterator[Beginning]:
    with tarfile.open(fileobj=stream, mode="r|*") as packed:
        for at, member in enumerate(packed):
            if at >= MEMBERS or member.offset > UNPACKED:
                return
            if member.isreg() and (inner := packed.extractfile(member)):
                yield _begins(f"{name}!/{plain_name(member.name)}", inner)  # type: ignore[arg-type]
            if member.offset_data + member.size > UNPACKED:  # to come to the next, all of this one would be unpacked
                return


@cache
def _code() -> str:
    """A mark of what tells beginnings: what older code told is not asked again."""
    mark = hashlib.blake2b(digest_size=16)
    for file in (Path(__file__), Path(__file__).with_name("logs.py")):
        mark.update(file.read_bytes())
    return mark.hexdigest()
