"""What the case can answer: every field that a letter or a form may ask for, by name. Unknown is empty, never guessed.

A field that only people know (`steps_taken`, `enrol_url`, …) comes from the bench's settings as `notice.<field>` (or
`notice.es.<field>` for one language), and a setting also overrides what is worked out here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

from stanch import vocabulary
from stanch.notices.asked import asked
from stanch.notices.press import printable
from stanch.notices.words import Words, contacts, day_said
from stanch.records import Attack, Duty, Facts, Offer, Organisation, Person

# North American numbers that cost the caller nothing (FCC: 800, 833, 844, 855, 866, 877, 888).
# What follows another digit or country's code (`0800 1234567`, `+49 800 1234567`) is some other country's number.
TOLL_FREE = re.compile(
    r"(?<![\d+])(?<!\+\d[\s.-])(?<!\+\d\d[\s.-])(?<!\+\d\d\d[\s.-])(?:\+?1[\s.-]*)?\(?8(?:00|33|44|55|66|77|88)\)?[\s.-]*\d{3}[\s.-]*\d{4}\b"
)
PREFIX = "notice."
# Services that a letter tells of with how to get them. Whoever is offered monitoring has the other with it; alone it is told alone.
MONITORING, RESTORATION = ("credit_monitoring", "minor_monitoring"), "identity_restoration"


def case_answers(facts: Facts, attack: Attack, words: Words, day: date, settings: Mapping[str, str]) -> dict[str, str]:
    """The answers that are the same for everybody, in one language. Only known ones are in it."""
    org, incident = facts.org, facts.incident
    first = incident.occurred or (attack.window.first.date() if attack.window.first else None)
    last = incident.ended or (attack.window.last.date() if attack.window.last else None)
    kind = incident.kind or attack.cause.kind or ""
    when = words.period(first, last if last and first and last >= first else None)
    found = {
        **_of_organisation(org),
        "sector": vocabulary.sectors().get(org.sector or "", ""),
        "sector_kind": org.sector or "",
        # The description is in the language of those who gave the facts, English; other letters say it in their own words.
        "happened": _continued((incident.description or "").rstrip(".")) * words.is_english or words.happened.get(kind, ""),
        "cause": _capital(attack.cause.statement or incident.description or words.happened.get(kind, "")),
        "kind": kind,
        "when": when,
        "When": _capital(when),
        "occurred_first": words.day(first),
        "occurred_last": words.day(last),
        "discovered": words.day(incident.discovered),
        "determined": words.day(incident.determined),
        "date_of_notice": words.day(day),
        "notified_on": words.day(facts.notified_individuals_on),
        "held_until": words.day(facts.law_enforcement_hold_until),
        "not_held": "no" if facts.law_enforcement_consulted is not None and facts.law_enforcement_hold_until is None else "",
        "law_enforcement": _yes_no(facts.law_enforcement_consulted),
        "number_affected": words.number(sum(facts.affected.values())),
        "kinds_exposed": "; ".join(_labels({word for one in facts.data for word in one.elements}, words)),
        # Card brands are told of account data alone.
        "card_kinds": "; ".join(_labels({word for one in facts.data for word in one.elements if word.startswith("card_")}, words)),
        "categories_of_persons": ", ".join(sorted({one.person_category for one in facts.data if one.person_category})),
        "story": " ".join(f"{words.day(step.time.date())}: {printable(step.text)}" for step in attack.story[:40]),
        "delayed": "Yes" if facts.law_enforcement_hold_until else "No" if facts.law_enforcement_consulted is not None else "",
        "indicators": "\n".join(f"{one.type}: {one.value}" for one in attack.indicators[:100]),
        "cia": _AFFECTED.get(incident.confidentiality or "", ""),
        "encrypted": _yes_no(_all(one.encrypted for one in facts.data)),
        "bureaus": "\n".join(", ".join(line) for line in contacts().bureaus),
        "ftc": ", ".join(contacts().ftc),
    }
    found["story_or_cause"] = found["story"] or found["cause"]
    found["consequences"] = " ".join(words.likely_to_anyone(word for one in facts.data for word in one.elements))
    found["notice_given"] = "Yes" if facts.notified_individuals_on and facts.notified_individuals_on <= day else "No"
    found |= _in_words_of_facts(facts)
    said = said_by_people(settings, words)
    # A form asks for street, city, state and code apart; where the address was said as one line, it is taken apart.
    found |= {**({} if org.street else _address_parts(said.get("org_address", ""))), **said}
    return {name: clean for name, value in found.items() if (clean := _lines(value))}


def _of_organisation(org: Organisation) -> dict[str, str]:
    """Who had the breach, and whom to ask there."""
    phone = printable(org.phone or "")
    return {
        "org_name": org.name or "",
        "org_address": ", ".join(part for part in (org.street, org.city, f"{org.state or ''} {org.postcode or ''}".strip()) if part),
        "phone": phone,
        "toll_free": phone if TOLL_FREE.search(phone) else "",
        "email": org.email or "",
        "website": org.website or "",
        "contact_name": org.contact_name or "",
        "contact_title": org.contact_title or "",
        "dpo": ", ".join(part for part in (org.contact_name, org.contact_title, org.email or phone) if part) if org.contact_name else "",
        "org_street": org.street or "",
        "org_city": org.city or "",
        "org_state": org.state or org.country or "",
        "org_zip": org.postcode or "",
    }


def said_by_people(settings: Mapping[str, str], words: Words) -> dict[str, str]:
    """The fields that the call's settings give: `notice.<language>.<field>`, else `notice.<field>`.

    `notice.parent_company` is `none` where nobody owns the organisation, `notice.restoration_phone` where that help is not offered.
    Whole sentences are taken for their own language only: a Spanish letter does not break into English.
    """
    named = {name.removeprefix(PREFIX): value for name, value in settings.items() if name.startswith(PREFIX)}
    plain = {name: value for name, value in named.items() if "." not in name and (words.is_english or name not in _sentences())}
    own = {name.partition(".")[2]: value for name, value in named.items() if name.startswith(f"{words.language}.")}
    said = plain | own
    if said.get("parent_company", "").casefold() == "none":
        said |= {"parent_company": "", "no_parent": "yes"}
    if said.get("restoration_phone", "").casefold() == "none":
        said["restoration_phone"] = ""
    if said.get("toll_free"):
        said.setdefault("phone", said["toll_free"])
    return {name: _spoken_day(value, words) if name in _days() else value for name, value in said.items()}


def not_offered(settings: Mapping[str, str]) -> tuple[str, ...]:
    """The services of which the call's settings say that the organisation does not offer them."""
    return (RESTORATION,) if settings.get("notice.restoration_phone", "").casefold() == "none" else ()


