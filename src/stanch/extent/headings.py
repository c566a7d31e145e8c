"""What a table's header says: the kinds it names, in seven languages, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from stanch.extent import class_words, cut_short, head_first, header_signs, headings_east, marks, translated
from stanch.extent.anchored import without_start
from stanch.extent.asked import ASKED
from stanch.extent.detector import Detector
from stanch.extent.firm_paths import leads_to_a_firm
from stanch.extent.folding import fold, listed
from stanch.extent.patterns import book, fingerprint
from stanch.extent.said_less import said_less, said_within, without_small
from stanch.extent.short_words import with_whole_roles, written_out
from stanch.extent.spelling import WORDS

# A header of its own says nothing of these; the words before or after it do.
FILLERS = listed(
    "customer client cust patient employee emp member user applicant borrower student person personal primary main home work",
    "current last latest recent admit admitting admission discharge presenting working principal legal full default addr address  account acct holder cardholder contact mailing billing shipping bill ship res residential permanent po",
    "official record value text str nr meta udf acf cliente paciente empleado client patient salarie kunde kunden mitarbeiter cliente",
    "paciente dipendente klant medewerker head my your us field  1 2 3 01 02 c pk the of",
)
# Words in a header that say the column speaks of another person than the rest of the row.
OTHERS = {
    "guardian": "guardian guardians legal_guardian acudiente encargado responsable mom mum dad mama papa verzorger parent parents mother father madre padre mere pere mutter vater moeder vader tutor eltern ouder ouders voogd encarregado encarregada mae pai "
    "genitore responsible erziehungsberechtigt erziehungsberechtigte erziehungsberechtigter erziehungsberechtigten sorgeberechtigte sorgeberechtigten "
    "sorgeberechtigter vormund tutrice tuteur tutora representante",
    "spouse": "spouse partner husband wife conyuge conjoint ehepartner conjuge coniuge echtgenoot echtgenote esposo esposa marido epouse epoux moglie marito ehemann ehefrau ehegatte ehegattin lebenspartner",
    "emergency": "emergency emerg emer ice kin nok next_of_kin emergencia urgence prevenir avisar notfall notfallkontakt emergenza nood noodcontact parorende anhorig anhoriga angehorige angehoriger",
    "beneficiary": "beneficiary beneficiario beneficiaria beneficiaire beguenstigter begunstigde",
    "dependent": "dependent dependant child kind hijo hija enfant filho filha figlio figlia tochter sohn dochter zoon",
    "provider": "provider physician doctor dr pcp medico medecin arzt arts clinician referring attending prescriber therapist "
    "rendering hausarzt huisarts specialist behandler behandelaar curante traitant",
    "manager": "manager supervisor agent rep representative adviser advisor recruiter referee reference approver reviewer technician "
    "teacher leidinggevende vorgesetzter vorgesetzte klassenlehrer klassenlehrerin mentor enumerator adjuster salesperson",
    "guarantor": "guarantor subscriber policyholder insured payer payor garant",
    "sender": "from sender author created_by absender absenderin expediteur expeditrice remitente mittente remetente afzender",
    "witness": "witness witnesses testigo testigos temoin temoins zeuge zeugin zeugen testimone getuige testemunha",
    "recipient": "to recipient payee empfanger empfaenger destinatario ontvanger geadresseerde",
}
FATHERS = frozenset(("father", "padre", "pere", "vater", "vader", "pai", "dad", "papa"))
ROLE_OF = {word: role for role, words in OTHERS.items() for word in words.split()}
_OWNERS = re.compile(r"(?<=[a-z])['’]s\b|(?<=s)['’](?=\s)", re.IGNORECASE)  # the employee's name
_WHOSE = re.compile(
    r"(?i)\s+(?:dell['’]\s?|(?:della|dello|del|de l['’]|de la|du|des|der|der/des|des/der|do|da|do\(a\)|van de|van het|of the)\s+)([^\W\d_]+)$"
)


@lru_cache(maxsize=20_000)
def words_of(header: str) -> str:
    """A header as words: `custFirst_Name` is `cust first name`; `出生日期` is `date of birth`."""
    if not header.isascii():
        header = translated.meant(header) or (headings_east.in_english(header) if headings_east.EAST.search(header) else header)
    said = " ".join(fold(header_signs.parted(header)).translate(WORDS).replace(b"#", b" number ").decode().split())
    return header_signs.in_order(header_signs.alike(said), _WHO)


_WHO = tuple(sorted(ROLE_OF, key=len, reverse=True))


@cache
def headings() -> Mapping[str, tuple[Detector, ...]]:
    """Every header synonym in every language, as words, and the detectors that claim it."""
    here, detectors = Path(__file__), book().detectors
    printed = marks.mark("headings", here.parent, marks.listed([here, here.with_name("header_signs.py")]), fingerprint())
    told = marks.cached("headings", printed, dict[str, tuple[int, ...]], _claimed)
    chosen = {rows: tuple(detectors[number] for number in rows) for rows in {*told.values()}}
    return {words: chosen[rows] for words, rows in told.items()}


def _claimed() -> dict[str, tuple[int, ...]]:
    """The same with the numbers of detectors: thousands of headers are made words."""
    claimed: dict[str, dict[int, None]] = {}
    for number, detector in enumerate(book().detectors):
        for synonyms in detector.headers.values():
            for synonym in synonyms:
                claimed.setdefault(words_of(synonym), {})[number] = None
    return {words: tuple(rows) for words, rows in claimed.items()}


@cache
def _syllables() -> frozenset[str]:
    """The words of headers, of which names of fields are put together: `contactfirstname`, `mailcity`."""
    return (
        frozenset(word for words in headings() for word in words.split() if len(word) > 2)
        | ROLE_OF.keys()
        | {"mail", "mailing", "billing", "shipping", "of", "res", "privat", "prive"}
    )


def spelt(words: list[str]) -> list[str]:
    """The same words, those that are several written as one parted: `streetnumber` is `street number`."""
    return [part for word in words for part in _parted(word)]


@lru_cache(maxsize=20_000)
def _parted(word: str) -> tuple[str, ...]:
    if len(word) > SHORTEST and word[-1].isdigit() and word[:-1].isalpha() and word not in headings():
        return (*_parted(word[:-1]), word[-1])
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or word in headings() or word in _syllables():
        return (word,)
    if word.endswith("nr") and word[:-2] in _syllables():  # `handynr`
        return (word[:-2], "nr")
    for at in range(len(word) - 2, 1, -1):
        if word[:at] in _syllables() and (rest := word[at:]):
            parts = (rest,) if rest in _syllables() else _parted(rest)
            if all(part in _syllables() for part in parts):
                return (word[:at], *parts)
    return (word,)


SHORTEST, LONGEST = 7, 80  # a cell may be asked about as a header: of a million letters in one, each beginning would be looked up


def other_of(words: str) -> str:
    """The other person that a header speaks of, "" for none: `guardian`, and `guardian/2` for the second, who is the father beside a mother."""
    every = words.split()
    at = next((at for at, word in enumerate(every) if word.rstrip("0123456789") in ROLE_OF), None)
    if at is None:
        return ""
    bare = every[at].rstrip("0123456789")
    # `parent guardian 2`: the number stands behind the last of the words.
    last = max(place for place, word in enumerate(every) if word.rstrip("0123456789") in ROLE_OF)
    behind = every[last + 1] if last + 1 < len(every) and every[last + 1].isdigit() else ""
    number = (every[at][len(bare) :] or behind).lstrip("0") or ("2" if bare in FATHERS else "")
    return f"{ROLE_OF[bare]}/{number}" if number not in ("", "1") else ROLE_OF[bare]


Claim = tuple[tuple[Detector, ...], str, str]


@lru_cache(maxsize=20_000)
def claims(header: str) -> Claim:
    """What a header says (`_of_header`); what stands below somebody's employer in an object is not where he lives."""
    told = cut_short.or_meant(header, class_words.or_meant(header, _of_header(header)))
    return (tuple(one for one in told[0] if one.kind not in _LIVES), *told[1:]) if leads_to_a_firm(header, words_of) else told


