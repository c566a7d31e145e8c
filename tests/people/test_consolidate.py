"""Findings become people: who is affected, who is not, and what is said of each."""

from datetime import date

import pytest

from stanch.engine import Bench, Parts
from stanch.errors import WrongCall
from stanch.people import consolidate, why_in
from stanch.records import FINDING_SCHEMA, Finding, to_table
from stanch.vault import mask, random_keys, sealed_writer, tokeniser
from stanch.vocabulary import elements

KEYS = random_keys()
TOKEN = tokeniser(KEYS)
AS_OF = date(2026, 11, 24)


def finding(locator, kind, value, *, row=None, role="", start=None, seen_on=None):
    record = None if row is None else f"row/{row}" + (f"/{role}" if role else "")
    text = value if elements()[kind].contact else None
    return Finding(
        "e1", locator, kind, start, None, row, None, mask(kind, value), TOKEN(kind, value), 0.9, "test", None, record, seen_on, text
    )


def row(locator, number, role="", seen_on=None, **values):
    return [finding(locator, kind, value, row=number, role=role, seen_on=seen_on) for kind, value in values.items()]


@pytest.fixture
def people(tmp_path):
    def found(*rows):
        listed = [one for group in rows for one in (group if isinstance(group, list) else [group])]
        part = tmp_path / "findings.parquet"
        with sealed_writer(part, FINDING_SCHEMA, KEYS) as writer:
            writer.write_table(to_table(listed, FINDING_SCHEMA))
        return consolidate(Parts((part,), KEYS), bench=Bench(work=tmp_path / "work", keys=KEYS, as_of=AS_OF, workers=1))

    return found


AUSTIN = "1 Main St | Austin | TX | 78701 | US"
DUBLIN = "5 Oak Ave | Dublin | | D02 X285 | IE"


def test_nothing_found_is_nobody(people):
    assert people().people == ()


def test_one_row_is_one_person_with_residence_and_elements(people):
    (one,) = people(
        row("hr/pay.csv", 2, name="Ana Ruiz", dob="1980-05-06", us_ssn="900-11-2222", postal_address=AUSTIN, salary="50,000")
    ).people
    assert (one.name, one.dob, one.residence, one.minor) == ("Ana Ruiz", date(1980, 5, 6), "US-TX", False)
    assert one.elements == ("contact", "dob", "name", "salary", "ssn")
    assert one.relation == "employee"
    assert one.sources == ("hr/pay.csv",)


def test_what_staff_papers_hold_is_told_apart_from_what_patients_papers_hold(people):
    known = {"name": "Ana Ruiz", "dob": "1980-05-06", "us_ssn": "900-11-2222"}
    (one,) = people(
        row("dental/hr/pay.csv", 2, **known, salary="50,000"),
        row("clinic/patients.csv", 9, **known, diagnosis="K02.1", phone="+15125550100"),
    ).people
    assert one.relation == "patient"
    assert [(role.relation, role.elements) for role in one.roles] == [
        ("patient", ("contact", "dob", "medical", "name", "ssn")),
        ("employee", ("dob", "name", "salary", "ssn")),
    ]


def test_somebody_who_is_only_staff_has_no_further_roles(people):
    known = {"name": "Ana Ruiz", "dob": "1980-05-06", "us_ssn": "900-11-2222"}
    (one,) = people(row("acme/hr/pay.csv", 2, **known, salary="50,000"), row("acme/hr/plan.csv", 2, **known)).people
    assert (one.relation, one.roles) == ("employee", ())


def test_a_sick_note_in_a_personnel_file_makes_no_patient(people):
    known = {"name": "Ana Ruiz", "us_ssn": "900-11-2222"}
    (one,) = people(row("acme/Personnel/Ruiz, Ana/leave.csv", 2, **known, diagnosis="K02.1")).people
    assert one.relation == "employee"
    (one,) = people(row("acme/hr/patients.csv", 2, **known, diagnosis="K02.1")).people
    assert one.relation == "patient"


def test_a_number_alone_meets_its_owner_elsewhere(people):
    result = people(row("a.csv", 2, name="Ana Ruiz", us_ssn="900-11-2222"), finding("note.txt", "us_ssn", "900-11-2222", start=5))
    (one,) = result.people
    assert one.sources == ("a.csv", "note.txt")
    assert any("national number" in why for why in one.joined_by)


