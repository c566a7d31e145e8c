"""Normalisers: equal values written differently become equal, so that their tokens are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from stanch.extent.folding import fold
from stanch.vocabulary import calendars

# Month names and their usual short forms in the seven languages, folded: first three or four letters are telling.
MONTHS = {
    1: "jan january januar janvier enero ene gennaio gen janeiro januari janv jaenner janner stycznia",
    2: "feb february februar fevrier febrero febbraio fevereiro februari fev fevr feber lutego",
    3: "mar march marz maerz mars marzo marco maart mrt mrz marca",
    4: "apr april avril abril aprile abr avr kwietnia",
    5: "may mai mayo maggio maio mei mag maja",
    6: "jun june juni juin junio giugno junho giu czerwca",
    7: "jul july juli juillet julio luglio julho lug juil lipca",
    8: "aug august aout agosto augustus ago sierpnia",
    9: "sep sept september septembre septiembre settembre setembro set setiembre wrzesnia",
    10: "oct october oktober octobre octubre ottobre outubro okt ott out pazdziernika",
    11: "nov november novembre noviembre novembro listopada",
    12: "dec december dezember decembre diciembre dicembre dezembro dez dic grudnia",
}
MONTH_OF = {word: number for number, words in MONTHS.items() for word in words.split()}
# Chinese, Japanese and Korean write a sign behind each: `1981年4月12日`, folded to `\x7f`.
_ISO = re.compile(r"(\d{4})[-/.\x7f] ?(\d{1,2})[-/.\x7f] ?(\d{1,2})(?!\d)")
_PARTS = re.compile(r"(\d{1,2})(?:\. ?|[-/ ])(\d{1,2})(?:\. ?|[-/ ])(\d{4}|\d{2})")
_COMPACT = re.compile(r"(?:(19|20)\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_WORDS = re.compile(r"\d+|[a-z]{3,}")
# A year of two digits is of the last century from here on: nobody alive was born later than the year written.
PIVOT = 30


def folded(text: str) -> str:
    """Plain ASCII of the same length."""
    return text if text.isascii() else fold(text).decode("latin-1")


_NO_DIGITS = bytes(code for code in range(256) if not 48 <= code <= 57)
_NO_SIGNS = bytes(code for code in range(256) if not chr(code).isalnum() or code >= 128)


def digits(text: str) -> str:
    """Digits only."""
    return fold(text).translate(None, _NO_DIGITS).decode("ascii")


def compact(text: str) -> str:
    """Letters and digits only, capitals."""
    return fold(text).translate(None, _NO_SIGNS).decode("ascii").upper()


def postcode(text: str) -> str:
    """Letters and digits, capitals; the hyphen by which a country's postcodes are known stays (`1100-053` of Portugal, `A-5020`)."""
    return plain if _HYPHENED.fullmatch(plain := text.strip().upper()) else compact(text)


_HYPHENED = re.compile(r"\d{4}-\d{3}|\d{5}-\d{3}|\d{2}-\d{3}|\d{3}-\d{4}|[A-Z]{1,3}-\d{4,5}")


def lower(text: str) -> str:
    """Small letters, no spaces around."""
    return text.strip().lower()


def spaced(text: str) -> str:
    """Runs of white space are one space."""
    return " ".join(text.split())


def parted(text: str) -> str:
    """Eight figures with the year last (`08041952`), or six (`080452`, `520804`), as mainframes write days, with slashes; else as it is."""
    return _YEAR_FIRST.sub(r"19\1-\2-\3", _YEAR_LAST.sub(r"\1/\2/\3", text))


# No month is the nineteenth or twentieth, so that the year first is never meant.
_YEAR_LAST = re.compile(r"^\s*([0-2]\d|3[01])([0-2]\d|3[01])((?:19|20)?\d\d)\s*$")
# A first pair that is no day of a month is a year.
_YEAR_FIRST = re.compile(r"^\s*(3[2-9]|[4-9]\d)(0[1-9]|1[0-2])([0-2]\d|3[01])\s*$")