def _of_header(header: str) -> Claim:
    """The detectors that a header names, the words that did, and the other person it speaks of ("" for none).

    A header in two languages (`Date de naissance / DOB`), of two numbers (`DNI/NIE`) or with a remark (`DOB (dd/mm/yyyy)`)
    says what its parts say.
    """
    whole = _claims(header)
    if whole[0]:
        return whole
    for plain in (
        without_start(_NUMBERED, header),
        _INITIALS.sub(lambda match: match[0].replace(".", ""), header) if "." in header else "",
        _OWNERS.sub("", header) if "'" in header or "’" in header else "",
        without_start(ASKED, header).strip(" ?:.*¿"),
    ):
        if plain and plain != header and (told := claims(plain))[0]:
            return told
    if (owner := _WHOSE.search(header)) and words_of(owner[1]) in head_first.THINGS | NOBODY:
        return whole  # `Nome do produto`, `Name der Firma`
    if owner and (told := claims(header[: owner.start()]))[0]:
        # `Name des Kindes`, `Cognome dell'atleta`: whose it is stands behind.
        return (*told[:2], told[2] or other_of(words_of(owner[1])))
    if "." in header and " " not in header and "@" not in header and (path := _of_path(header)):
        return path
    if not _PARTED.search(header):
        return whole
    pieces = [piece for piece in _PARTED.split(header) if words_of(piece)]  # `City (Respondent)` is a town
    behind = {words_of(piece) for piece in pieces[1:]}
    said = [told for at, piece in enumerate(pieces) if not (at and words_of(piece) in persons()) and (told := _claims(piece))[0]]
    if not said or (any(set(words.split()) & NOBODY for words in behind) and all(one.kind in _LIVES for one in said[0][0])):
        return whole
    detectors = {detector.id: detector for part in said for detector in part[0]}
    return tuple(detectors.values()), said[0][1], whole[2] or next((role for _, _, role in said if role), "")


