"""Where what was taken lies: sealed packs and tables, and a sealed ledger whose pages say what is in them.

`taken/<source>/` below the folder of sealed parts holds `000001.parquet` (a pack, or one table) and `000001.page` (what it
holds). A page is written when its file is whole; what a run that was killed left without one is taken again.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import blake3
import pyarrow as pa
import pyarrow.csv as pc

from stanch.custody.live.address import Address, parse
from stanch.custody.names import shown, shown_folder
from stanch.errors import StanchError
from stanch.records import Evidence, Exhibit
from stanch.vault import Keys, PackWriter, open_pack, pack_writer, seal, sealed_file, sealed_writer, unseal, write_whole

FOLDER = "taken"
PACK_BYTES = 8 << 20
PACK_COUNT = 256
PACK_SECONDS = 5.0  # what a killed run may have to take again
GROUP_ROWS = 50_000
GROUP_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Held:
    """One part as it was taken: where it lies (`first` to `end` are the pieces of its pack), and all that is recorded of it."""

    mark: str
    name: str
    kind: str
    file: str
    first: int
    end: int
    sha256: str
    blake3: str
    size: int
    rows: int | None
    modified_at: str | None
    taken_at: str
    by: str
    note: str = ""
    trouble: str = ""


class Shelf:
    """What was taken from one source in one role, and what is being taken. `about` says how it was read."""

    def __init__(self, work: Path, keys: Keys, plain: str, role: str) -> None:
        self.keys, self.plain, self.role = keys, plain, role
        self.label = hashlib.blake2b(f"{role}\0{plain}".encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        self.folder = work / FOLDER / self.label
        self.held: list[Held] = []
        self.end: dict[str, Any] | None = None
        self._stack, self._fresh, self._since = ExitStack(), list[Held](), 0.0
        self._pack: PackWriter | None = None
        for path in sorted(self.folder.glob("*.page")):
            self.held += [Held(**one) for one in self._load(path)["held"]]
        if (self.folder / "end").exists():
            self.end = self._load(self.folder / "end")
        self._number = max((int(path.stem) for path in self.folder.glob("*.parquet") if path.stem.isdigit()), default=0)

    def begin(self) -> None:
        """Make room; remove what earlier runs left unfinished."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for rest in (*self.folder.glob("*.partial"), *self.folder.glob("*.spill")):
            rest.unlink(missing_ok=True)
        for path in self.folder.glob("*.parquet"):
            if not path.with_suffix(".page").exists():
                path.unlink()

    def add_file(self, record: dict[str, Any], blocks: Iterable[bytes], *, size: int = 0) -> None:
        """Take bytes as they come."""
        if self._pack is not None and (
            size > PACK_BYTES
            or self._pack.bytes > PACK_BYTES
            or len(self._fresh) >= PACK_COUNT
            or time.monotonic() - self._since > PACK_SECONDS
        ):
            self.flush()
        if self._pack is None:
            self._number += 1
            self._pack, self._since = self._stack.enter_context(pack_writer(self._next(), self.keys)), time.monotonic()
        sha256, blake, count = hashlib.sha256(), blake3.blake3(), 0

        def hashed() -> Iterator[bytes]:
            nonlocal count
            for block in blocks:
                sha256.update(block)
                blake.update(block)
                count += len(block)
                yield block

        first, end = self._pack.add(hashed())
        known = {**record, "kind": "file", "file": self._next().name, "first": first, "end": end, "rows": None}
        self._fresh.append(Held(**known, sha256=sha256.hexdigest(), blake3=blake.hexdigest(), size=count))

    def add_trouble(self, record: dict[str, Any], trouble: str) -> None:
        """A part that could not be had."""
        self._fresh.append(Held(**record, kind="none", file="", first=0, end=0, sha256="", blake3="", size=0, rows=None, trouble=trouble))
        self._page(f"t{len(self.held) + len(self._fresh):06}" if self._pack is None else "")

    def table(self) -> Table:
        """Begin a table."""
        self.flush()
        self._number += 1
        return Table(self._next(), self.keys)

    def add_table(self, record: dict[str, Any], table: Table) -> None:
        """A table whose rows are all there."""
        self.flush()
        known = {**record, "kind": "table", "file": table.path.name, "first": 0, "end": 0}
        self._fresh.append(Held(**known, sha256=table.sha256, blake3=table.blake3, size=table.size, rows=table.rows))
        self._page(table.path.stem)

    def flush(self) -> None:
        """Make whole what is being written."""
        if self._pack is not None:
            self._stack.close()
            self._pack = None
            self._page(f"{self._number:06}")

    def pending(self) -> Held:
        """The newest part, of which no page tells yet."""
        return self._fresh[-1]

    def forget(self) -> None:
        """Leave out what no page tells of yet; its file goes too."""
        self._stack.close()
        self._pack, self._fresh = None, []
        self._next().unlink(missing_ok=True)

    def finish(self, about: str, at: datetime) -> None:
        """Everything was taken."""
        self.flush()
        self.end = {"about": about, "at": at.isoformat(), "parts": len(self.held)}
        self._save(self.folder / "end", self.end)

    def _next(self) -> Path:
        return self.folder / f"{self._number:06}.parquet"

    def _page(self, name: str) -> None:
        if name and self._fresh:
            self._save(self.folder / f"{name}.page", {"held": [asdict(one) for one in self._fresh]})
            self.held += self._fresh
            self._fresh = []

    def _save(self, path: Path, content: dict[str, Any]) -> None:
        write_whole(path, seal(self.keys, f"taken:{self.label}:{path.name}", json.dumps(content).encode()))

    def _load(self, path: Path) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(unseal(self.keys, f"taken:{self.label}:{path.name}", path.read_bytes()))
        except (StanchError, ValueError):
            raise StanchError(
                "the record of what was taken was altered", where=str(path), do="Restore it from a backup, or remove the folder it is in."
            ) from None
        return found


