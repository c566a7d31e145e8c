"""Numbered lists of people, each over several lines; parts of a form that name nobody; notes about one person."""

from stanch.extent.scanning import raw_spans, records_of


def owners(text: str) -> dict[str, str | None]:
    """Each finding's text with the name of the person whose it is."""
    spans = raw_spans(text, {})
    records = records_of(text, spans, {})
    named = {record: span.text for span, record in zip(spans, records, strict=True) if span.kind == "name"}
    return {span.text: named.get(record) for span, record in zip(spans, records, strict=True) if span.kind != "name"}


def test_lines_below_a_number_and_a_name_are_that_persons() -> None:
    text = (
        "PASSENGERS\n1. SORENSEN/INGRID MRS        TKT 117-2400000001\n   DOB 19SEP1968  PASSPORT 30000001 NOR\n"
        "2. SORENSEN/HALVARD MR        TKT 117-2400000002\n   DOB 02MAY1965  PASSPORT 30000002 NOR\n"
    )
    found = owners(text)
    assert (found["19SEP1968"], found["30000002"]) == ("SORENSEN/INGRID", "SORENSEN/HALVARD")


def test_a_part_of_a_form_that_names_nobody_is_of_the_forms_own_person() -> None:
    text = (
        "Personal\n\nLegal name\tTamsin Okoro\nDate of birth\tApril 22, 1989\n\nContact\n\nPersonal email\tt.o@example.com\nPhone\t260-555-0142\n\n"
        "Emergency contact\n\nName\tIdris Blythe\nRelationship\tSpouse\n\nDirect deposit\n\nRouting\t021000021\nType\tChecking\n"
    )
    found = owners(text)
    assert (found["t.o@example.com"], found["260-555-0142"], found["021000021"]) == ("Tamsin Okoro",) * 3


def test_a_part_about_the_employer_is_not() -> None:
    text = "Name\tTamsin Okoro\nDate of birth\tApril 22, 1989\n\nEmployer\n\nEmail\tpayroll@example.org\nPhone\t260-555-0199\n\nSpouse: Idris Blythe, DOB 03/04/1985\n"
    assert owners(text)["260-555-0199"] != "Tamsin Okoro"


def test_a_note_goes_on_about_whom_it_is_about_behind_another() -> None:
    text = (
        "Client: Delphine Arceneaux   DOB: 6/2/1993\n\nS: Staying with her sister Odette Webb at 414 Magnolia St, Lafayette LA 70501. "
        "New cell 337-555-0170, ok to leave voicemail.\n"
    )
    found = owners(text)
    assert found["337-555-0170"] == "Delphine Arceneaux"
    assert found["414 Magnolia St, Lafayette LA 70501"] == "Odette Webb"
