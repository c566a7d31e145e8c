"""Records that their rows tell are sealed as `row/#`, and read as they would have been written."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.engine import Parts
from stanch.extent.scanning import findings_of, scan_unit
from stanch.records import FINDING_CODED, Unit, own_rows, pack_cells
from stanch.vault import random_keys, sealed_file, sealed_writer

ROWS = st.one_of(st.integers(1, 60), st.integers(1, 10**12))
RECORD = st.sampled_from([None, "row/7", "row/7/guardian", "from", "form/3", *map(own_rows.of_row, ("", "spouse", "guardian/2"))])


@given(st.lists(st.tuples(ROWS, RECORD)), st.booleans())
def test_each_is_written_out_by_the_number_beside_it(told: list[tuple[int, str | None]], is_coded: bool) -> None:
    record = pa.array([one for _, one in told], pa.string())
    given_ = pa.table({"row": pa.array([row for row, _ in told], pa.int64()), "record": record.dictionary_encode() if is_coded else record})
    found = own_rows.written_out(given_)
    assert found.schema == given_.schema
    assert found["record"].to_pylist() == [one and one.replace("#", str(row)) for row, one in told]
    assert found["row"].to_pylist() == given_["row"].to_pylist()


def test_what_has_no_rows_is_given_back() -> None:
    text = pa.table({"row": pa.nulls(2, pa.int64()), "record": ["from", None]})
    assert own_rows.written_out(text) is text
    assert own_rows.written_out(text.select(["record"])).column_names == ["record"]


@pytest.fixture(name="unit")
def _unit() -> Unit:
    many = 3000
    table = pa.table(
        {
            "first_name": ["Ann", "Ben", "Carla"] * (many // 3),
            "last_name": ["Example"] * many,
            "email": [f"ann{at}@example.com" for at in range(many)],
            "guardian_first_name": ["Dora", "Ben", "Emil"] * (many // 3),
            "guardian_last_name": ["Sample", "Example", "Sample"] * (many // 3),
            "guardian_email": [f"dora{at}@example.com" for at in range(many)],
        }
    )
    return Unit("0" * 64, "pupils.csv", "table", "text/csv", 2, "", pack_cells(table))


def test_a_sealed_part_is_read_as_if_all_were_written_out(unit: Unit, tmp_path: Path) -> None:
    keys, part = random_keys(), tmp_path / "one.findings.parquet"
    with sealed_writer(part, FINDING_CODED, keys) as writer:
        writer.write_table(findings_of(unit, keys).unify_dictionaries())
    plain = sealed_file(part, keys).read(columns=["record"])["record"].unique().to_pylist()
    assert sorted(plain) == ["row/#", "row/#/guardian"]
    expected = scan_unit(unit, keys)
    assert {one.rpartition("/")[0] for one in expected["record"].unique().to_pylist()} >= {"row"}
    parts = Parts((part,), keys)
    assert pa.concat_tables(parts.tables()).select(expected.column_names) == expected
    assert pa.concat_tables(parts.tables(["record"])) == expected.select(["record"])
    assert pa.concat_tables(parts.tables(["record", "token"])) == expected.select(["record", "token"])
    # Of whom the guardian is himself is one person.
    rows = {row["record"] for row in expected.to_pylist() if row["row"] == 3}
    assert rows == {"row/3"}


def test_a_part_without_records_is_read_as_it_is(tmp_path: Path) -> None:
    keys, part = random_keys(), tmp_path / "one.units.parquet"
    table = pa.table({"row": pa.array([1], pa.int64()), "locator": ["a.csv"]})
    with sealed_writer(part, table.schema, keys) as writer:
        writer.write_table(table)
    assert pa.concat_tables(Parts((part,), keys).tables()) == table
