"""Whose mailbox a file or folder of mail is: the address that nearly every message in it comes from or goes to.

A log names a mailbox by its account's address; an export is named by whoever made it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from stanch.cause.places import MAIL
from stanch.engine import Parts

ADDRESS = re.compile(r"[^\s<>,;:\"'()]+@[^\s<>,;:\"'()]+")
_MESSAGE = re.compile(r"(?i)\.(?:eml|emlx|msg)!/")  # what hangs on a message goes with it
LEAST = 3  # of one or two messages anybody may be the owner
NEARLY_EVERY = 0.8  # the rest came by lists, blind copies and forwarding


def mailbox_owners(units: Parts) -> dict[str, str]:
    """The owner's address by the locator of each file or folder of mail in which one address stands out."""
    mails: dict[str, Mapping[str, str]] = {}
    others: set[str] = set()
    for table in units.tables(["locator", "properties"]):
        for locator, known in zip(table.column("locator").to_pylist(), table.column("properties").to_pylist(), strict=True):
            told = dict(known or ())
            if "mail.from" in told or "mail.to" in told:
                mails.setdefault(locator, told)
            else:
                others.add(locator)
    return owners(mails.items(), others)


def owners(mails: Iterable[tuple[str, Mapping[str, str]]], others: Iterable[str] = ()) -> dict[str, str]:
    """As `mailbox_owners`, of (locator, properties) of each message; `others` are the locators of what is no message.

    A folder is a mailbox only if nothing else lies in it or below: whoever took the mail has not taken the rest for that.
    """
    mails = list(mails)
    mixed = {folder for locator in others if not _MESSAGE.search(locator) for folder in _above(locator.partition("#")[0])}
    mixed |= {folder for locator, _ in mails for folder in _above(_box(locator))}
    counts: dict[str, Counter[str]] = {}
    totals: Counter[str] = Counter()
    for locator, known in mails:
        box = _box(locator)
        if not box:
            continue
        heads = " ".join(known.get(name, "")[:20_000] for name in ("mail.from", "mail.to", "mail.cc"))
        counts.setdefault(box, Counter()).update({address.lower() for address in ADDRESS.findall(heads)})
        totals[box] += 1
    alone = {box: count for box, count in sorted(counts.items()) if box not in mixed}
    return {box: address for box, count in alone.items() if (address := _outstanding(count, totals[box]))}


def _outstanding(count: Counter[str], total: int) -> str:
    (first, times), (_, next_times) = (*count.most_common(2), ("", 0), ("", 0))[:2]
    return first if total >= LEAST and times >= NEARLY_EVERY * total and times > next_times else ""


def _above(place: str) -> Iterator[str]:
    """The folders and archives above a place."""
    while cut := place.rpartition("/")[0].removesuffix("!"):
        yield cut
        place = cut


def _box(locator: str) -> str:
    """The mailbox's file (`office.mbox` of `office.mbox!/17`), or the folder of messages that lie side by side."""
    file = locator.partition("#")[0]
    above, cut, _ = file.rpartition("!/")
    return above if cut and above.lower().rpartition(".")[2] in MAIL else file.rpartition("/")[0].removesuffix("!")
