"""Letters read as those who get them: parents, families, people whose password alone was taken, French and Spanish readers."""

import pytest
from tests.notices.case import ATTACK, DUTIES, FACTS, GDPR, bench, duty, monitoring, person

from stanch import notices
from stanch.notices import lacks
from stanch.notices.authorities import named_to_all, to_turn_to
from stanch.notices.facing import face
from stanch.notices.form import texts
from stanch.notices.rendering import refill
from stanch.notices.wanting import is_doubt
from stanch.notices.wording import chosen
from stanch.records import PostalAddress

ALBANY = PostalAddress("12 Elm Street", "Albany", "NY", "12207", "US")
NEW_YORK = duty("US-NY", contents=("state_authority_contact",))
FIRST_LETTERS = [one for one in texts().values() if one.kind == "letter" and not one.whom.recipients]


def drafted(*people, duties=DUTIES):
    made = notices.draft(duties, people, FACTS, ATTACK, monitoring(people), bench=bench())
    return [one for one in made if one.person]


def said(letter, section):
    """The paragraphs of one section, as they are read."""
    found = next(one for one in refill(letter).sections if one.id == section)
    return [f"{one.lead} {one.text}".strip() for one in found.paragraphs]


@pytest.mark.parametrize("name", ["Ann Lee", "Émile Roy", "Îles Ba"])
def test_french_joins_of_to_a_vowel(name):
    facing = face(person(name=name, minor=True), {}, "fr", "FR")
    assert facing.address[0] == f"Aux parents ou au tuteur d’{name}"
    assert facing.greeting == f"Aux parents ou au tuteur d’{name}\u00a0:"
    assert face(person(name=name, deceased=True), {}, "fr", "FR").address[0].endswith(f"succession d’{name}")


def test_other_names_and_languages_keep_their_word():
    assert face(person(name="Louis Roy", minor=True), {}, "fr", "FR").address[0] == "Aux parents ou au tuteur de Louis Roy"
    assert face(person(name="Henri Roy", minor=True), {}, "fr", "FR").address[0] == "Aux parents ou au tuteur de Henri Roy"
    assert face(person(name="Ann Lee", minor=True), {}, "es", "US").greeting == "Al padre, madre o tutor de Ann Lee:"


def test_no_title_tells_a_parent_or_a_family_of_their_own_data():
    own = ("your", "ihrer", "vos ", "votre", " sus ")
    assert [one.place for one in FIRST_LETTERS if any(word in one.title.casefold() for word in own)] == []


def test_a_parent_is_written_to_in_their_own_mailbox():
    mother = person("p2", "Eva Lee", email="eva@example.com")
    child = person("p1", "Kim Lee", minor=True, postal_address=None, email="kim@example.com", guardian="p2")
    lonely = person("p3", "Lou Lee", minor=True, postal_address=None, email="lou@example.com")
    mother_at_home, to_mother, to_child = (
        next(one for one in drafted(mother, child, lonely) if one.person == who) for who in ("p2", "p1", "p3")
    )
    assert mother_at_home.email == "eva@example.com"
    # The guardian's postal address is the way of the first child's letter; an e-mail that follows goes to the guardian too.
    assert to_mother.email == "eva@example.com"
    assert lacks.CHILDS_MAILBOX not in to_mother.missing
    assert (to_child.form, to_child.email) == ("email", "lou@example.com")
    assert lacks.CHILDS_MAILBOX in to_child.missing


def test_a_letter_to_a_family_waits_where_only_the_mailbox_of_who_died_is_known():
    (letter,) = drafted(person(name="Old Lee", deceased=True, postal_address=None, email="old@example.com"))
    assert lacks.LAST_MAILBOX in letter.missing
    assert is_doubt(lacks.LAST_MAILBOX)
    assert is_doubt(lacks.CHILDS_MAILBOX)
    (posted,) = drafted(person(name="Old Lee", deceased=True, email="old@example.com"))
    assert lacks.LAST_MAILBOX not in posted.missing


