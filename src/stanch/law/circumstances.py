"""The named facts that statute files ask about: each is drawn from Facts as a word, several words, or None for unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stanch.law import bound, harm_tests, regulated
from stanch.law.findings import HARM_WORDS
from stanch.law.instrument import Word
from stanch.records import Facts

Value = Word | tuple[Word, ...] | None

HEALTH_SECTORS = ("hospital", "clinic")


@dataclass(frozen=True, slots=True)
class Named:
    """A fact's label in sentences, the question that settles it, and how it is drawn for one instrument's code."""

    label: str
    question: str
    draw: Callable[[Facts, str], Value]


def harm_word(facts: Facts, code: str) -> str:
    """The finding for this law: its own where one was given, else the general one."""
    return facts.harm_by_jurisdiction.get(code, facts.harm.finding)


def _harm(facts: Facts, code: str) -> Value:
    """`none`, `some` or `high`; unknown when not assessed, or found in the words of another kind of law."""
    return HARM_WORDS.get(harm_word(facts, code))


def _documented(facts: Facts, code: str) -> Value:
    # A finding that was never made cannot be "not documented": it is still open.
    return None if harm_word(facts, code) == "not_assessed" else facts.harm.documented


def _acquisition(facts: Facts, _code: str) -> Value:
    """Were the data acquired? A look into them, or a loss, leaves it open until acquisition is ruled out."""
    if facts.exfiltration is True or facts.incident.confidentiality == "acquired":
        return True
    if facts.acquisition_ruled_out is True:
        return False
    if facts.acquisition_ruled_out is False and facts.incident.confidentiality in ("accessed", "lost"):
        return True
    if facts.incident.confidentiality == "unavailable" and facts.exfiltration is False:
        return False
    return None


def _access(facts: Facts, code: str) -> Value:
    """Were the data accessed (or acquired)?"""
    if facts.incident.confidentiality == "accessed":
        return True
    return _acquisition(facts, code)


def _presumed_acquisition(facts: Facts, code: str) -> Value:
    """For laws that take access for acquisition until it is ruled out."""
    taken = _acquisition(facts, code)
    return True if taken is None and facts.incident.confidentiality == "accessed" else taken


def _misuse(facts: Facts, code: str) -> Value:
    """Has the information been misused, or is that reasonably possible? As stated, else as the finding on harm has it."""
    if facts.misuse_possible is not None:
        return facts.misuse_possible
    found = _harm(facts, code)
    return None if found is None else found != "none"


def _hipaa_covered(facts: Facts, _code: str) -> Value:
    """A HIPAA covered entity? Unknown of a hospital or clinic that names no regime at all, unless it is established only abroad."""
    abroad = facts.org.establishment and not any(place.startswith("US") for place in facts.org.establishment)
    if not facts.org.regulated_as and facts.org.sector in HEALTH_SECTORS and not abroad:
        return None
    return "hipaa_covered_entity" in facts.org.regulated_as


# An outsider's work by its kind: where nobody said who it was, this rules out an employee in good faith.
OUTSIDERS_WORK = (
    "intrusion",
    "ransomware",
    "malware",
    "sql_injection",
    "credential_stuffing",
    "email_compromise",
    "social_engineering",
    "theft_device",
    "theft_paper",
    "ddos",
)


def _actor(facts: Facts, _code: str) -> Value:
    """Who got at the data: as stated, else as the kind of incident shows."""
    if facts.incident.actor is not None:
        return facts.incident.actor
    if facts.incident.kind in OUTSIDERS_WORK:
        return "external_malicious"
    return {"insider": "insider_malicious", "lost_device": "none"}.get(facts.incident.kind or "")


def _role(facts: Facts, _code: str) -> Value:
    return {"processor": "service_provider", "controller": "owner"}.get(facts.org.role or "", facts.org.role)


def _targets_eu(facts: Facts, _code: str) -> Value:
    """Does it turn to people of the EEA: as said for the EEA alone, else as `org.targets` lists the places."""
    said = facts.org.targets_eu if facts.targets_eu is None else facts.targets_eu
    return said if said is not None else bound.turns_to(facts, "EU", "EEA")


def _targets_uk(facts: Facts, _code: str) -> Value:
    return facts.org.targets_uk if facts.org.targets_uk is not None else bound.turns_to(facts, "UK")


def _within(code: str, area: str) -> bool:
    return code == area or code.startswith(f"{area}-")


def _in_area(codes: tuple[str, ...], area: str) -> bool | None:
    """Is one of these places in the area? Open where only a wider place is named (`CA` for Quebec)."""
    if any(_within(code, area) for code in codes):
        return True
    return None if any(_within(area, code) for code in codes) else False


def _established(area: str) -> Callable[[Facts, str], Value]:
    def draw(facts: Facts, _code: str) -> Value:
        return _in_area(facts.org.establishment, area) if facts.org.establishment else None

    return draw


def _residents(area: str) -> Callable[[Facts, str], Value]:
    def draw(facts: Facts, _code: str) -> Value:
        return any(_within(code, area) and number > 0 for code, number in facts.affected.items()) if facts.affected else None

    return draw


def _of_establishment(area: str) -> Callable[[Facts, str], Value]:
    """Does the processing belong to an establishment there (GDPR Art. 3(1))? Open when only people elsewhere are affected."""

    def draw(facts: Facts, code: str) -> Value:
        here = _established(area)(facts, code)
        if not here or _residents(area)(facts, code):
            return here
        return True if all(_within(place, area) for place in facts.org.establishment) else None

    return draw


def _seats(facts: Facts, _code: str) -> Value:
    """The places of establishment, where none is known those of the people: whose national law sets a period."""
    return facts.org.establishment or tuple(place for place, number in facts.affected.items() if number > 0)


def _targets(facts: Facts, code: str) -> Value:
    """Does the organisation turn to people of the law's place? `targets_uk` is the older key for one of them."""
    place = bound.place_of(code)
    if place == "UK" and facts.org.targets_uk is not None:
        return facts.org.targets_uk
    return None if facts.org.targets is None else _in_area(facts.org.targets, place)


