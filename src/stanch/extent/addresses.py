"""Finds postal addresses in a text, and tells whether a column holds them.

An address starts at its street line (number and street, street and number, PO box; in Ireland and Britain also a house or
street without number before a county or postcode) and goes to its postcode, or the country behind it, across line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from stanch.extent import (
    addresses_alphabets,
    addresses_american,
    addresses_by_country,
    addresses_city_first,
    addresses_corners,
    addresses_small,
    addresses_told,
    anchored,
    signs,
)
from stanch.extent import addresses_grammar as grammar
from stanch.extent.addresses_alone import (
    CUE,
    INSIDE,
    IS_DAY,
    MONTHS,
    flat_before,
    is_counted,
    is_dated,
    is_person,
    is_season,
    is_town,
    is_volume,
    is_year,
    stands_alone,
    without_stop,
)
from stanch.extent.addresses_capitals import in_small_letters
from stanch.extent.addresses_written import DETECTOR, KIND, joined
from stanch.extent.anchored import Later
from stanch.extent.span import Span

# The tail of an address (city to country) is looked for this far behind the street.
REACH = 200
FADED, POSTCODE = 0.8, 3  # of the parts of an address the postcode is written with capitals everywhere
FORMER = Later(
    r"(?i)\b(?:(?:old|former|previous|prior|past)(?:\s+(?:one|home|house|postal|mailing|street|address))*\s*(?:was|is|were|:|at)?"
    r"|(?:moved(?:\s+\w+)?|relocated)\s+from|formerly(?:\s+(?:of|at))?|(?:used\s+to\s+live|lived|resided)\s+(?:at|in)"
    r"|ancienne\s+adresse|anciennement|alte\s+(?:adresse|anschrift)|fr[uü]her|direcci[oó]n\s+anterior|antigua\s+direcci[oó]n"
    r"|vecchio\s+indirizzo|oud(?:e)?\s+adres|(?:antigo|anterior)\s+endere[cç]o"
    r"|(?:fr[uü]her|vorher|zuvor|vroeger|voorheen|destijds)(?:\s+[^\W\d]+){0,3}|wohnte(?:\s+[^\W\d]+){0,2}|woonde[n]?(?:\s+[^\W\d]+){0,2}"
    r"|(?:antes|anteriormente)\s+(?:viv[íi]a|resid[íi]a|morava)\s+(?:en|na|no)|(?:viv[íi]a|resid[íi]a|morava)(?:\s+antes)?\s+(?:en|na|no)"
    r"|j['’]habitais|habitait|(?:pr[ée]c[ée]demment|auparavant|autrefois)(?:\s+[^\W\d]+){0,2}|abitav[oa](?:\s+prima)?\s+(?:in|a))\s*:?\s*$"
)


def looks_like_addresses(values: Sequence[str]) -> float:
    """The share of the filled values that read as an address or its street line."""
    filled = [value[:300] for value in values if value and value.strip()]
    return sum(map(_reads_as_address, filled)) / len(filled) if filled else 0.0


def _reads_as_address(value: str) -> bool:
    found = find(value, ())
    return bool(found) and (found[0].end - found[0].start) * 2 > len(value.strip())


def find(text: str, anchors: Sequence[tuple[int, int]]) -> list[Span]:  # noqa: ARG001
    """The addresses in `text`, in order, not overlapping. `anchors` do not change what is found: an address has digits of its own."""
    found = _grammatical(text)
    if (written := in_small_letters(text)) is not None:
        # With their postcode only: a street alone is told by its small letters. Of America and Britain the grammar knows capitals.
        french = (
            one
            for match in anchored.beginning(grammar.STREET_FRENCH, grammar.STREET_FIRST, written)
            for one in _whole(written, match.start(), match.end(), "french", None)
        )
        capitals = (*_european(written, signs.of(written)), *french)
        found = _with(text, found, (one for one in capitals if one.normal.split(" | ")[3:4] not in ([], [""])))
    if (written := addresses_small.with_capitals(text)) is not None:
        found = _with(text, found, filter(addresses_small.is_told, _grammatical(written)))
    return found


def _with(text: str, found: list[Span], more: Iterable[Span]) -> list[Span]:
    """`found` and those of `more`, which were told in other letters, that lie clear of them."""
    clear = (one for one in more if not any(other.start < one.end and one.start < other.end for other in found))
    told = (replace(one, text=text[one.start : one.end], normal=_as_written(text, one)) for one in clear)
    return sorted([*found, *told], key=lambda span: span.start)


def _as_written(text: str, span: Span) -> str:
    """The normal form with its words as the text has them."""
    said = text[span.start : span.end]
    parts = []
    for number, part in enumerate(span.normal.split(" | ")):
        at = span.text.find(part)
        parts.append(said[at : at + len(part)] if part and at >= 0 and number != POSTCODE else part)
    return " | ".join(parts)


def _grammatical(text: str) -> list[Span]:
    """Addresses that are written with small letters."""
    found: list[Span] = []
    taken: list[tuple[int, int]] = []
    import bisect

    for span in sorted(_candidates(text, signs.of(text)), key=lambda span: (-span.confidence, span.start, -span.end)):
        at = bisect.bisect_left(taken, (span.start, span.end))
        if (at and taken[at - 1][1] > span.start) or (at < len(taken) and taken[at][0] < span.end):
            continue
        taken.insert(at, (span.start, span.end))
        found.append(span)
    dated = [_dated(text, span) for span in sorted(found, key=lambda span: span.start)]
    return addresses_corners.of(text, dated) if "orner of " in text else dated


_GRAMMAR = "addresses_grammar"


def _candidates(text: str, may: frozenset[str]) -> Iterator[Span]:
    """All that some way of writing addresses takes for one; of equals the first counts. `may`: the patterns that can match here."""
    yield from _streets(text, may)
    yield from _european(text, may)
    if f"{_GRAMMAR}.AMERICAN" in may:
        yield from addresses_american.find(text)
    yield from _before_a_code(text, may)
    if f"{_GRAMMAR}.MILITARY" in may:
        yield from _military(text)
    if f"{_GRAMMAR}.STREET_UNNUMBERED" in may:
        yield from _unnumbered(text)
    if f"{_GRAMMAR}.LABEL" in may:
        yield from _labelled(text)
    yield from (_city_first(text, one) for one in addresses_city_first.find(text, may))
    yield from (_behind_a_number(text, one) for one in addresses_alphabets.find(text))
    if "addresses_by_country.COUNTRY_LINE" in may:
        yield from addresses_by_country.find(text)
    yield from addresses_told.find(text)
    if f"{_GRAMMAR}.CUED" in may:
        yield from _cued(text)


def _dated(text: str, span: Span) -> Span:
    """`the old one was …`, `moved from …`: an address that holds no more is less sure to be the person's than another beside it."""
    if not FORMER.search(text, max(0, span.start - 40), span.start):
        return span
    return replace(span, confidence=round(span.confidence * FADED, 3), context="former address")


