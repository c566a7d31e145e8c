"""Payment files: NACHA (ACH), Bacs, CPA 005 (Canada), OFX, QIF: a row an entry."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from stanch.reading.pieces import tables, texts
from stanch.reading.readers.text import decode
from stanch.reading.source import Source
from stanch.records import Unit

ACCOUNTS = {
    "22": "Checking credit",
    "27": "Checking debit",
    "32": "Savings credit",
    "37": "Savings debit",
    "23": "Checking prenote",
    "28": "Checking prenote",
}


def nacha(source: Source) -> Iterator[Unit]:
    """An ACH file: lines of 94 characters. Entries (6) with the company of their batch (5) and their addenda (7)."""
    source.media_type = "application/x-nacha"
    text = decode(source.whole())[0]
    lines = text.splitlines() if "\n" in text or "\r" in text else [text[at : at + 94] for at in range(0, len(text), 94)]
    entries: list[dict[str, str]] = []
    rest: list[str] = []
    company: dict[str, str] = {}
    international = False
    for line in lines:
        kind = line[:1]
        if kind == "5":
            international = line[50:53] == "IAT"
            company = {"Company": line[4:20].strip(), "Company ID": line[40:50].strip(), "Description": line[53:63].strip()}
        if kind == "6" and len(line) >= 76:
            entry = {
                "Transaction": ACCOUNTS.get(line[1:3], line[1:3]), "Routing number": line[3:12],
                "Account number": (line[39:74] if international else line[12:29]).strip(), "Amount": _amount(line[29:39]),
            }  # fmt: skip
            if not international:
                entry |= {"Identification number": line[39:54].strip(), "Individual name": line[54:76].strip()}
            entries.append({**entry, **company})
        elif kind == "7" and entries:
            said = re.sub(r"\s{2,}", " ", line[3:83]).strip()
            entries[-1]["Addenda"] = f"{entries[-1]['Addenda']}; {said}" if "Addenda" in entries[-1] else said
        elif line.strip().strip("9"):
            rest.append(line.rstrip())
    names = list(dict.fromkeys(name for row in entries for name in row))
    yield from tables(source, names, ([row.get(name) or None for name in names] for row in entries), part="#entries") if entries else ()
    yield from texts(source, "\n".join(rest) + "\n") if rest else ()


def _amount(cents: str) -> str:
    return f"{int(cents) / 100:.2f}" if cents.strip().isdigit() else cents.strip()


# The United Kingdom's (Standard 18): what goes to the payer's own account is the sum.
BACS_LONG = 100
_BACS = {
    "Account name": (82, 100), "Sort code": (0, 6), "Account number": (6, 14), "Transaction": (15, 17), "Reference": (64, 82), "Payer": (46, 64),
}  # fmt: skip


def bacs(source: Source) -> Iterator[Unit]:
    """A Bacs file: lines of 100 characters between labels (VOL1, HDR1, UHL1, EOF1); a row whoever is paid or collected from."""
    source.media_type = "application/x-bacs"
    entries: list[dict[str, str]] = []
    rest: list[str] = []
    for line in decode(source.whole())[0].splitlines():
        if len(line) >= BACS_LONG - 18 and line[:14].isdigit() and line[:14] != line[17:31]:
            entry = {name: line[slice(*place)].strip() for name, place in _BACS.items()}
            entries.append(entry | {"Amount": _amount(line[35:46])})
        elif line.strip():
            rest.append(" ".join(line.split()))
    names = list(entries[0]) if entries else []
    yield from tables(source, names, ([row[name] or None for name in names] for row in entries), part="#entries") if entries else ()
    yield from texts(source, "\n".join(rest) + "\n") if rest else ()


# Canada's (Payments Canada Standard 005): six entries of 240 characters behind 24 of each credit (C) or debit (D) record.
_CPA_HEAD, _CPA_LONG = 24, 240
_CPA = {"Name": (80, 110), "Reference": (150, 169), "Company": (110, 140)}


def cpa005(source: Source) -> Iterator[Unit]:
    """A file of Canadian direct deposits or debits: a row whoever is paid or collected from, with institution, transit and account."""
    source.media_type = "application/x-cpa-005"
    entries: list[dict[str, str]] = []
    rest: list[str] = []
    for line in decode(source.whole())[0].splitlines():
        if line[:1] not in ("C", "D"):
            rest += [" ".join(line.split())] if line.strip() else []
            continue
        for at in range(_CPA_HEAD, len(line), _CPA_LONG):
            said = line[at : at + _CPA_LONG]
            bank, account = said[19:28], said[28:40].strip()
            if bank.isdigit() and account:
                entry = {name: said[slice(*place)].strip() for name, place in _CPA.items()}
                number = f"{bank[1:4]}-{bank[4:]}-{account}"
                entries.append(entry | {"Institution transit account": number, "Transaction": said[:3], "Amount": _amount(said[3:13])})
    names = list(entries[0]) if entries else []
    yield from tables(source, names, ([row[name] or None for name in names] for row in entries), part="#entries") if entries else ()
    yield from texts(source, "\n".join(rest) + "\n") if rest else ()


# What OFX calls the things that a person would name otherwise.
OFX = {
    "ACCTID": "Account number", "BANKID": "Routing number", "NAME": "Payee", "MEMO": "Memo", "TRNAMT": "Amount", "DTPOSTED": "Date", "CHECKNUM": "Check number",
    "USERID": "User ID", "USERPASS": "Password", "TAXID": "SSN", "FIRSTNAME": "First name", "LASTNAME": "Last name", "ADDR1": "Street", "CITY": "City",
    "STATE": "State", "POSTALCODE": "Postcode", "DAYPHONE": "Phone", "EVEPHONE": "Phone", "EMAIL": "E-mail", "DATEBIRTH": "Date of birth",
    "SECURITYNAME": "Mother's maiden name", "ACCTTYPE": "Account type", "TRNTYPE": "Transaction",
}  # fmt: skip


def ofx(source: Source) -> Iterator[Unit]:
    """OFX, as SGML (version 1: values without an end) or XML (version 2): a row a transaction, the rest as label and value."""
    source.media_type = "application/x-ofx"
    text = decode(source.whole())[0]
    rows: list[dict[str, str]] = []
    lines: list[str] = []
    row: dict[str, str] | None = None
    for closing, tag, value in re.findall(r"<(/?)([\w.]+)>([^<]*)", text):
        if tag.upper() == "STMTTRN":
            row = None if closing else {}
            if row is not None:
                rows.append(row)
        elif not closing and value.strip():
            label, said = OFX.get(tag.upper(), tag), html.unescape(value.strip())
            if row is None:
                lines.append(f"{label}: {said}")
            else:
                row[label] = said
    yield from texts(source, "\n".join(lines) + "\n") if lines else ()
    names = list(dict.fromkeys(name for one in rows for name in one))
    yield from tables(source, names, ([one.get(name) for name in names] for one in rows), part="#transactions") if rows else ()


QIF = {
    "D": "Date",
    "T": "Amount",
    "P": "Payee",
    "M": "Memo",
    "A": "Address",
    "N": "Number",
    "L": "Category",
    "C": "Cleared",
    "E": "Split memo",
}


def qif(source: Source) -> Iterator[Unit]:
    """QIF: a row a transaction, tables by type of account."""
    source.media_type = "application/x-qif"
    rows: dict[str, list[dict[str, str]]] = {}
    kind, row = "transactions", dict[str, str]()
    for line in [*decode(source.whole())[0].splitlines(), "^"]:
        if line.startswith("!"):
            kind = line[1:].rpartition(":")[2].strip() or kind
        elif line.startswith("^"):
            if row:
                rows.setdefault(kind, []).append(row)
            row = {}
        elif line.strip():
            label = QIF.get(line[0], line[0])
            row[label] = f"{row[label]}, {line[1:].strip()}" if label in row else line[1:].strip()
    for name_of, found in rows.items():
        names = list(dict.fromkeys(name for one in found for name in one))
        yield from tables(source, names, ([one.get(name) for name in names] for one in found), part=f"#{name_of}")