def _means(facts: Facts, code: str) -> Value:
    """Are there means of processing in the law's place? An establishment there is more than that."""
    place = bound.place_of(code)
    if _established(place)(facts, code):
        return True
    return None if facts.org.means is None else _in_area(facts.org.means, place)


def _public_ecs(area: str, regime: str) -> Callable[[Facts, str], Value]:
    """A provider of public electronic communications there? A telecom that names no regime at all may be one: unknown."""

    def draw(facts: Facts, code: str) -> Value:
        if not facts.org.regulated_as and facts.org.sector == "telecom" and _established(area)(facts, code) is not False:
            return None
        return regime in facts.org.regulated_as

    return draw


def _needs_protection(facts: Facts, code: str) -> Value:
    """Do people need to know so that they can protect themselves? A high risk says yes, no risk no; a risk leaves it open."""
    return {"high": True, "none": False}.get(str(_harm(facts, code)))


def _classified_late(facts: Facts, _code: str) -> Value:
    """Was the incident classified more than 24 hours after awareness? On the next day it may or may not have been."""
    aware, classified = facts.incident.discovered, facts.incident.determined
    if aware is None or classified is None:
        return None
    days = (classified - aware).days
    return None if days == 1 else days > 1


def _hidden_90_days(facts: Facts, _code: str) -> Value:
    """Was the attack discovered more than 90 days after it took place?"""
    begun, found = facts.incident.occurred, facts.incident.discovered
    return None if begun is None or found is None else (found - begun).days > 90


BROKERS = ("information_broker", "consumer_reporting_agency", "public")


def _broker_or_public(facts: Facts, code: str) -> Value:
    if facts.org.sector in BROKERS:
        return True
    return None if facts.org.sector is None or _role(facts, code) != "owner" else False


TABLES = (regulated.TABLE, harm_tests.TABLE, bound.TABLE)

