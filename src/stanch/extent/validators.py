"""Validators: check digits, ranges, plausibility. Each takes the value as written and says whether it can be one.

A detector names one: a function here, or a module of python-stdnum (`stdnum.fr.nir`), whose `is_valid` is called.
"""

from __future__ import annotations

import importlib
import ipaddress
import math
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from stanch.extent.normalise import compact, digits, folded, to_date

Validator = Callable[[str], bool]


def luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    total = 0
    for place, char in enumerate(reversed(number)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def payment_card(text: str) -> bool:
    """Length and first digits of a card scheme (ISO/IEC 7812), Luhn, not one digit over and over."""
    number = digits(text)
    return len(set(number)) > 1 and bool(_CARD.fullmatch(number)) and luhn(number)


# Visa; Mastercard 51-55 and 2221-2720; American Express; Discover; Diners; JCB; UnionPay; Maestro.
_CARD = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|6(?:011|5\d\d|4[4-9]\d|22\d)\d{12}(?:\d{3})?|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}"
    r"|(?:5018|5020|5038|6304|6759|6761|6763)\d{8,15}",
)


def us_ssn(text: str) -> bool:
    """Area, group and serial as the Social Security Administration issues them (not 000, 666, 9xx; group, serial not 0)."""
    number = digits(text)
    return (
        len(number) == 9
        and number[:3] not in ("000", "666")
        and number[0] != "9"
        and number[3:5] != "00"
        and number[5:] != "0000"
        and number not in _SPECIMEN
    )


# Printed on specimen cards and in advertisements; SSA voided them.
_SPECIMEN = frozenset({"078051120", "219099999", "123456789", "987654321"})


def us_ssn_labelled(text: str) -> bool:
    """What a form calls an SSN still names a person when it was mistyped or never issued; an ITIN (9xx, its groups) is one."""
    number = digits(text)
    return len(number) == 9 and len(set(number)) > 1 and not us_itin(text) and number[5:] != "0000"


def us_itin(text: str) -> bool:
    """Area 9xx with a group of 50-65, 70-88, 90-92, 94-99 (IRS Publication 1915)."""
    number = digits(text)
    if len(number) != 9 or number[0] != "9":
        return False
    group = int(number[3:5])
    return 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99


def us_aba(text: str) -> bool:
    """A routing number: Federal Reserve prefix and the 3-7-1 checksum (ABA)."""
    number = digits(text)
    if len(number) != 9 or not (
        1 <= int(number[:2]) <= 12 or 21 <= int(number[:2]) <= 32 or 61 <= int(number[:2]) <= 72 or number[:2] == "80"
    ):
        return False
    return sum(int(char) * (3, 7, 1)[place % 3] for place, char in enumerate(number)) % 10 == 0


def us_mbi(text: str) -> bool:
    """The eleven places of the Medicare Beneficiary Identifier (CMS): no S, L, O, I, B, Z."""
    return bool(
        re.fullmatch(
            r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d", compact(text)
        )
    )


def us_npi(text: str) -> bool:
    """Luhn over 80840 and the ten digits (CMS)."""
    number = digits(text)
    return len(number) == 10 and number[0] in "12" and luhn("80840" + number)


def us_dea(text: str) -> bool:
    """Two letters, seven digits: (d1+d3+d5) + 2(d2+d4+d6) ends in d7."""
    number = digits(text)
    return len(number) == 7 and (sum(map(int, number[0:6:2])) + 2 * sum(map(int, number[1:6:2]))) % 10 == int(number[6])


def phone(text: str) -> bool:
    """A number that could be dialled: North American by its plan's digits, others by the library's tables."""
    plain = folded(text).strip()
    number = digits(plain.partition("x")[0].partition("X")[0])
    if not plain.startswith("+") and not plain.startswith("00") and len(number) in (10, 11):
        number = number[1:] if len(number) == 11 and number[0] == "1" else number
        if len(number) == 10:
            return nanp(number)
    return dialable(plain)


