"""Forms of XFA: labels and values."""

from __future__ import annotations

from stanch.reading.readers.xfa import lines

DATA = (
    b'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1><FullName>Ada Example</FullName>'
    b"<SSN>900-21-0001</SSN><Empty/></form1></xfa:data></xfa:datasets>"
)


def test_what_was_filled_in_bears_the_name_of_its_field() -> None:
    assert lines(b'<?xml version="1.0"?>' + DATA) == ["FullName: Ada Example", "SSN: 900-21-0001"]


def test_captions_follow_and_scripts_do_not() -> None:
    template = b"<template><caption><value><text>Your name</text></value></caption><script>a = 1</script></template>"
    assert lines(DATA + template)[-1] == "Your name"


def test_packets_that_cannot_be_followed_tell_nothing() -> None:
    assert lines(b"") == []
    assert lines(b"\x00\x01") == []
