"""Findings are tied to the person they speak of, or to nobody where that would be a guess."""

from __future__ import annotations

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.extent import grouping
from stanch.extent.span import Span

VALUES = (
    ("us_ssn", r"\b9\d\d-\d\d-\d{4}\b"),
    ("email", r"[\w.]+@example\.\w+"),
    ("phone", r"\b\d{3}-555-01\d\d\b"),
    ("dob", r"\b\d\d/\d\d/\d{4}\b"),
    ("postal_address", r"\d+ \w+ Street\n\w+, [A-Z]{2} \d{5}"),
)


def tie(text: str, *people: str) -> dict[str, str | None]:
    """The record of each value and each name (the last place counts)."""
    spans = [
        Span(kind, match.start(), match.end(), match[0], 0.9, "test") for kind, pattern in VALUES for match in re.finditer(pattern, text)
    ]
    for name in sorted(people, key=len, reverse=True):
        spans += [
            Span("name", match.start(), match.end(), name, 0.9, "test")
            for match in re.finditer(re.escape(name), text)
            if not any(span.start <= match.start() < span.end for span in spans)
        ]
    spans.sort(key=lambda span: span.start)
    return dict(zip((span.text for span in spans), grouping.group(text, spans, {}), strict=True))


def test_a_form_is_about_the_person_it_names() -> None:
    tied = tie("Name: Ana Garcia\nSSN: 900-12-3456\nPhone: 212-555-0102\n\nName: Tom Ray\nSSN: 901-12-3456", "Ana Garcia", "Tom Ray")
    assert tied["900-12-3456"] == tied["212-555-0102"] == tied["Ana Garcia"] != tied["Tom Ray"]
    assert tied["901-12-3456"] == tied["Tom Ray"]


def test_the_doctor_and_the_emergency_contact_keep_their_own_numbers() -> None:
    tied = tie(
        "Name: Ana Garcia\nSSN: 900-12-3456\nPhysician: Bob Stone\nPhysician phone: 212-555-0101\nEmergency contact: Sue Ray 212-555-0103\nDOB: 01/02/1980",
        "Ana Garcia",
        "Bob Stone",
        "Sue Ray",
    )
    assert tied["212-555-0101"] == tied["Bob Stone"]
    assert tied["212-555-0103"] == tied["Sue Ray"]
    assert tied["900-12-3456"] == tied["01/02/1980"] == tied["Ana Garcia"]


def test_two_forms_of_one_name_stay_two() -> None:
    tied = tie("Name: John Ray\nSSN: 900-12-3456\n\nName: John Ray\nSSN: 901-12-3456", "John Ray")
    assert tied["900-12-3456"] != tied["901-12-3456"]


def test_sender_and_recipients_of_a_mail_are_apart() -> None:
    text = "From: Ana Garcia <ana@example.com>\nTo: Tom Ray <tom@example.com>; Lee Chan <lee@example.com>\nSubject: hi\n\nHi Tom,\nplease call. My SSN is 900-11-2222.\n\nThanks,\nAna Garcia\n212-555-0101"
    tied = tie(text, "Ana Garcia", "Tom Ray", "Lee Chan", "Tom")
    assert tied["ana@example.com"] == tied["212-555-0101"] == tied["900-11-2222"] == "from"
    assert (tied["tom@example.com"], tied["lee@example.com"]) == ("to/1", "to/2")


MAIL = "From: Ana Garcia <ana@example.com>\nTo: office@example.org\nSubject: visit\n\nHi,\n\n{}\n\nThanks,\nAna Garcia\n212-555-0101"


def test_a_relative_named_by_the_writer_keeps_what_is_his() -> None:
    said = "my SSN is 900-11-2222. My daughter Mia Garcia (born 03/04/2015) needs a visit."
    tied = tie(MAIL.format(said), "Ana Garcia", "Mia Garcia")
    assert tied["900-11-2222"] == tied["Ana Garcia"]
    assert tied["03/04/2015"] == tied["Mia Garcia"] != tied["Ana Garcia"]


def test_a_relative_without_a_name_is_not_the_writer() -> None:
    for said in ("My wife's SSN is 900-11-2222.", "My youngest son was born 03/04/2015.", "Meine Tochter ist am 03/04/2015 geboren."):
        tied = tie(MAIL.format(said), "Ana Garcia")
        assert tied.get("900-11-2222", tied.get("03/04/2015")) is None


