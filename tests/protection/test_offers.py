"""Who is offered what, for how long, and why."""

from dataclasses import replace

from stanch.protection import offer
from stanch.records import Duty, Facts, Person


def order(jurisdiction, months, *elements, required=True, service="credit_monitoring"):
    return Duty(
        id=f"{jurisdiction}/monitoring", jurisdiction=jurisdiction, recipient=f"service:{service}", required=required, deadline=None,
        months=months, means=(), stage="", contents=(), cite=f"{jurisdiction} code", reason="", rule="monitoring", elements=elements,
    )  # fmt: skip


ANN = Person(id="p1", name="Ann Lee", residence="US-MA", elements=("name", "ssn"))
MASSACHUSETTS = order("US-MA", 18, "ssn")


def offered(person, *duties):
    return {one.service: one for one in offer(duties, [person], Facts())}


def test_help_that_the_organisation_does_not_offer_is_offered_to_nobody_but_where_a_law_orders_it():
    without = {"identity_restoration"}
    assert "identity_restoration" in {one.service for one in offer([], [ANN], Facts())}
    assert "identity_restoration" not in {one.service for one in offer([], [ANN], Facts(), everybody=True, without=without)}
    ordered = order("US-MA", 18, "ssn", service="identity_restoration")
    assert "identity_restoration" in {one.service for one in offer([ordered], [ANN], Facts(), without=without)}


def test_a_law_s_longer_term_beats_good_practice_and_is_named():
    monitoring = offered(ANN, MASSACHUSETTS)["credit_monitoring"]
    assert (monitoring.months, monitoring.required, monitoring.cite, monitoring.duty) == (18, True, "US-MA code", "US-MA/monitoring")
    assert "Social Security number" in monitoring.reason


def test_the_longest_of_two_laws_wins():
    longer = replace(order("US-MA", 24, "ssn"), id="US-MA/other", cite="longer code")
    assert offered(ANN, MASSACHUSETTS, longer)["credit_monitoring"].months == 24
    assert offered(ANN, longer, MASSACHUSETTS)["credit_monitoring"].cite == "longer code"


def test_a_law_s_shorter_term_is_kept_by_giving_more():
    monitoring = offered(ANN, order("US-MA", 6, "ssn"))["credit_monitoring"]
    assert (monitoring.months, monitoring.required, monitoring.cite) == (12, True, "US-MA code")


def test_a_law_of_another_state_or_for_another_element_orders_nothing():
    assert not offered(replace(ANN, residence="US-TX"), MASSACHUSETTS)["credit_monitoring"].required
    assert "credit_monitoring" not in offered(replace(ANN, elements=("name", "card_number")), MASSACHUSETTS)


def test_an_open_duty_is_offered_but_not_called_required():
    monitoring = offered(ANN, order("US-MA", 18, "ssn", required="conditional"))["credit_monitoring"]
    assert monitoring.months == 18
    assert not monitoring.required
    assert "open questions" in monitoring.reason


def test_a_child_gets_the_service_made_for_children():
    services = offered(replace(ANN, minor=True), MASSACHUSETTS)
    assert services["minor_monitoring"].months == 18
    assert services["minor_monitoring"].required
    assert "credit_monitoring" not in services


def test_for_the_deceased_an_alert_beside_what_the_law_orders():
    services = offered(replace(ANN, deceased=True), MASSACHUSETTS)
    assert "deceased_alert" in services
    assert services["credit_monitoring"].required
    assert "credit_monitoring" not in offered(replace(ANN, deceased=True))


def test_foreigners_get_the_advice_of_their_country():
    british = offered(Person(id="p2", name="B", residence="UK", elements=("national_id",)))
    irish = offered(Person(id="p3", name="C", residence="EU-IE", elements=("national_id",)))
    assert "uk_protective_registration" in british
    assert "ie_credit_register" in irish
    assert "credit_freeze" not in {*british, *irish}


def test_what_the_law_requires_comes_first_and_every_offer_has_a_source():
    offers = offer([MASSACHUSETTS], [ANN], Facts())
    assert offers[0].required
    assert all(one.cite and one.reason for one in offers)


def test_help_for_everybody_reaches_whoever_is_told_for_the_longest_term():
    people = [
        ANN,
        Person(id="mail", name="Bo Lee", residence="US-TX", elements=("email", "name")),
        Person(id="child", name="Cy Lee", residence="US-TX", elements=("email", "name"), minor=True),
        Person(id="abroad", name="Di Lee", residence="EU-IE", elements=("email", "name")),
        Person(id="late", name="Ed Lee", residence="US-TX", elements=("email", "name"), deceased=True),
        Person(id="named", name="Flo Lee", residence="US-TX", elements=("name",)),
        Person(id="nowhere", name="Gus Lee", elements=("email", "name")),
    ]
    found = {(one.person, one.service): one for one in offer([order("US-MA", 24, "ssn")], people, Facts(), everybody=True)}
    paid = {who: {service: one.months for (person, service), one in found.items() if person == who and one.months} for who in
            (one.id for one in people)}  # fmt: skip
    assert paid["p1"] == {"credit_monitoring": 24, "identity_restoration": 12}
    assert paid["mail"] == paid["nowhere"] == {"credit_monitoring": 24, "identity_restoration": 12}
    assert paid["child"] == {"minor_monitoring": 24, "identity_restoration": 12}, "a child has no credit to watch"
    assert paid["abroad"] == {"identity_restoration": 12}, "American credit files hold nobody in Ireland"
    assert not paid["late"]
    assert not paid["named"], "who is not told is offered nothing"
    told = found["mail", "credit_monitoring"]
    assert (told.required, told.cite) == (False, "")
    assert "chosen" in told.reason
    assert found["p1", "credit_monitoring"].required


def test_a_law_s_shorter_term_is_lengthened_for_everybody_and_stays_required():
    people = [ANN, replace(ANN, id="p2", residence="US-CA")]
    duties = [order("US-MA", 18, "ssn"), order("US-CA", 12, "ssn")]
    (monitoring,) = [
        one for one in offer(duties, people, Facts(), everybody=True) if (one.person, one.service) == ("p2", "credit_monitoring")
    ]
    assert (monitoring.months, monitoring.required, monitoring.duty) == (18, True, "US-CA/monitoring")
    assert "California orders it" in monitoring.reason
    assert "chosen" in monitoring.reason
