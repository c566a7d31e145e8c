"""What a collector gathered into one file: lines of sign-in programs, gateways, mail servers and more, each read by its own kind.

How a line is to be read is found out when the first of its like is met (its machine, its program and how its message begins, digits
aside) and holds for all of its like. What no reader takes is the log of the system itself. A program that hands its own log to syslog
(nginx, auditd) is read by what stands behind the head. Collectors that write a head of their own (Kiwi), or save lines as tables or
records with the raw line in one field (Splunk `_raw`, Graylog and Kibana `message`), are read by that line.
Facts: RFC 3164 and RFC 5424 (the head); rsyslog, templates `RSYSLOG_FileFormat` and `rawmsg`; columns of exports are from knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from stanch.cause.event import Event
from stanch.cause.forms import Mapped
from stanch.cause.logs import LogReader, moment, reader_for, readers, sshd_auth, syslog
from stanch.cause.moments import MONTHS, UNSTATED, YearOf
from stanch.cause.records import bare, flat, lines, records

AT_ONCE = 5000  # lines that are sorted before they are read
LIKES = 65_536  # sorts of line that are remembered
LOOKED_AT = 300  # first lines by which it is told whether a collector wrote them
BY_LINE = frozenset(("patterns", "pairs", "cef", "structured"))
_HEAD = re.compile(
    r"(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?: \d{4})?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*) (?P<host>\S+) "
    r"(?P<program>[^\s:\[]{1,60})(?:\[\d+\])?:? ?"
)
_INSIDE = re.compile(
    r"(?:<\d{1,3}>)?(?:1 \S{19,40} \S+ \S+ \S+ \S+ (?:-|\[.*?\])|(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+)"
    r"(?: \S+)? [\w./-]{1,60}(?:\[\d+\])?:) ?(?=\S)"
)
_APART = re.compile(  # Kiwi: `2026-03-04 05:06:07<tab>Local7.Notice<tab>10.0.0.1<tab>…`; others: a blank where ISO 8601 has a T
    r"(?P<day>\d{4}-\d\d-\d\d) (?P<time>\d\d:\d\d:\d\d(?:\.\d{1,9})?) ?(?P<zone>Z|[+-]\d\d:?\d\d)?[\t ]"
    r"(?:(?P<level>\w+\.\w+)\t)?(?P<host>\S+)[\t ](?P<rest>.*)",
    re.DOTALL,
)
_WITH_YEAR = re.compile(  # `Mar  4 2026 05:06:07 web1 …`, `Wed Mar  4 05:06:07 2026 web1 …`
    r"(?P<mark><\d{1,3}>)?(?:[A-Z][a-z]{2} )?(?P<month>[A-Z][a-z]{2}) (?P<day>[ \d]\d) (?:(?P<year>\d{4}) )?(?P<time>\d\d:\d\d:\d\d)"
    r"(?: (?P<after>\d{4}))? (?P<rest>\S+ [\w./-]{1,60}(?:\[\d+\])?: .*)",
    re.DOTALL,
)
_OWN_STAMP = re.compile(r"(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d |\d{4}-\d\d-\d\dT)")
_PROGRAM = re.compile(r"[\w./-]{1,60}(?:\[\d+\])?: ")
RAW = ("_raw", "event.original", "full_message", "@message", "message", "Message", "MESSAGE", "msg", "log", "line", "Line")
MOMENT = ("_time", "@timestamp", "timestamp", "Timestamp", "time", "Time", "Date")
MACHINE = ("host", "hostname", "host.name", "source", "Source", "Hostname", "HostName")
WITHIN = ("", "_source.", "result.", "fields.")  # what exports of records wrap the fields in
_LEFT_OUT = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BEGINS = 20  # signs of a message by which its like is told
LONGEST = 60  # with the numbers that are left out


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Who reads a line, and whether without its head."""

    reader: LogReader
    inside: bool = False