def _streets(text: str, may: frozenset[str]) -> Iterator[Span]:
    for match in anchored.beginning(grammar.STREET, grammar.STREET_FIRST, text) if f"{_GRAMMAR}.STREET" in may else ():
        kind = "us" if match["us"] else "french" if match["french"] else "box"
        whole = [*_whole(text, _led(text, match.start()), match.end(), kind, match["strong"] or match["type2"] or match["type"])]
        # `21 Avenue Foch` is no street of the United States, and one of France.
        if not whole and kind == "us" and (other := _french_at(text, match.start())):
            whole = [*_whole(text, match.start(), other.end(), "french", None)]
        yield from whole
    for match in anchored.beginning(grammar.PLAIN, grammar.PLAIN_FIRST, text) if f"{_GRAMMAR}.PLAIN" in may else ():
        if not IS_DAY.match(match[0]):
            yield from _whole(text, _with_house(text, flat_before(text, match.start())), match.end(), "plain", None)


def _french_at(text: str, start: int) -> re.Match[str] | None:
    """A French street, perhaps behind a further number (`479 95 Avenue des Tuileries`)."""
    number = _FURTHER.match(text, start)
    return grammar.STREET_FRENCH.match(text, number.end() if number else start)


_FURTHER, _PART = re.compile(r"\d{1,6} (?=\d)"), re.compile(r"(?i)\d+ of\b")