def _of_path(header: str) -> Claim | None:
    """What the end of a path says, the longest end that says anything: `profile.lastName`, `addresses.0.zip`, `dateOfBirth.$date`."""
    steps = [step for step in header.split(".") if step and not step.isdigit() and not step.startswith("$")]
    ends = (_claims(" ".join(steps[at:])) for at in range(1, len(steps)))
    whole = _claims(" ".join(steps)) if len(steps) < header.count(".") + 1 else None
    return next((one for one in (*filter(None, (whole,)), *ends) if one[0]), None)


# `Address (Branch)`, `Name (Employer)` are nobody's; a telephone may be answered there.
_LIVES = frozenset({"name", "street", "postal_address", "city", "region", "postcode"})
# `304-C4 DATE OF BIRTH` of a standard, `Q3. Home address` and `12) Name` of a list of questions.
_NUMBERED = re.compile(r"^\W*(?:\d{2,4}-[A-Z][A-Z0-9]|[A-Za-z]?\d{1,2}[.):])\s+(?=\S)")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?\b\.?|\b(?:[A-Za-z]\.){2,}")
_PARTED = re.compile(r"[/|()\[\]\n;?]| (?:or|and/or|oder|ou) ")


@cache
def persons() -> frozenset[str]:
    """Words that are by themselves a header of names (`tenant`): before another word they say whose it is (`tenant phone`)."""
    return frozenset(words for words, rows in headings().items() if " " not in words and any(one.id == "any/name" for one in rows)) - NAME


NAME = frozenset({"name", "fullname", "nom", "nome", "naam", "nombre", "nominativo"})


def _claims(header: str) -> Claim:
    return _of_words(words_of(header), is_long=header.count(" ") > SHORT - 1)


