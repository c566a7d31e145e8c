"""Texts about an account that several hold: `Account 4410027731 is held jointly by Ann Lee and Bob Lee`. Each of them bears its number.

As in tables (`joint_holders`), only where words say that they hold it: two names in a sentence beside a number tell nothing by themselves.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from itertools import pairwise

from stanch.extent import side_by_side
from stanch.extent.anchored import Later
from stanch.extent.grouping_signs import SENTENCE
from stanch.extent.joint_holders import accounts, is_joint
from stanch.extent.span import Span
from stanch.extent.table_column import NAMES

# Who holds one together with another, in seven languages.
_HELD = Later(
    r"(?i)\b(?:joint(?:ly)?|(?:additional|second) (?:owner|borrower|holder|depositor)|"
    r"(?:owner|borrower|holder) ?(?:2|two|ii)|co-?(?:own\w*|hold\w*|borrow\w*)|both names|in the names? of|held by|"
    r"(?:account|a/c)[ ]?(?:holders|owners|name)|"
    r"holders?:|owners?:|tenants in common|survivorship|gemeinsam\w*|gemeinschaft\w*|oder-konto|und-konto|kontoinhaber|conjoint\w*|"
    r"cotitulair\w*|titulaires|conjunt\w*|mancomunad\w*|cotitular\w*|titulares|cointestat\w*|congiunt\w*|intestatari|gezamenlijk\w*|"
    r"en/of-rekening|rekeninghouders|mederekeninghouder)\b:?"
)
_NEXT = re.compile(
    r"[ \n]*(?:,|&|/|,?\s?(?:and|or|und|oder|et|ou|y|e|en|of))[ \n]*(?:(?:mrs?|ms|herr|frau|mme|m|sra?)\.?[ ])?", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
MOST = 4  # who hold one account
FAR, LONGEST = 400, 40  # signs above a name that its part of a form has, and that a heading has


def shared(text: str, spans: Sequence[Span], records: Sequence[str | None]) -> tuple[list[Span], list[str | None]]:
    """The findings of a text and their records, an account that several hold once for each of them."""
    spans, records = list(spans), list(records)
    held = [n for n, span in enumerate(spans) if span.kind in accounts()]
    if not held or len(held) == len(spans) or not _HELD.search(text):
        return spans, records
    _with_labelled(text, spans, records, held)
    _below_both(text, spans, records, held)
    sentences, paragraphs = _bounds(text, SENTENCE), _bounds(text, _PARAGRAPH)
    for n in held:
        for begin, end in (_around(sentences, spans[n].start), _around(paragraphs, spans[n].start)):
            named = [m for m, span in enumerate(spans) if span.kind == "name" and begin <= span.start < end]
            if named and (people := _together(text, spans, records, named)) and _HELD.search(text, begin, end):
                first, *others = people if records[n] not in people else [records[n], *(one for one in people if one != records[n])]
                records[n] = first
                spans += [spans[n]] * len(others)
                records += others
            if named:
                break
    return spans, records


def _with_labelled(text: str, spans: list[Span], records: list[str | None], held: Sequence[int]) -> None:
    """`Joint Owner: Bob Lee`, or a part of a form so headed: what accounts stood before him, of one other person, are his too."""
    for n, span in enumerate(list(spans)):
        if span.kind != "name" or not records[n] or not any(map(is_joint, _labels(text, span.start))):
            continue
        before = [m for m in held if spans[m].start < span.start and records[m] and records[m] != records[n]]
        for m in before:
            if records[m] == records[before[-1]] and (spans[m], records[n]) not in zip(spans, records, strict=True):
                spans.append(spans[m])
                records.append(records[n])


def _below_both(text: str, spans: list[Span], records: list[str | None], held: Sequence[int]) -> None:
    """An account in a part of a form below those of its owner and of a joint one, a part that says nothing of either: it is both's."""
    laid = side_by_side.laid_out(text)
    read, places = (laid.text, [laid.there(span).start for span in spans]) if laid else (text, [span.start for span in spans])
    named = [n for n, span in enumerate(spans) if span.kind in NAMES and records[n]]
    joint = [(n, label) for n in named for label in _labels(read, places[n]) if is_joint(label)]
    if not joint:
        return
    last, label = joint[-1]
    first = next((records[n] for n in named if places[n] < places[last] and records[n] != records[last]), None)
    others = {records[n] for n in named} - {first, *(records[n] for n, _ in joint)}
    end = max(place for place, record in zip(places, records, strict=True) if record == records[last])
    # Who applies with somebody need not hold what the other holds, unless the form says so.
    if first is None or (not _OWNS.search(label) and not _BOTH.search(read)):
        return
    for n in held:
        between = read[end : places[n]]
        parted = _PARTED.search(between)
        if places[n] < places[last] or records[n] in others or (records[n] == records[last] and not parted):
            continue
        if parted and not _ONES.search(between):
            records[n] = first
            spans.append(spans[n])
            records.append(records[last])