_STATE_AND_CODE = re.compile(r"(?P<org_state>[A-Z]{2})\s+(?P<org_zip>\d{5}(?:-\d{4})?)")


def _address_parts(line: str) -> dict[str, str]:
    """Street, city, state and ZIP code of an American address in one line; none where it has another form."""
    *before, last = [part.strip() for part in line.split(",")]
    found = _STATE_AND_CODE.fullmatch(last)
    if not found or len(before) < 2:
        return {}
    return {"org_street": ", ".join(before[:-1]), "org_city": before[-1], **found.groupdict()}


def _in_words_of_facts(facts: Facts) -> dict[str, str]:
    """What a form's own list of choices turns into what is to be marked there."""
    relations = {one.person_category for one in facts.data if one.person_category}
    phone = printable(facts.org.phone or "")
    return {
        "own_phone": "" if TOLL_FREE.search(phone) else phone,  # for those whom a free one does not answer
        "actor": facts.incident.actor or "",
        "medium": facts.incident.medium or "",
        "elements": "; ".join(sorted({word for one in facts.data for word in one.elements})),
        "relations": "; ".join(sorted(relations)),
    }


_AFFECTED = {"acquired": "Confidentiality", "accessed": "Confidentiality", "unavailable": "Availability"}


@cache
def _sentences() -> frozenset[str]:
    """The slots that a whole sentence fills."""
    return frozenset(one.slot for one in asked().values() if one.kind == "sentence") | {"law_enforcement_delay"}


@cache
def _days() -> frozenset[str]:
    return frozenset(one.slot for one in asked().values() if one.kind == "day")


def _spoken_day(value: str, words: Words) -> str:
    """A day as the language writes it, in whatever language it was given; other words as they stand."""
    return words.day(day_said(value)) or value


