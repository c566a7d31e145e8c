"""What comes back from a print house, a mailroom or an address service: read strictly, row by row, all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stanch import safe_csv
from stanch.errors import BrokenDataFile, Fault
from stanch.notices.mail_address import mail_address
from stanch.records import PostalAddress

PostEvent = Literal["printed", "mailed", "forwarded", "returned", "spoiled"]
EVENTS: dict[str, PostEvent] = {
    "printed": "printed", "mailed": "mailed", "posted": "mailed", "forwarded": "forwarded", "returned": "returned",
    "undeliverable": "returned", "undelivered": "returned", "rts": "returned", "nixie": "returned",
    "spoiled": "spoiled", "damaged": "spoiled",
}  # fmt: skip
ADDRESS = ("street", "city", "state", "postcode", "country")


@dataclass(frozen=True, slots=True)
class PostReport:
    """One thing that the print house or the post says of one piece. `address` is a newer one that came with it."""

    line: int
    piece: str
    event: PostEvent
    on: date
    reason: str = ""
    address: PostalAddress | None = None


@dataclass(frozen=True, slots=True)
class NewAddress:
    """A newer address of a person (or of the person a piece was sent to): of the post, or a mailbox."""

    line: int
    reference: str
    address: PostalAddress | None
    source: str
    email: str = ""


def read_reports(text: str, name: str) -> list[PostReport]:
    """The rows of a report with the columns piece, event, date and optionally reason, street, city, state, postcode, country."""
    reports, faults = [], []
    for line, row in safe_csv.read(text, name, ("piece", "event", "date")):
        event = EVENTS.get(row.get("event", "").casefold())
        on = _date(row.get("date", ""))
        if event is None:
            faults.append(Fault(name, line, 1, f"event is none of {', '.join(dict.fromkeys(EVENTS.values()))}"))
        if on is None:
            faults.append(Fault(name, line, 1, "date is no date; write it as 2027-03-31"))
        if not row.get("piece"):
            faults.append(Fault(name, line, 1, "piece is empty"))
        if event and on and row.get("piece"):
            reports.append(PostReport(line, row["piece"].upper(), event, on, row.get("reason", "")[:500], _address(row)))
    if faults:
        raise BrokenDataFile(faults[: safe_csv.MOST_FAULTS])
    return reports


def read_addresses(text: str, name: str, source: str) -> list[NewAddress]:
    """Newer addresses, as an address service gives them back: `reference` as exported, the address, `email` and `status` where there are.

    Rows whose status says that nothing was found, or that hold neither a deliverable address nor a mailbox, change nothing.
    """
    found = []
    for line, row in safe_csv.read(text, name, ("reference", "street", "city", "postcode")):
        address, email = _address(row), mail_address(row.get("email", "")) or ""
        told = row.get("status", "").casefold() not in ("no match", "none", "unchanged", "undeliverable")
        if row.get("reference") and (address or email) and told:
            found.append(NewAddress(line, row["reference"].upper(), address, source, email))
    return found


EXPORT_COLUMNS = ("reference", "name", *ADDRESS, "status", "moved_on", "delivery_point", "email")


def export_rows(people: Iterator[tuple[str, str, PostalAddress, str]]) -> Iterator[tuple[str, ...]]:
    """Rows for a licensed address service (moves, delivery points): an opaque reference, name, address, three columns to fill, mailbox."""
    for reference, name, where, email in people:
        yield (reference, name, where.street, where.city, where.state, where.postcode, where.country, "", "", "", email)


def _address(row: Mapping[str, str]) -> PostalAddress | None:
    values = {part: row.get(part, "") for part in ADDRESS}
    address = PostalAddress(values["street"], values["city"], values["state"], values["postcode"], values["country"].upper())
    return address if address.is_deliverable else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