def test_what_stands_near_a_name_belongs_to_it(people):
    result = people(
        finding("note.txt", "name", "Ana Ruiz", start=0),
        finding("note.txt", "us_ssn", "900-11-2222", start=40),
        finding("note.txt", "name", "Tom Berg", start=900),
        finding("note.txt", "diagnosis", "J45", start=930),
        finding("note.txt", "ip_address", "203.0.113.9", start=5000),
    )
    assert {one.name: one.elements for one in result.people} == {"Ana Ruiz": ("name", "ssn"), "Tom Berg": ("medical", "name")}


def test_bare_names_signatures_and_companies_are_not_affected(people):
    result = people(
        finding("letter.txt", "name", "Tom Berg", start=0),
        finding("mail.eml", "name", "Eva Lind", start=0),
        finding("mail.eml", "email", "eva@example.com", start=20),
        row("crm.csv", 2, name="Acme Dental LLC", phone="+15125550100"),
    )
    assert result.people == ()


def test_an_address_on_every_letterhead_is_nobodys(people):
    names = ["Ana Ruiz", "Tom Berg", "Eva Lind", "Ian Moss", "Zoe Park"]
    letters = [
        [
            finding(f"{name}.txt", "postal_address", AUSTIN, start=0),
            finding(f"{name}.txt", "name", name, start=50),
            finding(f"{name}.txt", "us_ssn", f"90{at}-11-222{at}", start=80),
        ]
        for at, name in enumerate(names)
    ]
    assert [one.postal_address for one in people(*letters).people] == [None] * 5


def test_a_home_where_many_live_stays_each_ones_address_and_the_firms_own_in_every_row_does_not(people):
    names = ["Ana Ruiz", "Tom Berg", "Eva Lind", "Ian Moss", "Zoe Park", "Lea Roth", "Max Funk", "Kim Soto", "Bo Hart"]
    others = ["Dan Ives", "Pia Lund", "Ole Vang", "Una Webb", "Gus Otto", "Ida Falk", "Ned Pope", "Roy Dunn", "Sue Lamb"]

    def listed(file, beside):
        """Nine at one address, in a list with as many (times `beside`) who live apart."""
        rows = [row(file, at + 2, name=name, us_ssn=f"90{at}-11-2222", postal_address=AUSTIN) for at, name in enumerate(names)]
        for at in range(9 * beside):
            here = AUSTIN.replace("|", f"No {at} |", 1)
            rows.append(
                row(file, at + 20, name=f"{others[at % 9]}{'abcdef'[at // 9]}", us_ssn=f"91{at % 9}-{12 + at}-3333", postal_address=here)
            )
        return [one.postal_address for one in people(*rows).people if one.name in names]

    assert None not in listed("patients.csv", 4)
    assert listed("staff.csv", 0) == [None] * 9


def test_a_child_keeps_its_guardian(people):
    result = people(
        row("intake.csv", 2, name="Tim Jones", dob="2015-05-05", us_ssn="900-11-2222", postal_address=DUBLIN),
        row("intake.csv", 2, role="guardian", name="Anna Jones", email="anna@example.com", phone="+35315550100"),
    )
    child = next(one for one in result.people if one.name == "Tim Jones")
    guardian = next(one for one in result.people if one.name == "Anna Jones")
    assert (child.minor, child.guardian, child.residence) == (True, guardian.id, "EU-IE")


def test_a_year_of_birth_tells_a_child_and_keeps_namesakes_apart(people):
    here = {"name": "Tim Jones", "postal_address": DUBLIN, "phone": "+35315550100"}
    result = people(
        row("club.csv", 2, birth_year="2015", **here), row("club.csv", 3, birth_year="1971", **here), row("old.csv", 2, birth_year="1971.0", **here)
    )  # fmt: skip
    assert [(one.minor, one.dob) for one in sorted(result.people, key=lambda one: one.minor)] == [(False, None), (True, None)]


def test_a_day_that_programs_write_for_none_is_nobodys_birthday(people):
    told = {"Ann Example": ["1900-01-01"], "Ben Muster": ["1970-01-01"], "Cem Beispiel": ["1900-01-01", "1900-01-01", "1980-02-03"]}
    rows = [
        row("staff.csv", number, name=name, email=f"{name[:3]}@example.com".lower(), dob=day)
        for number, (name, day) in enumerate((name, day) for name, days in told.items() for day in days)
    ]
    assert {person.name: str(person.dob) for person in people(*rows).people} == {
        "Ann Example": "None", "Ben Muster": "1970-01-01", "Cem Beispiel": "1980-02-03"
    }  # fmt: skip