def day(text: str) -> str:
    """A date in ISO 8601, or the text where it is none. `03/04/1980` is read as in the US (months first) where both would do."""
    found = to_birth_date(text)
    return found.isoformat() if found else spaced(text)


def day_before_month(text: str) -> str:
    """As `day`, in a column that writes the day first: `03/04/1980` is the third of April."""
    found = to_birth_date(text, day_first=True)
    return found.isoformat() if found else spaced(text)


LONGEST_DAY = 40  # signs: `the 26th of Rabi al-awwal 1400 AH`, and no sentence


def to_birth_date(text: str, *, day_first: bool = False) -> date | None:
    """As `to_date`; also by mainframes, with a Roman month, or in another calendar, where the writing says which."""
    found = to_date(parted(text), day_first=day_first)
    if len(text) <= LONGEST_DAY and (found is None or found.year in calendars.BUDDHIST_YEARS):
        plain = calendars.without_romans(text)
        found = (to_date(plain, day_first=day_first) if plain != text else None) or calendars.parse(text) or found
    if found and found.year in calendars.BUDDHIST_YEARS:
        found = _day(found.year - calendars.BUDDHIST, found.month, found.day)
    return found


@lru_cache(1 << 16)  # a column of dates has few distinct ones
def to_date(text: str, *, day_first: bool = False) -> date | None:
    """The day that a written date means; `day_first` settles what could be read both ways."""
    plain = folded(text).lower().strip()
    if found := _ISO.match(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if ":" in plain:  # `3/5/1982 0:00`, as exports write days
        plain = _CLOCK.sub("", plain)
    if found := _PARTS.fullmatch(plain):
        first, second, year = int(found[1]), int(found[2]), _year(found[3])
        # 31.12.1980: with points the day comes first everywhere.
        if "." in plain or first > 12:
            return _day(year, second, first)
        if day_first:
            return _day(year, second, first) or _day(year, first, second)
        return _day(year, first, second) or _day(year, second, first)
    if _COMPACT.fullmatch(plain):
        return _day(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    return _worded(plain)


_CLOCK = re.compile(r"[ t]+\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d{1,9})?)?(?: ?[ap]\.?m\.?)?$")


def _worded(plain: str) -> date | None:
    words = _WORDS.findall(_CLOCK.sub("", plain))
    months = [MONTH_OF[word] for word in words if word in MONTH_OF]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(numbers) != 2:
        return None
    first, second = numbers
    return _day(int(first), months[0], int(second)) if len(first) == 4 else _day(_year(second), months[0], int(first))


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < PIVOT else 1900)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except (ValueError, OverflowError):  # `may 20481173000 12`: more than any calendar's day
        return None


def phone(text: str) -> str:
    """E.164 where the number can be read as one (a number without a country is read as North American), with `;ext=`.

    Behind a national 0 the country is not known, and the figures stay as they are: no North American number begins so.
    """
    import phonenumbers

    plain = _ABROAD.sub("+", folded(text).strip())
    try:
        number = phonenumbers.parse(plain, "US")
    except phonenumbers.NumberParseException:
        return digits(text)
    national = str(number.national_number)
    # Nine digits, or a first 0 or 1, are no North American number: which country's they are is not known here.
    if number.country_code == 1 and (number.italian_leading_zero or national[:1] in "01" or len(national) != NANP_DIGITS):
        return digits(text)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};ext={number.extension}" if number.extension else written


NANP_DIGITS = 10
_ABROAD = re.compile(r"^\(?00\)?[ .-]?(?=[1-9])")  # dialled abroad as 0049 …
_LOCAL = re.compile(r"[2-9]\d\d[-. ]\d{4}")
_NANP = re.compile(r"(?:\+?1[-. ]?|001[-. ]?)?\(?([2-9]\d\d)\)?[-./ ]{0,2}([2-9]\d\d)[-. ]?(\d{4})")