def _led(text: str, start: int) -> int:
    """Before a street with its number behind: a further number (`at 35108 ul. Zamkowa 33`), a flat or a house."""
    if (
        start > 1
        and text[start - 1] == " "
        and text[start - 2].isdigit()
        and (lead := grammar.LEAD.search(text, max(0, start - 30), start))
    ):
        start = lead.start("number")
    return _with_house(text, start)


def _with_house(text: str, start: int) -> int:
    """Before the number: `Flat 2, `, `Rose House, `, or both."""
    for _ in range(2):
        prefix = grammar.PREFIX.search(text, max(0, start - 45), start)
        if not prefix or (prefix.start() and text[prefix.start() - 1].isalnum()) or is_person(prefix[0]):
            break
        start = prefix.start()
    return start


def _whole(text: str, start: int, end: int, kind: str, street_type: str | None) -> Iterator[Span]:
    if is_volume(text, start):
        return
    end = taken.start() if (taken := _UNIT_TAKEN.search(text, start, end)) else end
    bare, end = end, _with_units(text, end)
    has_unit = end > bare
    street = text[start:end]
    high = min(len(text), end + REACH)
    for name, tail in grammar.TAILS:
        if name == "unit" and not has_unit:
            continue
        sign = grammar.SIGNS.get(name)
        if sign is not None and not sign.search(text, end, high):
            continue
        if kind == "plain" and not has_unit and name not in ("unit", "us", "ca", "uk", "ie", "abroad", "region", "country", "last"):
            continue
        match = tail.match(text, end, high)
        if name == "zip" and (kind != "us" or (street_type or "").lower() not in grammar.STRONG):
            continue
        if match and _sound(match["city"] or "town") and not (name == "zip" and match["city"] and not is_town(match["city"])):
            # `12 OF 30` above `WEIGHT 4711`: a number and words say little, and so does a word with a number behind it.
            if kind == "plain" and name == "last" and not (is_town(match["city"]) and not _PART.match(street)):
                continue
            yield _span(
                text, start, match.end(), (street, match, name), (0.97 if match["code"] else 0.85) - (0.2 if kind == "plain" else 0)
            )
            return
    cued = bool(CUE.search(text, max(0, start - 12), start))
    if stands_alone(street, kind, street_type, is_cued=cued) and not is_year(text, start, street):
        street = without_stop(street)
        end = start + len(street)
        yield Span(KIND, start, end, street, 0.7 if kind == "germanic" else 0.8, DETECTOR, None, joined(street, "", "", "", ""))


def _european(text: str, may: frozenset[str]) -> Iterator[Span]:
    """Streets with the number behind them, and words for a street as the continent has them."""
    if not re.search(r"\d", text):
        return
    for match in anchored.beginning(grammar.STREET_EU, grammar.STREET_EU_FIRST, text) if f"{_GRAMMAR}.STREET_EU" in may else ():
        yield from _whole(text, _led(text, match.start()), match.end(), match.lastgroup or "", None)
    if f"{_GRAMMAR}.GERMANIC_END" not in may:
        return
    for match in anchored.behind(grammar.GERMANIC_END, grammar.GERMANIC_WORD, grammar.GERMANIC_JOINT, grammar.GERMANIC_LONGEST, text):
        before = grammar.GERMANIC_START.search(text, max(0, match.start() - 50, text.rfind("\n", 0, match.start()) + 1), match.start())
        start = before.start() if before else match.start()
        if text[start : start + 2] in ("út", "ut") and (long := grammar.HUNGARIAN_START.search(text, max(0, start - 50), start)):
            start = long.start()
        if is_season(text[start : match.end()]):
            continue
        if text[start].isupper() or text[start : start + 2] in ("ul", "út", "ut"):
            # In Hungary the house number is an ordinal: `Nádor utca 22., 1051 Budapest`.
            dot = match.end() + (text.startswith(".", match.end()) and bool(_HUNGARIAN.search(match[0])))
            start = _led(text, start)
            further = [one for one in _whole(text, start, dot, "germanic", None) if dot > match.end()]
            yield from further or _whole(text, start, match.end(), "germanic", None)


