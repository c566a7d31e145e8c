"""The timeline that people keep: noting what happened, bringing it from another tool, taking an entry back, and the whole in order."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from stanch import safe_csv
from stanch.casefile.case import Case
from stanch.errors import WrongCall
from stanch.records import Attack, Noted

LONGEST = 2000  # characters of a text
MOST = 100_000  # entries of a case
COLUMNS = ("time", "kind", "text", "detail", "source", "by", "id")


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline. `id` is empty where the logs tell it."""

    at: datetime | None
    kind: str
    text: str
    detail: str
    source: str
    by: str
    id: str = ""


def note(case: Case, text: str, *, at: datetime | None, source: str, by: str) -> Noted:
    """Keep one entry; one that stands already, word for word, is given as it stands (a button pressed twice notes once).

    Raises `WrongCall` where there is no text, or the moment is still to come.
    """
    if not text.strip():
        raise WrongCall("an entry of the timeline needs a text", do="Say what happened, in a sentence.")
    if at is not None and at > case.clock():
        raise WrongCall("that moment is still to come", do="Say when it happened.")
    wanted = _cut(Noted("", "event", text.strip(), at, source=source.strip() or "noted by hand"))
    identity = _identity(wanted)
    with transaction.atomic(using=case.alias):
        alike = [one for one in case.store.get(Noted) if one.id.startswith(identity)]
        standing = next((one for one in alike if not one.withdrawn), None)
        # What was taken back and holds after all is an entry of its own.
        again = f"{identity}-{len(alike) + 1}" if alike else identity
        return standing or bring(case, [replace(wanted, id=again)], by=by)[0]


def bring(case: Case, entries: Iterable[Noted], *, by: str, origin: str = "") -> list[Noted]:
    """Keep entries that are not there yet; the same file brought twice adds nothing. Gives those that were new."""
    with transaction.atomic(using=case.alias):
        before = case.store.get(Noted)
        known = {one.id for one in before}
        fresh: dict[str, Noted] = {}
        for one in entries:
            made = replace(_cut(one), by=by, recorded_at=case.clock())
            made = replace(made, id=one.id or _identity(made))
            if made.id not in known:
                fresh.setdefault(made.id, made)
        if len(before) + len(fresh) > MOST:
            raise WrongCall(f"a timeline holds {MOST:,} entries at most", do="Bring the entries that matter; keep the rest as evidence.")
        if fresh:
            case.store.put(Noted, [*before, *fresh.values()])
            case.journal.append("note timeline", origin or "by hand", by=by, details={"entries": len(fresh)})
    return list(fresh.values())


def withdraw(case: Case, identity: str, *, by: str, grounds: str) -> None:
    """Take an entry back; it stays, with the grounds. Raises `WrongCall` where there is none, or no grounds are given."""
    if not grounds.strip():
        raise WrongCall("taking an entry back needs grounds", do="Say why it does not hold.")
    with transaction.atomic(using=case.alias):
        rows = case.store.get(Noted)
        if not any(one.id == identity and not one.withdrawn for one in rows):
            raise WrongCall(f"no entry {identity!r} stands on the timeline", do="See `stanch timeline` for the ids.")
        told = f"{by}: {grounds.strip()[:LONGEST]}"
        case.store.put(Noted, [replace(one, withdrawn=told) if one.id == identity else one for one in rows])
        case.journal.append("withdraw from timeline", identity, by=by, details={"grounds": grounds.strip()[:LONGEST]})


def timeline(case: Case) -> list[Moment]:
    """What the logs tell and what people noted, by time; what has no time stands last."""
    attacks = case.store.get(Attack)
    told = [
        Moment(one.time, "event", one.text, ", ".join(one.evidence[:3]), "the logs", "Stanch")
        for one in (attacks[0].story if attacks else ())
    ]
    noted = [
        Moment(one.at, one.kind, one.text, one.detail, one.source, one.by, one.id) for one in case.store.get(Noted) if not one.withdrawn
    ]
    return sorted([*told, *noted], key=lambda one: (one.at is None, one.at.timestamp() if one.at else 0.0))


def as_csv(moments: Iterable[Moment]) -> str:
    """The timeline as CSV that no spreadsheet program runs; Timesketch reads `time`, `text` and `kind` by its header mapping."""
    stream = io.StringIO(newline="")
    rows = ((one.at.isoformat() if one.at else "", one.kind, one.text, one.detail, one.source, one.by, one.id) for one in moments)
    safe_csv.write(stream, COLUMNS, rows)
    return stream.getvalue()


def _cut(one: Noted) -> Noted:
    return replace(one, text=one.text[:LONGEST], detail=one.detail[:LONGEST], source=one.source[:500])


def _identity(one: Noted) -> str:
    told = "\x1f".join((one.kind, one.at.isoformat() if one.at else "", one.text, one.detail, one.source))
    return f"n-{sha256(told.encode('utf-8', 'replace')).hexdigest()[:16]}"