def test_what_is_called_after_a_role_or_a_mother_is_the_writers_own() -> None:
    for said in (
        "My customer number is 900-11-2222.",
        "My patient ID is 900-11-2222.",
        "Meine Kundennummer ist 900-11-2222.",
        "My mother's maiden name and number: 900-11-2222.",
        "My sony account is 900-11-2222.",
    ):
        tied = tie(MAIL.format(said), "Ana Garcia")
        assert tied["900-11-2222"] == tied["Ana Garcia"], said


def test_a_writer_who_names_herself_is_meant() -> None:
    tied = tie(MAIL.format("I, Ana Garcia, was born 03/04/1980, and my son Leo Garcia has SSN 900-11-2222."), "Ana Garcia", "Leo Garcia")
    assert tied["03/04/1980"] == tied["Ana Garcia"]
    assert tied["900-11-2222"] == tied["Leo Garcia"]


def test_what_a_doctor_writes_and_signs_is_the_patients() -> None:
    text = "Cher Confrère,\n\nJ'ai vu ce jour M. Paul Roux, né le 13/12/2015.\n\nTraitement : bisoprolol\nN° de sécurité sociale : 900-11-2222\n{}\nDr Hélène Fontaine"
    for closing in ("Bien confraternellement,", "Confraternellement"):
        tied = tie(text.format(closing), "Paul Roux", "Hélène Fontaine")
        assert tied["900-11-2222"] == tied["13/12/2015"] == tied["Paul Roux"] != tied["Hélène Fontaine"]


def test_a_name_below_a_form_is_whoever_signed_it() -> None:
    tied = tie("Name: Ana Garcia\nSSN: 900-12-3456\nPhone: 212-555-0102\nTom Ray", "Ana Garcia", "Tom Ray")
    assert tied["900-12-3456"] == tied["212-555-0102"] == tied["Ana Garcia"] != tied["Tom Ray"]
    tied = tie("Patient:\nAna Garcia\nSSN: 900-12-3456\nPhone: 212-555-0102", "Ana Garcia")
    assert tied["900-12-3456"] == tied["212-555-0102"] == tied["Ana Garcia"]


def test_a_letter_is_about_its_addressee_and_signed_by_its_writer() -> None:
    text = "Jane Miller\n12 Oak Street\nAustin, TX 78701\n\nDear Ms. Miller,\n\nWe hold your SSN 900-10-1000.\n\nSincerely,\nRobert Klein\n212-555-0104"
    tied = tie(text, "Jane Miller", "Miller", "Robert Klein")
    assert tied["12 Oak Street\nAustin, TX 78701"] == tied["900-10-1000"] == tied["Jane Miller"] == tied["Miller"]
    assert tied["212-555-0104"] == tied["Robert Klein"] != tied["Jane Miller"]


def test_an_address_in_care_of_another_is_theirs_who_stand_above() -> None:
    for way in ("c/o Jane Park", "C/O Jane Park, Executor", "care of: Jane Park"):
        tied = tie(f"Estate of John Moss\n{way}\n12 Oak Street\nAustin, TX 78701\n", "John Moss", "Jane Park")
        assert tied["12 Oak Street\nAustin, TX 78701"] == tied["John Moss"] != tied["Jane Park"]
    tied = tie("Moss & Sons\nc/o Jane Park\n12 Oak Street\nAustin, TX 78701\n", "Jane Park")
    assert tied["12 Oak Street\nAustin, TX 78701"] == tied["Jane Park"]


def test_a_line_of_a_list_is_a_person() -> None:
    tied = tie(
        "1. Ana Garcia, 900-12-3456, 212-555-0101\n2. Tom Ray, 901-12-3456\n3. Lee Chan - lee@example.com",
        "Ana Garcia",
        "Tom Ray",
        "Lee Chan",
    )
    assert tied["900-12-3456"] == tied["212-555-0101"] == tied["Ana Garcia"]
    assert tied["901-12-3456"] == tied["Tom Ray"]
    assert tied["lee@example.com"] == tied["Lee Chan"]


