"""Reports to American authorities by position: wages (EFW2: W-2, the states' RS records), other income (FIRE: 1099, 1098, 5498)."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.reading.pieces import tables, texts
from stanch.reading.readers.text import decode
from stanch.reading.source import Source
from stanch.records import Unit

LONG = 512
# How long each is that follows the number, in its order (Publication 42-007, records RW and RS).
_FIELDS = (
    *(("First name", 15), ("Middle name", 15), ("Last name", 20), ("Suffix", 4), ("Address line 2", 22), ("Street address", 22)),
    *(("City", 22), ("State", 2), ("ZIP", 5), ("ZIP+4", 4)),
)
_NUMBER_AT = {"RW": 2, "RS": 9}
_WAGES = (187, 198)


def efw2(source: Source) -> Iterator[Unit]:
    """Employees as tables by record, each row with the employer of its last RE record; what else the file says as text."""
    source.media_type = "application/x-efw2"
    text = decode(source.whole())[0]
    lines = text.splitlines() if "\n" in text or "\r" in text else [text[at : at + LONG] for at in range(0, len(text), LONG)]
    rows: dict[str, list[dict[str, str]]] = {}
    rest: list[str] = []
    employer = ""
    for line in lines:
        kind = line[:2]
        if kind in _NUMBER_AT:
            rows.setdefault(kind, []).append(_employee(line, kind) | ({"Employer": employer} if employer else {}))
            continue
        employer = line[39:96].strip() if kind == "RE" else employer
        rest += [" ".join(line.split())] if line.strip() else []
    for kind, found in rows.items():
        names = list(dict.fromkeys(name for row in found for name in row))
        yield from tables(source, names, ([row.get(name) or None for name in names] for row in found), part=f"#{kind}")
    yield from texts(source, "\n".join(rest) + "\n") if rest else ()


def _employee(line: str, kind: str) -> dict[str, str]:
    at = _NUMBER_AT[kind]
    row = {"SSN": line[at : at + 9].strip()}
    at += 9
    for name, long in _FIELDS:
        row[name] = line[at : at + long].strip()
        at += long
    wages = line[slice(*_WAGES)].strip() if kind == "RW" else ""
    return row | ({"Wages": f"{int(wages) / 100:.2f}"} if wages.isdigit() else {})


RETURN = 750
# Where the name of a payee stands in Publication 1220: behind 18 amounts since tax year 2021, behind 16 before.
_NAMES, _NAMES_BEFORE = (287, 327, 367), (247, 287, 327)
_AMOUNTS = slice(247, 270)
_PAYEE = {"Street address": (367, 407), "City": (447, 487), "State": (487, 489), "ZIP": (489, 498)}
_OF_A_FIRM = "1"


def fire(source: Source) -> Iterator[Unit]:
    """Payees (B) as a table, each with who paid (the last A record); who sent the file, and what else it says, as text."""
    source.media_type = "application/x-irs-fire"
    text = decode(source.whole())[0]
    lines = text.splitlines() if "\n" in text or "\r" in text else [text[at : at + RETURN] for at in range(0, len(text), RETURN)]
    rows: list[dict[str, str]] = []
    rest: list[str] = []
    payer = ""
    for line in lines:
        if line[:1] == "B" and line[1:5].isdigit():
            rows.append(_payee(line) | ({"Payer": payer} if payer else {}))
            continue
        payer = " ".join(line[52:132].split()) if line[:1] == "A" else payer
        rest += [" ".join(line.split())] if line.strip() else []
    names = list(dict.fromkeys(name for row in rows for name in row))
    yield from tables(source, names, ([row.get(name) or None for name in names] for row in rows), part="#B") if rows else ()
    yield from texts(source, "\n".join(rest) + "\n") if rest else ()


def _payee(line: str) -> dict[str, str]:
    first, second, end = _NAMES if not line[_AMOUNTS].strip("0 +-") else _NAMES_BEFORE
    number = "EIN" if line[10] == _OF_A_FIRM else "SSN"
    row = {"Tax year": line[1:5], number: line[11:20].strip(), "Payer's reference": line[20:40].strip()}
    row |= {"Name": line[first:second].strip(), "Second name line": line[second:end].strip()}
    return row | {name: line[slice(*place)].strip() for name, place in _PAYEE.items()}
