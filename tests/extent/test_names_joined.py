"""Names of which only parts were read are whole: what somebody is called in brackets, two given names, bookings."""

import pytest

from stanch.extent.scanning import raw_spans, records_of, text_spans


def names(text: str) -> dict[str, str]:
    return {span.text: span.normal or span.text for span in raw_spans(text, {}) if span.kind == "name"}


@pytest.mark.parametrize(
    ("text", "said", "normal"),
    [
        ("De heer W.J. (Willem) Terpstra, geboren op 4 september 1959", "W.J. (Willem) Terpstra", "Willem Terpstra"),
        ("1. SORENSEN/INGRID MRS   DOB 19SEP1968", "SORENSEN/INGRID", "INGRID SORENSEN"),
        ("Mevrouw Roos Elisabeth van Amerongen, geboren op 22 mei 1997", "Roos Elisabeth van Amerongen", "Roos Elisabeth van Amerongen"),
        ("De una parte, D./Dª Rocío Belmonte Cid, mayor de edad", "Rocío Belmonte Cid", "Rocío Belmonte Cid"),
        ("y de otra Dª Noelia Trigueros Amat, soltera", "Noelia Trigueros Amat", "Noelia Trigueros Amat"),
        ("Umowa z Panią Haliną Wasilewską, zamieszkałą", "Haliną Wasilewską", "Haliną Wasilewską"),
    ],
)
def test_a_name_is_whole(text: str, said: str, normal: str) -> None:
    assert names(text)[said] == normal


def test_a_labels_initials_are_nobody_and_the_number_is_the_persons() -> None:
    text = "DON ISIDORO CONESA SAURA, mayor de edad, casado, y con D.N.I. número 33556221A."
    spans = raw_spans(text, {})
    assert "D.N.I." not in names(text)
    assert len(set(records_of(text, spans, {}))) == 1


def test_initials_without_a_space_are_the_same_person() -> None:
    text = "Huurder: J.P. de Wit, geboren 3 mei 1980.\nJan Pieter de Wit tekent.\n"
    assert (
        len(
            {
                record
                for span, record in zip(raw_spans(text, {}), records_of(text, raw_spans(text, {}), {}), strict=True)
                if span.kind == "name"
            }
        )
        == 1
    )


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Present were Michael Bevan, Stuart Law, Tom Moody and Ian Healy.", ["Michael Bevan", "Stuart Law", "Tom Moody", "Ian Healy"]),
        ("Chief Justice Kennedy may please the Court.", ["Kennedy"]),
        ("The matter is fascinating and deserves a long answer here.\n\nWell, we think the only reason is the law.", []),
    ],
)
def test_names_in_lists_titles_and_first_words(text: str, whole: list[str]) -> None:
    assert [span.text for span in text_spans(text, {}) if span.kind == "name"] == whole


def test_a_word_of_a_subject_is_nobody_unless_the_text_calls_somebody_so() -> None:
    mail = "From: Ann Lee <ann@example.com>\nTo: hr@example.com\nSubject: {}\n\nDzień dobry,\n\nmój adres: ul. Morska 12/3, 81-323 Gdynia.\n\n{}\n"
    assert "Rezygnacja" not in names(mail.format("Rezygnacja", "Ann Lee"))
    assert "Zoe" in names(mail.format("Zoe", "Zoe Miller ist krank."))
