"""Go down into a file to any depth: tell what it is by its content, try its readers in turn, follow what they find."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from stanch.errors import EvidenceError
from stanch.reading.kinds import kind_of, plain_kind_of
from stanch.reading.pieces import texts
from stanch.reading.source import Budget, Source
from stanch.reading.watch import Watch
from stanch.records import Unit, Unread

Found = Iterator["Unit | Unread | Source"]
Reader = Callable[[Source], Found]

# Readers by kind, in the order in which they are tried: module and function below `reading/readers`.
CHAINS: dict[str, tuple[str, ...]] = {
    "zip": ("archive.zip_members", "program.program_members"), "tar": ("archive.tar_members", "program.program_members"), "gzip": ("archive.gzip_stream",),
    "bzip2": ("archive.bzip2_stream",), "xz": ("archive.xz_stream",), "zstd": ("archive.zstd_stream",), "zlib": ("archive.zlib_stream",), "lz4": ("archive.lz4_stream",), "packed": ("program.program_members",),
    "7z": ("program.program_members", "archive.seven_members"), "rar": ("program.program_members", "archive.rar_members"), "chm": ("archive.chm",),
    "docx": ("office.docx", "second.xberg_text", "text.strings"), "pptx": ("office.pptx", "second.xberg_text", "text.strings"),
    "xlsx": ("sheets.xlsx", "sheets.calamine", "second.xberg_text"), "xlsb": ("sheets.xlsb", "binary_sheets.sheets", "archive.zip_members"),
    "xls": ("compound.workbook", "second.xberg_text", "compound.streams", "text.strings"), "ods": ("sheets.ods", "office.odf", "second.xberg_text"),
    "odf": ("office.odf", "second.xberg_text"), "doc": ("compound.document", "compound.streams", "text.strings"),
    "ppt": ("compound.presentation", "compound.streams", "text.strings"), "ole": ("compound.document", "compound.streams", "text.strings"),
    "vsd": ("visio.visio", "compound.streams"), "locked_office": ("locked.office",), "locked_odf": ("locked.odf",), "bacpac": ("backups.bacpac", "archive.zip_members"),
    "packed_xml": ("office.packed_xml", "second.xberg_text", "archive.zip_members"), "iwork": ("iwork.iwork", "second.xberg_text", "archive.zip_members"),
    "epub": ("office.packed_xml", "second.xberg_text"), "msg": ("mail.msg", "second.xberg_text", "compound.streams", "text.strings"),
    "eml": ("mail.eml", "text.text"), "mbox": ("mail.mbox",), "pst": ("outlook.pst", "second.xberg_text", "text.strings"), "dbx": ("mailstore.dbx", "text.strings"),
    "tnef": ("mailstore.tnef", "second.xberg_text", "text.strings"), "onenote": ("onenote.onenote", "text.strings"), "hive": ("registry.hive", "text.strings"), "cms": ("signed.cms", "text.strings"), "works": ("works.works", "compound.document", "compound.streams", "text.strings"),
    "pdf": ("pdf.pdf", "second.xberg_text"), "rtf": ("rtf.rtf", "second.xberg_text", "text.text"), "html": ("markup.html", "text.text"),
    "xml": ("tree.xml", "text.text"), "json": ("records.json_text", "text.text"), "ndjson": ("records.ndjson", "text.text"),
    "csv": ("records.csv_text", "text.text"), "sql": ("dumps.sql", "text.text"), "yaml": ("records.yaml", "text.text"), "plist": ("records.plist", "text.strings"),
    "text": ("text.text",), "markdown": ("markdown.markdown", "text.text"), "listing": ("listings.listing", "text.text"), "logins": ("login_lists.lines", "text.text"), "login_blocks": ("login_lists.blocks", "text.text"), "record_blocks": ("record_blocks.records", "text.text"), "ldif": ("directory.ldif", "text.text"), "cards": ("cards.records", "text.text"), "hl7": ("clinical.hl7", "text.text"), "x12": ("clinical.x12", "text.text"),
    "dicom": ("clinical.dicom", "text.strings"), "nacha": ("payments.nacha", "text.text"), "efw2": ("wages.efw2", "text.text"), "fire": ("wages.fire", "text.text"), "bacs": ("payments.bacs", "text.text"), "cpa005": ("payments.cpa005", "text.text"), "alloggiati": ("guests.alloggiati", "text.text"), "ofx": ("payments.ofx", "text.text"), "qif": ("payments.qif", "text.text"),
    "pg_custom": ("backups.pg_custom", "text.strings"), "sqlite": ("databases.sqlite", "text.strings"), "sqlite_wal": ("sqlite_rows.wal", "text.strings"), "sqlite_journal": ("sqlite_rows.journal", "text.strings"), "parquet": ("databases.parquet",),
    "arrow": ("databases.arrow",), "orc": ("databases.orc",), "avro": ("databases.avro",), "access": ("access.access", "text.strings"),
    "ese": ("ese.database", "text.strings"), "duckdb": ("duck.database", "text.strings"), "bson": ("mongo.collection", "text.strings"), "mongo_archive": ("mongo.archive", "text.strings"), "sqlserver": ("sqlserver.database", "text.strings"), "sqlserver_backup": ("sqlserver.backup", "text.strings"),
    "innodb": ("innodb.table", "text.strings"), "frm": ("innodb.definition", "text.strings"),
    "dbase": ("databases.dbase",), "statistics": ("statistics.statistics", "text.strings"), "sealed": ("sealed.sealed",), "image": ("image.image",), "metafile": ("metafile.metafile",), "early_sheet": ("early_sheets.sheet", "second.xberg_text", "text.strings"), "aside": ("aside.aside",), "binary": ("second.named", "text.strings"),
}  # fmt: skip
FOR_PICTURES = 0.5  # of an exhibit's time; what is being recognised when it ends still takes some
WEAK = ("empty", "unsupported")
LISTED = frozenset(("zip", "tar", "7z", "rar", "packed"))  # names of files in an archive are read as well: they name people


def read_file(
    path: Path,
    name: str,
    exhibit: str,
    *,
    settings: Mapping[str, str] | None = None,
    passwords: Sequence[str] = (),
    opened: tuple[Callable[[], BinaryIO], int] | None = None,
    watch: Watch | None = None,
) -> Iterator[Unit | Unread]:
    """Everything in one file, in this process: units, and an `Unread` for each thing that could not be read.

    `opened` gives a stream and its length where the bytes are sealed and do not lie at `path`; `watch` tells
    the engine where we are, and around which places to go.
    """
    try:
        size = opened[1] if opened else path.stat().st_size
    except OSError:
        size = 0
    given = dict(settings or {})
    budget = Budget(size=size, watch=watch or Watch(), until=time.monotonic() + float(given.get("seconds", "60")) * FOR_PICTURES)
    source = Source(exhibit, name, None if opened else path, budget=budget, settings=given, passwords=tuple(passwords))
    if opened:
        source.opener, source.length = opened
    yield from descend(source)
    for error in budget.watch.missed():
        yield Unread(exhibit, name, error.reason, error.detail)


def descend(source: Source) -> Iterator[Unit | Unread]:
    """Everything in one source. Never raises on account of its content; never gives nothing."""
    try:
        if source.size == 0:
            yield Unread(source.exhibit, source.locator, "empty", "no bytes")
            return
        # To tell what it is may hang too: that is a place of its own.
        kind = next(source.budget.watch.followed(lambda: iter([kind_of(source)]), source.locator, -1, source.size))
    except EvidenceError as error:
        yield Unread(source.exhibit, source.locator, error.reason, error.detail)
        return
    except OSError as error:
        yield Unread(source.exhibit, source.locator, "damaged", f"cannot be opened ({error.strerror})")
        return
    except Exception:  # noqa: BLE001 content that a probe stumbles over is read all the same
        kind = plain_kind_of(source)
    yield from _chain(source, kind)


def _chain(source: Source, kind: str) -> Iterator[Unit | Unread]:
    """Try the readers of a kind in turn."""
    last = EvidenceError("empty", "no text in it")
    watch = source.budget.watch
    stuck: EvidenceError | None = None
    for place, name in enumerate(CHAINS[kind]):
        said = False
        members: list[str] = []
        try:
            for found in watch.followed(lambda name=name: _read(name, source), source.locator, place, source.size):  # type: ignore[misc]
                if isinstance(found, Source):
                    said = True
                    members.append(found.locator.removeprefix(f"{source.locator}!/"))
                    yield from descend(found)
                else:
                    said = said or _says(found)
                    if said:
                        yield found
        except EvidenceError as error:
            if last.reason == "empty" or error.reason not in WEAK:  # why the first failed says more than that the last knows nothing
                last = error
            stuck = error if watch.is_stop(error) else stuck
        except MemoryError:
            last = EvidenceError("too_large", "it needs more memory than it may have")
        except GeneratorExit:
            raise
        except BaseException as error:  # noqa: BLE001 hostile content meets foreign code here; Rust panics are no Exception
            last = EvidenceError("damaged", f"{name.split('.')[-1]}: {type(error).__name__}")
        else:
            if members and kind in LISTED:
                yield from texts(source, "\n".join(members) + "\n", properties={"listing": "members"})
            if said:
                told = stuck or last
                if name == "text.strings" and told.reason != "empty":  # some of its letters are no reading of it
                    yield Unread(source.exhibit, source.locator, told.reason, f"{told.detail}; only runs of letters were taken from it")
                elif stuck:
                    yield Unread(source.exhibit, source.locator, stuck.reason, f"{stuck.detail}; another reader went on with it")
                return
            continue
        if said or watch.ended or last.reason in ("encrypted", "too_large"):  # what came before stays, the rest is told
            break
    told = stuck or last
    yield Unread(source.exhibit, source.locator, told.reason, told.detail)


def _read(name: str, source: Source) -> Found:
    """What a reader finds, the files in cells of tables apart."""
    for found in reader_named(name)(source):
        if isinstance(found, Unit) and found.cells is not None:
            from stanch.reading.readers.cell_files import apart

            yield from apart(source, found)
        else:
            yield found


def _says(found: Unit | Unread) -> bool:
    """It tells something: what was read, or why it was not."""
    return isinstance(found, Unread) or bool(found.text.strip()) or found.cells is not None or "ocr" in found.properties


def reader_named(name: str) -> Reader:
    """A reader of `CHAINS` by its module and function."""
    module, function = name.split(".")
    found: Reader = getattr(importlib.import_module(f"stanch.reading.readers.{module}"), function)
    return found
