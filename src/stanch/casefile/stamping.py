"""The journal's head stamped by a time stamp authority: proof to others that the journal is not younger than it says.

The chain and its anchor prove to whoever has the passphrase that nothing was changed; they cannot prove that the whole was not written
anew yesterday. A stamp over the head can: it is signed by somebody else's clock. What leaves is a hash. The stamp, and the roots that it is
traced to, stand in the journal as an entry of their own, which the next stamp covers.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from stanch.casefile.case import Case
from stanch.casefile.journal import Entry
from stanch.errors import StanchError, WrongCall
from stanch.vault import stamps

ACTION = "time stamp"
SECONDS = 30
MOST = 1 << 20  # bytes of an answer
SKEW = timedelta(minutes=5)  # by which the authority's clock and this machine's may differ before it is told


@dataclass(frozen=True, slots=True)
class Authority:
    """Whom to ask: `url` (RFC 3161 over HTTP), and the root certificates (PEM) that its stamps are traced to."""

    url: str
    roots: bytes


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp as it was checked: over which entry, when by the authority's clock, and how far this machine's clock was off (seconds)."""

    entry: int
    at: str
    authority: str
    clock_off: float = 0.0


def stamp(case: Case, authority: Authority, *, nightly: bool = False) -> Stamp:
    """Have the journal's head stamped, check the stamp, and write it down. `nightly`: the portal asks again every night.

    Raises `WrongCall` for an address that is none, `StanchError` where the authority cannot be reached or its stamp does not hold.
    """
    if urlsplit(authority.url).scheme not in ("http", "https"):
        raise WrongCall("the authority's address begins with https:// or http://", where=authority.url)
    head = case.journal.head()
    said = _statement(head.case, head.sequence, head.mac)
    question, nonce = stamps.request(said)
    answer = _asked(authority.url, question)
    checked = stamps.check(answer, said, authority.roots, nonce=nonce)
    off = round((case.clock() - checked.at).total_seconds(), 1)
    case.journal.append(
        ACTION,
        f"entry {head.sequence}",
        details={
            "entry": head.sequence, "code": head.mac, "at": checked.at.isoformat(), "authority": authority.url, "policy": checked.policy,
            "answer": base64.b64encode(answer).decode(), "roots": authority.roots.decode("ascii", "replace"), "nightly": nightly,
            "clock_off_seconds": off,
        },
    )  # fmt: skip
    return Stamp(head.sequence, checked.at.isoformat(), authority.url, off)


def every_night(case: Case) -> Authority | None:
    """The authority that the last stamp says to ask each night; None where it does not."""
    last = next((entry for entry in case.journal.entries(newest_first=True) if entry.action == ACTION), None)
    details = json.loads(last.details) if last else {}
    return Authority(details["authority"], details["roots"].encode()) if details.get("nightly") else None


def stamps_of(case: Case) -> list[Stamp]:
    """All stamps in the journal, as they were written down."""
    told = [json.loads(entry.details) for entry in case.journal.entries() if entry.action == ACTION]
    return [Stamp(one["entry"], one["at"], one["authority"], one["clock_off_seconds"]) for one in told]


def faults(case: Case) -> Iterator[str]:
    """Every stamp that does not prove what it should: altered, of another journal, not traced to its roots."""
    entries = case.journal.entries()
    identity = case.journal.head().case
    for entry in entries:
        if entry.action == ACTION:
            fault = _fault(entry, entries, identity)
            if fault:
                yield f"the time stamp of journal entry {entry.sequence}: {fault}"


def _fault(entry: Entry, entries: list[Entry], identity: str) -> str:
    try:
        told = json.loads(entry.details)
        covered = next((one for one in entries if one.sequence == told["entry"]), None)
        if covered is None or covered.mac != told["code"]:
            return f"entry {told['entry']} is not the one that was stamped"
        checked = stamps.check(base64.b64decode(told["answer"]), _statement(identity, told["entry"], told["code"]), told["roots"].encode())
    except StanchError as error:
        return error.what
    except (ValueError, KeyError, TypeError):
        return "it cannot be read"
    return "" if checked.at.isoformat() == told["at"] else "it was given at another time than is written"


def _statement(case: str, sequence: int, mac: str) -> bytes:
    """What is stamped. The code is keyed: it tells nothing of what stands in the journal."""
    return f"Stanch journal of case {case}, entry {sequence}, code {mac}\n".encode()


def _asked(url: str, question: bytes) -> bytes:
    import requests

    try:
        answer = requests.post(
            url, data=question, timeout=SECONDS, allow_redirects=False, stream=True,
            headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
        )  # fmt: skip
        content = answer.raw.read(MOST + 1, decode_content=True)
    except (requests.RequestException, OSError) as error:
        raise StanchError(
            f"the time stamp authority cannot be reached ({type(error).__name__})", where=url, do="Try again later; nothing was changed."
        ) from None
    if answer.status_code != 200 or len(content) > MOST:
        raise StanchError(f"the time stamp authority answers {answer.status_code}", where=url, do="Check the address; nothing was changed.")
    return bytes(content)
