"""Documents of JSON too large to be held give the rows that smaller ones give."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stanch.reading.descend import read_file
from stanch.reading.readers import records
from stanch.records import Unit, Unread, unpack_cells

PEOPLE = [
    {
        "id": n,
        "name": {"first": "Ann", "last": f"Lee{n}"},
        "mails": [f"ann{n}@example.com"],
        "ssn": f"900-12-345{n}",
        "vip": n == 1,
        "gone": None,
    }
    for n in range(4)
]


def read(tmp_path: Path, text: str) -> list[Unit | Unread]:
    (tmp_path / "people.json").write_text(text, "utf-8")
    return list(read_file(tmp_path / "people.json", "people.json", "e"))


def rows(found: list[Unit | Unread]) -> Counter[tuple[str, tuple[tuple[str, str], ...]]]:
    return Counter(
        (one.locator, tuple(sorted((key, value.lower()) for key, value in row.items() if value)))
        for one in found
        if isinstance(one, Unit) and one.cells
        for row in unpack_cells(one.cells).to_pylist()
    )


@pytest.mark.parametrize(
    "document",
    [
        PEOPLE,
        {"status": "ok", "data": {"items": PEOPLE, "page": 1}},
        {"users": {f"u{n}": one for n, one in enumerate(PEOPLE)}},
        {"columns": ["id", "name", "ssn"], "rows": [[1, "Ann Lee", "900-12-3456"], [2, "Ben Lee", "900-12-3457"]]},
    ],
)
def test_the_rows_are_those_of_a_document_that_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: Any) -> None:
    text = json.dumps(document, indent=1)
    held = rows(read(tmp_path, text))
    monkeypatch.setattr(records, "LARGEST", 8)
    found = rows(read(tmp_path, text))
    assert found
    assert Counter({key[1]: often for key, often in found.items()}) == Counter({key[1]: often for key, often in held.items()})


def test_what_stands_outside_of_rows_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LARGEST", 8)
    found = read(tmp_path, json.dumps({"owner": "Ann Lee", "contact": {"mail": "ann@example.com"}, "items": [{"a": 1}]}))
    assert "contact.mail: ann@example.com" in "".join(one.text for one in found if isinstance(one, Unit))


def test_what_is_cut_is_read_so_far_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LARGEST", 8)
    found = read(tmp_path, json.dumps(PEOPLE)[:-60])
    assert sum(rows(found).values()) == 3
    assert [one.reason for one in found if isinstance(one, Unread)] == ["damaged"]
