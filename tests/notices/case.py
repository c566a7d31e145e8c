"""The breach that the tests of letters share: a dental group, its people, its duties."""

from datetime import date
from pathlib import Path

from stanch.engine import Bench
from stanch.records import Attack, DataSet, Duty, Facts, Incident, Offer, Organisation, Person, PostalAddress
from stanch.vault import Keys

DAY = date(2026, 11, 24)
TOLL_FREE = "1-800-555-0140"
ELM = PostalAddress("12 Elm Street", "Springfield", "IL", "62701", "US")
DUBLIN = PostalAddress("5 Quay Street", "Galway", "", "H91 XY12", "IE")
SAID_BY_PEOPLE = {
    "notice.steps_taken": "We closed the way in and changed all passwords.",
    "notice.prevention": "We now ask for a second proof when our staff sign in.",
    "notice.enrol_url": "www.monitor.example.com/enroll",
    "notice.enrol_phone": "1-800-555-0150",
    "notice.enrol_by": "March 31, 2027",
    "notice.code": "BWD-7Q4K-22",
    "notice.restoration_phone": "207-555-0160",
    "notice.safeguards": "None",
}
FACTS = Facts(
    as_of=DAY,
    org=Organisation(
        name="Brightwater Dental Group",
        sector="clinic",
        street="400 Harbor Road",
        city="Portland",
        state="ME",
        postcode="04101",
        country="US",
        phone=TOLL_FREE,
        email="privacy@brightwater.example.com",
        contact_name="Dana Reyes",
        contact_title="Privacy Officer",
    ),
    incident=Incident(
        kind="intrusion", occurred=date(2026, 9, 1), ended=date(2026, 9, 5), discovered=date(2026, 10, 1), determined=date(2026, 10, 5)
    ),
    data=(DataSet(person_category="patient", elements=("ssn", "medical"), with_name=True, encrypted=False),),
    affected={"US-CA": 501, "US-MA": 12},
    law_enforcement_consulted=True,
)


def duty(jurisdiction, recipient="individuals", contents=(), forbids=(), **more):
    fields = {
        "id": f"{jurisdiction}/{recipient.replace(':', '-')}",
        "jurisdiction": jurisdiction,
        "recipient": recipient,
        "required": True,
        "deadline": None,
        "months": None,
        "means": ("written",),
        "stage": "",
        "contents": tuple(contents),
        "cite": f"{jurisdiction} code s. 1",
        "reason": "residents are affected",
        "rule": recipient,
        "must_not_contain": tuple(forbids),
    }
    return Duty(**(fields | more))


CALIFORNIA = duty(
    "US-CA",
    contents=(
        "title_notice_of_data_breach",
        "headings_prescribed",
        "date_of_notice",
        "entity_name_and_contact",
        "types_of_information",
        "date_of_breach",
        "law_enforcement_delay_stated",
        "description_of_incident",
        "consumer_reporting_agencies_contact",
    ),
)
CALIFORNIA_MONITORING = duty("US-CA", "service:credit_monitoring", ("credit_monitoring_offer",), months=12, elements=("ssn",))
MASSACHUSETTS = duty(
    "US-MA", contents=("police_report_right", "security_freeze_right"), forbids=("nature_of_breach", "number_affected_residents")
)
MASSACHUSETTS_MONITORING = duty("US-MA", "service:credit_monitoring", ("credit_monitoring_offer",), months=18, elements=("ssn",))
HIPAA = duty(
    "US-HIPAA",
    contents=(
        "description_of_incident",
        "date_of_breach",
        "date_of_discovery",
        "phi_involved",
        "steps_individuals_can_take",
        "investigation_statement",
        "measures_to_mitigate",
        "measures_to_prevent",
        "contact_point",
        "toll_free_number",
    ),
)
GDPR = duty(
    "EU-GDPR",
    contents=(
        "nature_of_breach",
        "dpo_contact",
        "likely_consequences",
        "measures_to_mitigate",
        "steps_taken",
        "steps_individuals_can_take",
    ),
)
DUTIES = [CALIFORNIA, CALIFORNIA_MONITORING, MASSACHUSETTS, MASSACHUSETTS_MONITORING, HIPAA, GDPR]


def person(id_="p1", name="Ann Lee", residence="US-CA", **more):
    fields = {"postal_address": ELM, "elements": ("name", "ssn"), "relation": "employee"}
    return Person(id=id_, name=name, residence=residence, **(fields | more))


def monitoring(people, months=24, service="credit_monitoring"):
    return [Offer(one.id, "minor_monitoring" if one.minor else service, months, True, "the law") for one in people]


def bench(tmp_path=Path("unused"), workers=1, **settings):
    return Bench(work=tmp_path, keys=Keys(b"k" * 32), as_of=DAY, workers=workers, settings=SAID_BY_PEOPLE | settings)


ATTACK = Attack()