def test_between_two_people_nobody_is_guessed() -> None:
    assert tie("Ana Garcia told Tom Ray that the number 900-12-3456 was stolen.", "Ana Garcia", "Tom Ray")["900-12-3456"] is None


def test_values_in_turn_go_to_the_name_before_them() -> None:
    tied = tie("We hold Lee Chan (SSN 901-10-1111) and Sue Ray (SSN 902-10-1111).", "Lee Chan", "Sue Ray")
    assert (tied["901-10-1111"], tied["902-10-1111"]) == (tied["Lee Chan"], tied["Sue Ray"])


def test_a_text_about_one_person_is_that_persons() -> None:
    tied = tie("Jane Miller came in today.\n\nShe was upset.\n\nOn file: 900-44-3333", "Jane Miller")
    assert tied["900-44-3333"] == tied["Jane Miller"] is not None


def test_the_subject_line_says_whom_a_text_is_about() -> None:
    tied = tie("Re: Jane Miller\n\nWe spoke with Bob Stone.\n\n900-44-3333 is on file.", "Jane Miller", "Bob Stone")
    assert tied["900-44-3333"] == tied["Jane Miller"]


def test_a_record_has_one_name() -> None:
    text = "Ana Garcia, 900-12-3456\nGarcia called. Tom Garcia, 901-12-3456\nA. Garcia wrote. Garcia again: 902-12-3456"
    tied = tie(text, "Ana Garcia", "Tom Garcia", "A. Garcia", "Garcia")
    assert tied["Ana Garcia"] != tied["Tom Garcia"]
    assert tied["Garcia"] is None


_LINES = st.sampled_from(
    [
        "Name: Ana Garcia",
        "Tom Ray",
        "SSN: 900-12-3456",
        "From: Ana Garcia <ana@example.com>",
        "To: Tom Ray",
        "",
        "Dear Tom Ray,",
        "Sincerely,",
        "1. Ana Garcia, 901-12-3456",
        "Manager: Tom Ray",
        "my SSN is 902-12-3456",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_LINES, max_size=14), st.integers())
def test_order_of_findings_does_not_matter_and_no_record_has_two_people(lines: list[str], seed: int) -> None:
    text = "\n".join(lines)
    spans = [
        Span(kind, m.start(), m.end(), m[0], 0.9, "test")
        for kind, pattern in (*VALUES, ("name", "Ana Garcia|Tom Ray"))
        for m in re.finditer(pattern, text)
    ]
    straight = dict(zip(spans, grouping.group(text, spans, {}), strict=True))
    mixed = spans[:]
    random.Random(seed).shuffle(mixed)  # noqa: S311
    assert dict(zip(mixed, grouping.group(text, mixed, {}), strict=True)) == straight
    named: dict[str, set[str]] = {}
    for span, record in straight.items():
        if span.kind == "name" and record:
            named.setdefault(record, set()).add(span.text)
    assert all(len(people) == 1 for people in named.values())


def test_notes_by_date_and_what_he_has() -> None:
    tied = tie(
        "05/10/25 - Call from Nicola Taylor about her neighbour.\n07/10/25 - Visited Gordon Simpson. His number is 900-12-3456, support worker is Jan Cole.",
        "Nicola Taylor", "Gordon Simpson", "Jan Cole",
    )  # fmt: skip
    assert tied["900-12-3456"] == tied["Gordon Simpson"]


def test_what_stands_right_behind_the_last_of_several_names_is_his() -> None:
    names = ("Ben Wheeler", "Mike Hall", "Ed Wagner")
    tied = tie("Motion by Ben Wheeler, seconded by Mike Hall, to pay $12,000 to Ed Wagner, SSN 958-10-8323, at once.", *names)
    assert tied["958-10-8323"] == tied["Ed Wagner"]
    assert tie("Paid by Ben Wheeler to Mike Hall and Ed Wagner, SSN 958-10-8323, at once.", *names)["958-10-8323"] is None


def test_an_address_within_the_next_sentence_is_not_whose_name_ended_the_last() -> None:
    address = "12 Dock Street\nPortland, ME 04101"
    below = f"we are showing Rocky.\nDues are payable by mail to {address} by May."
    assert tie(f"Movie night in the clubhouse: {below}", "Rocky")[address] is None
    assert tie(f"Rocky Lee.\n{address}\n\nDear Sir", "Rocky Lee")[address]
