"""What a table says where its headers leave it open.

Whose a row is: the insured's in a register of policies. Which column holds names, under whatever header. What kind of
document a number is of: a passport under `doc no`, beside `doc type`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.couples import couple
from stanch.extent.fitting import fits
from stanch.extent.headings import claims, headings, words_of
from stanch.extent.names_differ import differ
from stanch.extent.patterns import detector_of
from stanch.extent.row_families import OWN_NUMBERS
from stanch.extent.table_column import NAMES, Column
from stanch.vocabulary import elements

# These are the row's own person where the row names nobody else: a policy's insured, a payment's payee, a child on a list of children.
MAY_OWN = frozenset({"guarantor", "recipient", "beneficiary", "dependent", "witness"})
# So much of a column must read as whole names, and so many of its names be known given names, to be one under a header that says nothing.
ALIKE, GIVEN, LEAST = 0.85, 0.6, 5
# Beside a bank's number, a bare `account` with figures is the account at that bank.
BANKS = {"us_bank_routing": "us/bank_account", "uk_bank_account": "uk/bank_account", "swift_bic": "any/bank_account"}
ACCOUNT = re.compile(
    r"(?:\w+ ){0,2}(?:account|acct?|konto|compte|cuenta|conta|conto|rekening|folio)(?: (?:no|nr|num|number|numero|nummer|hash))?"
)
# Whose account it is abroad: of which bank and branch.
_OF_BANKS = re.compile(
    r"(?:bank )?(?:transit|institution|bsb|sort ?code|(?:branch|bank) (?:code|id)|bank name|acc(?:oun)?t? holder(?: name)?|"
    r"blz|bankleitzahl|agencia(?: bancaria)?|banco)"
    r"(?: (?:no|number))?"
)
FIGURES = re.compile(r"\d[\d -]{4,16}\d")
TYPED = re.compile(r"\b(?:type|typ|tipo|tip|tp|art|kind|soort|nature)\b")
PAPERS = {
    "us/ssn": re.compile(r"(?i)social security|\bssn\b"),
    "any/passport": re.compile(r"(?i)pass(?:port|a|e)|pasaporte|paspoort"),
    "any/drivers_license": re.compile(r"(?i)licen|driv|permis|f(?:ü|ue|u)hrerschein|rijbewijs|patente|conduc"),
}
MOSTLY = 0.6
FEW = 2  # names, beside what is one person's alone
_SURELY = frozenset({"dob", "email", "phone"})
# What the foot of a short list says in the place of a name.
SUMS = frozenset(
    {
        "total",
        "totals",
        "sum",
        "subtotal",
        "grand",
        "totaux",
        "somme",
        "summe",
        "gesamt",
        "gesamtsumme",
        "suma",
        "totale",
        "totaal",
        "razem",
    }
)
MANY = 20


def without_own(columns: Sequence[Column]) -> list[Column]:
    """A table that names nobody but others, and tells more of somebody than how to reach him: the first of them is the row's own."""
    named = list(dict.fromkeys(column.role for column in columns if column.detector and column.detector.kind in NAMES))
    own = [column.detector.kind for column in columns if column.detector and not column.role]
    child = next((role for role in named if role in MAY_OWN and _is_born(columns, role)), "")
    if "" in named and child and not any(kind in _LIVES or elements()[kind].identifies for kind in set(own) - _REACHED):
        # Who may fetch a child stands in the child's row, and is not its own person.
        roles = {child: ""}
        return [
            replace(one, role=roles.get(one.role, "other/20" if not one.role and one.detector.kind in _REACHED else one.role))
            if one.detector
            else one
            for one in columns
        ]
    role = "spouse" if len(named) > 1 and all(one.startswith("spouse") for one in named) else ""  # `Husband` and `Wife`: the first of them
    role = role or next((role for role in named if role in MAY_OWN), "")
    if "" in named or not role or not (any(_tells(kind) for kind in own) or _is_told(columns, role)):
        return list(columns)
    return [replace(column, role="") if column.role == role else column for column in columns]


def without_role(columns: Sequence[Column]) -> list[Column]:
    """A table that names nobody and tells of one other alone (`child.street`, `child.zip`): whose row it is, its key says."""
    columns = _of_the_child(columns)
    told = [one for one in columns if one.detector is not None and one.detector.kind not in OWN_NUMBERS]
    roles = {one.role for one in told}
    if len(roles) != 1 or not roles <= MAY_OWN or any(one.detector and one.detector.kind in NAMES for one in columns):
        return list(columns)
    return [replace(one, role="") for one in columns]


def _of_the_child(columns: Sequence[Column]) -> list[Column]:
    """`Does your child have allergies?` of a form that names a child and, elsewhere, the parent: the row's own person is that child."""
    named = {one.role for one in columns if one.detector and one.detector.kind in NAMES}
    if "" not in named or "dependent" in named or not any(role.startswith("guardian") for role in named):
        return list(columns)
    return [replace(one, role="") if one.role == "dependent" and not _is_born([one], "dependent") else one for one in columns]


