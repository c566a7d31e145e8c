"""Validators: check digits, ranges, plausibility. Each takes the value as written and says whether it can be one.

A detector names one: a function here, in `government*.py`, `licences.py` or `password_hashes.py`, or a module of python-stdnum
(`stdnum.fr.nir`), whose `is_valid` is called.
"""

from __future__ import annotations

import importlib
import ipaddress
import math
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from stanch.extent import government, government_europe, government_world, licences, password_hashes
from stanch.extent.anchored import Later
from stanch.extent.checks import luhn, stdnum_valid
from stanch.extent.folding import listed
from stanch.extent.normalise import compact, digits, folded, to_birth_date, to_date
from stanch.extent.resolvers import PUBLIC_RESOLVERS

Validator = Callable[[str], bool]


def payment_card(text: str) -> bool:
    """Length and first digits of a card scheme (ISO/IEC 7812), Luhn, not one digit over and over."""
    number = digits(text)
    return len(set(number)) > 1 and bool(_CARD.fullmatch(number)) and luhn(number)


def payment_card_labelled(text: str) -> bool:
    """A number that a label calls a card's: twelve to nineteen digits (ISO/IEC 7812-1), Luhn, whatever the scheme."""
    number = digits(text)
    return 12 <= len(number) <= 19 and len(set(number)) > 2 and luhn(number)


# Visa; Mastercard 51-55 and 2221-2720; American Express; Discover; Diners; JCB; UnionPay; Maestro.
_CARD = Later(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|6(?:011|5\d\d|4[4-9]\d|22\d)\d{12}(?:\d{3})?|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}"
    r"|(?:5018|5020|5038|6304|6759|6761|6763)\d{8,15}",
)


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
    found = to_birth_date(text)
    return found is not None and 1895 <= found.year <= 2035


def any_date(text: str) -> bool:
    """A day."""
    return to_date(text) is not None


def ipv4(text: str) -> bool:
    """A host's address: not unspecified, broadcast, loopback, multicast, a mask, nor a public name server."""
    parts = text.split(".")
    if text in PUBLIC_RESOLVERS:
        return False
    if len(parts) != 4 or not all(part.isdecimal() and (part == "0" or part[0] != "0") and int(part) <= 255 for part in parts):
        return False
    first = int(parts[0])
    return first not in (0, 127) and first < 224


def ipv4_plain(text: str) -> bool:
    """An address that is no number of a version or a section (`1.6.2.4`): private, or with a part above 30."""
    parts = text.split(".")
    return ipv4(text) and (int(parts[0]) == 10 or len(set(parts)) == 1 or any(int(part) > 30 for part in parts))


def ipv6_plain(text: str) -> bool:
    """A short form may be a slice (`1000::2`) or noise: of fewer than six groups it must begin as networks are given out (IANA)."""
    groups = [group for group in text.split(":") if group]
    return ipv6(text) and (len(groups) > 5 or bool(_GIVEN_OUT.match(text)))


# 2000::/3 as far as it is given out, private networks, links, and the ones that carry IPv4.
_GIVEN_OUT = re.compile(r"(?i)(?:2[0-9a-f]{3}|3fff|f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]|64:ff9b)(?=:)")


