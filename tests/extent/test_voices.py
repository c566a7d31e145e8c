"""In threads of mails, calls and chats a value is whose it is who speaks, or is spoken to."""

from __future__ import annotations

import pytest

from stanch.extent import people_in_text
from stanch.extent.scanning import text_spans


def told(text: str) -> dict[str, str | None]:
    """The record of everything found, by its text (the last place counts)."""
    spans = text_spans(text, {})
    return {span.text: record for span, record in zip(spans, people_in_text.group(text, spans, {}), strict=True)}


FORWARDED = """From: Kim Soto <kim@example.com>
To: hr@example.com
Subject: Fwd: new hire
Date: Fri, 03 Oct 2025 10:00:00 -0500

Please set her up. My extension is (212) 555-0107.

---------- Forwarded message ---------
From: Thelma Baldwin <thelma@example.com>
Date: Thu, Oct 2, 2025 at 8:14 PM
Subject: new hire
To: Kim Soto <kim@example.com>

Hi Kim,

attached are my papers. My SSN is 953-30-3826, born 04/04/1972.
"""


def test_what_a_forwarded_mail_says_of_its_writer_is_not_of_whoever_forwards_it() -> None:
    found = told(FORWARDED)
    assert found["953-30-3826"] == found["04/04/1972"] == found["Thelma Baldwin"]
    assert found["(212) 555-0107"] == found["Kim Soto"] != found["Thelma Baldwin"]


@pytest.mark.parametrize(
    "intro",
    [
        "On Wed, Oct 1, 2025 at 4:02 PM Thelma Baldwin <thelma@example.com> wrote:",
        "Am 01.10.2025 um 16:02 schrieb Thelma Baldwin <thelma@example.com>:",
        "Le 1 oct. 2025 à 16:02, Thelma Baldwin <thelma@example.com> a écrit :",
        "El 1 oct 2025, Thelma Baldwin <thelma@example.com> escribió:",
    ],
)
def test_a_quoted_answer_has_its_own_writer(intro: str) -> None:
    text = (
        "From: Kim Soto <kim@example.com>\nTo: Thelma Baldwin <thelma@example.com>\nSubject: papers\n\nThanks, got it. My number is (212) 555-0107.\n\n"
        f"{intro}\n> Here it is: my SSN is 953-30-3826.\n> Bye\n\nMy office is closed, use (212) 555-0108, I am there.\n"
    )
    found = told(text)
    assert found["953-30-3826"] == found["Thelma Baldwin"]
    assert found["(212) 555-0107"] == found["(212) 555-0108"] == found["Kim Soto"] != found["Thelma Baldwin"]


CALL = """Agent: Thank you for calling Acme Benefits, this is Dana. Who am I speaking with?
Caller: {said}
Agent: Can I get your date of birth?
Caller: Sure, it's March 11, 1956, and my full Social is 955-44-4605.
Agent: I see a card on file, 4111 1111 1111 1111, right?
Caller: Yes. My husband's SSN is 955-44-4606.
"""


@pytest.mark.parametrize("said", ["Hi, my name is Andrew Smith.", "Andrew Smith.", "This is Andrew Smith, good morning."])
def test_a_callers_numbers_are_the_callers(said: str) -> None:
    found = told(CALL.format(said=said))
    assert found["Andrew Smith"] == found["955-44-4605"] == found["March 11, 1956"] == found["4111 1111 1111 1111"] is not None
    assert found["Dana"] != found["Andrew Smith"]
    assert found["955-44-4606"] != found["Andrew Smith"], "the husband's number is not hers"


def test_in_a_chat_each_line_is_its_writers_and_its_stamp_is_no_birthday() -> None:
    found = told(
        "10/3/25, 9:15 AM - Kenneth Patel: Hello, I want to change my bank account, please\n"
        "10/3/25, 9:24 AM - Front Desk: Sure, please send us your full name and date of birth\n"
        "10/3/25, 9:31 AM - Kenneth Patel: Kenneth Patel here, the routing number is 021000021 and account number 5460845802\n"
        "10/3/25, 9:40 AM - Mary Thomas: my SSN is 955-44-4605, thanks for your help\n"
    )
    assert "10/3/25" not in found
    assert found["5460845802"] == found["Kenneth Patel"] != found["Mary Thomas"]
    assert found["955-44-4605"] == found["Mary Thomas"]


def test_a_form_is_no_conversation() -> None:
    found = told("Patient: Ann Lee\nSSN: 955-44-4605\nDoctor: Bob Ray\n\nPatient: Tom Hill\nSSN: 955-44-4606\nDoctor: Bob Ray\n")
    assert found["955-44-4605"] == found["Ann Lee"]
    assert found["955-44-4606"] == found["Tom Hill"]


def test_a_question_that_begins_with_hello_speaks_of_the_one_it_names() -> None:
    found = told("Hi, can somebody look at Michelle Hudson? She called from (482) 555-0133, SSN 949-25-6259.")
    assert found["949-25-6259"] == found["(482) 555-0133"] == found["Michelle Hudson"]