_REACHED = frozenset({"name", "given_name", "family_name", "phone", "email", "family_relation"})
_LIVES = frozenset({"dob", "birth_year", "street", "postal_address", "city", "postcode", "us_ssn"})


def _is_told(columns: Sequence[Column], role: str) -> bool:
    """Whether a row tells of this one where he lives, when he was born or who he is: a list of children, each column of which says so."""
    kinds = {one.detector.kind for one in columns if one.role == role and one.detector is not None}
    return bool(kinds & _LIVES) or any(elements()[kind].identifies for kind in kinds - {"name"})


def _is_born(columns: Sequence[Column], role: str) -> bool:
    return any(one.role == role and one.detector is not None and one.detector.kind == "dob" for one in columns)


def _tells(kind: str) -> bool:
    return elements()[kind].identifies or kind in ("dob", "email", "phone", "street", "postal_address")


_ORDINAL = re.compile(r"^(?P<stem>.*?\D) ?(?P<number>[1-9])$")


def with_second(columns: Sequence[Column], rows: Callable[[int], Sequence[str]]) -> list[Column]:
    """`Tenant 1`, `DOB 1`, `Tenant 2`, `DOB 2`: what bears the second number is of a second person, who lives where the first does."""
    said = [_ORDINAL.match(words_of(one.name)) for one in columns]
    kinds: dict[str, set[str]] = {}
    for one, match in zip(columns, said, strict=True):
        if match and one.detector and not one.role and (one.detector.kind == "name" or words_of(one.name) not in headings()):
            kinds.setdefault(match["number"], set()).add(one.detector.kind)
    # `Line 2` of an address and `Phone 2` are nobody else's, and `Apellido 2` is a second surname: a whole name must bear the number.
    whole = {number for number, told in kinds.items() if "name" in told or {"given_name", "family_name"} <= told}
    others = whole - {"1"} if "1" in whole or _is_second(columns, said, rows) else set()
    return [
        replace(one, role="spouse" if match["number"] == "2" else f"dependent/{match['number']}")
        if match and match["number"] in others and not one.role and one.detector
        else one
        for one, match in zip(columns, said, strict=True)
    ]


def _is_second(columns: Sequence[Column], said: Sequence[re.Match[str] | None], rows: Callable[[int], Sequence[str]]) -> bool:
    """Whether `Full Name 2` beside `Last Name` and `First Name` names somebody else in most rows."""
    named = [at for at, one in enumerate(columns) if one.detector and one.detector.kind in NAMES and not one.role]
    numbers = {at: match["number"] for at in named if (match := said[at])}
    first = [at for at in named if at not in numbers]
    second = [at for at in numbers if numbers[at] == min(numbers.values())]
    return bool(first and second) and differ(texts_of(first, rows), texts_of(second, rows))


def texts_of(places: Sequence[int], rows: Callable[[int], Sequence[str]]) -> list[str]:
    """What the columns at these places say together, row by row."""
    return [" ".join(filter(None, words)) for words in zip(*map(rows, places), strict=True)]


