"""Partial records of persons, in comparable form: what linkage compares.

A partial record is what one place says of one person: a row of a table, a form, the neighbourhood of a name in a text.
`PARTIAL` is its shape as it comes (all text, null where unknown); `comparable` folds names, streets, numbers, and drops
values that say nothing (`n/a`, 1900-01-01). Identifiers come as `kind:value`, where value is a token or, from a table
given directly, the number itself; they are compared for equality (and one edit) within a kind only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pyarrow as pa

from stanch.people import columnwise
from stanch.people.columnwise import each
from stanch.people.days import LONG_AGO, year_of
from stanch.people.names import SUFFIXES, TITLES, Name, fillers, fold, nicknames, parse, roots, without_estate

IDENTIFIERS = ("national", "document", "account", "health", "member")
PARTIAL = pa.schema(
    [
        (name, pa.string())
        for name in (
            "key", "full_name", "given", "middle", "family", "suffix", "former", "dob", "born", "email", "phone",
            "street", "city", "region", "postcode", "country", *IDENTIFIERS, "birth_place", "occupation",
        )
    ],
)  # fmt: skip
COMPARABLE = (
    "given", "middle", "family", "suffix", "dob", "born", "email", "phone", "street", "city", "region", "postcode", "country",
    *IDENTIFIERS, "birth_place", "occupation",
)  # fmt: skip
SETS = ("roots", "parts", "roots_marks", "parts_marks")  # of a given name its roots, of a family name its words
LEAST_PART = 3  # letters of a word of a family name that says something
ORDINAL = re.compile(r"(?i)\d+(?:st|nd|rd|th),?")  # of a peerage; Jr and III are suffixes
NO_NAMES = frozenset(
    ["of", "the", "and", "duke", "earl", "baron", "baronet", "viscount", "marquess", "count", "countess", "lady", "lord", "sir"]
)
NULLISH = frozenset(
    [
        "n a",
        "na",
        "none",
        "null",
        "unknown",
        "not available",
        "nan",
        "xxx",
        "tbd",
        "anonymous",
        "nil",
        "undefined",
        "no name",
        "test",
        "missing",
        "not provided",
        "n k",
        "unk",
    ]
)
# Mailboxes of functions, not of people.
ROLE_MAILBOX = frozenset(
    [
        "info",
        "office",
        "admin",
        "none",
        "noreply",
        "no-reply",
        "donotreply",
        "contact",
        "sales",
        "support",
        "test",
        "hello",
        "mail",
        "enquiries",
        "reception",
        "billing",
        "accounts",
        "hr",
        "payroll",
        "na",
        "unknown",
    ],
)
PLACEHOLDER_DAYS = frozenset(
    {"1900-01-01", "1900-01-02", "1899-12-30", "1899-12-31", "1901-01-01", "1970-01-01", "1111-11-11", "1800-01-01", "2000-01-01"}
)
FLOAT = re.compile(r"\d+\.0+")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d{1,2}")
STREET_WORDS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln", "boulevard": "blvd", "court": "ct", "place": "pl",  # noqa: E501
    "square": "sq", "terrace": "ter", "parkway": "pkwy", "circle": "cir", "highway": "hwy", "crescent": "cres", "close": "cl", "north": "n",
    "south": "s", "east": "e", "west": "w", "apartment": "apt", "unit": "apt", "suite": "ste", "flat": "apt", "strasse": "str", "trail": "trl",  # noqa: E501
}  # fmt: skip


def comparable(partial: pa.Table, *, threads: int = 1) -> pa.Table:
    """The same rows with comparable columns (`COMPARABLE`, `SETS`) and `key`; columns side by side on so many `threads`."""
    import pyarrow.compute as pc

    columns = {
        name: partial.column(name) if name in partial.column_names else pa.nulls(len(partial), pa.string()) for name in PARTIAL.names
    }
    with ThreadPoolExecutor(threads) as pool:
        named = pool.submit(_names, columns)
        plain = {name: pool.submit(how, columns[name]) for name, how in _HOW.items()}
        out: dict[str, pa.Array | pa.ChunkedArray] = {"key": columns["key"], **named.result()}
        out |= {name: column.result() for name, column in plain.items()}
    # A year says something only where the day is not known.
    out["born"] = pc.if_else(pc.is_valid(out["dob"]), None, out["born"])
    return pa.table(out)


def _names(columns: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """Name columns: from the parts where given, else from the full name."""
    import pyarrow.compute as pc

    full = pa.chunked_array([columns["full_name"]]) if isinstance(columns["full_name"], pa.Array) else columns["full_name"]
    coded = full.combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    parsed = [_parsed(text) for text in coded.dictionary.to_pylist()]
    found, agree = {}, pa.scalar(True)
    for part in ("given", "family", "suffix", "middle"):
        whole = pa.array([_middle(one) if part == "middle" else getattr(one, part) or None for one in parsed], pa.string())
        whole = whole.take(coded.indices)
        own = each(columns[part], {"suffix": _SUFFIX, "given": _given_part}.get(part, _name_part))
        if part in ("given", "family"):
            agree = pc.and_(agree, pc.coalesce(pc.equal(own, whole), True))
        # A full name that is read otherwise than the parts beside it (titles, places) tells nothing of a middle name.
        found[part] = pc.coalesce(own, pc.if_else(agree, whole, None) if part == "middle" else whole)
    found["given"], found["family"] = _one_word_once(found["given"], found["family"])
    former = each(columns["former"], _name_part)
    joined = pc.binary_join_element_wise(
        pc.coalesce(found["family"], ""), pc.coalesce(former, ""), pc.coalesce(found["middle"], ""), " ",
    )  # fmt: skip
    # A given name field that holds two words ("Mary Ann") keeps them as given and middle.
    parts, marks = columnwise.word_sets(joined, LEAST_PART)
    return {**found, **_set("roots", found["given"], roots), "parts": parts, "parts_marks": marks}


def _one_word_once(given: pa.Array, family: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The only name that was known, written into both fields, is one name: a given name where it is known as one, else a family name."""
    import pyarrow.compute as pc

    twice = pc.fill_null(pc.equal(given, family), False)
    is_given = pc.is_in(given, value_set=pa.array(sorted(nicknames()), pa.string()))
    return pc.if_else(pc.and_not(twice, is_given), None, given), pc.if_else(pc.and_(twice, is_given), None, family)