class Table:
    """A table that is being taken: rows as sealed Parquet, hashed as CSV on the way."""

    def __init__(self, path: Path, keys: Keys) -> None:
        self.path, self._keys, self._stack = path, keys, ExitStack()
        self._sha256, self._blake3 = hashlib.sha256(), blake3.blake3()
        self._writer: Any = None
        self.size = self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type]

    @property
    def sha256(self) -> str:
        """Of the rows so far, as CSV."""
        return self._sha256.hexdigest()

    @property
    def blake3(self) -> str:
        """Likewise."""
        return self._blake3.hexdigest()

    def put(self, rows: pa.Table) -> None:
        """Add rows; the first call, which may bring none, tells the columns."""
        if self._writer is None:
            self._writer = self._stack.enter_context(sealed_writer(self.path, rows.schema, self._keys))
            self._feed(_csv(rows.slice(0, 0), header=True))
        step = max(1, min(GROUP_ROWS, GROUP_BYTES * rows.num_rows // max(rows.nbytes, 1)))
        for start in range(0, rows.num_rows, step):
            piece = rows.slice(start, step)
            self._feed(_csv(piece, header=False))
            self._writer.write_table(piece, row_group_size=step)
            self.rows += piece.num_rows

    def _feed(self, content: bytes) -> None:
        self._sha256.update(content)
        self._blake3.update(content)
        self.size += len(content)


def _csv(rows: pa.Table, *, header: bool) -> bytes:
    sink = io.BytesIO()
    pc.write_csv(rows, sink, pc.WriteOptions(include_header=header, quoting_style="all_valid"))
    return sink.getvalue()


def held_exhibits(evidence: Sequence[Evidence], *, work: Path, keys: Keys) -> list[Exhibit]:
    """The exhibits of live sources as far as they were taken; a source that broke off is told by an unreadable one."""
    found: list[Exhibit] = []
    for one in evidence:
        shelf = Shelf(work, keys, one.path, one.role)
        address = parse(one.path)
        found += [_exhibit(shelf, address, held) for held in shelf.held]
        if shelf.end is None:
            found.append(_broken_off(shelf, address))
    return found


def _exhibit(shelf: Shelf, address: Address, held: Held) -> Exhibit:
    name = f"{address.name}/{_shown(held.name)}"
    return Exhibit(
        id=_identity(shelf.label, held.mark, held.sha256 or held.trouble),
        name=name,
        path=f"{FOLDER}/{shelf.label}/{held.file}#{held.first}-{held.end}" if held.file else "",
        role=shelf.role,  # type: ignore[arg-type]
        sha256=held.sha256,
        blake3=held.blake3,
        size=held.size,
        modified_at=datetime.fromisoformat(held.modified_at) if held.modified_at else None,
        acquired_at=datetime.fromisoformat(held.taken_at),
        acquired_by=held.by,
        form="unreadable" if held.trouble else "taken",
        note=held.trouble or held.note,
        source=shelf.plain,
        rows=held.rows,
    )


def _broken_off(shelf: Shelf, address: Address) -> Exhibit:
    said = shelf.folder / "broken"
    told = shelf._load(said) if said.exists() else {"what": "it was not taken yet", "at": "1970-01-01T00:00:00+00:00", "by": ""}  # noqa: SLF001
    note = f"{told['what']}; {len(shelf.held)} parts of it were taken. The same command again goes on from there"
    return Exhibit(
        _identity(shelf.label, "broken", told["what"]), f"{address.name}/{address.place}".rstrip("/"), "", shelf.role, "", "", 0, None,  # type: ignore[arg-type]
        datetime.fromisoformat(told["at"]), told["by"], "unreadable", note, shelf.plain,
    )  # fmt: skip


def note_broken(shelf: Shelf, what: str, *, at: datetime, by: str) -> None:
    """Remember why a source broke off."""
    shelf._save(shelf.folder / "broken", {"what": what, "at": at.isoformat(), "by": by})  # noqa: SLF001


def _shown(name: str) -> str:
    *folders, last = name.split("/")
    return "/".join([*(shown_folder(shown(one)) for one in folders), shown(last)])


def _identity(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _place(exhibit: Exhibit, work: Path) -> tuple[Path, int, int]:
    file, _, pieces = exhibit.path.rpartition("#")
    first, _, end = pieces.partition("-")
    return work / file, int(first), int(end)


def open_taken(exhibit: Exhibit, *, work: Path, keys: Keys) -> Iterator[bytes]:
    """What was taken, in blocks: bytes as they were, a table as the CSV that was hashed."""
    path, first, end = _place(exhibit, work)
    if exhibit.rows is None:
        with open_pack(path, first, end, exhibit.size, keys) as stream:
            while block := stream.read(1 << 20):
                yield block
        return
    source = sealed_file(path, keys)
    yield _csv(source.schema_arrow.empty_table(), header=True)
    for group in range(source.num_row_groups):
        yield _csv(source.read_row_group(group), header=False)


def taken_rows(exhibit: Exhibit, *, work: Path, keys: Keys) -> Iterator[pa.Table]:
    """The rows of a table that was taken, a few thousand at a time."""
    source = sealed_file(_place(exhibit, work)[0], keys)
    for group in range(source.num_row_groups):
        yield source.read_row_group(group)