def with_names(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """A table of people without a column of names: the one column whose cells are names, whatever its header says."""
    # A surname alone may stand beside the whole name that letters are addressed with.
    if any(column.detector and column.detector.kind in NAMES - {"family_name"} and not column.role for column in columns):
        return list(columns)
    open_ = [place for place, column in enumerate(columns) if _is_open(column)]
    surnames = next((at for at, one in enumerate(columns) if one.detector and one.detector.kind in NAMES and not one.role), None)
    found = next(
        (place for place in open_ if are_names(cells(place)[:100]) and (surnames is None or _within(cells(surnames), cells(place)))), None
    )
    if found is None and surnames is None and _tells_of_somebody(columns):
        found = next((place for place in open_ if are_names(cells(place)[:100], least=FEW)), _by_another_name(columns, cells))
    if found is None:
        return list(columns)
    made = Column(columns[found].name, detector_of("any/name"), ALIKE)
    # The surname is in the whole name already, and would stand for it.
    return [
        made
        if place == found
        else replace(column, detector=None, confidence=0.0)
        if column.detector and column.detector.kind == "family_name" and not column.role
        else column
        for place, column in enumerate(columns)
    ]


def _tells_of_somebody(columns: Sequence[Column]) -> bool:
    """Whether a column holds what is one person's alone: fewer names than elsewhere are enough beside it."""
    kinds = {one.detector.kind for one in columns if one.detector and not one.role}
    return any(kind in _SURELY or elements()[kind].identifies for kind in kinds - NAMES)


def _by_another_name(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> int | None:
    """The column of other names (`alias`), where it holds the only whole ones: whoever has no name would be told nothing."""
    other = (at for at, one in enumerate(columns) if one.detector and one.detector.kind == "former_name" and not one.role)
    return next((at for at in other if sum(len(text.split()) > 1 for text in cells(at)[:100]) * 2 > len(cells(at)[:100])), None)


def _within(surnames: Sequence[str], names: Sequence[str]) -> bool:
    """Whether nearly all surnames are words of the names: those of the same people, not of who serves them."""
    said = {word for text in names for word in words_of(text).split()}
    return sum(set(words_of(text).split()) <= said for text in surnames) >= len(surnames) * ALIKE


def _is_open(column: Column) -> bool:
    return column.detector is None and not column.use and not column.role and not claims(column.name)[0]


def are_names(sample: Sequence[str], *, least: int = LEAST) -> bool:
    """Whether nearly all are whole names of different people."""
    from stanch.extent import names, names_rules

    sample = [text[title.end() :] if (title := names_rules.TITLE_AT_START.match(text)) else text for text in map(_first_of, sample)]
    sample = [text for text in sample if words_of(text).partition(" ")[0] not in SUMS] if len(sample) < MANY else sample
    if len(sample) < least or len(set(sample)) * 2 < len(sample) or names.looks_like_names(sample) < ALIKE:
        return False
    whole = [words for text in sample if len(words := re.findall(r"[^\W\d_]+", text)) > 1]
    known = sum(any(names.is_given_name(word) > 0 for word in words) for words in whole)
    return len(whole) >= len(sample) * ALIKE and known >= len(whole) * GIVEN


def _first_of(cell: str) -> str:
    """The first of two whom a cell names, else the cell: a column of couples is one of names."""
    return two[0] if _TWO.search(cell) and (two := couple(cell)) else cell


_TWO = re.compile(r"(?i)[&+/]| (?:and|or|und|oder|et|y|e|en) ")


def with_addressees(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """A table that tells where somebody lives, and under no header who: the one column whose cells are names (`Account Title`)."""
    kinds = {one.detector.kind for one in columns if one.detector}
    lives = kinds & {"street", "postal_address"} and kinds & {"city", "postcode"}
    if not lives or kinds & NAMES:
        return list(columns)
    named = [at for at, one in enumerate(columns) if _is_open(one) and are_names(cells(at)[:100])]
    return [replace(one, detector=detector_of("any/name"), confidence=ALIKE) if named == [at] else one for at, one in enumerate(columns)]


def with_accounts(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> list[Column]:
    """`account` beside `routing`: of a bank, where its header alone might be a customer's, a user's or a company's."""
    bank = next((BANKS[one.detector.kind] for one in columns if one.detector and one.detector.kind in BANKS), "")
    if not bank and any(_OF_BANKS.fullmatch(words_of(one.name)) for one in columns):
        bank = "any/bank_account"
    if not bank:
        return list(columns)
    # `Account No` beside a British sort code is no American account.
    abroad = not any(one.detector and one.detector.kind == "us_bank_routing" for one in columns)
    return [
        replace(one, detector=detector_of(bank), confidence=ALIKE, context=words_of(one.name))
        if (one.detector is None or (abroad and one.detector.kind == "us_bank_account"))
        and ACCOUNT.fullmatch(words_of(one.name))
        and sample
        and all(map(FIGURES.fullmatch, sample))
        else one
        for one, sample in zip(columns, samples, strict=True)
    ]


def with_papers(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """Numbers of documents beside a column that says of which kind most are: passports, driver's licences."""
    place = next((at for at, one in enumerate(columns) if one.detector is not None and one.detector.id == "any/national_id"), None)
    typed = [at for at, one in enumerate(columns) if one.detector is None and TYPED.search(words_of(one.name))]
    if place is None or not typed:
        return list(columns)
    counted = Counter(kind for at in typed for text in cells(at) for kind, words in PAPERS.items() if words.search(text))
    kind, many = (counted.most_common(1) or [("", 0)])[0]
    if not kind or many < MOSTLY * max(len(cells(at)) for at in typed):
        return list(columns)
    return [replace(one, detector=detector_of(kind)) if at == place else one for at, one in enumerate(columns)]


def told_by_type(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """Numbers of documents whose type stands beside them by its own name: `CPF`, `NIF`, `BSN`; what they are is then no thing's number."""
    typed = [at for at, one in enumerate(columns) if one.detector is None and TYPED.search(words_of(one.name))]
    found = list(columns)
    for place, one in enumerate(columns if typed else ()):
        if (
            one.detector is None
            or one.detector.kind not in _ANYBODYS
            or not any(told.kind == "national_id" for told in claims(one.name)[0])
        ):
            continue
        counted = Counter(text for at in typed for text in cells(at))
        word, many = (counted.most_common(1) or [("", 0)])[0]
        if not word or len(word) > LONGEST_TYPE or many < MOSTLY * sum(counted.values()) / len(typed):
            continue
        numbers = cells(place)
        for told in claims(word)[0]:
            fitting = sum(fits(told, text) for text in numbers) if elements()[told.kind].identifies else 0
            if fitting >= MOSTLY * many / max(sum(counted.values()), 1) * len(numbers) > 0:
                found[place] = replace(one, detector=told, confidence=0.9, context=words_of(word))
                break
    return found


LONGEST_TYPE = 30
_ANYBODYS = frozenset({"national_id", "passport"})
