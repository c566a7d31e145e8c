"""Addresses as the post takes them, and what speaks against delivery."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.people.mailing import for_mail, one_line
from stanch.records import PostalAddress


def address(street="", city="", state="", postcode="", country="US"):
    return PostalAddress(street, city, state, postcode, country)


@pytest.mark.parametrize(
    ("written", "mailed"),
    [
        ("12 North Main Street, Apartment 4", "12 N MAIN ST APT 4"),
        ("12 North Street", "12 NORTH ST"),
        ("1 Avenue Road", "1 AVENUE RD"),
        ("450 Court Street", "450 COURT ST"),
        ("77 Saint Marks Place Suite 3-B", "77 SAINT MARKS PL STE 3-B"),
        ("p.o. box 12", "PO BOX 12"),
        ("9 Oak Ave. NW", "9 OAK AVE NW"),
        ("100 South Park Boulevard West", "100 S PARK BLVD W"),
    ],
)
def test_american_streets_by_publication_28(written, mailed):
    assert for_mail(address(written, "Austin", "TX", "78701")).address.street == mailed


def test_state_and_zip_plus_four():
    found = for_mail(address("1 Main St", " austin ", "Texas", "787011234"))
    assert (found.address.state, found.address.postcode, found.address.city) == ("TX", "78701-1234", "AUSTIN")
    assert (found.faults, found.doubts) == ((), ())


@pytest.mark.parametrize(
    ("state", "postcode", "doubt"),
    [
        ("CA", "78701", "ZIP code 78701 lies in TX, the address says CA"),
        ("NY", "06390", None),  # Fishers Island, New York, served from Connecticut
        ("TX", "7870", "has not the shape"),
        ("TX", "", "no postcode"),
        ("ZZ", "78701", "is no state"),
        ("AE", "09012", None),  # military mail
        ("TX", "00100", "no state is known for ZIP code 00100"),
    ],
)
def test_zip_and_state_are_held_against_each_other(state, postcode, doubt):
    found = for_mail(address("1 Main St", "Somewhere", state, postcode))
    assert found.is_deliverable
    assert found.doubts == () if doubt is None else any(doubt in one for one in found.doubts)


@pytest.mark.parametrize(
    ("given_address", "fault"),
    [
        (None, "no postal address"),
        (address("", "Austin", "TX", "78701"), "no street"),
        (address("Unknown", "Austin", "TX", "78701"), "stands where the street should"),
        (address("N/A", "Austin", "TX", "78701"), "stands where the street should"),
        (address("Return to sender", "Austin", "TX", "78701"), "stands where the street should"),
        (address("-", "Austin", "TX", "78701"), "no street"),
        (address("1 Main St", "", "TX", ""), "neither city nor postcode"),
        (address("1 Main St", "unknown", "TX", ""), "stands where the city should"),
    ],
)
def test_what_cannot_be_delivered_is_flagged(given_address, fault):
    found = for_mail(given_address)
    assert not found.is_deliverable
    assert any(fault in one for one in found.faults)


def test_other_countries_keep_their_order_and_their_postcodes_are_checked():
    found = for_mail(address("Rue de la Loi 16", "Bruxelles", "", "1000", "Belgium"))
    assert (found.address.street, found.address.country, found.doubts) == ("Rue de la Loi 16", "BE", ())
    assert any("postcode of DE" in one for one in for_mail(address("Hauptstr. 1", "Köln", "", "506", "DE")).doubts)
    assert "no country" in for_mail(address("Hauptstr. 1", "Köln", "", "50667", "")).doubts
    assert one_line(found.address) == "Rue de la Loi 16, Bruxelles 1000, BE"


@given(*[st.text(max_size=20)] * 5)
def test_nothing_breaks_it_and_a_second_time_changes_nothing(street, city, state, postcode, country):
    first = for_mail(PostalAddress(street, city, state, postcode, country))
    assert "\n" not in first.address.street
    assert for_mail(first.address).address == first.address
