"""Syslog with parameters in brackets, as the standard has them and as programs write them."""

import pytest

from stanch.cause.structured import fields_of


def test_quotation_marks_within_values_cut_nothing_off() -> None:
    told = fields_of(
        r'1 2026-03-04T05:06:07+02:00 VBR Veeam_MP - - [origin id="3"] [code=28200 Name="Repository 01" '
        r'Who="<User fullName="TECH\user1" type="0" />" Host="vbr.example.com" Said="It was deleted."]'
    )
    assert told is not None
    assert (told["code"], told["Name"], told["Host"], told["Said"]) == ("28200", "Repository 01", "vbr.example.com", "It was deleted.")
    assert told["fullName"] == r"TECH\user1"


def test_head_escapes_and_text_behind() -> None:
    told = fields_of(r'<10>1 2026-03-04T05:06:07Z ksc KES|12 77 FOUND [event@1 path="C:\\a \[1\]\\" said="a\"b" last="z"] Result: gone')
    assert told is not None
    assert (told["host"], told["program"], told["pid"], told["message_id"]) == ("ksc", "KES|12", "77", "FOUND")
    assert (told["path"], told["said"], told["last"]) == ("C:\\a \\[1]\\", 'a"b', "z")
    assert told["message"] == "Result: gone"


def test_the_older_head_is_read_as_well() -> None:
    told = fields_of('<14>Mar  4 05:06:07 vbr Veeam_MP: [origin id="3"] [code=1 Name="A"]')
    assert told is not None
    assert (told["stamp"], told["host"], told["program"], told["Name"]) == ("Mar  4 05:06:07", "vbr", "Veeam_MP", "A")


@pytest.mark.parametrize("line", ["", "Mar  4 05:06:07 fw app: hello", "x" * 9000, "1 2026-03-04T05:06:07Z h p - - [" + 'a="' * 5000])
def test_what_has_no_parameters_is_none_or_nothing_and_never_a_fault(line: str) -> None:
    told = fields_of(line)
    assert told is None or "a" in told