@dataclass(slots=True)
class Collected:
    """Reads each line of a file by its own kind; `own` is the kind that most of the file is of."""

    own: LogReader
    is_exported: bool = False  # the lines stand in a field of records or rows
    at_once: int = AT_ONCE
    _readers: tuple[LogReader, ...] = field(default=(), init=False, repr=False)
    _taken: dict[tuple[int, bool], Taken] = field(default_factory=dict, init=False, repr=False)
    _likes: dict[bytes, Taken | None] = field(default_factory=dict, init=False, repr=False)

    @property
    def KIND(self) -> str:  # noqa: N802 as the modules have it
        """The kind that most of it is of."""
        return self.own.KIND

    @property
    def _rest(self) -> LogReader:
        """Who reads what nobody else takes."""
        return self.own if self.own in (sshd_auth, syslog) else syslog

    def recognise(self, head: str) -> bool:
        """Whether a log that begins so is of this kind."""
        return self.own.recognise(head)

    def parse(self, pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
        """The events in the order of their lines; None for a line that its reader does not understand."""
        numbered = exported(pieces) if self.is_exported else ((at, as_usual(line)) for at, line in lines(pieces))
        memories, likes = dict[int, Any](), self._likes
        while some := list(islice(numbered, self.at_once)):
            sorted_out: dict[Taken | None, _Share] = {}
            for at, line in some:
                if not line or line.isspace():
                    continue
                like = _like(line)
                taken = likes[like] if like in likes else self.taker(line, year_of)
                share = sorted_out.get(taken)
                if share is None:
                    share = sorted_out[taken] = _Share(taken or Taken(self._rest))
                share.add(at, line)
            read = [pair for share in sorted_out.values() for pair in share.read(file, year_of, memories)]
            if len(sorted_out) > 1:
                read.sort(key=lambda pair: pair[0])
            yield from (event for _, event in read)

    def taker(self, line: str, year_of: YearOf) -> Taken | None:
        """Who reads such a line; None where it is the system's own."""
        like = _like(line)
        if like not in self._likes:
            if len(self._likes) >= LIKES:
                self._likes.clear()
            self._likes[like] = self._found(line, year_of)
        return self._likes[like]

    def _found(self, line: str, year_of: YearOf) -> Taken | None:
        self._readers = self._readers or tuple(one for one in readers() if one not in (sshd_auth, syslog) and not _is_directed(one))
        inside = _without_head(line)
        for text in (line, inside) if inside != line else (line,):
            for reader in self._readers:
                if reader.recognise(text) and next(iter(reader.parse([f"{text}\n"], "", year_of)), None) is not None:
                    return self._taken.setdefault((id(reader), text is not line), Taken(reader, text is not line))
        return None


@dataclass(slots=True)
class _Share:
    """The lines of one reader among those at hand."""

    taken: Taken
    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    hosts: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, line: str) -> None:
        """One more line; of what is read without its head it is told which machine's it was."""
        self.numbers.append(number)
        if not self.taken.inside:
            self.texts.append(line)
            return
        self.texts.append(_without_head(line))
        if head := _HEAD.match(line):
            self.hosts[number] = head["host"]

    def read(self, file: str, year_of: YearOf, memories: dict[int, Any]) -> Iterator[tuple[int, Event | None]]:
        """Each event with the number of its line in the file."""
        whole = "\n".join(self.texts) + "\n"
        reader = self.taken.reader
        memory = getattr(reader, "memory", None)
        if memory is None:
            found = reader.parse([whole], file, year_of)
        else:
            known = memories.setdefault(id(reader), memory())
            found = reader.parse([whole], file, year_of, known)  # type: ignore[call-arg]
        at = self.numbers[0]
        for event in found:
            if event is not None:
                at = event.line = self.numbers[min(event.line, len(self.numbers)) - 1]
                event.host = event.host or self.hosts.get(at)
            yield at, event


def gathered(reader: LogReader | None, head: str, year_of: YearOf) -> LogReader | None:
    """The reader as it is, or, where the first lines bear the heads of a collector, one that reads each line by its own kind."""
    if reader is None or reader in (sshd_auth, syslog):
        if (saved := _exported(head, year_of)) is not None:
            return saved
    elif not _may_share(reader, head):
        return reader
    first = [as_usual(line) for line in head.lstrip("\ufeff").split("\n")[:LOOKED_AT] if line.strip()]
    headed = [line for line in first if _HEAD.match(line)]
    collected = Collected(reader or syslog)
    if sum(line.startswith("<") or bool(_HEAD.match(line)) for line in first) * 2 > len(first):
        known = reader is not None or sum(_is_known(collected, line, year_of) for line in first) * 2 > len(first)
        return collected if known else None
    if reader is None:
        return None
    kinds = {taken.reader.KIND for line in headed if (taken := collected.taker(line, year_of))}
    signed_in = any(sshd_auth.recognise(line) for line in headed)
    return collected if signed_in or kinds - {reader.KIND} else reader


