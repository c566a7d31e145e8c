"""vCard: a row a person; iCalendar: its lines, unfolded. RFC 6350, RFC 5545; vCard 2.1's quoted-printable too."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator

from stanch.reading.pieces import tables, texts
from stanch.reading.readers.text import decode
from stanch.reading.source import Source
from stanch.records import Unit

Found = Iterator["Unit | Source"]
# What a column is called, where the standard's own word would tell a reader nothing.
LABELS = {
    "FN": "Full name", "N": "Name", "TEL": "Phone", "EMAIL": "E-mail", "ADR": "Address", "BDAY": "Birthday", "ORG": "Organization", "TITLE": "Title",
    "NOTE": "Note", "NICKNAME": "Nickname", "URL": "URL", "GEO": "Location", "ANNIVERSARY": "Anniversary", "GENDER": "Gender", "SUMMARY": "Summary",
    "DESCRIPTION": "Description", "ATTENDEE": "Attendee", "ORGANIZER": "Organizer", "LOCATION": "Location", "DTSTART": "Start", "DTEND": "End",
}  # fmt: skip
BINARY = ("PHOTO", "LOGO", "SOUND", "KEY", "ATTACH")


def _lines(content: bytes) -> list[str]:
    text = decode(content)[0].replace("\r\n", "\n").replace("\r", "\n")
    # Quoted-printable text (2.1) goes on after `=`, everything else on a line that begins with white space.
    text = re.sub(r"(?im)^([^\n:]*QUOTED-PRINTABLE[^\n:]*:(?:[^\n]*=\n)*[^\n]*)", lambda found: found[1].replace("=\n", ""), text)
    return re.sub(r"\n[ \t]", "", text).split("\n")


def _parsed(line: str) -> tuple[str, dict[str, str], str] | None:
    """(name, parameters, value) of a content line."""
    found = re.match(r"((?:[\w-]+\.)?[\w-]+)((?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):(.*)", line, re.DOTALL)
    if not found:
        return None
    parameters: dict[str, str] = {}
    for one in re.findall(r";((?:[^;\"]|\"[^\"]*\")+)", found[2]):
        key, _, value = one.partition("=")
        key, value = (key.upper(), value.strip('"')) if value else ("TYPE", key)
        parameters[key] = f"{parameters[key]}, {value}" if key in parameters else value
    return found[1].rpartition(".")[2].upper(), parameters, found[3]


# The order in which the parts of a name are said: prefix, given, further, family, suffix.
_SAID = (3, 1, 2, 0, 4)


_PARTS = ("box", "beside", "street", "place", "region", "code", "country")


def _address(parts: list[str]) -> str:
    """An address as it is written in its country: `Zandstraat 88, 8200 Brugge, België`, `12 Oak St, Dallas, TX 75201`."""
    box, beside, street, place, region, code, country = parts
    if re.fullmatch(r"[A-Z]{2,3}", region) or re.search(r"[A-Za-z]\d", code):
        towns = [place, f"{region} {code}".strip()]
    else:
        towns = [f"{code} {place}".strip(), "" if code and place else region]
    return ", ".join(part for part in (box, street, beside, *towns, country) if part)


def _shown(parameters: dict[str, str], value: str, called: str = "") -> str:
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in parameters.get("TYPE", "").upper():
        value = decode(quopri.decodestring(value.encode("utf-8", "replace")), parameters.get("CHARSET", ""))[0]
    value = re.sub(r"(?i)^(mailto|tel):", "", value)
    # Parts of a name or address are set apart by bare semicolons.
    parts = [part.strip() for part in re.split(r"(?<!\\);", value)]
    if called == "N" and len(parts) == len(_SAID):
        parts = [parts[place] for place in _SAID]
    value = _address(parts) if called == "ADR" and len(parts) == len(_PARTS) else " ".join(part for part in parts if part)
    value = re.sub(r"\\([nN])", "\n", value)
    said = re.sub(r"\\(.)", r"\1", value)
    known = parameters.get("CN", "")
    return f"{known} {said}" if known and known not in said else said


def records(source: Source) -> Found:
    """Every card or component of a file, tables by kind; pictures and attachments within it as files."""
    source.media_type = "text/calendar" if b"VCALENDAR" in source.head()[:200].upper() else "text/vcard"
    if source.media_type == "text/calendar":
        yield from texts(source, "\n".join(filter(None, map(_line, _lines(source.whole())))) + "\n")
        return
    rows: dict[str, list[dict[str, str]]] = {}
    open_ones: list[tuple[str, dict[str, str]]] = []
    inside: list[tuple[str, bytes]] = []
    for line in _lines(source.whole()):
        parsed = _parsed(line)
        if not parsed:
            continue
        name, parameters, value = parsed
        if name == "BEGIN":
            open_ones.append((value.strip().upper(), {}))
        elif name == "END":
            if open_ones:
                kind, row = open_ones.pop()
                if row:
                    rows.setdefault(kind, []).append(row)
        elif open_ones:
            if name in BINARY and len(value) > 100 and (content := _binary(value)):
                inside.append((f"{name.lower()}_{len(inside) + 1}", content))
                continue
            row = open_ones[-1][1]
            label = LABELS.get(name, name.removeprefix("X-").replace("-", " ").capitalize())
            said = _shown(parameters, value, name)
            if said.strip():
                row[label] = f"{row[label]}; {said}" if label in row else said
    for kind, row in open_ones:  # a file cut short keeps what it began
        if row:
            rows.setdefault(kind, []).append(row)
    for kind, found in rows.items():
        names = list(dict.fromkeys(name for row in found for name in row))
        part = "" if len(rows) == 1 else f"#{kind.removeprefix('V').lower()}"
        yield from tables(source, names, ([row.get(name) for name in names] for row in found), part=part)
    for file, content in inside:
        yield source.inner(file, content)


def _line(line: str) -> str:
    """A line of a calendar as it stands, its value made plain."""
    parsed = _parsed(line)
    if not parsed:
        return line
    name, parameters, value = parsed
    kept = "".join(f";{key}={said}" for key, said in parameters.items() if key not in ("ENCODING", "CHARSET"))
    said = value if name in ("BEGIN", "END", "UID", "RRULE", "DTSTART", "DTEND") else _shown({**parameters, "CN": ""}, value)
    return f"{name}{kept}:{said}" if len(value) < 10_000 or name not in BINARY else ""


def _binary(value: str) -> bytes:
    try:
        return base64.b64decode(value.rpartition("base64,")[2], validate=False)
    except (binascii.Error, ValueError):
        return b""
