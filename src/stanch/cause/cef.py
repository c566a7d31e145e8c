"""Lines of the two formats in which consoles hand events on: CEF (Common Event Format) and LEEF (Log Event Extended Format).

A value goes on until the next key, so that paths and messages stay whole, and a custom field is called by its label
(`cs1=Trojan.X cs1Label=VirusName` is `VirusName` as well).
Facts: OpenText, ArcSight Common Event Format Implementation Standard (header, escapes, labels); IBM, LEEF 1.0 and 2.0 event format
(attributes between tabs, or what the header of 2.0 names).
"""

from __future__ import annotations

import re
from typing import Any

_HEADER = re.compile(r"(?P<form>CEF|LEEF):\s?(?P<version>\d(?:\.\d)?)\|(?P<rest>.*)", re.DOTALL)
_PART = re.compile(r"((?:[^|\\]|\\.)*)\|")
_BEFORE = re.compile(
    r"^(?:<\d{1,3}>(?:1 )?)?(?P<stamp>[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?: \d{4})?|\d{4}-\d\d-\d\d[T ]\S+) +(?P<host>[^\s|]+)"
)
# What follows is asked once of each run of spaces: of a line of nothing else it would take hours.
_PAIR = re.compile(r"(?:^|[ \t])(?P<key>[\w.\[\]-]{1,80})=(?P<said>.*?)(?=(?<![ \t])[ \t]++[\w.\[\]-]{1,80}=|$)", re.DOTALL)
_LABELLED = re.compile(r"(?:c6a|cfp|cs|cn|cd|flexString|flexNumber|flexDate|deviceCustom\w*?)\d{1,2}|flexDate1", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\=|])")
_NAMES = {
    "CEF": ("vendor", "product", "product_version", "code", "action", "severity"),
    "LEEF": ("vendor", "product", "product_version", "code"),
}
_SPOKEN = ("msg", "message", "reason", "details")  # where `\n` is a new line; in a path it is the beginning of a name


def fields_of(line: str) -> dict[str, Any] | None:
    """The fields of a line, the header's among them; None for a line of neither format."""
    found = _HEADER.search(line)
    if not found:
        return None
    told: dict[str, Any] = {}
    rest = found["rest"]
    for name in _NAMES[found["form"]]:
        part = _PART.match(rest)
        if part is None:
            return None
        told[name] = _plain(part[1])
        rest = rest[part.end() :]
    if before := _BEFORE.match(line[: found.start()]):
        told.update(before.groupdict())
    attributes = _between(rest, found["version"]) if found["form"] == "LEEF" else _PAIR.findall(rest)
    for name, said in attributes:
        told.setdefault(name, _spoken(said) if name in _SPOKEN else _plain(said))
    told.update(_by_labels(told))
    return told


def _between(rest: str, version: str) -> list[tuple[str, str]]:
    """The attributes of LEEF: what stands between tabs, or between the sign that the header of 2.0 names (`^`, `x7C`)."""
    apart = "\t"
    if version.startswith("2") and (named := re.match(r"(\S|(?:0?x)[0-9A-Fa-f]{2,4})\|", rest)):
        apart = named[1] if len(named[1]) == 1 else chr(int(named[1].rpartition("x")[2], 16))
        rest = rest[named.end() :]
    if apart == "\t" and "\t" not in rest:  # what a collector made of the tabs
        return _PAIR.findall(rest)
    return [(name.strip(), said) for name, mark, said in (one.partition("=") for one in rest.split(apart)) if mark]


def _by_labels(told: dict[str, Any]) -> dict[str, Any]:
    """Custom fields by their labels, where no field has that name."""
    found: dict[str, Any] = {}
    for name, said in told.items():
        label = told.get(f"{name}Label") if _LABELLED.fullmatch(name) else None
        if label and label not in told:
            found.setdefault(str(label), said)
    return found


def _plain(said: str) -> str:
    return _ESCAPED.sub(r"\1", said).strip() if "\\" in said else said.strip()


def _spoken(said: str) -> str:
    return _plain(re.sub(r"\\[nr]", "\n", said)) if "\\" in said else said.strip()