def test_what_the_writer_says_of_himself_in_other_languages() -> None:
    found = told(
        "From: Anna Holsten <anna@example.com>\nTo: Verein <info@example.org>\nSubject: Konto\n\n"
        "Ich bin umgezogen: Barthstraße 44, 89073 Ulm.\nGeboren bin ich am 24.12.1971, falls ihr das noch braucht.\n"
    )
    assert found["Barthstraße 44, 89073 Ulm"] == found["24.12.1971"] == found["Anna Holsten"]


def test_a_memorandum_says_to_whom_before_from_whom() -> None:
    found = told(
        "To: James Hall (Employee ID 20417)\nFrom: Kenneth Harrington, Operations Manager\nRe: Final written warning\n\nDear James,\n\n"
        "your coworker Lauren Wilson reported that you were late. A copy will be placed in your personnel file (SSN 936-45-5534).\n\n"
        "Sincerely,\nKenneth Harrington\n"
    )
    assert found["936-45-5534"] == found["James Hall"] != found["Kenneth Harrington"]


def test_who_may_be_called_is_the_writer() -> None:
    found = told(
        "From: Albert Garcia <ag@example.com>\nTo: HR <hr@example.com>\n\nI want to complain about my supervisor Lisa White. "
        "My employee number is 10442, and you can call me at (489) 555-0104.\n\nAlbert Garcia\n"
    )
    assert found["(489) 555-0104"] == found["Albert Garcia"] != found["Lisa White"]


@pytest.mark.parametrize(
    "said", ["Hi this is Ann Berg, I", "My name is Ann Berg and I", "Good morning, Ann Berg here. I", "It's Ann Berg calling, I"]
)
def test_a_message_from_a_number_is_of_who_says_who_he_is(said: str) -> None:
    found = told(
        f"Voicemail transcript\nFrom: (529) 555-0101\nReceived: Fri, Oct 3, 2025\n\n{said} need my social on file, it's 918-18-7605.\n"
    )
    assert found["(529) 555-0101"] == found["918-18-7605"] == found["Ann Berg"] is not None


HEADED = {
    "slack": "Ann Lee  9:14 AM\nI need to update my file, my cell is 218-555-0101\nBo Marsh  9:15 AM\nthank you, and the date of birth?\nAnn Lee  9:16 AM\nit is born 02/03/1970, thanks a lot\n",
    "teams": "[09:14] Ann Lee\nI need to update my file, my cell is 218-555-0101\n\n[09:15] Bo Marsh\nthank you, and the date of birth?\n\n[09:16] Ann Lee\nit is born 02/03/1970, thanks a lot\n",
    "ticket": "Comment by Ann Lee, 2026-04-07 10:22\nI need to update my file, my cell is 218-555-0101\n\nComment by Bo Marsh, 2026-04-07 10:25\nthank you, and the date of birth?\n\nComment by Ann Lee, 2026-04-07 10:27\nit is born 02/03/1970, thanks a lot\n",
    "above": "Ann Lee\nApr 7, 10:22\nI need to update my file, my cell is 218-555-0101\n\nBo Marsh\nApr 7, 10:23\nthank you, and the date of birth?\n\nAnn Lee\nApr 7, 10:24\nit is born 02/03/1970, thanks a lot\n",
}


@pytest.mark.parametrize("text", HEADED.values(), ids=HEADED)
def test_who_speaks_may_stand_above_what_is_said(text: str) -> None:
    found = told(text)
    assert found["218-555-0101"] == found["02/03/1970"] == found["Ann Lee"] is not None


def test_an_answer_is_read_behind_its_question() -> None:
    found = told(
        "[07.04.26, 09:10:41] Ann Lee: hi, my cell is 218-555-0101\n[07.04.26, 09:13:41] Bo Marsh: thank you, could you confirm your date of birth?\n"
        "[07.04.26, 09:14:41] Ann Lee: sure, 02/03/1970 and thanks\n"
    )
    assert found["02/03/1970"] == found["218-555-0101"] == found["Ann Lee"] is not None


def test_what_goes_on_in_the_next_quoted_line() -> None:
    found = told(
        "From: Elfriede Winter <winter@example.org>\nTo: Irmgard Ehlers <ehlers@example.com>\nSubject: Re: bill\n\nDanke, wir melden uns.\n\n"
        "Am 06.04.2026 um 09:14 schrieb Irmgard Ehlers <ehlers@example.com>:\n> hiermit reklamiere ich die Rechnung. Ich bin am 06.06.1943 geboren und\n"
        "> wohne Goethestraße 111, 37073 Göttingen. Sie erreichen mich unter 0152\n> 28817904. Danke.\n>\n> Irmgard Ehlers\n"
    )
    writer = found["Irmgard Ehlers"]
    assert (
        found["06.06.1943"]
        == writer
        == next(record for text, record in found.items() if "Goethestraße" in text)
        != found["Elfriede Winter"]
    )


def test_a_statement_is_its_speakers() -> None:
    found = told(
        "Witness statement\n\nI am Corinne Whitlock and I live at 22 Oak Street, Amarillo, TX 79106. I saw my neighbour Nadine Frost. Nadine Frost lives at "
        "82 Elm Street, Fresno, CA 93704.\n\nI can be contacted on 806-555-0110. Officer R. Stone took this statement.\n"
    )
    assert found["806-555-0110"] == found["Corinne Whitlock"] != found["Nadine Frost"]