FACTS: dict[str, Named] = {
    "role": Named("role", "Does the organisation own the data (controller), or hold it for another (service provider, processor)?", _role),
    "sector": Named("sector", "Which sector is the organisation in?", lambda f, _c: f.org.sector),
    "regulated": Named("regulated as", "Under which regimes is the organisation regulated?", lambda f, _c: f.org.regulated_as),
    "hipaa_covered": Named(
        "HIPAA covered entity",
        "Is the organisation a HIPAA covered entity (health-care provider that bills electronically, health plan)?",
        _hipaa_covered,
    ),
    "established_eu": Named("established in the EEA", "Where is the organisation established?", _established("EU")),
    "established_uk": Named("established in the UK", "Where is the organisation established?", _established("UK")),
    "eu_processing": Named(
        "processing by an establishment in the EEA", "Are the data processed for an establishment in the EEA?", _of_establishment("EU")
    ),
    "uk_processing": Named(
        "processing by an establishment in the UK", "Are the data processed for an establishment in the UK?", _of_establishment("UK")
    ),
    "targets_eu": Named(
        "offers goods or services to, or monitors, people in the EEA",
        "Does the organisation offer goods or services to people in the EEA, or watch their behaviour?",
        _targets_eu,
    ),
    "targets_uk": Named(
        "offers goods or services to, or monitors, people in the UK",
        "Does the organisation offer goods or services to people in the UK, or watch their behaviour?",
        _targets_uk,
    ),
    "residents_eu": Named("people of the EEA affected", "How many people of which countries are affected?", _residents("EU")),
    "residents_uk": Named("people of the UK affected", "How many people of which countries are affected?", _residents("UK")),
    "medium": Named("medium", "Were the data electronic or on paper?", lambda f, _c: f.incident.medium),
    "kind": Named("kind of incident", "What kind of incident was it?", lambda f, _c: f.incident.kind),
    "confidentiality": Named(
        "what happened to the data",
        "Were the data acquired, only accessed, lost, or made unavailable?",
        lambda f, _c: f.incident.confidentiality,
    ),
    "acquisition": Named("data were acquired", "Were the data taken (acquired), or can that be ruled out?", _acquisition),
    "access": Named("data were accessed", "Were the data accessed, or can that be ruled out?", _access),
    "actor": Named("who did it", "Who got at the data: an outsider, an insider, an employee in good faith?", _actor),
    "presumed_acquisition": Named(
        "data were acquired (access is taken for it)",
        "Were the data taken or looked into, or is there reliable proof that they were not taken?",
        _presumed_acquisition,
    ),
    "misuse": Named(
        "misuse has occurred or is reasonably possible", "Has the information been misused, or is that reasonably possible?", _misuse
    ),
    "harm": Named("finding on harm", "What did the assessment of the risk of harm find?", _harm),
    # For laws that presume the duty until the finding is made: not assessed is then a plain "no such finding".
    "finding": Named("finding on harm", "What did the assessment of the risk of harm find?", harm_word),
    "harm_documented": Named("finding put in writing", "Was the finding on harm put in writing?", _documented),
    "law_enforcement_consulted": Named(
        "law enforcement consulted", "Were law-enforcement agencies consulted about the finding?", lambda f, _c: f.law_enforcement_consulted
    ),
    "misuse_possible": Named("misuse is possible", "Has the information been misused, or may it be?", lambda f, _c: f.misuse_possible),
    # Good faith is a word people chose for the actor; only a known misuse speaks against it.
    "misused": Named("misused since, or may be", "Has the information been misused since?", lambda f, _c: f.misuse_possible is True),
    "trusted_recipient": Named(
        "the recipient is trusted",
        "Did the data reach only a trusted recipient who returned or destroyed them?",
        lambda f, _c: None if f.recipient is None else f.recipient == "trusted",
    ),
    # Georgia binds information brokers and public bodies alone; a provider may hold data for one without being one.
    "broker_or_public": Named(
        "information broker or public body",
        "Is the owner of the data an information broker or a public body?",
        _broker_or_public,
    ),
    "backup": Named("a backup exists", "Can the data be restored from a backup in time?", lambda f, _c: f.backup),
    "sensitive_account": Named(
        "account usable without a code",
        "Can the account be used with its number alone, without a code or password?",
        lambda f, _c: f.sensitive_account,
    ),
    "service_disruption": Named("service disrupted", "Was the service disrupted?", lambda f, _c: f.service_disruption),
    "material": Named("material", "Is the incident material?", lambda f, _c: f.material),
    "significant": Named("significant", "Is the incident significant?", lambda f, _c: f.significant),
    "major": Named("major", "Is the incident major?", lambda f, _c: f.major),
    "contact_data": Named(
        "sufficient contact details", "Does the organisation hold the people's contact details?", lambda f, _c: f.contact_data
    ),
    "ransom_paid": Named("ransom paid", "Was a ransom paid?", lambda f, _c: f.ransom_paid),
    "critical_infrastructure": Named(
        "critical infrastructure", "Is the organisation critical infrastructure?", lambda f, _c: f.org.critical_infrastructure
    ),
    # The same questions for any place: what `here` is, the law's own code says.
    "established_here": Named(
        "established there", "Where is the organisation established?", lambda f, c: _established(bound.place_of(c))(f, c)
    ),
    "established_in": Named("established in", "Where is the organisation established?", _seats),
    "residents_here": Named(
        "people there affected", "How many people of which countries are affected?", lambda f, c: _residents(bound.place_of(c))(f, c)
    ),
    "processing_here": Named(
        "processing by an establishment there",
        "For which of its establishments does the organisation process the data?",
        lambda f, c: _of_establishment(bound.place_of(c))(f, c),
    ),
    "targets_here": Named(
        "offers goods or services to, or monitors, people there",
        "To people of which countries does the organisation offer goods or services, or whose behaviour does it watch?",
        _targets,
    ),
    "hidden_90_days": Named(
        "undetected for more than 90 days", "When did the attack take place, and when was it discovered?", _hidden_90_days
    ),
    "eu_public_ecs": Named(
        "provider of public electronic communications in the EEA",
        "Does the organisation provide a publicly available electronic communications service in the EEA?",
        _public_ecs("EU", "eu_public_ecs"),
    ),
    "uk_public_ecs": Named(
        "provider of public electronic communications in the UK",
        "Does the organisation provide a public electronic communications service in the UK?",
        _public_ecs("UK", "uk_public_ecs"),
    ),
    "classified_late": Named(
        "classified more than 24 hours after awareness",
        "At what time did the organisation become aware of the incident, and when did it classify it as major?",
        _classified_late,
    ),
    "client_finances_affected": Named(
        "clients' financial interests affected",
        "Does the incident affect the financial interests of clients?",
        lambda f, _c: f.client_finances_affected,
    ),
    "means_here": Named(
        "means of processing there",
        "In which countries does the organisation process the data with equipment, servers or agents of its own?",
        _means,
    ),
    "small_business": Named(
        "small business",
        "Is the organisation a micro or small business (by turnover), a start-up or a non-profit, without high-risk processing?",
        lambda f, _c: f.org.small_business,
    ),
    "large_scale": Named(
        "large scale",
        "Are a large number of people or a large volume of data concerned (by number, length of time, area)?",
        lambda f, _c: f.large_scale,
    ),
    "needs_protection": Named(
        "people must know to protect themselves",
        "Must the people be told so that they can protect themselves (change a password, watch an account, expect fraud)?",
        _needs_protection,
    ),
    "product_security_affected": Named(
        "severe incident for the security of a product",
        "Does a severe incident touch the security of a product with digital elements that the organisation makes?",
        lambda f, _c: f.product_security_affected,
    ),
    "vulnerability_exploited": Named(
        "actively exploited vulnerability in a product",
        "Is a vulnerability in a product with digital elements that the organisation makes being exploited?",
        lambda f, _c: f.vulnerability_exploited,
    ),
    **{name: Named(*parts) for table in TABLES for name, parts in table.items()},
}