@lru_cache(maxsize=20_000)
def _of_words(words: str, *, is_long: bool) -> Claim:
    """What these words say; a header is asked about with and without its signs, which leave the same words."""
    if words in headings():
        return headings()[words], words, ""
    if words.rpartition(" ")[2] in _SORTS:
        return (), "", ""
    if is_whole_name(words.split()):
        return headings()["name"], words, ""
    if not (role := other_of(words)) and (role := other_of(parted := " ".join(spelt(words.split())))):
        words = parted  # `guardianphone`
    left = list[str]()
    named = ""
    for word in words.split():
        # `child2 dob` speaks of a child, `contact 1 phone` of the first of some, `parent guardian` twice of one.
        other = ROLE_OF.get(word.rstrip("0123456789"), "")
        if other and other == (named or other):
            named = other
        else:
            left.append(word)
    for said in (left, *without_small(left)) if role else ():
        if (rest := " ".join(said)) in headings():
            return headings()[rest], rest, role
    core = [word for word in left if word not in FILLERS or (word == "last" and "name" in left)]
    if len(core) == 1 and core[0] in persons() and _ADDRESS & set(left):
        core = []
    bare = [word.rstrip("0123456789") or word for word in core]
    for attempt in (
        *_without_leading(left),
        *_behind_address(left),
        *_figures_apart(left),
        *_behind_person(left),
        core,
        bare,
        core[:-1] if core and core[-1].isdigit() else core,
        core[1:] if len(core) > 2 and core[0] not in NOBODY else core,  # a business's licence number is no person's
        *_with_number_spelt(left),
        *_with_number_spelt(core),
        *_without_person(core),
    ):
        if attempt and (rest := " ".join(attempt)) in headings():
            return headings()[rest], rest, role
    if role and set(core) <= RANKS:
        return headings().get("name", ()), "name", role
    for said in _spelt_out(left):
        if (rest := " ".join(said)) in headings():
            return headings()[rest], rest, role
    if said_twice := _alike(left):
        return said_twice, " ".join(left), role
    if plain := without_code(words.split()):
        found, rest, named = _claims(" ".join(plain))
        return found, rest, role or named
    if front := head_first.alone(spelt(left)):
        return headings()[front], front, role
    if (less := said_less(left))[0]:
        return (*less, role)
    told = _claims(in_full) if not role and (in_full := with_whole_roles(words)) else ((), "", role)
    # `Best phone number to reach you`: a sentence, in which `to` is nobody.
    asked = said_within(left) if not told[0] and is_long and role in ("", "recipient", "sender") else ((), "")
    return (*asked, "") if asked[0] else told if told[0] else ((), "", role)


SHORT = 3  # `EE Last`


def is_whole_name(words: list[str]) -> bool:
    """`Nome Cognome`, `Vorname Nachname`: a word for each part of a name."""
    are_two = len(words) == len("ab") and min(map(len, words)) > SHORT
    kinds = [{one.kind for one in headings().get(word, ())} for word in words] if are_two else []
    return bool(kinds) and any("given_name" in one and "family_name" in other - one for one, other in (kinds, kinds[::-1]))


def _alike(words: list[str]) -> tuple[Detector, ...]:
    """`city village`, `state province`: words each of which is a header of the same."""
    told = [headings().get(word, ()) for word in words] if 1 < len(words) < MOST_ALIKE else []
    return tuple(one for one in told[0] if all(one in other for other in told)) if told else ()


MOST_ALIKE = 4

# `Phone 1 - Label` says which of several the next column holds, not the telephone.
_SORTS = listed("label type kategorie category categorie categoria tipo bemerkung remark remarks comment bemerkungen")
# Of a claim (X12: `2010BA_NM103`, its loop's letters parted from the figures) and of a message of a hospital (HL7: `PID_5_1`).
_CODE = re.compile(
    r"(?:\d{4}(?: [a-z]{1,2})? )?(?:nm1|n[1-4]|dmg|ref|clm|hi|sbr|per|prv|bht|ins|hd|dtp|sv[1-5]|svc|cas)\d\d "
    r"|(?:pid|pd1|nk1|gt1|in[12]|pv[12]|obr|dg1)(?: \d{1,2}){1,3} "
)


def without_code(words: list[str]) -> list[str]:
    """`nm103 patient last name`, `pid 5 1 patient last name`: what is left behind the code of a standard's field; nothing where none stands."""
    match = _CODE.match(" ".join(words))
    return " ".join(words)[match.end() :].split() if match else []


def _spelt_out(words: list[str]) -> Iterator[list[str]]:
    """What words written short may mean, with and without those in front that say whose; `addr ln1` is `address line 1`."""
    parted = re.sub(r"(?<=[a-z])(?=\d)", " ", " ".join(words)).split()
    for every in (words, *([parted] if len(parted) > len(words) else [])):
        apart = spelt(every)  # `mailingzip`
        for attempt in (*([apart] if apart != every else []), *written_out(apart)):
            yield from (attempt, *_without_leading(attempt), *_behind_person(attempt))