def _set(name: str, column: pa.Array, how: Callable[[str], tuple[str, ...]]) -> dict[str, pa.Array]:
    """A set of words for each value, written `one|other`, and its marks, a bit a word: most sets that do not meet are known by them."""
    coded = column.dictionary_encode()
    words = [how(value) if value else None for value in coded.dictionary.to_pylist()]
    texts = pa.array(["|".join(some) if some else None for some in words], pa.string())
    marks = pa.array([sum({columnwise.mark(word) for word in some}) if some else None for some in words], pa.uint64())
    return {name: texts.take(coded.indices), f"{name}_marks": marks.take(coded.indices)}


def _parsed(text: str | None) -> Name:
    """The parts of a full name; nothing where it names nobody ("Current Resident", "Baby Boy Jones" is a Jones)."""
    if not text or fold(text) in NULLISH:
        return Name()
    found = parse(without_estate(text))
    anywhere, given = fillers()
    whole = [word for part in (found.given, found.middle, found.family) for word in part.split()]
    if all(word in given for word in whole):
        return Name()
    if found.given not in given:
        return found
    middle = " ".join(word for word in found.middle.split() if word not in given)
    return Name("", middle, "" if found.family in anywhere else found.family, found.suffix)


def _middle(name: Name) -> str | None:
    """Middle names are one word or two; more, or a word that is none, is a title, a place or what else a full name may hold."""
    words = name.middle.split()
    return name.middle if 0 < len(words) <= 2 and not any(word in NO_NAMES or any(map(str.isdigit, word)) for word in words) else None


