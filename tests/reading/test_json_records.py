"""JSON: objects that are alike are rows, wherever they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stanch.reading.descend import read_file
from stanch.records import Unit, unpack_cells


def read(folder: Path, document: Any) -> dict[str, Any]:
    """Tables and texts of a document by the part they are."""
    path = folder / "it.json"
    path.write_text(json.dumps(document), "utf-8")
    units = [unit for unit in read_file(path, "it.json", "e1") if isinstance(unit, Unit)]
    return {unit.locator.removeprefix("it.json"): unpack_cells(unit.cells).to_pylist() if unit.cells else unit.text for unit in units}


def test_lists_deep_in_a_document_are_tables_and_what_is_left_is_text(tmp_path: Path) -> None:
    found = read(tmp_path, {"version": "7", "data": {"people": [{"name": "Ann Lee", "at": {"city": "Reno"}}, {"name": "Tom Ray"}]}})
    assert found["#data.people"] == [{"name": "Ann Lee", "at.city": "Reno"}, {"name": "Tom Ray", "at.city": None}]
    assert json.loads(found[""]) == {"version": "7"}


def test_objects_under_names_of_their_own_are_a_table(tmp_path: Path) -> None:
    found = read(tmp_path, {f"c{at}": {"email": f"a{at}@example.com", "city": "Reno"} for at in range(3)})
    assert found == {"": [{"key": f"c{at}", "email": f"a{at}@example.com", "city": "Reno"} for at in range(3)]}


def test_one_object_is_text_a_value_a_line(tmp_path: Path) -> None:
    found = read(tmp_path, {"firstName": "Ruby", "server": {"host": "a"}})
    assert '"firstName": "Ruby",\n' in found[""]
