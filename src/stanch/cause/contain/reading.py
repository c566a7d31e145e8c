"""Indicators that others hand over, as CSV with the columns `type` and `value`."""

from __future__ import annotations

import csv
import difflib
from pathlib import Path

from stanch import safe_csv
from stanch.errors import WrongCall
from stanch.records import Indicator

TYPES = ("ip", "user", "host", "domain", "url", "hash", "user_agent", "mail_rule")
# What other programs call them.
CALLED = {
    **dict.fromkeys(("ipv4-addr", "ipv6-addr", "ip-src", "ip-dst", "ip_address", "address"), "ip"),
    **dict.fromkeys(("domain-name", "hostname", "fqdn"), "domain"),
    **dict.fromkeys(("md5", "sha1", "sha-1", "sha256", "sha-256", "file-hash"), "hash"),
    "uri": "url", "user-agent": "user_agent", "account": "user", "email": "user",
}  # fmt: skip
MOST = 100_000


def read_indicators(path: Path) -> list[Indicator]:
    """The indicators of a file. Raises `WrongCall` that names the row and column."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise WrongCall(f"the indicators cannot be read: {told}", where=str(path), do="Save them as CSV in UTF-8.") from None
    rows = csv.DictReader(text.splitlines(keepends=True))
    columns = {name.strip().lower(): name for name in rows.fieldnames or () if name}
    if not {"type", "value"} <= columns.keys():
        raise WrongCall("the columns `type` and `value` are needed", where=f"{path}:1", do=f"Types are: {', '.join(TYPES)}.")
    found: list[Indicator] = []
    try:
        for row in rows:
            if len(found) == MOST:
                raise WrongCall(f"more than {MOST:,} indicators", where=str(path), do="Split the file.")
            value = (row[columns["value"]] or "").strip()
            if value:
                found.append(Indicator(_type(row[columns["type"]] or "", f"{path}:{rows.line_num}"), _plain(value)))
    except csv.Error as error:
        raise WrongCall(f"this row cannot be read: {error}", where=f"{path}:{rows.line_num}", do="Correct or remove it.") from None
    return found


def _type(told: str, where: str) -> str:
    word = told.strip().lower()
    word = CALLED.get(word, word)
    if word not in TYPES:
        near = difflib.get_close_matches(word, (*TYPES, *CALLED), n=1)
        raise WrongCall(
            f"unknown type {told.strip()!r}", where=where, do=f"The nearest is {near[0]}." if near else f"Types are: {', '.join(TYPES)}."
        )
    return word


def _plain(value: str) -> str:
    """The value as it was before somebody made it harmless to click: `hxxp`, `[.]`."""
    plain = safe_csv.plain(value).replace("[.]", ".").replace("(.)", ".").replace("[:]", ":").replace("[at]", "@")
    return plain.replace("hxxp", "http", 1) if plain.startswith("hxxp") else plain
