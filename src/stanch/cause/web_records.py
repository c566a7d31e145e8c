"""Numbers of records in the addresses of a web application: `/api/orders/88`, `/invoice?id=88`, `/export?customer_id=7`."""

from __future__ import annotations

import re
from collections.abc import Iterator

KEY_WORDS = frozenset(("id", "uuid", "guid", "key", "pk", "no", "nr", "num", "number", "ref", "oid"))
LONGEST = 2_000  # signs of an address that are looked at
MOST = 50  # records that one request may name
_NUMBER = re.compile(
    r"\d{1,20}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[A-Za-z]{1,5}[-_]?\d{2,16}|(?=\w*\d)[A-Za-z0-9]{15,24}"
)
_WORD = re.compile(r"[A-Za-z][\w.-]{1,60}")
_VERSION = re.compile(r"v\d{1,3}")
_ENDING = re.compile(r"\.(?:php|aspx?|jsp|do|action|html?|json|xml|pdf|cfm|cgi|pl)$", re.IGNORECASE)
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")


def asked_for(path: str, query: str) -> Iterator[tuple[str, str]]:
    """(words for what it is one of, number) of each record that a request names."""
    found = dict.fromkeys((*_in_path(path[:LONGEST]), *_in_query(path[:LONGEST], query[:LONGEST])))
    yield from list(found)[:MOST]


def _in_path(path: str) -> Iterator[tuple[str, str]]:
    """A number behind a word: `/orders/88`, `/orders/88/print`, `/patients/4711.json`; never what an API's version is."""
    before = ""
    for part in path.split("/"):
        said = _ENDING.sub("", part)
        if before and _NUMBER.fullmatch(said) and not _VERSION.fullmatch(said):
            yield before, said
            before = ""
        elif part:
            before = said if _WORD.fullmatch(said) and not _VERSION.fullmatch(said) else ""


def _in_query(path: str, query: str) -> Iterator[tuple[str, str]]:
    """A parameter that is a key by its name: `id` of what the page is, else what its own name says; or by a page of that name."""
    parts = [part for part in path.split("/") if part]
    page = [_ENDING.sub("", part) for part in parts[-2:]]
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        words = [word.lower() for word in _WORDS.split(name) if word]
        if not words or not all(_NUMBER.fullmatch(one) for one in value.split(",")):
            continue
        for one in value.split(","):
            if len(words) == 1 and words[0] in KEY_WORDS:
                yield from ((word, one) for word in page)
            elif words[-1] in KEY_WORDS or len(words) == 1:
                yield " ".join(words), one
