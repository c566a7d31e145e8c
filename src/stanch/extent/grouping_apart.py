"""Addresses that are not of whoever is named beside them: a firm's letterhead, the line in an envelope's window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stanch.extent import roles
from stanch.extent.couples import is_firm
from stanch.extent.grouping_clients import OURS
from stanch.extent.grouping_signs import LABEL, Line

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

PLACES = ("postal_address", "street", "city", "region", "postcode")
PARTED = re.compile(r"[ ][·•∙*|▪◦][ ]")
WIDEST_FIRM, ABOVE = 60, 3


def letterheads(sheet: Sheet) -> None:
    """The addresses of firms: `Firma GmbH · Hauptstr. 1 · 12345 Ort`, `Cottonwood Holdings LLC, 1600 Wazee Street`, below a firm's name."""
    for line in sheet.lines:
        said = sheet.text[line.start : line.end]
        sign = PARTED.search(said)
        if sign and (_is_a_firms(said[: sign.start()]) or not any(sheet.is_name(n) for n in line.members)):
            sheet.alone.update(
                n for n in sheet.free(line.members) if _is_place(sheet, n) and sign.start() < sheet.spans[n].start - line.start
            )
    homes = [n for n in sheet.order if sheet.spans[n].kind == "postal_address"]
    others = any(_is_somebodys(sheet, n) for n in homes)
    for n in sheet.free(sheet.order):
        if _is_place(sheet, n) and (
            _behind_a_firm(sheet, sheet.spans[n].start)
            or _below_a_firm(sheet, sheet.line_at(sheet.spans[n].start))
            or (others and not _is_somebodys(sheet, n) and _below_another(sheet, n))
        ):
            sheet.alone.add(n)


_OURS = re.compile(
    r"(?i)\b(?:our|unser(?:e[mnrs]?)?|notre|nos|nuestr[oa]s?|nostr[oaie]|noss[oa]s?|onze|ons)[ ]"
    r"(?:[^\W\d_]+[ .:-]*){1,4}[^\W\d_]{0,3}\W{0,4}(?:IBAN\W{0,4})?$"
)
ACCOUNTS = frozenset({"iban", "bank_account", "us_bank_account", "us_bank_routing", "swift_bic"})  # `people.mentions` leaves them out
EDGE = 8


def ours(sheet: Sheet) -> None:
    """`Please transfer … to our account …` on a firm's paper: its own account, and nobody's who is named there."""
    edges = [*sheet.lines[:EDGE], *sheet.lines[-EDGE:]]
    if not any(is_firm(part) for line in edges if len(line.text) < LONGEST_EDGE for part in PARTED.split(line.text)[:1]):
        return
    for n in sheet.free(sheet.order):
        start = sheet.spans[n].start
        ahead = sheet.text[max(0, start - 70) : start]
        if sheet.spans[n].kind in ACCOUNTS and _OURS.search(ahead) and not OURS.search(ahead):
            sheet.alone.add(n)
            sheet.records[n] = f"apart/{n}"


LONGEST_EDGE = 160


def _is_a_firms(head: str) -> bool:
    """`Weser Energie AG` before `· Am Wall 120 · 28195 Bremen · Geschäftsführer: Jo Hay`."""
    return is_firm(" ".join(head.split()[-1:]))


def _is_somebodys(sheet: Sheet, number: int) -> bool:
    """Whether an address stands below a name, or behind a label."""
    place = sheet.line_at(sheet.spans[number].start)
    line = sheet.lines[place]
    if line.start < sheet.spans[number].start and LABEL.match(sheet.text[line.start : line.end]):
        return True
    return is_below_a_name(sheet, number)


def is_below_a_name(sheet: Sheet, number: int) -> bool:
    """Whether somebody is named in one of the two lines above."""
    place = sheet.line_at(sheet.spans[number].start)
    return any(_names_somebody(sheet, place - back) for back in (1, 2) if place >= back)


SHORT_WORD = re.compile(r"(?:^|[ .])\w{1,4}\.$")


def _below_another(sheet: Sheet, number: int) -> bool:
    """Whether words that name nobody head the block that an address begins a line of, while others in the text are somebody's."""
    place = sheet.line_at(sheet.spans[number].start)
    if sheet.text[sheet.lines[place].start : sheet.spans[number].start].strip():
        return False
    heads = 0
    for back in range(1, min(ABOVE, place) + 1):
        above = sheet.lines[place - back]
        if not above.text.strip():
            break
        said = above.text
        if len(said) > WIDEST_FIRM or said.rstrip().endswith(":") or _names_somebody(sheet, place - back):
            return False
        if above.members or (heads and (LABEL.match(said) or sheet.is_label(above))):
            break
        if LABEL.match(said) or sheet.is_label(above):
            return False
        if said.rstrip()[-1:] in ".:,!?" and not SHORT_WORD.search(said.rstrip()):
            return False
        heads += 1
    return heads > 0


def _is_place(sheet: Sheet, number: int) -> bool:
    return sheet.spans[number].kind in PLACES


def _behind_a_firm(sheet: Sheet, start: int) -> bool:
    ahead = sheet.text[max(0, start - 60) : start].rpartition("\n")[2].rstrip()
    return ahead.endswith(",") and is_firm(" ".join(ahead.rstrip(",").split()[-2:]))


def _below_a_firm(sheet: Sheet, place: int) -> bool:
    """Whether a firm stands in the lines above, and nobody is named there or in the line itself, whom one would write to at the firm."""
    if _names_somebody(sheet, place):
        return False
    for back in range(1, min(ABOVE, place) + 1):
        above = sheet.lines[place - back]
        if not above.text.strip() or len(above.text) > WIDEST_FIRM or LABEL.match(above.text) or _names_somebody(sheet, place - back):
            return False
        if is_firm(re.split(r" {3}|\t", above.text)[0]):
            return place == back or not _names_somebody(sheet, place - back - 1)
    return False


def _names_somebody(sheet: Sheet, place: int) -> bool:
    """Whether a line names somebody; looked at once, for a line may hold thousands of values."""
    if place not in sheet.naming:
        sheet.naming[place] = any(sheet.is_name(n) and not is_firm(sheet.spans[n].text) for n in sheet.lines[place].members)
    return sheet.naming[place]


def record_of(sheet: Sheet, number: int) -> str | None:
    """A record of its own, so that where somebody else lives is not where whoever is named near it does."""
    return f"apart/{number}" if number in sheet.alone and _is_place(sheet, number) else None


def beside_a_role(sheet: Sheet, number: int, line: Line, start: int) -> bool:
    """`Date of birth: …   Counselor: Mr. Frye`: whether the only name, at `start`, stands in another column, behind a label of others."""
    gap = max(sheet.text.rfind("   ", line.start, start), sheet.text.rfind("\t", line.start, start))
    return sheet.spans[number].end <= gap and bool(roles.ANY.match(sheet.text[gap:start].strip(" :")))
