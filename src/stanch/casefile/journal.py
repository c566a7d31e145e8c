"""The journal: append-only, each entry bound to the one before by a keyed hash.

An entry's code is HMAC-SHA256 (RFC 2104) over everything in it and the code of the entry before, under a key that only
the case's passphrase opens. Taking an entry away, altering, inserting or reordering one breaks the chain; cutting the end
or putting an older database in place is told by the anchor beside it.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from stanch.casefile import anchor
from stanch.casefile.texts import storable
from stanch.errors import StanchError
from stanch.vault import Keys

PAGE = 200  # entries read at a time
START = "0" * 64
# Actions whose details are for counsel's circle alone: what counsel decided, and who was told to keep what.
PRIVILEGED = ("counsel decides", "counsel answers", "give hold notice", "acknowledge hold notice", "release from hold")
WITHHELD = {"privileged": True}  # in the place of such details


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done: when, by whom, to what."""

    sequence: int
    at: str
    actor: str
    action: str
    subject: str
    details: str
    previous: str
    mac: str

    def told(self, *, privileged: bool) -> dict[str, Any]:
        """The details; without `privileged`, those for counsel's circle are withheld."""
        found: dict[str, Any] = json.loads(self.details)
        return found if privileged or self.action not in PRIVILEGED else dict(WITHHELD)

    def contract_form(self, *, privileged: bool = True) -> dict[str, Any]:
        """As `journal --json` prints it."""
        return {
            "sequence": self.sequence,
            "time": self.at,
            "actor": self.actor,
            "action": self.action,
            "object": self.subject,
            "details": self.told(privileged=privileged),
            "previous": self.previous,
            "hash": self.mac,
        }


class Journal:
    """The journal of one open case."""

    def __init__(self, alias: str, folder: Path, keys: Keys, clock: Callable[[], datetime], actor: str) -> None:
        self._alias, self._folder, self._keys, self._clock, self._actor = alias, folder, keys, clock, actor
        self._secret = keys.derive("journal")
        self._anchoring = Lock()

    def append(
        self, action: str, subject: str = "", *, by: str | None = None, details: Mapping[str, Any] | None = None, at: str = ""
    ) -> int:
        """Write an entry, in the transaction that is open or in one of its own; its number.

        `at`: the moment of an entry that is brought over from another case's journal; else now. Raises `WrongCall` where the case is
        closed and this is not what goes on then.

        The anchor follows when the transaction is on the disk: a crash between the two leaves a database that is ahead
        of its anchor, which is harmless; the other way round it would look like a cut.
        """
        from django.db import transaction

        from stanch.casefile import closing
        from stanch.casefile.models import JournalRow

        with transaction.atomic(using=self._alias):
            if not at:
                closing.refuse_if_closed(self._alias, action)
            last = JournalRow.objects.using(self._alias).order_by("-sequence").first()
            sequence, previous = (last.sequence + 1, last.mac) if last else (1, START)
            said = json.dumps(dict(details or {}), sort_keys=True, ensure_ascii=True, default=str)
            texts = (at or self._clock().isoformat(), storable(by or self._actor), action, storable(subject), said)
            mac = self._code(sequence, *texts, previous)
            at, actor, action, subject, said = texts
            JournalRow.objects.using(self._alias).create(
                sequence=sequence, at=at, actor=actor, action=action, subject=subject, details=said, previous=previous, mac=mac
            )
            transaction.on_commit(self.write_anchor, using=self._alias)
        return sequence

    def entries(self, *, newest_first: bool = False, start: int = 0, count: int | None = None) -> list[Entry]:
        """The entries, or a page of them."""
        from stanch.casefile.models import JournalRow

        rows = JournalRow.objects.using(self._alias).order_by("-sequence" if newest_first else "sequence")
        return [_entry(row) for row in rows[start : start + count if count is not None else None]]

    def entry(self, sequence: int) -> Entry | None:
        """One entry by its number."""
        from stanch.casefile.models import JournalRow

        row = JournalRow.objects.using(self._alias).filter(sequence=sequence).first()
        return _entry(row) if row else None

    def each(self, *actions: str) -> Iterator[Entry]:
        """The entries one after another, or those of some sorts: an entry on a million letters is long, and none need stand beside it."""
        from stanch.casefile.models import JournalRow

        rows = JournalRow.objects.using(self._alias).order_by("sequence")
        for row in (rows.filter(action__in=actions) if actions else rows).iterator(chunk_size=PAGE):
            yield _entry(row)

    def lately(self, action: str, *, since: datetime, among: int = 2000) -> list[Entry]:
        """Entries of one sort since a moment, the newest first; looked for among the last ones, so that a long journal costs no more."""
        from stanch.casefile.models import JournalRow

        rows = JournalRow.objects.using(self._alias)
        last = rows.order_by("-sequence").values_list("sequence", flat=True).first() or 0
        found = rows.filter(sequence__gt=last - among, action=action).order_by("-sequence")
        return [one for one in map(_entry, found) if datetime.fromisoformat(one.at) >= since]

    def __len__(self) -> int:
        """How many entries there are."""
        from stanch.casefile.models import JournalRow

        return JournalRow.objects.using(self._alias).count()

    def head(self) -> anchor.Head:
        """The last entry as the anchor has it."""
        from stanch.casefile.models import CaseRow, JournalRow

        last = JournalRow.objects.using(self._alias).order_by("-sequence").first()
        case = CaseRow.objects.using(self._alias).get()
        return anchor.Head(case.identity, last.sequence if last else 0, last.mac if last else START)

    def write_anchor(self) -> None:
        """Seal the head into the case folder; one thread at a time, so that an older head never takes a newer one's place."""
        with self._anchoring:
            anchor.write(self._folder, self._keys, self.head())

    def faults(self) -> Iterator[str]:
        """Everything wrong with the chain, in order."""
        previous, expected = START, 1
        for entry in self.each():
            if entry.sequence != expected:
                yield f"journal entry {expected} is missing (entry {entry.sequence} stands in its place)"
            if entry.previous != previous:
                yield f"journal entry {entry.sequence} does not follow the entry before it"
            texts = (entry.at, entry.actor, entry.action, entry.subject, entry.details)
            if not hmac.compare_digest(entry.mac, self._code(entry.sequence, *texts, entry.previous)):
                yield f"journal entry {entry.sequence} was altered"
            previous, expected = entry.mac, entry.sequence + 1

    def anchor_fault(self) -> str | None:
        """What the anchor says against the journal, or None."""
        try:
            anchored = anchor.read(self._folder, self._keys)
        except StanchError as error:
            return error.what
        head = self.head()
        if anchored.case != head.case:
            return "the journal's anchor is of another case"
        if anchored.sequence > head.sequence:
            return f"the journal ends at entry {head.sequence}, but had {anchored.sequence}: the database is an older copy, or was cut"
        found = self.entries(start=anchored.sequence - 1, count=1) if anchored.sequence else []
        if found and not hmac.compare_digest(found[0].mac, anchored.mac):
            return f"journal entry {anchored.sequence} is not the one that was written: the database was replaced"
        return None

    def _code(self, *parts: object) -> str:
        return hmac.new(self._secret, json.dumps(parts, ensure_ascii=True).encode(), sha256).hexdigest()


def _entry(row: Any) -> Entry:
    return Entry(row.sequence, row.at, row.actor, row.action, row.subject, row.details, row.previous, row.mac)
