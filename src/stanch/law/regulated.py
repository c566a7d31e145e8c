"""Is the organisation under a regime? As it says itself; where it names no regime, its sector leaves the answer open.

A hospital, a broker or an insurer that names nothing may well be bound: that is asked, never taken for a no.
"""

from __future__ import annotations

from collections.abc import Callable

from stanch.records import Facts

Draw = Callable[[Facts, str], bool | str | None]

CARD_ELEMENTS = frozenset(("card_number", "card_security_code"))
NEW_YORK = ("bank", "insurance", "mortgage_lender", "credit_union")


def _under(*words: str, may: Callable[[Facts], bool]) -> Draw:
    """Yes where one of the words is named, open where nothing is named and the organisation may be bound, else no."""

    def draw(facts: Facts, _code: str) -> bool | None:
        if any(word in facts.org.regulated_as for word in words):
            return True
        return None if not facts.org.regulated_as and may(facts) else False

    return draw


def _in_sector(*sectors: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.org.sector in sectors


def _cards(facts: Facts, _code: str) -> bool | None:
    """Card rules bind by contract: whoever holds card data may have signed one, whatever else it is regulated as."""
    if "pci_merchant" in facts.org.regulated_as:
        return True
    return None if any(CARD_ELEMENTS & set(group.elements) for group in facts.data) else False


def _defense_system(facts: Facts, _code: str) -> bool | None:
    """Defence information that was exposed settles it; that none is listed does not: the clause covers the system as such."""
    return True if any("cdi" in group.elements for group in facts.data) else None


def _home_state(facts: Facts, _code: str) -> str | None:
    """The state of domicile as stated, else the only place of business where it is one state."""
    stated = facts.org.domicile or facts.domicile
    if stated is not None:
        return stated
    only = facts.org.establishment[0] if len(facts.org.establishment) == 1 else ""
    return only if only.startswith("US-") else None


def _home_state_or_none(facts: Facts, code: str) -> str:
    return _home_state(facts, code) or "unknown"


def _home_state_open(facts: Facts, code: str) -> bool | None:
    return False if _home_state(facts, code) else None


BANKING = ("bank_occ", "bank_fdic", "bank_frb")
# Words that say "financial institution" without saying under whom.
WIDE = frozenset(("glba_financial_institution", "pci_merchant", "sec_registrant"))
LENDERS = ("mortgage_lender", "auto_dealer")


def _abroad(facts: Facts) -> bool:
    """Is every place of business known, and none in the United States?"""
    places = facts.org.establishment
    return bool(places) and not any(place == "US" or place.startswith("US-") for place in places)


def _supervised(*words: str, may: Callable[[Facts], bool]) -> Draw:
    """As `_under`, but a word that leaves the supervisor open counts as no word."""

    def draw(facts: Facts, _code: str) -> bool | None:
        named = set(facts.org.regulated_as) - WIDE
        if named & set(words):
            return True
        return None if not named and not _abroad(facts) and may(facts) else False

    return draw


GLBA = ("glba_financial_institution", "ftc_safeguards", "ncua", "reg_sp", "reg_sp_larger", *BANKING)
FINANCE = ("bank", "credit_union", "broker_dealer", "insurance", *LENDERS)


def _under_glba(facts: Facts, _code: str) -> bool | None:
    """Whoever is under one of the federal supervisors of finance is under the Gramm-Leach-Bliley Act, though it names only the one."""
    if any(word in facts.org.regulated_as for word in GLBA):
        return True
    open_ = not set(facts.org.regulated_as) - WIDE and facts.org.sector in FINANCE and not _abroad(facts)
    return None if open_ else False


def _lender(facts: Facts) -> bool:
    """A lender or car dealer, or a financial institution whose sector has no federal supervisor of its own."""
    others = ("bank", "credit_union", "broker_dealer", "insurance")
    wide = "glba_financial_institution" in facts.org.regulated_as and facts.org.sector not in others
    return facts.org.sector in LENDERS or wide


TAX_DATA = frozenset(("ssn", "tax_id", "tax_return"))


def _prepares_returns(facts: Facts) -> bool:
    """An office (accountants, lawyers) in the United States whose data hold taxpayers' numbers may prepare returns."""
    holds = any(TAX_DATA & set(group.elements) for group in facts.data)
    return facts.org.sector == "professional_services" and not _abroad(facts) and holds


def _lender_or_preparer(facts: Facts) -> bool:
    """Tax preparers are financial institutions under the Safeguards Rule: 16 CFR 314.2(h)(2)(viii)."""
    return _lender(facts) or _prepares_returns(facts)


def _is_bank(facts: Facts) -> bool:
    return facts.org.sector == "bank"


STOPPING = ("outage", "ddos", "ransomware")  # kinds of incident that are about services standing still


def _material_disruption(facts: Facts, _code: str) -> bool | None:
    """A disruption as stated; one that was found immaterial is none, and a material outage is one."""
    if facts.service_disruption is True and facts.material is False:
        return False
    if facts.service_disruption is None and facts.material is True and facts.incident.kind in STOPPING:
        return True
    return facts.service_disruption


FOUR_HOURS = 4  # 12 CFR 53.4(a)


def _disrupted_four_hours(facts: Facts, _code: str) -> bool | None:
    """Four hours or more; without a disruption there are no hours to count."""
    if facts.service_disruption is False or (facts.service_disruption is True and facts.material is False):
        return False
    return None if facts.disruption_hours is None else facts.disruption_hours >= FOUR_HOURS


def _business_associate(facts: Facts, _code: str) -> bool | None:
    """Who holds patients' data for another and names no regime may be a business associate: asked, never taken for a no."""
    if "hipaa_business_associate" in facts.org.regulated_as:
        return True
    holds = facts.org.role in ("service_provider", "processor") and any(group.person_category == "patient" for group in facts.data)
    return None if holds and not facts.org.regulated_as and not _abroad(facts) else False


def _ca_health_facility(facts: Facts, _code: str) -> bool | None:
    """As told. A hospital in California is licensed; of a practice, or where only the country is known, it is asked, once."""
    if facts.org.ca_health_facility is not None:
        return facts.org.ca_health_facility
    if facts.org.sector not in ("hospital", "clinic"):
        return False
    places = facts.org.establishment
    if "US-CA" in places and facts.org.sector == "hospital":
        return True
    return None if "US-CA" in places or ("US" in places and "US-CA" in facts.affected) else False


STUDENTS = ("student", "pupil")


def _k12_school(facts: Facts, _code: str) -> bool | None:
    """A school or college that names no more than federal funds may be a school below college: asked."""
    if "k12_school" in facts.org.regulated_as:
        return True
    named = set(facts.org.regulated_as) - {"ferpa", *WIDE}
    return None if facts.org.sector == "education" and not named and not _abroad(facts) else False


def _k12_vendor(facts: Facts, _code: str) -> bool | None:
    """Who holds students' data for another may hold them for a school."""
    if "k12_vendor" in facts.org.regulated_as:
        return True
    holds = facts.org.role in ("service_provider", "processor") and any(group.person_category in STUDENTS for group in facts.data)
    return None if holds and not facts.org.regulated_as and not _abroad(facts) else False


def _state_licence(word: str, state: str) -> Draw:
    """A lender with business or people in the state may hold its licence, whatever federal rule it names."""

    def draw(facts: Facts, _code: str) -> bool | None:
        if word in facts.org.regulated_as:
            return True
        places = facts.org.establishment
        near = state in places or ("US" in places and state in facts.affected)
        return None if near and facts.org.sector in LENDERS and not set(facts.org.regulated_as) - {"ftc_safeguards", *WIDE} else False

    return draw


HOME_STATE = "In which state is the organisation domiciled (for an agency or agent: the home state)?"

# Label, question, how it is drawn.
TABLE: dict[str, tuple[str, str, Draw]] = {
    "sec_registrant": (
        "files reports with the SEC",
        "Does the organisation file reports with the Securities and Exchange Commission?",
        _under("sec_registrant", may=lambda _facts: False),
    ),
    "reg_sp": (
        "under Regulation S-P",
        "Is the organisation a broker-dealer, investment company, SEC-registered adviser, funding portal or transfer agent?",
        _under("reg_sp", "reg_sp_larger", may=_in_sector("broker_dealer")),
    ),
    "reg_sp_larger": (
        "a larger entity under Regulation S-P",
        "Is the organisation a larger entity under Regulation S-P (adviser with 1.5 billion dollars, fund group with 1 billion dollars)?",
        _under("reg_sp_larger", may=_in_sector("broker_dealer")),
    ),
    "nydfs": (
        "licensed by the New York Department of Financial Services",
        "Does the organisation hold a licence or charter under New York's banking, insurance or financial services law?",
        _under("nydfs_covered", may=lambda facts: facts.org.sector in NEW_YORK and "US-NY" in facts.org.establishment),
    ),
    "insurance_licensee": (
        "licensed under insurance law",
        "Does the organisation hold a licence under a state's insurance law (insurer, agency, adjuster)?",
        _under("insurance_licensee", may=_in_sector("insurance")),
    ),
    "ferpa": (
        "receives education funds",
        "Does the school receive funds from the U.S. Department of Education?",
        _under("ferpa", may=_in_sector("education")),
    ),
    "k12_school": (
        "a school below college, its district or board",
        "Is the organisation a school from kindergarten to grade 12, its district or board?",
        _k12_school,
    ),
    "k12_vendor": (
        "holds students' data for schools below college",
        "Does the organisation hold the students' data under an agreement with schools from kindergarten to grade 12?",
        _k12_vendor,
    ),
    "mn_commerce": (
        "licensed by Minnesota's Department of Commerce (not a bank)",
        "Does the organisation hold a licence of Minnesota's Department of Commerce for mortgages, loans or money services?",
        _state_licence("mn_commerce_licensee", "US-MN"),
    ),
    "nd_financial_corporation": (
        "regulated by North Dakota's Department of Financial Institutions (no bank, no credit union)",
        "Does North Dakota's Department of Financial Institutions license the organisation (loans, collection, money transmission, trust)?",
        _state_licence("nd_financial_corporation", "US-ND"),
    ),
    "fcc_carrier": (
        "telecommunications carrier",
        "Is the organisation a telecommunications carrier or interconnected VoIP provider in the United States?",
        _under("fcc_carrier", may=_in_sector("telecom")),
    ),
    "dfars": (
        "defence contractor",
        "Does a contract or subcontract of the organisation hold the DFARS clause 252.204-7012?",
        _under("dfars", may=_in_sector("defense")),
    ),
    "defense_system": (
        "covered defence information or its system is affected",
        "Does the affected system hold covered defence information, or serve operationally critical support?",
        _defense_system,
    ),
    "pci": (
        "bound by payment-card rules",
        "Does the organisation take payment cards, or handle card data for those who do?",
        _cards,
    ),
    "circia_covered": (
        "covered entity under CIRCIA",
        "Is the organisation a covered entity in a critical infrastructure sector?",
        _under("circia_covered", may=lambda facts: facts.org.critical_infrastructure is True),
    ),
    "irs_efile": (
        "authorised IRS e-file provider",
        "Is the organisation an authorised IRS e-file provider?",
        _under("irs_efile_provider", may=_prepares_returns),
    ),
    # Of many states' rules each asks for its own state; that no state is known is asked for once, by a rule of its own.
    "home_state": ("domiciled in", HOME_STATE, _home_state_or_none),
    "home_state_open": ("domiciled in a state with such a law", HOME_STATE, _home_state_open),
    # A law looked into and found to have no duty of notice says so by this fact, with its citation.
    "notice_duty": ("duty of notice in this law", "Does this law know a duty of notice?", lambda _facts, _code: False),
    "bank": (
        "bank under a federal banking agency",
        "Which agency supervises the bank: the OCC, the FDIC or the Federal Reserve?",
        _supervised(*BANKING, may=_is_bank),
    ),
    "bank_occ": ("supervised by the OCC", "Does the OCC supervise the bank?", _supervised("bank_occ", may=_is_bank)),
    "bank_fdic": ("supervised by the FDIC", "Does the FDIC supervise the bank?", _supervised("bank_fdic", may=_is_bank)),
    "bank_frb": (
        "supervised by the Federal Reserve",
        "Does the Federal Reserve supervise the bank?",
        _supervised("bank_frb", may=_is_bank),
    ),
    "glba": (
        "financial institution under the Gramm-Leach-Bliley Act",
        "Is the organisation a financial institution under title V of the Gramm-Leach-Bliley Act?",
        _under_glba,
    ),
    "insured_credit_union": (
        "federally insured credit union",
        "Is the organisation a credit union with federal (NCUA) share insurance?",
        _supervised("ncua", may=_in_sector("credit_union")),
    ),
    "ftc_safeguards": (
        "financial institution under the FTC's Safeguards Rule",
        "Is the organisation a financial institution under the FTC (lender, broker, dealer that arranges finance, tax preparer)?",
        _supervised("ftc_safeguards", may=_lender_or_preparer),
    ),
    "phr_vendor": (
        "offers or serves personal health records outside HIPAA",
        "Can the app or device draw health data from several sources, and is it outside HIPAA (vendor of personal health records)?",
        _under("ftc_phr_vendor", may=_in_sector("health_app")),
    ),
    "part2_program": (
        "program for substance use disorders (42 CFR Part 2)",
        "Does the organisation treat substance use disorders with federal assistance (a program under 42 CFR Part 2)?",
        _under("part2_program", may=lambda _facts: False),
    ),
    "hipaa_business_associate": (
        "HIPAA business associate",
        "Does the organisation hold the patients' data for a HIPAA covered entity (business associate)?",
        _business_associate,
    ),
    "material_disruption": (
        "services materially disrupted or degraded",
        "Did the incident materially disrupt or degrade services or operations, or is it reasonably likely to?",
        _material_disruption,
    ),
    "disrupted_four_hours": (
        "disrupted for four hours or more",
        "Were the services to banks disrupted or degraded for four hours or more, or is that reasonably likely?",
        _disrupted_four_hours,
    ),
    # Sensitive data in strange hands are a substantial incident, unless somebody found otherwise.
    "insubstantial": ("found not to be substantial", "Was the incident found not to be substantial?", lambda f, _c: f.significant is False),
    "public_body": (
        "public body",
        "Is the organisation a public body?",
        lambda f, _c: None if f.org.sector is None else f.org.sector == "public",
    ),
    # There are few credit bureaus, and they know it: one that does not say so is none.
    "credit_bureau": (
        "credit bureau",
        "Is the organisation a credit bureau (consumer reporting agency)?",
        lambda f, _c: "consumer_reporting_agency" in (f.org.sector, *f.org.regulated_as),
    ),
    "ca_health_facility": (
        "licensed health facility in California",
        "Does the organisation hold a California licence as clinic, health facility, home health agency or hospice?",
        _ca_health_facility,
    ),
}