_HUNGARIAN = re.compile(r"(?:utca|út|útja|u\.|rkp\.|körút|tér) \d")
# A unit's word that a street's name took for its own last.
_UNIT_TAKEN = re.compile(r"[ ,]+(?:Apt|Suite|Ste|Unit|Flat|Room)\.?$")


def _before_a_code(text: str, may: frozenset[str]) -> Iterator[Span]:
    """`Karl Johans gate 22, 0026 Oslo`, `Hlavná 45, 040 01 Košice`: words and a number before a postcode and a town that there is."""
    tails = [tail for name, tail in grammar.TAILS if name in ("eu", "close")]
    for at in _codes(text, may):
        low = max(0, at - 80, text.rfind("\n", 0, at) + 1)
        street = grammar.WORDS_AND_HOUSE.search(text, low, at)
        high = min(len(text), at + REACH)
        rest = next((found for tail in tails if street and (found := tail.match(text, at, high))), None)
        if not street or not rest or not is_town(rest["city"]) or is_dated(street[0], rest["code"]):
            continue
        # The sentence before (`Dr. Ana Gil Delgado. Luna, 4`) is no part of it.
        begin = street.start() + max((stop.end() for stop in _SENTENCE_END.finditer(street[0])), default=0)
        yield _span(text, begin, rest.end(), (text[begin : street.end()], rest, "eu"), 0.85)


_SENTENCE_END = re.compile(r"[^\W\d_]{5,}\. ")


def _codes(text: str, may: frozenset[str]) -> Iterator[int]:
    """Where what stands before a postcode ends."""
    for sign in grammar.BEFORE_A_CODE.finditer(text) if f"{_GRAMMAR}.BEFORE_A_CODE" in may else ():
        yield sign.start()
    for code in grammar.CODE_BEHIND.finditer(text) if f"{_GRAMMAR}.CODE_BEHIND" in may else ():
        if before := grammar.HOUSE_BEFORE.search(text, max(0, code.start() - 5), code.start()):
            yield before.start()


def _military(text: str) -> Iterator[Span]:
    """`PSC 5420, Box 2708, APO AA 33879`."""
    for match in grammar.MILITARY.finditer(text):
        yield Span(KIND, match.start(), match.end(), match[0], 0.95, DETECTOR, None, joined(match[0], "", "", match[0].split()[-1], ""))


def _cued(text: str) -> Iterator[Span]:
    """`He lives at Joaquin Suarez 2906`: a house number behind words, where the sentence says that an address follows."""
    if text.isascii():
        found = anchored.at_signs(grammar.CUED, grammar.CUED_SIGNS, text.lower(), text)
    else:
        found = anchored.beginning(grammar.CUED, grammar.CUED_FIRST, text)
    for match in found:
        words = re.findall(r"[^\W\d_]+", match["value"])
        is_year_or_day = (re.fullmatch(r"(?:19|20)\d\d", match["house"]) and len(words) == 1) or words[0].lower() in MONTHS | INSIDE
        if is_year_or_day or is_counted(text, match.end("house"), words):
            continue
        start, value = match.start("value"), match["value"]  # up to a line that begins with the next label: `Guest phone:`
        ends = [line.start() for line in _LINE_END.finditer(text, start, start + len(value)) if _NEXT_LABEL.match(text, line.end())]
        value = value[: ends[0] - start if ends else None].rstrip(" ,.\n")
        alone = Span(KIND, start, start + len(value), value, 0.62, DETECTOR, match[0].split()[0], joined(value, "", "", "", ""))
        yield _with_tail(text, start, match.end("house")) or alone


def _behind_a_number(text: str, span: Span) -> Span:
    """With a further number before it, where the sentence says that an address follows."""
    return replace(span, start=(start := _led(text, span.start)), text=text[start : span.end])


def _with_tail(text: str, start: int, end: int) -> Span | None:
    """A street that a sentence or label says to be one, with the postcode and town behind it."""
    tails = (one for one in grammar.TAILS if one[0] in ("uk", "ie", "eu", "last"))
    found = (
        (name, match) for name, tail in tails if (match := tail.match(text, end, min(len(text), end + REACH))) and is_town(match["city"])
    )
    return next((_span(text, start, match.end(), (text[start:end], match, name), 0.85) for name, match in found), None)