def _name_part(text: str) -> str:
    folded = "" if fold(text) in NULLISH else " ".join(fold(word).replace(" ", "-") for word in text.split() if not ORDINAL.fullmatch(word))
    words = folded.split()
    # People are called House or Child by family, and nobody is called "of the house".
    phrase = len(words) > 1 and all(word in fillers()[1] for word in words)
    return "" if folded in fillers()[0] or phrase else folded.strip("- ")


def _given_part(text: str) -> str:
    found = _name_part(without_estate(text))
    return "" if all(word in fillers()[1] or word in TITLES for word in found.split()) else found


def _SUFFIX(text: str) -> str:  # noqa: N802 named beside the table of normalisers
    return SUFFIXES.get(fold(text), "")


def _plain(text: str) -> str:
    folded = fold(text)
    return "" if folded in NULLISH else folded


def _street(text: str) -> str:
    words = [STREET_WORDS.get(word, word) for word in _plain(text).split()]
    return " ".join(words)


def _email(text: str) -> str:
    lowered = text.strip().casefold()
    local, at, domain = lowered.partition("@")
    if not at or not domain or local in ROLE_MAILBOX or (local == domain.split(".")[0] and local in NULLISH):
        return ""
    return f"{local.split('+')[0]}@{domain}"


def written_out(text: str) -> str:
    """A whole number as a spreadsheet left it (5125550101.0, 5.125550101E+09) in figures; all else as it is.

    Where figures were lost (5.12555E+09) what is left names nobody, and nothing is returned.
    """
    if FLOAT.fullmatch(text):
        return text.partition(".")[0]
    if SCIENTIFIC.fullmatch(text):
        mantissa, _, power = text.casefold().partition("e")
        return str(int(float(text))) if len(mantissa.replace(".", "")) >= min(9, int(power)) else ""
    return text


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", written_out(text))
    # Fillers such as 0000000 or 1111111111 belong to nobody.
    if len(digits) < 7 or len(set(digits)) <= 2:
        return ""
    return digits[-10:]


def _postcode(text: str) -> str:
    upper = re.sub(r"[^0-9A-Z]", "", written_out(text).upper())
    five = upper[:5] if re.fullmatch(r"\d{9}", upper) else upper
    return "" if set(five) <= {"0"} else five


def _dob(text: str) -> str:
    if text in PLACEHOLDER_DAYS:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if day.year >= LONG_AGO else ""


def _identifier(text: str) -> str:
    kind, _, value = text.partition(":")
    # Numbers such as 000000000, 999999999 or 123456789 stand for "none".
    plain = re.sub(r"[\s.-]", "", value)
    if not plain or len(set(plain)) == 1 or plain in ("123456789", "1234567890") or plain.casefold() in NULLISH:
        return ""
    return f"{kind}:{plain}"


def _by_value(how: Callable[[str], str | None]) -> Callable[[Any], pa.Array]:
    return lambda column: each(column, how)


_HOW: dict[str, Callable[[Any], pa.Array]] = {
    "dob": _by_value(_dob),
    "born": _by_value(year_of),
    "email": lambda column: columnwise.emails(column, _email, ROLE_MAILBOX),
    "phone": lambda column: columnwise.phones(column, _phone),
    "street": lambda column: columnwise.streets(column, _street, STREET_WORDS),
    "city": _by_value(_plain),
    "region": _by_value(_plain),
    "postcode": lambda column: columnwise.postcodes(column, _postcode),
    "country": _by_value(_plain),
    **dict.fromkeys(IDENTIFIERS, lambda column: columnwise.identifiers(column, _identifier)),
    "birth_place": _by_value(_plain),
    "occupation": _by_value(_plain),
}
