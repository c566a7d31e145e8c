"""Which logs may be cut into stretches for several workers, and the text of a stretch.

One whose lines (or records, one a line) are each understood by themselves. What a collector gathered is not cut: how its lines are read is
learned from the first of each sort. Nor are rows under a header, records over several lines, logs whose lines belong to sessions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from stanch.cause.forms import Mapped
from stanch.cause.logs import LogReader, journal, m365_audit, s3_access, sshd_auth, web_access, windows

BY_LINE = frozenset(("patterns", "pairs", "cef", "structured"))
_OF_LINES = (sshd_auth, s3_access, web_access)
_OF_RECORDS = (windows, journal, m365_audit)


class NotByLineError(ValueError):
    """The records of a stretch do not each stand on a line of their own."""


def may_be_cut(reader: LogReader, head: str) -> bool:
    """Whether a log that begins so may be read in stretches."""
    if isinstance(reader, Mapped):
        mapping = reader.mapping
        if mapping.session or mapping.system or mapping.headers:
            return False
        return mapping.form in BY_LINE or (mapping.form == "records" and _is_record_a_line(head))
    return reader in _OF_LINES or (reader in _OF_RECORDS and _is_record_a_line(head))


def is_of_records(reader: LogReader) -> bool:
    """Whether it goes by records, whatever lines they stand on."""
    return reader.mapping.form == "records" if isinstance(reader, Mapped) else reader in _OF_RECORDS


def _is_record_a_line(head: str) -> bool:
    first, found, rest = head.partition("\n")
    return bool(found) and first.startswith("{") and first.endswith("}") and rest.startswith("{")


def stretch(before: Iterable[str], own: Iterable[str], behind: Iterable[str]) -> Iterator[str]:
    """The text of a stretch in whole lines: from behind the line that began before it to the end of the line that it begins last."""
    last = "".join(deque(before, maxlen=1))
    is_within = bool(last) and not last.endswith("\n")
    for piece in own:
        text = piece
        if is_within:
            _, found, text = text.partition("\n")
            is_within = not found
        if text:
            last = text
            yield text
    if is_within or last.endswith("\n"):
        return
    for piece in behind:
        line, found, _ = piece.partition("\n")
        yield line + found
        if found:
            return


def record_a_line(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces as they are. Raises `NotByLineError` where a record does not stand on a line of its own."""
    for piece in pieces:
        whole = piece if piece.endswith("\n") else f"{piece}\n"
        lines = whole.count("\n")
        if not (whole.startswith("{") and lines == whole.count("}\n") and lines == whole.count("\n{") + 1):
            raise NotByLineError
        yield piece