def nanp(number: str) -> bool:
    """Ten digits of the North American Numbering Plan: area 2-9, exchange 2-9, neither N11, not all the same."""
    return len(number) == 10 and number[0] not in "01" and number[3] not in "01" and number[1:3] != "11" and len(set(number)) > 2


def nanp_labelled(text: str) -> bool:
    """A number that a label calls a telephone: ten digits or a possible one of some country."""
    plain = folded(text).strip()
    number = digits(re.split(r"(?i)x|ext|#", plain)[0])
    return 7 <= len(number) <= 15 and len(set(number)) > 1


def dialable(text: str) -> bool:
    """By the tables of Google's libphonenumber."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, None if text.startswith("+") else "US")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number(number))


def birth_date(text: str) -> bool:
    """A day that somebody alive, or lately dead, may have been born on."""
    found = to_date(text)
    return found is not None and 1895 <= found.year <= 2035


def any_date(text: str) -> bool:
    """A day."""
    return to_date(text) is not None


def ipv4(text: str) -> bool:
    """A host's address: not unspecified, broadcast, loopback, multicast, nor a mask."""
    parts = text.split(".")
    if len(parts) != 4 or not all(part.isdecimal() and (part == "0" or part[0] != "0") and int(part) <= 255 for part in parts):
        return False
    first = int(parts[0])
    return first not in (0, 127) and first < 224


def ipv6(text: str) -> bool:
    """A host's address, with at least three groups written or a known prefix."""
    try:
        address = ipaddress.IPv6Address(folded(text))
    except ValueError:
        return False
    written = [group for group in text.split(":") if group]
    return (
        not (address.is_unspecified or address.is_loopback or address.is_multicast)
        and len(written) >= 2
        and any(char.isdigit() for char in text)
    )


def iban(text: str) -> bool:
    """ISO 13616: country, length and mod 97."""
    number = compact(text)
    length = IBAN_LENGTHS.get(number[:2])
    if length != len(number):
        return False
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


# SWIFT IBAN registry: country and length.
IBAN_LENGTHS = {
    place[:2]: int(place[2:])
    for place in (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 "
        "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 "
        "LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 "
        "SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    ).split()
}


def vin(text: str) -> bool:
    """ISO 3779 with the check digit of 49 CFR 565 (North America)."""
    number = compact(text)
    if len(number) != 17:
        return False
    values = dict(
        zip(
            "ABCDEFGHJKLMNPRSTUVWXYZ0123456789",
            (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9, *range(10)),
            strict=True,
        )
    )
    try:
        rest = (
            sum(values[char] * weight for char, weight in zip(number, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2), strict=True))
            % 11
        )
    except KeyError:
        return False
    return number[8] == ("X" if rest == 10 else str(rest))


def imei(text: str) -> bool:
    """Fifteen digits with Luhn (3GPP TS 23.003)."""
    number = digits(text)
    return len(number) == 15 and len(set(number)) > 3 and luhn(number)


def entropy(text: str) -> float:
    """Bits a character."""
    counts = Counter(text)
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())


def random_token(text: str) -> bool:
    """Looks drawn by chance: at least 3.2 bits a character, and no placeholder words."""
    return entropy(text) >= 3.2 and not _PLACEHOLDER.search(text)


_PLACEHOLDER = re.compile(r"(?i)example|sample|dummy|xxxx|your[_-]|<|>|\$\{|placeholder|changeme|\.\.\.|0000000|1234567890abcdef")


def password(text: str) -> bool:
    """A value that may be a password: not a placeholder, not code that computes one."""
    if re.search(r"(?i)pass\w*[._]|[._]\w*pass|\w\[|^%|^\w+\.[a-z_]+\.?[a-z_]*$", text):
        return False
    return 4 <= len(text) <= 128 and not _CODE.search(text) and text.strip("*•x.-_").strip() != "" and text.lower() not in _NOT_PASSWORDS