def test_nobody_is_told_by_the_very_mailbox_that_was_broken_into():
    """Cal. Civ. Code § 1798.82(j): no notice to an account that the business gave out and whose sign-in was breached."""
    mailbox = {"postal_address": None, "elements": ("email", "name", "password")}
    (ours,) = drafted(person(email="ann@BRIGHTWATER.example.com", **mailbox))
    (elsewhere,) = drafted(person(email="ann@example.com", **mailbox))
    (sealed,) = drafted(person(email="ann@brightwater.example.com", postal_address=None, elements=("email", "name", "ssn")))
    assert lacks.OPENED_MAILBOX in ours.missing
    assert is_doubt(lacks.OPENED_MAILBOX)
    assert lacks.OPENED_MAILBOX not in elsewhere.missing + sealed.missing


def test_whose_password_was_taken_is_told_first_to_change_it_and_right_away():
    """Cal. Civ. Code § 1798.82(j)(4) and 815 ILCS 530/10(a) want it said that this be done promptly."""
    (letter,) = drafted(person(elements=("email", "password")))
    assert said(letter, "what_you_can_do")[0].startswith(
        "Change your password. Change the password and the security questions of your account"
    )
    assert "right away" in said(letter, "what_you_can_do")[0]
    for one in FIRST_LETTERS:
        section = next(section for section in one.sections if any(part.id == "password" for part in section.paragraphs))
        assert section.paragraphs[0].id == "password", one.place


def test_a_parent_is_told_of_the_child_s_password():
    (letter,) = drafted(person(residence="EU-IE", minor=True, elements=("name", "password")), duties=[GDPR])
    assert any("of your child's account" in one for one in said(letter, "what_you_can_do"))


def test_two_bodies_of_one_state_stand_on_two_lines():
    told = to_turn_to("US-NY", [NEW_YORK])["state_contact"].split("\n")
    assert [one.partition(",")[0] for one in told] == ["New York Attorney General", "New York Department of State"]
    assert "\n" not in named_to_all([NEW_YORK])["turn_to"]
    (letter,) = drafted(person(residence="US-NY", postal_address=ALBANY), duties=[NEW_YORK])
    lines = next(
        one for one in next(s for s in refill(letter).sections if s.id == "what_you_can_do").paragraphs if "state" in one.lead
    ).lines
    assert len(lines) == 2


def test_puerto_rico_is_no_state():
    (letter,) = drafted(person(residence="US-PR", language="es"), duties=[duty("US-PR")])
    assert "en Puerto Rico, al Departamento de Justicia" in refill(letter).plain


EXPOSED = ("password", "card_number", "financial_account", "passport", "drivers_license", "ssn", "medical")
EXPECTED = {"password", "card", "bank"}


def steps(text, voice):
    """What one can do, by the names of its paragraphs."""
    given = frozenset({voice, *(f"exposed:{one}" for one in EXPOSED)})
    return [one.partition("/")[2] for one in chosen(text, given, frozenset()) if one.startswith("what_you_can_do/")]


@pytest.mark.parametrize("text", FIRST_LETTERS, ids=[one.place for one in FIRST_LETTERS])
def test_no_family_is_told_to_change_a_password_or_to_ask_for_a_new_card(text):
    told = steps(text, "estate")
    assert EXPECTED.isdisjoint(told)
    assert {f"{one}_estate" for one in EXPECTED} <= set(told)
    filled = refill_of(text, "estate")
    assert not [one for one in ("your bank", "votre banque", "Ihre Bank", "su banco", "Your card") if one in filled]


@pytest.mark.parametrize("text", FIRST_LETTERS, ids=[one.place for one in FIRST_LETTERS])
def test_what_cannot_wait_stands_first(text):
    for voice in ("person", "guardian"):
        assert steps(text, voice)[:3] == ["password", "card", "bank"]


def refill_of(text, voice):
    """The words of a letter with each of its paragraphs for this reader."""
    from stanch.notices.wording import fill

    given = frozenset({voice, *(f"exposed:{one}" for one in EXPOSED)})
    return fill(text, chosen(text, given, frozenset()), {"name": "Ann Lee"}, voice).plain