def quick_phone(text: str) -> str:
    """As `phone`; the common North American forms without the library (twenty times faster), and seven figures, which none of them has."""
    plain = folded(text).strip()
    if found := _NANP.fullmatch(plain):
        return f"+1{found[1]}{found[2]}{found[3]}"
    return digits(plain) if _LOCAL.fullmatch(plain) else phone(text)


def ip(text: str) -> str:
    """The address in its canonical form."""
    if ":" not in text:
        return text
    import ipaddress

    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text.lower()


ONE_LINE = re.compile(r"([^|,][^|]*?),\s*([^|,\d]{2,40}),\s*([A-Z]{2})[ ,]+(\d{5}(?:-\d{4})?)(?:,?\s+(US|USA|United States))?")


def address(text: str) -> str:
    """`street | city | state | postcode | country` where it reads as one address; else the text, spaced."""
    # `12 Elm St$Tulsa, OK 74103`: lines as library systems part them.
    text = _FIELDS.sub(r"\1, \2, \3 \4", _LINES.sub(", ", text))
    plain = spaced(text)
    if match := ONE_LINE.fullmatch(plain):
        return " | ".join(part or "" for part in match.groups())
    numbered = _NUMBERED.fullmatch(text.strip())
    if numbered is None:
        return _as_found(text.strip()) or plain
    # A house's number changes nothing but itself: each street is read once.
    number, street = numbered.groups()
    read = _street(len(number), street)
    return plain if read is None else number + read if read else _as_found(text.strip()) or plain


# An address in one cell with the labels of its fields, as web forms export it.
_FIELDS = re.compile(
    r"(?is)^\W*(?:street(?: address)?|address(?: line 1)?): *(.+?),?\s+city: *(.+?),?\s+state[ /a-z]*: *(.+?),?\s+"
    r"(?:zip|post)[ /a-z]*: *(\S+(?: \d\S*)?)(?=$|\s*,?\s+country:).*$"
)
_LINES = re.compile(r"(?<=[\w.])\$(?=[^\W\d])")
_NUMBERED = re.compile(r"([0-9]{1,6})( \D{1,120})")


def _as_found(text: str) -> str | None:
    from stanch.extent import addresses, addresses_by_commas

    found = addresses.find(text, ())
    if len(found) != 1 or (found[0].end - found[0].start) * 4 < len(text) * 3:
        return addresses_by_commas.parted(text)
    normal, ahead = found[0].normal or "", text[: found[0].start].strip(" ,")
    if not normal.split("|")[3:4] or (not normal.split("|")[3].strip() and text[-1:].isdigit()):
        normal = addresses_by_commas.parted(text) or normal  # `Perth, WA 6000`
    return f"{ahead} {normal}" if _HOUSE.fullmatch(ahead) and not normal.startswith(ahead) else normal


_HOUSE = re.compile(r"\d{1,5}[A-Za-z]?")


@lru_cache(1 << 16)
def _street(digits_before: int, street: str) -> str | None:
    """What the normal form of a street line is behind its number; None where it is no address, "" where it begins with something else."""
    number = "1" * digits_before
    found = _as_found(number + street)
    return None if found is None else found.removeprefix(number) if found.startswith(number) else ""


def licence(text: str) -> str:
    """An American driver's licence without the state beside it."""
    from stanch.extent.licences import without_state

    return without_state(text)


NORMALISERS: dict[str, Callable[[str], str]] = {
    "digits": digits,
    "compact": compact,
    "lower": lower,
    "postcode": postcode,
    "spaced": spaced,
    "address": address,
    "day": day,
    "phone": quick_phone,
    "ip": ip,
    "licence": licence,
}


def normaliser(name: str) -> Callable[[str], str]:
    """The function of that name; the text itself for none."""
    return NORMALISERS.get(name, _same)


def _same(text: str) -> str:
    return text