_CODE = re.compile(
    r"[(){}\[\]<>]{2}|\(\)|\$\{|\{\{|^[<$%{(\[]|[A-Za-z_]\(|^self\.|^os\.|^\w+\.\w+\.|,$|^[a-z_]+_[a-z_]+$|^(?:str|bytes|String)\b"
)
_NOT_PASSWORDS = frozenset(
    "none null true false string password passwd required optional empty reset change forgot forgotten expired protected manager field policy "
    "user username login email here this that your with must should will have been which when from only must authentication input hidden text "
    "contrasena passwort wachtwoord senha hash hashed encrypted prompt getpass redacted".split(),
)


def identifier(text: str) -> bool:
    """A number given out by some office: at least one digit, not all one character, no date."""
    plain = compact(text)
    return any(char.isdigit() for char in plain) and len(set(plain)) > 1 and to_date(text) is None


def account(text: str) -> bool:
    """A bank account: 4-17 digits (NACHA), not all the same."""
    number = digits(text)
    return 4 <= len(number) <= 17 and len(set(number)) > 1


def au_tfn(text: str) -> bool:
    """Nine digits by their weights (or eight, the old form)."""
    return stdnum_valid("stdnum.au.tfn", text)


def expiry(text: str) -> bool:
    """A month and a year as cards have them."""
    found = re.fullmatch(r"(0?[1-9]|1[0-2])\s*[/-]\s*(?:20)?([1-4]\d)", folded(text).strip())
    return found is not None


def base58_address(text: str) -> bool:
    """A Bitcoin address by its checksum."""
    return stdnum_valid("stdnum.bitcoin", text)


def coordinates(text: str) -> bool:
    """Latitude and longitude in range, with at least three decimals (about a hundred metres)."""
    parts = [float(part) for part in re.findall(r"-?\d{1,3}\.\d{3,}", folded(text))]
    return len(parts) == 2 and abs(parts[0]) <= 90 and abs(parts[1]) <= 180


def uk_nino(text: str) -> bool:
    """Prefix rules of HMRC's manual NIM39110: no D F I Q U V first, nor O second; not BG GB KN NK NT TN ZZ; suffix A-D."""
    number = compact(text)
    if not re.fullmatch(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", number):
        return False
    return number[:2] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


def uk_driving_licence(text: str) -> bool:
    """Sixteen places of the DVLA: five of the name, decade, month (+50 for women), day, year, initials, check."""
    found = re.fullmatch(r"[A-Z9]{5}\d([0156]\d)(\d\d)\d[A-Z9]{2}[A-Z0-9]{3}", compact(text))
    return found is not None and 1 <= int(found[1]) % 50 <= 12 and 1 <= int(found[2]) <= 31


def stdnum_valid(module: str, text: str) -> bool:
    """What python-stdnum says of the value."""
    return bool(_stdnum(module)(folded(text)))


@cache
def _stdnum(module: str) -> Callable[[str], bool]:
    found: Callable[[str], bool] = importlib.import_module(module).is_valid
    return found


def known(name: str) -> bool:
    """Whether a detector may name it."""
    try:
        validator(name)
    except (ImportError, AttributeError, KeyError):
        return False
    return True


@cache
def validator(name: str) -> Validator:
    """The function of that name; one that accepts everything for none. Raises `KeyError`, `ImportError`."""
    if not name:
        return _anything
    if name.startswith("stdnum."):
        _stdnum(name)
        return lambda text: stdnum_valid(name, text)
    found = globals()[name]
    if not callable(found) or name.startswith("_"):
        raise KeyError(name)
    return found  # type: ignore[no-any-return]


def _anything(_text: str) -> bool:
    return True


def place_of_region(text: str) -> bool:
    """Not a status: `State: active` is no place."""
    return text.strip().lower() not in _STATUSES


_STATUSES = frozenset(
    "active inactive open closed pending new done completed complete failed success cancelled canceled enabled disabled true false yes no running stopped draft".split()
)


def phone_labelled(text: str) -> bool:
    """A number that a label calls a telephone: seven to fifteen digits (ITU-T E.164), not all the same, no date."""
    number = digits(re.split(r"(?i)x|ext|#", folded(text).strip())[0])
    return 7 <= len(number) <= 15 and len(set(number)) > 1 and to_date(text) is None


def phone_uk(text: str) -> bool:
    """A British number written without its country."""
    import phonenumbers

    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(folded(text), "GB")))
    except phonenumbers.NumberParseException:
        return False