def ipv6(text: str) -> bool:
    """A host's address, with at least three groups written or a known prefix."""
    try:
        address = ipaddress.IPv6Address(folded(text))
    except ValueError:
        return False
    written = [group for group in text.split(":") if group]
    # Eight pairs are a piece of a fingerprint, or an EUI-64.
    if len(written) == 8 and all(len(group) == 2 for group in written):
        return False
    return (
        not (address.is_unspecified or address.is_loopback or address.is_multicast)
        and len(written) >= 2
        and any(char.isdigit() for char in text)
        and address.compressed not in PUBLIC_RESOLVERS
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
    for place in listed(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27",
        "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28",
        "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22",
        "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24",
        "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30",
    )
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
    """Looks drawn by chance: bits a character near what the length allows (3.2 are enough), and no placeholder words."""
    return entropy(text) >= min(3.2, 0.62 * math.log2(max(len(text), 2))) and not _PLACEHOLDER.search(text)


def drawn_secret(text: str) -> bool:
    """Drawn by chance, and neither a name that a program uses nor a path: words joined by signs are none."""
    longest = max(re.split(r"[^A-Za-z0-9]+", text), key=len)
    turns = len(re.findall(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Z])(?=[0-9])|(?<=[a-z])(?=[A-Z])", longest))
    hexed = re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", longest)  # sixteen figures of a hash are no key
    return len(longest) >= (32 if hexed else 16) and turns >= 3 and random_token(text) and not _CLASS.search(text)


_CLASS = re.compile(r"\.(?=\w*[a-z]{4})(?:[A-Z][a-z]+\d*){2,}$")  # `ed25519.Ed25519PublicKey`
_PLACEHOLDER = re.compile(
    r"(?i)example|sample|dummy|xxxx|your[_-]|<|>|\$\{|placeholder|changeme|\.\.\.|0000000|1234567890?abcdef|0123456789"
)


def password(text: str) -> bool:
    """A value that may be a password: not a placeholder, not code that computes one."""
    if re.search(r"(?i)pass\w*[._]|[._]\w*pass|\w\[|^%|^\w+\.[a-z_]+\.?[a-z_]*$|^(?:~|[A-Z]:)?(?:[\\/][\w.@-]+){2,}[\\/]?$", text):
        return False
    # A sentence about passwords is none.
    if " " in text and re.search(r"(?i)password|passphrase|\b(?:your|enter|must|key|please)\b", text):
        return False
    if re.fullmatch(r"(?i)[:\s]*[*•x._-]+[:\s]*|(?:example|sample|dummy|test|your|my)[_-]?(?:pass\w*|pswd|pwd|secret)\d{0,3}", text):
        return False
    return 4 <= len(text) <= 128 and not _CODE.search(text) and text.lower() not in _NOT_PASSWORDS


_CODE = re.compile(
    r"^&(?:#|lt|gt|quot|amp)|[(){}\[\]<>]{2}|\(\)|\$\{|\{\{|^[<$%{(\[]|[A-Za-z_]\(|^self\.|^os\.|^\w+\.\w+\.|,$|^[a-z_]+_[a-z_]+$|^(?:str|bytes|String)\b"
)
_NOT_PASSWORDS = listed(
    "none null true false string password passwd required optional empty reset change forgot forgotten expired protected",
    "manager field policy  user username login email here this that your with must should will have been which when from only",
    "must authentication input hidden text  contrasena passwort wachtwoord senha hash hashed encrypted prompt getpass",
    "redacted sample example dummy",
)


def identifier(text: str) -> bool:
    """A number given out by some office: at least one digit, not all one character, no date."""
    plain = compact(text)
    return any(char.isdigit() for char in plain) and len(set(plain)) > 1 and to_date(text) is None


def account(text: str) -> bool:
    """A bank account: 4-17 digits (NACHA), not all the same."""
    number = digits(text)
    return 4 <= len(number) <= 17 and len(set(number)) > 1


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
        importlib.import_module(name)
        return lambda text: stdnum_valid(name, text)
    found = next(
        (
            vars(place)[name]
            for place in (government, government_europe, government_world, licences, password_hashes)
            if name in vars(place)
        ),
        None,
    )
    found = globals().get(name) or found
    if not callable(found) or name.startswith("_"):
        raise KeyError(name)
    return found  # type: ignore[no-any-return]


def _anything(_text: str) -> bool:
    return True


def indian_pin(text: str) -> bool:
    """A postal code of one of India's circles (11 to 85) or of the army post (90 to 99)."""
    circle = int(digits(text)[:2] or 0)
    return 11 <= circle <= 85 or circle >= 90


def place_of_region(text: str) -> bool:
    """Not a status: `State: active` is no place."""
    return text.strip().lower() not in _STATUSES


_STATUSES = listed(
    "active inactive open closed pending new done completed complete failed success cancelled canceled enabled disabled true false",
    "yes no running stopped draft shipped delivered paid unpaid processing returned refunded archived approved rejected expired",
    "suspended abierto cerrado enviado pendiente pagado offen geschlossen versendet bezahlt ouvert ferme fermé expedie expédié paye",
    "payé aperto chiuso spedito pagato aberto fechado pago gesloten verzonden betaald blocked hold waiting scheduled",
)


_DECIMALS = re.compile(r"\d+\.\d+(?:[ ,]+\d+\.\d+)+")


def phone_labelled(text: str) -> bool:
    """A number that a label calls a telephone: seven to fifteen digits (ITU-T E.164), not all the same, no date, no row of measures."""
    if _DECIMALS.fullmatch(text.strip()) or digits(text) in ("0123456789", "123456789", "0102030405"):  # as manuals write
        return False
    number = digits(re.split(r"(?i)x|ext|#", folded(text).strip())[0])
    return 7 <= len(number) <= 15 and (len(set(number)) > 3 or len(number) < 9) and len(set(number)) > 1 and to_date(text) is None


def phone_plus(text: str) -> bool:
    """A number behind a plus sign, in groups, whatever its country: nine to fifteen digits; no amount (`+10 250 000`), no sum."""
    number = digits(text)
    return 9 <= len(number) <= 15 and len(set(number)) > 3 and not re.fullmatch(r"\+\d{1,3}(?:[ .]\d{3})+", folded(text).strip())


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
    """A device's own address: not the empty one, nor one to a group (IEEE 802: the first octet is odd), as examples often are."""
    plain = compact(text)
    return len(set(plain)) > 1 and int(plain[1], 16) % 2 == 0


def hexhash(text: str) -> bool:
    """Hexadecimal with digits and letters mixed as chance mixes them."""
    return any(char.isdigit() for char in text) and any(char.isalpha() for char in text) and entropy(text.lower()) > 2.8


def strong_password(text: str) -> bool:
    """In a sentence only what no word is: letters with digits or signs."""
    return password(text) and any(char.isdigit() for char in text) and any(char.isalpha() for char in text) and "/" not in text


_JOINED = re.compile(r"(?:[A-Za-z]+\d*|\d+)(?:[-_.:@/](?:[A-Za-z]+\d*|\d+))+")


def drawn_password(text: str) -> bool:
    """Letters of both sizes, a figure and a sign, in no order that words have: what stands behind `password` without a mark between."""
    signs = [bool(re.search(kind, text)) for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")]
    return strong_password(text) and sum(signs) >= 3 and entropy(text) >= 2.8 and not _JOINED.fullmatch(text)


def url_password(text: str) -> bool:
    """A password inside an address, none that documentation uses."""
    return strong_password(text) and not _PLACEHOLDER.search(text) and not re.search(r"(?i)secret|hunter|tiger|1234", text)


def username(text: str) -> bool:
    """A name somebody logs in with: no type, no word of code or of a form."""
    plain = text.lower()
    return (
        plain not in _NOT_USERNAMES
        and not (plain.isdigit() and len(plain) < 4)
        and not re.search(r"user|name|^(?:self|request|settings|options|args|config|os|ctx|context|obj|data|event|session)\.", plain)
    )


_NOT_USERNAMES = _NOT_PASSWORDS | listed(
    "name str string int self request admin root get set new username user_id varchar email id uid value key data params args page",
    "default prefix button form bytes bool boolean integer text object optional nodejs postgres mysql mongodb redis rabbitmq nobody",
    "anonymous the a an opts this that foo bar baz",
)


def icd10(text: str) -> bool:
    """Chapters of ICD-10: a letter, two digits (the third place may be A or B), up to four more."""
    return bool(re.fullmatch(r"[A-TV-Z]\d[0-9AB](?:\.?[0-9A-TV-Z]{1,4})?", text.upper()))