_OWNS = re.compile(r"(?i)owner|holder|borrower|depositor|signer|titular|titulaire|intestatari|inhaber|houder|prestatari|emprunteur")
_BOTH = re.compile(
    r"(?i)\b(?:jointly|both|survivorship|joint (?:account|ownership|tenan\w+)|conjunt\w+|conjoint\w*|gemeinsam\w*|cointestat\w+)\b"
)
# What parts the account from the lines about the second holder: an empty line, or a heading.
_PARTED = re.compile(r"\n[ \t]*\n|\n[^:\n\d]{4,60}\n|\n(?:Section|Part|Step|Abschnitt|Teil|Partie|Parte|Sezione) [\dA-Z]")
# A heading that names one of them alone.
_ONES = re.compile(r"(?i)\b(?:applicant|borrower|owner|holder|tenant|signer|titular|titulaire)\b(?!s\b)(?![^\n]*\b(?:and|&|joint)\b)")


def _labels(text: str, place: int) -> tuple[str, ...]:
    """The label before a place in its line, and the lines that head those above: the first, and the nearest without a value."""
    begin = text.rfind("\n", 0, place) + 1
    label = text[begin:place].rpartition(":")[0].rpartition("  ")[2]
    above = _PARAGRAPH.split(text[max(0, begin - FAR) : begin])[-1].strip("\n").split("\n")
    nearest = next((line for line in reversed(above) if ":" not in line.rstrip(":") and "\t" not in line and not _FIGURES.search(line)), "")
    heads = (_NUMBER.sub("", line.strip()) for line in (above[0], nearest))
    return label.strip(), *(head if len(head) <= LONGEST and ":" not in head.rstrip(":") else "" for head in heads)


_FIGURES = re.compile(r"\d{2}")
_NUMBER = re.compile(r"^(?:(?:Section|Part|Step|Box|Abschnitt|Teil|Partie|Parte|Sezione|Deel) )?[\dA-Z]{1,2}[a-z]?[:.)][ ]+")


def _together(text: str, spans: Sequence[Span], records: Sequence[str | None], named: Sequence[int]) -> list[str]:
    """The people whom these names are of, if they stand in one list and are two or a few; else nobody."""
    people = list(dict.fromkeys(one for n in named if (one := records[n])))
    runs = all(
        _NEXT.fullmatch(text, spans[one].end, spans[other].start) for one, other in pairwise(sorted(named, key=lambda n: spans[n].start))
    )
    return people if runs and 1 < len(people) == len(named) <= MOST else []


def _bounds(text: str, between: re.Pattern[str]) -> list[int]:
    return [0, *(match.end() for match in between.finditer(text)), len(text) + 1]


def _around(bounds: Sequence[int], place: int) -> tuple[int, int]:
    at = bisect.bisect_right(bounds, place)
    return bounds[at - 1], bounds[at]
