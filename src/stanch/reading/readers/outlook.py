"""Outlook stores (PST, OST): messages, contacts, appointments and what is attached to them, one item at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.readers.markup import plain
from stanch.reading.readers.text import decode
from stanch.reading.source import MEMBER, Source
from stanch.records import Unit, Unread

Found = Iterator["Unit | Unread | Source"]
TEXT = (0x1E, 0x1F)  # types of properties ([MS-OXCDATA] 2.11.1)
SMTP, NAME, ADDRESS = 0x39FE, 0x3001, 0x3003
# Subject, headers, bodies: told by themselves; and what servers note of a message ([MS-OXPROPS]).
TOLD = {0x0037, 0x003D, 0x0070, 0x007D, 0x0E1D, 0x1000, 0x1009, 0x1013, 0x6619, 0x001A, 0x0E05}
ENOUGH = 100_000  # characters of one property
LEVELS = 12  # messages attached to messages


def pst(source: Source) -> Found:
    """A store: items numbered from 1 in the order of its folders. A broken item does not hide the others."""
    import pypff

    store = pypff.file()
    store.open_file_object(source.open())
    waiting, number = [store.get_root_folder()], 0
    while waiting:
        folder = waiting.pop()
        waiting += [folder.get_sub_folder(place) for place in range(folder.number_of_sub_folders)]
        for place in range(folder.number_of_sub_messages):
            number += 1
            try:
                yield from _item(source.inner(str(number), b""), folder.get_sub_message(place), 0)
            except (OSError, ValueError, TypeError, SystemError) as error:
                detail = f"an item that cannot be read ({type(error).__name__})"
                yield Unread(source.exhibit, f"{source.locator}!/{number}", "damaged", detail)


def _item(inner: Source, message: Any, level: int) -> Found:
    others = list(_properties(message))
    people = [line for line in _recipients(message) if line]
    subject, sender = _subject(message), str(message.sender_name or "")
    parts = [message.transport_headers or "", f"From: {sender}", f"To: {'; '.join(people)}", f"Subject: {subject}", ""]
    parts += [*_bodies(message), "", *others]
    known = {"mail.from": sender, "mail.to": "; ".join(people), "mail.subject": subject, "mail.date": _day(message)}
    yield from texts(inner, "\n".join(parts) + "\n", properties=known)
    for place in range(message.number_of_attachments):
        yield from _attached(inner, message.get_attachment(place), place + 1, level)


def _subject(message: Any) -> str:
    """Without the mark of its prefix, two characters in front of it."""
    subject = str(message.subject or "")
    return subject[2:] if subject[:1] == "\x01" else subject


def _bodies(message: Any) -> Iterator[str]:
    plain_text, html = message.plain_text_body, message.html_body
    if plain_text:
        yield decode(plain_text)[0] if isinstance(plain_text, bytes) else str(plain_text)
    if html:
        yield plain(decode(html)[0] if isinstance(html, bytes) else str(html))
    if not plain_text and not html and message.rtf_body:
        from stanch.reading.readers.rtf import plain as rich

        yield rich(message.rtf_body)


def _strings(record: Any) -> Iterator[tuple[int, str]]:
    """(property, text) of a set of properties."""
    for place in range(record.number_of_entries):
        try:
            entry = record.get_entry(place)
            if entry.value_type in TEXT and len(entry.data or b"") <= 4 * ENOUGH:
                yield int(entry.entry_type or 0), str(entry.data_as_string or "").strip("\x00 ")
        except (OSError, ValueError, TypeError):
            continue


def _properties(message: Any) -> Iterator[str]:
    """What else is written in it, each once: of a contact its numbers and addresses, of an appointment its place."""
    seen: set[str] = set()
    for place in range(message.number_of_record_sets):
        for key, text in _strings(message.get_record_set(place)):
            # X.500 names of accounts say nothing that their names do not.
            if key not in TOLD and len(text) > 2 and text not in seen and "/ou=" not in text.lower():
                seen.add(text)
                yield text


def _recipients(message: Any) -> Iterator[str]:
    try:
        table = message.recipients
        sets = [table.get_record_set(place) for place in range(table.number_of_record_sets)] if table is not None else []
    except (OSError, AttributeError):
        return
    for one in sets:
        said = dict(_strings(one))
        address = said.get(SMTP) or said.get(ADDRESS, "")
        name = said.get(NAME, "")
        yield f"{name} <{address}>" if "@" in address and address != name else name or address


def _day(message: Any) -> str:
    for name in ("delivery_time", "client_submit_time", "creation_time"):
        try:
            moment = getattr(message, name)
        except (OSError, ValueError, OverflowError):
            continue
        if moment is not None and moment.year > 1980:
            return str(moment.isoformat(timespec="seconds"))
    return ""


def _attached(inner: Source, attached: Any, number: int, level: int) -> Found:
    """A file, or a message within the message."""
    name = str(getattr(attached, "long_filename", None) or getattr(attached, "name", None) or f"attachment_{number}")
    where = f"{inner.locator}!/{name}"
    try:
        within = getattr(attached, "number_of_sub_items", 0)
        for place in range(within):
            if level >= LEVELS:
                raise EvidenceError("too_deep", f"more than {LEVELS} messages within one another")
            yield from _item(inner.inner(name, b""), attached.get_sub_item(place), level + 1)
        size = 0 if within else attached.get_size()
        if size > MEMBER:
            yield Unread(inner.exhibit, where, "too_large", "an attachment past the limit")
        elif size:
            yield inner.inner(name, attached.read_buffer(size))
    except (OSError, AttributeError, ValueError, TypeError) as error:
        yield Unread(inner.exhibit, where, "damaged", f"an attachment that cannot be read ({type(error).__name__})")
