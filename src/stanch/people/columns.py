"""What the columns of a table of persons hold: by header, checked and completed by content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from stanch.errors import BrokenDataFile, Fault, WrongCall
from stanch.people.names import TITLES, fold, nicknames

ROLES = [
    "record_id",
    "full_name",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "dob",
    "ssn",
    "national_id",
    "tax_id",
    "account",
    "email",
    "phone",
    "address",
    "house_number",
    "street",
    "street2",
    "city",
    "state",
    "postcode",
    "country",
    "birth_place",
    "gender",
    "occupation",
    "ignore",
]
# Extra roles that content or header may give and that compare like the ones above.
ALSO = ("former_name", "license", "health_id", "member_id", "birth_year", "birth_month", "birth_day", "city_state_zip")
# A day of birth in three columns, by the headers of each.
BORN = r"(?:date of birth|dob|d o b|birth ?date|birth|born|geburts?|naissance|nacimiento|b)"
# Header words, folded; the first pattern that fits decides.
HEADERS: tuple[tuple[str, str], ...] = (
    (
        "ignore",
        r"(true|truth|ground truth|gold)? ?(cluster|entity|person) ?(id|key|no)|cluster|label|source dataset|source|dataset|created.*|updated.*|modified.*",  # noqa: E501
    ),
    ("record_id", r"(record|rec|row|unique|source record)( id| key| no| number)?|id|uid|unique id|index|guid|uuid"),
    ("ssn", r"(us )?(ssn|soc(ial)? sec(urity)?( id| no| number| num| nbr)?|social|ss ?no|soc sec id|socsec|tax payer ssn)( number| no)?"),
    ("tax_id", r"(tax|taxpayer|fiscal)( id| no| number| identification.*)?|itin|tin|utr|tfn"),
    (
        "national_id",
        (
            r"(national|personal|citizen|identity)( id| no| number| insurance.*| identification.*| code)|nino|nhs( no| number)?|pps|ppsn|"
            r"sin|curp|cpf|nric|aadhaar|dni|nie|nif|dni nie|kennitala|personnummer|fodselsnummer|cpr|henkilotunnus|bsn|pesel|"
            r"codice fiscale|rut|cedula|documento( de identidad)?|my ?number|id card( no| number)?|rodne cislo|egn|jmbg|oib|emso|amka"
        ),
    ),
    ("license", r"(driv\w* )?(licen[cs]e|dl|permit)( no| number| num| id)?|passport( no| number| num)?"),
    ("health_id", r"(medicare|medicaid|insurance|policy|member|subscriber|health)( insurance)?( id| no| number| num)|mbi"),
    (
        "member_id",
        (
            r"(customer|client|patient|employee|staff|student|account holder|member|person|user|inmate|prisoner|resident|voter|alumni|"
            r"alumnus|donor|applicant)( id| no| number| num| nbr)|mrn|medical record( no| number)?"
        ),
    ),
    ("account", r"(bank |checking )?(account|acct)( no| number| num)?|iban|card( no| number| num)?|credit card.*|ccn?|pan"),
    ("email", r"(primary |personal |home |work |contact )?e ?mail( address| addr| \d)?|mail address"),
    (
        "phone",
        r"(primary |home |work |mobile |cell |day ?time |contact )?(tele)?phone( no| number| num| \d)?|tel|mobile( no| number)?|cell( no| number)?|msisdn",  # noqa: E501
    ),
    ("birth_year", rf"{BORN} ?(?:year|yyyy|yr|yy|y|jahr)|(?:year|ano|annee|jahr) (?:of birth|de naissance|de nacimiento)|geburtsjahr"),
    ("birth_month", rf"{BORN} ?(?:month|mm|mon|m|monat)|(?:month|mes|mois) (?:of birth|de naissance|de nacimiento)|geburtsmonat"),
    ("birth_day", rf"{BORN} ?(?:day|dd|d|tag)|(?:day|dia|jour) (?:of birth|de naissance|de nacimiento)|geburtstag"),
    ("city_state_zip", r"(?:city|town) (?:and )?(?:state|st|province) (?:and )?(?:zip|zip ?code|postal ?code|postcode)|csz|city st zip"),
    (
        "dob",
        r"(date of birth|dob|d o b|birth ?date|birth ?day|born( on)?|date birth|bdate|geburtsdatum|fecha de nacimiento|date de naissance)",
    ),
    (
        "first_name",
        r"(first|given|fore|christian)( and middle)?( ?names?)?|firstname|givenname|forename|fname|vorname|nombre|prenom|name first|first name and surname first",  # noqa: E501
    ),
    ("middle_name", r"(middle|second)( ?names?| initial)?|mname|mi|middlename|middleinitial"),
    ("former_name", r"(maiden|former|previous|birth|née|nee)( ?name| surname| last name| family name)?"),
    ("last_name", r"(last|family|sur)( ?names?)?|lastname|familyname|surname|lname|nachname|apellidos?|nom( de famille)?|name last"),
    ("suffix", r"(name )?suffix|generation"),
    (
        "full_name",
        (
            r"(full|customer|patient|employee|client|person|contact|display|complete|account holder|child|pupil|student|guest|resident|"
            r"applicant|insured|subscriber|borrower|donor|tenant|holder)? ?name|fullname|name full|names|"
            r"(first|given|fore)( ?names?)? (and )?(last|family|sur)( ?names?)?|"
            r"(last|family|sur)( ?names?)? (and )?(first|given|fore)( ?names?)?"
        ),
    ),
    ("house_number", r"(house|street|building)( no| number| num| nbr)|number|street ?number|housenumber"),
    ("street2", r"(street|address|addr)( line)? ?2|(apt|apartment|unit|suite|flat)( no| number| num| nbr)?"),
    ("street", r"(street|address|addr)( line)?( ?1)?( name| address)?|street ?name|strasse|calle|rue|mailing street"),
    ("address", r"(full |postal |home |mailing |residential |residence )?(address|addr)( full)?"),
    ("city", r"(mailing |home )?(city|town|suburb|locality|municipality|ort|ciudad|ville)"),
    ("state", r"(mailing |home )?(state|province|region|county|state code|state province|st|prov)"),
    ("postcode", r"(mailing |home )?(post ?code|zip|zip ?code|postal ?code|plz|zip5|postcode fake|zip plus 4)"),
    ("country", r"(mailing |home )?(country|country code|nation)"),
    ("birth_place", r"(birth ?place|place of birth|birth city|birth country|geburtsort)"),
    ("gender", r"gender|sex|sexo|geschlecht"),
    ("occupation", r"occupation|profession|job( title)?|title job|beruf"),
)
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in HEADERS)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{1,2} [A-Za-z]{3,} \d{4}|[A-Za-z]{3,} \d{1,2},? \d{4}"
)
SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
PHONE = re.compile(r"\+?[\d\s().-]{7,20}")
# Whose a column is, where it is not the row's own person's: a father's name is no name of the child.
OTHERS = re.compile(
    r"(father|mother|parent|guardian|spouse|husband|wife|partner|emergency( contact)?|next of kin|kin|beneficiary|guarantor|manager|"
    r"supervisor|doctor|physician|provider|teacher|agent|officer|referrer|padre|madre|pere|mere|conjoint|vater|mutter)( ?s)?( ?\d)?( |$)"
)
NAMES = ("full_name", "first_name", "last_name")
# What a house shares may be taken from them; all else is their own.
SHARED = ("email", "phone", "address", "house_number", "street", "street2", "city", "state", "postcode", "country", "city_state_zip")
LOOK = 400  # values of a column that are looked at


def roles(table: pa.Table, mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """The role of each column; `mapping` settles those it names. Raises `WrongCall` on an unknown column or role."""
    given = dict(mapping or {})
    _check(given, table.column_names)
    found: dict[str, str] = {}
    for name in table.column_names:
        found[name] = given.get(name) or _by_header(name) or ""
    others = {name for name in found if name not in given and OTHERS.match(_words(name)) and found[name] not in SHARED}
    if any(role in NAMES for name, role in found.items() if name not in others):
        found |= dict.fromkeys(others, "ignore")
    for name, role in found.items():
        if name in given or role == "ignore":
            continue
        values = _some(table, name)
        seen = _by_content(values)
        if not role or (role in ("dob", "email", "phone") and values and not _fits(role, values)):
            # Beside a day of birth that says so, another column of days is when something else happened.
            elsewhere = seen == "dob" and "dob" in (found[other] for other in found if other != name)
            found[name] = ("" if elsewhere else seen) or ("ignore" if role or not values else "")
    found = {name: role or "ignore" for name, role in found.items()}
    _whole_days(found, given)
    _one_record_id(found, table, given)
    return found


def read_mapping(path: Path) -> dict[str, str]:
    """`column: role` from a YAML file. Raises `BrokenDataFile`."""
    from stanch import datafile

    node = datafile.load(path)
    if not isinstance(node, Mapping):
        raise BrokenDataFile([Fault(str(path), 1, 1, "expected lines `column: role`")])
    faults = [
        Fault(str(path), *datafile.place(node, key), f"unknown role {value!r}; roles: {' '.join((*ROLES, *ALSO))}")
        for key, value in node.items()
        if value not in ROLES and value not in ALSO
    ]
    if faults:
        raise BrokenDataFile(faults)
    return {str(key): str(value) for key, value in node.items()}


def _check(mapping: Mapping[str, str], names: list[str]) -> None:
    for column, role in mapping.items():
        if column not in names:
            raise WrongCall(f"the table has no column {column!r}", do=f"Its columns: {', '.join(names[:30])}.")
        if role not in ROLES and role not in ALSO:
            raise WrongCall(f"unknown role {role!r} for column {column!r}", do=f"Roles: {' '.join((*ROLES, *ALSO))}.")


PARTS = ("birth_year", "birth_month", "birth_day")


def _whole_days(found: dict[str, str], given: Mapping[str, str]) -> None:
    """Year, month and day make a date together; the year says something by itself, and a `birthday` without the others is a whole date."""
    if {role for role in found.values() if role in PARTS} == set(PARTS):
        return
    for name, role in found.items():
        if role in PARTS[1:] and name not in given:
            found[name] = "dob" if re.fullmatch(r"(birth ?day|geburtstag)", fold(name)) else "ignore"


def _words(header: str) -> str:
    return fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header))


def _by_header(header: str) -> str:
    words = _words(header)
    # Numbered columns (`Tel1`, `fname_c1`); a street's second line and the last four figures of a number are something else.
    plain = re.sub(r" ?c?[1-9]$", "", words)
    for role, pattern in _COMPILED:
        if pattern.fullmatch(words) or (role not in ("street", "street2", "ssn", "record_id") and pattern.fullmatch(plain)):
            return role
    for role, pattern in _COMPILED[2:]:
        # A header in more words ("patient date of birth", "home e-mail address").
        if role not in ("house_number", "full_name", "street", "state", "city", "country", "gender", "account") and re.search(
            rf"(^| )({pattern.pattern})$", words
        ):
            return role
    return ""


def _some(table: pa.Table, name: str) -> list[str]:
    column = table.column(name).slice(0, LOOK * 20).drop_null()
    return [str(value).strip() for value in column.slice(0, LOOK).to_pylist() if str(value).strip()]


def _share(values: list[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.fullmatch(value)) for value in values) / max(1, len(values))


def _fits(role: str, values: list[str]) -> bool:
    if role == "email":
        return _share(values, re.compile(r".*@.*")) > 0.3
    if role == "dob":
        return sum(bool(re.search(r"\d", value)) for value in values) / len(values) > 0.5
    return sum(len(re.sub(r"\D", "", value)) >= 6 for value in values) / len(values) > 0.3


def _by_content(values: list[str]) -> str:
    """The role that the values themselves show, where the header says nothing."""
    if not values:
        return ""
    if _share(values, EMAIL) > 0.8:
        return "email"
    if _share(values, SSN) > 0.8:
        return "ssn"
    if _share(values, DATE) > 0.8:
        # Days of anything else are not a telephone's figures.
        return "dob" if _birth_years(values) else ""
    if _share(values, PHONE) > 0.8 and sum(bool(re.search(r"[-() +]", value)) for value in values) > 0.7 * len(values):
        return "phone"
    known = nicknames()
    firsts = [fold(value).split() for value in values]
    if sum(any(word in known for word in words[:2] if word not in TITLES) for words in firsts) > 0.3 * len(values):
        return "full_name" if sum(len(words) >= 2 for words in firsts) > 0.7 * len(values) else "first_name"
    return ""


def _birth_years(values: list[str]) -> bool:
    years = [int(found[0]) for value in values if (found := re.search(r"(?:18|19|20)\d\d", value))]
    return (
        bool(years)
        and max(years) - min(years) > 15
        and sum(1900 <= year <= date.max.year and year < 2025 for year in years) > 0.8 * len(years)
    )


def _one_record_id(found: dict[str, str], table: pa.Table, given: Mapping[str, str]) -> None:
    """Keep as record id the first such column whose values are all different; others are ignored."""
    named = [name for name, role in found.items() if role == "record_id"]
    chosen = next((name for name in named if name in given), None) or next((name for name in named if _unique(table, name)), None)
    for name in named:
        if name != chosen:
            found[name] = "ignore"


def _unique(table: pa.Table, name: str) -> bool:
    import pyarrow.compute as pc

    column = table.column(name)
    return column.null_count == 0 and bool(pc.count_distinct(column).as_py() == len(table))
