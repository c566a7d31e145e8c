"""Whom the laws of Canada, Australia, Korea and Singapore bind: by province, trade, size and what was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from stanch.records import Facts
from stanch.vocabulary import jurisdictions

Draw = Callable[[Facts, str], bool | str | None]

# Where an act of the province stands in PIPEDA's place for what happens inside it (SOR/2003-374, 2004-219, 2004-220).
OWN_ACT = ("CA-QC", "CA-AB", "CA-BC")
# Where a health act does so for its custodians (SOR/2005-399, 2011-265, 2012-72, 2016-62).
OWN_HEALTH_ACT = ("CA-ON", "CA-NB", "CA-NL", "CA-NS")
HEALTH = ("hospital", "clinic")
UNSURE_TRADE = ("nonprofit", "education", "hospital")
AUD_3_MILLION = 3_000_000
BREAK_INS = (
    "intrusion", "ransomware", "malware", "sql_injection", "credential_stuffing", "email_compromise", "social_engineering",
)  # fmt: skip
CRITICAL_TRADES = ("energy", "bank", "hospital", "telecom", "transport", "defense")


@cache
def place_of(code: str) -> str:
    """The place of a law: the longest part of its code that is one (`CA-ON-PHIPA` is Ontario's), else its country."""
    parts = code.split("-")
    wholes = ("-".join(parts[:number]) for number in range(len(parts), 0, -1))
    return next((whole for whole in wholes if whole in jurisdictions()), parts[0])


def homes(facts: Facts) -> set[str]:
    """Places where affected people live."""
    counted = [facts.affected, *(group.affected or {} for group in facts.data)]
    return {place for counts in counted for place, number in counts.items() if number > 0}


def nowhere_near(facts: Facts, code: str, *, by_place: bool = True) -> bool:
    """Does a law of a country come in by an untold fact alone?

    By establishment, where people are known and none of them lives or is courted there; by the people, where nobody was counted yet and
    the organisation is established elsewhere; by both where neither is known. `by_place`: the law's scope asks for a
    place. A law that asks what the organisation is (a hospital, a bank) is still asked while nothing is known of places.
    """
    lived, here = homes(facts), set(facts.org.establishment)
    country = place_of(code).partition("-")[0]
    if (lived and here) or country not in {place.partition("-")[0] for place in jurisdictions()}:
        return False
    if not lived and not here and not by_place:
        return False
    courted = {"EU": facts.targets_eu or facts.org.targets_eu or turns_to(facts, "EEA"), "UK": facts.org.targets_uk}
    turned = {area for area, turned_to in courted.items() if turned_to}
    near = lived | here | turned | set(facts.org.targets or ()) | set(facts.org.means or ())
    return not any(place.partition("-")[0] == country for place in near)


def turns_to(facts: Facts, *areas: str) -> bool | None:
    """Does `org.targets` name one of these areas, or a place within? Open where no list was given; an empty one says none."""
    if facts.org.targets is None:
        return None
    return any(place == area or place.startswith(f"{area}-") for place in facts.org.targets for area in areas)


def _federal_work(facts: Facts, _code: str) -> bool | None:
    """Banks, carriers, airlines and the like are federal works; of a carrier of goods it depends on the routes."""
    if "ca_federal_work" in facts.org.regulated_as or facts.org.sector in ("bank", "telecom"):
        return True
    return None if facts.org.sector in (None, "transport") else False


def _pipeda(facts: Facts, code: str) -> bool | None:
    """Does PIPEDA govern the data? Not public bodies, nor what stays inside a province that has its own act."""
    if facts.org.sector == "public":
        return False
    here = [place for place in facts.org.establishment if place == "CA" or place.startswith("CA-")]
    if not here:
        return _trades_in_canada(facts)
    federal = _federal_work(facts, code)
    if federal:
        return True
    lived = homes(facts)
    within = _stays_within(facts, here, lived)
    if within is not None:
        displaced = within in OWN_ACT or (facts.org.sector in HEALTH and within in OWN_HEALTH_ACT)
        if displaced:
            return None if federal is None else False
    if facts.org.sector in UNSURE_TRADE or facts.org.sector is None:
        return None
    return _reaches_beyond(facts, here, lived)


def _trades_in_canada(facts: Facts) -> bool | None:
    """From abroad it reaches who has a real and substantial connection to Canada, as by turning to people there."""
    return turns_to(facts, "CA") if facts.org.establishment else None


def _stays_within(facts: Facts, here: list[str], lived: set[str]) -> str | None:
    """The one province in which the organisation and everybody affected are, if there is one."""
    alone = len(here) == len(facts.org.establishment) and len(set(here)) == 1 and here[0] != "CA"
    return here[0] if alone and lived <= {here[0]} else None


def _reaches_beyond(facts: Facts, here: list[str], lived: set[str]) -> bool | None:
    """With establishments in several places it is open whose data they are where all may stay in one province or abroad."""
    canadian = {place for place in lived if place.startswith("CA-")}
    if not canadian and len(here) < len(facts.org.establishment):
        return None
    if lived == canadian and len(canadian) == 1 and canadian <= set(OWN_ACT):
        return None if canadian & set(here) or "CA" in here else True
    return True


def _quebec_enterprise(facts: Facts, code: str) -> bool | None:
    """Enterprises and public bodies; that the province's act binds federal works beside PIPEDA is disputed."""
    return None if _federal_work(facts, code) and facts.org.sector != "public" else True


def _alberta_organisation(facts: Facts, code: str) -> bool | None:
    """Organisations under provincial law; nonprofits in commercial activity only, custodians outside health information."""
    if facts.org.sector == "public":
        return False
    federal = _federal_work(facts, code)
    if federal is not False:
        return None if federal is None else False
    return None if facts.org.sector in UNSURE_TRADE or facts.org.sector == "clinic" else True


def _custodian(facts: Facts, _code: str) -> bool | None:
    """A custodian or trustee of health records: named so, or a hospital or clinic; a public body or insurer may be one."""
    if "ca_health_custodian" in facts.org.regulated_as or facts.org.sector in HEALTH:
        return True
    return None if facts.org.sector is None else False


def turnover(facts: Facts) -> float | None:
    """Annual turnover in Australian dollars, wherever it was stated."""
    return facts.org.turnover_aud if facts.org.turnover_aud is not None else facts.turnover_aud


def _app_entity(facts: Facts, _code: str) -> bool | None:
    """Bound by the Privacy Act: above 3 million dollars, or by trade; a smaller business for tax file numbers alone."""
    if facts.org.sector in (*HEALTH, "bank", "credit_union", "consumer_reporting_agency", "information_broker"):
        return True
    size = turnover(facts)
    if size is not None and size > AUD_3_MILLION:
        return None if facts.org.sector == "public" else True
    if any("tax_id" in group.elements for group in facts.data):
        return True
    return None if size is None or facts.org.sector in ("public", "health_app", "childcare", None) else False


STATES = {"new south wales": "NSW", "queensland": "QLD", "victoria": "VIC", "western australia": "WA"}


def _australian_state(facts: Facts, _code: str) -> str | None:
    """The state of a body's address, where the body is in Australia at all."""
    if not any(place == "AU" for place in facts.org.establishment) or not facts.org.state:
        return None
    return STATES.get(facts.org.state.strip().lower(), facts.org.state.strip().upper())


def _reporting_business(facts: Facts, _code: str) -> bool | None:
    """A reporting business entity: above 3 million dollars, or responsible for critical infrastructure; no public body."""
    if facts.org.sector == "public":
        return False
    if facts.org.critical_infrastructure:
        return True
    size = turnover(facts)
    if size is None or size > AUD_3_MILLION:
        return None if size is None else True
    open_ = facts.org.critical_infrastructure is None and facts.org.sector in CRITICAL_TRADES
    return None if open_ else False


def _extorted(facts: Facts, _code: str) -> bool | None:
    """A demand that may have been paid: ransomware, or a payment that was made; other kinds name no payment, so none was."""
    if facts.ransom_paid or facts.incident.kind == "ransomware":
        return True
    return None if facts.incident.kind is None and facts.ransom_paid is None else False


FINANCE = ("bank", "credit_union", "insurance", "broker_dealer", "mortgage_lender", "consumer_reporting_agency")


def _credit_trade(facts: Facts, _code: str) -> bool | None:
    """Does the organisation deal in credit information by trade (banks, insurers, lenders, credit bureaus)?"""
    return None if facts.org.sector is None else facts.org.sector in FINANCE


def _suspected_leak(facts: Facts, _code: str) -> bool:
    """A break-in of which it is not known whether data left: since then only a suspicion, which Korea has told too."""
    known = facts.incident.confidentiality in ("acquired", "accessed", "lost") or facts.exfiltration is not None
    return facts.incident.kind in BREAK_INS and not known and facts.acquisition_ruled_out is None


BANKING = ("bank", "credit_union", "insurance")


def _osfi_institution(facts: Facts, _code: str) -> bool | None:
    """Banks are; insurers, trust and loan companies may be under a province instead."""
    if "ca_osfi_institution" in facts.org.regulated_as or facts.org.sector == "bank":
        return True
    return None if facts.org.sector in (None, "insurance", "mortgage_lender", "credit_union") else False


def _ontario_institution(facts: Facts, _code: str) -> bool | None:
    """Provincial bodies, universities, colleges and public hospitals; municipalities, school boards and police are under another act."""
    if "ca_on_institution" in facts.org.regulated_as:
        return True
    return None if facts.org.sector in (None, "public", "education", "hospital") else False


def _local_authority(facts: Facts, _code: str) -> bool | None:
    """Public bodies of the province and its local authorities; schools, universities and hospitals may be one."""
    if facts.org.sector == "public":
        return True
    return None if facts.org.sector in (None, "education", "hospital") else False


def _public_body_here(facts: Facts, code: str) -> bool | None:
    """A public body of the state whose law asks, or of its local government; a school or hospital may be one, and `US` may be there."""
    body: bool | None = True
    if facts.org.sector != "public" and not {"public_body", "state_agency"} & set(facts.org.regulated_as):
        body = None if facts.org.sector in (None, "education", "hospital") else False
    place, places = place_of(code), facts.org.establishment
    if body is False or place in places:
        return body
    return None if places in ((), ("US",)) and place in homes(facts) else False


def _apra_entity(facts: Facts, _code: str) -> bool | None:
    """Banks, credit unions, insurers; super funds by name alone."""
    if "au_apra_entity" in facts.org.regulated_as or facts.org.sector in BANKING:
        return True
    return None if facts.org.sector is None else False


def _deposit_taker_or_insurer(facts: Facts, _code: str) -> bool | None:
    return None if facts.org.sector is None else facts.org.sector in BANKING


def _investment_dealer(facts: Facts, _code: str) -> bool | None:
    """A member of the Canadian self-regulator; advisers and funds are broker-dealers by sector and may be none."""
    if "ca_investment_dealer" in facts.org.regulated_as:
        return True
    return None if facts.org.sector in (None, "broker_dealer") else False


def _online_service(facts: Facts, _code: str) -> bool | None:
    """Carriers, and whoever gives or brokers information over their networks for profit: a shop on line as well, a public body not."""
    if "kr_online_service" in facts.org.regulated_as or facts.org.sector == "telecom":
        return True
    return False if facts.org.sector == "public" else None


CARRY = "Is the organisation a federal work (bank, carrier, airline), and does it handle the data in commercial activity across provinces?"

# Label, question, how it is drawn.
TABLE: dict[str, tuple[str, str, Draw]] = {
    "pipeda": (
        "under PIPEDA",
        "Does the organisation handle the data in commercial activity in Canada, and beyond a province that has its own act?",
        _pipeda,
    ),
    "federal_work": ("a federal work or undertaking", "Is the organisation a federal work (bank, carrier, airline)?", _federal_work),
    "quebec_enterprise": ("an enterprise or public body of Quebec", CARRY, _quebec_enterprise),
    "alberta_organisation": (
        "under Alberta's Personal Information Protection Act",
        "Is the organisation under Alberta's act (no federal work; nonprofits in commercial activity; not health records)?",
        _alberta_organisation,
    ),
    # Alberta leaves it to its Commissioner, whose word no fact can foretell.
    "commissioner_requires": (
        "the Commissioner requires it",
        "Has the Commissioner required that the people be told?",
        lambda _facts, _code: None,
    ),
    # What a provider owes its customer by contract, where the law leaves it to the contract: no fact of the case can foretell it.
    "agreement_asks": (
        "the agreement asks for it",
        "Does the agreement with the customer ask the provider to tell of such an incident?",
        lambda _facts, _code: None,
    ),
    "health_custodian": (
        "a custodian of health records",
        "Is the organisation a custodian (trustee) of health records under the province's health act?",
        _custodian,
    ),
    "app_entity": (
        "bound by the Privacy Act",
        "Is annual turnover above 3 million Australian dollars, or is it a health, credit or data-trading business?",
        _app_entity,
    ),
    "australian_state": ("a body of", "In which state of Australia is the public body (org.state)?", _australian_state),
    "reporting_business": (
        "a reporting business entity",
        "Was turnover last financial year above 3 million Australian dollars, or is it responsible for critical infrastructure?",
        _reporting_business,
    ),
    "extorted": ("a demand for payment", "Was payment demanded, and was a ransom paid?", _extorted),
    "credit_trade": ("deals in credit information", "Is the organisation a bank, insurer, lender or credit bureau?", _credit_trade),
    "osfi_institution": (
        "supervised by OSFI",
        "Is the organisation a federally regulated financial institution (OSFI)?",
        _osfi_institution,
    ),
    "ontario_institution": (
        "an institution under FIPPA",
        "Is it a provincial institution of Ontario (ministry, university, public hospital), no municipality, school board or police?",
        _ontario_institution,
    ),
    "local_authority": ("a public body or local authority", "Is it a government institution or a local authority?", _local_authority),
    "public_body_here": (
        "a public body of the state",
        "Is the organisation a body of that state or of its local government (agency, county, city, school district)?",
        _public_body_here,
    ),
    "apra_entity": ("regulated by APRA", "Is it a bank, insurer or superannuation fund regulated by APRA?", _apra_entity),
    "deposit_taker_or_insurer": (
        "takes deposits or insures",
        "Is it a bank, a non-bank deposit taker or an insurer under the Reserve Bank?",
        _deposit_taker_or_insurer,
    ),
    "investment_dealer": ("a dealer member of CIRO", "Is the organisation an investment dealer, a member of CIRO?", _investment_dealer),
    "online_service": (
        "provides information over networks for profit",
        "Does the organisation provide or broker information over the internet for profit (a site, an app, a shop on line)?",
        _online_service,
    ),
    "suspected_leak": ("a leak is suspected, not confirmed", "Is it known whether data left?", _suspected_leak),
    # Only a known return or deletion speaks for it.
    "recovered": (
        "the data were recovered or destroyed",
        "Did the data reach only a recipient who returned or destroyed them?",
        lambda facts, _code: facts.recipient == "trusted",
    ),
}