def _without_leading(words: list[str]) -> Iterator[list[str]]:
    """`customer medical record number`: the words left when those that say nothing are taken from the front (and numbers from the end)."""
    kept = [word for word in words if not word.isdigit()]
    while len(kept) > 1 and kept[-1] in _TRAILING:  # `field_last_name_value`, `Last Name (Legal)`
        kept = kept[:-1]
    if kept != words:
        yield kept
    while kept and kept[0] in FILLERS and not _says(kept):
        kept = kept[1:]
        yield kept


_ADDRESS = frozenset({"address", "addr"})


def _says(words: Sequence[str]) -> bool:
    """Whether the first of these words says what is meant: `last name tenant`; `address tenant` is no name."""
    return words[:2] == ["last", "name"] or (words[0] in _ADDRESS and len(words) == len(("address", "tenant")) and words[1] in persons())


_TRAILING = frozenset({"value", "text", "str", "field", "c", "txt", "val", "legal", "official", "current"})
# Whose address it is says nothing of the part that is meant, unless it is a thing's.
THINGS = frozenset({"property", "site", "store", "branch", "employer", "company", "office", "work", "email", "mail", "ip", "mac", "web"})
# No person's words in front of a header.
NOBODY = THINGS | listed(
    "employer bank lender lien lienholder school hospital supplier product drug item file plan event list group agency facility practice",
    "insurance carrier location county precinct district class course room account domain host computer device system server department",
    "team project category status color listing mortgagee dealer club firm prop subj subject_property org fac vndr prvdr emplr",
    " business organization organisation organizacion empresa firma employment workplace",
)


def _behind_address(words: list[str]) -> Iterator[list[str]]:
    """`card address zip`, `contact: mailing address city`: the part of the address."""
    at = max((place for place, word in enumerate(words) if word == "address"), default=0)
    if at and at + 1 < len(words) and not THINGS & set(words[:at]) and not _says(words[at:]):
        yield words[at:]
        yield words[at + 1 :]


def _figures_apart(words: list[str]) -> Iterator[list[str]]:
    """`po address line1`: the figure as a word of its own, and without what says nothing at the front."""
    parted = re.sub(r"(?<=[a-z])(?=\d)", " ", " ".join(words)).split()
    if len(parted) > len(words):
        yield parted
        yield parted[1:] if parted[0] in FILLERS else parted


def _without_person(words: list[str]) -> Iterator[list[str]]:
    """`tenant email`, `date of birth taxpayer`, `lead guest`: without the word that says whose it is, then that word alone."""
    others = [word for word in words if word not in persons() and not (word == "co" and persons() & set(words))]  # `prénom co-titulaire`
    if others and len(others) < len(words):
        yield others
    if len(words) == len(others) + 1 and set(others) <= RANKS:
        yield [word for word in words if word in persons()]


# Words for whoever stands on one side of a contract, where no column of names bears them alone.
SIDES = frozenset({"buyer", "purchaser", "co", "party", "guest", "user", "donor", "patron", "worker", "payer", "registrant", "attendee"})


def _behind_person(words: list[str]) -> Iterator[list[str]]:
    """`buyer last name`: what is left behind the words for a person, where these stand in front."""
    at = 0
    while at < len(words) - 1 and (words[at] in SIDES or words[at] in persons()):
        at += 1
    if at:
        yield words[at:]


RANKS = listed(
    "lead main primary first named registered responsible principal titular adult new old next naermeste",
    "narmeste narmaste personne persona a party nachster naechster",
)
NUMBER_SIGNS = frozenset({"no", "nr", "num", "n", "nro", "nbr", "number", "numero", "nummer"})


def _with_number_spelt(words: list[str]) -> Iterator[list[str]]:
    """`mobile no`, `n de telephone`: the sign for a number written out."""
    if NUMBER_SIGNS & set(words):
        for spelt in ("number", "numero", "nummer"):
            yield [spelt if word in NUMBER_SIGNS else word for word in words]
        yield [word for word in words if word not in NUMBER_SIGNS]