def counts(people: Iterable[Person], facts: Facts) -> Counter[str]:
    """People by residence: those found, or as the facts say where they name more."""
    found = Counter(person.residence for person in people if person.residence)
    return Counter({place: max(found[place], facts.affected.get(place, 0)) for place in {*found, *facts.affected}})


def filing_answers(
    case: Mapping[str, str], duty: Duty, counted: Mapping[str, int], people: Sequence[Person], words: Words, *, whole: bool = False
) -> dict[str, str]:
    """The answers for one filing: the case's, and those that depend on whose residents it is about (`whole`: on all of `people`)."""
    residents = sum(counted.get(place, 0) for place in duty.residents) if duty.residents else _residents(duty.jurisdiction, counted)
    everyone = max(sum(counted.values()), len(people))
    about = list(people) if whole else living_there(duty, people)
    due = duty.deadline.due if duty.deadline else None
    found = dict(case)
    found |= {
        "authority": duty.name or _addressee(duty.recipient),
        "cite": duty.cite,
        "reason": duty.reason,
        "due": due.strftime("%Y-%m-%d %H:%M %Z") if due else "",
        # A regime of the whole country (HIPAA) is told how many its own definition covers, a state how many there are in all.
        "number_affected": _count(duty.people if duty.people and duty.jurisdiction in vocabulary.regimes() else everyone),
        "number_affected_residents": _count(min(duty.people, residents) if duty.people else residents),
        "by_residence": ", ".join(f"{_called(place)} {number:,}" for place, number in sorted(counted.items()) if number),
        "by_member_state": ", ".join(
            f"{_called(place)} {number:,}" for place, number in sorted(counted.items()) if number and place.startswith("EU-")
        ),
        "minors": _count(sum(person.minor for person in about)),
        "special_categories": "; ".join(_SPECIAL[word] for word in _SPECIAL if any(word in person.elements for person in about)),
        "cross_border": "Yes" if len({place for place, number in counted.items() if number and place.startswith("EU-")}) > 1 else "",
        "jurisdiction": duty.jurisdiction,
    }
    if about:
        found |= kinds_asked(about)
        found["elements"] = "; ".join(sorted({word for person in about for word in person.elements}))
        found["relations"] = "; ".join(sorted({*(one.relation for one in about if one.relation), *("minor" for one in about if one.minor)}))
        found["kinds_exposed"] = "; ".join(_labels({word for person in about for word in person.elements}, words))
        found["consequences"] = " ".join(words.likely_to_anyone(word for person in about for word in person.elements))
    return {name: value for name, value in found.items() if value}


# Whom a paper goes to where the law gives no name.
_ADDRESSEES = {
    "AG": "Attorney General", "cra": "Consumer reporting agencies", "owner": "The business whose data it is",
    "controller": "The controller", "covered_entity": "The covered entity", "acquirer": "The acquiring bank",
    "card_brands": "The card brands", "law_enforcement": "Law enforcement", "investors": "Securities and Exchange Commission",
    "customer": "The customer", "insurer": "The insurer", "partner": "The partner",
}  # fmt: skip


def _addressee(recipient: str) -> str:
    kind, _, name = recipient.partition(":")
    word = name or kind
    return _ADDRESSEES.get(word, word.replace("_", " "))


# Kinds that a form asks for one by one.
_ASKED = {
    "had_ssn": ("ssn",),
    "had_account": ("financial_account",),
    "had_licence": ("drivers_license",),
    "had_card": ("card_number",),
}


def kinds_asked(about: Sequence[Person]) -> dict[str, str]:
    """Yes or no for each kind that a form asks for one by one. `ssn_spared` is never No: what that asks, a person vouches for."""
    exposed = {word for person in about for word in person.elements}
    spared = {} if "ssn" in exposed else {"ssn_spared": "Yes"}
    return {name: _yes_no(bool(exposed.intersection(words))) for name, words in _ASKED.items()} | spared


# Special categories of personal data (GDPR Art. 9(1)) among the words of Facts.
_SPECIAL = {"medical": "Data concerning health", "genetic": "Genetic data", "biometric": "Biometric data"}


def _called(place: str) -> str:
    """A place as people say it: those who are told know no codes."""
    known = vocabulary.jurisdictions().get(place)
    return known.name if known else place


