"""Records out of text that comes in pieces: lines, JSON in any wrapping (array, a record a line, `{"Records": […]}`, behind the head that
syslog puts before each), CSV.

Nothing raises on bad input: what is no record is given as None, once, and reading goes on behind it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from ipaddress import ip_address
from itertools import chain
from typing import Any

LONGEST_LINE = 100_000  # a longer one is an attack on the reader, not an event
LONGEST_RECORD = 32_000_000
NESTED = 12
HEAD = 4096  # characters by which it is told what form the records have
MISSES = 1000  # broken records in one piece, after which it is passed over: each costs a look at the whole piece
Numbered = Iterator[tuple[int, dict[str, Any] | None]]
csv.field_size_limit(1 << 24)
_WRAPPED = re.compile(
    r'\s*+\{\s*+(?:"[^"\\]{1,60}+"\s*+:\s*+(?:"[^"\\]{0,400}+(?:\\.[^"\\]{0,400}+){0,60}+"|-?[\d.]++|true|false|null)\s*+,\s*+){0,12}+'
    r'"(?:Records|records|value|items|events|Events|logs|logEvents|data|results|Results|hits|entries|authlogs)"\s*:\s*\[(?=\s*[\{\]])'
)
_CARRIED = re.compile(  # `Mar  4 05:06:07 fw suricata[9]: {"…`, `<14>1 2026-03-04T05:06:07Z mail app 1 - - {"…`
    r"(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\S+)(?: [^{\n]{1,200})?(?=\{\s*\")"
)
_NEXT = re.compile(r"[\n,]\s*(?=\{)")
_AFTER = re.compile(r"[^\{\[]*\}?\s*")


def beginning_of(pieces: Iterable[str]) -> str:
    """How the log begins of which these are pieces from its middle, or come line by line; empty where they are the log from its beginning."""
    return str(getattr(pieces, "beginning", ""))


def lines(pieces: Iterable[str], longest: int = LONGEST_LINE) -> Iterator[tuple[int, str]]:
    """Numbered lines (from 1) of a text that comes in pieces, wherever the pieces are cut.

    A line past `longest` is given cut off there, one character longer, so that a reader can tell; its rest is not kept.
    """
    number, rest = 0, ""
    for piece in pieces:
        parts = piece.split("\n")
        parts[0] = rest + parts[0]
        rest = parts.pop()[: longest + 1]
        for number, line in enumerate(parts, number + 1):  # noqa: B020 the count goes on over pieces
            yield number, line.rstrip("\r") if len(line) <= longest else line[: longest + 1]
    if rest:
        yield number + 1, rest.rstrip("\r")


def lines_with(pieces: Iterable[str], needles: Collection[str], longest: int = LONGEST_LINE) -> Iterator[tuple[int, str]]:
    """Those of `lines(pieces)` that hold one of the needles, with the same numbers and cuts; the others are only counted."""
    pattern = re.compile("|".join(map(re.escape, sorted(needles))))
    number, rest = 1, ""
    for piece in pieces:
        text = rest + piece
        end = text.rfind("\n") + 1
        at = 0
        while (found := pattern.search(text, at, end)) is not None:
            start = text.rfind("\n", at, found.start()) + 1 or at
            stop = text.index("\n", found.start())
            number += text.count("\n", at, start)
            if len(line := text[start:stop]) <= longest or pattern.search(line, 0, longest + 1):
                yield number, line.rstrip("\r") if len(line) <= longest else line[: longest + 1]
            number, at = number + 1, stop + 1
        number += text.count("\n", at, end)
        rest = text[end : end + longest + 1]
    if rest and pattern.search(rest):
        yield number, rest.rstrip("\r")


def records(pieces: Iterable[str]) -> Numbered:
    """Records with their number: JSON by count (behind heads of syslog by line), CSV by row with the header as 1."""
    stream = iter(pieces)
    first = next(stream, "").lstrip("\ufeff \r\n\t")
    while first[:1] not in ("{", "[") and "\n" not in first and len(first) < HEAD and (piece := next(stream, "")):
        first = (first + piece).lstrip("\ufeff \r\n\t")
    rest = chain([first], stream)
    if first[:1] in ("{", "["):
        yield from objects(rest)
    elif _CARRIED.match(first):
        yield from carried(rest)
    else:
        yield from rows(rest)


@lru_cache(maxsize=4)
def bare(head: str) -> str:
    """The beginning of a log without what stands before its first record: marks, blanks, the heads of syslog where JSON follows."""
    start = head.lstrip("\ufeff \r\n\t")
    if start[:1] in ("{", "[") or not _CARRIED.match(start):
        return start
    return "\n".join(line[found.end() :] if (found := _CARRIED.match(line)) else line for line in start.split("\n"))


def carried(pieces: Iterable[str]) -> Numbered:
    """The object in each line, behind the head that syslog put before it; another line is none."""
    decoder = json.JSONDecoder(strict=False)
    for at, line in lines(pieces, LONGEST_RECORD):
        if not line.strip():
            continue
        found = _CARRIED.match(line)
        try:
            value, _ = decoder.raw_decode(line, found.end() if found else 0)
        except (json.JSONDecodeError, RecursionError):
            value = None
        yield at, value if isinstance(value, dict) else None


def objects(pieces: Iterable[str]) -> Numbered:
    """The objects of JSON text, whatever lists and wrappers stand around them."""
    decoder = json.JSONDecoder(strict=False)
    buffer, number, lost = "", 0, False
    for piece in pieces:
        buffer += piece
        at = 0
        misses = 0
        if lost:
            found = _NEXT.search(buffer)
            at, lost = (found.end(), False) if found else (len(buffer), True)
        while at < len(buffer):
            step, value, wanting = _one(decoder, buffer, at)
            if wanting and len(buffer) - at < LONGEST_RECORD:
                break
            at = step
            if value is None:
                continue
            number += 1
            if isinstance(value, dict):
                yield number, value
            else:
                yield number, None
                misses += 1
                if misses > MISSES:
                    end = buffer.rfind("\n", at) + 1 or len(buffer)
                    yield from ((number, None) for _ in range(buffer.count("\n", at, end)))
                    at, lost = end, True
                    continue
                found = _NEXT.search(buffer, at)
                at, lost = (found.end(), False) if found else (len(buffer), True)
        buffer = buffer[at:]
    if buffer.strip(" \r\n\t,]}"):
        yield number + 1, None


def _one(decoder: json.JSONDecoder, buffer: str, at: int) -> tuple[int, Any, bool]:
    """What stands at a place: (where it ends, the object, or False for what is none, or None for punctuation, whether it goes on)."""
    mark = buffer[at]
    if mark in " \r\n\t,[":
        return at + 1, None, False
    if mark == "}":
        return at + 1, None, False
    if mark == "]":  # what stands behind a list (how to ask for the next page) may go on in the next piece
        end = _AFTER.match(buffer, at + 1).end()  # type: ignore[union-attr]
        return end, None, end == len(buffer) and "}" not in buffer[at:]
    if wrapped := _WRAPPED.match(buffer, at):
        return wrapped.end(), None, False
    try:
        value, end = decoder.raw_decode(buffer, at)
    except json.JSONDecodeError as error:
        # A string, number or word that the end of the piece cuts goes on in the next one.
        wanting = error.pos > len(buffer) - 12 or error.msg.startswith("Unterminated")
        return at + 1, False, wanting
    except RecursionError:
        return at + 1, False, False
    return end, value if isinstance(value, dict) else False, False


def rows(pieces: Iterable[str]) -> Numbered:
    """The rows of a delimited text by its header; `sep=;` above it is passed over."""
    texts = (f"{text}\n" for _, text in lines(pieces, LONGEST_RECORD))
    header = next((line for line in texts if line.strip() and not re.match(r"(?i)sep=.\s*$|#TYPE ", line)), "")
    delimiter = max(",;\t|", key=header.count)
    reader = csv.reader(chain([header], texts), delimiter=delimiter)
    names: list[str] = []
    number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            number += 1
            yield number, None
            continue
        number += 1
        if not names:
            names = [name.strip().lstrip("\ufeff").removesuffix(" [UTC]") for name in row]  # as Log Analytics and Defender export times
        elif row:
            beyond = {f"column_{at}": value for at, value in enumerate(row[len(names) :], len(names) + 1)}  # Event Viewer names no message
            yield number, {**dict(zip(names, row, strict=False)), **beyond} if len(row) * 2 > len(names) else None


def flat(record: dict[str, Any]) -> dict[str, Any]:
    """A record with one level: `actor.alternateId`. Lists of names and values become `parameters.Name`, others are joined."""
    told: dict[str, Any] = {}
    _flatten("", record, told, NESTED)
    return told


def _flatten(lead: str, value: dict[str, Any], told: dict[str, Any], depth: int) -> None:
    for name, inner in value.items():
        at = f"{lead}.{name}" if lead else name
        if isinstance(inner, dict):
            if depth > 0:
                _flatten(at, inner, told, depth - 1)
        elif isinstance(inner, list):
            _listed(at, inner, told, depth)
        else:
            told[at] = inner


def _listed(at: str, values: list[Any], told: dict[str, Any], depth: int) -> None:
    plain = []
    for one in values[:1000]:
        if not isinstance(one, dict):
            plain.append(str(one))
            continue
        label = next((one[key] for key in ("name", "Name", "key", "Key", "displayName") if isinstance(one.get(key), str)), None)
        said = next(
            (one[key] for key in ("value", "Value", "newValue", "NewValue", "boolValue", "multiValue", "intValue") if key in one), None
        )
        if label is not None and said is not None:
            told[f"{at}.{label}"] = json.dumps(said) if isinstance(said, dict | list) else said
        elif depth > 0:
            inner: dict[str, Any] = {}
            _flatten(at, one, inner, depth - 1)
            for name, value in inner.items():
                told[name] = f"{told[name]}\n{value}" if name in told and len(str(told[name])) < LONGEST_LINE else value
    if plain:
        told[at] = "\n".join(plain)


@lru_cache(maxsize=65536)
def address(text: str) -> str | None:
    """An address without port and brackets (`[2001:db8::1]:443`, `192.0.2.1:1234`, `https(192.0.2.1)`), or None for anything else: logs are
    written by strangers.
    """
    text = text.strip().strip('"').removeprefix("::ffff:")
    if text.endswith(")"):
        text = text[:-1].rpartition("(")[2]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text.partition("%")[0].partition("/")[0]))
    except ValueError:
        return None


def number(value: Any) -> int:
    """A count as a whole number, 0 where it is none."""
    try:
        return max(0, int(float(str(value).replace(",", "")))) if value not in (None, "", "-") else 0
    except (ValueError, OverflowError):
        return 0
