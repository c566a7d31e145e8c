"""Logs that a mapping describes: how each form of text becomes fields, and fields an event."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from csv import reader as rows_of
from dataclasses import dataclass, field
from datetime import UTC
from itertools import chain
from typing import Any

from stanch.cause import cef, structured
from stanch.cause.event import Event
from stanch.cause.mapping import Mapping, Outcome, said_in
from stanch.cause.moments import Clock, YearOf, clock_of
from stanch.cause.records import LONGEST_LINE, address, bare, beginning_of, flat, lines, number, records
from stanch.cause.web_address import divide

PAIR = re.compile(r'([\w.@/-]{1,80})=(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([^\s,;]*))')
QUOTED = re.compile(r'(?:^|[,;\s])"([\w.@/-]{1,80})=((?:[^"]|"")*)"')  # "key=value","key=value": tables of FortiAnalyzer
REMEMBERED = 4096
LONGEST = 16_384  # of a line that patterns are tried on: none of these programs writes longer ones, and patterns take their time
LISTED = "listed_in"  # the name of the list of its record that an event stood in
SHOWN = 30  # first lines by which a log is known
Fields = dict[str, Any]
Numbered = Iterator[tuple[int, Fields | None]]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A reader made of a mapping; offers what a module of `logs/` does."""

    mapping: Mapping
    verdicts: dict[str | None, bool | None] = field(default_factory=dict, compare=False, repr=False)  # what each word of the outcome means

    @property
    def KIND(self) -> str:  # noqa: N802 as the modules have it
        """The kind of its events."""
        return self.mapping.kind

    def recognise(self, head: str) -> bool:
        """Whether a log that begins so is of this kind."""
        return _RECOGNISE[self.mapping.form](self.mapping, head)

    def parse(self, pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
        """The events in order; None for a line or record that is none."""
        yield from self._beside(pieces, file, year_of) if self.mapping.system else self._own(pieces, file, year_of)

    def _beside(self, pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
        """The events with what sign-in programs and shells wrote between them."""
        from stanch.cause.logs.sshd_auth import of_line

        waiting: deque[Event] = deque()

        def others() -> Iterator[str]:
            for at, line in lines(pieces):
                if event := of_line(line, file, at, year_of):
                    waiting.append(event)
                yield "\n" if event else f"{line}\n"

        for event in self._own(others(), file, year_of):
            while waiting and event is not None and waiting[0].line < event.line:
                yield waiting.popleft()
            yield event
        yield from waiting

    def _own(self, pieces: Iterable[str], file: str, year_of: YearOf) -> Iterator[Event | None]:
        stream = iter(pieces)
        first = next(stream, "")
        clock = clock_of((beginning_of(pieces) or first)[:200_000], year_of)
        if self.mapping.day_first is not None:
            clock.day_first = self.mapping.day_first
        sessions = _Sessions(self.mapping) if self.mapping.session else None
        for at, fields in _PARSE[self.mapping.form](self.mapping, chain([first], stream)):
            if sessions and fields is not None:
                sessions.complete(fields)
            yield built(self, fields, file, at, clock) if fields is not None else None


class _Sessions:
    """What lines told of the session that they belong to; of sessions long quiet nothing is kept."""

    def __init__(self, mapping: Mapping) -> None:
        self._names = mapping.session
        self._held = tuple(name for ecs in ("source.ip", "user.name") for name in mapping.fields.get(ecs, ()))
        self._known: dict[str, Fields] = {}

    def complete(self, fields: Fields) -> None:
        """Name whoever earlier lines of the session named, and remember whom this one names."""
        number = _first(fields, self._names)
        if number is None:
            return
        known = self._known.pop(number, {})
        known.update({name: value for name in self._held if (value := fields.get(name)) not in (None, "", "-")})
        for name, value in known.items():
            fields.setdefault(name, value)
        self._known[number] = known
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]


def built(reader: Mapped, fields: Fields, file: str, line: int, clock: Clock) -> Event | None:
    """The event that fields tell; None where they do not tell when."""
    mapping = reader.mapping
    time = next((found for names in mapping.time if (text := _joined(fields, names)) and (found := clock.read(text))), None)
    if time is None:
        return None
    time = time.astimezone(UTC) if mapping.utc else time
    for name in mapping.within:
        fields.update(said_in(mapping.patterns, str(fields.get(name) or "")[:LONGEST]))
    for names, meant in mapping.spoken.items():
        for name in names.split("|"):
            if (said := fields.get(name)) and (word := meant.get(str(said).strip())):
                fields[name] = word
    for name, own in mapping.also.items():
        if name not in fields and (told := next((fields[one] for one in own if fields.get(one) not in (None, "", "-")), None)) is not None:
            fields[name] = told
    asked = divide(fields) if mapping.kind == "web" else None
    named = mapping.fields
    ip = next((known for one in named.get("source.ip", ()) if (said := fields.get(one)) and (known := address(str(said)))), None)
    user, host, action = (_first(fields, named.get(name, ())) for name in ("user.name", "host.name", "event.action"))
    target = asked or _first(fields, mapping.target)
    succeeded = _judged(reader, fields) if mapping.outcome else None
    action = action or mapping.action or None
    if mapping.group:
        _spoken_alike(fields, mapping, {"source.ip": ip, "user.name": user, "event.action": action, "target": target}, succeeded)
    return Event(
        time,
        mapping.kind,
        file,
        line,
        fields,
        ip=ip,
        user=user.strip().lower() if user else None,
        target=target,
        succeeded=succeeded,
        sent=next((count for one in mapping.sent if (count := number(fields.get(one)))), 0),
        host=host,
        action=action,
        uid=_first(fields, mapping.uid),
    )


def _spoken_alike(fields: Fields, mapping: Mapping, told: dict[str, str | None], succeeded: bool | None) -> None:
    """Name what rules ask all programs of a group by: ECS, and what the action means."""
    for name, own in mapping.fields.items():
        if (
            name not in fields
            and (said := next((value for one in own if (value := fields.get(one)) not in (None, "", "-")), None)) is not None
        ):
            fields[name] = said
    fields.update({name: value for name, value in told.items() if value is not None})
    if succeeded is not None:
        fields["event.outcome"] = "success" if succeeded else "failure"
    if act := mapping.meaning.get((told["event.action"] or "").lower()):
        fields["act"] = act


def _first(fields: Fields, names: Iterable[str]) -> str | None:
    for name in names:
        value = fields.get(name)
        if value not in (None, "", "-"):
            return str(value)
    return None


def _joined(fields: Fields, names: str) -> str:
    """A stamp that stands in one field, or in several (`date time`)."""
    if " " not in names or names in fields:
        value = fields.get(names)
        return "" if value is None else str(value)
    said = [str(value) for name in names.split() if (value := fields.get(name)) not in (None, "", "-")]
    return " ".join(said) if len(said) > 1 else ""


def _judged(reader: Mapped, fields: Fields) -> bool | None:
    """Whether it succeeded, by the first field that says something."""
    outcome = reader.mapping.outcome
    said = _first(fields, outcome.field) if outcome else None
    if outcome and said not in reader.verdicts:
        if len(reader.verdicts) > REMEMBERED:  # words of an attacker's making must not fill the memory
            reader.verdicts.clear()
        reader.verdicts[said] = judged(outcome, said)
    return reader.verdicts.get(said)


def judged(outcome: Outcome, said: str | None) -> bool | None:
    """Whether a word of the outcome's field means success."""
    if said is None:
        return outcome.otherwise
    word = said.strip().lower()
    judged_by = ((outcome.failure, False), (outcome.success, True))
    for values, meant in judged_by:
        if any(word == value.lower() for value in values):
            return meant
    for values, meant in judged_by:
        if any(value.endswith("*") and word.startswith(value[:-1].lower()) for value in values):
            return meant
    return outcome.otherwise


# Records


def _like_records(mapping: Mapping, head: str) -> bool:
    start = bare(head)
    if start[:1] in ("{", "["):
        found = all(any(_is_key(key, start) for key in need.split("|")) for need in mapping.needs)
        return found and (not mapping.like or bool(re.search(mapping.like, start)))
    first = next((line for line in start.splitlines() if line.strip() and not re.match(r"(?i)sep=.\s*$|#TYPE ", line)), "")
    names = {name.strip().strip('"').removesuffix(" [UTC]") for name in re.split(r"[,;\t|]", first)}
    return all(names & set(need.split("|")) for need in mapping.needs) and (not mapping.like or bool(re.search(mapping.like, start)))


def _is_key(name: str, text: str) -> bool:
    return all(re.search(rf'"{re.escape(part)}"\s*:', text) for part in ([name] if f'"{name}"' in text else name.split(".")))


def _records(mapping: Mapping, pieces: Iterable[str]) -> Numbered:
    lists = [path for path in mapping.each.split("|") if path]
    for at, record in records(pieces):
        if record is None:
            yield at, None
            continue
        found = [(path, listed) for path in lists if isinstance(listed := _within(record, path), list)]
        if not found:
            yield at, _opened(flat(record), mapping.inside)
            continue
        leads = {path.partition(".")[0] for path in lists}
        around = flat({name: value for name, value in record.items() if name not in leads})
        for path, listed in found:
            for one in listed:
                yield at, _opened({**around, LISTED: path, **flat(one)}, mapping.inside) if isinstance(one, dict) else None


def _opened(fields: Fields, inside: tuple[str, ...]) -> Fields:
    """The fields with those of the records that some of them hold as text."""
    for name in inside:
        said = fields.get(name)
        if isinstance(said, str) and said.startswith("{"):
            with suppress(ValueError, RecursionError):
                if isinstance(held := json.loads(said), dict):
                    fields = {**fields, **flat(held)}
    return fields


def _within(record: dict[str, Any], path: str) -> Any:
    """What stands at a path (`params.events`) of a record."""
    found: Any = record
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


# Lines


def _shown(head: str) -> list[str]:
    """Whole first lines; the last may be cut."""
    found = [line for line in head.split("\n") if line.strip()]
    return (found[:-1] if len(found) > 1 and not head.endswith("\n") else found)[:SHOWN]


def _like_lines(mapping: Mapping, head: str) -> bool:
    first = _shown(head.lstrip("\ufeff"))
    pattern = re.compile(mapping.like)
    if mapping.headers and len(first) > 1:
        headers = re.compile(mapping.headers)
        first = [line for line in first if not headers.match(line)] or first
    return bool(first) and sum(bool(pattern.search(line[:4000])) for line in first) * 2 > len(first)


def _like_pairs(mapping: Mapping, head: str) -> bool:
    first = _shown(head.lstrip("\ufeff"))
    if mapping.like:
        return _like_lines(mapping, head)
    found = [{name for name, *_ in _said_pairs(line[:4000])} for line in first]
    return bool(found) and sum(all(keys & set(need.split("|")) for need in mapping.needs) for keys in found) * 2 > len(found)


def _said_pairs(line: str) -> list[tuple[str, str, str, str]]:
    """Each pair of a line: its name, and what it says within double quotes, single ones or none."""
    if line.lstrip("\ufeff")[:1] == '"' and (whole := QUOTED.findall(line.strip().lstrip("\ufeff"))):
        return [(name, said.replace('""', '"'), "", "") for name, said in whole]
    return PAIR.findall(line)


def _pairs(mapping: Mapping, pieces: Iterable[str]) -> Numbered:
    """`key=value` lines, with whatever named groups of `patterns` stand before them."""
    heads = [re.compile(pattern) for pattern in mapping.patterns]
    for at, line in lines(pieces):
        if not line.strip():
            continue
        if len(line) > LONGEST:
            yield at, None
            continue
        fields: Fields = {}
        for pattern in heads:
            if found := pattern.search(line):
                fields.update({name: value for name, value in found.groupdict().items() if value is not None})
        for name, quoted, single, plain in _said_pairs(line):
            fields.setdefault(name, quoted or single or plain)
            for inner, *said in PAIR.findall(single) if "=" in single else ():  # a message of pairs within a pair, as Linux writes them
                fields.setdefault(inner, next(filter(None, said), ""))
        yield at, fields or None


def _by_lines(fields_of: Callable[[str], Fields | None]) -> Callable[[Mapping, Iterable[str]], Numbered]:
    """Lines of a format that tells its fields by itself, with whatever named groups of `patterns` stand in them."""

    def parse(mapping: Mapping, pieces: Iterable[str]) -> Numbered:
        heads = [re.compile(pattern) for pattern in mapping.patterns]
        for at, line in lines(pieces):
            if not line.strip():
                continue
            fields = fields_of(line) if len(line) <= LONGEST else None
            if fields is not None:
                for pattern in heads:
                    found = pattern.search(line)
                    told = found.groupdict() if found else {}
                    fields = {**{name: value for name, value in told.items() if value is not None}, **fields}
            yield at, fields

    return parse


def _patterns(mapping: Mapping, pieces: Iterable[str]) -> Numbered:
    whole = [re.compile(pattern) for pattern in mapping.patterns]
    headers = re.compile(mapping.headers) if mapping.headers else None
    for at, line in lines(pieces):
        if not line.strip() or (headers and headers.match(line)):
            continue
        if len(line) > LONGEST:
            yield at, None
            continue
        found = next((match for pattern in whole if (match := pattern.search(line))), None)
        yield at, {name: value for name, value in found.groupdict().items() if value is not None} if found else None


def _like_directive(word: str) -> Callable[[Mapping, str], bool]:
    def like(mapping: Mapping, head: str) -> bool:
        named = next((line for line in head.lstrip("\ufeff").splitlines()[:20] if line.startswith(word)), "")
        return bool(named) and all(set(need.split("|")) & set(re.split(r"[\s,]+", named)) for need in mapping.needs)

    return like


def _directed(mapping: Mapping, pieces: Iterable[str]) -> Numbered:
    """Lines whose columns a directive names (`#Fields: date time …`); it may come again with others."""
    names: list[str] = []
    apart = "\t" if mapping.form == "zeek" else None
    is_listed = False  # by commas, as Exchange writes them
    day = ""
    for at, line in lines(pieces):
        line = line.lstrip("\ufeff")  # noqa: PLW2901
        if line.startswith("#"):
            word, _, rest = line.partition(":" if apart is None else "\t")
            if word.lower() == "#fields":
                is_listed = apart is None and "," in rest
                names = rest.strip().split("," if is_listed else apart)
            elif word.lower() == "#date":
                day = rest.split()[0] if rest.split() else ""
            continue
        if not line.strip():
            continue
        values = (next(rows_of([line])) if is_listed else line.split(apart)) if len(line) <= LONGEST_LINE else []
        if not names or len(values) != len(names):
            yield at, None
            continue
        fields = {name: value for name, value in zip(names, values, strict=True) if value not in ("-", "(empty)")}
        if day and "date" not in fields:
            fields["date"] = day
        yield at, fields


_RECOGNISE: dict[str, Callable[[Mapping, str], bool]] = {
    "records": _like_records,
    "pairs": _like_pairs,
    "patterns": _like_lines,
    "w3c": _like_directive("#Fields"),
    "zeek": _like_directive("#fields"),
    "cef": _like_lines,
    "structured": _like_lines,
}
_PARSE: dict[str, Callable[[Mapping, Iterable[str]], Numbered]] = {
    "records": _records,
    "pairs": _pairs,
    "patterns": _patterns,
    "w3c": _directed,
    "zeek": _directed,
    "cef": _by_lines(cef.fields_of),
    "structured": _by_lines(structured.fields_of),
}
