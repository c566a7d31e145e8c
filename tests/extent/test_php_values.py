"""Values that PHP wrote into cells: the same as they were, and whose they are."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.extent.php_values import loads
from stanch.extent.scanning import scan_unit
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

Value = object


def dumps(value: Value) -> str:
    if value is None:
        return "N;"
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, str):
        return f's:{len(value.encode())}:"{value}";'
    items = list(value.items() if isinstance(value, dict) else enumerate(value))  # type: ignore[call-overload]
    return f"a:{len(items)}:{{{''.join(dumps(one) + dumps(held) for one, held in items)}}}"


PLAIN = st.none() | st.booleans() | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
NAMES = st.text(st.characters(codec="utf-8", categories=("L",)), min_size=1)


@given(st.dictionaries(NAMES, PLAIN | st.dictionaries(NAMES, PLAIN, min_size=1), min_size=1))
def test_what_php_wrote_is_had_back(value: dict[str, Value]) -> None:
    assert loads(dumps(value)) == value


def test_lists_objects_and_numbers() -> None:
    assert loads('a:2:{i:0;s:3:"Ann";i:1;s:3:"Ben";}') == ["Ann", "Ben"]
    assert loads('O:4:"User":2:{s:9:"\0User\0ssn";s:11:"900-12-3456";s:3:"age";i:40;}') == {"ssn": "900-12-3456", "age": "40"}
    assert loads('a:1:{s:4:"paid";d:1.5;}') == {"paid": "1.5"}


@pytest.mark.parametrize("text", ['a:1:{s:3:"an";N;}', "a:2:{i:0;N;}", "a:1:{i:0;N;}x", "a: b", "O:x", "a:1:{" * 100])
def test_what_is_none_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"PHP|length|one value"):
        loads(text)


def test_people_in_such_cells_are_found_with_what_is_theirs() -> None:
    people = [("Ann", "Example", "900-12-3456"), ("Ben", "Muster", "900-34-5678")]
    cells = [dumps({"first_name": first, "last_name": last, "ssn": ssn, "born": "1980-02-03"}) for first, last, ssn in people]
    made = pa.table({"id": ["1", "2"], "meta_value": cells})
    found = scan_unit(Unit("x", "t", "table", "text/csv", start=2, cells=pack_cells(made)), Keys(bytes(32))).to_pylist()
    assert {(one["row"], one["kind"]) for one in found} == {
        (row, kind) for row in (2, 3) for kind in ("given_name", "family_name", "us_ssn", "dob")
    }
    for one in found:
        assert cells[one["row"] - 2][one["start"] : one["end"]] in (*people[one["row"] - 2], "1980-02-03")
