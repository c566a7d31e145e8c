"""CEF and LEEF: what a line of a console says, whatever stands in its values."""

import pytest

from stanch.cause.cef import fields_of

HEAD = "<30>Mar  4 05:06:07 fw CEF:0|Example|Gate|1|100|Found|5|"


def test_a_value_goes_on_until_the_next_key_and_a_label_names_its_field() -> None:
    told = fields_of(
        HEAD
        + r"filePath=C:\\my files\\new one.exe cs1=Trojan.X cs1Label=VirusName msg=put away\nby a\=b request=https://x.example/?a=1&b=2"
    )
    assert told is not None
    assert (told["host"], told["stamp"], told["vendor"], told["action"]) == ("fw", "Mar  4 05:06:07", "Example", "Found")
    assert told["filePath"] == r"C:\my files\new one.exe"
    assert told["VirusName"] == "Trojan.X"
    assert told["msg"] == "put away\nby a=b"
    assert told["request"] == "https://x.example/?a=1&b=2"


def test_a_pipe_in_the_header_and_a_path_without_escapes_stay_whole() -> None:
    told = fields_of(r"CEF:0|Exa\|mple|Gate|1|100|Found|5|fname=C:\new\table.exe")
    assert told is not None
    assert (told["vendor"], told["fname"]) == ("Exa|mple", r"C:\new\table.exe")


@pytest.mark.parametrize(
    "line",
    [
        "LEEF:1.0|Example|Gate|5.1|deny|src=203.0.113.9\tusrName=ann b\tresult=a=b",
        "LEEF:2.0|Example|Gate|5.1|deny|^|src=203.0.113.9^usrName=ann b^result=a=b",
        "LEEF:2.0|Example|Gate|5.1|deny|0x5E|src=203.0.113.9^usrName=ann b^result=a=b",
        "LEEF:2.0|Example|Gate|5.1|deny|src=203.0.113.9\tusrName=ann b\tresult=a=b",
    ],
)
def test_leef_is_told_by_its_own_separator(line: str) -> None:
    told = fields_of(line)
    assert told is not None
    assert (told["code"], told["src"], told["usrName"], told["result"]) == ("deny", "203.0.113.9", "ann b", "a=b")


@pytest.mark.parametrize("line", ["", "Mar  4 05:06:07 fw app: hello", "CEF:0|cut|off", "LEEF:9|a"])
def test_what_is_neither_is_none(line: str) -> None:
    assert fields_of(line) is None
