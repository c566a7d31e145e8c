"""Promises of the business's own: contracts with customers, the cyber insurer and the card acquirer, in the form of statutes.

A file holds `contracts`, each with `party`, `kind`, `contract` (the document) and `rules` in the grammar of a statute's
rules; `cite` is the clause. What a statute file must say and a contract need not (residence, sources, definitions) is
filled in. Each contract may hold `cases` of its own, and a file whose cases fail is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault, WrongCall
from stanch.law import dating, statutes
from stanch.law.instrument import Condition, Instrument
from stanch.law.statutes import Statute, Version
from stanch.law.wellformed import near

PREFIX = "CONTRACT-"
KINDS = {"customer": "customer", "insurer": "insurer", "acquirer": "acquirer", "partner": "partner"}
OWN = ("party", "kind", "contract", "url", "read_on")
SHARED = ("code", "timezone", "verified", "note", "scope", "counting", "definitions", "conditions", "rules", "exemptions", "penalties",
          "case_facts", "cases")  # fmt: skip
HEAD = re.compile(r"(?m)^contracts\s*:")  # by which a file of contracts is known
LARGEST = 1_000_000  # characters of a file
IN_FORCE = Condition(asks="the contract is in force")
SOURCE = "contract"
DEFINITIONS: list[dict[str, Any]] = [
    {
        "id": "personal_information",
        "cite": "data held under the contract",
        "source": SOURCE,
        "media": ["electronic", "paper"],
        "encryption": "ignored",
        "point": "personal data of any kind",
        "combinations": [{"one_of": ["*"], "name": False}],
    }
]
CONDITIONS: list[dict[str, Any]] = [
    {
        "id": "incident",
        "cite": "the incident as such",
        "source": SOURCE,
        "point": "an incident in which access to data is not ruled out",
        "when": {"none": [{"fact": "access", "one_of": [False]}]},
    }
]


def read_contracts(path: Path) -> str:
    """The text of a file of contracts, checked whole and its own cases run. Raises `BrokenDataFile` with every fault."""
    try:
        if path.stat().st_size > LARGEST:
            raise BrokenDataFile([Fault(str(path), 1, 1, f"larger than {LARGEST:,} bytes: no file of contracts")])
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenDataFile([Fault(str(path), 1, 1, f"cannot be read: {error}")]) from None
    failed = list(failures(parsed(text, str(path))))
    if failed:
        raise WrongCall("; ".join(failed), where=str(path), do="Mend the contract's rule or its case; nothing was taken in.")
    return text


def failures(contracts: tuple[Statute, ...]) -> Iterator[str]:
    """What the contracts' own cases find wrong: a line each."""
    from stanch.law import proof

    for statute in contracts:
        for name, facts, expect in proof.expanded(statute.versions[-1].law):
            try:
                proof.run(statute, facts, expect)
            except AssertionError as error:
                yield f"{statute.code}: {name}: {error}"


@cache
def parsed(text: str, name: str = "contracts") -> tuple[Statute, ...]:
    """The contracts of a text. Raises `BrokenDataFile` with every fault at its line and column."""
    tree = datafile.load_text(text, name)
    rows = tree.get("contracts") if isinstance(tree, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise BrokenDataFile([Fault(name, 1, 1, "a mapping with a list `contracts` is needed")])
    faults: list[Fault] = []
    made: list[Statute] = []
    for index, row in enumerate(rows):
        if not isinstance(row, Mapping):
            faults.append(Fault(name, *datafile.place(rows, index), "a contract is a mapping: party, kind, contract, rules"))
            continue
        wrong = list(_faults(row, name))
        faults += wrong
        if not wrong:
            made.append(_statute(row, name, faults))
    codes = [one.code for one in made]
    faults += [Fault(name, 1, 1, f"two contracts are called {code!r}") for code in dict.fromkeys(codes) if codes.count(code) > 1]
    if faults:
        raise BrokenDataFile(list(dict.fromkeys(faults)))
    return tuple(made)


def on(text: str | None, day: date) -> list[Instrument]:
    """The contracts as they stood on a day."""
    return [statute.on(day) for statute in parsed(text)] if text else []


def _faults(row: Any, name: str) -> Iterator[Fault]:
    for key in ("party", "contract", "rules"):
        if not row.get(key):
            yield Fault(name, *datafile.place(row), f"`{key}` is missing")
    if str(row.get("kind")) not in KINDS:
        yield Fault(name, *datafile.place(row, "kind"), f"unknown kind {row.get('kind')!r}{near(str(row.get('kind')), KINDS)}")
    hints = get_type_hints(Instrument)
    for key, value in row.items():
        if key in OWN:
            if key != "read_on" and not isinstance(value, str):
                yield Fault(name, *datafile.place(row, key), f"`{key}` is text")
        elif key not in SHARED:
            yield Fault(name, *datafile.place(row, key), f"unknown key {key!r}{near(str(key), (*OWN, *SHARED))}")
        else:
            yield from statutes.unknown_keys(value, hints[key], name)


def _statute(row: Any, name: str, faults: list[Fault]) -> Statute:
    ever = [str(rule.get("id")) for rule in row["rules"] if isinstance(rule, Mapping)]
    versions = []
    for day in (dating.BEGINNING, *dating.days_of_change(row)):
        law = statutes.converted(_completed(dating.resolve(row, day)), name, ever, faults)
        versions.append(Version(day, replace(law, scope=law.scope or IN_FORCE)))
    return Statute(name, tuple(versions))


def _completed(row: dating.Branch) -> dating.Branch:
    """The contract as an instrument: what only a statute must say is filled in; each rule gets its party and its clause."""
    party, document, kind = str(row.pop("party")), str(row.pop("contract")), str(row.pop("kind"))
    read_on, url = row.pop("read_on", None), row.pop("url", "")
    slug = re.sub(r"[^A-Z0-9]+", "-", party.upper()).strip("-")[:40] or "PARTY"
    row.setdefault("code", f"{PREFIX}{slug}")
    row["name"], row["instrument"], row["residence"], row["protects"] = f"Contract with {party}", document, [], "everyone"
    row["sources"] = [{"id": SOURCE, "kind": "contract", "url": url, "read_in": document, "read_on": read_on or date(1970, 1, 1)}]
    for key, given in (("definitions", DEFINITIONS), ("conditions", CONDITIONS)):
        known = [one.get("id") for one in row.get(key, ())]
        row[key] = _with_source(row.get(key), [one for one in given if one["id"] not in known], document)
    for key in ("rules", "exemptions"):
        row[key] = _with_source(row.get(key), [], document)
    for rule in row["rules"]:
        if isinstance(rule, dict):
            rule.setdefault("recipient", KINDS[kind])
            rule.setdefault("name", party)
            rule.setdefault("point", f"The contract promises {party} to be told.")
            rule.setdefault("url", url)
    return row


def _with_source(rows: Any, more: list[dict[str, Any]], document: str) -> Any:
    whole = rows if isinstance(rows, dating.Row) else dating.Row()
    if not isinstance(rows, dating.Row):
        whole.place, whole.places = (1, 1), []
    for one in whole:
        if isinstance(one, dict):
            one.setdefault("source", SOURCE)
            if str(one.get("cite", "")).strip():
                one["cite"] = f"{document}, {one['cite']}"
    for given in more:
        whole.append(given)
        whole.places.append(whole.place)
    return whole
