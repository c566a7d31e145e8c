"""Records one below another under the same labels; and what only looks so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.reading.descend import read_file
from stanch.reading.readers.record_blocks import are_records
from stanch.records import Unit, unpack_cells

PEOPLE = (
    ("Ann Lee", "ann@example.com", "260-555-0142"),
    ("Ben Roe", "ben@example.com", "260-555-0143"),
    ("Eve Day", "eve@example.com", "260-555-0144"),
)


def table(folder: Path, text: str) -> list[dict[str, str | None]]:
    (folder / "people.txt").write_text(text, "utf-8")
    units = [one for one in read_file(folder / "people.txt", "people.txt", "e") if isinstance(one, Unit) and one.cells]
    return [row for unit in units for row in unpack_cells(unit.cells).to_pylist()]


@pytest.mark.parametrize(
    ("between", "line"),
    [
        ("\n", "{label:<18}: {value}\n"),
        ("\n", "{label}: {value}\n"),
        ("-[ RECORD {n} ]-----+------------\n", "{label:<10} | {value}\n"),
        ("*************************** {n}. row ***************************\n", "{label:>12}: {value}\n"),
        ("----------\n", "{label} = {value}\n"),
    ],
)
def test_each_block_is_a_row(tmp_path: Path, between: str, line: str) -> None:
    text = "".join(
        between.format(n=n)
        + "".join(line.format(label=label, value=value) for label, value in zip(("Name", "Mail", "Phone"), one, strict=True))
        for n, one in enumerate(PEOPLE, start=1)
    )
    assert table(tmp_path, text) == [{"Name": name, "Mail": mail, "Phone": phone} for name, mail, phone in PEOPLE]


def test_a_value_goes_on_in_the_next_line_and_what_is_missing_is_empty(tmp_path: Path) -> None:
    text = (
        "Name  : Ann Lee\nMail  : ann@example.com\nNotes : called twice\n        about the bill\n\n"
        "Name  : Ben Roe\nMail  : \nNotes : none\n\nName  : Eve Day\nMail  : eve@example.com\nNotes : paid\nExtra : yes\n"
    )
    rows = table(tmp_path, text)
    assert rows[0] == {"Name": "Ann Lee", "Mail": "ann@example.com", "Notes": "called twice\nabout the bill", "Extra": None}
    assert (rows[1]["Mail"], rows[2]["Extra"]) == (None, "yes")


@pytest.mark.parametrize(
    "text",
    [
        "".join(
            f"Employee\nName: {name}\nPhone: {phone}\n\nEmergency contact\nName: Jo {name}\nRelation: wife\n\n" for name, _, phone in PEOPLE
        ),
        "From: ann@example.com\nTo: ben@example.com\nSubject: hello\n\nWe met.\n\nRegards: Ann\n",
        "[main]\nname = x\nport = 4\nhost = y\n\n[other]\npath = z\nuser = a\nmode = b\n\n[third]\nsize = 3\ncolour = red\nform = round\n",
        "".join(f"Package: lib{n}\nVersion: 1.{n}\nMaintainer: Ann Lee <ann@example.com>\nPriority: low\n\n" for n in range(5)),
        "10:00:01 start: yes\n10:00:02 stop: no\n\n10:00:03 start: yes\n",
        "Name: Ann Lee\nMail: ann@example.com\nPhone: 260-555-0142\n",
    ],
)
def test_forms_mails_and_settings_are_none(text: str) -> None:
    assert not are_records(text, cut=False)


@given(
    st.lists(st.text(st.characters(max_codepoint=0x24F, categories=("L", "N", "P", "S")), min_size=1, max_size=12), min_size=4, max_size=20)
)
def test_no_value_is_lost(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    text = "\n".join(f"Name: person {n}\nMail: p{n}@example.com\nNote: {value}\n" for n, value in enumerate(values))
    rows = table(tmp_path_factory.mktemp("records"), text)
    assert [row["Note"] for row in rows] == values
