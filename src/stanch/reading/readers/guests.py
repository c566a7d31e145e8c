"""Guests as Italian hotels report them to the police (Alloggiati Web): lines of 168 characters, fields by their place."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.reading.pieces import tables, texts
from stanch.reading.readers.text import decode
from stanch.reading.source import Source
from stanch.records import Unit

LEAST = 84  # characters of a line that names somebody
_FIELDS = {"Cognome": (14, 64), "Nome": (64, 94), "Data di nascita": (95, 105), "Data arrivo": (2, 12)}
_SEX = {"1": "M", "2": "F"}
_PAPERS = {"PASOR": "Passaporto", "PASDI": "Passaporto", "PASSE": "Passaporto", "PATEN": "Patente di guida", "PATNA": "Patente di guida"}
_TYPE, _NUMBER = (134, 139), (139, 159)


def alloggiati(source: Source) -> Iterator[Unit]:
    """A row a guest; the number of the document stands under what document it is of."""
    source.media_type = "text/x-alloggiati"
    rows: list[dict[str, str]] = []
    rest: list[str] = []
    for line in decode(source.whole())[0].splitlines():
        if len(line) < LEAST or not line[:2].isdigit():
            rest += [" ".join(line.split())] if line.strip() else []
            continue
        row = {name: line[slice(*place)].strip() for name, place in _FIELDS.items()} | {"Sesso": _SEX.get(line[94:95], "")}
        if number := line[slice(*_NUMBER)].strip():
            row[_PAPERS.get(line[slice(*_TYPE)], "Carta d'identità")] = number
        rows.append(row)
    names = list(dict.fromkeys(name for row in rows for name in row))
    yield from tables(source, names, ([row.get(name) or None for name in names] for row in rows), part="#guests") if rows else ()
    yield from texts(source, "\n".join(rest) + "\n") if rest else ()