def test_the_most_recent_address_decides(people):
    (one,) = people(
        row("old.csv", 2, seen_on="2019-01-01", name="Ana Ruiz", us_ssn="900-11-2222", postal_address=AUSTIN),
        row("new.csv", 2, seen_on="2026-01-01", name="Ana Ruiz", us_ssn="900-11-2222", postal_address="9 Bay St | Miami | FL | 33101 | US"),
    ).people
    assert (one.residence, one.postal_address.city) == ("US-FL", "Miami")


def test_of_two_addresses_in_a_row_no_part_goes_into_the_other(people):
    row_of_two = row("crm/a.csv", 1, name="Ana Ruiz", dob="1980-05-06", street="9 Oak Ave", city="Reno", postal_address=AUSTIN)
    (one,) = people(row_of_two).people
    assert (one.postal_address.street, one.postal_address.city, one.postal_address.postcode) == ("9 Oak Ave", "Reno", "")


def test_what_many_read_is_no_mailbox_of_a_person_who_can_be_written_to(people):
    found = people(
        row("crm/a.csv", 1, name="Ana Ruiz", dob="1980-05-06", email="info@example.com", postal_address=AUSTIN),
        row("crm/a.csv", 2, name="Ben Okafor", dob="1981-05-06", email="accounts@example.com"),
    )
    assert {one.name: one.email for one in found.people} == {"Ana Ruiz": None, "Ben Okafor": "accounts@example.com"}


def test_father_and_son_of_one_name_stay_two(people):
    result = people(
        row("a.csv", 2, name="John Adams", dob="1960-02-03", us_ssn="900-11-2222", postal_address=AUSTIN, phone="+15125550101"),
        row("a.csv", 3, name="John Adams", dob="1990-07-08", us_ssn="901-33-4444", postal_address=AUSTIN, phone="+15125550101"),
    )
    assert sorted(one.dob for one in result.people) == [date(1960, 2, 3), date(1990, 7, 8)]


def test_ids_do_not_depend_on_order(people):
    rows = [row("a.csv", n, name=f"Ana Ruiz{n}", us_ssn=f"900-11-222{n}") for n in range(2, 8)]
    assert [one.id for one in people(*rows).people] == [one.id for one in people(*rows[::-1]).people]


def test_death_is_flagged_and_no_number_in_the_clear_leaves(people):
    result = people(row("a.csv", 2, name="Ana Ruiz", us_ssn="900-11-2222", date_of_death="2020-01-01"))
    assert result.people[0].deceased
    assert "900-11-2222" not in repr(result)


def test_an_estate_is_its_owner_who_died(people):
    home = {"dob": "1931-05-05", "postal_address": "77 Birch Ln | Troy | NY | 12180 | US"}
    result = people(
        row("a.csv", 2, given_name="Estate of John", family_name="Miller", us_ssn="900-11-2222", **home),
        row("b.csv", 2, name="John Miller", us_ssn="900-11-2222", **home),
        row("c.csv", 2, name="Ines Palau (deceased)", us_ssn="900-11-3333"),
        row("c.csv", 3, name="Estate Sale", us_ssn="900-11-4444"),
    )
    assert sorted((one.name, one.deceased) for one in result.people) == [
        ("Estate Sale", False),
        ("Ines Palau", True),
        ("John Miller", True),
    ]


def test_a_daughter_with_her_fathers_name_in_its_female_form_stays_herself(people):
    home = {"postal_address": AUSTIN, "email": "salazar@example.org"}
    found = people(
        row("shop.sql#accounts", 1, name="Christian Salazar", payment_card="4111 1111 1111 1111", **home),
        row("shop.sql#accounts", 2, name="Christina Salazar", payment_card="5555 5555 5555 4444", **home),
        row("claims.csv", 1, name="Christian Salazar", dob="1982-05-06", us_ssn="900-11-2222", **home),
    ).people
    assert sorted(one.name for one in found) == ["Christian Salazar", "Christina Salazar"]


