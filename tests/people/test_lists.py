"""Lists that are handed in meet the right person or nobody; those set aside are told, and never somebody real."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from given_findings import AUSTIN, maker, row

from stanch.errors import BrokenDataFile
from stanch.people.asides import aside, own_domains
from stanch.people.clients import read_clients
from stanch.people.language import guess
from stanch.people.lists import reconcile
from stanch.records import Client, Listed, Organisation, Person, PostalAddress

HOME = PostalAddress("1 Main St", "Austin", "TX", "78701", "US")
ANA = Person("p-1", "Ana M. Ruiz", dob=date(1980, 5, 6), email="ana@example.com", phone="+15125550101", postal_address=HOME,
             elements=("contact", "email", "name", "ssn"))  # fmt: skip


def says(whom, **listed):
    row_ = Listed(**{"kind": "notified", "place": "n.csv, line 2", **listed})
    found = reconcile([whom], [row_])
    return found.people[0].matches[0] if found.people[0].matches else found.unmet[0][1]


@pytest.mark.parametrize(
    "listed",
    [
        {"name": "Ana Ruiz", "dob": date(1980, 5, 6)},
        {"name": "RUIZ, ANA", "email": "ANA@example.com"},
        {"name": "Ana Ruiz", "phone": "(512) 555-0101"},
        {"name": "Anna Ruiz", "postal_address": PostalAddress("1 Main Street", "Austin", "TX", "78701")},
        {"email": "ana@example.com"},
        {"person": "p-1"},
        {"person": "p-1", "name": "Ana Ruiz"},
    ],
)
def test_a_name_and_one_thing_more_meets(listed):
    assert says(ANA, **listed).is_binding


@pytest.mark.parametrize(
    "listed",
    [
        {"name": "Ana Ruiz"},
        {"name": "Ana Ruiz", "postal_address": PostalAddress("77 Elm St", "Austin", "TX", "78701")},
        {"name": "Ana Ruiz", "dob": date(1981, 5, 6), "email": "ana@example.com"},
        {"name": "Ben Ruiz", "email": "ana@example.com"},
        {"name": "Ana Ruiz Jr", "dob": date(1999, 5, 6)},
        {"name": "Ana K. Ruiz", "email": "ana@example.com"},
        {"person": "p-2", "name": "Ana Ruiz"},
        {"person": "p-1", "name": "Ben Okafor"},
    ],
)
def test_less_or_a_contradiction_meets_nobody_and_that_is_told(listed):
    assert isinstance(says(ANA, **listed), str)


def test_a_row_that_fits_two_changes_nothing():
    couple = [ANA, Person("p-2", "", email="ana@example.com")]
    found = reconcile(couple, [Listed("do_not_contact", "d.csv, line 2", email="ana@example.com")])
    assert not any(one.matches for one in found.people)
    assert "fits 2 people (p-1, p-2)" in found.unmet[0][1]


def test_told_already_holds_a_letter_only_as_far_as_it_was_told():
    told = {"name": "Ana Ruiz", "dob": date(1980, 5, 6), "on": date(2026, 1, 2)}
    assert "what that letter named is not on the list" in says(ANA, **told).says
    whole = says(ANA, **told, elements=("email", "ssn"))
    assert (whole.is_binding, whole.says) == (True, "told already on 2026-01-02")
    part = says(ANA, **told, elements=("email",))
    assert (part.is_binding, "not of ssn: a letter is due" in part.says) == (False, True)


def test_known_people_complete_an_address_and_never_replace_a_good_one():
    lost = Person("p-1", "Ana Ruiz", email="ana@example.com", postal_address=PostalAddress("unknown"))
    row_ = Listed("known", "k.csv, line 2", name="Ana Ruiz", email="ana@example.com", postal_address=HOME, dob=date(1980, 5, 6))
    (found,) = reconcile([lost], [row_]).people
    assert (found.postal_address, found.residence, found.dob) == (HOME, "US-TX", None)
    assert "taken from the list of known people" in found.residence_reason
    other = Listed("known", "k.csv, line 2", name="Ana Ruiz", email="ana@example.com", postal_address=PostalAddress("9 Bay St", "Miami", "FL", "33101"))  # fmt: skip
    assert reconcile([ANA], [other]).people[0].postal_address == HOME


def test_a_decision_lifts_a_list():
    row_ = Listed("do_not_contact", "d.csv, line 2", person="p-1")
    assert reconcile([ANA], [row_]).people[0].matches[0].is_binding
    assert not reconcile([ANA], [row_], lifted=["p-1"]).people[0].matches[0].is_binding


OWN = own_domains(Organisation(email="privacy@larkmont.example.com", website="https://www.larkmont.example.org/en"))


def test_own_domains_are_the_organisations_and_never_a_providers():
    assert {"larkmont.example.com", "larkmont.example.org"} == OWN
    assert own_domains(Organisation(email="larkmont@gmail.com")) == frozenset()


@pytest.mark.parametrize(
    ("name", "email", "elements", "cause"),
    [
        ("Test User", "someone@example.com", ("email", "name"), "test_account"),
        ("test test 2", "", ("contact", "name"), "test_account"),
        ("", "test3@example.com", ("email",), "test_account"),
        ("", "info@larkmont.example.com", ("contact", "email"), "own_mailbox"),
        ("Front Desk", "reception@mail.larkmont.example.org", ("email", "name"), "own_mailbox"),
        ("Anna Test", "anna.test@example.com", ("email", "name"), None),
        ("Test User", "", ("name", "ssn"), None),
        ("", "info@other.example.com", ("email",), None),
        ("Rosa Diaz", "info@larkmont.example.com", ("email", "name"), None),
        ("", "info@larkmont.example.com", ("email", "medical"), None),
        ("Sample Peter", "peter@example.com", ("email", "name"), None),
    ],
)
def test_set_aside_are_trials_and_own_mailboxes_and_nobody_real(name, email, elements, cause):
    found = aside(Person("p-1", name, email=email or None, elements=elements), OWN)
    assert (found.cause if found else None) == cause


def test_companies_are_parties_of_their_own_and_clients_are_told_by_their_patterns(tmp_path):
    found = maker(tmp_path)(
        row("share/acme/p.csv", 1, name="Ana Ruiz", us_ssn="900-11-2222", postal_address=AUSTIN),
        row("share/x.db#BETA_accounts", 1, name="Ana Ruiz", us_ssn="900-11-2222", email="ana@example.com"),
        row("share/x.db#vendors", 2, name="Harbor Supplies LLC", phone="+15125550112"),
        clients=(Client("Acme", path="*/acme/*"), Client("Beta", table="beta_*"), Client("Nobody", path="*'; DROP TABLE said; --")),
    )
    assert [(one.name, one.clients) for one in found.people] == [("Ana Ruiz", ("Acme", "Beta"))]
    assert [(one.cause, one.person.name) for one in found.asides] == [("company", "Harbor Supplies LLC")]


def test_a_map_of_clients_tells_its_faults_with_their_place(tmp_path):
    file = tmp_path / "clients.yaml"
    file.write_text("clients:\n  - name: Acme\n    paht: x\n")
    with pytest.raises(BrokenDataFile, match=r"clients.yaml:3:5.*nearest known key: path"):
        read_clients(file)
    file.write_text("clients:\n  - name: Acme\n")
    with pytest.raises(BrokenDataFile, match="no path, table or column"):
        read_clients(file)


@pytest.mark.parametrize(
    ("residence", "postcode", "email", "language", "ground"),
    [
        ("US-TX", "", None, "en", "first language of Texas"),
        ("US-PR", "", None, "es", "en is spoken too"),
        ("EU-BE", "4000", None, "fr", "language area"),
        ("EU-BE", "9000", None, "nl", "language area"),
        ("EU-BE", "1000", None, "nl", "fr, de is spoken too"),
        (None, "", "a@firma.example.de", "de", "the residence is not known"),
        (None, "", "a@example.io", "en", "nothing tells"),
    ],
)
def test_a_language_is_guessed_with_its_ground(residence, postcode, email, language, ground):
    found = guess(residence, PostalAddress("x", "y", "", postcode), email)
    assert found[0] == language
    assert ground in found[1]


def test_a_list_may_name_another_mailbox_or_home_than_the_letter_goes_to(tmp_path):
    told = maker(tmp_path)(
        row(
            "old.csv",
            1,
            name="Ana Ruiz",
            us_ssn="900-12-3456",
            email="ana@example.com",
            postal_address="9 Bay St | Miami | FL | 33101 | US",
        ),
        row("new.csv", 1, name="Ana Ruiz", us_ssn="900-12-3456", email="zana@example.org", postal_address=AUSTIN),
        listed=(
            Listed("do_not_contact", "d.csv, line 2", email="ana@example.com"),
            Listed("notified", "n.csv, line 2", name="Ana Ruiz", postal_address=PostalAddress("9 Bay St", "Miami", "FL", "33101")),
            Listed("notified", "n.csv, line 3", email="other@example.com"),
        ),
    ).people
    assert [match.place for match in told[0].matches] == ["d.csv, line 2", "n.csv, line 2"]
    again = reconcile(told, [Listed("do_not_contact", "d.csv, line 2", email="ana@example.com")])
    assert again.unmet == ()


def test_what_was_exposed_in_whose_data_is_told_apart(tmp_path):
    rows = (
        row("share/acme/p.csv", 1, name="Ana Ruiz", us_ssn="900-11-2222", email="ana@example.com"),
        row("share/beta/p.csv", 1, name="Ana Ruiz", us_ssn="900-11-2222", diagnosis="asthma"),
        row("share/staff.csv", 1, name="Ana Ruiz", us_ssn="900-11-2222", postal_address=AUSTIN),
        row("share/acme/p.csv", 2, name="Bo Li", us_ssn="900-33-4444"),
        row("share/staff.csv", 2, name="Cy Orr", us_ssn="900-55-6666"),
    )
    acme, beta = Client("Acme", path="*/acme/*"), Client("Beta", path="*/beta/*")
    ana, bo, cy = sorted(maker(tmp_path)(*rows, clients=(acme, beta)).people, key=lambda one: one.name)
    assert [(one.client, {shown.kind for shown in one.exposures} & {"email", "diagnosis", "us_ssn"}) for one in ana.shares] == [
        ("Acme", {"email", "us_ssn"}),
        ("Beta", {"diagnosis", "us_ssn"}),
        ("", {"us_ssn"}),
    ]
    assert {place for shown in ana.held_by("Acme").exposures for place in shown.sources} == {"share/acme/p.csv"}
    assert "medical" not in ana.own_elements
    assert (bo.clients, bo.shares, bo.own_elements, bo.is_clients_alone) == (("Acme",), (), (), True)
    assert (cy.clients, cy.shares, cy.own_elements) == ((), (), cy.elements)
    (tmp_path / "again").mkdir()
    ordered = maker(tmp_path / "again")(*rows, clients=(replace(acme, letters="ours"), beta)).people
    bo = next(one for one in ordered if one.name == "Bo Li")
    assert (bo.clients, bo.own_elements, bo.is_clients_alone) == (("Acme",), bo.elements, False), "a client that ordered letters"
    told = bo.as_held_by("")
    assert (told.clients, told.own_elements, told.is_clients_alone) == (("Acme",), bo.elements, False), (
        "the letter names for whom it is written"
    )