_LINE_END, _NEXT_LABEL = re.compile(r"\n"), re.compile(r"[^\W\d_][^\n:\t]{1,40}[:\t]")


def _with_units(text: str, end: int) -> int:
    """Behind `Apt 4B`, `Suite 200`, also on the next line."""
    if rest := grammar.REST_OF_LINE.match(text, end, end + 80):
        end = rest.end()
    for _ in range(3):
        unit = grammar.UNIT_BEHIND.match(text, end, end + 60)
        if not unit:
            break
        end = unit.end()
    return end


def _sound(city: str) -> bool:
    return len(city) > 1 and not re.match(r"(?i)(?:phone|tel|fax|email|e-mail|dob|ssn|date|dear|re|account|attn|total|name)\b", city)


def _span(text: str, start: int, end: int, parts: tuple[str, re.Match[str], str], surety: float) -> Span:
    street, match, form = parts
    fields = match.groupdict()
    town = "code" if form in ("eu", "close") or not fields["city"] else "city"
    before = text[match.start() : match.start(town)].strip(" ,.\n\t|>-")
    street = ", ".join(part for part in (street, _CODE_SIGN.sub("", before)) if part)
    city, state = (fields["city"] or "").rstrip("."), fields["state"] or ""
    if form in ("eu", "close") and not state and (province := _PROVINCE.fullmatch(city)):
        city, state = province["city"], province["state"]
    state = grammar.STATES.get(state.title(), grammar.PROVINCES.get(state.title(), state))
    country = fields["country"] or {"ca": "Canada", "uk": "United Kingdom", "ie": "Ireland", "county": "Ireland", "dublin": "Ireland"}.get(
        form, ""
    )
    normal = joined(street, city, state.rstrip("."), fields["code"] or "", country)
    # The dot behind a city, county or country ends a sentence.
    end -= text[end - 1] == "." and text[end - 4 : end] not in ("S.A.", "U.S.", "U.K.")
    return Span(KIND, start, end, text[start:end], surety, DETECTOR, None, normal)


# Before a postcode, no part of the street; and an Italian province behind the town (`00184 Roma RM`).
_CODE_SIGN = re.compile(r"(?i)(?:(?<!\w)E|c\.?p\.?:?)$")
_PROVINCE = re.compile(r"(?P<city>.*[a-zß-öø-ÿ]) (?P<state>[A-Z]{2})")


def _unnumbered(text: str) -> Iterator[Span]:
    """`Rose Cottage, Main Street, Kinsale, Co. Cork`: only before a county or a postcode."""
    if not grammar.UNNUMBERED_END.search(text) or not re.search(r"\bCo(?:unty|\.)? |\d[A-Z]{2}\b|[A-Z]\d", text):
        return
    for match in grammar.STREET_UNNUMBERED.finditer(text):
        for name, tail in grammar.TAILS:
            if name not in ("uk", "ie", "county", "dublin"):
                continue
            rest = tail.match(text, match.end(), min(len(text), match.end() + REACH))
            if rest and _sound(rest["city"]):
                yield _span(text, match.start(), rest.end(), (match[0], rest, name), 0.9)
                break


def _city_first(text: str, found: addresses_city_first.Found) -> Span:
    start, end, parts, word = found
    return Span(KIND, start, end, text[start:end], 0.98, DETECTOR, word, joined(*parts))


def _labelled(text: str) -> Iterator[Span]:
    """What stands behind `Address:` and has a number or commas, where no grammar knows it."""
    for match in anchored.on_lines(grammar.LABEL, grammar.LABEL_BEGUN, grammar.LABEL_SIGN, text):
        value = match["value"].rstrip(" ,.")
        if "@" in value or "://" in value or " = " in value or re.fullmatch(r"[\d.:/ ]+", value) or not re.search(r"[^\W\d_]{3}", value):
            continue
        if re.search(r"\d", value) and re.search(r"\s", value) and len(value.split()) >= 3:
            start = match.start("value")
            yield Span(KIND, start, start + len(value), value, 0.65, DETECTOR, "address", joined(value, "", "", "", ""))