def test_an_address_without_anybody_is_nobody(people):
    found = people(
        row("invoices.csv", 1, postal_address="1 Main St | | | |"),
        row("wells.csv", 7, employment="operator", geolocation="30.2, -97.7"),
        row("claims.csv", 3, postal_address=AUSTIN, diagnosis="K02.1"),
        row("calls.csv", 4, phone="+15125550100"),
    ).people
    assert {source for one in found for source in one.sources} == {"claims.csv", "calls.csv"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Jones, Anna M.", "Anna M. Jones"),
        ("Jones Sr, Peter", "Peter Jones Sr"),
        ("Al-Masri, Katherine B.", "Katherine B. Al-Masri"),
        ("JONES, ANNA", "Anna Jones"),
        ("Peter Jones, Jr.", "Peter Jones, Jr."),
        ("大谷, 翔平", "大谷 翔平"),
    ],
)
def test_a_letter_addresses_given_name_first(people, written, shown):
    (one,) = people(row("hr.xlsx#S", 1, name=written, us_ssn="900-12-3456")).people
    assert one.name == shown


def test_a_pet_name_does_not_join_those_whose_full_names_differ(people):
    home = {"postal_address": AUSTIN, "email": "aguilar@example.org"}
    found = people(
        row("claims.csv", 1, name="Christopher Aguilar", dob="1987-09-23", us_ssn="900-11-2222", **home),
        row("portal.csv", 1, name="Chris Aguilar", dob="1987-09-23", **home),
        row("shop.sql#accounts", 2, name="Christine Aguilar", payment_card="5555 5555 5555 4444", **home),
    ).people
    assert sorted(one.name for one in found) == ["Christine Aguilar", "Christopher Aguilar"]


def test_an_invoice_that_names_nobody_goes_to_the_one_person_of_its_address(people):
    (one,) = people(
        row("shop.sql#customer", 1, name="Ana Ruiz", email="ana@example.com", postal_address=AUSTIN),
        row("shop.sql#invoice", 1, customer_id="C-1", postal_address=AUSTIN),
        row("shop.sql#invoice", 2, customer_id="C-1", postal_address=AUSTIN),
    ).people
    assert (one.name, one.sources) == ("Ana Ruiz", ("shop.sql#customer", "shop.sql#invoice"))


def test_in_a_household_of_several_nobody_knows_whose_invoice_it_is(people):
    found = people(
        row("shop.sql#customer", 1, name="Ana Ruiz", email="ana@example.com", postal_address=AUSTIN),
        row("shop.sql#customer", 2, name="Ben Okafor", email="ben@example.com", postal_address=AUSTIN),
        row("shop.sql#invoice", 1, customer_id="C-1", postal_address=AUSTIN),
    ).people
    assert [one.name for one in found if one.sources == ("shop.sql#invoice",)] == [""]


def test_twins_of_like_names_and_a_number_each_stay_two(people):
    home = {"postal_address": AUSTIN, "email": "clark@example.net", "dob": "2018-08-29"}
    found = people(
        row("patients.csv", 1, name="John B. Clark", us_ssn="900-11-2222", **home),
        row("patients.csv", 2, name="Jean A. Clark", us_ssn="900-11-2223", **home),
        row("portal.csv", 1, name="John Clark", us_ssn="900-11-2222", **home),
        row("portal.csv", 2, name="Jean Clark", us_ssn="900-11-2223", **home),
    ).people
    assert sorted(one.name for one in found) == ["Jean A. Clark", "John B. Clark"]


def test_why_a_person_is_one_and_two_are_two(tmp_path):
    listed = [
        *row("a.csv", 2, name="John Adams", dob="1960-02-03", us_ssn="900-11-2222", postal_address=AUSTIN, phone="+15125550101"),
        *row("a.csv", 3, name="John Adams", dob="1990-07-08", us_ssn="901-33-4444", postal_address=AUSTIN, phone="+15125550101"),
        *row("b.csv", 2, name="John Adams", dob="1960-02-03", us_ssn="900-11-2222"),
    ]
    part = tmp_path / "findings.parquet"
    with sealed_writer(part, FINDING_SCHEMA, KEYS) as writer:
        writer.write_table(to_table(listed, FINDING_SCHEMA))
    findings, bench = Parts((part,), KEYS), Bench(work=tmp_path / "work", keys=KEYS, as_of=AS_OF, workers=1)
    father, son = (one.id for one in sorted(consolidate(findings, bench=bench).people, key=lambda one: one.dob))
    assert why_in(findings, father, bench=bench).one
    apart = why_in(findings, father, son, bench=bench)
    assert (apart.one, apart.rule) == (False, "dates of birth far apart")
    with pytest.raises(WrongCall, match="no person p-none"):
        why_in(findings, "p-none", bench=bench)
