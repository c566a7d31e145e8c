"""Take live sources into custody: once, under a read-only view, sealed as it comes; what broke off goes on with the next call."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from stanch.custody.live.address import Address
from stanch.custody.live.credentials import Secret
from stanch.custody.live.files import FilesInCells
from stanch.custody.live.source import Broken, OwnFault, Part, Refused, Session, told
from stanch.custody.live.store import Shelf, note_broken
from stanch.engine.bench import Bench
from stanch.errors import StanchError, WrongCall
from stanch.records.exhibit import Role

KINDS = {
    "postgresql": "postgresql",
    "mysql": "mysql",
    "sqlite": "sqlite",
    "mssql": "sqlserver",
    "s3": "bucket",
    "imap": "mailbox",
    "imaps": "mailbox",
}
TRIES = 3  # without anything new in between
PAUSE = 1.0  # seconds, doubled


def take(given: Sequence[tuple[Address, Role, Secret]], *, by: str, bench: Bench, clock: Callable[[], datetime] | None = None) -> list[str]:
    """Take each source that was not taken whole before; returns what broke off, in words, nothing of which is lost.

    Raises `WrongCall` or `StanchError` where a source gave nothing at all: then the name, the password or the network is wrong.
    """
    broken: list[str] = []
    for address, role, secret in given:
        shelf = Shelf(bench.work, bench.keys, address.plain, role)
        if shelf.end is not None:
            continue
        if address.kind not in KINDS:
            raise WrongCall("what is handed in by browser is taken by the portal", where=address.plain, do="Name the files by their paths.")
        shelf.begin()
        taking = _Taking(shelf, address, secret, by=by, bench=bench, clock=clock or (lambda: datetime.now(UTC)))
        fault = taking.run()
        if fault is None:
            continue
        what = secret.hidden(fault.what)
        if not shelf.held:
            kind = WrongCall if fault.is_lasting else StanchError
            raise kind(what, where=address.plain, do=secret.hidden(fault.do))
        note_broken(shelf, what, at=taking.clock(), by=by)
        broken.append(f"{address.plain}: {what}; {len(shelf.held)} parts of it were taken")
    return broken


def is_taken(address: Address, role: Role, *, bench: Bench) -> bool:
    """Whether the source was taken whole before; then it is not asked again, and no secret is needed."""
    return Shelf(bench.work, bench.keys, address.plain, role).end is not None


class _Taking:
    """One source, over as many connections as it needs."""

    def __init__(self, shelf: Shelf, address: Address, secret: Secret, *, by: str, bench: Bench, clock: Callable[[], datetime]) -> None:
        self.shelf, self.address, self.secret, self.by, self.bench, self.clock = shelf, address, secret, by, bench, clock
        self.done = {held.mark for held in shelf.held}

    def run(self) -> Broken | None:
        """None when everything was taken."""
        tries = 0
        while True:
            before = len(self.done)
            try:
                with self._open()(self.address, self.secret) as session:
                    self._all(session)
                    self.shelf.finish(self.secret.hidden(session.about), self.clock())
            except Broken as fault:
                self.shelf.flush()
                tries = 0 if len(self.done) > before else tries + 1
                if fault.is_lasting or tries >= TRIES:
                    return fault
                time.sleep(PAUSE * 2**tries)
            except OwnFault as fault:
                raise fault.__cause__ or fault from None
            except BaseException:
                self.shelf.flush()  # stopped by a person: what is whole stays
                raise
            else:
                return None

    def _open(self) -> Any:
        return importlib.import_module(f"stanch.custody.live.{KINDS[self.address.kind]}").open_source

    def _all(self, session: Session) -> None:
        for count, part in enumerate(session.parts(), start=1):
            if part.mark not in self.done:
                self._one(session, part)
                self.done.add(part.mark)
            self.bench.progress(f"taking {self.address.plain}", count, count)
        self.shelf.flush()

    def _one(self, session: Session, part: Part) -> None:
        record: dict[str, Any] = {
            "mark": part.mark,
            "name": part.name,
            "modified_at": part.modified_at.isoformat() if part.modified_at else None,
            "taken_at": self.clock().isoformat(),
            "by": self.by,
            "note": self._note(part.note, session),
        }
        if part.trouble:
            self.shelf.add_trouble(record, self.secret.hidden(part.trouble))
            return
        try:
            if part.kind == "file":
                self.shelf.add_file(record, session.content(part), size=part.size)
            else:
                self._table(session, part, record)
        except Refused as refusal:
            self.shelf.add_trouble({**record, "note": ""}, self.secret.hidden(str(refusal)))
        except pa.ArrowException as error:
            self.shelf.add_trouble({**record, "note": ""}, f"its rows could not be understood ({type(error).__name__})")

    def _table(self, session: Session, part: Part, record: dict[str, Any]) -> None:
        cells = FilesInCells(self.shelf, record, part.name)

        def put(rows: pa.Table) -> None:
            try:
                table.put(cells.without(rows))
            except Exception as error:
                raise OwnFault from error

        with self.shelf.table() as table:
            more = session.table(part, put)
        # Its files first: the page of the table says that all of it is there.
        cells.add()
        self.shelf.add_table(
            {**record, "note": self._note("; ".join(one for one in (part.note, more, cells.note()) if one), session)}, table
        )

    def _note(self, said: str, session: Session) -> str:
        return "; ".join(one for one in (told(session.about), self.secret.hidden(said)) if one)