def ip(text: str) -> bool:
    """Either version."""
    return ipv4(text) or (":" in text and ipv6(text))


def mac(text: str) -> bool:
    """Not the empty address, nor the one to everybody."""
    return len(set(compact(text))) > 1


def hexhash(text: str) -> bool:
    """Hexadecimal with digits and letters mixed as chance mixes them."""
    return any(char.isdigit() for char in text) and any(char.isalpha() for char in text) and entropy(text.lower()) > 2.8


def not_hash(text: str) -> bool:
    """A password in the clear: what looks like a hash is one."""
    return not re.fullmatch(
        r"[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}|\$[0-9a-zA-Z]{1,10}\$\S+|pbkdf2\S+|[*•]+", text.strip()
    )


def strong_password(text: str) -> bool:
    """In a sentence only what no word is: letters with digits or signs."""
    return password(text) and any(char.isdigit() for char in text) and any(char.isalpha() for char in text) and "/" not in text


def username(text: str) -> bool:
    """A name somebody logs in with: no type, no word of code or of a form."""
    plain = text.lower()
    return plain not in _NOT_USERNAMES and not re.search(
        r"user|name|^(?:self|request|settings|options|args|config|os|ctx|context|obj|data|event|session)\.", plain
    )


_NOT_USERNAMES = _NOT_PASSWORDS | frozenset(
    "name str string int self request admin root get set new username user_id varchar email id uid value key data params args page button form".split()
)


def icd10(text: str) -> bool:
    """Chapters of ICD-10: a letter, two digits (the third place may be A or B), up to four more."""
    return bool(re.fullmatch(r"[A-TV-Z]\d[0-9AB](?:\.?[0-9A-TV-Z]{1,4})?", text.upper()))


def au_medicare(text: str) -> bool:
    """Eight digits by the weights 1 3 7 9 1 3 7 9, the ninth their check, then the issue number (and the person's)."""
    number = digits(text)
    if len(number) not in (10, 11) or number[0] not in "23456":
        return False
    return sum(int(char) * weight for char, weight in zip(number, (1, 3, 7, 9, 1, 3, 7, 9), strict=False)) % 10 == int(number[8])


def de_personalausweis(text: str) -> bool:
    """Nine places without vowels and lookalikes; the tenth is their check by the weights 7 3 1 (ICAO 9303)."""
    number = compact(text)
    if not re.fullmatch(r"[CFGHJKLMNPRTVWXYZ0-9]{9}\d?", number) or not any(char.isdigit() for char in number):
        return False
    if len(number) == 9:
        return True
    return sum(int(char, 36) * (7, 3, 1)[place % 3] for place, char in enumerate(number[:9])) % 10 == int(number[9])


def sg_nric(text: str) -> bool:
    """Weights 2 7 6 5 4 3 2 and the letter tables of the series S, T, F, G and M."""
    number = compact(text)
    if not re.fullmatch(r"[STFGM]\d{7}[A-Z]", number):
        return False
    total = sum(int(char) * weight for char, weight in zip(number[1:8], (2, 7, 6, 5, 4, 3, 2), strict=True))
    total += {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    if number[0] == "M":
        return "KLJNPQRTUWX"[10 - total % 11] == number[8]
    return ("JZIHGFEDCBA" if number[0] in "ST" else "XWUTRQPNMLK")[total % 11] == number[8]


def es_dni_dotted(text: str) -> bool:
    """A DNI written with points."""
    return stdnum_valid("stdnum.es.dni", text.replace(".", ""))