def _is_known(collected: Collected, line: str, year_of: YearOf) -> bool:
    """Whether a reader takes a line, or a program of the system wrote it, as syslog says so."""
    found = _HEAD.match(line)
    return bool(collected.taker(line, year_of) or (found and line[: found.end()].rstrip().endswith(":")))


def _exported(head: str, year_of: YearOf) -> Collected | None:
    """Lines that a collector saved in a field of rows or records; None where it did not."""
    collected = Collected(syslog, is_exported=True)
    start = head.lstrip("\ufeff \r\n\t").partition("\n")[0]
    if not any(f'"{name}"' in start or re.search(rf"(?:^|[,;\t]){re.escape(name)}(?:[,;\t]|\s*$)", start) for name in RAW):
        return None
    rows = [line for _, line in islice(exported([head]), 20)]
    known = [line for line in rows if line and _is_known(collected, line, year_of)]
    return collected if rows and len(known) * 2 > len(rows) else None


def is_log(head: str) -> bool:
    """Whether a text that begins so is a log of a kind that is known, or what a collector made of such logs."""
    return gathered(reader_for(head), head, lambda _month, _day: 1970) is not None


def as_usual(line: str) -> str:
    """A line with the head that syslog writes, where its collector wrote another."""
    if " 20" in line[6:26] and (dated := _WITH_YEAR.match(line)) and (year := dated["year"] or dated["after"]):
        month = MONTHS.get(dated["month"].lower())
        return f"{dated['mark'] or ''}{year}-{month:02}-{int(dated['day']):02}T{dated['time']} {dated['rest']}" if month else line
    found = _APART.match(line) if line[10:11] == " " and line[4:5] == "-" else None
    if not found or not (found["level"] or _PROGRAM.match(found["rest"])):
        return line
    if _OWN_STAMP.match(found["rest"]):
        return found["rest"]
    return f"{found['day']}T{found['time']}{found['zone'] or ''} {found['host']} {found['rest']}"


def exported(pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines that stand in a field of records or of rows, numbered as these; empty for a record without."""
    for at, record in records(pieces):
        yield at, _line_of(flat(record)) if record is not None else ""


def _line_of(fields: dict[str, Any]) -> str:
    raw = as_usual((_named(fields, RAW) or "").replace("\n", " "))
    if not raw or _OWN_STAMP.match(raw) or raw.startswith("<"):
        return raw
    time, host = moment(_named(fields, MOMENT) or ""), _named(fields, MACHINE)
    if time is None:
        return ""
    stamp = time.replace(tzinfo=None).isoformat() if time.tzinfo is UNSTATED else time.isoformat()
    return f"{stamp} {raw}" if host and raw.startswith(f"{host} ") else f"{stamp} {(host or '-').replace(' ', '-')} {raw}"


def _named(fields: dict[str, Any], names: Iterable[str]) -> str | None:
    return next((str(said) for name in names for lead in WITHIN if (said := fields.get(lead + name)) not in (None, "")), None)


def _may_share(reader: LogReader, head: str) -> bool:
    """Whether it goes line by line: records do where each stands behind a head."""
    if isinstance(reader, Mapped):
        return reader.mapping.form in BY_LINE or (
            reader.mapping.form == "records" and bare(head)[:1] == "{" != head.lstrip("\ufeff \r\n\t")[:1]
        )
    return reader in (sshd_auth, syslog)


_NUMBER = re.compile(r"\b(?=[a-f-]*\d)[0-9a-f]{4,}(?:-[0-9a-f]{4,})*")  # of a request or a mail, in small hexadecimal figures


def _like(line: str) -> bytes:
    """What lines of one program that say the same have in common: machine, program and beginning, without digits, capitals and small
    hexadecimal figures, of which numbers of mails and sessions are made.
    """
    found = _HEAD.match(line)
    if found:
        told = line[found.start("host") : found.end()] + _NUMBER.sub("", line[found.end() : found.end() + LONGEST])[:BEGINS]
    else:
        told = _NUMBER.sub("", line[: BEGINS + LONGEST])[: 2 * BEGINS]
    return told.encode("ascii", "replace").translate(None, _LEFT_OUT)


def _is_directed(reader: LogReader) -> bool:
    """Whether it goes by a line of column names, which no collector hands on."""
    return isinstance(reader, Mapped) and reader.mapping.form in ("w3c", "zeek")


def _without_head(line: str) -> str:
    """What a program handed to syslog, without what syslog put before it."""
    found = _INSIDE.match(line)
    return line[found.end() :] if found else line