def living_there(duty: Duty, people: Iterable[Person]) -> list[Person]:
    """The people whose residence a duty is about; asked once for each place."""
    listed = list(people)
    places = {place for place in {one.residence for one in listed} if concerns_place(duty, place)}
    return [one for one in listed if one.residence in places]


def concerns_place(duty: Duty, residence: str | None) -> bool:
    """Whether people of that residence are those whom the law or regime of a duty is about."""
    if not residence:
        return False
    if duty.residents:
        return residence in duty.residents
    jurisdiction = duty.jurisdiction
    country = "EU" if jurisdiction.startswith("EU-") else jurisdiction.split("-", maxsplit=1)[0]
    if jurisdiction in vocabulary.jurisdictions():
        return residence == jurisdiction or (jurisdiction == country and residence.startswith(f"{country}-"))
    return residence.split("-")[0] == country


def offered(offers: Sequence[Offer], words: Words) -> dict[str, str]:
    """The answers about one person's offers."""
    by_service = {one.service: one for one in offers}
    told = next((by_service[name] for name in (*MONITORING, RESTORATION) if name in by_service), None)
    if not told:
        return {}
    code = printable(told.code or "")
    found = {
        "monitoring_months" if told.service in MONITORING else "restoration_months": str(told.months or ""),
        "restoration_code": code if told.service == RESTORATION else "",
        "code": code,
        "enrol_by": words.day(told.enrol_by),
        "enrol_url": printable(told.enrol_url),
        "enrol_phone": printable(told.help_line),
    }
    return {name: value for name, value in found.items() if value}


def exposed_lines(person: Person, words: Words) -> list[str]:
    """What was exposed of this person, in plain words; cards and accounts with the end of their mask."""
    tails: dict[str, str] = {}
    for one in person.exposures:
        if one.fact in ("card_number", "financial_account") and (found := re.search(r"\d{2,4}$", one.masked)):
            tails.setdefault(one.fact, found[0])
    lines = []
    for word, label in zip(sort_elements(person.elements, words), _labels(person.elements, words), strict=True):
        lines.append(words.ending_in.format(label=label, tail=tails[word]) if word in tails else label)
    return lines


def sort_elements(elements: Iterable[str], words: Words) -> list[str]:
    """Elements in the order of the words file, unknown ones last."""
    return list(_in_order(frozenset(elements), words))


@lru_cache(maxsize=4096)
def _in_order(elements: frozenset[str], words: Words) -> tuple[str, ...]:
    """The same; asked once for all of whom the same was exposed."""
    order = {word: place for place, word in enumerate(words.exposed)}
    return tuple(sorted(elements, key=lambda word: (order.get(word, len(order)), word)))


# Words that stand small within a sentence: what happened follows its dates.
_SMALL = frozenset(
    "a an the our we one some someone somebody unknown unauthorized unauthorised criminals attackers hackers on in".split()  # noqa: SIM905 words to read
)


def _continued(sentence: str) -> str:
    """A sentence as it goes on after a comma."""
    first = sentence.partition(" ")[0]
    return sentence[:1].lower() + sentence[1:] if first.casefold() in _SMALL else sentence


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _labels(elements: Iterable[str], words: Words) -> list[str]:
    return [words.exposed.get(word) or word.replace("_", " ").capitalize() for word in sort_elements(elements, words)]


def _residents(jurisdiction: str, counted: Mapping[str, int]) -> int:
    if jurisdiction in counted or (jurisdiction in vocabulary.jurisdictions() and "-" in jurisdiction):
        return counted.get(jurisdiction, 0)  # nobody of this state; a regime of the country is about all who live there
    country = "EU" if jurisdiction.startswith("EU-") else jurisdiction.split("-", maxsplit=1)[0]
    return sum(number for place, number in counted.items() if place.split("-")[0] == country)


def _count(number: int) -> str:
    return f"{number:,}" if number else ""


def _yes_no(answer: bool | None) -> str:
    return "" if answer is None else "Yes" if answer else "No"


def _all(answers: Iterable[bool | None]) -> bool | None:
    listed = list(answers)
    return None if not listed or None in listed else all(listed)


def _lines(value: str) -> str:
    return "\n".join(line for line in (printable(line) for line in value.split("\n")) if line)
